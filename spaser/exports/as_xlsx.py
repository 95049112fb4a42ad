"""Export XLSX : la table du CSV, dans un classeur prêt à filtrer."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from spaser.exports import archives, cells

CORE = "docProps/core.xml"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(header: cells.Row, sheet: cells.Sheet) -> bytes:
    """Un classeur de deux feuilles : la table, puis « À propos ». Sa date est celle de l'édition."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        created = datetime.fromisoformat(header["date"]).replace(tzinfo=UTC)
        book.set_properties({"title": header["titre"], "author": header["producteur"], "comments": _comments(header), "created": created})
        bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
        _table(book.add_worksheet(header["titre"]), sheet, bold, day)
        _about(book.add_worksheet("À propos"), header, bold)
    return in_french(buffer.getvalue())


def _comments(header: cells.Row) -> str:
    return " ; ".join(f"{name} : {value}" for name, value in cells.about(header)[3:])


def _table(page: Worksheet, sheet: cells.Sheet, bold: Format, day: Format) -> None:
    """Écrit la table : en-têtes figés, filtre, largeurs ; une date est une vraie date, un code reste un texte."""
    for rank, (column, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
        page.set_column(rank, rank, width)
        page.write_string(0, rank, column, bold)
    for line, values in enumerate(sheet.lines, 1):
        for rank, value in enumerate(values):
            _cell(page, line, rank, value, day)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.lines), max(0, len(sheet.columns) - 1))
    page.repeat_rows(0)
    page.set_landscape()
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _cell(page: Worksheet, line: int, rank: int, value: cells.Cell, day: Format) -> None:
    if isinstance(value, date):
        page.write_datetime(line, rank, datetime.combine(value, datetime.min.time()), day)
    elif isinstance(value, int | float):
        page.write_number(line, rank, value)
    elif value:
        page.write_string(line, rank, value)


def _about(page: Worksheet, header: cells.Row, bold: Format) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 80)
    for line, (name, value) in enumerate(cells.about(header)):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, cells.text(value))


def in_french(content: bytes) -> bytes:
    """Ajoute aux propriétés du document sa langue, que la bibliothèque n'écrit pas."""
    core = archives.read(content, CORE)
    end = b"</cp:coreProperties>"
    return archives.settle(content, {CORE: core.replace(end, b"<dc:language>fr-FR</dc:language>" + end)})
