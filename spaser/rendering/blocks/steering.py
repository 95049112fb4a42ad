"""Les blocs du pilotage du schéma."""

from __future__ import annotations

from markupsafe import Markup

from spaser.rendering import dashboard
from spaser.rendering.blocks.base import Page


def tableau_de_bord(page: Page) -> Markup:
    """L'état de chaque objectif, et la règle qui le donne."""
    return page.macro("pilotage", "bord", dashboard.overview(page.edition))
