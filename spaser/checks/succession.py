"""Une intention remplacée mène à celles qui la remplacent, sans jamais revenir à elle-même."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem

Suites = dict[str, tuple[str, ...]]


def check(corpus: Corpus) -> Iterator[Problem]:
    """Suites sans boucle ni doublon ; une boucle est dite une fois, sur son premier identifiant."""
    suites = {where.entry.id: where.entry.suites for where in corpus.of("intention")}
    for where in corpus.of("intention"):
        for rank, target in enumerate(where.entry.suites):
            if target in where.entry.suites[:rank]:
                yield problem(where, ("suites", rank), f"« {target} » est écrit deux fois", "supprimer l'une des deux lignes", kind="suites")
        loop = _loop(where.entry.id, suites)
        if loop and where.entry.id == min(loop):
            path = ", puis ".join([*loop, where.entry.id])
            yield problem(where, ("suites",), f"les suites reviennent à leur départ : {path}", "enlever l'une de ces suites", kind="suites")


def _loop(start: str, suites: Suites) -> list[str]:
    """Le chemin qui part d'une intention et y revient, ou rien."""
    waiting, seen = [[start]], {start}
    while waiting:
        path = waiting.pop()
        for target in suites.get(path[-1], ()):
            if target == start:
                return path
            if target not in seen:
                seen.add(target)
                waiting.append([*path, target])
    return []
