"""L'essentiel ne laisse pas un critère juger seul, sauf le coût complet ; le prix compte pour un critère."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.wording.essentials import has_full_cost, scored, weight
from spaser.checks.wording.texts import Finding, reference
from spaser.checks.wording.weight_sum import WHOLE
from spaser.corpus import Corpus


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque famille où le prix jugerait seul, ou bien un seul critère qui prend toute la note."""
    for where in corpus.of("famille"):
        criteria = scored(where.entry)
        alone = "le prix" if not criteria else f"« {criteria[0].id} »"
        if not criteria or (len(criteria) == 1 and weight(criteria) >= WHOLE and not has_full_cost(criteria)):
            message = f"{alone} jugerait seul, ce que seul un coût complet peut faire" + reference(corpus, "critere-unique")
            advice = "choisir un critère d'attribution de plus, lié à l'environnement, ou un coût complet"
            yield Finding(where, ("essentiel",), message, advice, kind="critere-unique")
