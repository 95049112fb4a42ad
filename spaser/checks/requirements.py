"""Une exigence tient debout : seuils du socle à l'exemplaire dans une seule unité, clause sous une pénalité, applicabilité sans contradiction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model.exigence import Niveaux, Redaction
from spaser.places import Path_
from spaser.problems import Problem

LEVELS = tuple(Niveaux.model_fields)
#: Un ouvrage que l'on démolit n'a plus d'exploitation où prouver quoi que ce soit.
DEMOLITION, USE = "demolition", "EXP"
ADVICE = "enlever la ligne, ou ajouter le volet à ce code dans sa liste"
Volets = dict[str, set[str]]


def check(corpus: Corpus) -> Iterator[Problem]:
    """Ordre et unité des seuils, phases distinctes, clause sous chaque pénalité, opérations et ouvrages du bon volet."""
    works, themes = _volets(corpus, "typologies"), _volets(corpus, "themes")
    for where in corpus.of("exigence"):
        yield from _thresholds(where, where.entry, ())
        for rank, said in enumerate(where.entry.versions_precedentes):
            yield from _thresholds(where, said, ("versions_precedentes", rank))
        yield from _repeated(where)
        yield from _applicability(where)
        if where.entry.penalite and not where.entry.clause:
            yield problem(where, ("penalite",), "une pénalité sans clause ne peut pas s'appliquer", "écrire la clause", kind="exigence")
    yield from _places(corpus, works, themes)
    yield from _usual(corpus, works)


def _thresholds(where: Located, said: Redaction, here: Path_) -> Iterator[Problem]:
    levels = [(name, getattr(said.niveaux, name)) for name in LEVELS if getattr(said.niveaux, name)]
    rising = said.sens == "au-moins"
    for (lower_name, lower), (name, level) in pairwise(levels):
        if level.unite != lower.unite:
            message = f"l'unité « {level.unite} » n'est pas celle du niveau {lower_name}, « {lower.unite} »"
            yield problem(where, (*here, "niveaux", name, "unite"), message, "écrire la même unité à tous les niveaux", kind="exigence")
        elif (level.valeur < lower.valeur) if rising else (level.valeur > lower.valeur):
            message = f"le niveau {name} ({level.valeur}) est moins exigeant que le niveau {lower_name} ({lower.valeur})"
            yield problem(where, (*here, "niveaux", name, "valeur"), message, "revoir les valeurs, ou le champ « sens »", kind="exigence")


def _repeated(where: Located) -> Iterator[Problem]:
    """Une phase, une opération ou un ouvrage n'est dit qu'une fois."""
    phases = [etape.phase for etape in where.entry.phases]
    for rank, phase in enumerate(phases):
        if phase in phases[:rank]:
            yield problem(where, ("phases", rank, "phase"), f"la phase {phase} est déjà décrite", "réunir les deux étapes", kind="exigence")
    for field in ("operations", "typologies"):
        codes = getattr(where.entry, field)
        for rank, code in enumerate(codes):
            if code in codes[:rank]:
                yield problem(where, (field, rank), f"« {code} » est déjà dans la liste", "supprimer l'une des deux lignes", kind="exigence")


def _applicability(where: Located) -> Iterator[Problem]:
    """Une démolition se prouve ailleurs qu'en exploitation ; une taille minimale, si elle est ouverte, est dite."""
    entry = where.entry
    if DEMOLITION in entry.operations and {etape.phase for etape in entry.phases} == {USE}:
        rank = entry.operations.index(DEMOLITION)
        message = "une démolition n'a pas d'exploitation, la seule phase décrite"
        yield problem(where, ("operations", rank), message, "enlever cette opération, ou décrire une autre phase", kind="exigence")
    bound = entry.seuil_applicabilite
    if bound and bound.surface_m2 is None and not bound.montant_ht:
        message = "une surface ou un montant est attendu"
        yield problem(where, ("seuil_applicabilite",), message, "donner l'un des deux, ou supprimer le champ", kind="exigence")


def _volets(corpus: Corpus, liste: str) -> Volets:
    """Les volets de chaque code d'une liste ; un code qui n'en dit aucun les concerne tous."""
    lines = [line for where in corpus.of("codes") if where.entry.id == liste for line in where.entry.lignes]
    return {line.code: set(line.volets) for line in lines if getattr(line, "volets", ())}


def _places(corpus: Corpus, works: Volets, themes: Volets) -> Iterator[Problem]:
    """Le thème est du volet, et les ouvrages de chaque exigence aussi."""
    for where in corpus.of("eco"):
        volet, theme = where.entry.volet, where.entry.theme
        if volet not in themes.get(theme, {volet}):
            message = f"« {theme} » n'est pas un thème du volet {volet}"
            yield problem(where, ("theme",), message, "ajouter le volet à ce thème dans la liste themes", kind="exigence")
        for rank, entry in enumerate(where.entry.exigences):
            for place, code in enumerate(entry.typologies):
                if volet not in works.get(code, {volet}):
                    path = ("exigences", rank, "typologies", place)
                    yield problem(where, path, f"« {code} » n'est pas un ouvrage du volet {volet}", ADVICE, kind="exigence")


def _usual(corpus: Corpus, works: Volets) -> Iterator[Problem]:
    """L'ouvrage d'une opération usuelle est de son volet."""
    for where in corpus.of("codes"):
        for rank, line in enumerate(where.entry.lignes):
            volet, code = getattr(line, "volet", None), getattr(line, "typologie", None)
            if volet and code and volet not in works.get(code, {volet}):
                path = ("lignes", rank, "typologie")
                yield problem(where, path, f"« {code} » n'est pas un ouvrage du volet {volet}", ADVICE, kind="exigence")
