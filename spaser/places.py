"""Où se trouve une valeur dans un fichier de données, et comment le dire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spaser.problems import Problem

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """Un endroit d'un fichier ; ligne et colonne comptent à partir de 1."""

    file: str
    line: int = 1
    column: int = 1


class Tree:
    """Un fichier lu, nommé `name` dans les messages : ses données (dict, list, str) et la place de chaque valeur et de chaque clé.

    `locate` rend le même arbre, places comprises : il n'est appelé que si quelqu'un demande une place ; `skim`, ses données
    seules. `key` est l'empreinte du texte, et `entry` l'entrée qu'on en a déjà tirée ; un arbre fondu avec un autre n'a ni l'une ni l'autre.
    """

    def __init__(self, name: str = "", locate: Callable[[], Tree] | None = None, skim: Callable[[], Any] = lambda: None) -> None:
        self.name = name
        self.key = b""
        self.entry: Any = None
        self._locate, self._skim = locate, skim

    @cached_property
    def data(self) -> Any:
        """Les données."""
        return self._skim()

    @cached_property
    def _located(self) -> tuple[dict[Path_, Place], dict[Path_, Place]]:
        tree = self._locate() if self._locate else None
        return (tree.places, tree.keys) if tree else ({}, {})

    @property
    def places(self) -> dict[Path_, Place]:
        """La place de chaque valeur."""
        return self._located[0]

    @property
    def keys(self) -> dict[Path_, Place]:
        """La place de chaque nom de champ."""
        return self._located[1]

    def place(self, path: Path_) -> Place:
        """La place du champ, ou celle du plus proche groupe qui le contient."""
        while path not in self.places and path:
            path = path[:-1]
        return self.places[path]


class UnreadableError(Exception):
    """Un fichier qu'on ne peut pas lire ; porte le problème."""

    def __init__(self, place: Place, message: str, advice: str = "", where: str = "") -> None:
        self.problem = Problem(place.file, place.line, place.column, where, message, advice, kind="lecture")
        super().__init__(message)


def show(path: Path_) -> str:
    """Écrit le chemin d'un champ comme on le lit : `criteres[2].bareme`, le premier élément portant le numéro 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
