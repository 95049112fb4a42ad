"""Lit d'une traite un fichier YAML où il n'y a rien à dire : ses données, sans les places.

Au moindre doute (ancre, étiquette, clé doublée, caractère caché, borne passée), rend la main à `reading.parse`, qui relit et dit lequel :
il n'y a donc pas ici de second jeu de règles, seulement de quoi reconnaître un fichier ordinaire, trois fois plus vite.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import yaml

from spaser.reading import INVISIBLE, MAX_DEPTH, MAX_NODES

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALAR, _MAPPING, _SEQUENCE = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent


class DoubtError(Exception):
    """Quelque chose est peut-être à dire du fichier."""


def skim(text: str) -> Any:
    """Les données d'un texte que `reading.read_text` a rendu. Lève `DoubtError` s'il faut le relire avec ses places."""
    loader = _Loader(text)
    try:
        loader.get_event()
        if not isinstance(loader.get_event(), yaml.DocumentStartEvent):
            raise DoubtError
        data = _Skimmer(loader.get_event).value(loader.get_event(), 0)
        loader.get_event()
        if data is None or not isinstance(loader.get_event(), yaml.StreamEndEvent):
            raise DoubtError
    except yaml.YAMLError:
        raise DoubtError from None
    finally:
        loader.dispose()
    return data


class _Skimmer:
    """Suit les évènements de l'analyseur ; mêmes bornes que `reading`."""

    def __init__(self, take: Callable[[], Any]) -> None:
        self.take = take
        self.nodes = 0

    def value(self, event: Any, depth: int) -> Any:
        self._bound(depth)
        kind = type(event)
        if event.anchor is not None or event.tag is not None:  # un renvoi « * » porte aussi une ancre
            raise DoubtError
        if kind is _SCALAR:
            text = event.value
            return None if text == "" or (text in ("~", "null") and not event.style) else _clean(event)
        return self._mapping(depth + 1) if kind is _MAPPING else self._sequence(depth + 1)

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        take = self.take
        while type(event := take()) is _SCALAR:
            key = _clean(event)
            if key in found or key == "<<" or event.anchor is not None or event.tag is not None:
                raise DoubtError
            self._bound(0)
            found[key] = self.value(take(), depth)
        if type(event) is not yaml.MappingEndEvent:
            raise DoubtError
        return found

    def _sequence(self, depth: int) -> list[Any]:
        found: list[Any] = []
        take = self.take
        while type(event := take()) is not yaml.SequenceEndEvent:
            found.append(self.value(event, depth))
        return found

    def _bound(self, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise DoubtError


def _clean(event: Any) -> str:
    """Le texte d'un scalaire ; seuls les guillemets doubles peuvent y faire naître un caractère que le fichier ne montrait pas."""
    text: str = event.value
    if event.style == '"' and (INVISIBLE.search(text) or not unicodedata.is_normalized("NFC", text)):
        raise DoubtError
    return text
