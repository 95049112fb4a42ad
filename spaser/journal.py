"""Ce qui a changé entre deux états des référentiels, en mots du métier.

Chaque état est d'abord projeté pour une audience : le journal public ne peut dire que des faits publics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from spaser import operations
from spaser.editions import ENTERS, LEAVES
from spaser.model import GENRES, ThemeEco
from spaser.model.base import PERIODE, Modele, name_of
from spaser.model.marks import Code
from spaser.model.walk import Champ, champs
from spaser.publication import Edition
from spaser.rendering.typography import day, number, period

#: Les champs qui disent quand une entrée a été relue, ou ce qu'elle disait, et non ce qu'elle dit.
SILENT = frozenset({"verifie_le", "a_revoir_avant", "historique", "empreintes", "versions_precedentes"})
POSTPONED, WITHDRAWN = "reportee", "abandonnee"


@dataclass(frozen=True)
class Change:
    """Un changement : ce qui arrive à l'entrée, et le détail champ par champ (libellé, avant, après)."""

    kind: str
    entry: str
    title: str
    event: str
    details: tuple[tuple[str, str, str], ...] = ()


def compare(before: Edition, after: Edition) -> Iterator[Change]:
    """Les changements d'une édition à l'autre : créations, reports, retraits, modifications, suppressions."""
    for kind in GENRES:
        old, new = before.entrees[kind], after.entrees[kind]
        for key in sorted({*old, *new}):
            change = _change(kind, old.get(key), new.get(key), after, before)
            if change is not None:
                yield change


def compare_rest(before: Edition, after: Edition) -> Iterator[Change]:
    """Les changements de ce qui n'a pas de fiche : la collectivité et les entrées sans page."""
    old, new = dict(_holders(before)), dict(_holders(after))
    for kind, key in dict.fromkeys([*old, *new]):
        was, now = old.get((kind, key)), new.get((kind, key))
        name = _called(key, now or was, after if now else before)
        if was is None or now is None:
            yield Change(kind, key, name, "créée" if was is None else "supprimée")
        elif details := tuple(_details(was, now, before, after)):
            yield Change(kind, key, name, "modifiée", details)


def _holders(edition: Edition) -> Iterator[tuple[tuple[str, str], Any]]:
    yield ("collectivite", "collectivite"), edition.collectivite
    yield from (((kind, entry.id), entry) for kind, held in edition.sans_page.items() for entry in held)
    # Les exigences d'un thème ont leur fiche : leurs changements sont déjà dits.
    yield from ((("eco", f"{theme.volet}/{theme.theme}"), theme.model_copy(update={"exigences": ()})) for theme in edition.themes)


def _called(key: str, entry: Any, edition: Edition) -> str:
    if isinstance(entry, ThemeEco):
        return edition.label("themes", entry.theme)
    return name_of(entry, key)


def restrict(changes: Iterable[Change], before: Edition, after: Edition, code: str) -> Iterator[Change]:
    """Ce que ces changements font à une opération usuelle, chaque exigence avec sa version. Lève `KeyError` si l'opération n'est pas dans l'édition."""
    line = next((line for line in operations.usual(after) if line.code == code), None)
    if line is None:
        raise KeyError(code)
    was, now = ({entry.id: entry for _, entry in operations.requirements(edition, operations.of_line(line))} for edition in (before, after))
    known = {change.entry: change for change in changes if change.kind == "exigence"}
    for key in sorted({*was, *now}):
        change = known.get(key)
        if change is not None:
            yield replace(change, event=_arrival(change.event, key in was, key in now), title=f"{change.title}, version {(now.get(key) or was[key]).version}")


def _arrival(event: str, was: bool, now: bool) -> str:
    """Une exigence modifiée a pu entrer dans l'opération, ou en sortir."""
    if event != "modifiée" or was == now:
        return event
    return ENTERS if now else LEAVES


