"""Les poids d'un critère se tiennent, et l'essentiel d'une famille nomme trois de ses critères."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import Critere
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Poids bornés et ordonnés, réservés aux critères d'attribution ; trois critères distincts dans l'essentiel."""
    for owner, rank, critere in corpus.criteria():
        yield from _order(owner, rank, critere)
        if critere.bareme:
            yield from _scale(owner, rank, critere)
    for where in corpus.of("famille"):
        yield from _essentials(where)


def _order(owner: Located, rank: int, critere: Critere) -> Iterator[Problem]:
    path, weight = ("criteres", rank, "ponderation"), critere.ponderation
    if weight is None:
        return
    if critere.type != "critere-attribution":
        yield problem(owner, path, "seul un critère d'attribution a un poids", "enlever le poids, ou en faire un critère d'attribution", kind="poids")
    if not weight.mini <= weight.conseillee <= weight.maxi:
        message = f"les poids ne sont pas rangés, lus {weight.mini} ≤ {weight.conseillee} ≤ {weight.maxi}"
        yield problem(owner, path, message, "écrire mini ≤ conseillee ≤ maxi", kind="poids")


def _scale(owner: Located, rank: int, critere: Critere) -> Iterator[Problem]:
    points = [palier.points for palier in critere.bareme]
    path = ("criteres", rank, "bareme")
    if not 3 <= len(points) <= 5:
        yield problem(owner, path, f"un barème a de 3 à 5 paliers, lus {len(points)}", "ajouter ou réunir des paliers", kind="bareme")
    if points != sorted(set(points), reverse=True):
        yield problem(owner, path, "les points du barème ne vont pas du plus haut au plus bas", "ranger les paliers, sans points égaux", kind="bareme")


def _essentials(where: Located) -> Iterator[Problem]:
    own = {critere.id: critere for critere in where.entry.criteres}
    for rank, identifiant in enumerate(where.entry.essentiel):
        if identifiant not in own:
            message = f"« {identifiant} » n'est pas un critère de cette famille"
            yield problem(where, ("essentiel", rank), message, "choisir parmi les criteres du fichier", kind="poids")
        elif identifiant in where.entry.essentiel[:rank]:
            yield problem(where, ("essentiel", rank), f"« {identifiant} » est écrit deux fois", "choisir trois critères distincts", kind="poids")
