"""La mémoire d'un site : ce qu'une construction tire de ses seules entrées n'est pas refait tant qu'elles n'ont pas changé d'un octet.

Une réponse est rangée sous l'empreinte de ce qui l'a faite, valeurs et code ; chaque audience a son fichier, et n'ouvre que le sien.
Effacer `.cache/` ne fait que ralentir la construction suivante ; une mémoire absente, abîmée ou prise, aussi.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache"
#: Ce dont le code fait les réponses ; pyproject.toml en fixe les versions.
LIBRARIES = ("jinja2", "markupsafe", "markdown", "nh3", "pydantic", "pagefind", "xlsxwriter", "odfdo")
#: Au-delà, ce qui vient d'être fait est écrit sans attendre la fin.
BATCH = 500
#: Combien de fois ce qui a servi la mémoire peut tenir : deux dépôts, ou deux versions, bâtis tour à tour.
SPARE = 4


class Memory:
    """Des réponses, en octets, sous leur empreinte."""

    def __init__(self, name: str) -> None:
        self._file = FOLDER / f"{name}.sqlite"
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}

    def answer(self, question: Any, make: Callable[[], bytes]) -> bytes:
        """La réponse rangée sous l'empreinte de `question`, ou celle que fait `make`."""
        key = digest(question)
        found = self.known(key)
        return self.keep(key, make()) if found is None else found

    def known(self, key: bytes) -> bytes | None:
        """La réponse rangée sous cette empreinte, s'il y en a une."""
        self._used.add(key)
        with suppress(sqlite3.Error):
            found = self._base.execute("SELECT reponse FROM reponses WHERE cle = ?", (key,)).fetchone()
            return found[0] if found else self._new.get(key)
        return self._new.get(key)

    def keep(self, key: bytes, answer: bytes) -> bytes:
        """Range une réponse, et la rend."""
        self._new[key] = answer
        if len(self._new) >= BATCH:
            self._flush()
        return answer

    def save(self) -> None:
        """Garde ce qui vient d'être fait ; s'il y a là bien plus que ce qui a servi, le reste s'en va."""
        if self._new:
            self._flush()
            self._prune()

    def _flush(self) -> None:
        """Écrit ce qui est nouveau ; ce qui ne s'écrit pas est oublié, et sera refait."""
        with suppress(sqlite3.Error, OSError):
            FOLDER.mkdir(exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=1)) as base, base:
                base.execute("CREATE TABLE IF NOT EXISTS reponses (cle BLOB PRIMARY KEY, reponse BLOB)")
                base.executemany("INSERT OR REPLACE INTO reponses VALUES (?, ?)", self._new.items())
        self._new.clear()

    def _prune(self) -> None:
        with suppress(sqlite3.Error), closing(sqlite3.connect(self._file, timeout=1)) as base, base:
            keys = [key for (key,) in base.execute("SELECT cle FROM reponses")]
            if len(keys) > SPARE * len(self._used):
                base.executemany("DELETE FROM reponses WHERE cle = ?", ((key,) for key in keys if key not in self._used))

    @cached_property
    def _base(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=1)


def digest(question: Any) -> bytes:
    """L'empreinte d'une question : ses valeurs et leurs types, le code qui y répond. Deux valeurs égales ont la même, partagées ou non."""
    said = hashlib.sha256(_code())
    pickler = pickle.Pickler(_Written(said.update), protocol=5)
    pickler.fast = True  # sans renvoi d'une valeur à une autre : l'empreinte ne dépend que de ce qui est dit
    pickler.dump(question)
    return said.digest()


class _Written(NamedTuple):
    """Un fichier où l'on ne fait qu'écrire."""

    write: Callable[[bytes], object]


@cache
def _code() -> bytes:
    """L'empreinte de tout le code, des gabarits, et des bibliothèques."""
    files = sorted((*(ROOT / "spaser").rglob("*.py"), *(ROOT / "macros").rglob("*.html")))
    said = hashlib.sha256(f"{sys.version} {' '.join(map(version, LIBRARIES))}".encode())
    for path in files:
        said.update(hashlib.sha256(path.read_bytes()).digest())
    return said.digest()
