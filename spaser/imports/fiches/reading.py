"""Lit un classeur de fiches : chaque cellule va à son champ, chaque problème revient à sa cellule."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spaser.corpus import relative_name
from spaser.formatting import canonical, model_of, typeset
from spaser.imports import dates
from spaser.imports.bounds import Bounds
from spaser.imports.cells import Cell, CellProblem, UnreadableCellError, WorkbookError
from spaser.imports.fiches.plan import ENTRY, LINKS, PARENT, RANK, Field, Genre, Table, elements, named, tables
from spaser.imports.fiches.writing import INNER, Data
from spaser.imports.values import NO, YES, is_blank
from spaser.imports.vocabulary import Vocabulary, plain, root, straight
from spaser.imports.workbook import Sheet
from spaser.problems import DataError, Problem
from spaser.reading import INVISIBLE, SLUG_FILE, show
from spaser.rewriting import Changes, rehearse

BOUNDS = Bounds(20_000, "référentiel", "fiches")
BRACKETS = re.compile(r"\[([a-z0-9_.]+)\]\s*$")
DEPTH, MINIMUM = 30, 2
ERASED = None
ERASERS = {"-", "–", "—", "effacer"}
Steps = tuple[str | int, ...]


@dataclass
class Line:
    """Une ligne : les repères, ce que disent ses cellules, et où elles sont."""

    cell: Cell
    links: dict[str, str] = field(default_factory=dict)
    values: dict[tuple[str, ...], Any] = field(default_factory=dict)
    cells: dict[tuple[str, ...], Cell] = field(default_factory=dict)


@dataclass
class Entry:
    """Une fiche que le classeur cite : son nom, ce qu'elle dit, et la cellule de chaque champ."""

    name: str
    data: Data
    places: dict[str, Cell] = field(default_factory=dict)


@dataclass
class Reading:
    """Ce que donne un classeur : les feuilles comprises, les fiches, les problèmes, les fichiers à écrire."""

    sheets: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    changes: Changes = field(default_factory=dict)
    created: int = 0


def understand(sheets: list[Sheet], name: str, genre: Genre, held: dict[str, Data], vocabulary: Vocabulary) -> Reading:
    """Lit toutes les feuilles d'un genre. Lève `WorkbookError` si aucune ne s'y reconnaît."""
    reading, read = Reading(), dict[Table, list[Line]]()
    for table in tables(genre):
        sheet = next((sheet for sheet in sheets if root(sheet.name) == root(table.name or genre.sheet)), None)
        if sheet is not None:
            read[table] = list(_lines(sheet, table, genre, vocabulary, reading.problems))
            reading.sheets.append(sheet.name)
    if not read:
        seen = ", ".join(f"« {sheet.name} »" for sheet in sheets)
        raise WorkbookError(name, f"aucune feuille n'est du plan « {genre.name} », lu {seen}", f"partir du classeur que donne : spaser exporter {genre.name}")
    known = {entry.name: entry for entry in _entries(read.get(tables(genre)[0], []), genre, held, reading)}
    for table, lines in read.items():
        for line in lines if table.steps else ():
            _check_link(line, known, held, reading)
    for entry in known.values():
        _attach(entry, read, genre, reading)
    reading.entries = list(known.values())
    return reading


def rehearsed(reading: Reading, folder: Path, genre: Genre, held: dict[str, Data], overlays: tuple[Path, ...]) -> Reading:
    """Essaie les fiches lues ; un problème revient à sa cellule. Lève `DataError` pour ceux qui ne viennent d'aucune."""
    owners = {}
    for entry in reading.entries:
        path = folder / genre.folder / f"{entry.name}.yml"
        model = model_of(path, folder)
        assert model is not None
        if entry.data != held.get(entry.name):
            reading.changes[path] = canonical(json.dumps(entry.data, ensure_ascii=False), path.as_posix(), model)
        reading.created += entry.name not in held
        owners[relative_name(folder, path)] = entry
    try:
        if reading.changes and not reading.problems:
            rehearse(reading.changes, folder, overlays)
    except DataError as error:
        stray = [problem for problem in error.problems if not _assign(problem, owners, reading)]
        if stray:
            raise DataError(stray) from None
    return reading


def _assign(problem: Problem, owners: dict[str, Entry], reading: Reading) -> bool:
    entry, path = owners.get(problem.file), problem.field
    while entry and path not in entry.places and path:
        path = path.rpartition(".")[0] if "." in path and not path.endswith("]") else path.rpartition("[")[0]
    cell = entry.places.get(path) if entry else None
    if cell is not None:
        reading.problems.append(cell.problem(problem.field, problem.message, problem.advice))
    return cell is not None


