"""Le dessin d'un indicateur : la série, la ligne de cible, l'échéance ; peu d'éléments, car une page en montre plusieurs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from spaser.indicators import Point
from spaser.model.objectif import Cible
from spaser.rendering.drawing import circle
from spaser.rendering.typography import NBSP, number

WIDTH, HEIGHT = 360, 172
LEFT, RIGHT, TOP, BOTTOM = 26, 334, 30, 138
#: Les graduations rondes : le haut de l'axe est la première qui contient tout.
ROUND = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
#: La place d'une étiquette au-dessus et au-dessous de son point ou de sa ligne.
ABOVE, BELOW = -8, 19
RADIUS = 4
#: La largeur d'un chiffre de l'axe.
DIGIT = 7.6


def draw(points: tuple[Point, ...], targets: tuple[Cible, ...], unit: str, first: int, last: int) -> dict[str, Any]:
    """Les tracés et les étiquettes d'un indicateur, d'une année à une autre au moins ; rien si aucune valeur ni cible n'est connue."""
    years = [*(point.year for point in points), *(target.annee for target in targets)]
    if not years:
        return {}
    frame = _Frame(min(first, *years), max(last, *years), [point.value for point in points] + [target.valeur for target in targets])
    ordered = sorted(targets, key=lambda target: target.annee)
    return {
        "largeur": WIDTH,
        "hauteur": HEIGHT,
        "axe": f"M0 {BOTTOM}H{WIDTH}M0 {TOP}H{WIDTH}",
        "haut": _said(frame.high, unit),
        "bas": number(frame.low),
        "annees": "".join(map(str, range(frame.first, frame.last + 1))),
        "annees_x": " ".join(frame.digits()),
        "serie": frame.series(points),
        "points": "".join(circle(frame.x(p.year), frame.y(p.value), RADIUS) for p in points if not p.partial),
        "en_cours": "".join(circle(frame.x(p.year), frame.y(p.value), RADIUS) for p in points if p.partial),
        "cible": frame.targets(ordered),
        "echeances": "".join(f"M{frame.x(t.annee)} {frame.y(t.valeur) - 5}v10" for t in ordered),
        **_labels(frame, points, ordered, unit),
    }


class _Frame:
    """Où tombe une année, et une valeur."""

    def __init__(self, first: int, last: int, values: Iterable[Decimal]) -> None:
        found = [*values, Decimal(0)]
        self.first, self.last = first, last
        self.low, self.high = -_round_up(-min(found)), _round_up(max(found))
        if self.low == self.high:
            self.high += 1

    def x(self, year: int) -> int:
        """L'abscisse d'une année."""
        return round(LEFT + (RIGHT - LEFT) * (year - self.first) / max(1, self.last - self.first))

    def y(self, value: Decimal) -> int:
        """L'ordonnée d'une valeur."""
        return round(BOTTOM - (BOTTOM - TOP) * float((value - self.low) / (self.high - self.low)))

    def digits(self) -> Iterable[str]:
        """La place de chaque chiffre des années : un seul texte les écrit toutes."""
        for year in range(self.first, self.last + 1):
            yield from (f"{self.x(year) + (rank - 2) * DIGIT:g}" for rank in range(4))

    def series(self, points: tuple[Point, ...]) -> str:
        """Le trait des valeurs : il s'interrompt là où une année manque."""
        return "".join(f"M{self.x(a.year)} {self.y(a.value)}L{self.x(b.year)} {self.y(b.value)}" for a, b in pairwise(points) if b.year == a.year + 1)

    def targets(self, targets: list[Cible]) -> str:
        """La ligne de cible : une marche par échéance, la dernière jusqu'au bord."""
        if not targets:
            return ""
        steps = [f"M0 {self.y(targets[0].valeur)}"]
        steps += [f"H{(self.x(a.annee) + self.x(b.annee)) // 2}V{self.y(b.valeur)}" for a, b in pairwise(targets) if a.valeur != b.valeur]
        return "".join([*steps, f"H{WIDTH}"])


def _labels(frame: _Frame, points: tuple[Point, ...], targets: list[Cible], unit: str) -> dict[str, Any]:
    """L'étiquette de la dernière valeur et celle de la dernière cible, chacune du côté où l'autre n'est pas."""
    last, target = points[-1] if points else None, targets[-1] if targets else None
    under = bool(last and target and last.value < target.valeur)
    found: dict[str, Any] = {"valeur": None, "but": None}
    if last:
        y = frame.y(last.value) + (BELOW if under else ABOVE)
        found["valeur"] = {"texte": _said(last.value, unit), "x": min(max(frame.x(last.year), 30), WIDTH - 30), "y": y if y < BOTTOM - 2 else y - BELOW + ABOVE}
    if target:
        y = frame.y(target.valeur) + (BELOW - 2 if last and not under else ABOVE + 1)
        found["but"] = {"texte": f"cible {_said(target.valeur, unit)}", "x": WIDTH, "y": y if y < BOTTOM - 2 else y - BELOW + ABOVE}
    return found


def _said(value: Decimal, unit: str) -> str:
    """« 70 % » ; une unité en toutes lettres se lit dans le titre, pas à côté de chaque nombre."""
    return f"{number(value)}{NBSP}{unit}" if len(unit) == 1 else number(value)


def _round_up(value: Decimal) -> Decimal:
    """Le premier nombre rond au moins égal ; zéro reste zéro."""
    if value <= 0:
        return Decimal(0)
    scale = Decimal(10) ** (value.adjusted())
    return next(scale * Decimal(str(step)) for step in ROUND if scale * Decimal(str(step)) >= value)
