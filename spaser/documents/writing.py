"""Ce que les deux traitements de texte partagent : le texte échappé pour XML, ses retours à la ligne, et le tour des blocs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from spaser.documents.blocks import Block, Document
from spaser.exports.cells import printable

QUOTES = {'"': "&quot;"}
_BLANKS = re.compile(r"[ \t]+")
#: Chaque sorte de bloc, et ce qui l'écrit ; le second argument est le rang du bloc parmi ceux de sa sorte.
Writers = Mapping[str, Callable[[Block, int], str]]


def text(said: str, newline: str) -> str:
    """Un texte prêt pour XML ; `newline` est la balise d'un retour à la ligne."""
    lines = printable(said).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return newline.join(escape(_BLANKS.sub(" ", line).strip(" "), QUOTES) for line in lines)


def attribute(said: str) -> str:
    """Un texte d'une ligne, pour un attribut entre guillemets."""
    return text(said, " ")


def body(document: Document, writers: Writers) -> str:
    """Les blocs d'un document, l'un après l'autre."""
    ranks: dict[str, int] = {}
    written = []
    for block in document.blocs:
        rank = ranks[block[0]] = ranks.get(block[0], -1) + 1
        written.append(writers[block[0]](block, rank))
    return "".join(written)
