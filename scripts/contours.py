"""Des contours qui se touchent sans trou ni recouvrement : chaque frontière est un arc, allégé une fois pour ses deux voisins.

Les sommets communs à deux communes sont les mêmes dans la source (IGN Admin Express) : arrondis ensemble, ils le restent.
Un arc va d'un carrefour à l'autre, et ses bouts ne bougent pas. Un arc dont l'allègement croise un autre reprend ses points.
La source a quelques carrefours que trois communes écrivent chacune à leur façon : leurs sommets voisins sont réunis.
"""

from __future__ import annotations

import itertools
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import atan2, hypot, pi

Point = tuple[float, float]
Ring = list[Point]
Arc = tuple[Point, ...]
#: Un contour : des polygones, chacun son tour extérieur puis ses trous.
Shape = list[list[Ring]]
DECIMALS = 4
#: Les écarts, en degrés, auxquels on réunit les sommets d'un carrefour mal fermé : de cent à quatre cents mètres.
SNAPS = (0.001, 0.002, 0.004)
#: Deux fois l'aire d'un éclat, en degrés carrés : un dixième de kilomètre carré ; plus grand, c'est l'enclave d'un autre département.
SLIVER = 0.000025


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
            rings.append(_tidy(zip(flat[::2], flat[1::2], strict=True)))
        kept = [_turned(ring, outer=rank == 0) for rank, ring in enumerate(rings) if len(ring) >= 4]
        if kept and len(rings[0]) >= 4:
            yield kept


def _tidy(points: Iterable[Point]) -> Ring:
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


