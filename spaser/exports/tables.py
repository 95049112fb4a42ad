"""Chaque référentiel en tables : une ligne par entrée, dans chacun des formats."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.exports import as_csv, as_json, as_ods, as_xlsx
from spaser.exports.base import DATA, ODBL, Export, header
from spaser.exports.cells import Row, Table, names, sheet
from spaser.memory import Memory
from spaser.model import GENRES, LIGNES, Critere, LigneCode
from spaser.publication import Edition, dump

FORMATS = ("json", "csv", "xlsx", "ods")


def produce(edition: Edition) -> Iterator[Export]:
    """Les tables de tous les référentiels, dans tous les formats."""
    for table in tables(edition):
        said = header(edition, table.title) | table.terms
        for extension, content in zip(FORMATS, _written(table, said, edition.files), strict=True):
            yield Export(f"{DATA}{table.name}.{extension}", content, table.title, extension.upper(), len(table.rows), licence_url=said["licence_url"])


def _written(table: Table, said: Row, files: Memory) -> Iterator[bytes]:
    """La table dans chacun des formats, dans leur ordre."""
    yield as_json.write(said, table.rows)
    yield as_csv.write(said, table.rows, table.columns)
    data = (said, table.columns, table.rows)
    yield files.answer(("xlsx", *data), lambda: as_xlsx.write(said, sheet(table.rows, table.columns)))
    yield files.answer(("ods", *data), lambda: as_ods.write(said, sheet(table.rows, table.columns)))


def tables(edition: Edition) -> Iterator[Table]:
    """Les tables d'une édition, avec les colonnes que disent les modèles."""
    for kind, genre in GENRES.items():
        name = "exigences" if kind == "exigence" else genre.dossier
        place = ("volet", "theme") if kind == "exigence" else ()
        rows, columns = _rows(edition, kind), (*place, *names(genre.modele, edition.audience))
        shared = [row for row in rows if is_odbl(row)]
        yield Table(name, genre.pluriel.capitalize(), [row for row in rows if not is_odbl(row)], columns)
        if shared:
            yield Table(f"{name}-odbl", f"{genre.pluriel.capitalize()} (ODbL)", shared, columns, ODBL)
    criteria = [{"famille": owner} | dump(critere, edition.audience) for critere, owner in edition.criteres.values()]
    yield Table("criteres", "Critères", criteria, ("famille", *names(Critere, edition.audience)))
    codes = [{"liste": name} | dump(line, edition.audience) for name, liste in edition.codes.items() for line in liste.lignes]
    columns = ("liste", *names(LigneCode, edition.audience), *(name for model in LIGNES.values() for name in names(model, edition.audience)))
    yield Table("codes", "Listes de codes", codes, tuple(dict.fromkeys(columns)))


def is_odbl(row: Row) -> bool:
    """Vrai si une fiche doit un de ses champs, ou toute son existence, à un annuaire sous licence ODbL."""
    sources = row.get("sources", ())
    return any(source["licence"].startswith("ODbL") and (source.get("champs") or len(sources) == 1) for source in sources)


def _rows(edition: Edition, kind: str) -> list[Row]:
    rows = [dump(entry, edition.audience) for entry in edition.entrees[kind].values()]
    if kind != "exigence":
        return rows
    themes = {item.id: theme for theme in edition.themes for item in theme.exigences}
    return [{"volet": themes[row["id"]].volet, "theme": themes[row["id"]].theme} | row for row in rows]
