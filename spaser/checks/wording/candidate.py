"""L'expérience, les références et les moyens de l'entreprise se jugent à la candidature, jamais à l'offre."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.checks.wording.texts import ATTRIBUTION, Finding, clauses, fields, in_force, quote, reference
from spaser.corpus import Corpus

_FIRM = r"(?:de l'entreprise|de la société|de la structure|du candidat|du titulaire|du groupement|du cabinet)"
_DEEDS = r"(?:chantiers?|marchés?|prestations?|missions?|travaux|opérations?|clients?|projets?)"
_JUDGED = re.compile(
    rf"\bréférences? (?:professionnelles?|similaires?|clients?|de même nature|{_FIRM}|(?:de|d'|sur des|en) ?{_DEEDS}"
    r"|(?:des|de) (?:\w+ )?(?:\w+ )?dernières années)"
    rf"|\blistes? d(?:e|es) (?:ses |leurs )?(?:principa\w+ )?références\b(?! (?:du|de la|des|de l')? ?(?:catalogue|bordereau|commerce|produit|article|pièce))"
    rf"|\bexpériences? (?:professionnelles? |générales? )?(?:{_FIRM}|similaires?|générales?|dans (?:le|ce) (?:domaine|secteur|métier)|acquise|minimale)"
    r"|\b(?:son|leur|leurs|ses) expériences?\b|\b(?:ans|années?) d'expérience\b"
    r"|\bchiffres? d'affaires\b"
    rf"|\bancienneté (?:{_FIRM}|d'exercice|dans le (?:métier|secteur))"
    rf"|\beffectifs? (?:[\w-]+ ){{0,2}}{_FIRM}|\beffectifs? moyens? annuels?\b"
    rf"|\bmoyens (?:humains|matériels|techniques|généraux)(?: et [\w-]+)? {_FIRM}",
    re.IGNORECASE,
)
#: R2152-7, 2° b) : l'organisation, les qualifications et l'expérience de l'équipe affectée au marché sont admises.
_TEAM = re.compile(
    r"\b(?:équipes?|personnes?|intervenante?s?|chefs?|cheffes?|encadrante?s?|format(?:eur|rice)s?|conduct(?:eur|rice)s?|agente?s?|salarié\w*|"
    r"technicien\w*|ingénieure?s?|architectes?|profils?|curriculum|CV|affecté\w*|désigné\w*|dédié\w*|tut(?:eur|rice)s?|animat(?:eur|rice)s?|interprètes?|compagnons?)\b",
    re.IGNORECASE,
)
_OF_CONTRACT = re.compile(r"chiffres? d'affaires [^.;]{0,30}\b(?:marché|prestation|lot)\b", re.IGNORECASE)


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque critère d'attribution qui juge le candidat."""
    for where, rank, critere in in_force(corpus, (ATTRIBUTION,)):
        for path, text in fields(rank, critere, proofs=False):
            said = judged(text)
            if said:
                message = f"{quote(said)} juge le candidat et non son offre, cela se regarde à la candidature" + reference(corpus, "selection-attribution")
                advice = "en faire une sélection des candidatures, ou juger l'équipe affectée au marché"
                yield Finding(where, path, message, advice, kind="selection-attribution")


def judged(text: str) -> str:
    """Le premier passage qui juge le candidat, ou rien."""
    for clause in clauses(text):
        found = _JUDGED.search(clause)
        if found and not _is_admitted(found.group(), clause):
            return found.group()
    return ""


def _is_admitted(said: str, clause: str) -> bool:
    """L'expérience de l'équipe affectée, et le chiffre d'affaires du marché lui-même."""
    return bool(_TEAM.search(clause)) if "xpérience" in said else bool(_OF_CONTRACT.search(clause))
