"""La lisibilité des textes publics : l'indice de Flesch adapté au français par Kandel et Moles (1958).

207 − 1,015 × (mots par phrase) − 73,6 × (syllabes par mot) : de 0 (très difficile) à 100 (très facile).
Il ne mesure que la longueur des phrases et des mots ; seule une personne dit si un texte se comprend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from spaser.model import GENRES
from spaser.model.base import Modele
from spaser.model.marks import Forme
from spaser.model.walk import Champ, visit
from spaser.publication import Edition

#: En deçà, un texte est un titre, un libellé ou une formule : l'indice n'y dit rien.
MINIMUM_WORDS = 12
_SENTENCE = re.compile(r"[.!?…;]+(?=\s|$)|\n+")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
#: Un « e », « es » ou « ent » final ne se prononce pas après une consonne : « livre », « routes », « achètent ».
_MUTE = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûüœæ])(?:e|es|(?<!m)ent)$")


@dataclass(frozen=True)
class Measure:
    """Ce qu'un texte, ou plusieurs mis bout à bout, a de phrases, de mots et de syllabes."""

    sentences: int = 0
    words: int = 0
    syllables: int = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(self.sentences + other.sentences, self.words + other.words, self.syllables + other.syllables)

    @property
    def score(self) -> int:
        """L'indice, ramené entre 0 et 100."""
        if not self.words:
            return 0
        return round(min(100.0, max(0.0, 207 - 1.015 * self.words / self.sentences - 73.6 * self.syllables / self.words)))

    @property
    def length(self) -> int:
        """Le nombre moyen de mots par phrase."""
        return round(self.words / self.sentences) if self.sentences else 0


@lru_cache(maxsize=100_000)
def syllables(word: str) -> int:
    """Les syllabes d'un mot, une par groupe de voyelles, sans l'« e » muet final ; au moins une."""
    spoken = _MUTE.sub("", word.lower())
    return max(1, len(_VOWELS.findall(spoken)))


def measure(text: str) -> Measure:
    """Les phrases, les mots et les syllabes d'un texte."""
    sentences = [words for part in _SENTENCE.split(text) if (words := _WORD.findall(part))]
    return Measure(len(sentences), sum(map(len, sentences)), sum(syllables(word) for words in sentences for word in words))


def of_entry(entry: Modele) -> Measure:
    """La mesure de tous les textes publics d'une entrée, mis bout à bout."""
    return sum((measure(text) for text in texts(entry)), Measure())


def texts(entry: Modele) -> Iterator[str]:
    """Les textes publics et assez longs d'une entrée ; ni codes, ni adresses, ni textes exacts."""
    for _, _, value in visit(entry, _is_prose, public=True):
        if isinstance(value, str) and len(_WORD.findall(value)) >= MINIMUM_WORDS:
            yield value


def _is_prose(champ: Champ) -> bool:
    return all(isinstance(mark, Forme) and mark.nom == "riche" for mark in champ.marks)


def of_edition(edition: Edition) -> dict[str, Measure]:
    """La mesure de chaque genre d'entrées publiques, puis celle des encadrés « en clair » des objectifs."""
    entries: dict[str, list[Any]] = {kind: [entry for entry in found.values() if entry.visibilite == "publique"] for kind, found in edition.entrees.items()}
    found = {GENRES[kind].pluriel: sum(map(of_entry, items), Measure()) for kind, items in entries.items()}
    clear = [measure(goal.en_clair) for goal in entries["objectif"] if goal.en_clair]
    return found | {"encadrés « en clair »": sum(clear, Measure())}


def hardest(edition: Edition, bound: int) -> Iterator[tuple[int, str, Any]]:
    """Les entrées publiques sous une borne : leur indice, leur genre, l'entrée ; les plus difficiles d'abord."""
    found = [(score, kind, entry) for kind, entries in edition.entrees.items() for entry in entries.values() if (score := _score(entry)) is not None]
    yield from sorted((item for item in found if item[0] < bound), key=lambda item: (item[0], item[2].id))


def _score(entry: Any) -> int | None:
    counted = of_entry(entry)
    return counted.score if entry.visibilite == "publique" and counted.words else None
