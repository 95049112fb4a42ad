"""Un tableur quelconque : les titres de nos champs, ou les plus courants, dans n'importe quel ordre."""

from __future__ import annotations

import re

from spaser.imports.directories.base import UNKNOWN_LICENCE, Directory, Raw, Record, Values
from spaser.imports.directories.reading import Said, understand


def read(raw: Raw) -> Record:
    """Une structure."""
    said = Said(
        nom=raw.text("nom", "raison sociale"),
        marque=raw.text("enseigne"),
        reference=raw.text("identifiant", "id"),
        siret=raw.text("siret"),
        siren=raw.text("siren"),
        types=_many(raw.text("types", "type", "type de structure", "statut")),
        labels=_many(raw.text("labels", "label")),
        metiers=_many(raw.text("secteurs", "secteur", "activites", "activite", "metiers")),
        texte=raw.text("prestations", "description", "activites"),
        adresse=raw.text("adresse"),
        code_postal=raw.text("code postal", "cp"),
        ville=raw.text("commune", "ville"),
        insee=raw.text("code insee", "insee"),
        latitude=raw.value("latitude", "lat"),
        longitude=raw.value("longitude", "lon", "lng"),
        site=raw.text("site", "site web", "site internet"),
        telephone=raw.text("telephone", "tel"),
        courriel=raw.text("courriel", "email", "e mail", "mail"),
        effectif=raw.text("effectif", "etp"),
        clients=_many(raw.text("references", "reference client 1")),
        zone=_zone(raw.text("rayon km", "rayon")),
    )
    return understand(raw, said)


def _many(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|;\n]", text)] if text else []


def _zone(text: str) -> Values | None:
    found = re.match(r"(\d{1,3})\b", text)
    return {"rayon_km": int(found[1])} if found and 1 <= int(found[1]) <= 500 else None


DIRECTORY = Directory(
    name="csv",
    titre="Fichier transmis",
    licence=UNKNOWN_LICENCE,
    read=read,
    required=("Nom",),
)