def _change(kind: str, old: Any, new: Any, after: Edition, before: Edition) -> Change | None:
    if new is None:
        return Change(kind, old.id, name_of(old), "supprimée")
    if old is None:
        return Change(kind, new.id, name_of(new), "créée")
    details = tuple(_details(old, new, before, after))
    return Change(kind, new.id, name_of(new), _event(old, new), details) if details else None


def _event(old: Any, new: Any) -> str:
    """Ce qui arrive, d'après le statut d'une intention ou la date de retrait d'une entrée."""
    was, now = (entry.statut.code if hasattr(entry, "statut") else "" for entry in (old, new))
    if was != now and now == POSTPONED:
        return "reportée"
    if (was != now and now == WITHDRAWN) or (new.retire_le and not old.retire_le):
        return "retirée"
    return "modifiée"


def _details(old: Modele, new: Modele, before: Edition, after: Edition, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for champ in champs(type(new)):
        was, now = getattr(old, champ.name, None), getattr(new, champ.name, None)
        if was == now or champ.name in SILENT:
            continue
        label = prefix + re.split(r"\s;", str(type(new).model_fields[champ.name].description).rstrip("."))[0]
        if isinstance(was, Modele) and isinstance(now, Modele):
            yield from _details(was, now, before, after, f"{label}, ")
        elif champ.many and champ.sub is not None:
            yield from _items(was or (), now or (), before, after, label)
        else:
            yield label, _words(was, champ, before), _words(now, champ, after)


def _items(was: tuple[Any, ...], now: tuple[Any, ...], before: Edition, after: Edition, label: str) -> Iterator[tuple[str, str, str]]:
    """Les éléments d'une liste de groupes, reconnus par leur identifiant ou leur nom."""
    old, new = {_name(item): item for item in was}, {_name(item): item for item in now}
    for name in dict.fromkeys([*old, *new]):
        if name not in old or name not in new:
            yield f"{label}, {name}", "absent" if name not in old else "présent", "ajouté" if name not in old else "enlevé"
        elif old[name] != new[name]:
            yield from _details(old[name], new[name], before, after, f"{name}, ")


NAMES = ("intitule", "libelle", "titre", "nom", "code", "phase", "texte", "annee", "formulation", "enseignement", "version")


def _name(item: Any) -> str:
    """Le nom d'un élément : l'un de ces champs, à défaut son premier texte."""
    named = (getattr(item, name) for name in NAMES if getattr(item, name, None))
    texts = (value for _, value in item if isinstance(value, str)) if isinstance(item, Modele) else ()
    return str(next(iter((*named, *texts)), item))


def _words(value: Any, champ: Champ, edition: Edition) -> str:
    if value is None or value == ():
        return "rien"
    if isinstance(value, tuple):
        return ", ".join(_words(item, champ, edition) for item in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int | Decimal):
        return number(value)
    return _name(value) if isinstance(value, Modele) else _text(str(value), champ, edition)


def _text(value: str, champ: Champ, edition: Edition) -> str:
    code = champ.mark(Code)
    if code is not None:
        known = {line.code: line.libelle for liste in code.listes if liste in edition.codes for line in edition.codes[liste].lignes}
        return known.get(value, value)
    return period(value) if re.fullmatch(PERIODE, value) else value


def markdown(changes: list[Change]) -> str:
    """Le journal en Markdown, par genre puis par évènement."""
    if not changes:
        return "Rien n’a changé.\n"
    parts = []
    for kind, genre in GENRES.items():
        found = [change for change in changes if change.kind == kind]
        if found:
            parts.append(f"## {genre.pluriel.capitalize()}\n")
            parts += [_entry(change) for change in found]
    return "\n".join(parts)


def _entry(change: Change) -> str:
    lines = [f"- **{change.title}** ({change.entry})\u00a0: {change.event}"]
    lines += [f"    - {label}\u00a0: «\u00a0{was}\u00a0» devient «\u00a0{now}\u00a0»" for label, was, now in change.details]
    return "\n".join(lines) + "\n"
