"""Ce que tout export dit de lui-même : son fichier, sa licence, son édition, sa marque de démonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from spaser.publication import Edition

LICENCE = "Licence Ouverte 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
#: Ce que la licence ODbL demande : partager à l'identique. Ses fiches ont leurs propres fichiers, sans quoi tous la prendraient.
ODBL = {"licence": "ODbL 1.0", "licence_url": "https://opendatacommons.org/licenses/odbl/1-0/"}
#: Le dossier des fichiers de données, et celui des abonnements : leurs adresses ne changent jamais.
DATA = "donnees/"
SUBSCRIPTIONS = "abonnements/"
DEMONSTRATION = "Données de démonstration, inventées pour montrer le site."

#: Où un fichier est proposé : avec les données, les abonnements, sur la page d'une famille ou d'une opération, ou nulle part, car une page le lit elle-même.
Groupe = Literal["donnees", "abonnements", "kits", "operations", "agec", "outils", "page"]


@dataclass(frozen=True)
class Export:
    """Un fichier de données : son adresse depuis la racine du site, son contenu, ce qu'il contient."""

    path: str
    content: bytes
    title: str
    format: str
    count: int
    groupe: Groupe = "donnees"
    licence_url: str = LICENCE_URL


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
