"""Les valeurs internes, ramenées à des suites de mots que l’on sait retrouver, et retrouvées vite."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spaser.inspection.words import words

#: Un texte long est cherché par passages de six mots : une seule phrase sortie suffit à le dire.
PASSAGE = 6
#: Plus court, un texte se retrouve par hasard dans une page qui n’en dit rien.
SHORTEST = 12
SHORTEST_WORD = 9
SHORTEST_NUMBER = 5
#: Un passage de trois mots au plus ne compte que si l’un d’eux n’est nulle part public : « acheteur, moyens généraux » n’apprend rien.
FEW = 3
#: Les suites d’un, deux et trois mots que des textes publics disent déjà.
Known = dict[int, set[tuple[str, ...]]]


def known(texts: Iterable[str]) -> Known:
    """Ce que disent des textes publics."""
    said = list(itertools.chain.from_iterable([*words(text), ""] for text in texts))
    return {size: set(_runs(said, size)) for size in (1, 2, 3)}


@dataclass
class Secrets:
    """Les passages internes, rangés par les deux ou trois mots qui ne sont nulle part publics ; les mots seuls à part."""

    marks: dict[tuple[str, ...], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    singles: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Iterable[tuple[str, str]], *known: Known) -> Secrets:
        """Les valeurs (place, texte) que rien de public ne dit déjà."""
        secrets = cls()
        for place, text in values:
            for passage in _passages(words(text)):
                secrets._add(passage, place, known)
        return secrets

    def _add(self, passage: list[str], place: str, known: tuple[Known, ...]) -> None:
        """Retient un passage s'il dit quelque chose que rien de public ne dit, à l'endroit et à l'envers."""
        fresh = {size: [run for run in _runs(passage, size) if not any(run in one[size] for one in known)] for size in (1, 2, 3)}
        if len(passage) == 1 and fresh[1]:
            self.singles.setdefault(passage[0], place)
            self.singles.setdefault(passage[0] if passage[0].isdigit() else passage[0][::-1], place)
        elif fresh[1] or (len(passage) > FEW and len(fresh[2]) > 1):
            mark = max(fresh[2] or fresh[3], key=lambda run: len("".join(run)), default=None)
            if mark:
                self.marks[mark].append((f" {' '.join(passage)} ", place))
                self.marks[_reversed(mark)].append((f" {' '.join(_reversed(passage))} ", place))

    def found(self, read: list[str]) -> Iterator[str]:
        """Les places des valeurs internes que ces mots disent."""
        places = {self.singles[word] for word in self._words.intersection(read)}
        seen = self._marks.intersection(itertools.chain(_runs(read, 2), _runs(read, 3)))
        if seen:
            text = f" {' '.join(read)} "
            places |= {place for mark in seen for passage, place in self.marks[mark] if passage in text}
        yield from sorted(places)

    @cached_property
    def _words(self) -> set[str]:
        return set(self.singles)

    @cached_property
    def _marks(self) -> set[tuple[str, ...]]:
        return set(self.marks)


def _runs(found: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Toutes les suites de tant de mots."""
    return zip(*(found[start:] for start in range(size)), strict=False)


def _reversed(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(word[::-1] for word in reversed(found))


def _passages(found: list[str]) -> Iterator[list[str]]:
    """Les passages d’un texte assez longs pour ne pas être un hasard."""
    length = sum(map(len, found))
    if len(found) == 1:
        if length >= (SHORTEST_NUMBER if found[0].isdigit() else SHORTEST_WORD):
            yield found
    elif len(found) <= PASSAGE:
        if length >= SHORTEST or (len(found) == 2 and length >= 7 and all(map(str.isdigit, found))):
            yield found
    else:
        yield from (found[start : start + PASSAGE] for start in range(0, len(found) - PASSAGE, PASSAGE))
        yield found[-PASSAGE:]
