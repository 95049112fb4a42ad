"""La vue d'une famille d'achat : l'essentiel d'abord, puis les critères, puis tout ce qui aide à acheter mieux."""

from __future__ import annotations

from typing import Any

from spaser.model import Critere, Famille
from spaser.relations import Relations, is_ahead
from spaser.rendering.typography import count, day, number
from spaser.rendering.views import common, exigence, fournisseur
from spaser.rendering.views.common import View, tag

LEVELS = {"base": 1, "significatif": 2, "exemplaire": 3}


def short(entry: Famille, relations: Relations) -> View:
    """Une ligne : nom, segment, nombre de critères, enjeux."""
    edition = relations.edition
    ahead = [i for i in relations.intentions_of_family(entry) if is_ahead(i)]
    return {
        "titre": entry.intitule,
        "url": common.url("famille", entry.id),
        "id": entry.id,
        "nature": edition.label("natures", entry.nature),
        "segment": edition.label("segments", entry.segment),
        "criteres": number(len(entry.criteres)),
        "intentions": number(len(ahead)),
        "etiquettes": common.stake_tags(edition, (enjeu.code for enjeu in entry.enjeux[:3])),
        "marques": common.marks(entry),
        "texte": entry.description,
    }


def full(entry: Famille, relations: Relations) -> View:
    """Tout ce que dit la page d'une famille."""
    suppliers = relations.suppliers(entry)
    transverse = relations.edition.criteres
    return common.base("famille", entry, entry.intitule, relations) | {
        "resume": short(entry, relations),
        "description": f"Critères d’achat responsable pour la famille « {entry.intitule} »",
        "texte": entry.description,
        "mots_cles": list(entry.mots_cles),
        "cpv": list(entry.cpv),
        "essentiel": [criterion(critere, relations) for critere in relations.essentials(entry)],
        "part_environnementale": _environmental_share(entry, relations),
        "questions": list(entry.questions_besoin),
        "enjeux": [common.stake(relations.edition, item.code) | {"pourquoi": item.pourquoi} for item in entry.enjeux],
        "criteres": [_group(entry, kind, relations) for kind in _kinds(entry, relations)],
        "transverses": [criterion(transverse[i][0], relations) for i in entry.transverses if i in transverse],
        "obligations": [_obligation(item, relations) for item in entry.obligations],
        "a_eviter": [
            {"formulation": item.formulation, "pourquoi": item.pourquoi, "loi": common.law(relations.edition, item.reference) if item.reference else None}
            for item in entry.a_eviter
        ],
        "intentions": _intentions(entry, relations),
        "fournisseurs": [fournisseur.short(supplier, relations) for supplier in suppliers[:12]],
        "fournisseurs_nombre": count(len(suppliers), "structure"),
        "exigences": [exigence.short(item, relations) for item in relations.requirements_of(entry)],
        "objectifs": common.goals(sorted({number for critere in entry.criteres for number in critere.objectifs}), relations),
        "retours": [_feedback(item) for item in entry.retours_experience],
        "contact": entry.contact or "",
        **_advice(entry, relations),
    }


def _advice(entry: Famille, relations: Relations) -> View:
    label, labels = relations.edition.label, relations.edition.labels
    carbon, cost, social = entry.approche_carbone, entry.cout_complet, entry.clause_sociale
    return {
        "clause_sociale": {
            "pertinence": label("pertinences", social.pertinence),
            "formes": list(social.formes),
            "conseil": social.conseil,
            "publics": labels("publics-insertion", social.publics),
        },
        "egalite": entry.egalite_femmes_hommes or "",
        "reemploi": entry.reemploi or "",
        "reparabilite": entry.reparabilite or "",
        "agec": [_agec(code, relations) for code in entry.agec],
        "carbone": {"methode": label("methodes-carbone", carbon.methode), "postes": list(carbon.postes), "alternatives": list(carbon.alternatives)}
        if carbon
        else None,
        "cout_complet": {"pertinence": label("pertinences", cost.pertinence), "postes": list(cost.postes)} if cost else None,
    }


def _agec(code: str, relations: Relations) -> View:
    line = relations.edition.line("categories-agec", code)
    rates = [{"annee": rate.annee, "reemploi": _rate(rate.reemploi), "recycle": _rate(rate.recycle), "verifie": rate.statut == "verifie"} for rate in line.taux]
    return {"libelle": line.libelle, "taux": rates}


