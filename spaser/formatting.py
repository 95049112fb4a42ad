"""Le format canonique : les mêmes octets, qu'un fichier vienne d'un formulaire, d'un tableur ou d'une main.

Ordre des champs du modèle, guillemets seulement où ils servent, textes longs repliés, typographie française.
Rien ne se perd : ce qui est écrit se relit à l'identique, ou le fichier reste comme il était.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from spaser import layout
from spaser.emitting import Bare, write
from spaser.model import Modele
from spaser.model.marks import Forme
from spaser.model.walk import Champ, champs, parts
from spaser.reading import parse, read_text
from spaser.rendering.typography import NBSP
from spaser.seen import Seen
from spaser.skimming import DoubtError, skim
from spaser.staging import write_atomic

#: Ce que PyYAML écrirait entre guillemets, mais qui est un nombre, une date ou un oui/non pour le modèle.
BARE_TYPES = {int, float, bool, Decimal, date}


def canonical(text: str, name: str, model: type[Modele]) -> str:
    """Le format canonique d'un fichier YAML. Lève `UnreadableError` s'il ne se lit pas."""
    data = _read(text, name)
    if data is None:
        return text
    ordered = _order(data, model)
    written = write(ordered)
    return written if _read(written, name) == _texts(ordered) else text


def canonical_of(data: dict[str, Any], name: str, model: type[Modele]) -> str:
    """Le format canonique de données en mémoire : le JSON est du YAML. Lève `UnreadableError` s'il ne se relit pas."""
    ordered = _order(_as_read(data), model)
    written = write(ordered)
    return written if _read(written, name) == _texts(ordered) else canonical(json.dumps(data, ensure_ascii=False), name, model)


def _as_read(data: Any) -> Any:
    """Des données telles que la lecture les rendrait : des textes, et rien où il n'y a rien."""
    if isinstance(data, dict):
        return {name: _as_read(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_as_read(item) for item in data]
    if data is None or isinstance(data, str):
        return data or None
    return json.dumps(data)


def _read(text: str, name: str) -> Any:
    """Les données d'un texte YAML, `None` si une clé y est doublée. Lève `UnreadableError`."""
    try:
        return skim(text)
    except DoubtError:
        tree, doubles = parse(text, name)
        return None if doubles else tree.data


def model_of(path: Path, root: Path) -> type[Modele] | None:
    """Le modèle d'un fichier d'après sa place, ou `None` s'il n'est pas à une place connue."""
    relative = path.relative_to(root).as_posix()
    return layout.model_of(relative) if relative == layout.SETTINGS or relative.partition("/")[0] in layout.LAYOUT else None


def unformatted(root: Path) -> Iterator[tuple[Path, str]]:
    """Les fichiers d'un dossier qui ne sont pas au format canonique, avec le texte qu'ils devraient avoir."""
    here = Path(__file__).parent
    seen = Seen("format", [*here.glob("*.py"), *(here / "model").glob("*.py")])
    for path in sorted(root.rglob("*.yml")):
        model = model_of(path, root)
        if model is None:
            continue
        text = read_text(path, path.as_posix())
        key = f"{model.__name__} {text}"
        wanted = text if key in seen else canonical(text, path.as_posix(), model)
        if wanted == text:
            seen.add(key)
        if wanted != text or path.read_bytes() != wanted.encode():
            yield path, wanted
    seen.save()


def rewrite(path: Path, text: str) -> None:
    """Écrit un fichier d'un coup."""
    write_atomic(path, text.encode())


def _order(data: Any, model: type[Modele] | None) -> Any:
    """Range les champs dans l'ordre du modèle ; les champs inconnus restent, à la fin ; les champs vides s'en vont."""
    if not isinstance(data, dict):
        return data
    known = _known(model)
    names = [name for name in known if name in data] + [name for name in data if name not in known]
    kept = [name for name in names if data[name] is not None and not _is_unticked(data[name], known.get(name), model)]
    return {name: _value(data[name], known.get(name), model) for name in kept}


@cache
def _known(model: type[Modele] | None) -> dict[str, Champ]:
    """Les champs d'un modèle, par nom."""
    return {champ.name: champ for champ in champs(model)} if model else {}


def _is_unticked(value: Any, champ: Champ | None, model: type[Modele] | None) -> bool:
    """Vrai pour un oui ou non laissé à sa valeur par défaut : un formulaire l'écrit, une main non."""
    if champ is None or model is None or value not in ("true", "false"):
        return False
    default = model.model_fields[champ.name].default
    return isinstance(default, bool) and value == str(default).lower()


def _value(value: Any, champ: Champ | None, model: type[Modele] | None) -> Any:
    if isinstance(value, list):
        return [_value(item, champ, model) for item in value if item is not None]
    if isinstance(value, dict):
        return _order(value, champ.sub if champ else None)
    if champ is None or model is None or champ.sub is not None:
        return value
    kinds = _kinds(model, champ.name)
    if kinds & {Decimal, float}:
        return Bare(re.sub(r"^(-?\d+)\.(\d*?)0*$", lambda found: f"{found[1]}.{found[2]}" if found[2] else found[1], value))
    if kinds & BARE_TYPES:
        return Bare(value)
    return value if champ.marks and not _is_prose(champ) else typeset(value)


def _is_prose(champ: Champ) -> bool:
    forme = champ.mark(Forme)
    return forme is not None and forme.nom == "riche"


@cache
def _kinds(model: type[Modele], name: str) -> frozenset[Any]:
    """Tous les types simples dont un champ est fait."""
    return frozenset(part for part in parts(model.model_fields[name].annotation) if isinstance(part, type))


def _texts(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _texts(value) for name, value in data.items()}
    return [_texts(item) for item in data] if isinstance(data, list) else str(data)


def typeset(text: str) -> str:
    """La typographie française d'un texte : apostrophes, guillemets, espaces insécables ; idempotent."""
    text = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    text = re.sub(rf"[ {NBSP}\u202f]+(?=[;!?»])|[ \u202f]+(?=:(?:\s|$))", NBSP, text)
    text = re.sub(r"(?<=\d) (?=[%€])", NBSP, text)
    return re.sub(r"«[ \u202f]*(?=[^\s])", f"«{NBSP}", text)
