"""Change plusieurs fichiers des référentiels à la fois : essayés sur une copie, puis écrits tous, ou aucun."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from spaser import catalogue
from spaser.layout import SETTINGS, relative_name
from spaser.problems import DataError, Problem
from spaser.staging import write_atomic

Changes = dict[Path, str]


def rehearse(changes: Changes, root: Path, overlays: tuple[Path, ...] = ()) -> catalogue.Catalogue:
    """Le catalogue tel qu'il serait après ces changements, sans rien écrire.

    Lève `DataError` si les données n'y passeraient pas ; les problèmes citent les vrais fichiers.
    """
    with tempfile.TemporaryDirectory(prefix="spaser-essai-") as folder:
        copies = {original: Path(folder) / str(rank) for rank, original in enumerate((root, *overlays))}
        for original, copy in copies.items():
            shutil.copytree(original, copy, symlinks=True)
        for path, text in changes.items():
            target = next(copy / path.relative_to(original) for original, copy in copies.items() if path.is_relative_to(original))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        try:
            return catalogue.load(copies[root], tuple(copies[overlay] for overlay in overlays))
        except DataError as error:
            raise DataError(_renamed(error.problems, copies)) from None


def _renamed(problems: list[Problem], copies: dict[Path, Path]) -> Iterator[Problem]:
    names = {_prefix(copy): _prefix(original) for original, copy in copies.items()}
    for problem in problems:
        prefix = next(name for name in names if problem.file.startswith(name))
        yield replace(problem, file=names[prefix] + problem.file.removeprefix(prefix))


def _prefix(folder: Path) -> str:
    return relative_name(folder, folder / SETTINGS).removesuffix(SETTINGS)


def write_all(changes: Changes) -> None:
    """Écrit tous les fichiers, celui de la collectivité en dernier ; si l'un d'eux ne peut pas l'être, remet les autres et lève `OSError`.

    C'est lui qui dit l'année ouverte : tant qu'il n'est pas écrit, une commande coupée se relance.
    """
    with _undone(changes):
        for path, text in sorted(changes.items(), key=lambda change: change[0].name == SETTINGS):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, text.encode())


@contextmanager
def _undone(changes: Changes) -> Iterator[None]:
    """Remet les fichiers et les dossiers comme ils étaient si quoi que ce soit interrompt l'écriture."""
    before = {path: path.read_bytes() if path.is_file() else None for path in changes}
    created = [folder for path in changes for folder in [path.parent, *path.parent.parents] if not folder.exists()]
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is not None:
                write_atomic(path, content)
            else:
                path.unlink(missing_ok=True)
        for folder in sorted(set(created), reverse=True):
            shutil.rmtree(folder, ignore_errors=True)
        raise
