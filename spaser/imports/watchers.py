"""La mesure de chaque sorte de partie d'un classeur, balise après balise."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from spaser.imports.bounds import LOCKED, MACROS, MAX_COLUMNS, MAX_SPACES, MISPLACED, TOO_MUCH, Bounds, RefusedPartError
from spaser.imports.cells import position


class Tally(Protocol):
    """Les comptes que toutes les parties partagent."""

    shared: list[int]
    uses: Counter[int]
    bounds: Bounds

    def add_cells(self, count: int) -> None:
        """Compte des cellules remplies. Lève `RefusedPartError` s'il y en a trop."""

    def add_text(self, length: int) -> None:
        """Compte des caractères. Lève `RefusedPartError` s'il y en a trop."""


class Watcher:
    """Ce que toute mesure partage : rien ne se passe par défaut."""

    def __init__(self, contents: Tally) -> None:
        self.contents = contents

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Une balise s'ouvre."""

    def end(self, tag: str) -> None:
        """Une balise se ferme."""

    def characters(self, text: str) -> None:
        """Du texte passe."""

    def check_size(self, rows: int, columns: int) -> None:
        """Lève `RefusedPartError` si une cellule remplie est trop loin."""
        if rows > self.contents.bounds.rows or columns > MAX_COLUMNS:
            raise RefusedPartError(*self.contents.bounds.too_long)


class _Worksheet(Watcher):
    """Une feuille .xlsx : seules comptent les cellules qui ont une valeur."""

    def __init__(self, contents: Tally) -> None:
        super().__init__(contents)
        self.row = self.column = 0
        self.is_shared = self.inside = False
        self.index = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind == "c":
            self.is_shared = attributes.get("t") == "s"
            self.row, self.column = position(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
        elif kind == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif kind in ("v", "is", "f"):
            self.check_size(self.row, self.column)
            self.inside, self.index = kind == "v" and self.is_shared, ""

    def end(self, tag: str) -> None:
        if self.inside and local(tag) == "v":
            self.inside = False
            self.contents.uses[int(self.index)] += 1

    def characters(self, text: str) -> None:
        if self.inside:
            self.index += text


class _SharedTexts(Watcher):
    """Les textes partagés d'un .xlsx : la longueur de chacun."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if local(tag) == "si":
            self.contents.shared.append(0)

    def characters(self, text: str) -> None:
        if self.contents.shared:
            self.contents.shared[-1] += len(text)


class _OpenDocument(Watcher):
    """Le contenu d'un .ods, où une ligne, une cellule ou une espace se répètent d'un seul attribut."""

    def __init__(self, contents: Tally) -> None:
        super().__init__(contents)
        self.rows = self.columns = self.last = 0
        self.row_repeat = self.cell_repeat = 1
        self.length, self.inside = 0, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = local(tag)
        if kind == "table":
            self.rows = 0
        elif kind == "table-row":
            self.columns = self.last = 0
            self.row_repeat = _repeat(attributes, "number-rows-repeated")
        elif kind in ("table-cell", "covered-table-cell"):
            self.cell_repeat, self.length, self.inside = _repeat(attributes, "number-columns-repeated"), 0, True
            self._value(len(max(attributes.values(), key=len)) if _has_value(attributes) else 0)
        elif kind == "s":
            self._spaces(int(next((value for name, value in attributes.items() if local(name) == "c"), "1")))

    def end(self, tag: str) -> None:
        kind = local(tag)
        if kind in ("table-cell", "covered-table-cell"):
            self.columns, self.inside = self.columns + self.cell_repeat, False
            if self.last == self.columns:
                self.contents.add_cells(self.cell_repeat * self.row_repeat)
                self.contents.add_text(self.length * self.cell_repeat * self.row_repeat)
        elif kind == "table-row":
            self.rows += self.row_repeat
            if self.last:
                self.check_size(self.rows, self.last)

    def characters(self, text: str) -> None:
        if self.inside and text.strip():
            self._value(len(text))

    def _value(self, length: int) -> None:
        """Note que la cellule ouverte a une valeur de cette longueur."""
        if length:
            self.length += length
            self.last = self.columns + self.cell_repeat
            self.check_size(self.rows + self.row_repeat, self.last)

    def _spaces(self, count: int) -> None:
        if count > MAX_SPACES:
            raise RefusedPartError(*TOO_MUCH)
        self._value(count)


class _Manifest(Watcher):
    """Le sommaire d'un .ods : dit si le contenu est chiffré."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if local(tag) == "encryption-data":
            raise RefusedPartError(*LOCKED)


class _Relations(Watcher):
    """Les liens entre les parties : une feuille est un fichier .xml, que l'on aura donc mesuré."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        if kind == "vbaProject":
            raise RefusedPartError(*MACROS)
        if kind in ("worksheet", "sharedStrings", "styles", "officeDocument") and not attributes.get("Target", "").lower().endswith(".xml"):
            raise RefusedPartError(*MISPLACED)


#: La mesure d'une partie, d'après sa première balise ; les autres parties n'ont que leur taille.
WATCHED: dict[str, type[Watcher]] = {
    "worksheet": _Worksheet,
    "sst": _SharedTexts,
    "document-content": _OpenDocument,
    "manifest": _Manifest,
    "Relationships": _Relations,
}


def local(tag: str) -> str:
    """Le nom d'une balise, sans son préfixe."""
    return tag.rsplit(":", 1)[-1]


def _repeat(attributes: dict[str, str], name: str) -> int:
    return max(1, next((int(value) for key, value in attributes.items() if local(key) == name), 1))


def _has_value(attributes: dict[str, str]) -> bool:
    return any(local(name) in ("value-type", "value", "string-value", "date-value") for name in attributes)
