"""Les éléments d'un annuaire rangé dans un document JSON, lus un à un, dans des bornes étroites."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from spaser.imports import archive
from spaser.imports.cells import WorkbookError
from spaser.imports.directories.base import Directory, Raw

#: Groupes et listes, valeurs, chiffres d'un nombre : de quoi lire vingt mille structures sans remplir la mémoire.
MAX_GROUPS, MAX_VALUES, MAX_ELEMENTS, MAX_DIGITS = 300_000, 1_200_000, 20_000, 25
AGAIN = "télécharger à nouveau le document"
LESS = "le demander pour un seul département"
_SPACE = re.compile(r"[ \t\r\n]*")


class _RefusedValueError(Exception):
    """Une valeur que l'on refuse de lire ; porte la phrase."""


def read(path: Path, directory: Directory) -> Iterator[Raw]:
    """Chaque élément et sa ligne. Lève `WorkbookError` si le document ne se lit pas, ou si ce n'est pas cet annuaire."""
    text = _text(path)
    if text.count("[") + text.count("{") > MAX_GROUPS or text.count(",") + text.count(":") > 2 * MAX_VALUES:
        raise WorkbookError(path.name, "le document contient trop de valeurs", LESS)
    start = position = _start(text, path.name, directory)
    rank, line, seen = 0, 1, 0
    while (position := _skip(text, position)) < len(text) and text[position] != "]":
        rank, line, seen = rank + 1, line + text.count("\n", seen, position), position
        element, position = _decode(text, position, path.name)
        if rank > MAX_ELEMENTS:
            raise WorkbookError(path.name, f"ligne {line} : le document dépasse {MAX_ELEMENTS} éléments", LESS)
        if not isinstance(element, dict):
            raise WorkbookError(path.name, f"ligne {line} : l'élément {rank} n'est pas une structure", AGAIN)
        yield Raw(f"élément {rank}, ligne {line}", element)
        position = _skip(text, position)
        if text[position : position + 1] not in (",", "]"):
            _malformed(path.name, text, position)
        position += text[position] == ","
    _check_rest(text, start, position, path.name)


def _check_rest(text: str, start: int, position: int, name: str) -> None:
    """Ce qui entoure la liste est bien écrit, lui aussi."""
    try:
        _DECODER.decode(f"{text[:start]}{text[position:]}")
    except (ValueError, RecursionError, _RefusedValueError):
        _malformed(name, text, position)


def _text(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > archive.MAX_BYTES:
        raise WorkbookError(path.name, f"un fichier de {archive.MAX_BYTES // archive.MEGA} Mo au plus est attendu", LESS)
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WorkbookError(path.name, f"ligne {line} : le document n'est pas écrit en UTF-8", "l'enregistrer en UTF-8") from None


def _start(text: str, name: str, directory: Directory) -> int:
    """Où commence le premier élément : dans la liste du document, ou dans celle que l'annuaire nomme."""
    opening = _skip(text, 0)
    if text[opening : opening + 1] == "[":
        return opening + 1
    found = re.search(rf'"(?:{"|".join(directory.keys)})"\s*:\s*\[', text) if directory.keys else None
    if text[opening : opening + 1] == "{" and found:
        return found.end()
    _decode(text, opening, name)
    wanted = " ou ".join(f"« {key} »" for key in directory.keys)
    raise WorkbookError(name, f"le document n'a pas de liste {wanted}", "vérifier l'annuaire donné à --source")


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _decode(text: str, position: int, name: str) -> tuple[Any, int]:
    """La valeur qui commence là, et où elle finit."""
    try:
        return _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        _malformed(name, text, error.pos)
    except RecursionError:
        said = "les groupes sont emboîtés trop profond"
    except _RefusedValueError as refused:
        said = str(refused)
    raise WorkbookError(name, f"ligne {_line(text, position)} : {said}", AGAIN)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _malformed(name: str, text: str, position: int) -> NoReturn:
    raise WorkbookError(name, f"ligne {_line(text, position)} : le document est coupé ou mal écrit", AGAIN) from None


def _group(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        twin = next(key for key in names if names.count(key) > 1)
        raise _RefusedValueError(f"« {twin[:40]} » est écrit deux fois dans le même élément")
    return found


def _integer(text: str) -> int:
    return int(text) if len(text) <= MAX_DIGITS else _number(text)


def _float(text: str) -> float:
    return float(text) if len(text) <= MAX_DIGITS else _number(text)


def _number(text: str) -> NoReturn:
    raise _RefusedValueError(f"un nombre trop grand n'est pas accepté, lu « {text[:20]}… »")


_DECODER = json.JSONDecoder(object_pairs_hook=_group, parse_int=_integer, parse_float=_float, parse_constant=_number)
