"""Un document : un titre et des blocs. Les blocs sont des listes, écrites de la même façon en JSON et dans le navigateur.

`["h", niveau, texte]`, `["p", texte]`, `["note", texte]`, `["puces", textes]`, `["numeros", textes]`,
`["tableau", {legende, entetes, lignes, nombres, largeurs}]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from spaser.rendering.richtext import rich

Block = list[Any]
#: Les seules largeurs de colonne, en centièmes de la page : le squelette OpenDocument les déclare toutes.
WIDTHS = range(5, 101, 5)
LISTS = {"ul": "puces", "ol": "numeros"}
_SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Document:
    """Ce qui sera écrit : le titre du fichier, puis ses blocs."""

    titre: str
    blocs: tuple[Block, ...]


def table(legende: str, columns: list[tuple[str, int]], lignes: list[list[str]], nombres: tuple[int, ...] = ()) -> Block:
    """Un tableau ; une colonne a un en-tête et une largeur en centièmes."""
    entetes, largeurs = [name for name, _ in columns], [width for _, width in columns]
    return ["tableau", {"legende": legende, "entetes": entetes, "lignes": lignes, "nombres": list(nombres), "largeurs": largeurs}]


def paragraphs(text: str) -> list[Block]:
    """Les blocs d'un texte riche : paragraphes et listes, sans gras ni italique ; un lien donne son adresse entre parenthèses."""
    reader = _Reader()
    reader.feed(str(rich(text)))
    reader.close()
    reader.end()
    return reader.blocks


class _Reader(HTMLParser):
    """Range le HTML d'un texte riche : un élément de liste imbriquée devient un élément de la liste."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text = ""
        self._lists: list[str] = []
        self._link = ("", 0)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Un bloc qui s'ouvre ferme le précédent."""
        if tag in LISTS:
            self.end()
            if not self._lists:
                self.blocks.append([LISTS[tag], []])
            self._lists.append(tag)
        elif tag in ("p", "li"):
            self._gap(tag)
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self._text))
        elif tag == "br":
            self._text += " "

    def handle_endtag(self, tag: str) -> None:
        """Un bloc qui se ferme est rangé."""
        if tag in LISTS:
            self.end()
            self._lists.pop()
        elif tag == "li" or (tag == "p" and not self._lists):
            self.end()
        elif tag == "a":
            self._name_link()

    def handle_data(self, data: str) -> None:
        """Le texte s'ajoute au bloc en cours."""
        self._text += data

    def end(self) -> None:
        """Range le texte en cours, s'il y en a un."""
        said, self._text = _SPACES.sub(" ", self._text).strip(" "), ""
        if said and self._lists:
            self.blocks[-1][1].append(said)
        elif said:
            self.blocks.append(["p", said])

    def _gap(self, tag: str) -> None:
        if tag == "p" and self._lists:
            self._text += " "  # plusieurs paragraphes d'un même élément de liste
        else:
            self.end()

    def _name_link(self) -> None:
        address, start = self._link[0].removeprefix("mailto:"), self._link[1]
        if address and address != self._text[start:]:
            self._text += f" ({address})"
