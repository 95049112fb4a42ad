"""Une adresse publique est celle d'un service, jamais celle d'une personne."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.model.marks import Forme
from spaser.model.walk import Champ, visit
from spaser.problems import Problem

#: Un seul de ces mots dans la partie gauche suffit à dire qu'une boîte est générique.
GENERIC = frozenset(
    [
        "accessibilite",
        "accueil",
        "achat",
        "achats",
        "administration",
        "adv",
        "agence",
        "animation",
        "atelier",
        "ateliers",
        "bonjour",
        "bureau",
        "clauses",
        "commande",
        "commandes",
        "commercial",
        "commerciale",
        "communication",
        "compta",
        "comptabilite",
        "consultation",
        "contact",
        "contacts",
        "coordination",
        "correction",
        "corrections",
        "devis",
        "direction",
        "donnees",
        "education",
        "equipe",
        "espaces",
        "facturation",
        "gestion",
        "hello",
        "info",
        "infos",
        "information",
        "insertion",
        "logistique",
        "magasin",
        "mairie",
        "marche",
        "marches",
        "mobilites",
        "numerique",
        "partenaires",
        "partenariats",
        "patrimoine",
        "production",
        "publics",
        "rgpd",
        "relation",
        "responsables",
        "restauration",
        "routes",
        "secretariat",
        "service",
        "services",
        "siege",
        "sourcage",
        "standard",
        "support",
        "transports",
        "travaux",
        "vente",
        "ventes",
    ]
)


def check(corpus: Corpus) -> Iterator[Problem]:
    """Refuse, dans tout champ public, une adresse qui ressemble à « prenom.nom@… »."""
    holders = [where for entries in corpus.entries.values() for where in entries if not where.base]
    for where in [*([corpus.settings] if corpus.settings else []), *holders]:
        for path, _, value in visit(where.entry, _is_mailbox, public=True):
            if not is_generic(value):
                message = f"une boîte générique est attendue, lu « {value} »"
                yield problem(where, path, message, "écrire l'adresse d'un service : contact@…, marches@…, accueil@…", kind="courriel")


def _is_mailbox(champ: Champ) -> bool:
    mark = champ.mark(Forme)
    return mark is not None and mark.nom == "courriel"


def is_generic(address: str) -> bool:
    """Vrai si la partie gauche de l'adresse nomme une fonction et non une personne."""
    local = address.split("@")[0].split("+")[0]
    return bool(GENERIC & set(re.split(r"[._\-\d]+", local)))
