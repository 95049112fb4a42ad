"""Une grille de contrôle ne dit jamais plus que ce qui est prouvé : numéros suivis, preuves, raisons, audit complet."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model.grille import Controle
from spaser.places import Path_
from spaser.problems import Problem

#: Les états d'une auto-évaluation : une grille qui a une déclaration attend l'audit d'une personne, elle ne peut pas s'en donner.
SELF_ASSESSED = ("respecte", "en-partie", "non-respecte")
#: Les états qui demandent une raison écrite.
EXPLAINED = ("non-applicable", "en-partie", "non-respecte")


def check(corpus: Corpus) -> Iterator[Problem]:
    """Chaque critère de chaque grille."""
    for where in corpus.of("grilles"):
        for rank, theme in enumerate(where.entry.themes):
            for place, control in enumerate(theme.criteres):
                path: Path_ = ("themes", rank, "criteres", place)
                yield from _number(where, path, control, f"{rank + 1}.{place + 1}")
                yield from _proof(where, path, control)
                yield from _audit(where, path, control)


def _number(where: Located, path: Path_, control: Controle, expected: str) -> Iterator[Problem]:
    if control.numero != expected:
        message = f"le critère {expected} est attendu, lu {control.numero}"
        yield problem(where, (*path, "numero"), message, "suivre l'ordre du référentiel officiel", kind="grille")


def _proof(where: Located, path: Path_, control: Controle) -> Iterator[Problem]:
    if control.etat == "teste" and not control.tests:
        yield problem(where, (*path, "etat"), "un critère testé nomme ses tests", "ajouter « tests », ou écrire etat: a-auditer", kind="grille")
    if (control.etat in EXPLAINED or (control.etat == "respecte" and not control.tests)) and not control.note:
        yield problem(where, (*path, "etat"), "cet état demande une raison", "ajouter « note »", kind="grille")
    if control.etat in SELF_ASSESSED and where.entry.declaration:
        message = "seul l'audit d'une personne dit si un critère d'accessibilité est respecté"
        yield problem(where, (*path, "etat"), message, "écrire etat: a-auditer, et « resultat » une fois l'audit fait", kind="grille")


def _audit(where: Located, path: Path_, control: Controle) -> Iterator[Problem]:
    audited = bool(where.entry.declaration and where.entry.declaration.audit)
    if audited and control.resultat is None:
        yield problem(where, path, "le résultat de l'audit manque", "ajouter « resultat »", kind="grille")
    if control.resultat and not audited:
        message = "un résultat d'audit demande un audit"
        yield problem(where, (*path, "resultat"), message, "décrire l'audit dans « declaration », ou ôter le résultat", kind="grille")
    if control.resultat == "non-conforme" and not control.defaut:
        yield problem(where, (*path, "resultat"), "une non-conformité se décrit", "ajouter « defaut »", kind="grille")
