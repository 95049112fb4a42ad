"""Convertit un arbre lu en entrée d'un modèle, ou dit en français ce qui ne va pas, à sa place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeVar

from pydantic import ValidationError

from spaser.model.base import Modele
from spaser.model.walk import champs
from spaser.places import Path_, Place, Tree, show
from spaser.problems import Problem, did_you_mean, plural

M = TypeVar("M", bound=Modele)

_SHAPES = {
    "model_type": ("un groupe de champs est attendu", "écrire les champs en retrait, sous celui-ci"),
    "model_attributes_type": ("un groupe de champs est attendu", "écrire les champs en retrait, sous celui-ci"),
    "tuple_type": ("une liste est attendue", "écrire chaque élément sur sa ligne, après un tiret"),
    "list_type": ("une liste est attendue", "écrire chaque élément sur sa ligne, après un tiret"),
    "string_type": ("un texte est attendu", "écrire un texte sur la ligne du champ"),
    "int_parsing": ("un nombre entier est attendu", "écrire des chiffres, sans espace ni unité"),
    "int_type": ("un nombre entier est attendu", "écrire des chiffres, sans espace ni unité"),
    "int_parsing_size": ("un nombre entier est attendu", "écrire moins de chiffres"),
    "decimal_parsing": ("un nombre est attendu", "écrire des chiffres, avec un point pour la décimale"),
    "decimal_type": ("un nombre est attendu", "écrire des chiffres, avec un point pour la décimale"),
    "finite_number": ("un nombre est attendu", "écrire des chiffres, avec un point pour la décimale"),
    "decimal_max_digits": ("un nombre plus court est attendu", "écrire 14 chiffres au plus"),
    "decimal_max_places": ("un nombre plus court est attendu", "écrire 4 décimales au plus"),
    "decimal_whole_digits": ("un nombre plus court est attendu", "écrire 10 chiffres au plus avant la décimale"),
    "float_parsing": ("un nombre est attendu", "écrire des chiffres, avec un point pour la décimale"),
    "float_type": ("un nombre est attendu", "écrire des chiffres, avec un point pour la décimale"),
    "bool_parsing": ("« true » ou « false » est attendu", "écrire true pour oui, false pour non"),
    "bool_type": ("« true » ou « false » est attendu", "écrire true pour oui, false pour non"),
    "date_type": ("une date est attendue", "écrire AAAA-MM-JJ, par exemple 2026-11-22"),
}
#: Au-delà, le fichier est à refaire : les premiers défauts suffisent à le dire.
MAX_PROBLEMS = 100
_BOUNDS = {"greater_than_equal": ("au moins", "ge"), "less_than_equal": ("au plus", "le")}
_LENGTHS = {"too_short": ("au moins", "min_length"), "too_long": ("au plus", "max_length")}


def build(model: type[M], tree: Tree) -> tuple[M | None, list[Problem]]:
    """Convertit un arbre ; rend l'entrée, ou `None` et tous les problèmes."""
    try:
        doubtful: list[str] = []
        entry = model.model_validate(_without_blanks(tree.data, doubtful))
    except ValidationError as error:
        return None, [*islice(_problems(error, model, tree), MAX_PROBLEMS), *_others(error.error_count() - MAX_PROBLEMS, tree)]
    odd = list(_odd_numbers(entry, tree.data, (), tree)) if any(map(_ODD.fullmatch, doubtful)) else []
    return (None, odd) if odd else (entry, [])


def _others(count: int, tree: Tree) -> Iterator[Problem]:
    if count > 0:
        place = tree.place(())
        yield Problem(
            place.file, place.line, place.column, "", f"le fichier a {count} défauts de plus", "réparer d'abord ceux qui sont dits ici", kind="valeur"
        )


#: Python lit « 1_000 » comme mille ; ici, un nombre s'écrit avec ses seuls chiffres, tels qu'on les lira.
_ODD = re.compile(r"[-+]?\d[\d.]*_[\d_.]*")


