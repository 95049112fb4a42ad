"""Les fichiers de Sveltia CMS : pris une fois au registre npm, contrôlés par empreinte, gardés dans `.cache/`, jamais dans git.

Sans npm, sans réseau ni cache, il n'y a pas de formulaire, et le site se construit sans lui. Pour une machine sans réseau,
poser le fichier `sveltia-cms-<version>.tgz` dans `.cache/editeur/` suffit.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import logging
import os
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from spaser.problems import reason

NAME, VERSION = "@sveltia/cms", "0.221.1"
SHA256 = "cfc6193c6c17c3d1d97c85bc2d63ec3655ba2a844b37c6fe5759f1a80821bb02"
FOLDER = Path(__file__).resolve().parent.parent.parent / ".cache" / "editeur"
ARCHIVE = f"sveltia-cms-{VERSION}.tgz"
#: Le registre répond en quelques secondes, ou ne répondra pas : une construction n'attend pas davantage.
PATIENCE = 90
OPTIONS = ("--silent", "--ignore-scripts", "--fetch-retries=0", "--fetch-timeout=30000")

log = logging.getLogger("spaser.editor")


def state(audience: str) -> str:
    """L'empreinte du programme que le site emploiera ; vide s'il n'en aura pas. Ne relit pas ce qui est déjà dans le cache."""
    return SHA256 if audience == "interne" and ((FOLDER / ARCHIVE).is_file() or archive() is not None) else ""


@cache
def archive() -> bytes | None:
    """L'archive du registre, contrôlée ; `None` si elle n'est ni dans le cache ni à portée, ce qui est dit une fois."""
    kept = FOLDER / ARCHIVE
    content = _checked(kept) or _fetch()
    if content is None:
        log.warning("Édition par formulaire : absente du site interne. %s n'est pas dans .cache/editeur/ et le registre npm n'a pas répondu.", ARCHIVE)
    elif not kept.exists():
        _keep(kept, content)
    return content


def members(content: bytes, names: tuple[str, ...]) -> dict[str, bytes]:
    """Quelques fichiers de l'archive, par leur chemin dans le paquet."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(content)), mode="r:") as package:
        found = {name: package.extractfile(f"package/{name}") for name in names}
        return {name: file.read() for name, file in found.items() if file is not None}


def _checked(path: Path) -> bytes | None:
    """Le contenu d'un fichier s'il est celui que l'on attend, au bit près."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if hashlib.sha256(content).hexdigest() == SHA256:
        return content
    log.warning("Édition par formulaire : %s n'a pas l'empreinte attendue, le fichier est refusé.", path.name)
    path.unlink(missing_ok=True)
    return None


def _fetch() -> bytes | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory(prefix="spaser-editeur-") as folder:
        command = [npm, "pack", f"{NAME}@{VERSION}", f"--pack-destination={folder}", *OPTIONS]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=PATIENCE)
        except (OSError, subprocess.SubprocessError):
            return None
        return _checked(Path(folder) / ARCHIVE)


def _keep(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        log.warning("Édition par formulaire : le cache ne s'écrit pas (%s).", reason(error))
