"""Les indicateurs que le produit compte dans les référentiels eux-mêmes : une fonction par code de la liste `calculs`.

Seul ce qui est publié est compté : le même nombre se lit sur les deux sites.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from spaser import awards, measures
from spaser.measures import Measured, share
from spaser.model import Intention
from spaser.publication import Edition
from spaser.relations import in_force

#: Une fiche du vadémécum est complète à partir de ce nombre de critères en vigueur, et si elle dit son approche carbone.
COMPLETE = 6
#: Une fiche de fournisseur compte si elle a été vérifiée dans ce nombre de mois.
RECENT = 12

Test = Callable[[Intention, Edition], bool]


def series(edition: Edition, code: str) -> list[Measured]:
    """Les valeurs d'un calcul, des référentiels ou des contrats attribués, par année ; vide si rien ne les donne."""
    if code in CAMPAIGNS:
        return [_campaign(year, entries, code, edition) for year, entries in _campaigns(edition)]
    if code in TODAY:
        found = TODAY[code](edition)
        return [Measured(edition.collectivite.edition_du.year, Decimal(len(found)), False, any(entry.demonstration for entry in found))]
    return measures.series(edition, code)


def is_tallied(code: str) -> bool:
    """Vrai si le calcul compte les référentiels."""
    return code in CAMPAIGNS or code in TODAY


def detail(edition: Edition, code: str) -> str:
    """Ce dont un compte est fait : « bâtiment 100, infrastructures 54 » ; vide s'il est d'un seul tenant."""
    if code != "exigences-par-volet":
        return ""
    found = _requirements(edition)
    volets = {entry.id: theme.volet for theme in edition.themes for entry in theme.exigences}
    counts = {line: sum(volets.get(entry.id) == line.code for entry in found) for line in edition.codes["volets"].lignes}
    return ", ".join(f"{line.libelle.lower()}\u00a0{count}" for line, count in counts.items() if count)


def _campaigns(edition: Edition) -> Iterator[tuple[int, list[Intention]]]:
    """Les intentions publiées, par campagne."""
    published = [entry for entry in edition.entrees["intention"].values() if entry.visibilite == "publique"]
    for year in sorted({entry.annee for entry in published}):
        yield year, [entry for entry in published if entry.annee == year]


def _campaign(year: int, entries: list[Intention], code: str, edition: Edition) -> Measured:
    test, is_part = CAMPAIGNS[code]
    found = [entry for entry in entries if test(entry, edition)]
    value = (share(found, entries) or Decimal(0)) if is_part else Decimal(len(found))
    return Measured(year, value, False, any(entry.demonstration for entry in entries))


def _stake(liste: str) -> Test:
    def test(entry: Intention, edition: Edition) -> bool:
        known = {line.code for line in edition.codes[liste].lignes}
        return any(stake.code in known for stake in entry.enjeux)

    return test


#: Chaque calcul sur les intentions d'une campagne : ce qui compte, et si c'est une part ou un nombre.
CAMPAIGNS: dict[str, tuple[Test, bool]] = {
    "intentions-enjeux-environnementaux": (_stake("enjeux-environnementaux"), True),
    "intentions-enjeux-sociaux": (_stake("enjeux-sociaux"), True),
    "intentions-innovation": (lambda entry, _: bool(entry.innovation and entry.innovation.ouverte), True),
    "intentions-sourcage": (lambda entry, _: bool(entry.sourcage and entry.sourcage.prevu), True),
    "intentions-reservees": (lambda entry, _: bool(entry.reservation) or any(lot.reservation for lot in entry.lots), False),
}


def _standing(edition: Edition, kind: str) -> list[Any]:
    return [entry for entry in edition.entrees[kind].values() if entry.visibilite == "publique" and entry.retire_le is None]


def _families(edition: Edition) -> list[Any]:
    return [family for family in _standing(edition, "famille") if len(in_force(family)) >= COMPLETE and family.approche_carbone]


def _requirements(edition: Edition) -> list[Any]:
    return _standing(edition, "exigence")


def _suppliers(edition: Edition) -> list[Any]:
    """Les structures dont la fiche a été vérifiée dans les douze mois qui précèdent l'édition."""
    since = awards.later(edition.collectivite.edition_du, -RECENT)
    return [entry for entry in _standing(edition, "fournisseur") if entry.verifie_le > since]


#: Chaque compte au jour de l'édition.
TODAY: dict[str, Callable[[Edition], list[Any]]] = {
    "familles-completes": _families,
    "exigences-par-volet": _requirements,
    "fournisseurs-verifies": _suppliers,
}
