"""Écrit un arbre en YAML : d'une traite s'il est ordinaire, sinon par PyYAML ; les octets sont les mêmes.

PyYAML choisit le style de chaque texte signe par signe : dix mille fiches y prennent une demi-minute. Il n'y a pas ici de
second format, seulement de quoi reconnaître les textes dont l'écriture ne se discute pas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from spaser.skimming import DoubtError

#: La largeur d'une ligne ; la longueur au-delà de laquelle un texte est replié.
WIDTH, LONG = 110, 90
#: Un texte que d'autres lecteurs de YAML (1.2, celui des formulaires) prendraient pour un nombre : un SIRET y perdrait ses zéros.
NUMBER_LIKE = re.compile(r"[-+]?(?:\d+|0o[0-7]+|0x[0-9a-fA-F]+|(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN)")
#: Les signes qu'un texte d'une ligne peut porter sans guillemets doubles.
_SAFE = re.compile("[ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]+")
#: Ce qui, nu, se lirait comme de la ponctuation de YAML.
_INDICATOR = re.compile(r"[#,\[\]{}&*!|>'\"%@`]|[?:-](?: |$)|---|\.\.\.|.*(?::(?: |$)| #)")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,60}")
_READ_OTHERWISE = frozenset({"yes", "no", "true", "false", "on", "off", "null"})


class Bare(str):
    """Un texte à écrire sans guillemets."""

    __slots__ = ()


def write(tree: Any) -> str:
    """Le texte d'un arbre de textes."""
    try:
        return emit(tree)
    except DoubtError:
        return dump(tree)


def dump(tree: Any) -> str:
    """Le texte que PyYAML écrit : c'est lui qui fait le format."""
    written: str = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return written


def emit(tree: Any) -> str:
    """Le même, d'une traite. Lève `DoubtError` si l'écriture d'un texte se discute."""
    if not isinstance(tree, dict) or not tree:
        raise DoubtError
    return "".join(_mapping(tree, 0))


def _mapping(tree: dict[str, Any], indent: int) -> Iterator[str]:
    """Un champ par ligne ; le premier suit ce qui l'annonce, retrait compris."""
    for rank, (name, value) in enumerate(tree.items()):
        if not _KEY.fullmatch(name) or name in _READ_OTHERWISE:
            raise DoubtError
        yield f"{' ' * indent if rank else ''}{name}:"
        yield from _value(value, indent, indent + len(name) + 1)


def _value(value: Any, indent: int, column: int) -> Iterator[str]:
    if isinstance(value, str):
        yield _scalar(value, indent + 2, column)
    elif isinstance(value, dict) and value:
        yield f"\n{' ' * (indent + 2)}"
        yield from _mapping(value, indent + 2)
    elif isinstance(value, list) and value:
        yield "\n"
        yield from _items(value, indent + 2)
    else:
        yield _empty(value)


def _items(items: list[Any], indent: int) -> Iterator[str]:
    for item in items:
        yield f"{' ' * indent}-"
        if isinstance(item, dict) and item:
            yield " "
            yield from _mapping(item, indent + 2)
        elif isinstance(item, str):
            yield _scalar(item, indent + 2, indent + 1)
        else:
            yield _empty(item)


def _scalar(text: str, indent: int, column: int) -> str:
    """Ce qui suit le deux-points ou le tiret, fin de ligne comprise."""
    bare = type(text) is Bare
    if "\n" in text:
        return f" |-\n{_literal(text, indent)}\n"
    if len(text) > LONG and not bare:
        return f" >-\n{_folded(text, indent)}\n"
    if _is_plain(text, bare):
        return f" {_wrapped(text, indent, column + 1)}\n"
    said = _quoted(text)
    if column + len(said) >= WIDTH:
        raise DoubtError
    return f" {said}\n"


def _literal(text: str, indent: int) -> str:
    """Un texte de plusieurs lignes, tel quel ; ni la première ni la dernière n'est vide."""
    lines = text.split("\n")
    if not lines[0] or not lines[-1]:
        raise DoubtError
    for line in filter(None, lines):
        _check(line)
    return "\n".join(f"{' ' * indent}{line}" if line else "" for line in lines)


def _folded(text: str, indent: int) -> str:
    _check(text)
    return f"{' ' * indent}{_wrapped(text, indent, indent)}"


def _wrapped(text: str, indent: int, column: int) -> str:
    """Un texte qui commence à cette colonne, replié après le mot qui passe la largeur."""
    if column + len(text) <= WIDTH:
        return text
    if "  " in text:
        raise DoubtError
    lines = [""]
    for rank, word in enumerate(text.split(" ")):
        if column > WIDTH:
            lines.append(" " * indent)
            column = indent
        elif rank:
            lines[-1] += " "
            column += 1
        lines[-1] += word
        column += len(word)
    return "\n".join(lines)


def _empty(value: Any) -> str:
    if value == [] or value == {}:
        return f" {value}\n"
    raise DoubtError


def _check(text: str) -> None:
    if not _SAFE.fullmatch(text) or text[0] == " " or text[-1] == " ":
        raise DoubtError


@lru_cache(maxsize=4096)
def _is_plain(text: str, bare: bool) -> bool:
    """Vrai si un texte s'écrit sans guillemets."""
    _check(text)
    if _INDICATOR.match(text):
        if bare:
            raise DoubtError
        return False
    if bare:
        return True
    resolvers = yaml.SafeDumper.yaml_implicit_resolvers.get(text[0], ())
    return not NUMBER_LIKE.fullmatch(text) and not any(pattern.match(text) for _, pattern in resolvers)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Met les éléments de liste en retrait sous leur champ, comme les formulaires les écrivent."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) > LONG else "'" if NUMBER_LIKE.fullmatch(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_bare(dumper: yaml.SafeDumper, text: Bare) -> yaml.Node:
    tag = dumper.resolve(yaml.ScalarNode, str(text), (True, False))  # type: ignore[no-untyped-call]
    return dumper.represent_scalar(tag, str(text))


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(Bare, _represent_bare)