def _odd_numbers(read: Any, data: Any, path: Path_, tree: Tree) -> Iterator[Problem]:
    """Un problème par nombre écrit avec des traits bas ; `read` est ce que le modèle a fait de `data`."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _odd_numbers(getattr(read, name, None), value, (*path, name), tree)
    elif isinstance(data, list):
        for rank, value in enumerate(data):
            yield from _odd_numbers(read[rank] if isinstance(read, tuple) else None, value, (*path, rank), tree)
    elif isinstance(data, str) and "_" in data and not isinstance(read, str) and _ODD.fullmatch(data):
        place = tree.place(path)
        message = f"un nombre est attendu, lu « {data[:60]} »"
        yield Problem(place.file, place.line, place.column, show(path), message, "écrire des chiffres, sans espace ni unité", kind="valeur")


def _without_blanks(data: Any, doubtful: list[str]) -> Any:
    """Un champ laissé vide vaut un champ absent : c'est ce qu'écrivent les formulaires. `doubtful` reçoit les textes qui portent un trait bas."""
    if isinstance(data, str):
        if "_" in data:
            doubtful.append(data)
        return data
    if isinstance(data, dict):
        return {key: _without_blanks(value, doubtful) for key, value in data.items() if value is not None}
    return [_without_blanks(value, doubtful) for value in data] if isinstance(data, list) else data


def _problems(error: ValidationError, model: type[Modele], tree: Tree) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # la liste est assez longue : ses éléments fautifs ont chacun leur problème
        path = tuple(detail["loc"])
        place, message, advice = _explain(dict(detail), path, model, tree)
        yield Problem(place.file, place.line, place.column, show(path), message, advice, kind=_help_section(detail["type"]))


def _help_section(error_type: str) -> str:
    return {"missing": "champ-absent", "extra_forbidden": "champ-inconnu"}.get(error_type, "valeur")


def _explain(detail: dict[str, Any], path: Path_, model: type[Modele], tree: Tree) -> tuple[Place, str, str]:
    place, kind, context = tree.place(path), detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return place, "champ obligatoire absent", f"ajouter « {path[-1]}: … »"
    if kind == "extra_forbidden":
        return tree.keys[path], "champ inconnu", did_you_mean(str(path[-1]), _siblings(model, path))
    message, advice = _wording(kind, context)
    return place, message + _read(detail.get("input")), advice


def _wording(kind: str, context: dict[str, Any]) -> tuple[str, str]:
    if kind == "motif":
        return context["attendu"], context["conseil"]
    if kind == "literal_error":
        return f"une de ces valeurs est attendue : {context['expected'].replace(' or ', ' ou ').replace(chr(39), '')}", ""
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"un nombre d'{words} {context[key]} est attendu", ""
    if kind in _LENGTHS:
        words, key = _LENGTHS[kind]
        return f"une liste d'{words} {plural(context[key], 'élément')} est attendue", "écrire chaque élément sur sa ligne, après un tiret"
    if kind == "string_too_long":
        return f"un texte de {context['max_length']} caractères au plus est attendu", "raccourcir le texte"
    return _SHAPES.get(kind, ("une autre valeur est attendue", "comparer avec une entrée voisine"))


def _read(value: Any) -> str:
    if isinstance(value, dict):
        return ", lu un groupe de champs"
    if isinstance(value, list | tuple):
        return f", lu une liste de {plural(len(value), 'élément')}" if value else ", lu une liste vide"
    text = str(value)
    return f", lu « {text if len(text) <= 60 else text[:57] + '…'} »"


def _siblings(model: type[Modele], path: Path_) -> list[str]:
    """Les noms de champs acceptés là où un nom inconnu a été lu."""
    current: Any = model
    for step in path[:-1]:
        if isinstance(step, str) and current is not None:
            current = submodel(current, step)
    return list(current.model_fields) if current is not None else []


def submodel(model: type[Modele], name: str) -> type[Modele] | None:
    """Le modèle du champ `name`, s'il contient un groupe de champs ou une liste de groupes."""
    return next((champ.sub for champ in champs(model) if champ.name == name), None)
