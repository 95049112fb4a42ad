"""Où passe le temps d'une construction : chaque étape compte le sien, sans celui des étapes qu'elle appelle.

Ne change rien de ce qui est bâti : seule `spaser construire --profil` le dit, et `make bench` le relit.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Spent(NamedTuple):
    """Des secondes : à l'horloge, et de processeur, processus lancés et finis compris."""

    wall: float
    cpu: float


def now() -> Spent:
    """L'instant présent."""
    times = os.times()
    return Spent(time.perf_counter(), time.process_time() + times.children_user + times.children_system)


class Timing:
    """Le temps de chaque étape, dans l'ordre où elles ont fini la première fois."""

    def __init__(self, clock: Callable[[], Spent] = now) -> None:
        self.clock = clock
        self.spent: dict[str, Spent] = {}
        self._inside: list[Spent] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Compte ce qui suit dans l'étape `name`, sauf ce que comptent les étapes qu'elle contient."""
        start = self.clock()
        self._inside.append(Spent(0, 0))
        try:
            yield
        finally:
            whole = _minus(self.clock(), start)
            own = _minus(whole, self._inside.pop())
            self.spent[name] = _plus(self.spent.get(name, Spent(0, 0)), own)
            if self._inside:
                self._inside[-1] = _plus(self._inside[-1], whole)

    def reset(self) -> None:
        """Oublie tout : un processus qui en naît d'un autre ne compte que le sien."""
        self.spent.clear()
        self._inside.clear()

    def said(self) -> str:
        """« lire 1.20 s (1.18) ; contrôler… » : l'horloge, puis le processeur."""
        return " ; ".join(f"{name} {spent.wall:.2f} s ({spent.cpu:.2f})" for name, spent in self.spent.items())


def _plus(first: Spent, second: Spent) -> Spent:
    return Spent(first.wall + second.wall, first.cpu + second.cpu)


def _minus(first: Spent, second: Spent) -> Spent:
    return Spent(first.wall - second.wall, first.cpu - second.cpu)


TIMING = Timing()
stage = TIMING.stage
