"""Les blocs du potentiel solidaire : la règle, l'outil, ses hypothèses ; et l'offre à développer."""

from __future__ import annotations

from markupsafe import Markup

from spaser.exports import map_data, potential_data
from spaser.exports.facets import epci_labels
from spaser.rendering import gaps
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import NBSP, french, number
from spaser.rendering.views import common, outline, verdict
from spaser.rendering.views.common import View
from spaser.solidarity import POTENTIAL

#: Le choroplèthe, en pixels, et le nombre de ses teintes, de largeur égale entre le moins et le plus mal servi.
WIDTH, SHADES = 480, 4
#: En deçà, on ne peut pas même réserver un lot.
ENOUGH = next(minimum for minimum, verdict in POTENTIAL if verdict == "lot")


def regle_potentiel(page: Page) -> Markup:
    """La règle du potentiel solidaire : du nombre de structures au verdict, avec les articles."""
    return page.renderer.macro("potentiel", "regle", verdict.rules(page.edition))


def outil_potentiel(page: Page) -> Markup:
    """L'outil du potentiel solidaire : une famille, un lieu, un montant ; le verdict et les heures d'insertion."""
    return page.renderer.macro("potentiel", "outil", potential_data.hypotheses(page.edition), page.address(map_data.PATH), page.address(potential_data.PATH))


def hypotheses_potentiel(page: Page) -> Markup:
    """Les hypothèses de l'outil, avec leur valeur et ce que l'on sait de leur source."""
    rows = [row | {"dite": f"{number(row['valeur'])}{NBSP}{row['unite']}"} for row in potential_data.hypotheses(page.edition)]
    return page.renderer.macro("potentiel", "hypotheses", rows)


def manques_carte(page: Page) -> Markup:
    """Le choroplèthe de l'offre à développer, par intercommunalité ; rien si le dépôt n'a pas de contours."""
    made = outline.base(page.relations, WIDTH)
    totals = gaps.by_place(page.relations)
    total = len(list(page.entries("famille")))
    short = {code: sum(numbers[: gaps.rank(ENOUGH)]) for code, numbers in totals.items()}
    shapes = [code for code in short if made.path(code)]
    if not shapes or not total:
        return Markup("")
    names = epci_labels(page.relations)
    bounds = _bounds([short[code] for code in shapes])
    said = ". ".join(f"{names[code]}\u00a0: {number(short[code])}" for code in names if code in short)
    view: View = outline.frame(made, "manques", "Familles d’achat où l’offre solidaire est à développer") | {
        "description": f"{said}.",
        "lieux": [_place(short[code], bounds, made.path(code), made.largest.get(code)) for code in shapes],
        "total": number(total),
        "seuil": ENOUGH,
        "legende": [{"classe": rank, "texte": _legend(*bound)} for rank, bound in enumerate(bounds)],
        "credits": french(page.edition.territoire.credits),
    }
    return page.macro("potentiel", "choroplethe", view)


def _bounds(values: list[int]) -> list[tuple[int, int]]:
    """Le plus petit et le plus grand nombre de chaque teinte."""
    low, high = min(values), max(values)
    step = max(1, -(-(high - low + 1) // SHADES))
    return [(start, start + step - 1) for start in range(low, high + 1, step)]


def _place(short: int, bounds: list[tuple[int, int]], path: str, at: tuple[int, int] | None) -> View:
    x, y = at or (0, 0)
    return {"classe": next(rank for rank, (_, high) in enumerate(bounds) if short <= high), "trace": path, "nombre": number(short), "x": x, "y": y + 6}


def _legend(low: int, high: int) -> str:
    """Les nombres de familles d'une teinte : « de 12 à 14 familles »."""
    return f"de {number(low)} à {number(high)} familles" if low < high else f"{number(low)} familles"


def manques_territoires(page: Page) -> Markup:
    """Le nombre de familles servies par aucune structure, une ou deux, trois à neuf, dix et plus, par intercommunalité."""
    return page.macro("potentiel", "territoires", gaps.places(page.relations), gaps.NAMES)


def manques_segments(page: Page) -> Markup:
    """Les pages de l'offre à développer, une par segment d'achat."""
    links = [{"titre": title, "url": common.url("fournisseur", slug), "nombre": number(len(found))} for slug, title, found in gaps.segments(page.relations)]
    return page.macro("potentiel", "segments", links)
