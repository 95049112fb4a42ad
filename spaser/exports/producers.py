"""Tout ce que l'on exporte : les producteurs de fichiers, dans une liste écrite."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spaser.exports import (
    agec,
    approch,
    atom,
    columnar,
    composer,
    coverage,
    dcat,
    editions,
    families,
    helpers,
    ics,
    kits,
    map_data,
    ocds,
    operations,
    potential_data,
    table_schema,
    tables,
    tools,
)
from spaser.exports.base import Export
from spaser.publication import Edition

#: Ce qui produit des fichiers : chacun reçoit l'édition, et rend des exports toujours identiques pour les mêmes données.
PRODUCERS: tuple[Callable[[Edition], Iterable[Export]], ...] = (
    tables.produce,
    approch.produce,
    table_schema.produce,
    ocds.produce,
    atom.produce,
    ics.produce,
    columnar.produce,
    map_data.produce,
    potential_data.produce,
    coverage.produce,
    families.produce,
    composer.produce,
    kits.produce,
    operations.produce,
    editions.produce,
    agec.produce,
    helpers.produce,
    tools.produce,
)


def produce(edition: Edition, keep: Callable[[Export], Export] = lambda export: export) -> list[Export]:
    """Tous les exports d'une édition, puis leur catalogue ; `keep` range chacun aussitôt fait."""
    exports = [keep(export) for producer in PRODUCERS for export in producer(edition)]
    edition.files.save()
    return [*exports, *map(keep, dcat.produce(edition, exports))]
