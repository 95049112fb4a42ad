"""La vue d'une intention d'achat : quoi, quand, combien, comment, et ce qui sera attendu."""

from __future__ import annotations

from urllib.parse import quote

from spaser.checks.calendar import period_bounds
from spaser.model import Famille, Intention
from spaser.model.intention import EnjeuIntention
from spaser.relations import Relations
from spaser.rendering.typography import count, day, euros, period
from spaser.rendering.views import common, critere, famille, fournisseur, terms, timeline, verdict
from spaser.rendering.views.common import View, once, tag
from spaser.solidarity import potential

#: Les exigences de l'éco-référentiel montrées sur une fiche.
REQUIREMENTS = 5
STATUS_TAGS = {"reportee": "alerte", "abandonnee": "alerte"}


@once
def short(entry: Intention, relations: Relations) -> View:
    """Une ligne : objet, quand, combien, où, étiquettes."""
    edition = relations.edition
    family = relations.family(entry)
    return {
        "titre": entry.intitule,
        "url": common.url("intention", entry.id),
        "id": entry.id,
        "quand": period(entry.publication_prevue),
        "tri": period_bounds(entry.publication_prevue)[0],
        "combien": edition.label("tranches-montant", entry.montant_tranche),
        "ou": ", ".join(terms.place(code, relations) for code in entry.lieux[:2]) + (" et ailleurs" if len(entry.lieux) > 2 else ""),
        "famille": family.intitule if family else "",
        "statut": tag(edition.label("statuts-intention", entry.statut.code), STATUS_TAGS.get(entry.statut.code, "statut")),
        "etiquettes": _tags(entry, relations),
        "marques": common.marks(entry),
    }


def _tags(entry: Intention, relations: Relations) -> list[View]:
    tags = common.stake_tags(relations.edition, (enjeu.code for enjeu in entry.enjeux))
    if entry.reservation:
        tags.append(tag("Réservé" if entry.reservation.portee == "marche" else "Lots réservés", "reserve"))
    if entry.innovation and entry.innovation.ouverte:
        tags.append(tag("Ouvert à l’innovation", "innovation"))
    return tags


def full(entry: Intention, relations: Relations) -> View:
    """Tout ce que dit la fiche d'une intention."""
    edition = relations.edition
    suppliers = relations.suppliers_for(entry)
    family = relations.family(entry)
    return common.base("intention", entry, entry.intitule, relations) | {
        "resume": short(entry, relations),
        "texte": entry.description,
        "description": f"Achat prévu au {period(entry.publication_prevue)} : {entry.intitule}",
        "mention": edition.collectivite.mention or "",
        "calendrier": terms.calendar(entry),
        "frise": timeline.draw(terms.calendar(entry)),
        "procedure": edition.label("procedures", entry.procedure),
        "comment": terms.how(entry, relations),
        "lots": [terms.lot(lot, relations) for lot in entry.lots],
        "enjeux": [_stake(enjeu, relations) for enjeu in entry.enjeux],
        "innovation": terms.innovation(entry, relations),
        "reservation": terms.reservation(entry, relations),
        "sourcage": terms.sourcing(entry),
        "suites": [_named(other) for other in relations.suites_of(entry)],
        "origines": [_named(other) for other in relations.origins_of(entry)],
        "statut": _status(entry, relations),
        "historique": [{"date": day(fact.date), "texte": fact.ce_qui_change} for fact in sorted(entry.historique, key=lambda fact: fact.date, reverse=True)],
        "famille": famille.short(family, relations) if family else None,
        "criteres": [critere.short(item, relations) for item in relations.likely_criteria(entry)],
        "exigences": _requirements(family, relations),
        "fournisseurs": [fournisseur.short(supplier, relations) for supplier in suppliers[:6]],
        "potentiel": {"nombre": count(len(suppliers), "structure"), "pluriel": len(suppliers) > 1, "verdict": potential(len(suppliers))},
        "solidaire": verdict.block(family, relations, entry.lieux, _yearly(entry, relations)) if family else None,
        "objectifs": common.goals(relations.goals_of_intention(entry), relations),
        "contact": _contact(entry),
        "technique": _technical(entry, relations),
        "prive": _private(entry) if edition.audience == "interne" else None,
    }


def _requirements(family: Famille | None, relations: Relations) -> View:
    """Les exigences de l'éco-référentiel que la famille d'achat annonce : les premières, et leur nombre."""
    found = relations.requirements_of(family) if family else []
    links = [{"titre": item.intitule, "url": common.url("exigence", item.id)} for item in found[:REQUIREMENTS]]
    return {"liens": links, "reste": len(found) - len(links), "url": f"{common.url('famille', family.id)}#exigences" if family else ""}


def _yearly(entry: Intention, relations: Relations) -> float:
    """Le montant d'un an au moins : le bas de la tranche publiée, réparti sur la durée."""
    low = float(relations.edition.line("tranches-montant", entry.montant_tranche).mini)
    return low * 12 / max(entry.duree_mois or 12, 12)


def _named(entry: Intention) -> View:
    return {"titre": entry.intitule, "url": common.url("intention", entry.id)}


def _stake(enjeu: EnjeuIntention, relations: Relations) -> View:
    label = relations.edition.label
    return common.stake(relations.edition, enjeu.code) | {
        "levier": label("leviers", enjeu.levier),
        "certitude": label("certitudes", enjeu.certitude),
        "acquis": enjeu.certitude == "acquis",
        "attendu": enjeu.attendu or "",
    }


def _status(entry: Intention, relations: Relations) -> View:
    line = relations.edition.line("statuts-intention", entry.statut.code)
    return {
        "libelle": line.libelle,
        "definition": line.definition or "",
        "depuis": day(entry.statut.depuis),
        "motif": entry.statut.motif or "",
        "lien": entry.statut.lien or "",
        "reference": entry.statut.reference_decp or "",
    }


def _contact(entry: Intention) -> View:
    subject = quote(f"Intention {entry.id} : {entry.intitule}", safe="")
    return {"courriel": entry.contact, "lien": f"mailto:{entry.contact}?subject={subject}"}


def _technical(entry: Intention, relations: Relations) -> list[View]:
    edition = relations.edition
    official = [edition.line("considerations-sociales", code) for code in entry.considerations_sociales]
    official += [edition.line("considerations-environnementales", code) for code in entry.considerations_environnementales]
    stakes = [
        edition.line("enjeux-environnementaux" if common.stake(edition, e.code)["dimension"] == "environnement" else "enjeux-sociaux", e.code)
        for e in entry.enjeux
    ]
    rows = (
        ("Identifiant", entry.id),
        ("Code CPV", entry.cpv),
        ("Considérations (DECP)", ", ".join(line.officiel.decp or line.libelle if line.officiel else line.libelle for line in official)),
        ("Enjeux (eForms)", ", ".join(dict.fromkeys(line.officiel.eforms or "" for line in stakes if line.officiel))),
    )
    return [{"nom": name, "valeur": value} for name, value in rows if value]


def _private(entry: Intention) -> View:
    review = entry.comite_revue
    return {
        "montant": euros(entry.montant_estime) + " HT" if entry.montant_estime is not None else "",
        "comite": ("Retenu" if review.retenu else "Non retenu") + (f", {day(review.date)}" if review.date else "") if review else "",
        "decision": review.decision or "" if review else "",
        "strategie": entry.strategie or "",
        "agent": entry.agent or "",
    }
