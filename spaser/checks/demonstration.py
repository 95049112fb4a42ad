"""Une entrée inventée porte un SIREN de la plage 000000xxx, pour ne désigner aucune vraie structure."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem

PREFIX = "000000"


def check(corpus: Corpus) -> Iterator[Problem]:
    """Démonstration et plage réservée vont ensemble, dans les deux sens."""
    for where in corpus.of("fournisseur"):
        if where.entry.siret is None:
            continue
        reserved = where.entry.siret.startswith(PREFIX)
        if where.entry.demonstration and not reserved:
            message = f"une entrée de démonstration a un SIRET en {PREFIX}…, lu « {where.entry.siret} »"
            yield problem(where, ("siret",), message, "prendre un SIRET de la plage, ou enlever demonstration: true", kind="demonstration")
        if reserved and not where.entry.demonstration:
            yield problem(where, ("siret",), f"un SIRET en {PREFIX}… est réservé aux démonstrations", "écrire demonstration: true", kind="demonstration")
