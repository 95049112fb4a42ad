"""Lit un tableur, .xlsx, .ods ou .csv : des feuilles de valeurs, chacune à sa place, dans des bornes étroites."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from spaser.imports import archive
from spaser.imports.bounds import INTENTIONS, MACROS, MAX_COLUMNS, Bounds
from spaser.imports.cells import WorkbookError

MAX_SHEETS = 30
SEPARATORS = ";,\t|"
#: Caractères du début d'un CSV où l'on cherche son séparateur.
HEAD = 100_000
FORMATS = "l'enregistrer au format .xlsx, .ods ou .csv"
#: Les formats que l'on refuse avec une raison ; tous les autres sont simplement inconnus.
REFUSED = {
    ".xlsm": MACROS,
    ".xltm": MACROS,
    ".xls": ("l'ancien format .xls n'est pas accepté", FORMATS),
    ".xlsb": ("le format .xlsb n'est pas accepté", FORMATS),
}


@dataclass(frozen=True)
class Sheet:
    """Une feuille : son nom, et ses lignes depuis la première, vides comprises."""

    name: str
    rows: list[list[Any]]


def read(path: Path, bounds: Bounds = INTENTIONS) -> list[Sheet]:
    """Les feuilles visibles d'un tableur. Lève `WorkbookError` s'il ne se lit pas, ou passe les bornes."""
    suffix = path.suffix.lower()
    if suffix in REFUSED:
        raise WorkbookError(path.name, *REFUSED[suffix])
    if suffix not in (".xlsx", ".ods", ".csv"):
        raise WorkbookError(path.name, f"« {suffix or path.name} » n'est pas un format de tableur connu", FORMATS)
    if not path.is_file() or path.stat().st_size > archive.MAX_BYTES:
        raise WorkbookError(path.name, f"un fichier de {archive.MAX_BYTES // archive.MEGA} Mo au plus est attendu", bounds.too_big[1])
    try:
        data = path.read_bytes()
    except OSError:
        raise WorkbookError(path.name, "le fichier ne peut pas être lu", "vérifier ses droits d'accès") from None
    return [_csv(data, path, bounds)] if suffix == ".csv" else _workbook(data, path.name, bounds)


def _workbook(data: bytes, name: str, bounds: Bounds) -> list[Sheet]:
    archive.check(data, name, bounds)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        return [Sheet(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in shown[:MAX_SHEETS]]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # une panique de la bibliothèque n'est pas une `Exception`
        raise WorkbookError(name, *archive.BROKEN) from None


def _csv(data: bytes, path: Path, bounds: Bounds) -> Sheet:
    text = decode(data, path.name)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], "\n" + rest
    else:
        separator = _separator(text)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), bounds.rows + 1))
    except csv.Error:
        raise WorkbookError(path.name, "un guillemet ouvert n'est pas refermé", "enregistrer à nouveau le fichier depuis le tableur") from None
    if len(rows) > bounds.rows or any(any(row[MAX_COLUMNS:]) for row in rows):
        raise WorkbookError(path.name, *bounds.too_long)
    return Sheet(path.stem, [[unquoted(value) for value in row[:MAX_COLUMNS]] for row in rows])


def decode(data: bytes, name: str) -> str:
    """Le texte d'un CSV : UTF-8, UTF-16 s'il l'annonce, sinon l'encodage de Windows en France."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise WorkbookError(name, "le fichier n'est pas un texte séparé par des points-virgules", FORMATS)


def _separator(text: str) -> str:
    """Le séparateur qui donne les lignes les plus larges, parmi les premières."""
    head = "\n".join(text[:HEAD].splitlines()[:30])
    return max(SEPARATORS, key=lambda separator: max((len(row) for row in _rows(head, separator)), default=0))


def _rows(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(text.splitlines(), delimiter=separator))
    except csv.Error:
        return []


def unquoted(value: str) -> str:
    """Enlève l'apostrophe qui empêche un tableur de prendre un texte pour une formule."""
    return value[1:] if value.startswith("'") and value[1:2] in ("=", "+", "-", "@", "'") else value
