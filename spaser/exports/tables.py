"""Chaque référentiel en tables : une ligne par entrée, dans chacun des formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.exports import as_csv, as_json
from spaser.exports.base import Export, header
from spaser.model import GENRES
from spaser.publication import Edition, dump

FORMATS = {"json": as_json.write, "csv": as_csv.write}
Rows = list[dict[str, Any]]


def produce(edition: Edition) -> Iterator[Export]:
    """Les tables de tous les référentiels, dans tous les formats."""
    for name, title, rows in tables(edition):
        for extension, write in FORMATS.items():
            yield Export(f"donnees/{name}.{extension}", write(header(edition, title), rows), title, extension.upper(), len(rows))


def tables(edition: Edition) -> Iterator[tuple[str, str, Rows]]:
    """Les tables d'une édition : nom de fichier, titre, lignes."""
    for kind, genre in GENRES.items():
        name = "exigences" if kind == "exigence" else genre.dossier
        yield name, genre.pluriel.capitalize(), _rows(edition, kind)
    yield "criteres", "Critères", [{"famille": owner} | dump(critere, edition.audience) for critere, owner in edition.criteres.values()]
    codes = [{"liste": name} | dump(line, edition.audience) for name, liste in edition.codes.items() for line in liste.lignes]
    yield "codes", "Listes de codes", codes


def _rows(edition: Edition, kind: str) -> Rows:
    rows = [dump(entry, edition.audience) for entry in edition.entrees[kind].values()]
    if kind != "exigence":
        return rows
    themes = {item.id: theme for theme in edition.themes for item in theme.exigences}
    return [{"volet": themes[row["id"]].volet, "theme": themes[row["id"]].theme} | row for row in rows]
