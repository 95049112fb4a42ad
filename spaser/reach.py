"""Où va une structure : partout, dans tout le département, dans les lieux qu'elle nomme, ou à tant de kilomètres de son siège."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from spaser.model import Fournisseur
from spaser.publication import Edition

EARTH_KM = 6371.0
#: Un degré de latitude : deux points ne sont jamais plus près que leur écart du nord au sud (un millionième de marge pour l'arrondi).
DEGREE_KM = radians(1) * EARTH_KM * (1 - 1e-6)


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


def _is_within(start: Point, end: Point, radius: int) -> bool:
    """Vrai si deux points sont à moins de `radius` kilomètres ; l'écart de latitude suffit à écarter la plupart."""
    return abs(end.latitude - start.latitude) * DEGREE_KM <= radius and distance(start, end) <= radius


def town_hall(line: Any) -> Point | None:
    """Le point de mairie d'une commune, s'il est connu."""
    latitude, longitude = getattr(line, "latitude", None), getattr(line, "longitude", None)
    return Point(float(latitude), float(longitude)) if latitude is not None and longitude is not None else None


class Reaches:
    """Où vont les structures d'une édition ; chaque lieu et chaque cercle se cherchent une fois."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._places: dict[str, frozenset[str]] = {}
        self._circles: dict[tuple[Point, int], frozenset[str]] = {}

    def serves(self, supplier: Fournisseur, place: str) -> bool:
        """Vrai si la structure intervient dans ce lieu : département (2 ou 3 caractères), commune (5) ou EPCI (9)."""
        return supplier.id in self.serving(place)

    def serving(self, place: str) -> frozenset[str]:
        """Les structures qui servent ce lieu."""
        if place not in self._places:
            self._places[place] = self._found(place)
        return self._places[place]

    def _found(self, place: str) -> frozenset[str]:
        if place == self.edition.collectivite.departement:
            return frozenset(self._reach)
        inside = self._inside[place]
        wide = {name for name, reach in self._reach.items() if reach.anywhere or (inside and reach.home)}
        return frozenset(wide.union(self._at[place], *(self._at[commune] for commune in inside)))

    @cached_property
    def _at(self) -> defaultdict[str, set[str]]:
        """Les structures qui nomment chaque lieu, ou qui y vont."""
        return grouped((place, name) for name, reach in self._reach.items() for place in reach.places)

    def served(self, supplier: Fournisseur) -> frozenset[str]:
        """Les communes du territoire où la structure intervient."""
        reach = self._reach[supplier.id]
        return self._everywhere if reach.anywhere or reach.home else reach.places & self._everywhere

    @cached_property
    def _everywhere(self) -> frozenset[str]:
        return frozenset(line.code for line in self.edition.codes["communes"].lignes)

    @cached_property
    def _reach(self) -> dict[str, Reach]:
        return {supplier.id: self._reach_of(supplier) for supplier in self.edition.entrees["fournisseur"].values()}

    def _reach_of(self, supplier: Fournisseur) -> Reach:
        zone = supplier.zone_intervention
        inside = {commune for epci in zone.epci for commune in self._inside[epci]}
        named = {*zone.departements, *zone.epci, *zone.communes, supplier.commune, *inside, *self._within(supplier)}
        return Reach(zone.france or zone.region, self.edition.collectivite.departement in zone.departements, frozenset(named))

    def _within(self, supplier: Fournisseur) -> frozenset[str]:
        """Les communes dont la mairie est dans le rayon de la structure."""
        radius, start = supplier.zone_intervention.rayon_km, self.point(supplier)
        return self._around(start, radius) if radius is not None and start is not None else frozenset()

    def _around(self, start: Point, radius: int) -> frozenset[str]:
        key = (start, radius)
        if key not in self._circles:
            self._circles[key] = frozenset(code for code, point in self.town_halls.items() if _is_within(start, point, radius))
        return self._circles[key]

    def point(self, supplier: Fournisseur) -> Point | None:
        """La position d'une structure, sinon celle de la mairie de sa commune, même dans un département voisin."""
        if supplier.position:
            return Point(float(supplier.position.lat), float(supplier.position.lon))
        return town_hall(self.edition.commune(supplier.commune))

    @cached_property
    def town_halls(self) -> dict[str, Point]:
        """Le point de mairie de chaque commune du territoire."""
        return {line.code: point for line in self.edition.codes["communes"].lignes if (point := town_hall(line))}

    @cached_property
    def _inside(self) -> defaultdict[str, set[str]]:
        """Les communes de chaque lieu : une commune est elle-même, un EPCI a les siennes."""
        lines: Any = self.edition.codes["communes"].lignes
        return grouped((place, line.code) for line in lines for place in (line.code, line.epci))


def grouped(pairs: Iterable[tuple[str, str]]) -> defaultdict[str, set[str]]:
    """Ce qui va avec chaque code ; rien pour un code que personne ne porte."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in pairs:
        found[code].add(name)
    return found
