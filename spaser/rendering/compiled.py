"""La mémoire des gabarits compilés : Jinja ne les traduit qu'une fois en Python, puis à chaque changement de leur texte.

Effacer `.cache/` ne fait que ralentir la construction suivante ; un dossier qui ne s'écrit pas, aussi.
"""

from __future__ import annotations

from contextlib import suppress

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from spaser.memory import FOLDER as CACHE

FOLDER = CACHE / "gabarits"


class _Memory(FileSystemBytecodeCache):
    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            FOLDER.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


def memory() -> BytecodeCache:
    """La mémoire à donner à un environnement Jinja."""
    return _Memory(str(FOLDER))
