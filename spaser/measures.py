"""Les indicateurs que le produit calcule à partir des données d'attribution : une fonction par code de la liste `calculs`.

Une mesure rend un nombre, ou rien si les données manquent : un zéro n'est jamais mis à la place d'une absence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from spaser import awards
from spaser.model import Marche
from spaser.publication import Edition


@dataclass(frozen=True)
class Measured:
    """La valeur d'un indicateur pour une année ; `partial` si l'année n'était pas finie à la lecture des données."""

    year: int
    value: Decimal
    partial: bool
    demonstration: bool


def share(found: Collection[object], total: Collection[object]) -> Decimal | None:
    """Une part en %, au dixième ; rien s'il n'y a rien à partager."""
    return (100 * Decimal(len(found)) / len(total)).quantize(Decimal("0.1")) if total else None


def recorded_rate(edition: Edition, year: int) -> Decimal | None:
    """Intentions publiées recensées en début d'année, pour cent marchés notifiés dans l'année ; rien si la campagne n'est pas là."""
    entries = awards.recorded(edition, year)
    return share(entries, _contracts(edition, year)) if entries else None


def announced(edition: Edition, year: int) -> Decimal | None:
    """Part des marchés reliés à une intention publiée, liens confirmés seulement ; rien si aucune intention n'est recensée."""
    contracts = _contracts(edition, year)
    return share([contract for contract in contracts if contract.intentions], contracts) if awards.recorded(edition, year) else None


def small_firms(edition: Edition, year: int) -> Decimal | None:
    """Part des marchés dont un titulaire est une PME, parmi ceux dont la taille des titulaires est connue."""
    known = [contract for contract in _contracts(edition, year) if contract.titulaires and contract.titulaires.pme is not None]
    return share([contract for contract in known if contract.titulaires and contract.titulaires.pme], known)


def total(edition: Edition, year: int) -> Decimal | None:
    """Somme des montants notifiés, en euros HT, sans les modifications."""
    known = [contract.montant for contract in _contracts(edition, year) if contract.montant is not None]
    return Decimal(sum(known)) if known else None


def _contracts(edition: Edition, year: int) -> list[Marche]:
    return awards.by_year(edition).get(year, [])


def _part(test: Callable[[Marche], bool]) -> Callable[[Edition, int], Decimal | None]:
    def measure(edition: Edition, year: int) -> Decimal | None:
        contracts = _contracts(edition, year)
        return share([contract for contract in contracts if test(contract)], contracts)

    return measure


def _reserved(edition: Edition, year: int) -> Decimal | None:
    contracts = _contracts(edition, year)
    return Decimal(sum("marche-reserve" in contract.considerations_sociales for contract in contracts)) if contracts else None


#: Chaque code de `calculs` tiré des données d'attribution, et sa fonction.
AWARDS: dict[str, Callable[[Edition, int], Decimal | None]] = {
    "marches-recensement": recorded_rate,
    "marches-annonces": announced,
    "marches-sociaux": _part(lambda contract: awards.has(contract.considerations_sociales)),
    "marches-environnementaux": _part(lambda contract: awards.has(contract.considerations_environnementales)),
    "marches-clause-sociale": _part(lambda contract: "clause-sociale" in contract.considerations_sociales),
    "marches-reserves": _reserved,
    "marches-montant": total,
    "marches-pme": small_firms,
}

#: Ce qu'une mesure demande de plus que les contrats de l'année.
NEEDS = {"marches-recensement": "campagne", "marches-annonces": "campagne", "marches-pme": "tailles", "marches-montant": "montants"}


def lacking(edition: Edition, code: str, year: int) -> str:
    """Ce qui manque pour qu'une mesure ait une valeur : « marches », « campagne », « tailles » ou « montants »."""
    return NEEDS.get(code, "marches") if _contracts(edition, year) else "marches"


def series(edition: Edition, code: str) -> list[Measured]:
    """Les valeurs d'une mesure, une par année où les données la donnent ; vide si elle ne vient pas des attributions."""
    compute = AWARDS.get(code)
    years = awards.by_year(edition) if compute else {}
    found = ((year, compute(edition, year)) for year in years) if compute else ()
    return [
        Measured(year, value, awards.read_on(edition, year).year == year, awards.is_demonstration(edition, year)) for year, value in found if value is not None
    ]
