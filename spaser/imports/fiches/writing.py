"""Écrit les fiches d'un genre dans un classeur que l'import relit à l'octet près."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from spaser.exports import as_ods, as_xlsx, cells
from spaser.exports.base import header
from spaser.imports.cells import letters
from spaser.imports.fiches.plan import LINKS, RANK, Field, Genre, Table, lines, tables
from spaser.imports.vocabulary import Vocabulary
from spaser.publication import Edition
from spaser.reading import read

Data = dict[str, Any]
Cell = str | int | float | date
#: Un retour à la ligne dans un texte d'une liste, dont chaque texte tient sur une ligne de la cellule.
INNER = " ⏎ "
FREE_LINES = 500
GUIDE, LISTS = "Mode d’emploi", "Choix"
RULES = (
    "Une ligne par fiche sur la première feuille, une ligne par élément sur les autres. La colonne « fiche » dit à quelle fiche est la ligne.",
    "Les colonnes sont reconnues par le nom entre crochets : gardez-le. Vous pouvez déplacer, masquer ou retirer des colonnes et des feuilles.",
    "Une cellule vide ne change rien à ce qui est déjà inscrit. Pour effacer une valeur, écrivez un tiret.",
    "Une colonne ou une feuille absente n’est pas touchée. Une fiche absente du classeur n’est ni changée ni effacée.",
    "Dès qu’une feuille liée a une ligne pour une fiche, ses lignes remplacent la liste de cette fiche, dans leur ordre.",
    "Plusieurs codes dans une cellule : les séparer par un point-virgule. Plusieurs textes : un par ligne de la cellule.",
    "Les titres à fond ocre, marqués « interne », ne sont jamais publiés. Une astérisque dit ce qui est obligatoire.",
)


def entries(root: Path, genre: Genre, wanted: Iterable[str] = ()) -> dict[str, Data]:
    """Les fiches d'un genre, telles qu'elles sont écrites, par nom de fichier ; toutes, ou celles que l'on nomme."""
    folder, chosen = root / genre.folder, set(wanted)
    paths = sorted(folder.glob("*/*.yml" if genre.nested else "*.yml"))
    found = {path.relative_to(folder).with_suffix("").as_posix(): path for path in paths}
    return {name: read(path, path.as_posix())[0].data for name, path in found.items() if not chosen or name in chosen}


def to_xlsx(edition: Edition, genre: Genre, held: dict[str, Data]) -> bytes:
    """Le classeur .xlsx : listes déroulantes, aide sous chaque cellule, mode d'emploi ; sans fiche, c'est le modèle vide."""
    vocabulary, buffer = Vocabulary(edition), io.BytesIO()
    book = xlsxwriter.Workbook(buffer, as_xlsx.OPTIONS)
    head = header(edition, genre.sheet)
    created = datetime.fromisoformat(head["date"]).replace(tzinfo=UTC)
    book.set_properties({"title": genre.sheet, "author": head["producteur"], "created": created})
    styles = {
        "publique": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F2"}),
        "interne": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F3E3C8"}),
        "texte": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "jour": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "nombre": book.add_format({"valign": "top"}),
    }
    pages = [(table, book.add_worksheet(table.name or genre.sheet)) for table in tables(genre)]
    _guide(book, genre)
    choices = _Choices(book.add_worksheet(LISTS), genre, vocabulary)
    for table, sheet in pages:
        rows = list(_rows(held, table, genre, vocabulary))
        _head(sheet, table, styles, choices, len(rows) + FREE_LINES)
        for line, values in enumerate(rows, 1):
            for rank, value in enumerate(values):
                _write(sheet, line, rank, value, styles)
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, max(1, len(table.links)))
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    book.close()
    return as_xlsx.in_french(buffer.getvalue())


def _head(sheet: Any, table: Table, styles: dict[str, Any], choices: _Choices, last: int) -> None:
    """Les titres, les largeurs, et sous chaque cellule son aide et sa liste."""
    for rank, name in enumerate(table.links):
        sheet.set_column(rank, rank, 22 if name != RANK else 6, styles["texte"])
        sheet.write_string(0, rank, f"{LINKS[name]} [{name}]", styles["publique"])
    for rank, field in enumerate(table.fields, len(table.links)):
        style = styles["jour" if field.is_day else "nombre" if field.is_number and not field.champ.many else "texte"]
        sheet.set_column(rank, rank, width(field), style)
        sheet.write_string(0, rank, field.title, styles[field.audience])
        source = choices.place(field)
        shown = f" Exemple : {field.example}" if field.example and not field.lists else ""
        help_text = {"input_title": field.path[-1][:32], "input_message": f"{field.help}.{shown}"[:255]}
        listed = {"validate": "list", "source": source, "show_error": False} if source else {"validate": "any"}
        sheet.data_validation(1, rank, last, rank, listed | help_text)


