"""Où en est chaque indicateur du schéma : ses valeurs, ses cibles, son écart, et son état selon une règle écrite.

Rien n'est inventé : une année sans valeur reste vide, et l'état « sans donnée » le dit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from spaser import awards, tallies
from spaser.measures import AWARDS, Measured
from spaser.model import Objectif
from spaser.model.objectif import Cible, Indicateur
from spaser.publication import Edition

State = Literal["en-retard", "sans-donnee", "en-bonne-voie", "atteint", "sans-cible"]
#: Du moins bon au meilleur : un objectif prend le premier que l'un de ses indicateurs porte.
WORST_FIRST: tuple[State, ...] = ("en-retard", "sans-donnee", "en-bonne-voie", "atteint")
Origin = Literal["saisie", "interne", "marches", "referentiels"]


@dataclass(frozen=True)
class Point:
    """Une valeur constatée ; `partial` si l'année n'était pas finie : elle se montre, mais ne décide pas de l'état."""

    year: int
    value: Decimal
    origin: Origin
    source: str = ""
    url: str = ""
    on: date | None = None
    partial: bool = False
    demonstration: bool = False


@dataclass(frozen=True)
class Standing:
    """Où en est un indicateur : son état, pourquoi, la valeur qui en décide, la cible qu'on lui oppose, l'écart entre les deux."""

    state: State
    why: str
    points: tuple[Point, ...]
    last: Point | None = None
    target: Cible | None = None
    expected: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        """La dernière valeur moins la cible."""
        return self.last.value - self.target.valeur if self.last and self.target else None


def points(edition: Edition, indicator: Indicateur, until: int = 9999) -> tuple[Point, ...]:
    """Les valeurs d'un indicateur, dans l'ordre des années : une valeur saisie l'emporte sur un calcul, une valeur publiée sur une interne."""
    found = {item.year: _computed(edition, indicator.calcul, item) for item in tallies.series(edition, indicator.calcul)}
    found |= {item.annee: Point(item.annee, item.valeur, "interne", item.source.titre, item.source.url or "", item.date) for item in indicator.valeurs_internes}
    found |= {item.annee: Point(item.annee, item.valeur, "saisie", item.source.titre, item.source.url or "", item.date) for item in indicator.valeurs}
    return tuple(found[year] for year in sorted(found) if year <= until)


def _computed(edition: Edition, code: str, item: Measured) -> Point:
    if code in AWARDS:
        on = awards.read_on(edition, item.year)
        return Point(item.year, item.value, "marches", on=on, partial=item.partial, demonstration=item.demonstration)
    return Point(item.year, item.value, "referentiels", on=edition.collectivite.edition_du, demonstration=item.demonstration)


def assess(edition: Edition, indicator: Indicateur, until: int | None = None) -> Standing:
    """L'état d'un indicateur à la date de l'édition, ou à la fin de l'année `until` si elle est finie."""
    found = points(edition, indicator) if until is None else points(edition, indicator, until)
    return judge(found, indicator, running_year(edition, until))


def running_year(edition: Edition, until: int | None = None) -> int:
    """L'année en cours : celle de l'édition, ou celle qui suit une année déjà finie."""
    today = edition.collectivite.edition_du.year
    return today if until is None else min(until + 1, today)


def judge(found: tuple[Point, ...], indicator: Indicateur, today: int) -> Standing:
    """L'état que la règle donne à des valeurs ; `today` est l'année en cours, dont la cible n'est pas encore due."""
    targets = sorted(indicator.cibles, key=lambda target: target.annee)
    whole = [point for point in found if not point.partial]
    if not targets:
        return Standing("sans-cible", "", found, whole[-1] if whole else None)
    if not whole:
        return Standing("sans-donnee", "aucune-valeur", found, None, _due(targets, today - 1) or targets[0])
    last = whole[-1]
    if _reaches(indicator, last.value, targets[-1].valeur):
        return Standing("atteint", "derniere-cible", found, last, targets[-1])
    due = _due(targets, max(last.year, today - 1))
    if due and not _reaches(indicator, last.value, due.valeur):
        return Standing("en-retard", "cible-manquee", found, last, due)
    if due and (due.annee >= last.year or len(whole) == 1):
        return Standing("en-bonne-voie", "cible-tenue", found, last, due)
    return _on_the_way(indicator, found, whole, next(target for target in targets if target.annee > last.year))


def _due(targets: list[Cible], year: int) -> Cible | None:
    """La dernière cible due à la fin d'une année."""
    return next((target for target in reversed(targets) if target.annee <= year), None)


def _reaches(indicator: Indicateur, value: Decimal, target: Decimal) -> bool:
    return value >= target if indicator.sens == "hausse" else value <= target


def _on_the_way(indicator: Indicateur, found: tuple[Point, ...], whole: list[Point], target: Cible) -> Standing:
    """Avant l'échéance : la valeur se compare au chemin droit qui va de la première valeur à la cible."""
    first, last = whole[0], whole[-1]
    if first.year == last.year:
        return Standing("sans-donnee", "une-seule-valeur", found, last, target)
    expected = first.value + (target.valeur - first.value) * (last.year - first.year) / (target.annee - first.year)
    expected = expected.quantize(Decimal("0.1"))
    if _reaches(indicator, last.value, expected):
        return Standing("en-bonne-voie", "sur-le-chemin", found, last, target, expected)
    return Standing("en-retard", "sous-le-chemin", found, last, target, expected)


def overall(states: Iterable[State]) -> State:
    """L'état d'un objectif : le moins bon de ceux de ses indicateurs qui ont une cible."""
    known = set(states)
    return next((state for state in WORST_FIRST if state in known), "sans-cible")


def goal(edition: Edition, entry: Objectif, until: int | None = None) -> tuple[State, list[Standing]]:
    """L'état d'un objectif, et celui de chacun de ses indicateurs."""
    found = [assess(edition, indicator, until) for indicator in entry.indicateurs]
    return overall(standing.state for standing in found), found
