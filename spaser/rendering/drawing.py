"""La carte dessinée à la construction : des contours arrondis au pixel, le même dessin pour toutes les pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from math import cos, pi, radians, sqrt

from spaser.reach import EARTH_KM, Point
from spaser.territory import Ring, Territory

Pixel = tuple[int, int]
#: Le rayon d'un cercle d'une structure, et du plus grand cercle, en pixels (les mêmes dans theme/assets/js/carte.js).
UNIT, WIDEST = 4.0, 34.0
#: Un contour plus petit que cela, en pixels carrés, ne se verrait pas.
SPECK = 3.0


class Drawing:
    """La projection d'un territoire sur un dessin large de `width` pixels (équirectangulaire, juste à cette échelle)."""

    def __init__(self, territory: Territory, town_halls: tuple[Point, ...], width: int, margin: int = 6) -> None:
        self.territory = territory
        points = (
            [point for rings in territory.shapes.values() for ring in rings for point in ring]
            or [(p.longitude, p.latitude) for p in town_halls]
            or [(0.0, 0.0)]
        )
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, self.north = min(y for _, y in points), max(y for _, y in points)
        self.flat = cos(radians((south + self.north) / 2))
        self.west, self.margin, self.width = west, margin, width
        self.scale = (width - 2 * margin) / max((east - west) * self.flat, 0.01)
        self.height = round((self.north - south) * self.scale) + 2 * margin
        self._paths: dict[str, str] = {}

    def pixel(self, longitude: float, latitude: float) -> Pixel:
        """La place d'un point sur le dessin."""
        return round((longitude - self.west) * self.flat * self.scale) + self.margin, round((self.north - latitude) * self.scale) + self.margin

    def at(self, point: Point) -> Pixel:
        """La place d'un point de la carte."""
        return self.pixel(point.longitude, point.latitude)

    def length(self, kilometres: float) -> int:
        """Une distance, en pixels."""
        return round(kilometres * 180 / (pi * EARTH_KM) * self.scale)

    def path(self, code: str) -> str:
        """Le tracé du contour d'un lieu ; vide s'il n'en a pas."""
        if code not in self._paths:
            self._paths[code] = "".join(self._trace(self.territory.shapes.get(code, ())))
        return self._paths[code]

    def _trace(self, rings: Iterable[Ring]) -> Iterator[str]:
        for ring in rings:
            pixels = _thinned([self.pixel(*point) for point in ring])
            if _area(pixels) >= SPECK:
                yield trace(pixels)

    @cached_property
    def largest(self) -> dict[str, Pixel]:
        """Où écrire dans un lieu : le centre de son plus grand contour."""
        return {
            code: _centre(max(([self.pixel(*point) for point in ring] for ring in rings), key=_area)) for code, rings in self.territory.shapes.items() if rings
        }


@lru_cache(maxsize=8)
def drawing(territory: Territory, town_halls: tuple[Point, ...], width: int) -> Drawing:
    """Le dessin d'un territoire, gardé pour toutes les fiches."""
    return Drawing(territory, town_halls, width)


def trace(pixels: list[Pixel]) -> str:
    """Un tracé SVG fermé, en déplacements relatifs."""
    steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(pixels)]
    return f"M{pixels[0][0]} {pixels[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-") + "z"


def circle(x: int, y: int, radius: float) -> str:
    """Un cercle écrit comme un tracé : cent cercles ne font qu'un élément."""
    size = f"{radius:g}"
    return f"M{x - radius:g} {y}a{size} {size} 0 1 0 {2 * radius:g} 0a{size} {size} 0 1 0-{2 * radius:g} 0z"


def radius(count: int, largest: int) -> float:
    """Le rayon d'un cercle dont l'aire est proportionnelle au nombre ; le plus grand tient dans la carte."""
    return round(min(UNIT, WIDEST / sqrt(max(largest, 1))) * sqrt(count), 1)


def _thinned(points: list[Pixel]) -> list[Pixel]:
    """Les mêmes points, sans doubles ni points alignés."""
    found: list[Pixel] = []
    for point in points:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _aligned(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return found[:-1] if len(found) > 1 and found[0] == found[-1] else found


def _aligned(a: Pixel, b: Pixel, c: Pixel) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) == (b[1] - a[1]) * (c[0] - a[0])


def _area(points: list[Pixel]) -> float:
    closed = [*points, points[0]] if points else []
    return abs(sum(a * y - x * b for (a, b), (x, y) in pairwise(closed))) / 2


def _centre(points: list[Pixel]) -> Pixel:
    """Le centre de gravité d'un contour."""
    closed = [*points, points[0]]
    double = sum(a * y - x * b for (a, b), (x, y) in pairwise(closed))
    if not double:
        return points[0]
    x = sum((a + c) * (a * d - c * b) for (a, b), (c, d) in pairwise(closed)) / (3 * double)
    y = sum((b + d) * (a * d - c * b) for (a, b), (c, d) in pairwise(closed)) / (3 * double)
    return round(x), round(y)
