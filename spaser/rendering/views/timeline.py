"""La frise d'une intention : ses étapes posées sur les mois, en unités de dessin."""

from __future__ import annotations

from typing import Any

from spaser.checks.calendar import period_bounds
from spaser.rendering.typography import MONTHS

WIDTH = 960
ROW = 40


def draw(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """La frise d'étapes `{nom, quand, code}` : hauteur, graduations, barres ; les abscisses vont de 0 à 960.

    Une étape dite au trimestre couvre ses trois mois, puisque le jour n'est pas connu.
    """
    spans = [(step, _month(period_bounds(step["code"])[0]), _month(period_bounds(step["code"])[1]) + 1) for step in steps]
    first, last = min(start for _, start, _ in spans), max(end for _, _, end in spans)
    unit = WIDTH / (last - first)
    every = 1 if last - first <= 9 else 3
    return {
        "hauteur": ROW * len(spans) + 30,
        "graduations": [{"x": round((month - first) * unit, 1), "nom": _short(month)} for month in range(first, last) if (month - first) % every == 0],
        "barres": [
            {"nom": step["nom"], "quand": step["quand"], "x": round((start - first) * unit, 1), "largeur": round((end - start) * unit, 1), "y": rank * ROW + 30}
            for rank, (step, start, end) in enumerate(spans)
        ],
    }


def _month(value: str) -> int:
    """Le rang d'un mois AAAA-MM depuis l'an zéro."""
    year, month = value.split("-")
    return int(year) * 12 + int(month) - 1


def _short(month: int) -> str:
    name = MONTHS[month % 12]
    short = name if len(name) <= 5 else f"{name[:4]}."
    return f"{short} {month // 12}" if month % 12 == 0 else short
