"""Une entrée publique ne cite, dans un champ public, que des entrées et des codes publics."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import GENRES, SANS_PAGE
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import is_reference, visit
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Sans cette règle, le nom d'une entrée interne sortirait par un renvoi, un remplacement ou un code."""
    hidden, lists = _hidden_entries(corpus), _hidden_lists(corpus)
    for kind in (*GENRES, *SANS_PAGE):
        names = {where.entry.id for where in corpus.of(kind) if where.entry.visibilite == "interne"}
        for where in corpus.of(kind):
            if where.entry.visibilite == "publique":
                yield from _entry(where, hidden, lists)
                if where.entry.remplace_par in names:
                    yield _refuse(where, ("remplace_par",), where.entry.remplace_par)


def _hidden_entries(corpus: Corpus) -> set[tuple[str, str]]:
    """Les entrées internes : leur genre et la clé par laquelle on y renvoie."""
    hidden = {(kind, str(getattr(w.entry, genre.cle))) for kind, genre in GENRES.items() for w in corpus.of(kind) if w.entry.visibilite == "interne"}
    hidden |= {("critere", c.id) for w, _, c in corpus.criteria() if w.entry.visibilite == "interne"}
    return hidden | {("transverse", c.id) for w in corpus.of("transverses") if w.entry.visibilite == "interne" for c in w.entry.criteres}


def _hidden_lists(corpus: Corpus) -> set[str]:
    return {where.entry.id for where in corpus.of("codes") if where.entry.visibilite == "interne"}


def _entry(where: Located, hidden: set[tuple[str, str]], lists: set[str]) -> Iterator[Problem]:
    for path, champ, value in visit(where.entry, is_reference, public=True):
        renvoi, code = champ.mark(Renvoi), champ.mark(Code)
        if renvoi and (renvoi.genre, str(value)) in hidden:
            yield _refuse(where, path, value)
        for name in sorted(lists.intersection(code.listes) if code else ()):
            message = f"la liste de codes « {name} » est interne, une entrée publique ne peut pas l'employer"
            yield problem(where, path, message, f"écrire visibilite: publique dans codes/{name}.yml", kind="visibilite")


def _refuse(where: Located, path: tuple[str | int, ...], value: object) -> Problem:
    message = f"« {value} » est une entrée interne, une entrée publique ne peut pas y renvoyer"
    return problem(where, path, message, "rendre publique l'entrée visée, ou enlever le renvoi", kind="visibilite")
