"""Ce que tout export dit de lui-même : son fichier, sa licence, son édition, sa marque de démonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from spaser.publication import Edition

LICENCE = "Licence Ouverte 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
#: Le dossier des fichiers de données, et celui des abonnements : leurs adresses ne changent jamais.
DATA = "donnees/"
SUBSCRIPTIONS = "abonnements/"
DEMONSTRATION = "Données de démonstration, inventées pour montrer le site."

#: Où un fichier est proposé : avec les données, avec les abonnements, sur la page d'une famille, ou nulle part, car une page le lit elle-même.
Groupe = Literal["donnees", "abonnements", "kits", "page"]


@dataclass(frozen=True)
class Export:
    """Un fichier de données : son adresse depuis la racine du site, son contenu, ce qu'il contient."""

    path: str
    content: bytes
    title: str
    format: str
    count: int
    groupe: Groupe = "donnees"


def header(edition: Edition, title: str) -> dict[str, Any]:
    """L'en-tête d'un export ; la marque de démonstration le suit partout."""
    buyer = edition.collectivite
    return {
        "titre": title,
        "producteur": buyer.nom,
        "siret": buyer.siret,
        "edition": buyer.edition,
        "date": buyer.edition_du.isoformat(),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "demonstration": buyer.demonstration,
    }


def site_url(edition: Edition) -> str:
    """L'adresse du site de l'audience, finissant par une barre."""
    buyer = edition.collectivite
    address = buyer.url_interne if edition.audience == "interne" else buyer.url_public
    return (address or buyer.url_public).rstrip("/") + "/"
