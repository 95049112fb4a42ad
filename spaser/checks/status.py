"""Le statut d'une intention dit ce qu'il faut savoir : la raison d'un report, l'adresse d'une consultation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.problems import Problem

NEEDS = {"reportee": "motif", "abandonnee": "motif", "lancee": "lien", "attribuee": "reference_decp"}


def check(corpus: Corpus) -> Iterator[Problem]:
    """Motif, lien ou référence selon le statut ; montant estimé dans sa tranche."""
    bands = {ligne.code: ligne for where in corpus.of("codes") if where.entry.id == "tranches-montant" for ligne in where.entry.lignes}
    for where in corpus.of("intention"):
        needed = NEEDS.get(where.entry.statut.code)
        if needed and getattr(where.entry.statut, needed) is None:
            message = f"le statut « {where.entry.statut.code} » demande le champ « {needed} »"
            yield problem(where, ("statut",), message, f"ajouter « {needed}: … »", kind="statut")
        band = bands.get(where.entry.montant_tranche)
        if band is not None:
            yield from _amount(where, band)


def _amount(where: Located, band: Any) -> Iterator[Problem]:
    amount = where.entry.montant_estime
    if amount is not None and not (band.mini <= amount and (band.maxi is None or amount < band.maxi)):
        message = f"le montant {amount} n'est pas dans la tranche « {band.code} »"
        yield problem(where, ("montant_estime",), message, "revoir le montant ou la tranche", kind="montant")
