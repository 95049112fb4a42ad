"""L'ancien format d'Excel (.xls), que le marché de l'inclusion exporte encore : lu dans un processus à part, sous bornes.

Rien, dans ce format, ne se mesure avant de l'ouvrir : deux cellules aux coins d'une feuille en font naître seize millions.
Le processus a peu de mémoire et peu de temps ; s'il meurt, le fichier est refusé.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from spaser.imports import archive
from spaser.imports.bounds import MACROS, MAX_CELLS, MAX_COLUMNS, MAX_TEXT, TOO_MUCH, Bounds
from spaser.imports.cells import WorkbookError
from spaser.imports.workbook import MAX_SHEETS, Sheet

#: Mémoire et temps de processeur laissés à la lecture.
MEMORY, SECONDS = 256 * archive.MEGA, 10
VBA = "_VBA_PROJECT".encode("utf-16-le")


def read(path: Path, bounds: Bounds) -> list[Sheet]:
    """Les feuilles visibles. Lève `WorkbookError` si le fichier est abîmé, protégé, hostile, ou trop grand."""
    if not path.is_file() or path.stat().st_size > archive.MAX_BYTES:
        raise WorkbookError(path.name, f"un fichier de {archive.MAX_BYTES // archive.MEGA} Mo au plus est attendu", bounds.too_big[1])
    data = path.read_bytes()
    if not data.startswith(archive.OLE):
        raise WorkbookError(path.name, *archive.BROKEN)
    if VBA in data:
        raise WorkbookError(path.name, *MACROS)
    done = subprocess.run([sys.executable, "-P", "-m", "spaser.imports.old_excel", str(bounds.rows)], input=data, capture_output=True, check=False)
    if done.returncode or not done.stdout:
        raise WorkbookError(path.name, *archive.BROKEN)
    return _sheets(json.loads(done.stdout), path.name, bounds)


def _sheets(found: Any, name: str, bounds: Bounds) -> list[Sheet]:
    if found == "long":
        raise WorkbookError(name, *bounds.too_long)
    if sum(len(value) for _, rows in found for row in rows for value in row if isinstance(value, str)) > MAX_TEXT:
        raise WorkbookError(name, *TOO_MUCH)
    return [Sheet(sheet, rows) for sheet, rows in found]


def _loaded(data: bytes, rows: int) -> Any:
    """Les feuilles d'un classeur, ou « long » si l'une d'elles passe les bornes."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible][:MAX_SHEETS]
    found, cells = [], 0
    for name in names:
        sheet = book.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if sheet.total_height > rows or sheet.total_width > MAX_COLUMNS or cells > MAX_CELLS:
            return "long"
        found.append((name, sheet.to_python(skip_empty_area=False)))
    return found


def _main() -> None:
    import resource  # n'existe pas sous Windows, qui lit les autres formats

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(_loaded(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout, default=str)


if __name__ == "__main__":
    _main()
