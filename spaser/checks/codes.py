"""Un code n'est défini qu'une fois, et un code retiré dit ce qui le remplace par un code qui existe."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem, did_you_mean


def check(corpus: Corpus) -> Iterator[Problem]:
    """Codes uniques dans leur liste ; `remplace_par` connu dans la liste."""
    for where in corpus.of("codes"):
        codes = [ligne.code for ligne in where.entry.lignes]
        for rank, ligne in enumerate(where.entry.lignes):
            if ligne.code in codes[:rank]:
                yield problem(where, ("lignes", rank, "code"), f"« {ligne.code} » est déjà dans la liste", "supprimer l'une des deux lignes", kind="code")
            if ligne.remplace_par is not None and ligne.remplace_par not in codes:
                path = ("lignes", rank, "remplace_par")
                yield problem(where, path, f"« {ligne.remplace_par} » n'est pas dans la liste", did_you_mean(ligne.remplace_par, codes), kind="code")
