"""Des contours qui se touchent sans trou ni recouvrement : chaque frontière est un arc, allégé une fois pour ses deux voisins.

Les sommets communs à deux communes sont les mêmes dans la source (IGN Admin Express) : arrondis ensemble, ils le restent.
Un arc va d'un carrefour à l'autre, et ses bouts ne bougent pas. Un arc dont l'allègement croise un autre reprend ses points.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from math import hypot

from territoire.arcs import crossed, nested, rings
from territoire.shapes import Arc, Point, Ring, Shape


class Topology:
    """Les arcs d'un ensemble de contours, et les contours refaits de leurs arcs."""

    def __init__(self, shapes: dict[str, Shape]) -> None:
        self._nodes = _junctions(shapes)
        self.arcs: dict[Arc, Arc] = {}
        self._paths = {key: [[self._cut(ring) for ring in polygon] for polygon in shape] for key, shape in shapes.items()}

    def simplify(self, tolerance: float) -> None:
        """Allège chaque arc : un point à moins de `tolerance` degrés de la ligne s'en va, tant que rien ne se croise."""
        self.arcs = {arc: _lighter(arc, tolerance) for arc in self.arcs}
        while faulty := {arc for arc in crossed(self.arcs) if self.arcs[arc] != arc}:
            self.arcs |= {arc: arc for arc in faulty}

    def shape(self, key: str) -> Shape:
        """Le contour d'une entité."""
        return [rings for polygon in self._paths[key] if (rings := self._polygon(polygon))]

    def _polygon(self, polygon: list[list[Arc]]) -> list[Ring]:
        rings = [self._joined(arcs) for arcs in polygon]
        return [ring for ring in rings if len(ring) >= 4] if len(rings[0]) >= 4 else []

    def union(self, keys: Iterable[str]) -> Shape:
        """Le contour d'un groupe d'entités : leurs arcs, sauf ceux que deux d'entre elles se partagent."""
        arcs = {arc for key in keys for polygon in self._paths[key] for ring in polygon for arc in ring}
        return nested(list(rings([list(self._path(arc)) for arc in sorted(arcs) if arc[::-1] not in arcs])))

    def _cut(self, ring: Ring) -> list[Arc]:
        """Les arcs d'un tour, chacun retenu dans un seul sens."""
        points = ring[:-1]
        starts = [rank for rank, point in enumerate(points) if point in self._nodes] or [points.index(min(points))]
        turned = points[starts[0] :] + points[: starts[0]]
        cuts = [rank - starts[0] for rank in starts] + [len(points)]
        arcs = [tuple([*turned, turned[0]][start : end + 1]) for start, end in itertools.pairwise(cuts)]
        for arc in arcs:
            self.arcs.setdefault(min(arc, arc[::-1]), min(arc, arc[::-1]))
        return arcs

    def _path(self, arc: Arc) -> Arc:
        kept = min(arc, arc[::-1])
        return self.arcs[kept] if kept == arc else self.arcs[kept][::-1]

    def _joined(self, arcs: list[Arc]) -> Ring:
        ring = list(self._path(arcs[0]))
        for arc in arcs[1:]:
            ring += self._path(arc)[1:]
        return ring


def _junctions(shapes: dict[str, Shape]) -> set[Point]:
    """Les points où plus de deux lignes se rencontrent."""
    around: dict[Point, set[Point]] = defaultdict(set)
    for shape in shapes.values():
        for polygon in shape:
            for ring in polygon:
                for start, end in itertools.pairwise(ring):
                    around[start].add(end)
                    around[end].add(start)
    return {point for point, others in around.items() if len(others) != 2}


def _lighter(arc: Arc, tolerance: float) -> Arc:
    """L'arc sans ses points superflus (Douglas-Peucker) ; un arc fermé garde son point le plus lointain."""
    if arc[0] != arc[-1]:
        return (*_kept(arc, tolerance), arc[-1])
    far = max(range(len(arc)), key=lambda rank: hypot(arc[rank][0] - arc[0][0], arc[rank][1] - arc[0][1]))
    light = (*_kept(arc[: far + 1], tolerance), *_kept(arc[far:], tolerance), arc[-1])
    return light if len(light) >= 4 else arc


def _kept(arc: Arc, tolerance: float) -> Arc:
    """Les points gardés, sauf le dernier."""
    if len(arc) < 3:
        return arc[:1]
    gaps = [_gap(point, arc[0], arc[-1]) for point in arc[1:-1]]
    worst = max(range(len(gaps)), key=gaps.__getitem__)
    if gaps[worst] <= tolerance:
        return arc[:1]
    return (*_kept(arc[: worst + 2], tolerance), *_kept(arc[worst + 1 :], tolerance))


def _gap(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = hypot(x2 - x1, y2 - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else hypot(x - x1, y - y1)
