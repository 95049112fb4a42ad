"""L'état de conformité du site au RGAA, tiré de sa grille : jamais plus que ce qu'une personne a audité."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from spaser.model.grille import Audit, Controle, Grille
from spaser.publication import Edition

Mention = Literal["non conforme", "partiellement conforme", "totalement conforme"]
#: La grille d'accessibilité, celle dont la mention du pied de page dépend.
RGAA = "rgaa"
#: Un audit vaut trois ans (arrêté du 20 septembre 2019, RGAA 4.1, « Validité de la déclaration »).
VALIDITY_YEARS = 3
#: À partir de la moitié des critères, la conformité est dite partielle (même source).
HALF = 50


@dataclass(frozen=True)
class Conformity:
    """L'état, la part des critères respectés en %, l'audit qui les fonde, et les critères que cet audit a trouvés fautifs."""

    mention: Mention
    rate: Decimal | None = None
    audit: Audit | None = None
    faults: tuple[Controle, ...] = ()


def controls(grid: Grille) -> tuple[Controle, ...]:
    """Tous les critères d'une grille, dans l'ordre."""
    return tuple(control for theme in grid.themes for control in theme.criteres)


def grid_of(edition: Edition, name: str) -> Grille | None:
    """Une grille par son identifiant, si l'édition l'a."""
    return next((grid for grid in edition.grilles if grid.id == name and grid.retire_le is None), None)


def conformity(edition: Edition) -> Conformity:
    """L'état de conformité au jour de l'édition ; sans audit en cours de validité, « non conforme »."""
    grid = grid_of(edition, RGAA)
    audit = grid.declaration.audit if grid and grid.declaration else None
    if grid is None or audit is None or _is_stale(audit, edition):
        return Conformity("non conforme")
    found = controls(grid)
    applicable = [control for control in found if control.resultat != "non-applicable"]
    kept = [control for control in applicable if control.resultat == "conforme"]
    rate = Decimal(100 * len(kept)) / max(len(applicable), 1)
    faults = tuple(control for control in applicable if control.resultat != "conforme")
    return Conformity(_mention(rate), rate, audit, faults)


def _mention(rate: Decimal) -> Mention:
    if rate == 100:
        return "totalement conforme"
    return "partiellement conforme" if rate >= HALF else "non conforme"


def _is_stale(audit: Audit, edition: Edition) -> bool:
    day = edition.collectivite.edition_du
    return (day.year - VALIDITY_YEARS, day.month, day.day) > (audit.fait_le.year, audit.fait_le.month, audit.fait_le.day)
