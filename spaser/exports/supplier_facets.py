"""Les filtres de la carte des structures solidaires, et les valeurs que chaque structure y prend."""

from __future__ import annotations

from spaser.exports.facets import Codes, Facet, Labels, alphabetical, epci_labels, families, listed
from spaser.model import Fournisseur
from spaser.relations import Relations


def _family(entry: Fournisseur, relations: Relations) -> Codes:
    return tuple(family.id for family in relations.solidarity.families_of(entry))


def _reservation_labels(relations: Relations) -> Labels:
    return {code: f"{label} ({article(relations, code)})" for code, label in listed("reservations")(relations).items()} | {"aucune": "Aucune réservation"}


def article(relations: Relations, code: str) -> str:
    """L'article qui fonde une réservation : « art. L2113-14 »."""
    edition = relations.edition
    return edition.label("references-juridiques", edition.line("reservations", code).reference).rpartition(" ")[2]


def _reservations(entry: Fournisseur, relations: Relations) -> Codes:
    return tuple(sorted(relations.solidarity.reservations_of(entry))) or ("aucune",)


def _served(entry: Fournisseur, relations: Relations) -> Codes:
    return tuple(line.code for line in relations.edition.codes["epci"].lignes if relations.solidarity.reaches.serves(entry, line.code))


def _seats(relations: Relations) -> Labels:
    codes = {entry.commune for entry in relations.edition.entrees["fournisseur"].values()}
    return alphabetical({code: relations.edition.commune(code).libelle for code in codes})


#: Les filtres, dans l'ordre où la page les montre ; la commune et la distance s'écrivent, elles ne se cochent pas.
FACETS = (
    Facet("secteur", "Secteur d’activité", listed("secteurs"), lambda entry, _: entry.secteurs),
    Facet("famille", "Famille d’achat servie", families, _family),
    Facet("reservation", "Réservable au titre de", _reservation_labels, _reservations),
    Facet("type", "Type de structure", listed("types-structure"), lambda entry, _: entry.types),
    Facet("lieu", "Intervient dans", epci_labels, _served),
    Facet("label", "Label ou agrément", listed("labels"), lambda entry, _: entry.labels),
    Facet("siege", "Commune du siège", _seats, lambda entry, _: (entry.commune,)),
)
