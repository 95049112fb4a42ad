"""La mémoire des lectures : un fichier dont pas un octet n'a changé n'est pas lu deux fois par l'analyseur YAML.

Les données y sont rangées sous l'empreinte du texte ; les places n'y sont pas, elles ne servent qu'à dire un problème.
Effacer `.cache/` ne fait que ralentir la lecture suivante.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from spaser import reading, skimming
from spaser.problems import Problem
from spaser.reading import Tree
from spaser.skimming import DoubtError, skim

FILE = Path(__file__).resolve().parent.parent / ".cache" / "lectures.sqlite"
#: Au-delà, la mémoire est refaite : elle garde aussi les textes d'hier.
MAX_ROWS = 200_000


class Readings:
    """Lit des fichiers en se souvenant des précédents ; une mémoire absente, abîmée ou prise ne fait que ralentir."""

    def __init__(self, file: Path = FILE) -> None:
        self._file = file
        self._base: sqlite3.Connection | None = None
        self._code = _code()
        self._new: dict[str, str] = {}

    def __enter__(self) -> Readings:
        with suppress(sqlite3.Error):
            self._base = sqlite3.connect(f"file:{self._file}?mode=ro", uri=True, timeout=1)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()
        if not self._new:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with sqlite3.connect(self._file, timeout=1) as base:
                base.execute("CREATE TABLE IF NOT EXISTS lectures (cle TEXT PRIMARY KEY, code TEXT, donnees TEXT)")
                base.execute("DELETE FROM lectures WHERE code != ? OR (SELECT COUNT(*) FROM lectures) > ?", (self._code, MAX_ROWS))
                base.executemany("INSERT OR REPLACE INTO lectures VALUES (?, ?, ?)", ((key, self._code, data) for key, data in self._new.items()))
        except (sqlite3.Error, OSError):
            return

    def read(self, path: Path, name: str) -> tuple[Tree, list[Problem]]:
        """Lit `path`, nommé `name` dans les messages ; rend l'arbre et les clés doublées. Lève `UnreadableError`."""
        text = reading.read_text(path, name)
        key = hashlib.sha256(text.encode()).hexdigest()
        try:
            known = self._recall(key)
            data = json.loads(known) if known else self._skim(key, text)
        except DoubtError:
            return reading.parse(text, name)
        return Tree(data, name, locate=lambda: reading.parse(text, name)[0]), []

    def _recall(self, key: str) -> str | None:
        """Ce que la mémoire garde d'un texte. Une requête par fichier : la lire d'un coup prendrait la place de tous les textes d'hier."""
        try:
            found = self._base.execute("SELECT donnees FROM lectures WHERE cle = ? AND code = ?", (key, self._code)).fetchall() if self._base else []
        except sqlite3.Error:
            self._close()
            return None
        return found[0][0] if found else None

    def _close(self) -> None:
        if self._base:
            self._base.close()
        self._base = None

    def _skim(self, key: str, text: str) -> Any:
        data = skim(text)
        self._new[key] = json.dumps(data, ensure_ascii=False)
        return data


def _code() -> str:
    """L'empreinte du lecteur : ce qu'il refuse peut changer avec lui."""
    return hashlib.sha256(b"".join(Path(module.__file__ or "").read_bytes() for module in (reading, skimming))).hexdigest()
