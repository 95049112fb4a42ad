"""La vue d'une famille d'achat : l'essentiel d'abord, puis les critères, puis tout ce qui aide à acheter mieux."""

from __future__ import annotations

from typing import Any

from spaser.model import Critere, Famille
from spaser.relations import Relations, essentials, family_goals, in_force, is_ahead
from spaser.rendering.typography import count, day, number
from spaser.rendering.views import common, critere, exigence, fournisseur, verdict
from spaser.rendering.views.common import View, once, tag


@once
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
        "criteres": number(len(in_force(entry))),
        "intentions": number(len(ahead)),
        "etiquettes": common.stake_tags(edition, (enjeu.code for enjeu in entry.enjeux[:3])),
        "marques": common.marks(entry),
        "texte": entry.description,
    }


def full(entry: Famille, relations: Relations) -> View:
    """Tout ce que dit la page d'une famille."""
    suppliers = relations.solidarity.suppliers(entry)
    return common.base("famille", entry, entry.intitule, relations) | {
        "resume": short(entry, relations),
        "description": f"Critères d’achat responsable pour la famille « {entry.intitule} »",
        "texte": entry.description,
        "mots_cles": list(entry.mots_cles),
        "cpv": list(entry.cpv),
        "essentiel": [critere.text(item, relations) for item in essentials(entry)],
        "part_environnementale": _environmental_share(entry),
        "questions": list(entry.questions_besoin),
        "enjeux": [common.stake(relations.edition, item.code) | {"pourquoi": item.pourquoi} for item in entry.enjeux],
        "criteres": [critere.short(item, relations) for item in _ordered(entry, relations)],
        "transverses": [critere.short(item, relations) for item in relations.transverses_of(entry)],
        "obligations": [_obligation(item, relations) for item in entry.obligations],
        "a_eviter": [
            {"formulation": item.formulation, "pourquoi": item.pourquoi, "loi": common.law(relations.edition, item.reference) if item.reference else None}
            for item in entry.a_eviter
        ],
        "intentions": _intentions(entry, relations),
        "fournisseurs": [fournisseur.short(supplier, relations) for supplier in suppliers[:4]],
        "potentiel": verdict.block(entry, relations),
        "fournisseurs_nombre": count(len(suppliers), "structure"),
        "exigences": [exigence.short(item, relations) for item in relations.requirements_of(entry)],
        "objectifs": common.goals(sorted(family_goals(entry)), relations),
        "retours": [_feedback(item) for item in entry.retours_experience if item.critere is None],
        "fichiers": [],
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
    return {"libelle": line.libelle, "taux": [_rates(rate) for rate in line.taux], "verifie": all(rate.statut == "verifie" for rate in line.taux)}


def _rates(rate: Any) -> str:
    """« en 2027, 15 % de réemploi et 25 % de recyclé » ; une part inconnue n'est pas dite."""
    parts = [(rate.reemploi, "issus du réemploi"), (rate.recycle, "contenant du recyclé")]
    known = " et ".join(f"{number(value)}\u00a0% {words}" for value, words in parts if value is not None)
    return f"en {rate.annee}, {known or 'parts non connues'}"


def _ordered(entry: Famille, relations: Relations) -> list[Critere]:
    """Les critères en vigueur, par place dans le marché puis par niveau."""
    places = [line.code for line in relations.edition.codes["types-critere"].lignes]
    levels = [line.code for line in relations.edition.codes["niveaux-critere"].lignes]
    return sorted(in_force(entry), key=lambda item: (places.index(item.type), levels.index(item.niveau)))


def _environmental_share(entry: Famille) -> str:
    weights = [c.ponderation.conseillee for c in essentials(entry) if c.ponderation and "environnementale" in c.considerations]
    return f"{sum(weights)}\u00a0%" if weights else ""


def _obligation(item: Any, relations: Relations) -> View:
    return {"texte": item.texte, "loi": common.law(relations.edition, item.reference), "depuis": day(item.depuis) if item.depuis else ""}


def _intentions(entry: Famille, relations: Relations) -> list[View]:
    from spaser.rendering.views import intention  # l'intention cite sa famille : l'import est différé pour rompre le cercle

    return [intention.short(item, relations) for item in relations.intentions_of_family(entry) if is_ahead(item)][:4]


def _feedback(item: Any) -> View:
    gap = number(item.ecart_notes) if item.ecart_notes is not None else ""
    return {"annee": item.annee, "ecart": gap, "questions": item.questions, "texte": item.enseignement, "etiquette": tag("Retour", "interne")}


def prepare(entry: Famille, relations: Relations) -> View:
    """La feuille « se préparer » : ce qu'une entreprise peut réunir avant que la consultation ne sorte."""
    return common.base("famille", entry, f"Se préparer\u00a0: {entry.intitule}", relations) | {
        "genre": "preparer",
        "coquille": "famille",
        "indexe": False,
        "fil": [{"titre": entry.intitule, "url": common.url("famille", entry.id)}],
        "url": common.url("famille", f"se-preparer-{entry.id}"),
        "description": f"Les preuves à réunir avant un marché de la famille « {entry.intitule} »",
        "famille": {"titre": entry.intitule, "url": common.url("famille", entry.id)},
        "groupes": _proofs(entry, relations),
        "obligations": [_obligation(item, relations) for item in entry.obligations],
        "formes": list(entry.clause_sociale.formes),
        "contact": relations.edition.collectivite.boites.achats,
    }


def _proofs(entry: Famille, relations: Relations) -> list[View]:
    groups = (("Critères de la famille", _ordered(entry, relations)), ("Critères communs à plusieurs familles", relations.transverses_of(entry)))
    return [{"titre": title, "criteres": [critere.short(item, relations) for item in items]} for title, items in groups if items]
