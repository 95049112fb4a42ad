"""Les lignes d'un classeur de fiches : sous chaque titre entre crochets, la valeur et sa cellule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from spaser.imports import dates
from spaser.imports.cells import Cell, CellProblem, UnreadableCellError
from spaser.imports.fiches.plan import LINKS, Field, Genre, Table
from spaser.imports.fiches.writing import INNER
from spaser.imports.values import NO, YES, is_blank
from spaser.imports.vocabulary import Vocabulary, plain
from spaser.imports.workbook import Sheet
from spaser.reading import INVISIBLE

BRACKETS = re.compile(r"\[([a-z0-9_.]+)\]\s*$")
DEPTH, MINIMUM = 30, 2
ERASED = None
ERASERS = {"-", "–", "—", "effacer"}


@dataclass
class Line:
    """Une ligne : les repères, ce que disent ses cellules, et où elles sont."""

    cell: Cell
    links: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    cells: dict[tuple[str, ...], Cell] = field(default_factory=dict)


def lines_of(sheet: Sheet, table: Table, genre: Genre, vocabulary: Vocabulary, problems: list[CellProblem]) -> Iterator[Line]:
    """Les lignes d'une feuille, sous l'en-tête que ses noms entre crochets désignent."""
    known = {found.name: found for found in table.fields}
    start, heads = _head(sheet, {*known, *LINKS}, problems)
    for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
        line = Line(Cell(sheet.name, number, min(heads)))
        said = {index: row[index - 1] for index in heads if index <= len(row) and not is_blank(row[index - 1])}
        for index, value in said.items():
            name = heads[index]
            if name in known:
                _fill(line, Cell(sheet.name, number, index), known[name], value, genre, vocabulary, problems)
            elif name in LINKS:
                line.links[name] = clean(value)
        if said:
            yield line


def _head(sheet: Sheet, known: set[str], problems: list[CellProblem]) -> tuple[int, dict[int, str]]:
    """La place de l'en-tête, et le nom de chacune de ses colonnes ; ce qui n'est pas connu est refusé."""
    heads = [{index: found[1] for index, value in enumerate(row, 1) if (found := BRACKETS.search(str(value)))} for row in sheet.rows[:DEPTH]]
    start = max(range(len(heads)), key=lambda rank: (len(heads[rank]), -rank), default=0)
    if not heads or len(heads[start]) < MINIMUM:
        problems.append(Cell(sheet.name, 1, 1).problem("", "la ligne des titres n'est pas reconnue", "garder les noms entre crochets du classeur modèle"))
        return len(sheet.rows), {}
    for index, name in heads[start].items():
        if name not in known:
            problems.append(Cell(sheet.name, start + 1, index).problem("", f"la colonne « {name} » n'est pas connue", "reprendre le nom du classeur modèle"))
    return start, heads[start]


def _fill(line: Line, here: Cell, column: Field, value: Any, genre: Genre, vocabulary: Vocabulary, problems: list[CellProblem]) -> None:
    line.cells[column.path] = here
    try:
        line.values[column.path] = ERASED if str(value).strip().lower() in ERASERS else _several(value, column, genre, vocabulary)
    except UnreadableCellError as error:
        problems.append(here.problem(column.name, error.message, error.advice))


def _several(value: Any, column: Field, genre: Genre, vocabulary: Vocabulary) -> str | list[str]:
    if not column.champ.many:
        return _one(value, column, genre, vocabulary)
    pieces = re.split(r"[;\n]" if column.is_token else r"\n", clean(value))
    return [_one(piece.strip().replace(INNER, "\n"), column, genre, vocabulary) for piece in pieces if piece.strip()]


def _one(value: Any, column: Field, genre: Genre, vocabulary: Vocabulary) -> str:
    if column.is_day:
        return dates.day(value)
    said = clean(value)
    if column.is_flag:
        if plain(said) not in YES | NO:
            raise UnreadableCellError(f"« oui » ou « non » est attendu, lu « {said} »", "écrire oui ou non")
        return "true" if plain(said) in YES else "false"
    if column.lists and not genre.raw:
        return vocabulary.code(column.lists, said)
    return said


def clean(value: Any) -> str:
    """Le texte d'une cellule : sans caractère invisible, ses espaces et ses lignes gardées."""
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if not isinstance(value, str):
        return dates.day(value) if hasattr(value, "year") else dates.shown(value)
    return INVISIBLE.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("_x000D_", ""))).strip()
