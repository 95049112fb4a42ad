"""Compte ce qu'un classeur fera naître en mémoire : lignes, colonnes et texte, répétitions comprises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from spaser.imports.bounds import EXTERNAL, MAX_CELLS, MAX_TAGS, MAX_TEXT, TOO_MUCH, Bounds, RefusedPartError
from spaser.imports.watchers import WATCHED, local


class Contents:
    """Les mesures d'un classeur, partie après partie."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.text = self.cells = self.tags = 0
        self.shared: list[int] = []
        self.uses: Counter[int] = Counter()

    def read(self, name: str, chunks: Iterable[bytes]) -> None:
        """Mesure une partie XML. Lève `RefusedPartError` à la première borne franchie, `ExpatError` si elle est mal écrite."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = _Root(self, parser, name).start
        size = 0
        for chunk in chunks:
            size += len(chunk)
            self.tags += chunk.count(b"<")
            if self.tags > MAX_TAGS:
                raise RefusedPartError(*self.bounds.too_big)
            parser.Parse(chunk, False)
        if size:  # les tableurs laissent des parties vides
            parser.Parse(b"", True)

    def add_cells(self, count: int) -> None:
        """Compte des cellules remplies. Lève `RefusedPartError` s'il y en a trop."""
        self.cells += count
        if self.cells > MAX_CELLS:
            raise RefusedPartError(*self.bounds.too_big)

    def add_text(self, length: int) -> None:
        """Compte des caractères. Lève `RefusedPartError` s'il y en a trop."""
        self.text += length
        if self.text > MAX_TEXT:
            raise RefusedPartError(*TOO_MUCH)

    def check_total(self) -> None:
        """Ajoute les textes partagés, autant de fois qu'une cellule les emploie."""
        self.add_text(sum(self.shared[index] * count for index, count in self.uses.items() if index < len(self.shared)))


def _refuse_doctype(*_: Any) -> None:
    raise RefusedPartError(*EXTERNAL)


class _Root:
    """Choisit la mesure d'après la première balise, quel que soit le nom de la partie."""

    def __init__(self, contents: Contents, parser: Any, name: str) -> None:
        self.contents, self.parser, self.name = contents, parser, name

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind in WATCHED:
            watcher = WATCHED[kind](self.contents)
            self.parser.StartElementHandler = watcher.start
            self.parser.EndElementHandler = watcher.end
            self.parser.CharacterDataHandler = watcher.characters
            watcher.start(tag, attributes)
        else:
            self.parser.StartElementHandler = None
