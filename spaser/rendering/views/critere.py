"""La vue d'un critère : le texte à coller, les preuves, et sur le site interne comment le noter et le suivre."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from spaser.model import Critere, Famille, ListeTransverses
from spaser.model.famille import Retour
from spaser.relations import Relations
from spaser.rendering.typography import count, day, number
from spaser.rendering.views import common
from spaser.rendering.views.common import View, once

TRANSVERSES = "vademecum/transverses/"


def url(critere: Critere) -> str:
    """L'adresse de la page d'un critère, qui ne change jamais."""
    return common.url("famille", critere.id)


@once
def short(critere: Critere, relations: Relations) -> View:
    """Une ligne : titre, type, niveau, enjeux."""
    label = relations.edition.label
    return {
        "titre": critere.intitule,
        "url": url(critere),
        "id": critere.id,
        "type": label("types-critere", critere.type),
        "niveau": label("niveaux-critere", critere.niveau),
        "etiquettes": common.stake_tags(relations.edition, critere.enjeux),
        "preuves": [proof.texte for proof in critere.preuves],
        "petites": [proof.petite_entreprise or "" for proof in critere.preuves],
        "retire": critere.retire_le is not None,
    }


def text(critere: Critere, relations: Relations) -> View:
    """Le critère et son texte à coller ; le poids n'y est que sur le site interne."""
    weight = critere.ponderation if relations.edition.audience == "interne" else None
    return short(critere, relations) | {
        "redaction": critere.redaction,
        "poids": {"conseillee": weight.conseillee, "mini": weight.mini, "maxi": weight.maxi} if weight else None,
    }


def full(critere: Critere, owner: Famille | ListeTransverses, relations: Relations) -> View:
    """Tout ce que dit la page d'un critère."""
    label = relations.edition.label
    family = owner if isinstance(owner, Famille) else None
    home = {"titre": owner.intitule, "url": common.url("famille", owner.id) if family else f"{TRANSVERSES}#{owner.id}"}
    return common.base("famille", owner, critere.intitule, relations) | {
        "genre": "critere",
        "coquille": "famille",
        "fil": [home],
        "id": critere.id,
        "url": url(critere),
        "description": f"Critère d’achat responsable, {owner.intitule} : {critere.intitule}",
        "resume": text(critere, relations),
        "proprietaire": home,
        "retire_le": day(critere.retire_le) if critere.retire_le else "",
        "remplace_par": _named(critere.remplace_par, relations),
        "version": critere.version,
        "applicable": day(critere.applicable_a_partir_du),
        "justification": critere.justification,
        "remplace": _named(critere.remplace, relations),
        "lois": [common.law(relations.edition, code) for code in critere.references],
        "objectifs": common.goals(critere.objectifs, relations),
        "familles": [_family(item) for item in relations.families_using(critere.id)] if family is None else [],
        "precedentes": [_previous(item) for item in critere.versions_precedentes],
        "technique": [{"nom": "Identifiant", "valeur": critere.id}, {"nom": "Considération", "valeur": _considerations(critere, label)}],
        "prive": _private(critere, relations),
    }


def _considerations(critere: Critere, label: Any) -> str:
    return ", ".join(label("dimensions", code) for code in critere.considerations).capitalize()


def _named(identifiant: str | None, relations: Relations) -> View | None:
    found = relations.edition.criteres.get(identifiant) if identifiant else None
    return {"titre": found[0].intitule, "url": url(found[0])} if found else None


def _family(entry: Famille) -> View:
    return {"titre": entry.intitule, "url": common.url("famille", entry.id)}


def _previous(item: Any) -> View:
    return {"version": item.version, "titre": item.intitule, "redaction": item.redaction, "motif": item.motif, "depuis": day(item.applicable_a_partir_du)}


def _private(critere: Critere, relations: Relations) -> View | None:
    """Comment noter, suivre et employer le critère ; rien sur le site public."""
    if relations.edition.audience != "interne":
        return None
    follow, check, market = critere.suivi_execution, critere.verification, critere.maturite_marche
    return {
        "bareme": [{"points": number(palier.points), "attendu": palier.attendu} for palier in critere.bareme],
        "verification": {"methode": check.methode, "minutes": count(check.minutes, "minute")} if check else None,
        "suivi": {"controle": follow.controle, "periodicite": follow.periodicite, "penalite": follow.penalite or ""} if follow else None,
        "vigilance": list(critere.vigilance),
        "maturite": _maturity(market, relations) if market else None,
        "derogations": [f"{relations.edition.label('regles-redaction', item.regle)} : {item.motif} ({day(item.date)})" for item in critere.derogations],
        "retours": _feedback(relations.feedback(critere.id)),
    }


def _maturity(market: Any, relations: Relations) -> View:
    source = market.source.titre if market.source else ""
    return {"niveau": relations.edition.label("maturites", market.niveau), "constat": market.constat, "source": source}


def _feedback(found: list[Retour]) -> View | None:
    """« Utilisé n fois », l'écart de notes moyen quand il est connu, et ce qu'on en a retenu."""
    if not found:
        return None
    gaps = [item.ecart_notes for item in found if item.ecart_notes is not None]
    mean = number(Decimal(sum(gaps)) / len(gaps)) if gaps else ""
    return {"usages": count(len(found), "fois", "fois"), "ecart": mean, "lecons": list(_lessons(found))}


def _lessons(found: list[Retour]) -> Iterator[View]:
    for item in sorted(found, key=lambda item: item.annee, reverse=True):
        gap = number(item.ecart_notes) if item.ecart_notes is not None else ""
        yield {"annee": item.annee, "ecart": gap, "texte": item.enseignement}
