"""Quoi de neuf : ce qui a changé dans les intentions depuis l'édition précédente, d'après leurs faits datés."""

from __future__ import annotations

from markupsafe import Markup

from spaser.rendering import news
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import day

#: Ce que la page montre de chaque sorte de changement ; le reste est dans une archive.
SHOWN = 6


def nouveautes(page: Page, nombre: int = 25) -> Markup:
    """Les faits datés des intentions, du plus récent au plus ancien."""
    return page.macro("pages", "nouveautes", [row for _, row in news.facts(page.edition)[:nombre]])


def archives_nouveautes(page: Page) -> Markup:
    """Les liens vers l'archive de chaque mois."""
    found = news.archives(page.edition)
    return page.macro("pages", "archives", [archive for archive in found if archive["nom"].removeprefix("nouveautes-") not in news.GROUPS])


def depuis_edition(page: Page) -> Markup:
    """Ce qui a changé depuis l'édition précédente : nouvelles, reportées, retirées, modifiées."""
    since, found = page.edition.collectivite.edition_precedente_du, news.since_edition(page.edition)
    links = {archive["nom"].removeprefix("nouveautes-"): archive["url"] for archive in news.archives(page.edition)}
    groups = [
        {"id": name, "titre": title, "nombre": len(found[name]), "lignes": found[name][:SHOWN], "url": links[name] if len(found[name]) > SHOWN else ""}
        for name, title in news.GROUPS.items()
    ]
    return page.macro("pages", "depuis", groups, day(since) if since else "")
