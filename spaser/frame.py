"""La charpente d'un site : ce que MkDocs fait du thème et des pages de prose, avant que les données y soient posées.

Elle ne dépend ni des fiches ni de leur nombre : une donnée qui change n'oblige pas à la refaire.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from spaser.shells import Shell

_BLOCK = re.compile(r"<p>@@BLOC(\d+)@@</p>|@@BLOC(\d+)@@")


@dataclass(frozen=True)
class Call:
    """Un bloc qu'une page demande : son nom, ses arguments."""

    name: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]


@dataclass(frozen=True)
class Prose:
    """Une page de prose : entière dans `html`, son seul corps dans `content` ; un jeton y tient la place de chaque bloc."""

    source: str
    url: str
    path: str
    title: str
    html: str
    content: str
    calls: dict[int, Call]
    indexed: bool

    def complete(self, block: Callable[[Call], str]) -> tuple[str, str]:
        """La page et son corps, leurs blocs rendus."""
        made = {rank: block(call) for rank, call in self.calls.items()}
        html, content = (_BLOCK.sub(lambda found: made[_rank(found)], text) for text in (self.html, self.content))
        return html, content


@dataclass(frozen=True)
class Frame:
    """Les coquilles par genre, les pages de prose, le titre de celles du menu par adresse, les fichiers copiés tels quels, la feuille de style."""

    shells: dict[str, Shell] = field(default_factory=dict)
    prose: list[Prose] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    sheets: list[bytes] = field(default_factory=list)


def ranks(content: str) -> list[int]:
    """Le rang de chaque bloc que demande un corps de page."""
    return [_rank(found) for found in _BLOCK.finditer(content)]


def _rank(found: re.Match[str]) -> int:
    return int(found[1] or found[2])
