"""Les aides de calcul, sur le site interne seulement : leur cadre, que le navigateur remplit."""

from __future__ import annotations

import hashlib

from spaser.exports.helpers import PATH
from spaser.rendering.blocks.base import Page


def helpers_address(page: Page) -> str:
    """L'adresse des données des aides, qui change avec elles."""
    export = next(item for item in page.exports if item.path == PATH)
    return f"{page.root}{PATH}?v={hashlib.sha256(export.content).hexdigest()[:10]}"
