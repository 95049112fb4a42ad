"""Écrit des phrases : de la grammaire, des mots tirés selon la loi de Zipf, une graine par entrée."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate
from typing import TypeVar

from semis.words import ADJECTIVES, BRANDS, CIRCUMSTANCES, NOUNS, VERBS, Noun, brand, starts_with_vowel

T = TypeVar("T")
NBSP = "\u00a0"


@cache
def _zipf(count: int) -> list[float]:
    """Les poids cumulés de la loi de Zipf : le mot de rang n est tiré n fois moins que le premier."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


class Writer:
    """Tire des mots et en fait des phrases ; deux plumes de même graine écrivent la même chose."""

    def __init__(self, *seed: object) -> None:
        self.random = random.Random("/".join(map(str, seed)))  # noqa: S311 - un jeu semé se rejoue, il ne protège rien

    def zipf(self, words: Sequence[T]) -> T:
        """Un mot, selon son rang."""
        return self.random.choices(words, cum_weights=_zipf(len(words)))[0]

    def pick(self, values: Sequence[T]) -> T:
        """Une valeur, toutes également probables."""
        return self.random.choice(values)

    def some(self, values: Sequence[T], least: int, most: int) -> list[T]:
        """De `least` à `most` valeurs distinctes, dans leur ordre."""
        count = min(len(values), self.random.randint(least, most))
        return [values[rank] for rank in sorted(self.random.sample(range(len(values)), count))]

    def chance(self, share: float) -> bool:
        """Vrai une fois sur 1/`share`."""
        return self.random.random() < share

    def number(self, low: int, high: int) -> int:
        """Un nombre entier, bornes comprises."""
        return self.random.randint(low, high)

    def noun(self) -> Noun:
        """Un nom commun."""
        return self.zipf(NOUNS)

    def brand(self) -> str:
        """Un nom de produit inventé ; le plus grand nombre ne sert qu'une fois."""
        return brand(self.zipf(range(BRANDS)))

    def the(self) -> str:
        """« la table réglable »."""
        noun = self.noun()
        article = "l’" if starts_with_vowel(noun.one) else "la " if noun.feminine else "le "
        return f"{article}{noun.one} {self.zipf(ADJECTIVES).agree(noun.feminine)}"

    def of_the(self) -> str:
        """« de la table réglable »."""
        said = self.the()
        return f"du {said[3:]}" if said.startswith("le ") else f"de {said}"

    def things(self) -> str:
        """« tables réglables », sans article."""
        noun = self.noun()
        return f"{noun.many} {self.zipf(ADJECTIVES).agree(noun.feminine, plural=True)}"

    def of_things(self) -> str:
        """« de tables réglables »."""
        said = self.things()
        return f"d’{said}" if starts_with_vowel(said) else f"de {said}"

    def does(self) -> str:
        """Un verbe au singulier."""
        return self.zipf(VERBS).one

    def do(self) -> str:
        """Un verbe au pluriel."""
        return self.zipf(VERBS).many

    def to_do(self) -> str:
        """Un verbe à l'infinitif."""
        return self.zipf(VERBS).infinitive

    def when(self) -> str:
        """Un complément de temps ou de manière."""
        return self.pick(CIRCUMSTANCES)

    def title(self) -> str:
        """Un intitulé court : « Tables réglables et lampes sobres »."""
        return capital(f"{self.things()} et {self.things()}")

    def sentence(self, shapes: Sequence[Callable[[Writer], str]]) -> str:
        """Une phrase, avec sa majuscule et son point."""
        return f"{capital(self.pick(shapes)(self))}."

    def text(self, least: int, most: int, shapes: Sequence[Callable[[Writer], str]] | None = None) -> str:
        """Un paragraphe de `least` à `most` phrases."""
        return " ".join(self.sentence(shapes or PROSE) for _ in range(self.random.randint(least, most)))


#: Les tournures d'une description : elles peuvent citer des produits.
PROSE: tuple[Callable[[Writer], str], ...] = (
    lambda w: f"{w.the()} {w.does()} {w.the()} {w.when()}",
    lambda w: f"les {w.things()} {w.do()} {w.the()} et {w.the()}",
    lambda w: f"{w.when()}, {w.the()} {w.does()} {w.number(2, 400)} {w.things()}",
    lambda w: f"la gamme {w.brand()} {w.does()} {w.the()}, {w.when()}",
    lambda w: f"sans {w.noun().one}, {w.the()} {w.does()} mal {w.the()}",
    lambda w: f"il faut {w.to_do()} {w.the()} avant de {w.zipf(VERBS[:2]).infinitive} {w.the()}",
    lambda w: f"chaque {w.noun().one} {w.does()} {w.number(5, 95)}{NBSP}% {w.of_the()}",
    lambda w: f"les séries {w.brand()} et {w.brand()} {w.do()} {w.the()}",
    lambda w: f"le besoin porte sur {w.number(3, 900)} {w.things()}, {w.when()}",
)
#: Les tournures d'un critère : peu de mots fixes, pour que deux critères ne se ressemblent pas.
CRITERION: tuple[Callable[[Writer], str], ...] = (
    lambda w: f"{w.the()} {w.does()} {w.the()} {w.when()}",
    lambda w: f"le candidat {w.does()} {w.the()} et {w.the()}",
    lambda w: f"les {w.things()} {w.do()} {w.number(2, 90)} {w.things()}",
    lambda w: f"{w.when()}, l’offre {w.does()} {w.the()}",
    lambda w: f"chaque {w.noun().one} {w.does()} {w.the()} ou {w.the()}",
    lambda w: f"pour {w.to_do()} {w.the()}, l’offre {w.does()} {w.number(2, 60)} {w.things()}",
    lambda w: f"la note croît avec {w.the()}, sous {w.number(5, 60)}{NBSP}% {w.of_things()} elle est nulle",
)


def capital(text: str) -> str:
    """Le texte, sa première lettre en majuscule."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """Un identifiant : minuscules sans accent, chiffres et tirets."""
    bare = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", bare.replace("’", "-")).strip("-")
