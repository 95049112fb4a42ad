"""Une réservation se voit partout : dans les lots qu'elle touche et dans les considérations sociales déclarées."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Lots réservés cohérents avec la portée ; « marche-reserve » parmi les considérations ; « aucune » seule."""
    for where in corpus.of("intention"):
        entry = where.entry
        reserved_lots = [lot for lot in entry.lots if lot.reservation]
        if entry.reservation and entry.reservation.portee == "lots" and not reserved_lots:
            yield problem(where, ("reservation", "portee"), "aucun lot n'est réservé", "écrire la réservation sur un lot", kind="reservation")
        if reserved_lots and not entry.reservation:
            yield problem(where, ("lots",), "un lot est réservé, la réservation manque", "ajouter « reservation » avec portee: lots", kind="reservation")
        if entry.reservation and "marche-reserve" not in entry.considerations_sociales:
            advice = "ajouter « marche-reserve »"
            yield problem(where, ("considerations_sociales",), "la réservation n'est pas parmi les considérations sociales", advice, kind="reservation")
        for name in ("considerations_sociales", "considerations_environnementales"):
            values = getattr(entry, name)
            if "aucune" in values and len(values) > 1:
                yield problem(where, (name,), "« aucune » est écrit avec d'autres considérations", "enlever « aucune »", kind="reservation")
