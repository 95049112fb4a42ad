"""Ce qui s'applique à une opération : son volet, ses travaux, son ouvrage et sa taille retiennent des exigences.

Une taille ou un ouvrage que l'on ne dit pas n'écarte rien : il vaut mieux une exigence à écarter qu'une exigence oubliée.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spaser.checks.requirements import LEVELS
from spaser.model import Exigence, ThemeEco
from spaser.model.exigence import Redaction, Seuil
from spaser.model.lignes import LigneOperation
from spaser.publication import Edition

USUAL = "operations-usuelles"


@dataclass(frozen=True)
class Operation:
    """Une opération de travaux, telle qu'on la choisit ; la surface est en m², le montant en euros HT."""

    volet: str
    operation: str
    typologie: str | None = None
    surface: int | None = None
    montant: int | None = None


def usual(edition: Edition) -> list[LigneOperation]:
    """Les opérations usuelles de l'édition ; aucune si la collectivité n'en tient pas la liste."""
    found = edition.codes.get(USUAL)
    return [line for line in found.lignes if line.retire_le is None and isinstance(line, LigneOperation)] if found else []


def of_line(line: LigneOperation) -> Operation:
    """L'opération d'une ligne de la liste des opérations usuelles."""
    return Operation(line.volet, line.operation, line.typologie)


def themes(edition: Edition, volet: str) -> list[ThemeEco]:
    """Les thèmes d'un volet, dans l'ordre de leur liste de codes."""
    ranks = {line.code: rank for rank, line in enumerate(edition.codes["themes"].lignes)}
    return sorted((theme for theme in edition.themes if theme.volet == volet), key=lambda theme: ranks[theme.theme])


def requirements(edition: Edition, wanted: Operation) -> Iterator[tuple[ThemeEco, Exigence]]:
    """Les exigences en vigueur qui s'appliquent à une opération, thème par thème."""
    for theme in themes(edition, wanted.volet):
        yield from ((theme, entry) for entry in theme.exigences if applies(entry, wanted))


def applies(entry: Exigence, wanted: Operation) -> bool:
    """Vrai si l'exigence est en vigueur et concerne l'opération."""
    return entry.retire_le is None and concerns(entry, wanted)


def in_force(theme: ThemeEco) -> list[Exigence]:
    """Les exigences d'un thème qui ne sont pas retirées."""
    return [entry for entry in theme.exigences if entry.retire_le is None]


def concerns(said: Redaction, wanted: Operation) -> bool:
    """Vrai si la rédaction, qui est du volet de l'opération, la concerne."""
    if wanted.operation not in said.operations:
        return False
    if wanted.typologie and said.typologies and wanted.typologie not in said.typologies:
        return False
    return _is_large_enough(said, wanted)


def _is_large_enough(said: Redaction, wanted: Operation) -> bool:
    """Faux quand toutes les tailles que la rédaction demande sont connues, et qu'aucune n'est atteinte."""
    bound = said.seuil_applicabilite
    asked = [(bound.surface_m2, wanted.surface), (bound.montant_ht, wanted.montant)] if bound else []
    stated = [(least, size) for least, size in asked if least is not None]
    return not stated or any(size is None or size >= least for least, size in stated)


def retained(entry: Exigence, ambition: str) -> tuple[str, Seuil]:
    """Le niveau et le seuil d'une ambition : le plus haut que l'exigence définit sans la dépasser."""
    allowed = LEVELS[: LEVELS.index(ambition) + 1]
    found: dict[str, Any] = {name: level for name in allowed if (level := getattr(entry.niveaux, name))}
    name = next(reversed(found))
    return name, found[name]


def sizes(edition: Edition) -> dict[str, list[int]]:
    """Les tailles qui décident de l'application d'une exigence : ce sont les bornes des tranches que l'on propose."""
    bounds = [entry.seuil_applicabilite for theme in edition.themes for entry in theme.exigences if entry.seuil_applicabilite]
    return {
        "surface": sorted({bound.surface_m2 for bound in bounds if bound.surface_m2}),
        "montant": sorted({bound.montant_ht for bound in bounds if bound.montant_ht}),
    }