def _lines(sheet: Sheet, table: Table, genre: Genre, vocabulary: Vocabulary, problems: list[CellProblem]) -> Iterator[Line]:
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


def _entries(lines: list[Line], genre: Genre, held: dict[str, Data], reading: Reading) -> Iterator[Entry]:
    """Les fiches de la première feuille ; deux lignes de même nom sont refusées."""
    seen: dict[str, Line] = {}
    for line in lines:
        name = "/".join(str(line.values.get(part) or "") for part in ((("volet",), ("theme",)) if genre.nested else (("id",),)))
        if not all(map(SLUG_FILE.fullmatch, name.split("/"))):
            reading.problems.append(line.cell.problem("", "la ligne ne dit pas quelle fiche elle décrit", "remplir son identifiant"))
        elif name in seen:
            reading.problems.append(line.cell.problem("", f"même fiche que la ligne {seen[name].cell.row}", "garder une seule des deux lignes"))
        else:
            seen[name] = line
            entry = Entry(name, deepcopy(held.get(name, {})))
            _put_all(entry, entry.data, line, ())
            yield entry


def _check_link(line: Line, known: dict[str, Entry], held: dict[str, Data], reading: Reading) -> None:
    """Une ligne liée cite une fiche du classeur, ou une fiche déjà inscrite."""
    name = line.links.get(ENTRY, "")
    if name not in known and name in held:
        known[name] = Entry(name, deepcopy(held[name]))
    if name not in known:
        said = f"« {name} » ne mène à aucune fiche" if name else "la ligne ne dit pas à quelle fiche elle appartient"
        reading.problems.append(line.cell.problem(straight(LINKS[ENTRY]), said, "reprendre l'identifiant de la première feuille"))


def _attach(entry: Entry, read: dict[Table, list[Line]], genre: Genre, reading: Reading) -> None:
    """Pose les lignes liées d'une fiche, les feuilles dans l'ordre : chaque élément avant ceux qu'il contient."""
    holders: dict[tuple[tuple[str, ...], ...], dict[str, tuple[Any, Steps]]] = {(): {"": (entry.data, ())}}
    for table in tables(genre)[1:]:
        own = [line for line in read.get(table, []) if line.links.get(ENTRY) == entry.name]
        above, here = holders[table.steps[:-1]], dict[str, tuple[Any, Steps]]()
        for line in own:
            if line.links.get(PARENT, "") not in above:
                said = f"« {line.links.get(PARENT, '')} » ne mène à aucun élément de la fiche « {entry.name} »"
                reading.problems.append(line.cell.problem(straight(LINKS[PARENT]), said, "reprendre l'identifiant de l'élément, ou son rang"))
        for parent, (holder, steps) in above.items():
            lines = [line for line in own if line.links.get(PARENT, "") == parent]
            if lines:
                _replace(entry, holder, table, lines, (*steps, *table.steps[-1]))
            for rank, item in enumerate(elements(holder, table.steps[-1])):
                place = (item, (*steps, *table.steps[-1], rank))
                here[f"{parent} / {named(item, table, rank + 1)}" if parent else named(item, table, rank + 1)] = place
        holders[table.steps] = here


def _replace(entry: Entry, holder: Data, table: Table, lines: list[Line], steps: Steps) -> None:
    old = elements(holder, table.steps[-1])
    by_key = {str(item.get(table.key)): item for item in old} if table.key else {}
    items = []
    for rank, line in enumerate(lines):
        asked = line.links.get(RANK, "")
        ranked = old[int(asked) - 1] if not table.key and asked.isdecimal() and 0 < int(asked) <= len(old) else {}
        item = deepcopy(by_key.get(str(line.values.get((table.key,))), ranked))
        items.append(item)
        _put_all(entry, item, line, (*steps, rank))
    _put(holder, table.steps[-1], items)


def _put_all(entry: Entry, item: Data, line: Line, steps: Steps) -> None:
    entry.places[show(steps)] = line.cell
    for path, value in line.values.items():
        _put(item, path, value)
    for path, cell in line.cells.items():
        entry.places[show((*steps, *path))] = cell


def _put(data: Data, path: tuple[str, ...], value: Any) -> None:
    """Pose une valeur ; une valeur qui ne diffère que par la typographie ne change rien, un groupe vidé s'en va."""
    name, *rest = path
    if rest:
        group = data.setdefault(name, {})
        _put(group, tuple(rest), value)
        if not group:
            del data[name]
    elif value is ERASED:
        data.pop(name, None)
    elif not (isinstance(value, str) and isinstance(data.get(name), str) and typeset(value) == typeset(data[name])):
        data[name] = value
