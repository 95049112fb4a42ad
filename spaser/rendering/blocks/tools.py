"""Le bloc des outils du schéma, sur le site interne seulement."""

from __future__ import annotations

from markupsafe import Markup

from spaser.exports import tools
from spaser.rendering.blocks.base import Page
from spaser.rendering.views import common


def outils_du_schema(page: Page) -> Markup:
    """Chaque outil à remplir : quand, qui, ses fichiers, son guide."""
    page.internal_only("outils_du_schema")
    files = tools.files_of(page.exports)
    views = [
        {
            "id": tool.id,
            "titre": tool.intitule,
            "usage": tool.usage,
            "remplit": tool.remplit[:1].upper() + tool.remplit[1:],
            "guide": tool.guide,
            "parties": [part.titre if rank == 0 else part.titre[:1].lower() + part.titre[1:] for rank, part in enumerate(tool.parties)],
            "source": {"titre": tool.source.titre, "url": tool.source.url or ""},
            "objectifs": common.goals(tool.objectifs, page.relations),
            "fichiers": files.get(tool.id, []),
        }
        for tool in tools.current(page.edition)
    ]
    return page.macro("outils", "liste", views)
