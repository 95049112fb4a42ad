"""Parcourt une entrée champ par champ, avec ce que le modèle en déclare : audience, code, renvoi, forme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from spaser.model.base import Audience, Modele
from spaser.model.marks import Code, Forme, Renvoi

Mark = Code | Renvoi | Forme
Step = str | int
Value = tuple[tuple[Step, ...], "Champ", Any]


@dataclass(frozen=True)
class Champ:
    """Un champ d'un modèle : `sub` est le modèle de son groupe, `many` dit s'il s'agit d'une liste."""

    name: str
    audience: Audience
    marks: tuple[Mark, ...]
    sub: type[Modele] | None
    many: bool

    def mark(self, kind: type[Mark]) -> Any:
        """La marque de ce genre posée sur le champ, ou `None`."""
        for mark in self.marks:
            if isinstance(mark, kind):
                return mark
        return None


@cache
def champs(model: type[Modele]) -> tuple[Champ, ...]:
    """Les champs d'un modèle, dans l'ordre de sa déclaration ; sans audience déclarée, un champ est interne."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(_champ(model, name, hints[name]) for name in model.model_fields)


def _champ(model: type[Modele], name: str, hint: Any) -> Champ:
    extra = model.model_fields[name].json_schema_extra
    declared = extra.get("x-visibilite") if isinstance(extra, dict) else None
    found = list(parts(hint))
    marks = tuple(part for part in found if isinstance(part, Code | Renvoi | Forme))
    subs = [part for part in found if isinstance(part, type) and issubclass(part, Modele)]
    audience: Audience = "publique" if declared == "publique" else "interne"
    return Champ(name, audience, marks, subs[0] if subs else None, any(get_origin(part) is tuple for part in found))


def parts(hint: Any) -> Iterator[Any]:
    """Tout ce dont un type est fait : lui-même, ses marques, ses arguments, et les leurs."""
    yield hint
    yield from getattr(hint, "__metadata__", ())
    for argument in get_args(hint):
        yield from parts(argument)


def words(found: Iterable[Any]) -> tuple[str, ...]:
    """Les mots entre lesquels choisir, si un type fait de ces parts les énumère."""
    return next((get_args(part) for part in found if get_origin(part) is Literal), ())


@cache
def kept(model: type[Modele], wanted: Callable[[Champ], Any], public: bool) -> tuple[Champ, ...]:
    """Les champs d'un modèle que `wanted` retient, et les groupes qui en contiennent ; seulement ce que tous lisent si `public`."""
    seen = (champ for champ in champs(model) if not public or champ.audience == "publique")
    return tuple(champ for champ in seen if (champ.sub and kept(champ.sub, wanted, public)) or wanted(champ))


def is_reference(champ: Champ) -> bool:
    """Vrai si le champ est un code ou un renvoi."""
    return bool(champ.mark(Code) or champ.mark(Renvoi))


def visit(entry: Modele, wanted: Callable[[Champ], Any] = bool, *, public: bool = False) -> list[Value]:
    """Chaque valeur simple d'une entrée, dans l'ordre du modèle : son chemin, son champ, sa valeur. Les champs absents sont passés.

    `wanted` choisit les champs, une fois par modèle ; `public` s'en tient à ceux que tous peuvent lire.
    """
    found: list[Value] = []
    _collect(entry, (), wanted, public, found)
    return found


def _collect(entry: Modele, path: tuple[Step, ...], wanted: Callable[[Champ], Any], public: bool, found: list[Value]) -> None:
    for champ in kept(type(entry), wanted, public):
        value = getattr(entry, champ.name, None)
        if value is None:
            continue
        here = (*path, champ.name)
        for place, item in [((*here, rank), item) for rank, item in enumerate(value)] if champ.many else [(here, value)]:
            if isinstance(item, Modele):
                _collect(item, place, wanted, public, found)
            else:
                found.append((place, champ, item))
