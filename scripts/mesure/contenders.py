"""Ce que le banc fait courir : chaque concurrent, ce qu'il faut remettre en place avant lui, sa commande, son site."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mesure.processes import Result, Run

#: Ce que la construction lit, copié pour que rien ne bouge pendant une mesure.
PROJECT = ("docs", "theme", "macros", "spaser", "mkdocs.yml", "mkdocs.interne.yml")
CHANGE = "  Changé.\n"
START = "from spaser.cli import main; main()"

COLD, WARM, CHANGED, SAME = "Ce produit, à froid", "Ce produit, lectures gardées", "Ce produit, une intention changée", "Ce produit, rien changé"
INTERNAL, BOTH = "Ce produit, site interne à froid", "Ce produit, les deux sites à froid"
MKDOCS, EMPTY = "MkDocs + Material, pages Markdown", "MkDocs + Material, site vide"
HUGO, HUGO_HTML = "Hugo, Markdown + YAML", "Hugo, HTML fini + JSON"


@dataclass(frozen=True)
class Contender:
    """Un concurrent : `ready` est fait avant chaque passage, `after` ensuite, hors de la mesure."""

    name: str
    command: list[str]
    folder: Path
    site: Path
    ready: Callable[[], None]
    environment: dict[str, str] = field(default_factory=dict)
    after: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Track:
    """Le dossier d'un banc : le projet copié, les données, les pages des autres générateurs."""

    folder: Path
    hugo: Path

    @property
    def project(self) -> Path:
        """La copie du projet."""
        return self.folder / "projet"

    @property
    def data(self) -> Path:
        """Le jeu semé."""
        return self.folder / "donnees"

    @property
    def material(self) -> Path:
        """Les pages de la construction de référence."""
        return self.folder / "pages"

    @property
    def _memory(self) -> Path:
        return self.folder / "passages.json"

    def remember(self, found: Iterable[Result]) -> None:
        """Garde ce qui est mesuré : un banc dure, et peut être interrompu."""
        self._memory.write_text(json.dumps([asdict(result) for result in found], ensure_ascii=False), encoding="utf-8")

    def recall(self) -> list[Result]:
        """Ce qu'un banc interrompu avait mesuré."""
        known = json.loads(self._memory.read_text(encoding="utf-8")) if self._memory.exists() else []
        return [Result(**{**item, "runs": [Run(**one) for one in item["runs"]]}) for item in known]


def freeze(root: Path, track: Track) -> None:
    """Copie le projet tel qu'il est : une mesure dure, le dépôt vit."""
    for name in PROJECT:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, track.project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, track.project / name)


def contenders(track: Track) -> list[Contender]:
    """Tous les concurrents, dans l'ordre où ils courent : deux reprennent le site que le précédent vient de bâtir."""
    return [
        _ours(COLD, track, "publique", "froid", cold=True),
        _ours(SAME, track, "publique", "froid", again=True),
        _hugo(HUGO, track, "hugo-markdown"),
        _hugo(HUGO_HTML, track, "hugo-html"),
        _ours(WARM, track, "publique", "chaud"),
        _changed(track),
        _mkdocs(EMPTY, track, "mkdocs-vide"),
        _ours(INTERNAL, track, "interne", "interne", cold=True),
        _ours(BOTH, track, "toutes", "deux", cold=True),
        _mkdocs(MKDOCS, track, "mkdocs"),
    ]


def _command(audience: str, data: Path, output: Path) -> list[str]:
    options = ["--audience", audience, "--referentiels", str(data), "--sortie", str(output), "--profil"]
    return [sys.executable, "-c", START, "construire", *options]


def _ours(name: str, track: Track, audience: str, output: str, *, cold: bool = False, again: bool = False) -> Contender:
    """Sans site précédent, sauf `again` ; `cold` : sans la mémoire des lectures non plus."""
    folder = track.folder / "sites" / output

    def ready() -> None:
        if not again:
            shutil.rmtree(folder, ignore_errors=True)
        if cold:
            shutil.rmtree(track.project / ".cache", ignore_errors=True)

    site = folder if audience == "toutes" else folder / ("public" if audience == "publique" else "interne") / "site"
    return Contender(name, _command(audience, track.data, folder), track.project, site, ready, _path(track))


def _changed(track: Track) -> Contender:
    """Le site d'avant et la mémoire sont là ; la description d'une intention vient de changer."""
    output = track.folder / "sites" / "chaud"
    entry = sorted((track.data / "intentions").rglob("*.yml"))[-2]
    text = entry.read_text(encoding="utf-8").replace(CHANGE, "", 1)  # un banc interrompu a pu le laisser changé

    def change() -> None:
        entry.write_text(text.replace("description: >-\n", f"description: >-\n{CHANGE}"), encoding="utf-8")

    def restore() -> None:
        entry.write_text(text, encoding="utf-8")

    return Contender(CHANGED, _command("publique", track.data, output), track.project, output / "public" / "site", change, _path(track), restore)


def _mkdocs(name: str, track: Track, folder: str) -> Contender:
    site = track.folder / folder / "site"
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    return Contender(name, command, track.folder / folder, site, _without(site), {"NO_MKDOCS_2_WARNING": "1"})


def _hugo(name: str, track: Track, folder: str) -> Contender:
    site = track.folder / folder / "public"
    command = [str(track.hugo), "build", "--quiet"]
    return Contender(name, command, track.folder / folder, site, _without(site), {"HUGO_CACHEDIR": str(track.folder / folder / "cache")})


def _path(track: Track) -> dict[str, str]:
    return {"PYTHONPATH": str(track.project), "NO_MKDOCS_2_WARNING": "1"}


def _without(site: Path) -> Callable[[], None]:
    return lambda: shutil.rmtree(site, ignore_errors=True)
