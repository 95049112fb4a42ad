"""Hosmoz, réseau des ESAT et des entreprises adaptées : son fichier (.xlsx ou .csv), où le SIRET a des espaces."""

from __future__ import annotations

from spaser.imports.directories.base import UNKNOWN_LICENCE, Directory, Raw, Record
from spaser.imports.directories.normal import siret
from spaser.imports.directories.reading import Said, understand


def read(raw: Raw) -> Record:
    """Une structure ; le second SIRET ne sert que si le premier ne vaut rien."""
    first, second = raw.text("siret"), raw.text("siret 2")
    skills = raw.text("poles de competences")
    said = Said(
        nom=raw.text("raison sociale"),
        reference=raw.text("id"),
        siret=first if siret(first)[0] or not siret(second)[0] else second,
        siren=raw.text("siren"),
        types=[raw.text("categorie")],
        metiers=skills.replace("|", ",").replace(";", ",").split(","),
        texte=skills,
        adresse=" ".join(part for part in (raw.text("adresse"), raw.text("lieudit bp")) if part),
        code_postal=raw.text("code postal"),
        ville=raw.text("ville"),
        site=raw.text("url"),
        telephone=raw.text("tel public"),
        courriel=raw.text("email"),
        effectif=raw.text("nombre de travailleurs dans la structure en etp"),
    )
    return understand(raw, said)


DIRECTORY = Directory(
    name="hosmoz",
    titre="Hosmoz",
    licence=UNKNOWN_LICENCE,
    url="https://www.hosmoz.fr/",
    read=read,
    required=("Raison Sociale", "Siret", "Catégorie"),
)
