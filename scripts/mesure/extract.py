"""Bâtit le site public d'un jeu de référentiels et en garde chaque page : son titre, son corps, sa coquille, ses données.

python scripts/mesure/extract.py PROJET REFERENTIELS SORTIE
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build
from mkdocs.config import load_config

from spaser import catalogue, plugin
from spaser.frame import Frame
from spaser.model import GENRES
from spaser.publication import dump, publish
from spaser.site import Site


def main(project: Path, data: Path, output: Path) -> None:
    """Écrit `pages.jsonl`, une page par ligne, et `coquilles.json`."""
    output.mkdir(parents=True, exist_ok=True)
    site = Site(publish(catalogue.load(data), "publique"))
    plugin.PREPARED.update(site=site, progress=str)
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(output / "site"))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    frame: Frame = config.plugins["spaser"].frame  # type: ignore[attr-defined]
    shells = {kind: {"morceaux": shell.parts, "section": shell.section} for kind, shell in frame.shells.items()}
    (output / "coquilles.json").write_text(json.dumps(shells), encoding="utf-8")
    with (output / "pages.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(page, ensure_ascii=False) + "\n" for page in _pages(site, frame))


def _pages(site: Site, frame: Frame) -> Iterator[dict[str, Any]]:
    for page in frame.prose:
        yield {
            "url": page.url,
            "titre": page.title,
            "description": page.title,
            "corps": page.content,
            "coquille": "",
            "sommaire": [],
            "fil": [],
        }
    known = _data(site.edition)
    for fiche in (*(fiche for fiche, _ in site.fiches()), *site.lists):
        yield {
            "url": fiche.url,
            "titre": str(fiche.title),
            "description": str(fiche.description),
            "corps": str(fiche.body),
            "coquille": fiche.kind,
            "sommaire": [list(map(str, item)) for item in fiche.headings],
            "fil": [list(map(str, item)) for item in fiche.trail],
            "donnees": known.get(fiche.url),
        }


def _data(edition: Any) -> dict[str, Any]:
    """Les champs publics de chaque entrée, par l'adresse de sa fiche."""
    return {
        f"{genre.url}/{getattr(entry, 'numero', entry.id) if kind == 'objectif' else entry.id}/": dump(entry, "publique")
        for kind, genre in GENRES.items()
        for entry in edition.entrees[kind].values()
    }


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
