"""Le classeur .xlsx des intentions : listes déroulantes, aide sous chaque cellule, mode d'emploi ; vide ou rempli."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from spaser.exports import as_xlsx
from spaser.exports.base import header
from spaser.imports.cells import letters
from spaser.imports.columns import Column
from spaser.imports.guide import example, write_guide
from spaser.imports.layout import WHEN_EMPTY
from spaser.imports.pages import Page, Slot, cell, filled, given
from spaser.imports.values import written
from spaser.imports.vocabulary import Vocabulary
from spaser.model import Intention
from spaser.model.base import Booleen, Euros, Jour
from spaser.publication import Edition

#: Lignes prêtes à remplir sous la dernière ligne écrite.
FREE_LINES = 500
LISTS = "Listes"


def template(edition: Edition, year: int) -> bytes:
    """Le tableur vide donné aux services."""
    return _Book(edition, f"Intentions d’achat {year}").render(given(), year)


def export(edition: Edition, entries: list[Intention], year: int) -> bytes:
    """Le même tableur, rempli des intentions d'une campagne, toutes colonnes comprises."""
    return _Book(edition, f"Intentions d’achat {year}").render(filled(entries), year)


class _Book:
    """Un classeur en cours d'écriture."""

    def __init__(self, edition: Edition, title: str) -> None:
        self.edition, self.title = edition, title
        self.vocabulary = Vocabulary(edition)
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, as_xlsx.OPTIONS)
        self.lists: dict[tuple[str, ...], str] = {}
        self.formats: dict[str, Format] = {
            "public": self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#DCE9F2"}),
            "interne": self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#F3E3C8"}),
            "texte": self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "jour": self.book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            "euros": self.book.add_format({"num_format": "# ##0", "valign": "top"}),
            "nombre": self.book.add_format({"valign": "top"}),
        }

    def render(self, pages: list[Page], year: int) -> bytes:
        """Écrit toutes les feuilles ; la date du classeur est celle de l'édition."""
        head = header(self.edition, self.title)
        created = datetime.fromisoformat(head["date"]).replace(tzinfo=UTC)
        self.book.set_properties({"title": self.title, "author": head["producteur"], "created": created})
        sheets = [(page, self.book.add_worksheet(page.name)) for page in pages]
        write_guide(self.book, head, [slot for page in pages for slot in page.slots], self.vocabulary, year)
        hidden = self.book.add_worksheet(LISTS)
        hidden.hide()
        for page, sheet in sheets:
            self._page(page, sheet, hidden)
        self.book.close()
        return as_xlsx.in_french(self.buffer.getvalue())

    def _page(self, page: Page, sheet: Worksheet, hidden: Worksheet) -> None:
        """Une feuille : en-tête figé, filtre, largeurs, cellules, puis une aide et une liste par colonne."""
        last = len(page.lines) + FREE_LINES
        for rank, slot in enumerate(page.slots):
            style = self.formats[_style(slot)]
            sheet.set_column(rank, rank, slot.width, style)
            sheet.write_string(0, rank, _title(slot), self.formats["interne" if slot.column and slot.column.audience == "interne" else "public"])
            sheet.data_validation(1, rank, last, rank, self._validation(slot, hidden))
            for line, values in enumerate(page.lines, 1):
                _write(sheet, line, rank, cell(slot, values[rank], self.vocabulary), style)
        sheet.set_row(0, 32)
        sheet.freeze_panes(1, 2 if len(page.slots) > 10 else 1)
        sheet.autofilter(0, 0, max(1, len(page.lines)), len(page.slots) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _validation(self, slot: Slot, hidden: Worksheet) -> dict[str, Any]:
        """L'aide qui paraît quand on choisit la cellule, et la liste où choisir ; une cellule à plusieurs valeurs reste libre."""
        column = slot.column
        if column is None:
            return {"validate": "any", "input_title": slot.title, "input_message": "Un nom court, au choix, que la feuille des lots peut citer."}
        shown = example(column, self.vocabulary)
        help_text = f"{column.help}.{f' Exemple : {shown}' if shown else ''}{' Plusieurs valeurs : les séparer par « ; ».' if column.many else ''}"
        message = {"input_title": slot.title[:32], "input_message": help_text[:255]}
        choices = self._choices(column, hidden)
        if not choices:
            return {"validate": "any"} | message
        refusal = {"error_title": "Hors de la liste", "error_message": "Choisir une valeur de la liste.", "show_error": not column.many}
        return {"validate": "list", "source": choices} | message | refusal

    def _choices(self, column: Column, hidden: Worksheet) -> str:
        """La plage de la feuille cachée où sont les valeurs possibles, écrite une fois par liste ; vide si tout est possible."""
        key = choices_key(column)
        if key and key not in self.lists:
            rank, labels = len(self.lists), choices(column, self.vocabulary)
            hidden.write_string(0, rank, ", ".join(key))
            for line, label in enumerate(labels, 1):
                hidden.write_string(line, rank, label)
            name = letters(rank + 1)
            self.lists[key] = f"={LISTS}!${name}$2:${name}${len(labels) + 1}"
        return self.lists.get(key, "")


def choices_key(column: Column) -> tuple[str, ...]:
    """Le nom de la liste où choisir la valeur d'une colonne, vide si elle est libre."""
    if column.lists:
        return column.lists
    return ("familles",) if column.target == "famille" else ("oui", "non") if Booleen in column.parts else column.words


def choices(column: Column, vocabulary: Vocabulary) -> list[str]:
    """Les valeurs possibles d'une colonne ; un code ou une famille retirés ne sont plus proposés."""
    if column.lists:
        return [vocabulary.label(column.lists, line.code) for line in vocabulary.lines(column.lists) if line.retire_le is None]
    if column.target == "famille":
        families = vocabulary.edition.entrees["famille"].values()
        return sorted(vocabulary.family_label(family.id) for family in families if family.retire_le is None)
    return [str(written(word == "oui", column, vocabulary)) if Booleen in column.parts else word for word in choices_key(column)]


def _title(slot: Slot) -> str:
    """Le titre de la colonne ; une astérisque dit qu'elle est obligatoire."""
    needed = slot.column is not None and slot.column.is_required and slot.column.path not in WHEN_EMPTY
    return f"{slot.title} *" if needed else slot.title


def _style(slot: Slot) -> str:
    kinds = slot.column.parts if slot.column else []
    return "jour" if Jour in kinds else "euros" if Euros in kinds else "nombre" if int in kinds else "texte"


def _write(sheet: Worksheet, line: int, rank: int, value: Any, style: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, rank, datetime.combine(value, datetime.min.time()), style)
    elif isinstance(value, int):
        sheet.write_number(line, rank, value, style)
    elif value:
        sheet.write_string(line, rank, value, style)
