"""Les règles : un module par règle, chacun `check(corpus) -> Iterator[Problem]`, dans une liste écrite."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spaser.checks import (
    agec,
    awards,
    calendar,
    closed_years,
    codes,
    colours,
    criterion_life,
    demonstration,
    editions,
    freshness,
    grids,
    identifiers,
    identity_numbers,
    likeness,
    mailboxes,
    references,
    requirements,
    reservations,
    status,
    succession,
    tools,
    visibility,
    weights,
    wording,
)
from spaser.corpus import Corpus
from spaser.problems import Problem

CHECKS: tuple[Callable[[Corpus], Iterator[Problem]], ...] = (
    identifiers.check,
    codes.check,
    references.check,
    visibility.check,
    weights.check,
    criterion_life.check,
    wording.check,
    likeness.check,
    requirements.check,
    editions.check,
    calendar.check,
    status.check,
    succession.check,
    reservations.check,
    freshness.check,
    mailboxes.check,
    identity_numbers.check,
    demonstration.check,
    closed_years.check,
    awards.check,
    agec.check,
    tools.check,
    grids.check,
    colours.check,
)


def run(corpus: Corpus) -> Iterator[Problem]:
    """Applique toutes les règles à ce qui a pu être lu."""
    for check in CHECKS:
        yield from check(corpus)
