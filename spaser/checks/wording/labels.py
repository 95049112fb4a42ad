"""Un label ou une certification cités acceptent une preuve équivalente, dite dans la même phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.checks.wording.texts import Finding, in_force, is_denied, plain, quote, reference, sentences
from spaser.corpus import Corpus

#: Les labels et certifications courants que la liste de codes n'écrit pas sous cette forme.
_COMMON = (
    r"(?i:[ée]co-?labels?|ange bleu|nf environnement|ecocert|qualibat|qualiopi|haute valeur environnementale)\b"
    r"|(?:FSC|PEFC|RGE|HVE|HQE|EMAS|ESUS|RSEi)\b|ISO[ -]?(?:9001|14001|26000|45001|50001)\b"
    r"|(?i:labels?) (?:« [^»]+ »|[A-ZÉ][\w+-]*)|(?i:labellis)\w+"
    r"|(?i:certifi)(?:cations?|ée?s?)\b(?! (?:conforme|exacte?|sincère|sur l'honneur|par (?:un|une|le|la|son|des)\b))"
)
#: Ce que la loi impose ou définit elle-même n'est pas un label au choix de l'acheteur.
_LAW = re.compile(
    r"règlement \(UE\)|\barticles? [LRDA]\.? ?\d|obligatoire|réglementa|(?:exig|prév|impos)\w+ par (?:la loi|le code|l'arrêté|le décret)", re.IGNORECASE
)


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque rédaction qui cite un label sans accepter d'équivalent."""
    known = pattern(corpus)
    for where, rank, critere in in_force(corpus):
        said = cited(critere.redaction, known)
        if said:
            message = f"{quote(said)} est cité sans équivalent, toute preuve des mêmes qualités doit être admise"
            message += reference(corpus, "label-ou-equivalent")
            yield Finding(where, ("criteres", rank, "redaction"), message, "écrire « ou équivalent » dans la même phrase", kind="label-ou-equivalent")


def pattern(corpus: Corpus) -> re.Pattern[str]:
    """Les labels de la liste de codes, et les plus courants ; un nom de plusieurs mots garde ses majuscules, car c'est parfois une phrase ordinaire."""
    listed = [line.libelle for where in corpus.of("codes") if where.entry.id == "labels" for line in where.entry.lignes]
    names = [name for libelle in listed for name in re.split(r" / | \(|\)|, ", plain(libelle)) if name[:1].isupper()]
    spelled = [rf"{re.escape(name)}(?!\w)" if " " in name else rf"(?i:{re.escape(name)})(?!\w)" for name in sorted(names, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join([*spelled, _COMMON])})")


def cited(text: str, known: re.Pattern[str]) -> str:
    """Le premier label cité sans équivalent, ou rien."""
    for sentence in sentences(text):
        found = known.search(sentence)
        if found and not re.search(r"équivalen", sentence, re.IGNORECASE) and not _LAW.search(sentence) and not is_denied(sentence):
            return found.group()
    return ""
