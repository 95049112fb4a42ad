"""Le bloc du composeur de critères : le cadre de la page, que le navigateur remplit ; site interne seulement."""

from __future__ import annotations

from markupsafe import Markup

from spaser.exports.composer import FOLDER
from spaser.rendering.blocks.base import Page


def composeur(page: Page) -> Markup:
    """Le composeur : choisir une famille, composer ses critères, emporter le document."""
    page.internal_only("composeur")
    return page.macro("composeur", "composeur", f"{page.root}{FOLDER}", page.version(FOLDER))
