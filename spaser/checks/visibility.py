"""Une entrée publique ne renvoie, dans un champ public, qu'à des entrées publiques."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.model import GENRES
from spaser.model.base import Renvoi
from spaser.model.walk import visit
from spaser.problems import Problem
from spaser.publication_rules import public_paths


def check(corpus: Corpus) -> Iterator[Problem]:
    """Sans cette règle, le nom d'une entrée interne sortirait par un renvoi."""
    hidden = {(kind, str(getattr(w.entry, genre.cle))) for kind, genre in GENRES.items() for w in corpus.of(kind) if w.entry.visibilite == "interne"}
    hidden |= {("critere", c.id) for w, _, c in corpus.criteria() if w.entry.visibilite == "interne"}
    hidden |= {("transverse", c.id) for w in corpus.of("transverses") if w.entry.visibilite == "interne" for c in w.entry.criteres}
    for kind in (*GENRES, "transverses"):
        for where in corpus.of(kind):
            if where.entry.visibilite == "interne":
                continue
            for path, champ, value in visit(where.entry):
                mark = champ.mark(Renvoi)
                if mark is not None and (mark.genre, str(value)) in hidden and public_paths(type(where.entry), path):
                    message = f"« {value} » est une entrée interne, une entrée publique ne peut pas y renvoyer"
                    yield problem(where, path, message, "rendre publique l'entrée visée, ou enlever le renvoi", kind="visibilite")
