"""Un outil du schéma se remplit : un choix a ses réponses, un tableau ses colonnes, et l'outil reste interne."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model.outil import Question
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Visibilité interne ; options d'un choix ; colonnes d'un tableau."""
    for where in corpus.of("outils"):
        if where.entry.visibilite == "publique":
            yield problem(where, ("visibilite",), "un outil du schéma est un document de travail, il reste interne", "écrire visibilite: interne", kind="outil")
        for part, section in enumerate(where.entry.parties):
            for rank, question in enumerate(section.questions):
                yield from _question(where, ("parties", part, "questions", rank), question)


def _question(where: Located, path: tuple[str | int, ...], question: Question) -> Iterator[Problem]:
    if question.forme == "choix" and len(question.options) < 2:
        yield problem(where, (*path, "options"), "un choix a au moins deux réponses", "ajouter des options, ou écrire forme: texte", kind="outil")
    if question.forme == "tableau" and len(question.colonnes) < 2:
        yield problem(where, (*path, "colonnes"), "un tableau a au moins deux colonnes", "ajouter des colonnes, ou écrire forme: texte", kind="outil")
    if question.options and question.forme != "choix":
        yield problem(where, (*path, "options"), "seul un choix a des options", "écrire forme: choix, ou ôter les options", kind="outil")
