"""Un critère ne juge ni l'origine locale, ni un lieu d'implantation, ni une distance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spaser.checks.wording.texts import JUDGING, Finding, clauses, fields, in_force, plain, quote, reference
from spaser.corpus import Corpus

#: Ce qu'un critère préférerait d'un lieu : une origine, une entreprise, un emploi.
_PREFERRED = (
    r"(?:achat|acteur|agriculteur|approvisionnement|artisan|atelier|bois|commerçant|commerce|circuit|denrée|élevage|éleveur|emploi|entreprise|exploitation|"
    r"fabricant|fabrication|ferme|filière|forêt|fournisseur|fruit|industrie|laine|lait|légume|lin|maraîcher|marque|matériau|matériaux|miel|origine|"
    r"panneau|panneaux|partenaire|prestataire|producteur|production|produit|provenance|repreneur|savoir-faire|sous-traitant|structure|usine|viande)s?"
)
#: « Local » après ces mots est une pièce, ou dit l'endroit d'une chose et non d'une entreprise.
_ROOM = re.compile(
    r"(?:ancien|au|autre|aucun|ce|chaque|de|deux|deuxième|du|en|et|grand|le|leur|même|ni|notre|nouveau|ou|par|petit|premier|second|seul|son|sur|tout|un|votre)",
    re.IGNORECASE,
)
_TECHNICAL = re.compile(
    r"(?:administration|alarme|anesthésie|arrêté|autorité|base|biodiversité|calcul|chauffage|climat|collectivité|commande|condition|contexte|contrôle|copie|eau|éclairage|"
    r"espèce|essence|faune|flore|graine|installation|mémoire|mission|pilotage|plan|plante|pollution|régulation|règlement|réglementation|reprise|"
    r"réparation|réseau|retouche|sauvegarde|semence|serveur|stockage|taxe|température|traitement|urbanisme|végétal|végétaux|végétation|ventilation|"
    r"version)s?",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"([\w-]+) +(local|locale|locales)\b(?! (?:d'eau|d'électricité|d'énergie|de chaleur))", re.IGNORECASE)
#: Où l'entreprise est, et d'où l'on compterait une distance.
_SEAT = r"(?:siège|atelier|agence|implantation|établissement principal|lieu de (?:production|fabrication)|usine|entrepôt|exploitation|ferme)"
_SITE = r"(?:siège|site|collège|chantier|cuisine|restaurant|département|établissement|lieu|point de livraison|ville|atelier|agence|dépôt|entrepôt)"
_KM = r"(?:km|kilomètres?)\b"
_ORIGINATE = r"(?:assembl|cultiv|confectionn|conçu|élev|fabri|implant|install|origin|produ|proven|récolt|situ|tiss|transform|venant)\w*"
_SET = r"(?:(?:basé|domicilié|établi|implanté|installé|localisé|situé)e?s?)\b"
_OF = r"(?:du|de la|de l'|d'un|d'une|de son|de leur|de notre|de ce|autour du|autour de la)"
_PASSAGES = (
    r"circuits? (?:très )?courts?\b|\bultra-?loca\w+|\blocavores?\b",
    rf"\b{_PREFERRED} locaux\b",
    # Un capteur, un détecteur, un lecteur de proximité sont des appareils.
    r"(?<!teur )(?<!teurs )\bde proximité\b|\b(?:la|sa|leur|par) proximité\b",
    rf"\b(?:{_SEAT}|dépôt|candidat|entreprise|fournisseur|producteur|prestataire)s? (?:(?:est|sont|se trouve|{_SET}) ){{1,2}}à proximité\b",
    rf"\b(?:{_SEAT}|dépôt|{_SET})[^.;]{{0,30}} à (?:moins|plus) d['e][^.;]{{0,20}}\b(?:heures?|minutes?)\b",
    # La distance d'implantation ; les kilomètres d'une tournée ou d'un trajet mesurent l'exécution, et sont permis.
    rf"\brayon (?:maximal |maximum )?d['e][^.;]{{0,25}}?{_KM}",
    rf"\b{_KM}(?: au plus| maximum| au maximum| à vol d'oiseau)? {_OF} ?{_SITE}\b",
    rf"\b{_SET}[^.;]{{0,40}}\d ?{_KM}",
    rf"\b{_KM}[^.;]{{0,40}}\b(?:depuis|entre) [^.;]{{0,20}}\b{_SEAT}\b",
    rf"(?<!à )\bdistances? [^.;]{{0,60}}\b(?:{_SEAT}|dépôt|candidat|entreprise|fournisseur|producteur)\b",
    rf"\b{_PREFERRED} (?:français|régiona|départementa|breton)\w*",
    rf"\b{_PREFERRED} {_OF} ?(?-i:département|territoire|région|pays)\b",
    rf"\bmade in france\b|\borigine france\b|\b{_ORIGINATE} (?:en|de) (?:france|bretagne)\b",
    r"(?<!en )(?<!le )(?<!langue )\bbreton(?:ne)?s?\b",
)
_PLAIN = re.compile("|".join(_PASSAGES), re.IGNORECASE)
#: Sans l'un de ces morceaux, ni un lieu nommé, il n'y a rien à chercher.
_HINT = re.compile(r"loca|proximité|circuit|km|kilom|rayon|distance|fran|breton|bretagne|région|département|territoire|pays", re.IGNORECASE)
#: Un lieu nommé n'est une préférence que s'il dit d'où vient l'offre ; une adresse où livrer ou intervenir est permise.
_ORIGIN = re.compile(
    rf"\b(?:{_PREFERRED}|{_SEAT}|dépôt|implant\w+|situé\w*|install\w+|établi\w*|basé\w*|issu\w*|élevé\w*|récolt\w+|cultiv\w+|fabriqu\w+)\b",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"\b(?:livr|dépos|enl[eè]v|interv|adresse|rue|avenue|site|collège|chantier|bâtiment|musée|archives|réunion|visite|ligne|canal|forêt|bassin|\d{5})[^.;]*$",
    re.IGNORECASE,
)


_CAPITAL = re.compile(r"(?<![\w-])[A-ZÀ-Þ][\w'-]*")


class Places(NamedTuple):
    """Les lieux connus, par leur premier mot, du plus long au plus court."""

    by_word: dict[str, list[str]]
    buyer: str

    def named(self, text: str) -> Iterator[tuple[int, str]]:
        """Les lieux qu'un texte nomme, et leur position ; le nom de l'acheteur n'en est pas un."""
        text = text.replace(self.buyer, "_" * len(self.buyer)) if self.buyer else text
        for word in _CAPITAL.finditer(text):
            for name in self.by_word.get(word.group(), ()):
                end = word.start() + len(name)
                if text.startswith(name, word.start()) and not re.match(r"[\w-]", text[end : end + 1]):
                    yield word.start(), name


