"""Trouve l'en-tête d'une feuille et reconnaît ses colonnes, même déplacées, renommées, ou sous des titres fusionnés."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from spaser.imports.cells import letters
from spaser.imports.columns import Column
from spaser.imports.layout import CHILDREN, COLUMNS, LINK, LINK_NAMES, MARK, MARK_NAMES, Child
from spaser.imports.values import is_blank
from spaser.imports.vocabulary import plain, root
from spaser.imports.workbook import Sheet

#: L'en-tête est dans ces premières lignes, et l'on y reconnaît sans doute au moins ce nombre de colonnes.
DEPTH, MINIMUM = 30, 2
CUTOFF = 0.84
SCALES = ((re.compile(r"k ?€|k ?euros|\bmilliers\b", re.IGNORECASE), 1_000), (re.compile(r"m ?€|m ?euros|\bmillions\b", re.IGNORECASE), 1_000_000))
UNITS = re.compile(r"€|\b(?:euros?|ht|keuros?|meuros?|milliers|millions)\b|[km] ?€", re.IGNORECASE)
#: Un montant TTC n'est pas le montant demandé : on ne devine pas la taxe.
TAXED = re.compile(r"\bttc\b", re.IGNORECASE)
Known = dict[str, Column | str]


@dataclass(frozen=True)
class Heading:
    """Une colonne d'une feuille : sa place, son titre, ce qu'elle porte (`None` si on l'ignore), et comment on l'a su."""

    index: int
    text: str
    carries: Column | str | None = None
    rank: int | None = None
    how: str = ""
    scale: int = 1

    def __str__(self) -> str:
        place = f"{letters(self.index)} « {self.text} »"
        if self.carries is None:
            return f"{place} : non comprise, ignorée{f' ({self.how})' if self.how else ''}"
        path = self.carries if isinstance(self.carries, str) else self.carries.at(self.rank)
        return f"{place} : {path}{f' ({self.how})' if self.how else ''}"


@dataclass(frozen=True)
class Head:
    """L'en-tête d'une feuille : la feuille, le numéro de la ligne, et ses colonnes."""

    sheet: Sheet
    row: int
    headings: tuple[Heading, ...]


def find_main(sheets: Iterable[Sheet]) -> Head | None:
    """L'en-tête des intentions, dans la feuille qui y ressemble le plus ; `None` si aucune ne convient."""
    heads = [head for sheet in sheets if (head := _best(sheet, _main_names())) and _is_main(head)]
    return max(heads, key=lambda head: (_count(head), plain(head.sheet.name) == "intentions"), default=None)


def find_child(sheets: Iterable[Sheet], child: Child) -> Head | None:
    """L'en-tête d'une feuille liée, reconnue par son nom."""
    named = [sheet for sheet in sheets if root(sheet.name) == root(child.sheet)]
    heads = [head for sheet in named if (head := _best(sheet, _child_names(child)))]
    return replace(heads[0], headings=tuple(replace(heading, rank=None) for heading in heads[0].headings)) if heads else None


def _is_main(head: Head) -> bool:
    paths = {heading.carries.path for heading in head.headings if isinstance(heading.carries, Column)}
    return bool(paths & {"id", "intitule"}) and len(paths) >= MINIMUM


def _count(head: Head) -> int:
    return sum(heading.carries is not None for heading in head.headings)


def _main_names() -> Known:
    return {plain(name): MARK for name in MARK_NAMES} | _names(COLUMNS)


def _child_names(child: Child) -> Known:
    return {plain(name): LINK for name in LINK_NAMES} | _names(child.columns)


def _names(columns: Iterable[Column]) -> Known:
    """Chaque nom comparable et sa colonne ; un titre l'emporte sur un synonyme d'une autre colonne."""
    pairs = [(rank, plain(name), column) for column in columns for rank, name in enumerate(column.names)]
    return {name: column for _, name, column in sorted(pairs, key=lambda pair: -pair[0])}


def _best(sheet: Sheet, known: Known) -> Head | None:
    """La ligne où l'on reconnaît le plus de noms exacts, puis ses autres colonnes par ressemblance."""
    candidates = [(_exact(row, known), number) for number, row in enumerate(sheet.rows[:DEPTH], 1)]
    found, number = max(candidates, key=lambda item: (sum(heading.carries is not None for heading in item[0]), -item[1]), default=([], 0))
    if sum(heading.carries is not None for heading in found) < MINIMUM:
        return None
    return Head(sheet, number, tuple(_alone(_resembling(found, known))))


def _exact(row: list[Any], known: Known) -> list[Heading]:
    texts = [(index, " ".join(str(value).split())) for index, value in enumerate(row, 1) if not is_blank(value)]
    return [_recognise(index, text, known) for index, text in texts]


def _recognise(index: int, text: str, known: Known) -> Heading:
    scale = next((scale for pattern, scale in SCALES if pattern.search(text)), 1)
    if TAXED.search(text):
        return Heading(index, text, how="montant TTC : un montant hors taxes est attendu")
    for name in _forms(text):
        carries, rank = _numbered(name, known)
        if carries is not None:
            titles = [carries] if isinstance(carries, str) else carries.names[:2]
            return Heading(index, text, carries, rank, "" if name in map(plain, titles) or rank is not None else "synonyme", scale)
    return Heading(index, text, scale=scale)


def _forms(text: str) -> list[str]:
    """Les formes d'un titre, de la plus fidèle à la plus libre : en entier, sans parenthèses, sans unité."""
    bare = re.sub(r"\([^)]*\)|\[[^]]*\]|\*", " ", text)
    return list(dict.fromkeys(form for form in (plain(text), plain(bare), plain(UNITS.sub(" ", bare)), plain(UNITS.sub(" ", text))) if form))


def _numbered(name: str, known: Known) -> tuple[Column | str | None, int | None]:
    """La colonne d'un nom, et le rang de l'élément si le titre est numéroté : « Enjeu 2 », « Réservation du lot 3 »."""
    carries = known.get(name)
    if carries is not None:
        return carries, 0 if isinstance(carries, Column) and carries.group else None
    found = re.fullmatch(r"(.*?) ?\b([1-9]\d?)\b ?(.*)", name)
    if not found:
        return None, None
    base = f"{found[1]} {found[3]}".strip()
    repeated = _names([column for column in (*COLUMNS, *(column for child in CHILDREN for column in child.columns)) if column.group or column.many])
    column = repeated.get(base)
    return column, int(found[2]) - 1 if isinstance(column, Column) and column.group else None


def _resembling(headings: list[Heading], known: Known) -> list[Heading]:
    """Rattache ce qui reste aux colonnes libres dont le nom est le plus proche."""
    taken = {_key(heading) for heading in headings}
    free = {name: carries for name, carries in known.items() if _key(Heading(0, "", carries)) not in taken}
    result = []
    for heading in headings:
        near = get_close_matches(_forms(heading.text)[-1], list(free), n=1, cutoff=CUTOFF) if heading.carries is None and not heading.how else []
        result.append(replace(heading, carries=free[near[0]], how="ressemblance") if near else heading)
    return result


def _key(heading: Heading) -> tuple[str, int | None]:
    name = heading.carries if isinstance(heading.carries, str) else heading.carries.path if heading.carries else ""
    return name, heading.rank


def _alone(headings: list[Heading]) -> Iterable[Heading]:
    """Laisse chaque champ à une seule colonne, la plus sûre ; une liste peut en avoir plusieurs."""
    order = {"": 0, "synonyme": 1, "ressemblance": 2}
    best: dict[tuple[str, int | None], Heading] = {}
    for heading in sorted(headings, key=lambda heading: order.get(heading.how, 3)):
        if heading.carries is not None:
            best.setdefault(_key(heading), heading)
    for heading in headings:
        many = isinstance(heading.carries, Column) and heading.carries.many
        kept = heading.carries is None or many or best[_key(heading)] is heading
        yield heading if kept else replace(heading, carries=None, how=f"déjà lue en colonne {letters(best[_key(heading)].index)}")
