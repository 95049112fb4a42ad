"""Un critère d'attribution se note : il a un barème, un poids et une méthode d'analyse."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import weights_are_known
from spaser.checks.wording.texts import ATTRIBUTION, Finding, in_force, reference
from spaser.corpus import Corpus
from spaser.model import Critere

_NEEDED = {"bareme": "barème", "ponderation": "poids", "verification": "méthode d'analyse"}


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque critère d'attribution que l'on ne saurait pas noter."""
    for where, rank, critere in in_force(corpus, (ATTRIBUTION,)) if weights_are_known(corpus) else ():
        absent = missing(critere)
        if absent:
            said = " ni ".join(_NEEDED[name] for name in absent)
            message = f"ce critère d'attribution n'a {'ni' if len(absent) > 1 else 'pas de'} {said}, les offres ne peuvent pas être notées"
            advice = "ajouter " + ", ".join(f"« {name}: … »" for name in absent)
            yield Finding(where, ("criteres", rank), message + reference(corpus, "critere-sans-preuve"), advice, kind="critere-sans-preuve")


def missing(critere: Critere) -> list[str]:
    """Les champs qui manquent pour noter."""
    return [name for name in _NEEDED if not getattr(critere, name)]
