"""Un critère juge ce qui est fait pour le marché, pas la politique de l'entreprise entière."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.checks.wording.texts import JUDGING, Finding, clauses, fields, in_force, quote, reference
from spaser.corpus import Corpus

_FIRM = r"(?:de l'entreprise|de la société|de la structure|du candidat|du titulaire|du groupe|du cabinet|du soumissionnaire|du siège)"
_GENERAL = re.compile(
    r"(?:\b[\w']+ )?\bRSE\b"
    r"|\bpolitiques? (?:générale|globale|de développement durable)s?\b"
    rf"|\b(?:politique|démarche|stratégie)s? (?:[\w'-]+ ){{0,3}}{_FIRM}"
    r"|\b(?:démarche|stratégie)s? (?:générale|sociétale|de développement durable)s?\b|\bresponsabilité (?:sociale|sociétale)\b"
    rf"|\bbilans? (?:carbone|ges|des? gaz à effet de serre|d'émissions)[^.;]{{0,25}} {_FIRM}"
    rf"|\b(?:certifi\w+ )?(?:ISO[ -]?(?:14001|26000|45001|50001|9001)|EMAS)\b[^.;]{{0,40}} {_FIRM}|\b(?:certifi\w+ )?ISO[ -]?26000\b"
    r"|\b(?:entreprise|candidat|société|titulaire|cabinet) (?:\w+ ){0,3}certifiée?s? (?:ISO|EMAS|B Corp)\b"
    rf"|\bengagements? (?:environnementa\w+|socia\w+|éthique\w*|écologique\w*) {_FIRM}|\bs(?:on|es) engagements? (?:environnementa|socia)\w+"
    r"|\bengagements? (?:sociéta\w+|globa(?:l|ux)\b(?! (?:de performance|de consommation|de résultat|d'économie|sur|à)))"
    r"|\bchartes? (?:éthique|de développement durable|sociale|environnementale)s?\b(?! (?:du département|de l'acheteur|du marché|jointe|annexée))",
    re.IGNORECASE,
)
#: Sans l'un de ces mots, il n'y a rien à chercher.
_HINT = re.compile(r"RSE|politique|démarche|stratégie|responsabilité|bilan|ISO|EMAS|certifi|engagement|charte", re.IGNORECASE)
#: Une politique ou une action écrite pour le marché est liée à son objet.
_LINKED = re.compile(r"^[^.;,]{0,30}\b(?:pour (?:ce|le) marché|(?:du|au|sur le) (?:présent )?marché|du chantier|de la prestation)\b", re.IGNORECASE)


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque champ d'un critère d'attribution ou de sélection qui juge une politique générale."""
    for where, rank, critere in in_force(corpus, JUDGING):
        for path, text in fields(rank, critere):
            said = judged(text)
            if said:
                message = f"{quote(said)} juge l'entreprise entière et non ce qu'elle fera pour ce marché" + reference(corpus, "politique-generale")
                advice = "demander ce que l'offre prévoit pour ce marché : gestes, quantités, matériels, équipe affectée"
                yield Finding(where, path, message, advice, kind="politique-generale")


def judged(text: str) -> str:
    """Le premier passage qui juge l'entreprise entière, ou rien."""
    for clause in clauses(text) if _HINT.search(text) else ():
        for found in _GENERAL.finditer(clause):
            if "RSE" in found.group() or not _LINKED.search(clause[found.end() :]):
                return found.group()
    return ""