def find(corpus: Corpus) -> Iterator[Finding]:
    """Chaque champ d'un critère d'attribution ou de sélection qui préfère un lieu."""
    known = places(corpus)
    for where, rank, critere in in_force(corpus, JUDGING):
        for path, text in fields(rank, critere):
            said = preferred(text, known)
            if said:
                message = f"{quote(said)} juge un lieu et non l'offre, ce qui écarte des candidats" + reference(corpus, "preference-geographique")
                advice = "juger ce que le lieu devait apporter : la fraîcheur, le délai, le nombre d'intermédiaires"
                yield Finding(where, path, message, advice, kind="preference-geographique")


def places(corpus: Corpus) -> Places:
    """Les communes, intercommunalités et départements des listes de codes, par leur premier mot ; et le nom de l'acheteur, qui n'en est pas un."""
    lists = [where.entry for where in corpus.of("codes") if where.entry.id in ("communes", "epci", "departements")]
    names = [re.sub(r"^Communauté (?:de communes|d'agglomération) (?:d[ue] )?", "", plain(line.libelle)) for entry in lists for line in entry.lignes]
    by_word: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        by_word.setdefault(name.split()[0], []).append(name)
    return Places(by_word, plain(corpus.settings.entry.nom) if corpus.settings else "")


def preferred(text: str, known: Places) -> str:
    """Le premier passage qui préfère un lieu, ou rien."""
    if not _HINT.search(text) and not any(known.named(plain(text))):
        return ""
    return next((said for clause in clauses(text) if (said := _plain(clause) or _local(clause) or _place(clause, known))), "")


def _plain(clause: str) -> str:
    found = _PLAIN.search(clause)
    return found.group() if found else ""


def _local(clause: str) -> str:
    """« Produit local », mais ni « le local », ni « sauvegarde locale »."""
    for found in _LOCAL.finditer(clause):
        before = found.group(1)
        if not _TECHNICAL.fullmatch(before) and not (found.group(2).lower() == "local" and _ROOM.fullmatch(before)):
            return found.group()
    return ""


def _place(clause: str, known: Places) -> str:
    """Un lieu nommé dans une phrase qui parle d'origine, hors d'une adresse à servir."""
    for start, name in known.named(clause):
        before = clause[:start]
        if _ORIGIN.search(before) and not _SERVED.search(before[-60:]):
            return name
    return ""
