"""Un travail fait à côté, dans un processus né de celui-ci, pendant qu'on avance.

Le résultat est celui du même travail fait sur place : c'est ce qui se passe sur une machine d'un seul cœur, sous `mkdocs serve`
(un processus qui a des fils d'exécution ne se dédouble pas sans risque), ou là où un processus ne se dédouble pas.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Work(Generic[T]):
    """Un travail commencé : l'appeler attend son résultat, ou lève ce qu'il a levé."""

    def __init__(self, result: Callable[[], T], process: Any = None) -> None:
        self._result, self._process = cache(result), process

    def __call__(self) -> T:
        """Le résultat, attendu une fois."""
        return self._result()

    def stop(self) -> None:
        """Arrête le travail, s'il est encore en cours à côté : plus personne ne l'attend."""
        if self._process:
            self._process.kill()
            self._process.join()


def begin(work: Callable[[], T]) -> Work[T]:
    """Lance un travail."""
    if not can_fork():
        return Work(work)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, receiver, sender), daemon=True)
    process.start()
    sender.close()
    return Work(lambda: _result(receiver, process), process)


def can_fork() -> bool:
    """Vrai si ce processus peut se dédoubler, et si un second cœur y gagne quelque chose."""
    return hasattr(os, "fork") and cores() > 1 and threading.active_count() == 1


def cores() -> int:
    """Les cœurs que ce processus peut employer."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _do(work: Callable[[], Any], receiver: Connection, sender: Connection) -> None:
    receiver.close()  # gardé ici aussi, il ferait attendre sans fin un lecteur qui a été tué
    try:
        found: tuple[Any, BaseException | None] = (work(), None)
    except Exception as error:
        found = (None, error)
    with suppress(BrokenPipeError):  # qui l'attendait n'est plus là
        sender.send(found)


def _result(receiver: Connection, process: Any) -> Any:
    try:
        value, error = receiver.recv()
    except EOFError:
        raise ChildProcessError(errno.ECHILD, "interrompu") from None
    process.join()
    if error is not None:
        raise error
    return value
