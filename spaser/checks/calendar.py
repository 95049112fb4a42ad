"""Les dates d'une entrée se suivent : vérifier puis revoir, publier puis recevoir puis démarrer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import GENRES, SANS_PAGE
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Ordre des dates de relecture, et calendrier des intentions."""
    for kind in (*GENRES, *SANS_PAGE):
        for where in corpus.of(kind):
            if where.entry.a_revoir_avant <= where.entry.verifie_le:
                message = f"la relecture du {where.entry.a_revoir_avant} ne suit pas la vérification du {where.entry.verifie_le}"
                yield problem(where, ("a_revoir_avant",), message, "écrire une date plus lointaine", kind="dates")
    for where in corpus.of("intention"):
        yield from _order(where)


def period_bounds(period: str) -> tuple[str, str]:
    """Le premier et le dernier mois d'une période « AAAA-Tn » ou « AAAA-MM », écrits AAAA-MM."""
    year, part = period.split("-")
    if part.startswith("T"):
        first = 3 * int(part[1]) - 2
        return f"{year}-{first:02}", f"{year}-{first + 2:02}"
    return period, period


def reviewed(day: date) -> dict[str, str]:
    """Les deux dates d'une entrée relue ce jour-là : elle est à revoir un an après."""
    return {"verifie_le": day.isoformat(), "a_revoir_avant": day.replace(year=day.year + 1, day=min(day.day, 28)).isoformat()}


def _order(where: Located) -> Iterator[Problem]:
    steps = [(name, getattr(where.entry, name)) for name in ("publication_prevue", "remise_prevue", "demarrage_prevu")]
    steps = [(name, value) for name, value in steps if value]
    for (before_name, before), (name, value) in pairwise(steps):
        if period_bounds(value)[1] < period_bounds(before)[0]:
            message = f"« {value} » précède {before_name}, « {before} »"
            yield problem(where, (name,), message, "revoir l'une des deux périodes", kind="dates")
