"""Les données du composeur, sur le site interne seulement : un index, les critères de chaque famille, les squelettes de documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.documents import blocks, skeletons
from spaser.exports.base import Export, header, page_data
from spaser.model import Critere, Famille
from spaser.publication import Edition, plain_scalar
from spaser.rendering.typography import day
from spaser.rendering.views import common

FOLDER = "composeur/"
TITLE = "Données du composeur"
Said = dict[str, Any]


def produce(edition: Edition) -> Iterator[Export]:
    """L'index, un fichier par famille, et les deux squelettes ; rien pour le public, qui ne voit ni poids ni barème."""
    if edition.audience != "interne":
        return
    current = families(edition)
    yield _file("index", index(edition, current), len(current))
    for family in current:
        criteria = [criterion(critere, edition) for critere in family.criteres]
        yield _file(family.id, {"famille": family.id, "criteres": criteria}, len(criteria))
    for extension in skeletons.FILES:
        yield Export(f"{FOLDER}squelette.{extension}", skeletons.build(edition, extension), TITLE, extension.upper(), 1, "page")


def families(edition: Edition) -> list[Famille]:
    """Les familles en vigueur, dans leur ordre."""
    return [family for family in edition.entrees["famille"].values() if family.retire_le is None]


def index(edition: Edition, current: list[Famille]) -> Said:
    """Ce que le composeur charge d'abord : l'édition, ses règles, ses familles, et les critères transverses en entier."""
    buyer = edition.collectivite
    return header(edition, TITLE) | {
        "edition_date": day(buyer.edition_du),
        "seuil_environnement": buyer.seuils.part_environnementale,
        "familles": [_family(family, edition) for family in current],
        "regles": _rules(edition),
        "transverses": [criterion(critere, edition) for group in edition.transverses if group.retire_le is None for critere in group.criteres],
    }


def _family(family: Famille, edition: Edition) -> Said:
    return {
        "id": family.id,
        "intitule": family.intitule,
        "segment": edition.label("segments", family.segment),
        "mots": " ".join(family.mots_cles),
        "essentiel": list(family.essentiel),
        "transverses": list(family.transverses),
    }


def _rules(edition: Edition) -> dict[str, Said]:
    """Les règles de rédaction, par code, chacune avec le texte qui la fonde."""
    found = edition.codes.get("regles-redaction")
    laws = {line.code: common.law(edition, line.reference) for line in found.lignes} if found else {}  # type: ignore[attr-defined]
    return {
        line.code: {"libelle": line.libelle, "definition": line.definition or "", "reference": laws[line.code]["libelle"], "url": laws[line.code]["url"]}
        for line in (found.lignes if found else ())
    }


def criterion(critere: Critere, edition: Edition) -> Said:
    """Un critère tel que le composeur et les kits l'emploient."""
    return {
        "id": critere.id,
        "version": critere.version,
        "applicable": critere.applicable_a_partir_du.isoformat(),
        "type": critere.type,
        "type_libelle": edition.label("types-critere", critere.type),
        "niveau": critere.niveau,
        "niveau_libelle": edition.label("niveaux-critere", critere.niveau),
        "remplace": critere.remplace,
        "tient_lieu_de_prix": critere.tient_lieu_de_prix,
        "considerations": list(critere.considerations),
        "enjeux": [tag["texte"] for tag in common.stake_tags(edition, critere.enjeux)],
        "intitule": critere.intitule,
        "texte": blocks.paragraphs(critere.redaction),
        "pourquoi": critere.justification,
        "preuves": [{"texte": proof.texte, "petite": proof.petite_entreprise} for proof in critere.preuves],
        **_analysis(critere),
        "vigilance": list(critere.vigilance),
        **_life(critere),
    }


def _analysis(critere: Critere) -> Said:
    """Ce qui sert à noter l'offre, puis à suivre le marché."""
    check, weight, follow = critere.verification, critere.ponderation, critere.suivi_execution
    return {
        "analyse": {"methode": check.methode, "minutes": check.minutes} if check else None,
        "bareme": [{"points": plain_scalar(step.points), "attendu": step.attendu} for step in critere.bareme],
        "poids": {"conseillee": weight.conseillee, "mini": weight.mini, "maxi": weight.maxi} if weight else None,
        "suivi": {"controle": follow.controle, "periodicite": follow.periodicite, "penalite": follow.penalite} if follow else None,
    }


def _life(critere: Critere) -> Said:
    """Ce que le critère a été, et s'il est encore proposé."""
    past = [
        {
            "version": old.version,
            "applicable": old.applicable_a_partir_du.isoformat(),
            "intitule": old.intitule,
            "texte": blocks.paragraphs(old.redaction),
            "motif": old.motif,
        }
        for old in critere.versions_precedentes
    ]
    return {"precedentes": past, "retire": critere.retire_le is not None, "remplace_par": critere.remplace_par}


def _file(name: str, document: Said, count: int) -> Export:
    return page_data(f"{FOLDER}{name}.json", document, TITLE, count)
