"""Ce qui a changé dans une intention, et quand : les faits datés dont sont faits les abonnements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from spaser.checks.calendar import period_bounds
from spaser.model import Intention
from spaser.publication import Edition


@dataclass(frozen=True)
class Fact:
    """Un fait daté : `rank` le distingue des autres du même jour, `created` dit que c'est le premier de l'intention."""

    day: date
    text: str
    rank: int
    created: bool


def facts(entry: Intention, edition: Edition) -> list[Fact]:
    """Les faits d'une intention, du plus ancien au plus récent : son historique, et le statut ou le retrait qu'il ne dit pas.

    Il y en a toujours un, puisque toute intention a un statut daté.
    """
    found = [(change.date, change.ce_qui_change) for change in entry.historique]
    known = {day for day, _ in found}
    found += [(day, text) for day, text in _unsaid(entry, edition) if day not in known]
    found.sort(key=lambda fact: fact[0])
    ranks: Counter[date] = Counter()
    return [Fact(day, text, _next(ranks, day), created=position == 0) for position, (day, text) in enumerate(found)]


def _unsaid(entry: Intention, edition: Edition) -> list[tuple[date, str]]:
    """Le statut, et le retrait s'il y en a un, chacun à sa date."""
    status = f"Statut\u00a0: {edition.label('statuts-intention', entry.statut.code)}"
    said = [(entry.statut.depuis, f"{status}. {entry.statut.motif}" if entry.statut.motif else status)]
    return [*said, (entry.retire_le, "Intention retirée")] if entry.retire_le else said


def _next(ranks: Counter[date], day: date) -> int:
    ranks[day] += 1
    return ranks[day]


def last_change(entry: Intention, edition: Edition) -> date:
    """La date du dernier fait d'une intention."""
    return facts(entry, edition)[-1].day


def moment(day: date) -> datetime:
    """Un jour, pour un format qui veut aussi une heure : midi UTC, qui est ce jour-là partout en France, outre-mer compris."""
    return datetime.combine(day, time(12), UTC)


def first_day(period: str) -> date:
    """Le premier jour d'une période « AAAA-Tn » ou « AAAA-MM »."""
    return date.fromisoformat(f"{period_bounds(period)[0]}-01")


def is_dropped(entry: Intention) -> bool:
    """Vrai si l'intention n'aura pas de suite sous ce nom : abandonnée, retirée, ou remplacée par d'autres."""
    return entry.statut.code == "abandonnee" or entry.retire_le is not None or bool(entry.suites)
