"""Ce que tout export dit de lui-même : son fichier, sa licence, son édition, sa marque de démonstration."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from spaser.publication import Edition
from spaser.rendering.typography import size

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
    """Un fichier de données : son adresse depuis la racine du site, son contenu ou le fichier où il attend, ce qu'il contient."""

    path: str
    source: bytes | Path
    title: str
    format: str
    count: int
    groupe: Groupe = "donnees"
    licence_url: str = LICENCE_URL

    @property
    def content(self) -> bytes:
        """Le contenu."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()

    @cached_property
    def size(self) -> int:
        """Le poids, en octets."""
        return len(self.source) if isinstance(self.source, bytes) else self.source.stat().st_size

    @cached_property
    def version(self) -> str:
        """Une empreinte courte : l'adresse qui la porte change avec le contenu."""
        return hashlib.sha256(self.content).hexdigest()[:10]

    @property
    def link(self) -> dict[str, str]:
        """Ce qu'une page en montre : `format`, `url` depuis la racine du site, `poids` en mots."""
        return {"format": self.format, "url": self.path, "poids": size(self.size)}

    def shelve(self, folder: Path) -> Export:
        """Le même, son contenu posé dans un dossier et plus en mémoire."""
        file = folder / hashlib.sha256(self.path.encode()).hexdigest()
        file.write_bytes(self.content)
        return replace(self, source=file)


def compact(document: Any) -> bytes:
    """Un document JSON en UTF-8, sans un octet de trop : un navigateur le charge."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def page_data(path: str, document: Any, title: str, count: int) -> Export:
    """Le fichier JSON que lit une page."""
    return Export(path, compact(document), title, "JSON", count, "page")


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
