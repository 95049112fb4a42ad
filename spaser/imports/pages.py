"""Les pages d'un tableur d'intentions : le même plan, vide pour les services ou rempli pour l'export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spaser.exports import as_ods, cells
from spaser.exports.base import header
from spaser.imports.columns import Column
from spaser.imports.layout import CHILDREN, COLUMNS, LINK, MAIN_SHEET, MARK, STAKES
from spaser.imports.values import written
from spaser.imports.vocabulary import Vocabulary
from spaser.model import Intention
from spaser.publication import Edition


@dataclass(frozen=True)
class Slot:
    """Une colonne à sa place : son champ (aucun pour un repère), et le rang de l'élément d'un champ répété."""

    title: str
    column: Column | None = None
    rank: int | None = None

    @property
    def width(self) -> int:
        """La largeur, en caractères."""
        return self.column.width if self.column else 14

    def value(self, entry: Any) -> Any:
        """La valeur de la colonne pour une intention."""
        if self.column is None:
            return None
        if self.rank is None:
            return self.column.value(entry)
        items = getattr(entry, self.column.group)
        return self.column.value(items[self.rank]) if self.rank < len(items) else None


@dataclass(frozen=True)
class Page:
    """Une feuille : son nom, ses colonnes, ses lignes de valeurs du modèle."""

    name: str
    slots: tuple[Slot, ...]
    lines: tuple[tuple[Any, ...], ...] = ()


def given() -> list[Page]:
    """Le plan vide donné aux services."""
    columns = [column for column in COLUMNS if column.given]
    slots = [Slot(COLUMNS[0].title, COLUMNS[0]), Slot(MARK), *_slots(columns[1:], {"enjeux": STAKES})]
    return [Page(MAIN_SHEET, tuple(slots)), *(Page(child.sheet, _child_slots(child.columns)) for child in CHILDREN if child.given)]


def filled(entries: list[Intention]) -> list[Page]:
    """Les intentions, leurs lots et leurs faits, chacun sur sa feuille."""
    slots = tuple(_slots(list(COLUMNS), {"enjeux": max(STAKES, _longest(entries, "enjeux"))}))
    pages = [Page(MAIN_SHEET, slots, tuple(tuple(slot.value(entry) for slot in slots) for entry in entries))]
    for child in CHILDREN:
        lines = [(entry.id, *(column.value(item) for column in child.columns)) for entry in entries for item in getattr(entry, child.group)]
        pages.append(Page(child.sheet, _child_slots(child.columns), tuple(lines)))
    return pages


def flat(entries: list[Intention]) -> Page:
    """Tout sur une seule feuille, pour un CSV : les lots et les faits ont des colonnes numérotées, comme les enjeux."""
    columns = [*COLUMNS, *(column for child in CHILDREN for column in child.columns)]
    slots = tuple(_slots(columns, {group: _longest(entries, group) for group in ("enjeux", *(child.group for child in CHILDREN))}))
    return Page(MAIN_SHEET, slots, tuple(tuple(slot.value(entry) for slot in slots) for entry in entries))


def _longest(entries: list[Intention], group: str) -> int:
    return max((len(getattr(entry, group)) for entry in entries), default=0)


def _child_slots(columns: tuple[Column, ...]) -> tuple[Slot, ...]:
    return (Slot(LINK), *(Slot(column.heading(), column) for column in columns))


def _slots(columns: list[Column], counts: dict[str, int]) -> Iterator[Slot]:
    """Les colonnes dans l'ordre ; celles d'un champ répété se suivent, élément après élément."""
    done = set()
    for column in columns:
        if not column.group:
            yield Slot(column.heading(), column)
        elif column.group not in done:
            done.add(column.group)
            members = [member for member in columns if member.group == column.group]
            yield from (Slot(member.heading(rank), member, rank) for rank in range(counts.get(column.group, 0)) for member in members)


def cell(slot: Slot, value: Any, vocabulary: Vocabulary) -> cells.Cell:
    """Ce que la cellule montre ; un repère ou un lien s'écrit tel quel."""
    if value is None:
        return ""
    return written(value, slot.column, vocabulary) if slot.column else str(value)


def to_ods(edition: Edition, entries: list[Intention]) -> bytes:
    """Les intentions dans un classeur OpenDocument."""
    vocabulary = Vocabulary(edition)
    sheets = {page.name: _sheet(page, vocabulary) for page in filled(entries)}
    return as_ods.write(header(edition, MAIN_SHEET), sheets.pop(MAIN_SHEET), sheets)


def _sheet(page: Page, vocabulary: Vocabulary) -> cells.Sheet:
    lines = tuple(tuple(cell(slot, value, vocabulary) for slot, value in zip(page.slots, line, strict=True)) for line in page.lines)
    return cells.Sheet(tuple(slot.title for slot in page.slots), tuple(slot.width for slot in page.slots), lines)


def to_csv(edition: Edition, entries: list[Intention]) -> bytes:
    """Les intentions dans un CSV que les tableurs français ouvrent d'un double clic : UTF-8, points-virgules."""
    sheet, buffer = _sheet(flat(entries), Vocabulary(edition)), io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_harmless(value) for value in line] for line in sheet.lines)
    return buffer.getvalue().encode("utf-8-sig")


def _harmless(value: cells.Cell) -> str:
    """Le texte d'une cellule de CSV ; l'apostrophe qui neutralise une formule est enlevée à l'import."""
    said = str(value)
    return f"'{said}" if said.startswith((*cells.FORMULA, "'")) and not cells.is_number(said) else said
