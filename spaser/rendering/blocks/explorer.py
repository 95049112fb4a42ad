"""Les blocs de la page des intentions : frise des trimestres, explorateur, listes sans JavaScript."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from spaser.exports import columnar
from spaser.exports.facets import FACETS
from spaser.model import Intention
from spaser.relations import is_ahead, quarter
from spaser.rendering.blocks.base import Page
from spaser.rendering.listings import groups
from spaser.rendering.typography import count, number, period
from spaser.rendering.views import common
from spaser.rendering.views.common import View

#: Les lignes que la page montre sans JavaScript.
FIRST = 6
#: Les filtres dépliés à l'arrivée.
OPEN = ("segment",)
#: Les groupes de listes, par début d'adresse.
GROUPS = {"annee": "Par campagne", "trimestre": "Par trimestre de publication", "enjeu": "Par enjeu", "famille": "Par famille d’achat"}
#: La frise, en pixels : l'ordonnée de l'axe, et la hauteur de la plus longue barre.
AXIS, TALLEST = 88, 60


def explorateur(page: Page) -> Markup:
    """L'explorateur des intentions : filtres, tri, téléchargement, et les premières lignes déjà écrites."""
    entries = columnar.ordered(page.relations)
    rows = [page.renderer.short("intention", entry) for entry in entries[:FIRST]]
    ahead = count(sum(map(is_ahead, entries)), "à venir", "à venir")
    counted = f"{count(len(entries), 'intention')} d’achat, dont {ahead}"
    more = min(len(entries) - FIRST, 50)
    following = f"Afficher {count(more, 'intention')} de plus" if more > 0 else ""
    return page.macro("explorateur", "explorateur", rows, _filters(entries, page), counted, following, page.address(columnar.PATH))


def _filters(entries: list[Intention], page: Page) -> list[View]:
    found = columnar.columns(entries, page.relations)
    return [
        {
            "nom": facet.name,
            "titre": facet.title,
            "valeurs": [{"code": code, "libelle": column.labels[code], "nombre": number(total)} for code, total in column.counts().items()]
            if facet.name in OPEN
            else [],
        }
        for facet in FACETS
        if (column := found[facet.name]).labels
    ]


def frise_intentions(page: Page) -> Markup:
    """Le nombre d'intentions par trimestre de publication prévue : un dessin, et le tableau qui le double."""
    entries = list(page.entries("intention"))
    return page.macro("explorateur", "frise", _quarters(entries)) if entries else Markup("")


def _quarters(entries: list[Intention]) -> list[View]:
    ranks = {entry.id: quarter_rank(entry.publication_prevue) for entry in entries}
    span = range(min(ranks.values()), max(ranks.values()) + 1)
    found = {rank: [entry for entry in entries if ranks[entry.id] == rank] for rank in span}
    highest = max(map(len, found.values()))
    return [
        _facts(rank, found[rank]) | _drawing(position, len(span), found[rank], highest) | {"premier": position == 0 or rank % 4 == 0}
        for position, rank in enumerate(span)
    ]


def quarter_rank(value: str) -> int:
    """Le rang d'un trimestre depuis l'an zéro, d'une période AAAA-Tn ou AAAA-MM."""
    year, rank = quarter(value).split("-T")
    return int(year) * 4 + int(rank) - 1


def _facts(rank: int, entries: list[Intention]) -> View:
    code = f"{rank // 4}-T{rank % 4 + 1}"
    return {
        "nom": period(code),
        "court": f"T{rank % 4 + 1}",
        "annee": rank // 4,
        "url": common.url("intention", f"trimestre-{code.lower()}") if entries else "",
        "nombre": number(len(entries)),
        "avenir": number(sum(map(is_ahead, entries))),
    }


def _drawing(position: int, columns: int, entries: list[Intention], highest: int) -> dict[str, Any]:
    """Où se dessine la barre d'un trimestre : en pour cent de la largeur, en pixels de hauteur."""
    step = 100 / columns
    width = min(step * 0.62, 8)
    total, ahead = (round(TALLEST * size / highest) for size in (len(entries), sum(map(is_ahead, entries))))
    middle = step * (position + 0.5)
    return {
        "gauche": f"{step * position:.2f}%",
        "milieu": f"{middle:.2f}%",
        "x": f"{middle - width / 2:.2f}%",
        "largeur": f"{width:.2f}%",
        "haut": AXIS - total,
        "passe": total - ahead,
        "debut": AXIS - ahead,
        "hauteur": ahead,
    }


def listes_intentions(page: Page) -> Markup:
    """Les listes toutes faites, par campagne, trimestre, enjeu et famille : le chemin de qui n'a pas JavaScript."""
    found: dict[str, list[View]] = {prefix: [] for prefix in GROUPS}
    for slug, title, entries in groups(page.renderer):
        found[slug.partition("-")[0]].append({"titre": title, "url": common.url("intention", slug), "nombre": number(len(entries))})
    return page.macro("explorateur", "listes", [{"id": f"par-{prefix}", "titre": GROUPS[prefix], "liens": links} for prefix, links in found.items() if links])
