"""Les seuils d'une exigence vont du socle à l'exemplaire, dans une seule unité ; une pénalité a sa clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.problems import Problem

LEVELS = ("socle", "performant", "exemplaire")


def check(corpus: Corpus) -> Iterator[Problem]:
    """Ordre et unité des seuils, phases distinctes, clause sous chaque pénalité."""
    for where in corpus.of("exigence"):
        yield from _thresholds(where)
        phases = [etape.phase for etape in where.entry.phases]
        for rank, phase in enumerate(phases):
            if phase in phases[:rank]:
                yield problem(where, ("phases", rank, "phase"), f"la phase {phase} est déjà décrite", "réunir les deux étapes", kind="exigence")
        if where.entry.penalite and not where.entry.clause:
            yield problem(where, ("penalite",), "une pénalité sans clause ne peut pas s'appliquer", "écrire la clause", kind="exigence")


def _thresholds(where: Located) -> Iterator[Problem]:
    levels = [(name, getattr(where.entry.niveaux, name)) for name in LEVELS if getattr(where.entry.niveaux, name)]
    rising = where.entry.sens == "au-moins"
    for (lower_name, lower), (name, level) in pairwise(levels):
        if level.unite != lower.unite:
            message = f"l'unité « {level.unite} » n'est pas celle du niveau {lower_name}, « {lower.unite} »"
            yield problem(where, ("niveaux", name, "unite"), message, "écrire la même unité à tous les niveaux", kind="exigence")
        elif (level.valeur < lower.valeur) if rising else (level.valeur > lower.valeur):
            message = f"le niveau {name} ({level.valeur}) est moins exigeant que le niveau {lower_name} ({lower.valeur})"
            yield problem(where, ("niveaux", name, "valeur"), message, "revoir les valeurs, ou le champ « sens »", kind="exigence")
