"""Ce que lit l'outil du potentiel solidaire : la règle, les hypothèses, la nature de chaque famille ; les structures viennent de la carte."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.exports.base import Export, page_data
from spaser.publication import Edition
from spaser.rendering.views import common, verdict

PATH = "fournisseurs/potentiel.json"


def produce(edition: Edition) -> Iterator[Export]:
    """Le fichier de l'outil."""
    document = {"regles": verdict.rules(edition), "reservation": verdict.JOINT, "hypotheses": hypotheses(edition), "familles": _families(edition)}
    yield page_data(PATH, document, "Règles et hypothèses du potentiel solidaire", len(document["hypotheses"]))


def hypotheses(edition: Edition) -> list[dict[str, Any]]:
    """Les hypothèses, telles que l'outil les montre."""
    liste = edition.codes.get("hypotheses-insertion")
    lines: tuple[Any, ...] = liste.lignes if liste else ()
    return [
        {
            "code": line.code,
            "libelle": line.libelle,
            "definition": line.definition or "",
            "valeur": float(line.valeur),
            "unite": line.unite,
            "mini": float(line.mini),
            "maxi": float(line.maxi),
            "nature": line.nature,
            "verifie": line.statut == "verifie",
        }
        for line in lines
    ]


def _families(edition: Edition) -> list[dict[str, str]]:
    found = sorted(edition.entrees["famille"].values(), key=lambda family: common.alphabetical(family.intitule))
    return [{"id": family.id, "intitule": family.intitule, "nature": family.nature} for family in found]
