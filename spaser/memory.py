"""La mémoire d'un site : ce qu'une construction tire de ses seules entrées n'est pas refait tant qu'elles n'ont pas changé d'un octet.

Une réponse est rangée sous l'empreinte de ce qui l'a faite, valeurs et code ; chaque audience a son fichier, et n'ouvre que le sien.
Effacer `.cache/` ne fait que ralentir la construction suivante ; une mémoire absente, abîmée ou prise, aussi.
"""

from __future__ import annotations

import hashlib
import io
import pickle
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache"
#: Ce dont le code fait les réponses ; pyproject.toml en fixe les versions.
LIBRARIES = ("jinja2", "markupsafe", "markdown", "nh3", "pydantic", "pagefind")


class Memory:
    """Des réponses, en octets, sous leur empreinte ; celles qui n'ont pas servi depuis la dernière construction s'en vont."""

    def __init__(self, name: str) -> None:
        self._file = FOLDER / f"{name}.sqlite"
        self._known: dict[bytes, bytes] = {}
        self._used: dict[bytes, bytes] = {}
        with suppress(sqlite3.Error), self._open() as base:
            self._known = dict(base.execute("SELECT cle, reponse FROM reponses"))

    def answer(self, question: Any, make: Callable[[], bytes]) -> bytes:
        """La réponse rangée sous l'empreinte de `question`, ou celle que fait `make`."""
        key = digest(question)
        found = self.known(key)
        return self.keep(key, make()) if found is None else found

    def known(self, key: bytes) -> bytes | None:
        """La réponse rangée sous cette empreinte, s'il y en a une."""
        return self.keep(key, self._known[key]) if key in self._known else None

    def keep(self, key: bytes, answer: bytes) -> bytes:
        """Range une réponse, et la rend."""
        self._used[key] = answer
        return answer

    def save(self) -> None:
        """Garde ce qui vient de servir, et rien d'autre."""
        new, old = self._used.keys() - self._known.keys(), self._known.keys() - self._used.keys()
        if not new and not old:
            return
        with suppress(sqlite3.Error, OSError):
            FOLDER.mkdir(exist_ok=True)
            with self._open() as base:
                base.execute("CREATE TABLE IF NOT EXISTS reponses (cle BLOB PRIMARY KEY, reponse BLOB)")
                base.executemany("DELETE FROM reponses WHERE cle = ?", ((key,) for key in old))
                base.executemany("INSERT OR REPLACE INTO reponses VALUES (?, ?)", ((key, self._used[key]) for key in new))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._file, timeout=1)) as base, base:
            yield base


def digest(question: Any) -> bytes:
    """L'empreinte d'une question : ses valeurs et leurs types, le code qui y répond. Deux valeurs égales ont la même, partagées ou non."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # sans renvoi d'une valeur à une autre : l'empreinte ne dépend que de ce qui est dit
    pickler.dump(question)
    return hashlib.sha256(_code() + buffer.getbuffer()).digest()


@cache
def _code() -> bytes:
    """L'empreinte de tout le code, des gabarits, et des bibliothèques."""
    files = sorted((*(ROOT / "spaser").rglob("*.py"), *(ROOT / "macros").rglob("*.html")))
    said = hashlib.sha256(f"{sys.version} {' '.join(map(version, LIBRARIES))}".encode())
    for path in files:
        said.update(hashlib.sha256(path.read_bytes()).digest())
    return said.digest()
