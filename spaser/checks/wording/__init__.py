"""Les règles de rédaction des critères : un module par code de la liste `regles-redaction`, et les dérogations qui les écartent."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spaser.checks.wording import (
    candidate,
    derogations,
    environmental_share,
    evidence,
    general_policy,
    geography,
    labels,
    single_criterion,
    weight_sum,
)
from spaser.checks.wording.texts import Finding
from spaser.corpus import Corpus
from spaser.problems import Problem

RULES: dict[str, Callable[[Corpus], Iterator[Finding]]] = {
    "preference-geographique": geography.find,
    "label-ou-equivalent": labels.find,
    "politique-generale": general_policy.find,
    "selection-attribution": candidate.find,
    "critere-sans-preuve": evidence.find,
    "somme-des-poids": weight_sum.find,
    "part-environnementale": environmental_share.find,
    "critere-unique": single_criterion.find,
}


def check(corpus: Corpus) -> Iterator[Problem]:
    """Applique chaque règle de rédaction, sauf là où une dérogation l'écarte."""
    yield from derogations.silence((finding for rule in RULES.values() for finding in rule(corpus)), corpus)
