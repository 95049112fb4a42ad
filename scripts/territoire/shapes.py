"""Des contours : des tours de points en degrés, lus dans la source, arrondis, mesurés."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable, Iterator
from math import hypot

Point = tuple[float, float]
Ring = list[Point]
Arc = tuple[Point, ...]
#: Un contour : des polygones, chacun son tour extérieur puis ses trous.
Shape = list[list[Ring]]
DECIMALS = 4


def read_wkb(text: str) -> Shape:
    """Lit un multipolygone WKB hexadécimal, arrondi à une dizaine de mètres ; vide s'il n'y en a pas."""
    data = bytes.fromhex(text) if text not in ("", "\\N") else b""
    return list(_polygons(data)) if data else []


def _polygons(data: bytes) -> Iterator[list[Ring]]:
    offset = 9
    for _ in range(struct.unpack_from("<I", data, 5)[0]):
        count = struct.unpack_from("<I", data, offset + 5)[0]
        offset += 9
        rings = []
        for _ in range(count):
            size = struct.unpack_from("<I", data, offset)[0]
            flat = struct.unpack_from(f"<{2 * size}d", data, offset + 4)
            offset += 4 + 16 * size
            rings.append(tidy(zip(flat[::2], flat[1::2], strict=True)))
        kept = [_turned(ring, outer=rank == 0) for rank, ring in enumerate(rings) if len(ring) >= 4]
        if kept and len(rings[0]) >= 4:
            yield kept


def tidy(points: Iterable[Point]) -> Ring:
    """Un tour arrondi et fermé, sans point doublé ni aller-retour."""
    ring: Ring = []
    for x, y in points:
        point = (round(x, DECIMALS), round(y, DECIMALS))
        if len(ring) > 1 and ring[-2] == point:
            ring.pop()
        elif not ring or ring[-1] != point:
            ring.append(point)
    while len(ring) > 3 and ring[1] == ring[-2]:
        ring = ring[1:-1]
    return ring


def area(ring: Ring) -> float:
    """Deux fois l'aire d'un tour, en degrés carrés ; positive s'il tourne dans le sens direct."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))


def _turned(ring: Ring, *, outer: bool) -> Ring:
    """Le tour dans le sens que veut GeoJSON (RFC 7946) : direct dehors, inverse pour un trou."""
    return ring if (area(ring) > 0) == outer else ring[::-1]


def distance(one: Point, other: Point) -> float:
    """La distance entre deux points, en degrés."""
    return hypot(one[0] - other[0], one[1] - other[1])


def holds(shape: Shape, point: Point, margin: float) -> bool:
    """Vrai si un point est dans un contour, ou à moins de `margin` degrés de son bord."""
    near = any(_to_segment(point, start, end) <= margin for polygon in shape for start, end in itertools.pairwise(polygon[0]))
    return near or any(inside(point, polygon[0]) for polygon in shape)


def _to_segment(point: Point, start: Point, end: Point) -> float:
    """La distance d'un point à un côté."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def inside(point: Point, ring: Ring) -> bool:
    """Vrai si un point est dans un tour."""
    x, y = point
    crossings = ((x1, y1, x2, y2) for (x1, y1), (x2, y2) in itertools.pairwise(ring) if (y1 > y) != (y2 > y))
    return sum(x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for x1, y1, x2, y2 in crossings) % 2 == 1
