"""Des archives ZIP aux mêmes octets pour les mêmes fichiers : ni l'heure ni le poste de travail n'y entrent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

#: La plus ancienne date qu'une archive ZIP sait écrire.
EPOCH = (1980, 1, 1, 0, 0, 0)


def settle(content: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """La même archive, à la date fixée ; `replaced` donne le nouveau contenu de certains fichiers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, EPOCH)
            entry.compress_type = item.compress_type
            entry.create_system = 3
            target.writestr(entry, replaced.get(item.filename, source.read(item)))
    return buffer.getvalue()


def read(content: bytes, name: str) -> bytes:
    """Un fichier de l'archive. Lève `KeyError` s'il n'y est pas."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def pack(parts: Mapping[str, bytes], *, compressed: bool) -> bytes:
    """Une archive neuve de ces fichiers, dans leur ordre ; `mimetype` n'y est jamais compressé (OpenDocument 1.3, partie 2, § 3.3)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED if compressed and name != "mimetype" else zipfile.ZIP_STORED
            entry.create_system = 3
            target.writestr(entry, content)
    return buffer.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Tous les fichiers de l'archive, dans leur ordre."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
