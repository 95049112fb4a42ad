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
    with stage("recherche"):
        key = digest(documents)
        known = memory.known(key)
    with search.indexed(documents, output) if known is None else _unpacked(known, output):
        yield
    if known is None:
        with stage("recherche"):
            memory.keep(key, _packed(output))


def _packed(output: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for path in output.rglob("*"):
            if path.is_file():
                packed.write(path, path.relative_to(output))
    return buffer.getvalue()


@contextmanager
def _unpacked(content: bytes, output: Path) -> Iterator[None]:
    with stage("recherche"), zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(output)
    yield
