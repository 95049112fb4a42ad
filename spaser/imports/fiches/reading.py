"""Lit un classeur de fiches : chaque cellule va à son champ, chaque problème revient à sa cellule."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from spaser.formatting import canonical_of
from spaser.imports.bounds import Bounds
from spaser.imports.cells import CellProblem, WorkbookError
from spaser.imports.fiches.attaching import Entry, attach, put_all
from spaser.imports.fiches.lines import Line, lines_of
from spaser.imports.fiches.plan import ENTRY, LINKS, Genre, Table, tables
from spaser.imports.fiches.writing import Data
from spaser.imports.vocabulary import Vocabulary, root, straight
from spaser.imports.workbook import Sheet
from spaser.layout import model_of, relative_name
from spaser.problems import DataError, Problem
from spaser.reading import SLUG_FILE
from spaser.rewriting import Changes, rehearse

BOUNDS = Bounds(20_000, "référentiel", "fiches")


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
            read[table] = list(lines_of(sheet, table, genre, vocabulary, reading.problems))
            reading.sheets.append(sheet.name)
    if not read:
        seen = ", ".join(f"« {sheet.name} »" for sheet in sheets)
        raise WorkbookError(name, f"aucune feuille n'est du plan « {genre.name} », lu {seen}", f"partir du classeur que donne : spaser exporter {genre.name}")
    known = {entry.name: entry for entry in _entries(read.get(tables(genre)[0], []), genre, held, reading)}
    for table, lines in read.items():
        for line in lines if table.steps else ():
            _check_link(line, known, held, reading)
    for entry in known.values():
        attach(entry, read, genre, reading.problems)
    reading.entries = list(known.values())
    return reading


def rehearsed(reading: Reading, folder: Path, genre: Genre, held: dict[str, Data], overlays: tuple[Path, ...]) -> Reading:
    """Essaie les fiches lues ; un problème revient à sa cellule. Lève `DataError` pour ceux qui ne viennent d'aucune."""
    owners = {}
    for entry in reading.entries:
        path = folder / genre.folder / f"{entry.name}.yml"
        model = model_of(path.relative_to(folder).as_posix())
        if entry.data != held.get(entry.name):
            reading.changes[path] = canonical_of(entry.data, path.as_posix(), model)
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
            put_all(entry, entry.data, line, ())
            yield entry


def _check_link(line: Line, known: dict[str, Entry], held: dict[str, Data], reading: Reading) -> None:
    """Une ligne liée cite une fiche du classeur, ou une fiche déjà inscrite."""
    name = line.links.get(ENTRY, "")
    if name not in known and name in held:
        known[name] = Entry(name, deepcopy(held[name]))
    if name not in known:
        said = f"« {name} » ne mène à aucune fiche" if name else "la ligne ne dit pas à quelle fiche elle appartient"
        reading.problems.append(line.cell.problem(straight(LINKS[ENTRY]), said, "reprendre l'identifiant de la première feuille"))
