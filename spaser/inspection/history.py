"""Ce qu’un historique git garde : une branche publiée donne à lire tous ses états, pas seulement le dernier."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from spaser.inspection.unpacking import MAX_BYTES, PackError

FOLDER = ".git"
KINDS = {"blob": "fichier", "tree": "noms de fichiers", "commit": "message", "tag": "étiquette"}


def objects(site: Path) -> Iterator[tuple[str, bytes]]:
    """Chaque objet du dépôt, atteint par une branche ou non : son nom, ses octets. Lève `PackError` s’il en manque."""
    if _git(site, "rev-parse", "--is-shallow-repository") != b"false\n":
        raise PackError("l’historique est coupé ou ne s’ouvre pas. Le reprendre en entier : git fetch --unshallow")
    command = ["git", "-C", str(site), "cat-file", "--batch", "--batch-all-objects", "--buffer"]
    # Un clone partiel irait chercher ses objets sur le réseau.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ | {"GIT_NO_LAZY_FETCH": "1"}) as process:
        assert process.stdout
        for head in process.stdout:
            name, kind, *size = head.decode().split()
            if kind not in KINDS or int(size[0]) > MAX_BYTES:
                raise PackError("un objet de l’historique manque, ou dépasse ce qu’un site contient")
            yield f"{FOLDER} ({KINDS[kind]} {name[:12]})", process.stdout.read(int(size[0]) + 1)[:-1]
    if process.returncode:
        raise PackError("l’historique ne s’ouvre pas, son contenu ne peut pas être contrôlé")


def _git(site: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(site), *arguments], capture_output=True, check=False).stdout  # noqa: S607
    except OSError:
        return b""