def _write(sheet: Any, line: int, rank: int, value: Cell, styles: dict[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, rank, datetime.combine(value, datetime.min.time()), styles["jour"])
    elif isinstance(value, int | float):
        sheet.write_number(line, rank, value, styles["nombre"])
    elif value:
        sheet.write_string(line, rank, value, styles["texte"])


def to_ods(edition: Edition, genre: Genre, held: dict[str, Data]) -> bytes:
    """Le même classeur, en OpenDocument."""
    vocabulary = Vocabulary(edition)
    sheets = {}
    for table in tables(genre):
        titles = (*(f"{LINKS[name]} [{name}]" for name in table.links), *(field.title for field in table.fields))
        widths = (*(22 for _ in table.links), *map(width, table.fields))
        sheets[table.name or genre.sheet] = cells.Sheet(titles, widths, tuple(_rows(held, table, genre, vocabulary)))
    return as_ods.write(header(edition, genre.sheet), sheets.pop(genre.sheet), sheets)


def width(field: Field) -> int:
    """La largeur d'une colonne, en caractères."""
    return 14 if field.is_day or field.is_number or field.is_flag else 24 if field.is_token else 44


def _rows(held: dict[str, Data], table: Table, genre: Genre, vocabulary: Vocabulary) -> Iterable[tuple[Cell, ...]]:
    for name, data in held.items():
        for rank, (keys, item) in enumerate(lines(data, table, tables(genre)), 1):
            links = {"fiche": name, "dans": " / ".join(keys[:-1]), "rang": _own_rank(data, table, keys, rank, genre)}
            yield (*(links[link] for link in table.links), *(_cell(item, field, genre, vocabulary) for field in table.fields))


def _own_rank(data: Data, table: Table, keys: tuple[str, ...], rank: int, genre: Genre) -> Cell:
    """Le rang de l'élément dans sa liste."""
    same = [other for other, _ in lines(data, table, tables(genre)) if other[:-1] == keys[:-1]] if len(table.steps) > 1 else []
    return same.index(keys) + 1 if same else rank


def _cell(item: Any, field: Field, genre: Genre, vocabulary: Vocabulary) -> Cell:
    for name in field.path:
        item = item.get(name) if isinstance(item, dict) else None
    if item is None or item == []:
        return ""
    if isinstance(item, list):
        said = [str(_one(value, field, genre, vocabulary)) for value in item]
        return " ; ".join(said) if field.is_token else "\n".join(text.replace("\n", INNER) for text in said)
    return _one(item, field, genre, vocabulary)


def _one(value: str, field: Field, genre: Genre, vocabulary: Vocabulary) -> Cell:
    if field.is_flag:
        return {"true": "Oui", "false": "Non"}.get(value, value)
    if field.is_day and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return date.fromisoformat(value)
    if field.is_number and not field.champ.many:
        return int(value) if re.fullmatch(r"-?\d{1,15}", value) else float(value) if _is_plain_decimal(value) else value
    if field.lists and not genre.raw:
        label = vocabulary.label(field.lists, value)
        return value if ";" in label else label
    return value


def _is_plain_decimal(value: str) -> bool:
    return bool(re.fullmatch(r"-?\d{1,12}\.\d{1,4}", value)) and repr(float(value)) == value


class _Choices:
    """Les valeurs possibles, écrites une fois par liste sur une feuille cachée."""

    def __init__(self, sheet: Any, genre: Genre, vocabulary: Vocabulary) -> None:
        self.sheet, self.genre, self.vocabulary = sheet, genre, vocabulary
        self.places: dict[tuple[str, ...], str] = {}
        sheet.hide()

    def place(self, field: Field) -> str:
        """La plage où choisir la valeur d'une colonne ; vide si tout est possible."""
        key = ("oui", "non") if field.is_flag else field.words or (() if self.genre.raw else field.lists)
        if key and key not in self.places:
            labels, rank = self._labels(field), len(self.places)
            for line, label in enumerate([", ".join(key), *labels]):
                self.sheet.write_string(line, rank, label)
            self.places[key] = f"={LISTS}!${letters(rank + 1)}$2:${letters(rank + 1)}${max(2, len(labels) + 1)}"
        return self.places.get(key, "")

    def _labels(self, field: Field) -> list[str]:
        known = [line.code for line in self.vocabulary.lines(field.lists) if line.retire_le is None]
        return [str(_one(code, field, self.genre, self.vocabulary)) for code in known] or ["Oui", "Non"] * field.is_flag or list(field.words)


def _guide(book: xlsxwriter.Workbook, genre: Genre) -> None:
    sheet = book.add_worksheet(GUIDE)
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 90)
    for line, rule in enumerate(RULES):
        sheet.write_string(line, 0, rule)
    described = [(table.name or genre.sheet, field.name, field.title) for table in tables(genre) for field in table.fields]
    sheet.write_row(len(RULES) + 1, 0, ("Feuille", "Champ", "Ce qu’il dit"), bold)
    for line, row in enumerate(described, len(RULES) + 2):
        sheet.write_row(line, 0, row)
