"""Bâtit les sites l'un à côté de l'autre : empreinte des entrées, suivi, récapitulatif."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from spaser.model.base import Audience
from spaser.staging import write_atomic

FOLDERS = {"publique": "public", "interne": "interne"}
CONFIGS = {"publique": "mkdocs.yml", "interne": "mkdocs.interne.yml"}
#: Tout ce qui décide des octets d'un site, hors des référentiels.
SOURCES = ("docs", "theme", "macros", "spaser", "mkdocs.yml", "mkdocs.interne.yml")


@dataclass(frozen=True)
class Order:
    """Une commande de construction : une audience, ses données, sa sortie."""

    audience: Audience
    root: Path
    data: Path
    overlays: tuple[Path, ...]
    output: Path

    @property
    def site(self) -> Path:
        """Le dossier du site."""
        return self.output / FOLDERS[self.audience] / "site"

    @property
    def config(self) -> Path:
        """Le fichier de réglages MkDocs."""
        return self.root / CONFIGS[self.audience]

    @property
    def _mark(self) -> Path:
        return self.site.with_name(".site-empreinte.json")

    def fingerprint(self) -> str:
        """L'empreinte de tout ce dont dépend le site : données, pages, thème, code, versions."""
        digest = hashlib.sha256(f"{self.audience} {sys.version} {os.environ.get('SOURCE_DATE_EPOCH', '')}".encode())
        digest.update(" ".join(sorted(f"{d.name}={d.version}" for d in distributions())).encode())
        for path in _files([*(self.root / name for name in SOURCES), self.data, *self.overlays]):
            digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def is_fresh(self) -> bool:
        """Vrai si rien n'a changé depuis la dernière construction, et si le site est tel qu'elle l'a laissé."""
        try:
            mark = json.loads(self._mark.read_text(encoding="utf-8"))
            return bool(mark == {"empreinte": self.fingerprint(), "fichiers": _sizes(self.site)})
        except (OSError, ValueError):
            return False

    def remember(self, fingerprint: str) -> None:
        """Retient l'empreinte d'une construction qui vient de réussir."""
        write_atomic(self._mark, json.dumps({"empreinte": fingerprint, "fichiers": _sizes(self.site)}).encode())


def _files(paths: Iterable[Path]) -> list[Path]:
    found = []
    for path in paths:
        inside = path.rglob("*") if path.is_dir() else [path]
        found += [file for file in inside if file.is_file() and "__pycache__" not in file.parts]
    return sorted(found)


def _sizes(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_size for path in _files([site])}


def weigh(site: Path) -> tuple[int, int]:
    """Le nombre de pages d'un site, et son poids en octets."""
    sizes = _sizes(site)
    return sum(1 for path in sizes if path.endswith(".html")), sum(sizes.values())
