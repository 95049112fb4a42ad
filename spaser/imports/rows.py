"""Les lignes d'un tableur : une intention par ligne, ses lots et ses faits sur leurs feuilles, et ce qui n'a pas pu être lu."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from spaser.imports.cells import Cell, CellProblem, UnreadableCellError
from spaser.imports.columns import Column
from spaser.imports.headings import Head, Heading
from spaser.imports.layout import COLUMNS, LINK, MARK, Child
from spaser.imports.values import Reader, Value, erases, is_blank, says_nothing, text
from spaser.imports.vocabulary import plain, straight

#: Un champ que la ligne demande de vider.
ERASED = None
Item = dict[str, Value | None]


@dataclass
class Row:
    """Une ligne : ses valeurs par champ, les éléments de ses champs répétés, la cellule de chacun, et ses problèmes.

    Un champ absent de `values` n'est pas touché ; `ERASED` le vide. `marks` sont les noms par lesquels
    une autre feuille peut citer la ligne.
    """

    cell: Cell
    values: Item = field(default_factory=dict)
    items: dict[str, dict[int, Item]] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def refuse(self, path: str, title: str, message: str, advice: str = "") -> None:
        """Note un problème sur la cellule d'un champ, ou sur la ligne s'il n'y a pas sa colonne."""
        self.problems.append(self.place(path).problem(straight(title), message, advice))

    def place(self, path: str) -> Cell:
        """La cellule d'un champ, à défaut celle du groupe qui le contient, à défaut celle de l'objet."""
        path = re.sub(r"^(\w+)\[(\d+)\]", self._written_rank, path)
        while path:
            near = next((cell for known, cell in self.cells.items() if known == path or known.startswith((f"{path}.", f"{path}["))), None)
            if near is not None:
                return near
            path = path.rpartition(".")[0] if "." in path else path.rpartition("[")[0]
        return self.cells.get("intitule", self.cell)

    def _written_rank(self, found: re.Match[str]) -> str:
        """Le rang d'un élément dans le tableur : « Enjeu 3 » est le deuxième si « Enjeu 2 » est vide."""
        ranks, rank = self.ranks(found[1]), int(found[2]) - 1
        return f"{found[1]}[{ranks[rank] + 1 if rank < len(ranks) else rank + 1}]"

    def ranks(self, group: str) -> list[int]:
        """Les rangs des éléments qui disent quelque chose, dans l'ordre."""
        return [rank for rank, item in sorted(self.items.get(group, {}).items()) if any(value is not ERASED for value in item.values())]


@dataclass(frozen=True)
class Table:
    """Ce qui a été lu : les lignes d'intentions, et les lignes passées, avec la raison."""

    rows: list[Row]
    skipped: list[str]


def read(head: Head, reader: Reader) -> Table:
    """Les lignes de la feuille des intentions, sous l'en-tête."""
    rows: list[Row] = []
    skipped: list[str] = []
    for number, values in enumerate(head.sheet.rows[head.row :], head.row + 1):
        filled = [(heading, values[heading.index - 1]) for heading in head.headings if heading.index <= len(values)]
        filled = [(heading, value) for heading, value in filled if heading.carries is not None and not is_blank(value)]
        reason = _skip(filled, values)
        if reason:
            skipped.append(f"ligne {number} : {reason}")
        elif filled:
            rows.append(_row(Cell(head.sheet.name, number, head.headings[0].index), filled, reader))
    return Table(rows, skipped)


def _skip(filled: list[tuple[Heading, Any]], values: list[Any]) -> str:
    """Pourquoi une ligne n'est pas une intention : un titre de partie seul sur sa ligne, un total."""
    said = [value for value in values if not is_blank(value)]
    if said and plain(str(said[0])).split()[:1] in (["total"], ["totaux"], ["sous"]) and len(said) <= 4:
        return f"« {text(said[0])} », un total"
    paths = {heading.carries.path for heading, _ in filled if isinstance(heading.carries, Column)}
    return f"« {text(said[0])} », un titre" if len(said) == 1 and not paths - {"id"} else ""


