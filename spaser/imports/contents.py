"""Compte ce qu'un classeur fera naître en mémoire : lignes, colonnes et texte, répétitions comprises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from spaser.imports.cells import position

MAX_ROWS = 10_000
MAX_COLUMNS = 200
#: Caractères de toutes les cellules, une fois les répétitions déroulées.
MAX_TEXT = 16_000_000
#: Espaces d'une seule balise OpenDocument.
MAX_SPACES = 10_000

EXTERNAL = ("le classeur appelle un autre fichier ou des textes répétés à l'infini", "l'ouvrir dans le tableur et l'enregistrer à nouveau")
TOO_LONG = (f"une feuille dépasse {MAX_ROWS} lignes ou {MAX_COLUMNS} colonnes remplies", "garder les seules intentions, et effacer le reste de la feuille")
TOO_BIG = ("le classeur dépasse ce qu'un recensement peut contenir", "garder la seule feuille des intentions, et la partager en plusieurs fichiers")
TOO_MUCH = ("les cellules contiennent trop de texte", "partager le classeur en plusieurs fichiers")
LOCKED = ("le classeur est protégé par un mot de passe", "enlever le mot de passe, puis l'enregistrer à nouveau")
MACROS = ("un classeur avec des macros n'est pas accepté", "l'enregistrer au format .xlsx, sans macro")
MISPLACED = ("une feuille du classeur n'est pas à sa place", "l'ouvrir dans le tableur et l'enregistrer à nouveau")


class RefusedPartError(Exception):
    """Une partie de classeur refusée ; porte la phrase et le conseil."""

    def __init__(self, message: str, advice: str) -> None:
        self.message, self.advice = message, advice
        super().__init__(message)


class Contents:
    """Les mesures d'un classeur, partie après partie."""

    def __init__(self) -> None:
        self.text = 0
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
            parser.Parse(chunk, False)
        if size:  # les tableurs laissent des parties vides
            parser.Parse(b"", True)

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
        kind = _local(tag)
        if kind in _WATCHED:
            watcher = _WATCHED[kind](self.contents)
            self.parser.StartElementHandler = watcher.start
            self.parser.EndElementHandler = watcher.end
            self.parser.CharacterDataHandler = watcher.characters
            watcher.start(tag, attributes)
        else:
            self.parser.StartElementHandler = None


class _Watcher:
    """Ce que toute mesure partage : rien ne se passe par défaut."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        pass

    def end(self, tag: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


class _Worksheet(_Watcher):
    """Une feuille .xlsx : seules comptent les cellules qui ont une valeur."""

    def __init__(self, contents: Contents) -> None:
        super().__init__(contents)
        self.row = self.column = 0
        self.is_shared = self.inside = False
        self.index = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "c":
            self.is_shared = attributes.get("t") == "s"
            self.row, self.column = position(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
        elif kind == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif kind in ("v", "is", "f"):
            _check_size(self.row, self.column)
            self.inside, self.index = kind == "v" and self.is_shared, ""

    def end(self, tag: str) -> None:
        if self.inside and _local(tag) == "v":
            self.inside = False
            self.contents.uses[int(self.index)] += 1

    def characters(self, text: str) -> None:
        if self.inside:
            self.index += text


class _SharedTexts(_Watcher):
    """Les textes partagés d'un .xlsx : la longueur de chacun."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if _local(tag) == "si":
            self.contents.shared.append(0)

    def characters(self, text: str) -> None:
        if self.contents.shared:
            self.contents.shared[-1] += len(text)


class _OpenDocument(_Watcher):
    """Le contenu d'un .ods, où une ligne, une cellule ou une espace se répètent d'un seul attribut."""

    def __init__(self, contents: Contents) -> None:
        super().__init__(contents)
        self.rows = self.columns = self.last = 0
        self.row_repeat = self.cell_repeat = 1
        self.length, self.inside = 0, False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = _local(tag)
        if kind == "table":
            self.rows = 0
        elif kind == "table-row":
            self.columns = self.last = 0
            self.row_repeat = _repeat(attributes, "number-rows-repeated")
        elif kind in ("table-cell", "covered-table-cell"):
            self.cell_repeat, self.length, self.inside = _repeat(attributes, "number-columns-repeated"), 0, True
            self._value(len(max(attributes.values(), key=len)) if _has_value(attributes) else 0)
        elif kind == "s":
            self._spaces(int(next((value for name, value in attributes.items() if _local(name) == "c"), "1")))

    def end(self, tag: str) -> None:
        kind = _local(tag)
        if kind in ("table-cell", "covered-table-cell"):
            self.columns, self.inside = self.columns + self.cell_repeat, False
            self.contents.add_text(self.length * self.cell_repeat * self.row_repeat if self.last == self.columns else 0)
        elif kind == "table-row":
            self.rows += self.row_repeat
            if self.last:
                _check_size(self.rows, self.last)

    def characters(self, text: str) -> None:
        if self.inside and text.strip():
            self._value(len(text))

    def _value(self, length: int) -> None:
        """Note que la cellule ouverte a une valeur de cette longueur."""
        if length:
            self.length += length
            self.last = self.columns + self.cell_repeat
            _check_size(self.rows + self.row_repeat, self.last)

    def _spaces(self, count: int) -> None:
        if count > MAX_SPACES:
            raise RefusedPartError(*TOO_MUCH)
        self._value(count)


class _Manifest(_Watcher):
    """Le sommaire d'un .ods : dit si le contenu est chiffré."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        if _local(tag) == "encryption-data":
            raise RefusedPartError(*LOCKED)


class _Relations(_Watcher):
    """Les liens entre les parties : une feuille est un fichier .xml, que l'on aura donc mesuré."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        kind = attributes.get("Type", "").rsplit("/", 1)[-1]
        if kind == "vbaProject":
            raise RefusedPartError(*MACROS)
        if kind in ("worksheet", "sharedStrings", "styles", "officeDocument") and not attributes.get("Target", "").lower().endswith(".xml"):
            raise RefusedPartError(*MISPLACED)


_WATCHED: dict[str, type[_Watcher]] = {
    "worksheet": _Worksheet,
    "sst": _SharedTexts,
    "document-content": _OpenDocument,
    "manifest": _Manifest,
    "Relationships": _Relations,
}


def _local(tag: str) -> str:
    return tag.rsplit(":", 1)[-1]


def _repeat(attributes: dict[str, str], name: str) -> int:
    return max(1, next((int(value) for key, value in attributes.items() if _local(key) == name), 1))


def _has_value(attributes: dict[str, str]) -> bool:
    return any(_local(name) in ("value-type", "value", "string-value", "date-value") for name in attributes)


def _check_size(rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise RefusedPartError(*TOO_LONG)
