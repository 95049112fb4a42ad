"""L'index de recherche Pagefind, fait d'un dossier de corps de pages dépouillés de leur habillage.

La commande `pagefind` rend les mêmes octets à chaque fois, ce que son interface Python ne garantit pas ; sauf
l'ordre des filtres et de leurs valeurs, tiré au hasard, que `_settle` range.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from markupsafe import escape

from spaser.problems import reason
from spaser.timing import stage

#: Un mot élidé : Pagefind ne ferait qu'un mot de « l’insertion ». Une espace très fine, qu'on ne voit pas, l'en sépare.
#: « qu », « jusqu », « lorsqu »… finissent de même. L'apostrophe vient d'abord : la chercher est dix fois plus rapide.
_ELISION = re.compile(r"['’](?:(?<=\b[cdjlmnstCDJLMNST].)|(?<=[qQ][uU].))(?=\w)")
HAIR_SPACE = "\u200a"
_CELL_END = re.compile(r"</(?:dt|dd|th|td|caption|small|summary)>")

#: Ce que Pagefind livre et que le site n'emploie pas : son interface toute faite, son second programme.
UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-highlight.*", "pagefind-component-ui.*", "pagefind-worker.js", "wasm.unknown.pagefind", "*.d.ts")


@dataclass(frozen=True)
class Document:
    """Une page à indexer : son adresse, son titre, son genre, le HTML de son corps, les mots qui s'y ajoutent par champ, ce qui la filtre."""

    url: str
    title: str
    kind: str
    body: str
    meta: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


FAILED = "L'index de recherche n'a pas pu être fait :"
MISSING = "Le réinstaller : make propre, puis make site."


class SearchError(Exception):
    """L'index n'a pas pu être fait."""


def index(documents: Iterable[Document], output: Path) -> None:
    """Écrit l'index de recherche dans `output`. Lève `SearchError` avec ce qu'a dit la commande."""
    with indexed(documents, output):
        pass


@contextmanager
def indexed(documents: Iterable[Document], output: Path) -> Iterator[None]:
    """Écrit l'index pendant ce que l'on fait sans l'attendre ; la commande ne survit pas à un échec de celui-ci."""
    folder = tempfile.TemporaryDirectory(prefix="spaser-recherche-")
    try:
        with _start(documents, folder.name, output) as process:
            try:
                yield
                _finish(process, output)
            finally:
                process.kill()
    finally:
        with stage("recherche"):
            folder.cleanup()


@stage("recherche")
def _start(documents: Iterable[Document], folder: str, output: Path) -> subprocess.Popen[str]:
    program = _program()
    for document in documents:
        _write(document, Path(folder))
    command = [program, "--site", folder, "--output-path", str(output), "--quiet"]
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        raise SearchError(f"{FAILED} {reason(error)}. {MISSING}") from None


@stage("recherche")
def _finish(process: subprocess.Popen[str], output: Path) -> None:
    out, err = process.communicate()
    if process.returncode != 0:
        said = (err or out).strip().splitlines() or ["sans dire pourquoi"]
        raise SearchError(f"{FAILED} Pagefind s'est arrêté ({said[-1][:300]}). {MISSING}")
    for pattern in UNUSED:
        for path in output.glob(pattern):
            path.unlink()
    _settle(output)


def _program() -> str:
    """Le programme Pagefind, que son paquet peut avoir perdu ; appelé sans passer par Python, il part plus vite."""
    try:
        return str(import_module("pagefind_bin").get_executable())
    except (ImportError, FileNotFoundError):
        raise SearchError(f"{FAILED} le programme Pagefind manque. {MISSING}") from None


def _settle(output: Path) -> None:
    """Range les filtres et leurs valeurs, et renomme les fichiers dont l'empreinte en dépend."""
    metas = {path: gzip.decompress(path.read_bytes()) for path in sorted(output.glob("*.pf_meta"))}
    for path in sorted(output.glob("filter/*.pf_filter")):
        content = _sorted_list(gzip.decompress(path.read_bytes()), before=1)
        name = _named(path, content, ".pf_filter")
        metas = {meta: raw.replace(path.stem.encode(), name.encode()) for meta, raw in metas.items()}
    entry = output / "pagefind-entry.json"
    text = entry.read_text(encoding="utf-8")
    for meta, raw in metas.items():
        language = meta.stem.split(".")[-1]
        text = text.replace(language, _named(meta, _sorted_list(raw, before=3), ".pf_meta").split(".")[-1])
    entry.write_text(text, encoding="utf-8")


def _named(path: Path, content: bytes, suffix: str) -> str:
    """Récrit un fichier de l'index sous un nom tiré de son contenu, aussi long que l'ancien ; rend ce nom, sans son suffixe."""
    stem, _, old = path.name.removesuffix(suffix).rpartition("_")
    name = f"{stem}_{hashlib.sha256(content).hexdigest()[: len(old)]}"
    path.unlink()
    path.with_name(name + suffix).write_bytes(gzip.compress(content, mtime=0))
    return name


def _sorted_list(raw: bytes, before: int) -> bytes:
    """Un fichier décompressé (« pagefind_dcd », puis une liste en CBOR), la liste qui y suit `before` éléments étant rangée.

    Dans un filtre, ses valeurs, après son nom ; dans le sommaire de l'index, les filtres, après la version, les pages et les morceaux.
    """
    start = len(b"pagefind_dcd") + 1
    for _ in range(before):
        start = _item_end(raw, start)
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
    filters = [("genre", document.kind), *((name, value) for name, values in document.filters.items() for value in values)]
    marks = [f'<i data-pagefind-filter="{name}">{escape(value)}</i>' for name, value in filters]
    marks += [f'<i data-pagefind-meta="{name}">{_split(str(escape(words)))}</i>' for name, words in document.meta.items() if words]
    beside = f'<div data-pagefind-ignore="index">{"".join(marks)}</div>'
    path.write_text(f'<!doctype html><html lang="fr"><body><main data-pagefind-body>{beside}{_split(document.body)}</main></body></html>', encoding="utf-8")


def _split(body: str) -> str:
    """Sépare les mots que Pagefind collerait : élidés dans le texte, voisins de part et d'autre d'une cellule ou d'un terme."""
    return _CELL_END.sub(r"\g<0> ", _ELISION.sub(rf"\g<0>{HAIR_SPACE}", body.replace("&#39;", "'")))
