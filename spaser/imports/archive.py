"""Ce qu'un classeur a le droit de contenir : tout est mesuré avant que la bibliothèque de lecture ne l'ouvre.

Un classeur est un zip de fichiers XML. Un petit fichier hostile peut y promettre des milliards de cellules
(bombe), aller chercher un autre fichier (entité externe) ou porter un programme (macro). On lit d'abord la
table du zip, puis chaque partie XML, morceau par morceau, et l'on s'arrête à la première borne franchie.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from spaser.imports.bounds import LOCKED, MACROS, Bounds, RefusedPartError
from spaser.imports.cells import WorkbookError
from spaser.imports.contents import Contents

MEGA = 1024 * 1024
MAX_BYTES = 20 * MEGA
MAX_UNZIPPED = 64 * MEGA
#: Au-delà de cette taille, une partie n'a plus le droit d'être compressée plus de `MAX_RATIO` fois.
SMALL, MAX_RATIO = MEGA, 200
MAX_PARTS = 500
CHUNK = 64 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = ("le fichier est abîmé, ou ce n'est pas un classeur", "l'ouvrir dans le tableur et l'enregistrer à nouveau, en .xlsx ou en .ods")


def check(data: bytes, name: str, bounds: Bounds) -> None:
    """Mesure un classeur. Lève `WorkbookError` s'il est abîmé, protégé, hostile, ou trop grand."""
    if data.startswith(OLE):
        raise WorkbookError(name, *LOCKED)
    try:
        if data.count(b"PK\x01\x02") > MAX_PARTS:
            raise WorkbookError(name, *bounds.too_big)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_table(parts, name, bounds)
            _check_parts(archive, parts, bounds)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise WorkbookError(name, *BROKEN) from None
    except RefusedPartError as refused:
        raise WorkbookError(name, refused.message, refused.advice) from None


def _check_table(parts: list[zipfile.ZipInfo], name: str, bounds: Bounds) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise WorkbookError(name, *LOCKED)
    if any(part.filename.lower().endswith(("vbaproject.bin", "vbadata.xml")) or part.filename.startswith("Basic/") for part in parts):
        raise WorkbookError(name, *MACROS)
    bombs = [part for part in parts if part.file_size > SMALL and part.file_size > MAX_RATIO * max(1, part.compress_size)]
    if bombs or sum(part.file_size for part in parts) > MAX_UNZIPPED or len(parts) > MAX_PARTS:
        raise WorkbookError(name, *bounds.too_big)


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    """Lit chaque partie XML sous bornes ; celles que nul ne lit (images) ne sont pas ouvertes."""
    contents = Contents(bounds)
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            contents.read(part.filename, _chunks(archive, part, bounds))
    contents.check_total()


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo, bounds: Bounds) -> Iterator[bytes]:
    """Les morceaux d'une partie ; lève `RefusedPartError` si elle est plus grande que ce que dit la table du zip."""
    size = 0
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > part.file_size:
                raise RefusedPartError(*bounds.too_big)
            yield chunk
