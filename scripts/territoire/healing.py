"""Les contours sans les défauts de leur source.

Elle a quelques carrefours que trois communes écrivent chacune à leur façon : leurs sommets voisins sont réunis.
"""

from __future__ import annotations

import itertools

from territoire.arcs import crossed
from territoire.shapes import Point, Ring, Shape, area, distance, tidy
from territoire.topology import Topology

#: Les écarts, en degrés, auxquels on réunit les sommets d'un carrefour mal fermé : de cent à quatre cents mètres.
SNAPS = (0.001, 0.002, 0.004)
#: Deux fois l'aire d'un éclat, en degrés carrés : un dixième de kilomètre carré ; plus grand, c'est l'enclave d'un autre département.
SLIVER = 0.000025


def healed(shapes: dict[str, Shape]) -> dict[str, Shape]:
    """Les mêmes contours, sans les défauts de la source : carrefours mal fermés, éclats de terrain qui ne sont à personne."""
    for gap in SNAPS:
        faulty = sorted({point for arc in crossed(Topology(shapes).arcs) for point in arc})
        moved = _gathered(faulty, gap)
        shapes = {key: _moved(shape, moved) for key, shape in shapes.items()} if moved else shapes
    slivers = [ring[::-1] for polygon in Topology(shapes).union(shapes) for ring in polygon[1:] if -area(ring) < SLIVER]
    for ring in slivers:
        owner = max(sorted(shapes), key=lambda key: _shared(shapes[key], ring))
        shapes[owner] = Topology(shapes | {"": [[ring]]}).union([owner, ""])
    return shapes


def _moved(shape: Shape, moved: dict[Point, Point]) -> Shape:
    """Le contour, ses sommets déplacés ; un tour qui n'a plus de surface s'en va."""
    turned = [[tidy(moved.get(point, point) for point in ring) for ring in polygon] for polygon in shape]
    return [[ring for ring in polygon if len(ring) >= 4] for polygon in turned if len(polygon[0]) >= 4]


def _shared(shape: Shape, ring: Ring) -> float:
    """La longueur de frontière qu'un contour partage avec un tour."""
    edges = {(end, start) for start, end in itertools.pairwise(ring)}
    return sum(distance(*edge) for polygon in shape for other in polygon for edge in itertools.pairwise(other) if edge in edges)


def _gathered(points: list[Point], gap: float) -> dict[Point, Point]:
    """Chaque sommet à moins de `gap` d'un autre, et celui qui le remplace : le plus central de leur groupe."""
    groups: list[list[Point]] = []
    for point in points:
        near = [group for group in groups if any(distance(point, other) <= gap for other in group)]
        groups = [group for group in groups if group not in near] + [[point, *(other for group in near for other in group)]]
    found = {}
    for group in (sorted(group) for group in groups if len(group) > 1):
        centre = min(group, key=lambda point: (sum(distance(point, other) for other in group), point))
        found |= {point: centre for point in group if point != centre}
    return found
