"""Ce que les règles de rédaction lisent d'un critère : ses textes, leurs phrases, et ce qu'une phrase écarte elle-même."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spaser.corpus import Corpus, Located
from spaser.model import Critere
from spaser.places import Path_

ATTRIBUTION = "critere-attribution"
JUDGING = (ATTRIBUTION, "selection-candidatures")

#: Une phrase finit par un point suivi d'une majuscule, ou par une ligne vide ; une liste à tirets reste dans sa phrase.
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=(?:[«(–-]\s?)?[A-ZÀÂÇÉÈÊÎÔÛ0-9])|\n\s*\n")
_JUDGED = r"(?:jug|not|évalu|appréci|demand|attend|exig|compt|considér|valoris|requi|examin|regard|pris)\w*"
#: Une phrase qui dit que la chose ne compte pas : « la distance n'est pas notée », « aucune politique n'est attendue ».
_DENIED = re.compile(
    rf"(?:\bn'|\bne )\w+ (?:ni|pas|jamais|en rien) (?:un critère|{_JUDGED})"
    r"|\b(?:n'entr|ne compt|ne rapport|ne donn|ne jou|n'intervien|n'apport)\w+ (?:pas|rien|aucun|en rien|jamais|ni)"
    rf"|\baucune?\b[^.;]{{0,80}}\b(?:ne |n')\w+ {_JUDGED}|\baucune?\b[^.;]{{0,80}}\bne (?:compte|rapporte|donne)"
    r"|\bsans (?:juger|noter|considérer|demander|exiger|préférence|considération|tenir compte)"
    r"|\bquel(?:le)?s? que soi(?:t|en)\b|\bpeu importe\b|\bindépendamment\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """Ce qu'une règle trouve : le fichier et le champ, la phrase à dire, le conseil, et la règle."""

    where: Located
    path: Path_
    message: str
    advice: str
    kind: str


def in_force(corpus: Corpus, kinds: tuple[str, ...] = ()) -> Iterator[tuple[Located, int, Critere]]:
    """Les critères non retirés, de ces types s'ils sont dits : leur fichier, leur rang, le critère."""
    for where, rank, critere in corpus.criteria():
        if critere.retire_le is None and (not kinds or critere.type in kinds):
            yield where, rank, critere


def fields(rank: int, critere: Critere, *, proofs: bool = True) -> Iterator[tuple[Path_, str]]:
    """Les textes qu'un candidat doit suivre ; le palier à zéro point du barème n'en est pas, il dit ce qui n'est pas voulu."""
    base: Path_ = ("criteres", rank)
    yield (*base, "intitule"), critere.intitule
    yield (*base, "redaction"), critere.redaction
    for place, proof in enumerate(critere.preuves if proofs else ()):
        yield (*base, "preuves", place, "texte"), proof.texte
        if proof.petite_entreprise:
            yield (*base, "preuves", place, "petite_entreprise"), proof.petite_entreprise
    for place, step in enumerate(critere.bareme):
        if step.points > 0:
            yield (*base, "bareme", place, "attendu"), step.attendu


def plain(text: str) -> str:
    """Le texte avec des apostrophes droites et des espaces simples ; les lignes restent."""
    return text.replace("’", "'").replace("\xa0", " ").replace("\u202f", " ")


def sentences(text: str) -> list[str]:
    """Les phrases d'un texte, apostrophes droites et espaces simples."""
    return [part for part in _SENTENCE_END.split(plain(text)) if part]


def clauses(text: str) -> Iterator[str]:
    """Les phrases, coupées aux points-virgules, sans celles qui disent que la chose ne compte pas."""
    for sentence in sentences(text):
        yield from (part for part in sentence.split(";") if not is_denied(part))


def is_denied(clause: str) -> bool:
    """Vrai si la phrase dit d'elle-même que ce qu'elle nomme n'est ni jugé ni demandé."""
    return bool(_DENIED.search(clause))


def quote(text: str) -> str:
    """Un passage tel qu'il se cite : sur une ligne, entre guillemets."""
    return f"« {' '.join(text.split())} »"


def reference(corpus: Corpus, rule: str) -> str:
    """Le texte de droit qui fonde une règle, entre parenthèses, d'après les listes de codes ; rien si elles n'y sont pas."""
    lists = {where.entry.id: {line.code: line for line in where.entry.lignes} for where in corpus.of("codes")}
    line = lists.get("regles-redaction", {}).get(rule)
    law = lists.get("references-juridiques", {}).get(line.reference) if line else None
    return f" ({plain(law.libelle)})" if law else ""
