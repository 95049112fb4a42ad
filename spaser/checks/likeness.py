"""Deux critères ne disent pas la même chose avec les mêmes mots : ce qui est commun s'écrit une fois, dans un critère transverse.

La part commune est celle des suites de quatre mots, sans accents ni petits mots, rapportée au plus court des deux textes.
Les textes écrits à neuf sur un même sujet restent sous un dixième ; une copie dont un mot sur cinq a changé en garde plus d'un cinquième.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import Critere
from spaser.problems import Problem

RUN = 4
#: La part commune à partir de laquelle deux rédactions se ressemblent trop, et le moins de suites communes pour en juger.
THRESHOLD, FEWEST = 0.15, 5

_WORD = re.compile(r"\w+")
_ACCENT = re.compile("[\u0300-\u036f]")
_SMALL = re.compile(
    r"a|aux?|avec|ce[st]?|cette|chaque|comme|dans|des?|du|elles?|en|est|et|eux|ils?|l[ae]s?|leurs?|lui|mais|meme|n[ei]?|on|ou|ont|par|pas|pour|plus|"
    r"qu[ei]?|quand|sans|s[aei]s?|son|sont|sous|sur|tous|toute?s?|une?|[a-z]"
)


@dataclass(frozen=True)
class Wording:
    """Une rédaction : sa place, son critère, ses suites de quatre mots."""

    where: Located
    rank: int
    critere: Critere
    runs: frozenset[tuple[str, ...]]


def check(corpus: Corpus) -> Iterator[Problem]:
    """Chaque paire de critères en vigueur dont les rédactions se ressemblent trop, dite sur le second."""
    texts = [Wording(where, rank, critere, runs(critere.redaction)) for where, rank, critere in corpus.criteria() if critere.retire_le is None]
    for first, second, share in alike(texts):
        passage = longest(first.critere.redaction, second.critere.redaction)
        message = f"« {second.critere.id} » a {share:.0%} de sa rédaction en commun avec « {first.critere.id} », dont « {passage} »".replace("%", " %")
        advice = "partager ce texte par un critère transverse, ou l'écrire à neuf pour ce métier"
        yield problem(second.where, ("criteres", second.rank, "redaction"), message, advice, kind="ressemblance")


def alike(texts: list[Wording]) -> Iterator[tuple[Wording, Wording, float]]:
    """Les paires au-dessus du seuil, et leur part commune ; seules celles qui partagent une suite sont comparées."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for rank, text in enumerate(texts):
        for run in text.runs:
            holders[run].append(rank)
    common = Counter(pair for ranks in holders.values() if len(ranks) > 1 for pair in combinations(ranks, 2))
    for (first, second), count in sorted(common.items()):
        share = count / min(len(texts[first].runs), len(texts[second].runs))
        if share >= THRESHOLD and count >= FEWEST:
            yield texts[first], texts[second], share


def runs(text: str) -> frozenset[tuple[str, ...]]:
    """Les suites de quatre mots pleins d'un texte."""
    words = [word for word in _WORD.findall(_bare(text)) if not _SMALL.fullmatch(word)]
    return frozenset(zip(*(words[start:] for start in range(RUN)), strict=False))


def longest(first: str, second: str) -> str:
    """Le plus long passage que deux textes ont en commun, écrit comme dans le second."""
    old, new = _WORD.findall(_bare(first)), list(_WORD.finditer(second))
    match = SequenceMatcher(None, old, [_bare(word.group()) for word in new], autojunk=False).find_longest_match()
    if not match.size:
        return ""
    return " ".join(second[new[match.b].start() : new[match.b + match.size - 1].end()].split())


def _bare(text: str) -> str:
    """Le texte en minuscules et sans accents."""
    return _ACCENT.sub("", unicodedata.normalize("NFD", text.lower()))
