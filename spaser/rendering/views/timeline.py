"""La frise d'une intention : ses étapes posées sur les mois, en unités de dessin."""

from __future__ import annotations

from typing import Any

from spaser.checks.calendar import period_bounds
from spaser.rendering.typography import MONTHS

WIDTH = 960
ROW = 40
#: Au-delà de ce nombre de mois, un trait par trimestre suffit.
QUARTERS_AFTER = 9


def draw(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """La frise d'étapes `{nom, quand, code}` : hauteur, graduations, barres ; les abscisses vont de 0 à 960.

    Un trait par mois, ou par trimestre si la frise est longue ; un nom tous les trois mois, pour une page légère.
    Une étape dite au trimestre couvre ses trois mois, puisque le jour n'est pas connu.
    """
    spans = [(step, _month(period_bounds(step["code"])[0]), _month(period_bounds(step["code"])[1]) + 1) for step in steps]
    first, last = min(start for _, start, _ in spans), max(end for _, _, end in spans)
    unit = WIDTH / (last - first)
    every = 1 if last - first <= QUARTERS_AFTER else 3
    return {
        "hauteur": ROW * len(spans) + 30,
        "graduations": [{"x": round((month - first) * unit, 1), "nom": "" if (month - first) % 3 else _short(month)} for month in range(first, last, every)],
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
    short = name if len(name) <= 5 else f"{name[: 3 if month % 12 > 8 else 4]}."
    return f"{short} {month // 12}" if month % 12 == 0 else short
