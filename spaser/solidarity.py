"""Qui pourrait répondre : le métier, le territoire et la réservation joignent les structures solidaires aux achats.

Chaque réponse se garde : une édition de dix mille structures et six mille intentions se joint une fois.
"""

from __future__ import annotations

from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from spaser.model import Famille, Fournisseur
from spaser.publication import Edition

#: Nombre de structures qui rend possible chaque niveau de réservation (data-model.md, « Derived, never typed »).
POTENTIAL = ((30, "reserver"), (10, "lot"), (1, "clause"), (0, "critere"))
EARTH_KM = 6371.0


class Point(NamedTuple):
    """Un point de la carte, en degrés."""

    latitude: float
    longitude: float


class Reach(NamedTuple):
    """Jusqu'où va une structure : partout, dans tout le département de la collectivité, ou dans les lieux nommés."""

    anywhere: bool
    home: bool
    places: frozenset[str]


def distance(start: Point, end: Point) -> float:
    """La distance à vol d'oiseau, en kilomètres (formule de haversine)."""
    north, east = radians(end.latitude - start.latitude), radians(end.longitude - start.longitude)
    half = sin(north / 2) ** 2 + cos(radians(start.latitude)) * cos(radians(end.latitude)) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def potential(count: int) -> str:
    """Le verdict du potentiel solidaire pour un nombre de structures : `reserver`, `lot`, `clause` ou `critere`."""
    return next(verdict for minimum, verdict in POTENTIAL if count >= minimum)


class Solidarity:
    """Les structures solidaires d'une édition, jointes aux familles et aux lieux."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._answers: dict[tuple[str, tuple[str, ...], str | None], list[Fournisseur]] = {}

    def suppliers(self, family: Famille, places: tuple[str, ...] = (), reservation: str | None = None) -> list[Fournisseur]:
        """Les structures du métier de la famille, qui servent un des lieux, et que la réservation admet."""
        key = (family.id, places, reservation)
        if key not in self._answers:
            self._answers[key] = [
                supplier
                for supplier in self._by_family[family.id]
                if (not places or any(self.serves(supplier, place) for place in places))
                and (reservation is None or reservation in self.reservations_of(supplier))
            ]
        return self._answers[key]

    @cached_property
    def _by_family(self) -> dict[str, list[Fournisseur]]:
        active = [supplier for supplier in self.edition.entrees["fournisseur"].values() if supplier.retire_le is None]
        return {family.id: [supplier for supplier in active if trades(supplier, family)] for family in self.edition.entrees["famille"].values()}

    def reservations_of(self, supplier: Fournisseur) -> set[str]:
        """Les articles au titre desquels on peut réserver un marché à cette structure."""
        return {article for kind in supplier.types for article in self.edition.line("types-structure", kind).reservations}

    def serves(self, supplier: Fournisseur, place: str) -> bool:
        """Vrai si la structure intervient dans ce lieu : département (2 ou 3 caractères), commune (5) ou EPCI (9)."""
        reach = self._reach[supplier.id]
        if reach.anywhere or place == self.edition.collectivite.departement or place in reach.places:
            return True
        inside = self._inside.get(place, frozenset())
        return bool(inside) and (reach.home or not inside.isdisjoint(reach.places))

    @cached_property
    def _reach(self) -> dict[str, Reach]:
        return {supplier.id: self._reach_of(supplier) for supplier in self.edition.entrees["fournisseur"].values()}

    def _reach_of(self, supplier: Fournisseur) -> Reach:
        zone = supplier.zone_intervention
        inside = {commune for epci in zone.epci for commune in self._inside.get(epci, ())}
        named = {*zone.departements, *zone.epci, *zone.communes, supplier.commune, *inside, *self._within(supplier)}
        return Reach(zone.france or zone.region, self.edition.collectivite.departement in zone.departements, frozenset(named))

    def _within(self, supplier: Fournisseur) -> set[str]:
        """Les communes dont la mairie est dans le rayon de la structure."""
        radius, start = supplier.zone_intervention.rayon_km, self.point(supplier)
        if radius is None or start is None:
            return set()
        return {code for code, point in self.town_halls.items() if distance(start, point) <= radius}

    def point(self, supplier: Fournisseur) -> Point | None:
        """La position d'une structure, sinon celle de la mairie de sa commune."""
        if supplier.position:
            return Point(float(supplier.position.lat), float(supplier.position.lon))
        return self.town_halls.get(supplier.commune)

    @cached_property
    def town_halls(self) -> dict[str, Point]:
        """Le point de mairie de chaque commune du territoire."""
        lines = self.edition.codes["communes"].lignes
        return {line.code: Point(float(line.latitude), float(line.longitude)) for line in lines if line.latitude and line.longitude}  # type: ignore[attr-defined]

    @cached_property
    def _inside(self) -> dict[str, frozenset[str]]:
        """Les communes de chaque lieu : une commune est elle-même, un EPCI a les siennes."""
        found: dict[str, set[str]] = {}
        for line in self.edition.codes["communes"].lignes:
            found.setdefault(line.code, set()).add(line.code)
            found.setdefault(line.epci, set()).add(line.code)  # type: ignore[attr-defined]
        return {place: frozenset(communes) for place, communes in found.items()}

    def families_of(self, supplier: Fournisseur) -> list[Famille]:
        """Les familles d'achat que la structure peut servir."""
        return [family for family in self.edition.entrees["famille"].values() if trades(supplier, family)]


def trades(supplier: Fournisseur, family: Famille) -> bool:
    """Vrai si la structure exerce le métier de la famille, dit par la famille ou par un secteur."""
    return family.id in supplier.familles or not set(supplier.secteurs).isdisjoint(family.secteurs)
