"""data·inclusion : le document des structures, au schéma « structure » v1 ; seules celles qu'un réseau solidaire porte sont reprises."""

from __future__ import annotations

from spaser.imports.directories.base import Directory, Raw, Record
from spaser.imports.directories.reading import Said, understand

#: Les réseaux porteurs qui sont un type de structure ; les autres (mission locale, CAF…) ne vendent rien.
KINDS = frozenset({"ei", "ai", "aci", "etti", "eiti", "geiq", "ea", "eatt", "esat"})


def read(raw: Raw) -> Record:
    """Une structure ; sans réseau solidaire, elle n'est pas un fournisseur."""
    networks = [name.lower() for name in raw.texts("reseaux_porteurs")]
    said = Said(
        nom=raw.text("nom"),
        reference=raw.text("id"),
        siret=raw.text("siret"),
        types=[name for name in networks if name in KINDS],
        metiers=[raw.text("description")],
        texte=raw.text("description"),
        adresse=" ".join(part for part in (raw.text("adresse"), raw.text("complement_adresse")) if part),
        code_postal=raw.text("code_postal"),
        ville=raw.text("commune"),
        insee=raw.text("code_insee"),
        latitude=raw.value("latitude"),
        longitude=raw.value("longitude"),
        site=raw.text("site_web"),
        telephone=raw.text("telephone"),
        courriel=raw.text("courriel"),
    )
    record = understand(raw, said)
    if not record.fields.get("types"):
        record.skip = "une structure qui n'est ni de l'insertion ni du handicap"
    return record


DIRECTORY = Directory(
    name="data-inclusion",
    titre="data·inclusion",
    licence="Licence Ouverte 2.0",
    url="https://data.inclusion.gouv.fr/",
    read=read,
    keys=("structures", "data", "items"),
)
