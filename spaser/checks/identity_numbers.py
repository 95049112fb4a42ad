"""Un SIREN ou un SIRET passe la clé de Luhn ; La Poste a sa propre règle."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem

LA_POSTE = "356000000"


def check(corpus: Corpus) -> Iterator[Problem]:
    """Clé de Luhn du SIRET de chaque fournisseur et de la collectivité ; un SIRET ne sert qu'une fois."""
    if corpus.settings:
        entry = corpus.settings.entry
        if not is_valid(entry.siren) or not is_valid(entry.siret) or not entry.siret.startswith(entry.siren):
            yield problem(
                corpus.settings,
                ("siret",),
                f"le SIRET « {entry.siret} » ou le SIREN « {entry.siren} » est faux",
                "les recopier de l'avis de situation",
                kind="siret",
            )
    seen: dict[str, str] = {}
    for where in corpus.of("fournisseur"):
        siret = where.entry.siret
        if siret is None:
            continue
        if not is_valid(siret):
            yield problem(where, ("siret",), f"la clé de contrôle est fausse, lu « {siret} »", "recopier le SIRET de l'avis de situation", kind="siret")
        if siret in seen:
            yield problem(where, ("siret",), f"« {siret} » est déjà celui de « {seen[siret]} »", "réunir les deux fiches", kind="siret")
        seen.setdefault(siret, where.entry.id)


def is_valid(number: str) -> bool:
    """Vrai si le numéro de 9 ou 14 chiffres est bien formé (INSEE : clé de Luhn ; La Poste : somme multiple de 5)."""
    if number.startswith(LA_POSTE) and len(number) == 14 and sum(map(int, number)) % 5 == 0:
        return True
    doubled = (int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
