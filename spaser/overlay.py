"""Fond une surcouche dans un arbre : seuls des champs internes s'ajoutent, jamais un champ public ne change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.model.base import Modele
from spaser.model.walk import Champ, champs
from spaser.places import Path_, Tree, show
from spaser.problems import Problem


def merge(base: Tree, overlay: Tree, model: type[Modele]) -> list[Problem]:
    """Ajoute à `base` les champs internes de `overlay`, avec leurs places ; rend les problèmes."""
    base.key, base.entry = b"", None
    return list(_group(base, overlay, model, (), ()))


def _group(base: Tree, overlay: Tree, model: type[Modele], here: Path_, there: Path_) -> Iterator[Problem]:
    target, added = _at(base.data, here), _at(overlay.data, there)
    if not isinstance(target, dict) or not isinstance(added, dict):
        yield _refuse(overlay, there, "un groupe de champs est attendu", "")
        return
    fields = {champ.name: champ for champ in champs(model)}
    for name in added:
        champ = fields.get(name)
        if champ is None or champ.audience == "interne":
            yield from _add(base, overlay, (*here, name), (*there, name))
        elif added[name] == target.get(name):
            continue
        else:
            yield from _inside(base, overlay, champ, (*here, name), (*there, name))


def _add(base: Tree, overlay: Tree, here: Path_, there: Path_) -> Iterator[Problem]:
    target = _at(base.data, here[:-1])
    if here[-1] in target:
        yield _refuse(overlay, there, "ce champ est déjà écrit dans les référentiels", "l'enlever de l'un des deux fichiers")
        return
    target[here[-1]] = _at(overlay.data, there)
    for places, source in ((base.places, overlay.places), (base.keys, overlay.keys)):
        places.update({(*here, *path[len(there) :]): place for path, place in source.items() if path[: len(there)] == there})


def _inside(base: Tree, overlay: Tree, champ: Champ, here: Path_, there: Path_) -> Iterator[Problem]:
    """Descend dans un champ public : une surcouche peut compléter ses éléments, reconnus par leur `id` ou leur `code`."""
    known, added = _at(base.data, here), _at(overlay.data, there)
    if champ.sub is not None and champ.many and isinstance(known, list) and isinstance(added, list):
        ranks = {_name(item): rank for rank, item in enumerate(known) if isinstance(item, dict) and _name(item)}
        for rank, item in enumerate(added):
            match = ranks.get(_name(item)) if isinstance(item, dict) else None
            if match is None:
                yield _refuse(overlay, (*there, rank), "cet élément n'existe pas dans les référentiels", "reprendre l'id ou le code d'un élément existant")
            else:
                yield from _group(base, overlay, champ.sub, (*here, match), (*there, rank))
    else:
        yield _refuse(overlay, there, "une surcouche ne change pas un champ public", "le changer dans les référentiels")


def _refuse(tree: Tree, path: Path_, message: str, advice: str) -> Problem:
    place = tree.place(path)
    return Problem(place.file, place.line, place.column, show(path), message, advice, kind="surcouche")


def _name(item: dict[str, Any]) -> Any:
    return item.get("id", item.get("code"))


def _at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else data[int(step)]
    return data
