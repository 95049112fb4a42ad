"""`spaser modele`, `spaser importer` et `spaser exporter` : chacun ne charge que ce que lit ou écrit la commande appelée."""

from __future__ import annotations

import click

from spaser.commands.lazy import LazyGroup

#: Les genres qui s'échangent en entier par un tableur ; `spaser.imports.fiches.plan` dit comment, un test dit qu'ils y sont tous.
GENRES = ("attribution", "codes", "exigence", "famille", "fournisseur", "objectif", "transverse")
IMPORTERS = {
    "agec": "agec:read",
    "decp": "attributions:read",
    "fournisseurs": "annuaires:suppliers",
    "intentions": "intentions:read",
    **dict.fromkeys(GENRES, "fiches:IMPORTERS"),
}


@click.group(cls=LazyGroup, places={"intentions": "recensement:empty", **dict.fromkeys(GENRES, "fiches:MODELS")})
def modele() -> None:
    """Écrit un tableur vide, à donner aux services."""


@click.group(cls=LazyGroup, places={"agec": "agec:write", "intentions": "recensement:export", **dict.fromkeys(GENRES, "fiches:EXPORTERS")})
def exporter() -> None:
    """Écrit des entrées dans un tableur, que l'import sait relire."""


@click.group(cls=LazyGroup, places=IMPORTERS)
def importer() -> None:
    """Lit un tableur, un annuaire ou des données essentielles, et en tire des entrées."""
