"""L'essentiel d'une famille : les critères qui notent, leur poids, et ce qu'ils laissent au prix."""

from __future__ import annotations

from spaser.checks.wording.texts import ATTRIBUTION
from spaser.model import Critere, Famille


def chosen(famille: Famille) -> list[Critere]:
    """Les critères de l'essentiel, chacun une fois."""
    own = {critere.id: critere for critere in famille.criteres}
    return [own[name] for name in dict.fromkeys(famille.essentiel) if name in own]


def scored(famille: Famille) -> list[Critere]:
    """Ceux qui notent une offre."""
    return [critere for critere in chosen(famille) if critere.type == ATTRIBUTION]


def weight(criteria: list[Critere]) -> int:
    """La somme des poids conseillés, en %."""
    return sum(critere.ponderation.conseillee for critere in criteria if critere.ponderation)


def has_full_cost(criteria: list[Critere]) -> bool:
    """Vrai si un critère est un coût complet, qui tient lieu de prix (R2152-7, 1°)."""
    return any(critere.tient_lieu_de_prix for critere in criteria)
