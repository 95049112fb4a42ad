"""Bâtit les sites l'un à côté de l'autre : empreinte des entrées, suivi, récapitulatif."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spaser.editor import stock
from spaser.staging import write_atomic

if TYPE_CHECKING:
    from spaser.model.base import Audience

FOLDERS: dict[str, str] = {"publique": "public", "interne": "interne"}
CONFIGS: dict[str, str] = {"publique": "mkdocs.yml", "interne": "mkdocs.interne.yml"}
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

    @cached_property
    def state(self) -> str:
        """Ce que le disque dit des sources sans les ouvrir : leurs noms, leurs tailles, leurs dates. Tiré une fois, avant la lecture."""
        return self._digest(f"{path}\0{found.st_size}\0{found.st_mtime_ns}" for path, found in self._sources)

    @cached_property
    def fingerprint(self) -> str:
        """L'empreinte de tout ce dont dépend le site : données, pages, thème, code, versions. Tirée une fois, avant la lecture."""
        return self._digest(sorted([*self._hashes, *_hashed(_files(map(str, (self.data, *self.overlays))))]))

    @cached_property
    def engine(self) -> str:
        """L'empreinte de ce qui, hors des données, décide de sa charpente."""
        return self._digest(self._hashes)

    @cached_property
    def _hashes(self) -> list[str]:
        """L'empreinte de chaque fichier du code, que la construction et sa charpente demandent toutes deux."""
        return list(_hashed(self._code))

    @cached_property
    def _code(self) -> list[tuple[str, os.stat_result]]:
        return sorted(_files(str(self.root / name) for name in SOURCES))

    @cached_property
    def _sources(self) -> list[tuple[str, os.stat_result]]:
        return sorted([*self._code, *_files(map(str, (self.data, *self.overlays)))])

    def _digest(self, lines: Iterable[str]) -> str:
        digest = hashlib.sha256(f"{self.audience} {sys.version} {os.environ.get('SOURCE_DATE_EPOCH', '')}".encode())
        digest.update(stock.state(self.audience).encode())
        digest.update(" ".join(sorted(f"{d.name}={d.version}" for d in distributions())).encode())
        digest.update("\n".join(lines).encode())
        return digest.hexdigest()

    def is_fresh(self) -> bool:
        """Vrai si rien n'a changé depuis la dernière construction, et si le site est tel qu'elle l'a laissé."""
        state, mark = self.state, self._read_mark()
        if mark.get("etat") != state and mark.get("empreinte") != self.fingerprint:
            return False
        if mark.get("fichiers") != _sizes(self.site):
            return False
        if mark["etat"] != state:
            self._write_mark({**mark, "etat": state})
        return True

    def remember(self, entries: dict[str, int]) -> None:
        """Retient l'état des sources d'une construction qui vient de réussir, et ce qu'elle a bâti."""
        self._write_mark({"etat": self.state, "empreinte": self.fingerprint, "fichiers": _sizes(self.site), "entrees": entries})

    def told(self) -> dict[str, Any]:
        """Ce que la dernière construction a bâti : `entrees` par genre, `pages`, `octets`."""
        mark = self._read_mark()
        sizes = mark.get("fichiers", {})
        pages = sum(1 for path in sizes if path.endswith(".html"))
        return {"entrees": mark.get("entrees", {}), "pages": pages, "octets": sum(sizes.values())}

    def _read_mark(self) -> dict[str, Any]:
        try:
            mark = json.loads(self._mark.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return mark if isinstance(mark, dict) else {}

    def _write_mark(self, mark: dict[str, Any]) -> None:
        write_atomic(self._mark, json.dumps(mark).encode())


def _hashed(found: Iterable[tuple[str, os.stat_result]]) -> Iterator[str]:
    return (f"{path}\0{hashlib.sha256(Path(path).read_bytes()).hexdigest()}" for path, _ in found)


def _files(paths: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Les fichiers de ces dossiers, avec ce que le disque en dit ; le code compilé n'en est pas."""
    for path in paths:
        if not os.path.isdir(path):
            if os.path.isfile(path):
                yield path, os.stat(path)
            continue
        with os.scandir(path) as found:
            entries = list(found)
        yield from ((entry.path, entry.stat()) for entry in entries if entry.is_file())
        yield from _files(entry.path for entry in entries if entry.is_dir() and entry.name != "__pycache__")


def _sizes(site: Path) -> dict[str, int]:
    start = len(str(site)) + 1
    return {path[start:]: found.st_size for path, found in sorted(_files([str(site)]))}