def healed(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Les mêmes contours, sans les défauts de la source : carrefours mal fermés, éclats de terrain qui ne sont à personne."""
    for gap in SNAPS:
        crossed = sorted({point for arc in _crossed(Topology(shapes).arcs) for point in arc})
        moved = _gathered(crossed, gap)
        shapes = {key: _moved(shape, moved) for key, shape in shapes.items()} if moved else shapes
    slivers = [ring[::-1] for polygon in Topology(shapes).union(shapes) for ring in polygon[1:] if -area(ring) < SLIVER]
    for ring in slivers:
        owner = max(sorted(shapes), key=lambda key: _shared(shapes[key], ring))
        shapes[owner] = Topology(shapes | {"": [[ring]]}).union([owner, ""])
    return shapes


def _moved(shape: Shape, moved: dict[Point, Point]) -> Shape:
    """Le contour, ses sommets déplacés ; un tour qui n'a plus de surface s'en va."""
    turned = [[_tidy(moved.get(point, point) for point in ring) for ring in polygon] for polygon in shape]
    return [[ring for ring in polygon if len(ring) >= 4] for polygon in turned if len(polygon[0]) >= 4]


def _shared(shape: Shape, ring: Ring) -> float:
    """La longueur de frontière qu'un contour partage avec un tour."""
    edges = {(end, start) for start, end in itertools.pairwise(ring)}
    return sum(_distance(*edge) for polygon in shape for other in polygon for edge in itertools.pairwise(other) if edge in edges)


def _gathered(points: list[Point], gap: float) -> dict[Point, Point]:
    """Chaque sommet à moins de `gap` d'un autre, et celui qui le remplace : le plus central de leur groupe."""
    groups: list[list[Point]] = []
    for point in points:
        near = [group for group in groups if any(_distance(point, other) <= gap for other in group)]
        groups = [group for group in groups if group not in near] + [[point, *(other for group in near for other in group)]]
    found = {}
    for group in (sorted(group) for group in groups if len(group) > 1):
        centre = min(group, key=lambda point: (sum(_distance(point, other) for other in group), point))
        found |= {point: centre for point in group if point != centre}
    return found


def _distance(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


class Topology:
    """Les arcs d'un ensemble de contours, et les contours refaits de leurs arcs."""

    def __init__(self, shapes: dict[str, Shape]) -> None:
        self._nodes = _junctions(shapes)
        self.arcs: dict[Arc, Arc] = {}
        self._paths = {key: [[self._cut(ring) for ring in polygon] for polygon in shape] for key, shape in shapes.items()}

    def simplify(self, tolerance: float) -> None:
        """Allège chaque arc : un point à moins de `tolerance` degrés de la ligne s'en va, tant que rien ne se croise."""
        self.arcs = {arc: _lighter(arc, tolerance) for arc in self.arcs}
        while crossed := {arc for arc in _crossed(self.arcs) if self.arcs[arc] != arc}:
            self.arcs |= {arc: arc for arc in crossed}

    def shape(self, key: str) -> Shape:
        """Le contour d'une entité."""
        return [rings for polygon in self._paths[key] if (rings := self._polygon(polygon))]

    def _polygon(self, polygon: list[list[Arc]]) -> list[Ring]:
        rings = [self._joined(arcs) for arcs in polygon]
        return [ring for ring in rings if len(ring) >= 4] if len(rings[0]) >= 4 else []

    def union(self, keys: Iterable[str]) -> Shape:
        """Le contour d'un groupe d'entités : leurs arcs, sauf ceux que deux d'entre elles se partagent."""
        arcs = {arc for key in keys for polygon in self._paths[key] for ring in polygon for arc in ring}
        return _nested(list(_rings([list(self._path(arc)) for arc in sorted(arcs) if arc[::-1] not in arcs])))

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


def _crossed(arcs: dict[Arc, Arc]) -> set[Arc]:
    """Les arcs dont un segment en croise un autre, cherchés carré par carré."""
    cells: dict[tuple[int, int], list[tuple[Point, Point, Arc]]] = defaultdict(list)
    for arc, path in arcs.items():
        for start, end in itertools.pairwise(path):
            for cell in _cells(start, end):
                cells[cell].append((start, end, arc))
    found: set[Arc] = set()
    for segments in cells.values():
        for rank, (a, b, one) in enumerate(segments):
            for c, d, other in segments[rank + 1 :]:
                if not {a, b} & {c, d} and _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                    found |= {one, other}
    return found


def _cells(start: Point, end: Point) -> Iterator[tuple[int, int]]:
    columns, rows = (sorted(int(point[axis] * 50) for point in (start, end)) for axis in (0, 1))
    for column in range(columns[0] - 1, columns[1] + 2):
        for row in range(rows[0] - 1, rows[1] + 2):
            yield column, row


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _rings(arcs: list[Ring]) -> Iterator[Ring]:
    """Referme des arcs orientés ; là où deux tours se touchent, chacun prend le virage le plus serré à gauche."""
    starts: dict[Point, list[Ring]] = defaultdict(list)
    for arc in arcs:
        starts[arc[0]].append(arc)
    for first in arcs:
        if first not in starts[first[0]]:
            continue
        starts[first[0]].remove(first)
        ring = list(first)
        while ring[-1] != ring[0]:
            following = max(starts[ring[-1]], key=lambda arc: _turn(ring[-2], ring[-1], arc[1]))
            starts[ring[-1]].remove(following)
            ring += following[1:]
        yield ring


def _turn(before: Point, here: Point, after: Point) -> float:
    """L'angle dont on tourne à gauche, de -π à π."""
    turn = atan2(after[1] - here[1], after[0] - here[0]) - atan2(here[1] - before[1], here[0] - before[0])
    return (turn + pi) % (2 * pi) - pi


def _nested(rings: list[Ring]) -> Shape:
    """Chaque trou dans le plus petit tour extérieur qui le contient."""
    outers = sorted((ring for ring in rings if area(ring) > 0), key=lambda ring: (-area(ring), ring))
    polygons = [[ring] for ring in outers]
    for hole in (ring for ring in rings if area(ring) < 0):
        around = [polygon for polygon in polygons if _inside(hole[0], polygon[0]) or set(hole) & set(polygon[0])]
        around[-1].append(hole)
    return polygons


def holds(shape: Shape, point: Point, margin: float) -> bool:
    """Vrai si un point est dans un contour, ou à moins de `margin` degrés de son bord."""
    near = any(_to_segment(point, start, end) <= margin for polygon in shape for start, end in itertools.pairwise(polygon[0]))
    return near or any(_inside(point, polygon[0]) for polygon in shape)


def _to_segment(point: Point, start: Point, end: Point) -> float:
    """La distance d'un point à un côté."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def _inside(point: Point, ring: Ring) -> bool:
    x, y = point
    crossings = ((x1, y1, x2, y2) for (x1, y1), (x2, y2) in itertools.pairwise(ring) if (y1 > y) != (y2 > y))
    return sum(x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 for x1, y1, x2, y2 in crossings) % 2 == 1