def _rate(value: Any) -> str:
    return f"{number(value)}\u00a0%" if value is not None else "à vérifier"


def _kinds(entry: Famille, relations: Relations) -> list[str]:
    present = {critere.type for critere in entry.criteres}
    return [line.code for line in relations.edition.codes["types-critere"].lignes if line.code in present]


def _group(entry: Famille, kind: str, relations: Relations) -> View:
    line = relations.edition.line("types-critere", kind)
    found = sorted((c for c in entry.criteres if c.type == kind), key=lambda c: LEVELS.get(c.niveau, 9))
    return {"code": kind, "libelle": line.libelle, "definition": line.definition or "", "criteres": [criterion(c, relations) for c in found]}


def criterion(critere: Critere, relations: Relations) -> View:
    """Un critère entier ; le poids, le barème et l'analyse n'y sont que sur le site interne."""
    edition = relations.edition
    replaced = edition.criteres.get(critere.remplace) if critere.remplace else None
    return {
        "id": critere.id,
        "version": critere.version,
        "titre": critere.intitule,
        "type": edition.label("types-critere", critere.type),
        "niveau": edition.label("niveaux-critere", critere.niveau),
        "rang": LEVELS.get(critere.niveau, 1),
        "redaction": critere.redaction,
        "justification": critere.justification,
        "preuves": [{"texte": p.texte, "petite": p.petite_entreprise or ""} for p in critere.preuves],
        "etiquettes": common.stake_tags(edition, critere.enjeux),
        "objectifs": common.goals(critere.objectifs, relations),
        "lois": [common.law(edition, code) for code in critere.references],
        "remplace": replaced[0].intitule if replaced else "",
        "applicable": day(critere.applicable_a_partir_du),
        "prive": _private(critere, relations),
    }


def criterion_link(critere: Critere, family: Famille, relations: Relations) -> View:
    """Un critère vu d'ailleurs : son titre, ce qu'il est, ses preuves."""
    label = relations.edition.label
    return {
        "titre": critere.intitule,
        "url": f"{common.url('famille', family.id)}#{critere.id}",
        "type": label("types-critere", critere.type),
        "niveau": label("niveaux-critere", critere.niveau),
        "preuves": [proof.texte for proof in critere.preuves],
    }


def _private(critere: Critere, relations: Relations) -> View | None:
    if relations.edition.audience != "interne":
        return None
    follow, check, weight, market = critere.suivi_execution, critere.verification, critere.ponderation, critere.maturite_marche
    found: dict[str, Any] = {
        "poids": {"conseillee": weight.conseillee, "mini": weight.mini, "maxi": weight.maxi} if weight else None,
        "bareme": [{"points": number(palier.points), "attendu": palier.attendu} for palier in critere.bareme],
        "verification": {"methode": check.methode, "minutes": count(check.minutes, "minute")} if check else None,
        "suivi": {"controle": follow.controle, "periodicite": follow.periodicite, "penalite": follow.penalite or ""} if follow else None,
        "vigilance": list(critere.vigilance),
        "maturite": {
            "niveau": relations.edition.label("maturites", market.niveau),
            "constat": market.constat,
            "source": market.source.titre if market.source else "",
        }
        if market
        else None,
    }
    return found if any(found.values()) else None


def _environmental_share(entry: Famille, relations: Relations) -> str:
    weights = [c.ponderation.conseillee for c in relations.essentials(entry) if c.ponderation and "environnementale" in c.considerations]
    return f"{sum(weights)}\u00a0%" if weights else ""


def _obligation(item: Any, relations: Relations) -> View:
    return {"texte": item.texte, "loi": common.law(relations.edition, item.reference), "depuis": day(item.depuis) if item.depuis else ""}


def _intentions(entry: Famille, relations: Relations) -> list[View]:
    from spaser.rendering.views import intention  # l'intention cite sa famille : l'import est différé pour rompre le cercle

    return [intention.short(item, relations) for item in relations.intentions_of_family(entry) if is_ahead(item)][:12]


def _feedback(item: Any) -> View:
    gap = number(item.ecart_notes) if item.ecart_notes is not None else ""
    return {"annee": item.annee, "ecart": gap, "questions": item.questions, "texte": item.enseignement, "etiquette": tag("Retour", "interne")}
