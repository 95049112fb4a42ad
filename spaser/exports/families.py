"""Ce que lisent la page du vadémécum pour trouver une famille, et la recherche pour dire la plus proche : ses mots, ses codes CPV, sa nature, ses enjeux."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.exports.base import Export, header, page_data
from spaser.model import Famille
from spaser.publication import Edition

PATH = "vademecum/recherche.json"


def produce(edition: Edition) -> Iterator[Export]:
    """Un seul fichier, que la page demande au premier geste."""
    families = edition.entrees["famille"].values()
    document = header(edition, "Familles d’achat, pour la recherche") | {"familles": [_row(entry) for entry in families]}
    yield page_data(PATH, document, "Recherche d’une famille d’achat", len(families))


def _row(entry: Famille) -> dict[str, object]:
    return {
        "id": entry.id,
        "intitule": entry.intitule,
        "mots": " ".join(entry.mots_cles),
        "cpv": entry.cpv,
        "nature": entry.nature,
        "enjeux": [item.code for item in entry.enjeux],
    }
