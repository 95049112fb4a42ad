"""Ouvre les fichiers compressés d’un site, jusqu’au dernier, dans des bornes."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator

#: Un site de vingt mille pages n’a pas de pièce plus lourde ; une bombe, si.
MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 4


class PackError(Exception):
    """Un fichier compressé qu’on ne peut pas ouvrir : on ne sait pas ce qu’il publie."""


def unpacked(name: str, raw: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Les octets d’un fichier, ou ceux de chaque pièce qu’il contient s’il est compressé. Lève `PackError`."""
    if depth > MAX_DEPTH or len(raw) > MAX_BYTES:
        raise PackError("une archive dépasse ce qu’un site contient")
    try:
        if raw[:2] == b"\x1f\x8b":
            yield from unpacked(name, _inflate(raw), depth + 1)
        elif raw[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                for member in archive.infolist():
                    yield from _member(name, archive, member, depth)
        else:
            yield name, raw
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError):
        raise PackError("une archive ne s’ouvre pas, son contenu ne peut pas être contrôlé") from None


def _inflate(raw: bytes) -> bytes:
    with gzip.open(io.BytesIO(raw)) as stream:
        return stream.read(MAX_BYTES + 1)


def _member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> Iterator[tuple[str, bytes]]:
    with archive.open(member) as stream:
        content = stream.read(MAX_BYTES + 1)
    yield f"{name}!{member.filename} (commentaire)", member.comment + archive.comment
    yield from unpacked(f"{name}!{member.filename}", content, depth + 1)
