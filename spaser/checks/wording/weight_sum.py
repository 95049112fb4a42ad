"""Les poids de l'essentiel tiennent dans cent pour cent, et laissent sa part au prix."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.wording.essentials import has_full_cost, scored, weight
from spaser.checks.wording.texts import Finding, reference
from spaser.corpus import Corpus

WHOLE = 100


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque famille dont l'essentiel prend plus que la note, ou toute la note sans coût complet."""
    for where in corpus.of("famille"):
        criteria = scored(where.entry)
        total = weight(criteria)
        if total > WHOLE or (total == WHOLE and not has_full_cost(criteria)):
            problem = "une note n'en compte que 100" if total > WHOLE else "il ne reste rien pour le prix"
            message = f"les poids conseillés de l'essentiel font {total} %, {problem}" + reference(corpus, "somme-des-poids")
            yield Finding(where, ("essentiel",), message, "baisser un poids conseillé, pour laisser sa part au prix ou au coût", kind="somme-des-poids")
