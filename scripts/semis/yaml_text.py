"""Écrit une entrée en YAML : l'ordre donné, des textes longs repliés, des guillemets où il en faut.

PyYAML écrirait la même chose trente fois moins vite : un jeu de cent mille pages prendrait une heure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

WIDTH, LONG = 110, 90
_PLAIN = re.compile(r"[A-Za-zÀ-ÿŒœ«](?:[^:#\n]|:(?=\S)|(?<=\S)#)*(?<![\s:])")
_READ_OTHERWISE = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}


def write(entry: dict[str, Any]) -> str:
    """Le fichier d'une entrée ; les champs sans valeur n'y sont pas."""
    return "\n".join(_mapping(entry, "")) + "\n"


def _mapping(entry: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in entry.items():
        if value is not None and value != [] and value != {}:
            yield from _field(f"{indent}{name}:", value, indent)


def _field(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield head
        yield from _mapping(value, f"{indent}  ")
    elif isinstance(value, list | tuple):
        yield head
        for item in value:
            yield from _item(item, f"{indent}  ")
    else:
        yield from _scalar(head, value, f"{indent}  ")


def _item(item: Any, indent: str) -> Iterator[str]:
    if isinstance(item, dict):
        first, *rest = _mapping(item, f"{indent}  ")
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        yield from _scalar(f"{indent}-", item, f"{indent}  ")


def _scalar(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, str) and "\n" in value:
        yield f"{head} |-"
        yield from (f"{indent}{line}" if line else "" for line in value.split("\n"))
    elif isinstance(value, str) and len(value) > LONG:
        yield f"{head} >-"
        yield from _folded(value, indent)
    else:
        yield f"{head} {_short(value)}"


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _READ_OTHERWISE
    return value if plain else "'" + value.replace("'", "''") + "'"


def _folded(text: str, indent: str) -> Iterator[str]:
    line = indent
    for word in text.split(" "):
        if len(line) + len(word) > WIDTH and line != indent:
            yield line.rstrip()
            line = indent
        line += f"{word} "
    yield line.rstrip()
