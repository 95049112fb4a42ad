"""La mémoire des lectures : un fichier dont pas un octet n'a changé n'est pas lu deux fois par l'analyseur YAML.

Les données y sont rangées sous l'empreinte du texte et du lecteur ; les places n'y sont pas, elles ne servent qu'à dire un problème.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from spaser import reading, skimming
from spaser.memory import Memory
from spaser.places import Tree
from spaser.problems import Problem
from spaser.skimming import DoubtError, skim


class Readings:
    """Lit des fichiers en se souvenant des précédents."""

    def __init__(self) -> None:
        self._memory, self._code = Memory("lectures"), _code()

    def read(self, path: Path, name: str) -> tuple[Tree, list[Problem]]:
        """Lit `path`, nommé `name` dans les messages ; rend l'arbre et les clés doublées. Lève `UnreadableError`."""
        text = reading.read_text(path, name)
        key = hashlib.sha256(self._code + text.encode()).digest()
        known = self._memory.known(key)
        try:
            data = self._skim(key, text) if known is None else json.loads(known)
        except DoubtError:
            return reading.parse(text, name)
        return Tree(data, name, locate=lambda: reading.parse(text, name)[0]), []

    def save(self) -> None:
        """Garde ce qui vient d'être lu."""
        self._memory.save()

    def _skim(self, key: bytes, text: str) -> Any:
        data = skim(text)
        self._memory.keep(key, json.dumps(data, ensure_ascii=False).encode())
        return data


def _code() -> bytes:
    """L'empreinte du lecteur : ce qu'il refuse peut changer avec lui, et avec lui seul."""
    return hashlib.sha256(b"".join(Path(module.__file__ or "").read_bytes() for module in (reading, skimming))).digest()
