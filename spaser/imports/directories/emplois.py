"""Les emplois de l'inclusion : le document de son API `/api/v1/marche`, une ligne par convention."""

from __future__ import annotations

from spaser.imports.directories.base import UNKNOWN_LICENCE, Directory, Raw, Record
from spaser.imports.directories.reading import Said, understand


def read(raw: Raw) -> Record:
    """Une structure conventionnée ; `admin_name` et `admin_email` désignent une personne et ne sont pas lus."""
    said = Said(
        nom=raw.text("name"),
        marque=raw.text("brand"),
        reference=raw.text("id"),
        siret=raw.text("siret"),
        types=[raw.text("kind")],
        metiers=[raw.text("description")],
        texte=raw.text("description"),
        adresse=raw.text("address_line_1"),
        code_postal=raw.text("post_code"),
        ville=raw.text("city"),
        latitude=raw.value("latitude"),
        longitude=raw.value("longitude"),
        site=raw.text("website"),
        telephone=raw.text("phone"),
        courriel=raw.text("email"),
    )
    record = understand(raw, said)
    if raw.value("convention_is_active") is False:
        record.skip = "une structure dont la convention n'est plus active"
    return record


DIRECTORY = Directory(
    name="emplois",
    titre="Les emplois de l’inclusion",
    licence=UNKNOWN_LICENCE,
    url="https://emplois.inclusion.beta.gouv.fr/",
    read=read,
    keys=("results", "data"),
)
