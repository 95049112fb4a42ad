"""Un site se construit à côté, puis prend d'un coup la place du précédent.

Une construction qui échoue ou qu'on tue laisse le site précédent entier.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import IO

from spaser.problems import reason
from spaser.timing import stage

AT_FDCWD, RENAME_EXCHANGE = -100, 2


class StagingError(Exception):
    """Le dossier de sortie ne peut pas être employé."""


class Staging:
    """Le dossier d'attente d'un site."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.folder = site.with_name(f".{site.name}-en-cours")
        self.old = site.with_name(f".{site.name}-precedent")
        self._lock: IO[str] | None = None
        self._made: set[str] = set()

    def open(self) -> None:
        """Prend le verrou, remet le site précédent si une coupure l'a écarté, vide le dossier d'attente. Lève `StagingError`."""
        try:
            self.site.parent.mkdir(parents=True, exist_ok=True)
            self._lock = self.site.with_name(f".{self.site.name}-verrou").open("w")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._release()
            raise StagingError(f"Une autre construction écrit déjà dans {self.site}. Attendre qu'elle finisse.") from None
        except OSError as error:
            raise StagingError(f"Le dossier {self.site.parent} ne peut pas être écrit : {reason(error)}.") from None
        if self.old.exists() and not self.site.exists():
            self.old.rename(self.site)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.old, ignore_errors=True)
        self.folder.mkdir()

    def write(self, path: str, content: bytes) -> None:
        """Écrit un fichier du site à venir ; celui qui n'a pas changé est repris du site en place, avec sa date, pour qu'un envoi ne porte que le reste."""
        source, target = f"{self.site}/{path}", f"{self.folder}/{path}"
        self._make(path.rpartition("/")[0])
        if _size(source) == len(content) and _read(source) == content:
            os.link(source, target)
        else:
            with open(target, "wb") as file:
                file.write(content)

    def _make(self, folder: str) -> None:
        if folder in self._made:
            return
        try:
            os.mkdir(f"{self.folder}/{folder}")
        except OSError:  # il y est déjà, ou son parent n'y est pas encore
            os.makedirs(f"{self.folder}/{folder}", exist_ok=True)
        self._made.add(folder)

    def settle(self) -> None:
        """Reprend du site en place ce que MkDocs et Pagefind viennent d'y récrire à l'identique."""
        for found in list(_files(str(self.folder))):
            state, source = found.stat(follow_symlinks=False), f"{self.site}{found.path[len(str(self.folder)) :]}"
            ours = S_ISREG(state.st_mode) and state.st_nlink == 1
            if ours and _size(source) == state.st_size and _read(source) == _read(found.path):
                os.unlink(found.path)
                os.link(source, found.path)

    def files(self) -> Iterator[str]:
        """Tous les fichiers du site à venir, par chemin relatif, liens compris."""
        yield from (found.path[len(str(self.folder)) + 1 :] for found in _files(str(self.folder)))

    def links(self) -> Iterator[str]:
        """Ceux qui sont des liens."""
        yield from (found.path[len(str(self.folder)) + 1 :] for found in _files(str(self.folder)) if found.is_symlink())

    @stage("manifeste")
    def commit(self) -> None:
        """Met le site à venir à la place du précédent."""
        self.settle()
        if self.site.exists():
            _exchange(self.folder, self.site, self.old)
        else:
            self.folder.rename(self.site)
        self.close()

    def close(self) -> None:
        """Enlève ce qui n'est pas le site, et rend le verrou ; sans effet si une autre construction le tient."""
        if self._lock:
            shutil.rmtree(self.folder, ignore_errors=True)
            shutil.rmtree(self.old, ignore_errors=True)
            self._release()

    def _release(self) -> None:
        if self._lock:
            self._lock.close()
            self._lock = None


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            else:
                yield entry


def _size(path: str) -> int | None:
    """La taille d'un fichier ordinaire ; rien s'il n'existe pas, ou si c'est un lien."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return found.st_size if S_ISREG(found.st_mode) else None


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _exchange(new: Path, site: Path, old: Path) -> None:
    """Échange deux dossiers d'un seul geste (renameat2, Linux) ; ailleurs, en deux, que `open` sait réparer."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 and renameat2(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(site), RENAME_EXCHANGE) == 0:
        return
    site.rename(old)
    new.rename(site)


def write_atomic(path: Path, content: bytes) -> None:
    """Écrit un fichier d'un coup : il est entier, ou comme avant."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
