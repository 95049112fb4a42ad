"""Comment un achat se fera : son calendrier, ses modalités, ses lots, à qui il est réservé, comment s'y préparer."""

from __future__ import annotations

from spaser.model import Intention
from spaser.model.intention import Lot
from spaser.relations import Relations
from spaser.rendering.typography import count, period
from spaser.rendering.views import common
from spaser.rendering.views.common import View


def place(code: str, relations: Relations) -> str:
    """Le nom d'un lieu d'après son code : département, EPCI ou commune."""
    liste = {2: "departements", 3: "departements", 5: "communes"}.get(len(code), "epci")
    return relations.edition.label(liste, code)


def calendar(entry: Intention) -> list[View]:
    """Les périodes annoncées : publication, remise, démarrage."""
    steps = (("Publication", entry.publication_prevue), ("Remise des offres", entry.remise_prevue), ("Démarrage", entry.demarrage_prevu))
    return [{"nom": name, "quand": period(value), "code": value} for name, value in steps if value]


def how(entry: Intention, relations: Relations) -> list[View]:
    """Les modalités : nature, procédure, technique, prix, durée, service, lieux, groupement, contrat renouvelé."""
    label = relations.edition.label
    duration = f"{entry.duree_mois} mois" if entry.duree_mois else ""
    if duration and entry.reconductions:
        duration += f", {count(entry.reconductions, 'reconduction')}"
    rows = (
        ("Nature", label("natures", entry.nature)),
        ("Procédure", label("procedures", entry.procedure)),
        ("Technique d’achat", label("techniques", entry.technique)),
        ("Forme du prix", label("formes-prix", entry.forme)),
        ("Durée", duration),
        ("Service acheteur", label("services", entry.service_acheteur)),
        ("Lieux d’exécution", ", ".join(place(code, relations) for code in entry.lieux)),
        ("Groupement", entry.groupement),
        ("Renouvelle", _renewed(entry)),
    )
    return [{"nom": name, "valeur": value} for name, value in rows if value]


def _renewed(entry: Intention) -> str:
    if entry.renouvelle is None:
        return ""
    return f"Contrat {entry.renouvelle.reference}" + (f", fin prévue\u00a0: {period(entry.renouvelle.fin)}" if entry.renouvelle.fin else "")


def lot(lot: Lot, relations: Relations) -> View:
    """Un lot : son objet, sa réservation, sa tranche de montant."""
    label = relations.edition.label
    return {"intitule": lot.intitule, "reservation": label("reservations", lot.reservation), "montant": label("tranches-montant", lot.montant_tranche)}


def innovation(entry: Intention, relations: Relations) -> View | None:
    """L'ouverture à l'innovation, si elle est annoncée."""
    if entry.innovation is None or not entry.innovation.ouverte:
        return None
    return {"formes": relations.edition.labels("innovation", entry.innovation.formes), "attendu": entry.innovation.attendu or ""}


def reservation(entry: Intention, relations: Relations) -> View | None:
    """La réservation, sa portée et son fondement, s'il y en a une."""
    if entry.reservation is None:
        return None
    line = relations.edition.line("reservations", entry.reservation.article)
    portee = "tout le marché" if entry.reservation.portee == "marche" else "certains lots"
    return {"libelle": line.libelle, "portee": portee, "definition": line.definition or "", "loi": common.law(relations.edition, line.reference)}


def sourcing(entry: Intention) -> View | None:
    """Le sourçage prévu, s'il y en a un."""
    if entry.sourcage is None or not entry.sourcage.prevu:
        return None
    return {"quand": period(entry.sourcage.quand) if entry.sourcage.quand else "", "modalites": entry.sourcage.modalites or ""}
