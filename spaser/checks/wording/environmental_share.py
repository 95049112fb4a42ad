"""Les critères environnementaux de l'essentiel pèsent au moins la part fixée par le schéma (objectif 12)."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import weights_are_known
from spaser.checks.wording.essentials import chosen, weight
from spaser.checks.wording.texts import Finding
from spaser.corpus import Corpus


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque famille dont l'essentiel reste sous la part environnementale voulue."""
    minimum = corpus.settings.entry.seuils.part_environnementale if corpus.settings else 0
    for where in corpus.of("famille") if weights_are_known(corpus) else ():
        share = weight([critere for critere in chosen(where.entry) if "environnementale" in critere.considerations])
        if share < minimum:
            message = f"la part environnementale de l'essentiel est de {share} %, au moins {minimum} % sont attendus"
            yield Finding(where, ("essentiel",), message, "relever un poids conseillé ou choisir un autre critère", kind="part-environnementale")
