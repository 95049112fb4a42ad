"""Les lignes d'un annuaire rangé dans un tableur."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spaser.imports import old_excel, workbook
from spaser.imports.bounds import Bounds
from spaser.imports.cells import WorkbookError
from spaser.imports.directories.base import Directory, Raw, said
from spaser.imports.vocabulary import plain
from spaser.imports.workbook import Sheet

BOUNDS = Bounds(20_000, "annuaire", "structures")
#: L'en-tête est dans ces premières lignes.
DEPTH = 15
#: Ce que donne un texte UTF-8 lu avec un autre encodage, et le signe d'un caractère perdu.
DAMAGED = ("Ã©", "Ã¨", "Ãª", "Ã ", "Ã§", "Ã´", "â€™", "Å“", "\ufffd")


def read(path: Path, directory: Directory) -> Iterator[Raw]:
    """Les lignes sous l'en-tête. Lève `WorkbookError` si le fichier ne se lit pas, ou si ce n'est pas cet annuaire."""
    for sheet in (old_excel if path.suffix.lower() == ".xls" else workbook).read(path, BOUNDS):
        _check_letters(sheet, path.name)
        number, titles = _head(sheet, directory)
        if titles:
            yield from _rows(sheet, number, titles)
            return
    wanted = ", ".join(f"« {title} »" for title in directory.required)
    raise WorkbookError(path.name, f"aucune feuille n'a les colonnes de cet annuaire : {wanted}", "vérifier l'annuaire donné à --source")


def _check_letters(sheet: Sheet, name: str) -> None:
    for number, row in enumerate(sheet.rows, 1):
        for value in row:
            bad = next((mark for mark in DAMAGED if mark in value), None) if isinstance(value, str) else None
            if bad:
                message = f"ligne {number} : les accents sont abîmés, lu « {value[:60]} »"
                raise WorkbookError(name, message, "exporter à nouveau l'annuaire, en UTF-8")


def _head(sheet: Sheet, directory: Directory) -> tuple[int, list[str]]:
    """Le numéro de la ligne d'en-tête et ses titres comparables ; rien si la feuille n'est pas de cet annuaire."""
    required = set(map(plain, directory.required))
    for number, row in enumerate(sheet.rows[:DEPTH], 1):
        titles = [plain(said(value)) for value in row]
        if required <= set(titles):
            return number, titles
    return 0, []


def _rows(sheet: Sheet, head: int, titles: list[str]) -> Iterator[Raw]:
    for number, row in enumerate(sheet.rows[head:], head + 1):
        values: dict[str, object] = {}
        for title, value in zip(titles, row, strict=False):
            if title and said(value):
                values.setdefault(title, value)
        beyond = any(said(value) for value in row[len(titles) :])
        if values:
            yield Raw(f"ligne {number}", values | ({BEYOND: True} if beyond else {}))


#: La ligne a plus de cellules que l'en-tête : ses colonnes sont décalées.
BEYOND = "\0"
