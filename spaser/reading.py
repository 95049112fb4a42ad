"""Lit un fichier YAML : un arbre de textes, chaque champ à sa place, dans des bornes étroites.

Tout scalaire reste un texte (`03`, `non`, `12:30` gardent leurs caractères) : c'est le modèle qui
convertit. Ancres, alias, étiquettes, fusions, clés doublées et caractères invisibles sont refusés.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from spaser.places import Path_, Place, Tree, UnreadableError, show
from spaser.problems import Problem

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000

#: Écriture de droite à gauche, espaces de largeur nulle, trait d'union invisible, commandes : de quoi cacher un texte dans un autre.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")

HIDDEN_ADVICE = "effacer puis retaper ce passage"

#: Le nom d’un fichier de données, sans son extension.
SLUG_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, name: str) -> tuple[Tree, list[Problem]]:
    """Lit `path`, nommé `name` dans les messages ; rend l'arbre et les clés doublées. Lève `UnreadableError`."""
    return parse(read_text(path, name), name)


def read_text(path: Path, name: str) -> str:
    """Lit le texte d'un fichier ordinaire de 256 Ko au plus, en UTF-8, normalisé NFC. Lève `UnreadableError`."""
    start = Place(name)
    if path.is_symlink():
        raise UnreadableError(start, "un lien vers un autre fichier n'est pas accepté", "copier le fichier lui-même")
    if not path.is_file():
        raise UnreadableError(start, "un fichier ordinaire est attendu", "l'enlever du dossier")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableError(start, f"le fichier dépasse {MAX_BYTES // 1024} Ko", "le partager en plusieurs fichiers")
    try:
        raw = path.read_bytes()
    except OSError:
        raise UnreadableError(start, "le fichier ne peut pas être lu", "vérifier ses droits d'accès") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableError(Place(name, line), "le fichier n'est pas en UTF-8", "l'enregistrer avec l'encodage UTF-8") from None
    text = unicodedata.normalize("NFC", text)
    tab = text.find("\t")
    if tab >= 0:
        raise UnreadableError(_place_at(text, tab, name), "une tabulation n'est pas acceptée", "la remplacer par des espaces")
    hidden = INVISIBLE.search(text)
    if hidden:
        raise UnreadableError(_place_at(text, hidden.start(), name), _hidden_label(hidden[0]), HIDDEN_ADVICE)
    return text


def _hidden_label(character: str) -> str:
    return f"un caractère invisible (U+{ord(character):04X}) n'est pas accepté"


def _place_at(text: str, offset: int, name: str) -> Place:
    return Place(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def parse(text: str, name: str) -> tuple[Tree, list[Problem]]:
    """Lit un texte YAML borné ; rend l'arbre et les problèmes de clés doublées. Lève `UnreadableError`."""
    builder = _Builder(name)
    try:
        builder.document(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, name) from None
    except yaml.YAMLError:
        raise UnreadableError(Place(name), "un caractère n'est pas accepté", "enregistrer le fichier en UTF-8") from None
    return builder.tree, builder.problems


#: Ce que dit la bibliothèque, ce que l'on dit.
_SYNTAX = (
    ("cannot start any token", "un caractère est mal placé", "mettre le texte entre guillemets"),
    ("mapping values are not allowed", "un « : » est mal placé", "mettre le texte entre guillemets, ou aligner le champ avec ses voisins"),
    ("could not find expected ':'", "un « : » manque après le nom du champ", "écrire « champ: valeur »"),
    ("did not find expected key", "le retrait de la ligne ne suit pas celui de ses voisines", "aligner le champ avec ceux du même groupe"),
    ("did not find expected '-'", "un tiret manque devant un élément de liste", "aligner les tirets de la liste"),
    ("unexpected end of stream", "un guillemet ouvert n'est pas refermé", "fermer le guillemet"),
    ("block sequence entries are not allowed", "un tiret de liste est mal placé", "écrire la liste sous le champ, en retrait"),
    ("expected <document start>", "le fichier contient deux documents", "supprimer la ligne « --- »"),
)


def _syntax_error(error: yaml.MarkedYAMLError, name: str) -> UnreadableError:
    mark = error.problem_mark or error.context_mark
    place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
    wording = str(error.problem or "")
    for pattern, message, advice in _SYNTAX:
        if pattern in wording:
            return UnreadableError(place, message, advice)
    return UnreadableError(place, "la ligne n'est pas écrite comme un champ", "comparer avec une entrée voisine")


class _Builder:
    """Suit les évènements du lecteur YAML et bâtit l'arbre, sans jamais développer un alias."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tree = Tree(name)
        self.places, self.keys = self.tree.places, self.tree.keys
        self.problems: list[Problem] = []
        self.nodes = 0

    def document(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                self._refuse(documents > 1, event, "le fichier contient deux documents", "supprimer la ligne « --- »")
                self.tree.data = self.value(events, next(events), ())
        if self.tree.data is None:
            raise UnreadableError(Place(self.name), "le fichier est vide", "écrire l'entrée, ou supprimer le fichier")

    def value(self, events: Iterator[Any], event: Any, path: Path_) -> Any:
        self._bound(event, path)
        self.places[path] = self._place(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        plain = event.style is None or event.style == ""
        return None if event.value == "" or (plain and event.value in ("~", "null")) else self._text(event)

    def _mapping(self, events: Iterator[Any], path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            here = (*path, key)
            twin = self.keys.get(here)
            if twin:
                self._duplicate(event, here, twin)
            self.keys[here] = self._place(event)
            result[key] = self.value(events, next(events), here)
        return result

    def _sequence(self, events: Iterator[Any], path: Path_) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            result.append(self.value(events, event, (*path, len(result))))
        return result

    def _key(self, event: Any) -> str:
        self._bound(event, ())
        self._refuse(not isinstance(event, yaml.ScalarEvent), event, "un nom de champ est attendu", "écrire « champ: valeur »")
        self._refuse(event.value == "<<", event, "une fusion « << » n'est pas acceptée", "recopier les champs voulus")
        return self._text(event)

    def _text(self, event: Any) -> str:
        """Le texte d'un scalaire, où les échappements (« \\u202e ») viennent d'être lus : mêmes refus que pour le fichier."""
        text = unicodedata.normalize("NFC", event.value)
        hidden = INVISIBLE.search(text)
        self._refuse(hidden is not None, event, _hidden_label(hidden[0]) if hidden else "", HIDDEN_ADVICE)
        return text

    def _duplicate(self, event: Any, path: Path_, twin: Place) -> None:
        place = self._place(event)
        message = f"champ déjà écrit ligne {twin.line}"
        advice = "supprimer l'une des deux lignes"
        self.problems.append(Problem(self.name, place.line, place.column, show(path), message, advice, kind="champ-double"))

    def _bound(self, event: Any, path: Path_) -> None:
        self.nodes += 1
        self._refuse(self.nodes > MAX_NODES, event, f"le fichier a plus de {MAX_NODES} éléments", "le partager en plusieurs fichiers")
        self._refuse(len(path) > MAX_DEPTH, event, f"plus de {MAX_DEPTH} niveaux de retrait", "simplifier l'entrée")
        alias = isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None)
        self._refuse(bool(alias), event, "un renvoi « & » ou « * » n'est pas accepté", "recopier le texte, ou le mettre entre guillemets")
        self._refuse(getattr(event, "tag", None) is not None, event, "une étiquette « ! » n'est pas acceptée", "mettre le texte entre guillemets")

    def _refuse(self, refused: bool, event: Any, message: str, advice: str) -> None:
        if refused:
            raise UnreadableError(self._place(event), message, advice)

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
