"""Reconnaît le type d'une structure, sa famille de l'économie sociale et son métier dans les mots des annuaires."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spaser.imports.vocabulary import plain, root

#: Ce que les annuaires écrivent pour un type de structure ; les sigles y sont tels quels.
KINDS = {
    "EI": ("ei", "entreprise d insertion"),
    "AI": ("ai", "association intermediaire"),
    "ACI": ("aci", "atelier chantier d insertion", "atelier et chantier d insertion", "chantier d insertion"),
    "ETTI": ("etti", "entreprise de travail temporaire d insertion"),
    "EITI": ("eiti", "entreprise d insertion par le travail independant"),
    "GEIQ": ("geiq", "groupement d employeurs pour l insertion et la qualification"),
    "EA": ("ea", "entreprise adaptee"),
    "EATT": ("eatt", "eatt i", "entreprise adaptee de travail temporaire"),
    "ESAT": ("esat", "etablissement et service d aide par le travail", "etablissement ou service d aide par le travail", "etablissement d aide par le travail"),
    "SEP": ("sep", "produits et services realises en prison"),
    "association": ("association", "associations", "association loi 1901", "assoc"),
    "cooperative": ("cooperative", "scop", "scic", "cae", "cuma", "societe cooperative"),
    "mutuelle": ("mutuelle",),
    "fondation": ("fondation", "fonds de dotation"),
    "societe-ess": ("societe commerciale de l ess", "societe commerciale ess", "entreprise commerciale de l ess", "entreprise ess"),
}
FAMILIES = {"association": "association", "cooperative": "cooperative", "mutuelle": "mutuelle", "fondation": "fondation", "societe-ess": "societe-commerciale"}
_NAMES = {root(name): code for code, names in KINDS.items() for name in names}

#: Les labels que les annuaires citent.
LABELS = {"esus": "esus", "rge": "rge", "rsei": "rsei", "b corp": "b-corp", "bcorp": "b-corp", "rfar": "rfar"}

#: Les mots d'un métier, sans accent, et notre secteur ; tous ceux qui conviennent sont retenus.
TRADES = (
    ("espaces-verts", r"espaces? verts?|paysag|jardin|elagage|horticult|plantes|amenagement exterieur|environnement naturel"),
    ("restauration", r"restauration(?! de)|traiteur|cafeteria|repas|cuisine"),
    ("agroalimentaire", r"agro|conserverie|production et transformation|alimentation|apicult|elevage|viandes?"),
    ("maraichage", r"maraich|legum"),
    ("proprete", r"proprete|nettoyage|hygiene|entretien (?:de |des )?(?:locaux|menage)|menage"),
    ("entretien-linge", r"linge|blanchisserie|repassage|pressing|buanderie"),
    ("batiment", r"batiment|btp|gros oeuvre|maconnerie|charpente|couverture|deconstruction|demolition|travaux (?:publics|de chantiers)|desamiantage"),
    ("second-oeuvre", r"second oeuvre|peinture|revetement|carrelage|plomberie|electricite|platrerie|bricolages?|isolation|menuiserie|amenagement interieur"),
    ("demenagement-logistique", r"demenagement|logistique|manutention|livraison|stockage|entreposage|transport de marchandises"),
    ("collecte-dechets", r"dechets?|collecte|encombrants|compost"),
    ("reemploi-recyclage", r"reemploi|recycl|recup|ressourcerie|reparation|economie circulaire|seconde vie|revalorisation|surcyclage"),
    ("mobilier-menuiserie", r"mobilier|ameublement|menuiserie|travail du bois|ebenisterie|palettes?|agencement"),
    ("textile", r"textile|couture|confection|retouche|tapisserie|maroquinerie"),
    ("impression-routage", r"impression|imprimerie|reprographie|routage|mailing|mise sous pli|faconnage|papeterie"),
    ("numerique-reconditionnement", r"reconditionn|deee|informatique|ordinateurs?|materiel numerique|telephonie"),
    ("numerisation-saisie", r"numerisation|saisie|archivage|gestion documentaire|dematerialisation"),
    ("secretariat-accueil", r"secretariat|accueil|standard|hotline|centre d appels?|administrati|conciergerie"),
    ("mecanique-velo", r"velos?|cycles?|mecanique|garage|automobile|vehicules"),
    ("signaletique", r"signaletique|enseignes?|panneaux|gravure|marquage"),
    ("culture-evenement", r"evenement|spectacle|culture|tourisme|animation|audiovisuel|artistique"),
    ("services-personne", r"services? a la personne|aide a domicile|medico social|garde d enfants|petite enfance"),
    ("sous-traitance-industrielle", r"industriel|conditionnement|assemblage|usinage|montage|cablage|metallerie|metalliques?|chaudronnerie|emballage"),
    ("transport-personnes", r"transport de personnes|mobilite|navette|taxi|transport adapte|transport accompagne|autopartage"),
)  # fmt: skip
_TRADES = [(code, re.compile(rf"\b(?:{words})")) for code, words in TRADES]


def kinds(texts: Iterable[str]) -> tuple[list[str], list[str]]:
    """Les types que disent ces textes, et les textes où aucun n'est reconnu."""
    found: list[str] = []
    unknown = []
    for text in texts:
        codes = _kinds(text)
        found += codes
        unknown += [] if codes else [text]
    return list(dict.fromkeys(found)), unknown


def _kinds(text: str) -> list[str]:
    """Le type d'un texte entier, sinon ceux de ses morceaux : « ACI, EI », « ESAT (établissement…) »."""
    parts = [text, re.sub(r"\([^)]*\)", " ", text), *re.split(r"[,;/|+&()]|\bet\b|\s[-–:]\s", text)]
    whole = [_NAMES[root(part)] for part in parts[:2] if root(part) in _NAMES]
    return whole[:1] or [_NAMES[root(part)] for part in parts[2:] if root(part) in _NAMES]


def labels(texts: Iterable[str]) -> list[str]:
    """Les labels connus que citent ces textes."""
    said = [plain(text) for text in texts]
    return list(dict.fromkeys(code for word, code in LABELS.items() if any(re.search(rf"\b{word}\b", text) for text in said)))


def trades(texts: Iterable[str]) -> list[str]:
    """Les secteurs que disent ces textes, dans l'ordre de la liste."""
    said = [plain(text) for text in texts]
    return [code for code, words in _TRADES if any(words.search(text) for text in said)]
