"""Parcourt une entrée champ par champ, avec ce que le modèle en déclare : audience, code, renvoi, forme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from spaser.model.base import Audience, Code, Forme, Modele, Renvoi

Mark = Code | Renvoi | Forme
Step = str | int


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
        return next((mark for mark in self.marks if isinstance(mark, kind)), None)


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


@cache
def referring(model: type[Modele]) -> tuple[Champ, ...]:
    """Les champs d'un modèle qui sont un code ou un renvoi, ou un groupe qui en contient."""
    return tuple(c for c in champs(model) if c.mark(Code) or c.mark(Renvoi) or (c.sub is not None and referring(c.sub)))


def visit_references(entry: Modele, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Champ, Any]]:
    """Rend chaque code et chaque renvoi d'une entrée, comme `visit`, sans s'arrêter aux autres champs."""
    yield from _visit(entry, path, referring)


def visit(entry: Modele, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Champ, Any]]:
    """Rend chaque valeur simple d'une entrée : son chemin, son champ, sa valeur. Les champs absents sont passés."""
    yield from _visit(entry, path, champs)


def _visit(entry: Modele, path: tuple[Step, ...], fields: Callable[[type[Modele]], tuple[Champ, ...]]) -> Iterator[tuple[tuple[Step, ...], Champ, Any]]:
    for champ in fields(type(entry)):
        value = getattr(entry, champ.name, None)
        if value is None:
            continue
        items = [((*path, champ.name, i), item) for i, item in enumerate(value)] if champ.many else [((*path, champ.name), value)]
        for here, item in items:
            if isinstance(item, Modele):
                yield from _visit(item, here, fields)
            else:
                yield here, champ, item
