"""Les outils du schéma, sur le site interne seulement : chacun en deux traitements de texte, à remplir."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spaser.documents import tools
from spaser.exports import documents
from spaser.exports.base import Export
from spaser.model import Outil
from spaser.publication import Edition

FOLDER = "outils/"


def current(edition: Edition) -> list[Outil]:
    """Les outils en vigueur, dans leur ordre."""
    return sorted((tool for tool in edition.outils if tool.retire_le is None), key=lambda tool: (tool.rang, tool.id))


def produce(edition: Edition) -> Iterator[Export]:
    """Deux fichiers par outil ; le site public n'a pas d'outil."""
    found = current(edition)
    empty = documents.empty(edition) if found else {}
    for tool in found:
        for extension, content in documents.written(tools.write(tool, edition), empty, edition).items():
            yield Export(f"{FOLDER}{tool.id}.{extension}", content, tool.intitule, extension.upper(), len(tool.parties), "outils")


def files_of(exports: Iterable[Export]) -> dict[str, list[dict[str, Any]]]:
    """Les fichiers de chaque outil, par identifiant : `format`, `url` depuis la racine du site, `poids` en mots."""
    found: dict[str, list[dict[str, Any]]] = {}
    for export in exports:
        if export.groupe == "outils":
            name = export.path.removeprefix(FOLDER).rpartition(".")[0]
            found.setdefault(name, []).append(export.link)
    return found
