"""Pose les lignes lues dans leurs fiches : chaque champ à sa place, chaque élément avant ceux qu'il contient."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from spaser.formatting import typeset
from spaser.imports.cells import Cell, CellProblem
from spaser.imports.fiches.lines import ERASED, Line
from spaser.imports.fiches.plan import ENTRY, LINKS, PARENT, RANK, Genre, Table, elements, named, tables
from spaser.imports.fiches.writing import Data
from spaser.imports.vocabulary import straight
from spaser.places import show

Steps = tuple[str | int, ...]


@dataclass
class Entry:
    """Une fiche que le classeur cite : son nom, ce qu'elle dit, et la cellule de chaque champ."""

    name: str
    data: Data
    places: dict[str, Cell] = field(default_factory=dict)


def attach(entry: Entry, read: dict[Table, list[Line]], genre: Genre, problems: list[CellProblem]) -> None:
    """Pose les lignes liées d'une fiche, les feuilles dans l'ordre : chaque élément avant ceux qu'il contient."""
    holders: dict[tuple[tuple[str, ...], ...], dict[str, tuple[Any, Steps]]] = {(): {"": (entry.data, ())}}
    for table in tables(genre)[1:]:
        own = [line for line in read.get(table, []) if line.links.get(ENTRY) == entry.name]
        above, here = holders[table.steps[:-1]], dict[str, tuple[Any, Steps]]()
        for line in own:
            if line.links.get(PARENT, "") not in above:
                said = f"« {line.links.get(PARENT, '')} » ne mène à aucun élément de la fiche « {entry.name} »"
                problems.append(line.cell.problem(straight(LINKS[PARENT]), said, "reprendre l'identifiant de l'élément, ou son rang"))
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
        put_all(entry, item, line, (*steps, rank))
    _put(holder, table.steps[-1], items)


def put_all(entry: Entry, item: Data, line: Line, steps: Steps) -> None:
    """Pose les cellules d'une ligne dans un élément, et note d'où vient chaque champ."""
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
