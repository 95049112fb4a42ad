"""Des arcs de frontière : lesquels se croisent, quels tours ils referment, quels trous ces tours contiennent."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from math import atan2, pi

from territoire.shapes import Arc, Point, Ring, Shape, area, inside


def crossed(arcs: dict[Arc, Arc]) -> set[Arc]:
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


def rings(arcs: list[Ring]) -> Iterator[Ring]:
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


def nested(found: list[Ring]) -> Shape:
    """Chaque trou dans le plus petit tour extérieur qui le contient."""
    outers = sorted((ring for ring in found if area(ring) > 0), key=lambda ring: (-area(ring), ring))
    polygons = [[ring] for ring in outers]
    for hole in (ring for ring in found if area(ring) < 0):
        around = [polygon for polygon in polygons if inside(hole[0], polygon[0]) or set(hole) & set(polygon[0])]
        around[-1].append(hole)
    return polygons
