"""Les filtres de l'explorateur des intentions, et les valeurs que chaque intention y prend."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spaser.exports.selections import reservations
from spaser.model import Intention
from spaser.relations import Relations, quarter
from spaser.rendering.typography import period
from spaser.rendering.views import common

Labels = dict[str, str]
Codes = tuple[str, ...]
#: Le code INSEE d'une commune a cinq caractères ; celui d'un département deux ou trois, celui d'un EPCI neuf.
COMMUNE = 5


@dataclass(frozen=True)
class Facet:
    """Un filtre : son nom dans l'adresse, son titre, toutes ses valeurs dans l'ordre, et celles d'une entrée."""

    name: str
    title: str
    labels: Callable[[Relations], Labels]
    codes: Callable[[Any, Relations], Codes]


def listed(liste: str) -> Callable[[Relations], Labels]:
    """Les libellés d'une liste de codes, dans son ordre."""
    return lambda relations: {line.code: line.libelle for line in relations.edition.codes[liste].lignes}


def alphabetical(labels: Labels) -> Labels:
    """Les mêmes libellés, dans l'ordre du dictionnaire : ni les accents ni les majuscules n'y comptent."""
    return dict(sorted(labels.items(), key=lambda item: unicodedata.normalize("NFD", item[1]).encode("ascii", "ignore").lower()))


def _one(field: str) -> Callable[[Intention, Relations], Codes]:
    return lambda entry, _: (str(value),) if (value := getattr(entry, field)) else ()


def _said(label: str, test: Callable[[Intention], bool]) -> tuple[Callable[[Relations], Labels], Callable[[Intention, Relations], Codes]]:
    return lambda _: {"oui": label}, lambda entry, _: ("oui",) if test(entry) else ()


def _quarters(relations: Relations) -> Labels:
    return {code: period(code) for code in sorted({quarter(entry.publication_prevue) for entry in relations.edition.entrees["intention"].values()})}


def _years(relations: Relations) -> Labels:
    return {year: year for year in sorted({str(entry.annee) for entry in relations.edition.entrees["intention"].values()})}


def families(relations: Relations) -> Labels:
    """Le nom de chaque famille d'achat, par ordre alphabétique."""
    return alphabetical({family.id: family.intitule for family in relations.edition.entrees["famille"].values()})


def _family(entry: Intention, relations: Relations) -> Codes:
    family = relations.family(entry)
    return (family.id,) if family else ()


def _segment(entry: Intention, relations: Relations) -> Codes:
    family = relations.family(entry)
    return (family.segment,) if family else ()


def _stakes(liste: str) -> Callable[[Intention, Relations], Codes]:
    """Les enjeux d'une liste, dans l'ordre de la fiche : celui de leurs étiquettes."""

    def codes(entry: Intention, relations: Relations) -> Codes:
        known = listed(liste)(relations)
        return tuple(dict.fromkeys(stake.code for stake in entry.enjeux if stake.code in known))

    return codes


def _reservation_labels(relations: Relations) -> Labels:
    return listed("reservations")(relations) | {"aucune": "Sans réservation"}


def _reservations(entry: Intention, _: Relations) -> Codes:
    return tuple(sorted(reservations(entry))) or ("aucune",)


def _side(code: str, side: str) -> str:
    """Les deux listes officielles ont un code « aucune » : le nom du volet les distingue."""
    return f"{code}-{side}" if code == "aucune" else code


def _consideration_labels(relations: Relations) -> Labels:
    sides = (("considerations-environnementales", "environnement"), ("considerations-sociales", "social"))
    return {_side(code, side): label for liste, side in sides for code, label in listed(liste)(relations).items()}


def _considerations(entry: Intention, _: Relations) -> Codes:
    sides = ((entry.considerations_environnementales, "environnement"), (entry.considerations_sociales, "social"))
    return tuple(_side(code, side) for codes, side in sides for code in codes)


def epci_labels(relations: Relations) -> Labels:
    """Le nom propre de chaque intercommunalité, par ordre alphabétique."""
    names = {code: common.proper_name(label) for code, label in listed("epci")(relations).items()}
    return alphabetical(names)


def _epci(entry: Intention, relations: Relations) -> Codes:
    """Les intercommunalités des lieux : celle d'une commune, et toutes pour le département entier."""
    edition = relations.edition
    every = tuple(line.code for line in edition.codes["epci"].lignes)
    if edition.collectivite.departement in entry.lieux:
        return every
    found = {edition.line("communes", place).epci if len(place) == COMMUNE else place for place in entry.lieux}
    return tuple(code for code in every if code in found)


#: Les filtres, dans l'ordre où la page les montre.
FACETS = (
    Facet("segment", "Segment d’achat", listed("segments"), _segment),
    Facet("trimestre", "Publication prévue", _quarters, lambda entry, _: (quarter(entry.publication_prevue),)),
    Facet("famille", "Famille d’achat", families, _family),
    Facet("lieu", "Territoire", epci_labels, _epci),
    Facet("montant", "Montant estimé", listed("tranches-montant"), _one("montant_tranche")),
    Facet("environnement", "Enjeux environnementaux", listed("enjeux-environnementaux"), _stakes("enjeux-environnementaux")),
    Facet("social", "Enjeux sociaux", listed("enjeux-sociaux"), _stakes("enjeux-sociaux")),
    Facet("reservation", "Réservation", _reservation_labels, _reservations),
    Facet("innovation", "Innovation", *_said("Ouvert à l’innovation", lambda entry: bool(entry.innovation and entry.innovation.ouverte))),
    Facet("nature", "Nature d’achat", listed("natures"), _one("nature")),
    Facet("consideration", "Clauses et critères", _consideration_labels, _considerations),
    Facet("procedure", "Procédure", listed("procedures"), _one("procedure")),
    Facet("sourcage", "Sourçage", *_said("Rencontres prévues avec les entreprises", lambda entry: bool(entry.sourcage and entry.sourcage.prevu))),
    Facet("renouvellement", "Renouvellement", *_said("Remplace un contrat en cours", lambda entry: entry.renouvelle is not None)),
    Facet("statut", "Statut", listed("statuts-intention"), lambda entry, _: (entry.statut.code,)),
    Facet("annee", "Campagne", _years, _one("annee")),
)
