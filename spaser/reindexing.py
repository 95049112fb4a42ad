"""L'index de recherche n'est pas refait pour les mêmes documents : c'est ce qui coûte le plus d'une construction."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from spaser import search
from spaser.memory import Memory, digest
from spaser.timing import stage


@contextmanager
def indexed(documents: Sequence[search.Document], output: Path, memory: Memory) -> Iterator[None]:
    """De même que `search.indexed`, sauf si ces documents ont déjà leur index en mémoire."""
    key = digest(documents)
    with stage("recherche"):
        known = memory.known(key)
        if known is not None:
            _unpack(known, output)
    if known is not None:
        yield
        return
    with search.indexed(documents, output):
        yield
    with stage("recherche"):
        memory.keep(key, _packed(output))


def _packed(output: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for path in output.rglob("*"):
            if path.is_file():
                packed.write(path, path.relative_to(output))
    return buffer.getvalue()


def _unpack(content: bytes, output: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(output)
