"""Les données des aides de calcul, sur le site interne seulement : familles, approches carbone, catégories AGEC et leurs débuts de CPV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser import agec
from spaser.exports.base import Export, header, page_data
from spaser.model import Famille
from spaser.model.lignes import LigneAgec
from spaser.publication import Edition
from spaser.relations import in_force
from spaser.rendering.typography import NBSP, day, number
from spaser.rendering.views import common, critere

PATH = "aides/donnees.json"
TITLE = "Données des aides"
#: L'objectif du schéma sur l'impact carbone : ses critères sont proposés avec l'approche.
CARBON_GOAL = 17
Said = dict[str, Any]


def produce(edition: Edition) -> Iterator[Export]:
    """Un seul fichier, chargé au premier geste."""
    if edition.audience != "interne":
        return
    families = [_family(entry, edition) for entry in edition.entrees["famille"].values() if entry.retire_le is None]
    document = header(edition, TITLE) | {
        "edition_date": day(edition.collectivite.edition_du),
        "familles": families,
        "methodes": {line.code: {"libelle": line.libelle, "definition": line.definition or ""} for line in edition.codes["methodes-carbone"].lignes},
        "categories": [_category(line) for line in agec.categories(edition)],
    }
    yield page_data(PATH, document, TITLE, len(families))


def _family(entry: Famille, edition: Edition) -> Said:
    carbon, cost = entry.approche_carbone, entry.cout_complet
    return {
        "id": entry.id,
        "titre": entry.intitule,
        "url": common.url("famille", entry.id),
        "segment": edition.label("segments", entry.segment),
        "mots": " ".join(entry.mots_cles),
        "cpv": list(entry.cpv),
        "agec": list(entry.agec),
        "questions": list(entry.questions_besoin),
        "carbone": {"methode": carbon.methode, "postes": list(carbon.postes), "alternatives": list(carbon.alternatives)} if carbon else None,
        "criteres": [{"titre": item.intitule, "url": critere.url(item)} for item in in_force(entry) if CARBON_GOAL in item.objectifs],
        "cout": list(cost.postes) if cost else [],
    }


def _category(line: LigneAgec) -> Said:
    return {"code": line.code, "titre": line.libelle, "definition": line.definition or "", "cpv": list(line.cpv), "taux": targets(line)}


def targets(line: LigneAgec) -> list[str]:
    """Chaque échéance en mots : « 2027 : 15 % de réemploi, 25 % de recyclé (à vérifier) »."""
    found = []
    for rate in line.taux:
        shares = [(rate.reemploi, "de réemploi"), (rate.recycle, "de recyclé")]
        said = ", ".join(f"{number(value)}{NBSP}% {what}" for value, what in shares if value is not None)
        found.append(f"{rate.annee}{NBSP}: {said or 'part à vérifier'}{' (à vérifier)' if rate.statut != 'verifie' else ''}")
    return found
