"""L'index de recherche Pagefind, fait d'un dossier de corps de pages dépouillés de leur habillage.

La commande `pagefind` rend les mêmes octets à chaque fois, ce que son interface Python ne garantit pas ; sauf
l'ordre des valeurs d'un filtre, tiré au hasard, que `_settle` range.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape

from spaser.problems import reason

#: Un mot élidé : Pagefind ne ferait qu'un mot de « l’insertion ». Une espace très fine, qu'on ne voit pas, l'en sépare.
_ELISION = re.compile(r"(?<!\w)((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’])(?=\w)", re.IGNORECASE)
HAIR_SPACE = "\u200a"
_CELL_END = re.compile(r"</(?:dt|dd|th|td|caption|small|summary)>")

#: Ce que Pagefind livre et que le site n'emploie pas : son interface toute faite.
UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-highlight.*", "pagefind-component-ui.*", "wasm.unknown.pagefind", "*.d.ts")


@dataclass(frozen=True)
class Document:
    """Une page à indexer : son adresse, son titre, son genre, et le HTML de son corps."""

    url: str
    title: str
    kind: str
    body: str


#: Ce que disent Python et Pagefind quand le paquet, ou le programme qu'il contient, n'est pas là.
_ABSENT = re.compile("No module named|Could not find pagefind|not found", re.IGNORECASE)
MISSING = "Le réinstaller : make propre, puis make site."


class SearchError(Exception):
    """L'index n'a pas pu être fait."""


def index(documents: Iterable[Document], output: Path) -> None:
    """Écrit l'index de recherche dans `output`. Lève `SearchError` avec ce qu'a dit la commande."""
    with tempfile.TemporaryDirectory(prefix="spaser-recherche-") as folder:
        for document in documents:
            _write(document, Path(folder))
        command = [
            sys.executable,
            "-m",
            "pagefind",
            "--site",
            folder,
            "--output-path",
            str(output),
            "--exclude-selectors",
            ".faits",
            "--exclude-selectors",
            "button",
            "--quiet",
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise SearchError(f"L'index de recherche n'a pas pu être fait : {reason(error)}. {MISSING}") from None
    if done.returncode != 0 and _ABSENT.search(done.stderr):
        raise SearchError(f"L'index de recherche n'a pas pu être fait : le programme Pagefind manque. {MISSING}")
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines() or ["sans dire pourquoi"]
        raise SearchError(f"L'index de recherche n'a pas pu être fait : Pagefind s'est arrêté ({said[-1][:300]}). {MISSING}")
    for pattern in UNUSED:
        for path in output.glob(pattern):
            path.unlink()
    _settle(output)


def _settle(output: Path) -> None:
    """Range les valeurs de chaque filtre, et renomme les fichiers dont l'empreinte en dépend."""
    metas = {path: gzip.decompress(path.read_bytes()) for path in sorted(output.glob("*.pf_meta"))}
    for path in sorted(output.glob("filter/*.pf_filter")):
        content = _sorted_values(gzip.decompress(path.read_bytes()))
        name = _named(path, content, ".pf_filter")
        metas = {meta: raw.replace(path.stem.encode(), name.encode()) for meta, raw in metas.items()}
    entry = output / "pagefind-entry.json"
    text = entry.read_text(encoding="utf-8")
    for meta, raw in metas.items():
        language = meta.stem.split(".")[-1]
        text = text.replace(language, _named(meta, raw, ".pf_meta").split(".")[-1])
    entry.write_text(text, encoding="utf-8")


def _named(path: Path, content: bytes, suffix: str) -> str:
    """Récrit un fichier de l'index sous un nom tiré de son contenu, aussi long que l'ancien ; rend ce nom, sans son suffixe."""
    stem, _, old = path.name.removesuffix(suffix).rpartition("_")
    name = f"{stem}_{hashlib.sha256(content).hexdigest()[: len(old)]}"
    path.unlink()
    path.with_name(name + suffix).write_bytes(gzip.compress(content, mtime=0))
    return name


def _sorted_values(raw: bytes) -> bytes:
    """Un filtre décompressé (« pagefind_dcd », puis en CBOR son nom et la liste de ses valeurs), valeurs rangées."""
    start = _item_end(raw, len(b"pagefind_dcd") + 1)
    count, position = _head(raw, start)
    items, first = [], position
    for _ in range(count):
        end = _item_end(raw, position)
        items.append(raw[position:end])
        position = end
    return raw[:first] + b"".join(sorted(items)) + raw[position:]


def _item_end(raw: bytes, start: int) -> int:
    """La fin de l'élément CBOR (RFC 8949) qui commence à `start` : un entier, un texte ou une liste."""
    kind = raw[start] >> 5
    count, position = _head(raw, start)
    if kind == 4:
        for _ in range(count):
            position = _item_end(raw, position)
    return position + count if kind in (2, 3) else position


def _head(raw: bytes, start: int) -> tuple[int, int]:
    """Le nombre que porte l'en-tête d'un élément CBOR, et la place de ce qui le suit."""
    small = raw[start] & 31
    if small < 24:
        return small, start + 1
    length = 1 << (small - 24)
    return int.from_bytes(raw[start + 1 : start + 1 + length], "big"), start + 1 + length


def _write(document: Document, folder: Path) -> None:
    path = folder / document.url / "index.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    kind, title = escape(document.kind), escape(document.title)
    head = f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title></head>'
    marks = f'<p data-pagefind-filter="genre" data-pagefind-meta="genre" data-pagefind-ignore="index">{kind}</p>'
    path.write_text(f"{head}<body><main data-pagefind-body>{marks}{_split(document.body)}</main></body></html>", encoding="utf-8")


def _split(body: str) -> str:
    """Sépare les mots que Pagefind collerait : élidés dans le texte, voisins de part et d'autre d'une cellule ou d'un terme."""
    return _CELL_END.sub(r"\g<0> ", _ELISION.sub(rf"\1{HAIR_SPACE}", body.replace("&#39;", "'")))
