"""Le lien vers l'édition par formulaire, là où la construction a pu l'installer ; site interne seulement."""

from __future__ import annotations

from markupsafe import Markup

from spaser.editor import stock
from spaser.editor.files import FOLDER
from spaser.rendering.blocks.base import Page

_LINK = Markup('<p><a class="bouton" href="{address}">Ouvrir le formulaire</a></p>')
_ABSENT = Markup("<p>Le formulaire n’est pas installé sur ce site\u00a0: le registre npm n’a pas répondu quand il a été construit.</p>")


def edition_par_formulaire(page: Page) -> Markup:
    """Le bouton qui ouvre le formulaire, ou la phrase qui dit pourquoi il manque."""
    page.internal_only("edition_par_formulaire")
    return _LINK.format(address=f"{page.root}{FOLDER}") if stock.state("interne") else _ABSENT
