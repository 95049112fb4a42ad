"""Export CSV aux noms de champs de la plateforme nationale des projets d'achat (APProch).

La plateforme n'a ni trimestre, ni lot, ni réservation : une date y est le premier jour de sa période, que la dernière colonne
dit telle qu'elle est prévue. Sa liste de tranches de montant et de statuts n'est pas publiée : les nôtres y sont en toutes lettres.
"""

from __future__ import annotations

from collections.abc import Iterator

from spaser.exports import as_csv, cpv
from spaser.exports.base import DATA, Export, header
from spaser.exports.cells import SEPARATOR, Row
from spaser.exports.changes import first_day
from spaser.model import Intention
from spaser.publication import Edition
from spaser.rendering.typography import period

PATH = f"{DATA}intentions-approch.csv"
COLUMNS = (
    "code",
    "libelle",
    "description",
    "statut",
    "categorie_d_achat",
    "siren_de_l_entite_acheteuse",
    "code_s_cpv",
    "montant_estime_du_marche",
    "duree_previsionnelle_du_marche",
    "date_previsionnelle_de_publication",
    "date_cible_de_remise_des_offres",
    "type_de_procedure",
    "departement_s_d_execution_du_marche",
    "lien_vers_la_consultation",
    "considerations_sociales",
    "considerations_environnementales",
    "periode_previsionnelle_de_publication",
)


def produce(edition: Edition) -> Iterator[Export]:
    """Le fichier des intentions qui ne sont pas retirées."""
    entries = [entry for entry in edition.entrees["intention"].values() if entry.retire_le is None]
    rows = [row(entry, edition) for entry in entries]
    content = as_csv.write(header(edition, "Intentions d’achat"), rows, COLUMNS)
    yield Export(PATH, content, "Intentions d’achat", "CSV, champs d’APProch", len(rows))


def row(entry: Intention, edition: Edition) -> Row:
    """La ligne d'une intention ; un champ inconnu est vide."""
    return dict(
        zip(
            COLUMNS,
            (
                entry.id,
                entry.intitule,
                entry.description,
                edition.label("statuts-intention", entry.statut.code),
                cpv.official(entry, edition, "approch"),
                edition.collectivite.siren,
                cpv.full_code(entry.cpv),
                edition.label("tranches-montant", entry.montant_tranche),
                entry.duree_mois,
                first_day(entry.publication_prevue).isoformat(),
                first_day(entry.remise_prevue).isoformat() if entry.remise_prevue else None,
                edition.label("procedures", entry.procedure),
                SEPARATOR.join(departments(entry.lieux, edition)),
                entry.statut.lien,
                SEPARATOR.join(edition.labels("considerations-sociales", entry.considerations_sociales)),
                SEPARATOR.join(edition.labels("considerations-environnementales", entry.considerations_environnementales)),
                period(entry.publication_prevue),
            ),
            strict=True,
        )
    )


def departments(places: tuple[str, ...], edition: Edition) -> list[str]:
    """Les départements de lieux, chacun une fois ; celui d'un EPCI est celui de ses communes connues."""
    communes = {line.code: getattr(line, "epci", "") for line in edition.codes["communes"].lignes}
    found: list[str] = []
    for place in places:
        inside = [code for code, epci in communes.items() if epci == place]
        found += map(_department, inside or [place])
    return sorted(code for code in set(found) if code)


def _department(place: str) -> str:
    """Le département d'une commune (code INSEE) ou d'un département ; vide pour un EPCI dont aucune commune n'est connue."""
    if len(place) <= 3:
        return place
    if len(place) != 5:
        return ""
    return place[:3] if place.startswith("97") else place[:2]
