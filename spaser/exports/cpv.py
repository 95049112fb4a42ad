"""Ce que le code CPV d'un achat dit de sa nature : travaux, fournitures ou services."""

from __future__ import annotations

from typing import Any

from spaser.model import Intention
from spaser.publication import Edition

#: La dernière division CPV de chaque nature : 03 à 44 et 48 fournitures, 45 travaux, 50 à 98 services (règlement CE n° 213/2008).
WORKS, SOFTWARE, FIRST_SERVICE = 45, 48, 50


def full_code(cpv: str) -> str:
    """Un code de huit chiffres : « 3916 » désigne le groupe 39160000."""
    return cpv.ljust(8, "0")


def official(entry: Intention, edition: Edition, nomenclature: str) -> str | None:
    """La nature d'une intention dans une nomenclature officielle (`ocds`, `eforms`, `approch`).

    C'est l'équivalent de sa nature ; si elle n'en a pas, celui de la nature que dit le code CPV ; sinon rien.
    """
    lines = {line.code: line for line in edition.codes["natures"].lignes}
    for code in (entry.nature, nature(entry.cpv)):
        if value := equivalent(lines.get(code), nomenclature):
            return value
    return None


def nature(cpv: str) -> str:
    """La nature d'achat que dit la division d'un code CPV."""
    division = int(cpv[:2])
    if division == WORKS:
        return "travaux"
    return "fournitures" if division < FIRST_SERVICE else "services"


def equivalent(line: Any, nomenclature: str) -> str | None:
    """L'équivalent officiel d'une ligne de code, s'il est écrit."""
    found: str | None = getattr(line.officiel, nomenclature) if line is not None and line.officiel else None
    return found