def _row(cell: Cell, filled: list[tuple[Heading, Any]], reader: Reader) -> Row:
    row = Row(cell)
    for heading, value in filled:
        here = Cell(cell.sheet, cell.row, heading.index)
        if heading.carries == MARK:
            row.marks.append(plain(text(value)))
        elif isinstance(heading.carries, Column):
            _fill(row, here, heading, heading.carries, value, reader)
    row.marks += [plain(str(row.values[name])) for name in ("id", "intitule") if row.values.get(name)]
    return row


def _fill(row: Row, here: Cell, heading: Heading, column: Column, value: Any, reader: Reader) -> None:
    """Lit une cellule et range sa valeur ; une cellule illisible devient un problème."""
    path = column.at(heading.rank)
    row.cells.setdefault(path, here)
    found = _read(row, here, column, value, reader, heading.scale)
    if found is _UNREAD:
        if column.path == "montant_estime":
            _range_as_band(row, value, reader, heading.scale)
    elif column.group:
        row.items.setdefault(column.group, {}).setdefault(heading.rank or 0, {})[column.leaf] = found
    elif isinstance(found, list) and isinstance(known := row.values.get(column.path), list):
        row.values[column.path] = list(dict.fromkeys([*known, *found]))
    else:
        row.values[column.path] = found


def _range_as_band(row: Row, value: Any, reader: Reader, scale: int) -> None:
    """Une fourchette écrite à la place du montant exact dit au moins la tranche."""
    band = next(column for column in COLUMNS if column.path == "montant_tranche")
    with suppress(UnreadableCellError):
        row.values.setdefault(band.path, reader.read(value, band, scale))
        row.problems.pop()


_UNREAD: Any = object()


def _read(row: Row, here: Cell, column: Column, value: Any, reader: Reader, scale: int = 1) -> Value | None:
    """La valeur d'une cellule, `ERASED` si elle demande de vider, `_UNREAD` si elle ne se lit pas."""
    if erases(value):
        return ERASED
    try:
        return reader.read(value, column, scale)
    except UnreadableCellError as error:
        if says_nothing(value):
            return ERASED
        row.problems.append(here.problem(straight(column.title), error.message, error.advice))
        return _UNREAD  # type: ignore[no-any-return]


def attach(rows: Iterable[Row], head: Head, child: Child, reader: Reader) -> list[CellProblem]:
    """Range les lignes d'une feuille liée dans leurs intentions ; rend les problèmes de celles qu'aucune ne reconnaît."""
    known: dict[str, list[Row]] = {}
    for row in rows:
        for mark in {mark for mark in row.marks if mark}:
            known.setdefault(mark, []).append(row)
    return [
        problem for number, values in enumerate(head.sheet.rows[head.row :], head.row + 1) for problem in _attach(number, values, head, child, known, reader)
    ]


def _attach(number: int, values: list[Any], head: Head, child: Child, known: dict[str, list[Row]], reader: Reader) -> Iterator[CellProblem]:
    filled = [(heading, values[heading.index - 1]) for heading in head.headings if heading.index <= len(values) and not is_blank(values[heading.index - 1])]
    link = next(((heading, value) for heading, value in filled if heading.carries == LINK), None)
    fields = [(heading, value) for heading, value in filled if isinstance(heading.carries, Column)]
    if not fields:
        return
    here = Cell(head.sheet.name, number, link[0].index if link else 1)
    owners = known.get(plain(text(link[1])), []) if link else []
    if len(owners) != 1:
        said = (
            "la ligne ne dit pas à quelle intention elle appartient"
            if link is None
            else f"« {text(link[1])} » {'désigne plusieurs intentions' if owners else 'ne mène à rien'}"
        )
        yield here.problem(LINK, said, "reprendre l'identifiant, le repère ou l'objet de la feuille des intentions")
        return
    _add(owners[0], Cell(head.sheet.name, number, 1), child, fields, reader)


def _add(row: Row, line: Cell, child: Child, fields: list[tuple[Heading, Any]], reader: Reader) -> None:
    rank = len(row.items.setdefault(child.group, {}))
    item = row.items[child.group].setdefault(rank, {})
    for heading, value in fields:
        assert isinstance(heading.carries, Column)
        here = Cell(line.sheet, line.row, heading.index)
        row.cells[heading.carries.at(rank)] = here
        found = _read(row, here, heading.carries, value, reader, heading.scale)
        if found is not _UNREAD:
            item[heading.carries.leaf] = found
