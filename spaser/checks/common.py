"""Ce que les règles partagent : poser un problème à la place d'un champ."""

from __future__ import annotations

from spaser.corpus import Corpus, Located
from spaser.places import Path_, show
from spaser.problems import Problem


def problem(where: Located, path: Path_, message: str, advice: str = "", *, kind: str, warning: bool = False) -> Problem:
    """Un problème sur un champ d'une entrée ; `kind` nomme la rubrique d'aide."""
    place = where.place(*path)
    field = show((*where.base, *path))
    return Problem(place.file, place.line, place.column, field, message, advice, warning, kind)


def weights_are_known(corpus: Corpus) -> bool:
    """Faux si aucun critère n'a de poids : les champs internes sont alors dans une surcouche privée, que cette lecture n'a pas."""
    return any(critere.ponderation is not None for _, _, critere in corpus.criteria())
