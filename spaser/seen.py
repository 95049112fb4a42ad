"""La mémoire des textes déjà trouvés bons : un contrôle lent ne se refait pas sur un texte dont pas un caractère n'a changé.

Effacer `.cache/` ne fait que ralentir le contrôle suivant ; un dossier qui ne s'écrit pas, aussi.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from spaser.memory import FOLDER
from spaser.staging import write_atomic

#: Au-delà, la mémoire est refaite : elle garde aussi les textes d'hier.
MAX_LINES = 50_000


class Seen:
    """Les empreintes des textes trouvés bons par un même code ; qu'il change d'un caractère, et tout est à revoir."""

    def __init__(self, name: str, code: Iterable[Path]) -> None:
        self._file = FOLDER / f"{name}.txt"
        self._code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(code))).hexdigest()
        self._known: dict[str, None] = dict.fromkeys(self._load())
        self._before = len(self._known)

    def _load(self) -> list[str]:
        try:
            code, *lines = self._file.read_text(encoding="ascii").splitlines()
        except (OSError, ValueError):
            return []
        return lines if code == self._code and len(lines) < MAX_LINES else []

    def __contains__(self, text: str) -> bool:
        return _digest(text) in self._known

    def add(self, text: str) -> None:
        """Retient un texte trouvé bon."""
        self._known[_digest(text)] = None

    def save(self) -> None:
        """Garde la mémoire pour la prochaine fois."""
        if len(self._known) > self._before:
            with suppress(OSError):
                FOLDER.mkdir(exist_ok=True)
                write_atomic(self._file, "\n".join((self._code, *self._known)).encode())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
