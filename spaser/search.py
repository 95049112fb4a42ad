"""L'index de recherche Pagefind, fait d'un dossier de corps de pages dépouillés de leur habillage.

La commande `pagefind` rend les mêmes octets à chaque fois, ce que son interface Python ne garantit pas.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

#: Ce que Pagefind livre et que le site n'emploie pas : son interface toute faite.
UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-highlight.*", "pagefind-component-ui.*", "wasm.unknown.pagefind", "*.d.ts")


@dataclass(frozen=True)
class Document:
    """Une page à indexer : son adresse, son titre, son genre, et le HTML de son corps."""

    url: str
    title: str
    kind: str
    body: str


class SearchError(Exception):
    """L'index n'a pas pu être fait."""


def index(documents: Iterable[Document], output: Path) -> None:
    """Écrit l'index de recherche dans `output`. Lève `SearchError` avec ce qu'a dit la commande."""
    with tempfile.TemporaryDirectory(prefix="spaser-recherche-") as folder:
        for document in documents:
            _write(document, Path(folder))
        command = [sys.executable, "-m", "pagefind", "--site", folder, "--output-path", str(output), "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SearchError(f"L'index de recherche n'a pas pu être fait : {(done.stderr or done.stdout).strip()[:500]}")
    for pattern in UNUSED:
        for path in output.glob(pattern):
            path.unlink()


def _write(document: Document, folder: Path) -> None:
    path = folder / document.url / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    kind, title = escape(document.kind), escape(document.title)
    head = f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>'
    marks = f'<p data-pagefind-filter="genre" data-pagefind-meta="genre" data-pagefind-ignore="index">{kind}</p>'
    path.write_text(f"{head}<body><main data-pagefind-body>{marks}{document.body}</main></body></html>", encoding="utf-8")
