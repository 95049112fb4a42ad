"""Le bloc du composeur de critères : le cadre de la page, que le navigateur remplit ; site interne seulement."""

from __future__ import annotations

import hashlib

from markupsafe import Markup

from spaser.exports.composer import FOLDER
from spaser.rendering.blocks.base import Page


def composeur(page: Page) -> Markup:
    """Le composeur : choisir une famille, composer ses critères, emporter le document."""
    page.internal_only("composeur")
    return page.macro("composeur", "composeur", f"{page.root}{FOLDER}", _version(page))


def _version(page: Page) -> str:
    """L'empreinte des données : l'adresse change avec elles."""
    digest = hashlib.sha256()
    for export in page.exports:
        if export.path.startswith(FOLDER):
            digest.update(export.content)
    return digest.hexdigest()[:10]
