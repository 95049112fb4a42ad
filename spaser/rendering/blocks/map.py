"""Les blocs de la carte des structures solidaires : filtres, liste, dessin, listes sans JavaScript."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from spaser.exports import map_data
from spaser.exports.supplier_facets import FACETS
from spaser.model import Fournisseur
from spaser.rendering.blocks.base import Page
from spaser.rendering.drawing import circle, radius
from spaser.rendering.supplier_lists import groups as supplier_groups
from spaser.rendering.supplier_lists import line
from spaser.rendering.typography import count, french, number
from spaser.rendering.views import common, outline
from spaser.rendering.views.common import View

#: Les lignes que la page montre sans JavaScript.
FIRST = 10
#: La largeur du dessin, en pixels.
WIDTH = 420
GROUPS = {"secteur": "Par secteur d’activité", "intervient": "Par intercommunalité où elles interviennent"}


def carte_fournisseurs(page: Page) -> Markup:
    """La carte des structures solidaires : filtres, liste, carte, fichiers à emporter ; les premières lignes sont déjà écrites."""
    entries = map_data.ordered(page.relations)
    rows = [line(page.renderer, entry, page.root) for entry in entries[:FIRST]]
    counted = count(len(entries), "structure solidaire", "structures solidaires")
    more = min(len(entries) - FIRST, 50)
    following = f"Afficher {count(more, 'structure')} de plus" if more > 0 else ""
    named = map_data.columns(entries, page.relations)
    facets = [{"nom": facet.name, "titre": facet.title} for facet in FACETS if named[facet.name].labels]
    return page.macro("carte", "explorateur", rows, facets, counted, following, page.address(map_data.PATH), _drawing(page, entries))


def _drawing(page: Page, entries: list[Fournisseur]) -> View:
    """Le dessin : les mêmes cercles que la carte, sans JavaScript."""
    seats = Counter(entry.commune for entry in entries)
    drawing, halls = outline.base(page.relations, WIDTH), outline.halls(page.relations)
    placed = {code: total for code, total in seats.most_common() if code in halls}
    circles = "".join(circle(*drawing.at(halls[code]), radius(total, max(placed.values()))) for code, total in placed.items())
    said = count(sum(placed.values()), "structure") + " dans " + count(len(placed), "commune")
    largest = ", ".join(f"{page.edition.commune(code).libelle} ({number(total)})" for code, total in seats.most_common(8))
    return outline.frame(drawing, "carte-dessin", "Sièges des structures solidaires") | {
        "description": f"{said}. Les communes qui en ont le plus\u00a0: {largest}.",
        "contours": outline.limits(page.relations, drawing),
        "cercles": circles,
        "etat": f"{said}.",
        "credits": french(page.edition.territoire.credits),
    }


def fiche_sourcage(page: Page) -> Markup:
    """La fiche de sourçage : les structures d'une sélection, que l'adresse de la page dit."""
    return page.renderer.macro("carte", "sourcage", page.address(map_data.PATH))


def listes_fournisseurs(page: Page) -> Markup:
    """Les listes toutes faites, par secteur et par intercommunalité : le chemin de qui n'a pas JavaScript."""
    found: dict[str, list[View]] = {prefix: [] for prefix in GROUPS}
    for slug, title, entries in supplier_groups(page.renderer):
        found[slug.partition("-")[0]].append({"titre": title, "url": common.url("fournisseur", slug), "nombre": number(len(entries))})
    groups = [{"id": prefix, "titre": GROUPS[prefix], "liens": links} for prefix, links in found.items() if links]
    return page.macro("carte", "listes", groups)
