"""CARTECO, carte de l'économie sociale et circulaire : le document `elements.json` d'une instance GoGoCarto, sous licence ODbL."""

from __future__ import annotations

from typing import Any

from spaser.imports.directories.base import Directory, Raw, Record
from spaser.imports.directories.reading import Said, understand

#: Une adresse que GoGoCarto ne montre pas aux visiteurs.
HIDDEN = "hidden"


def read(raw: Raw) -> Record:
    """Un élément ; les catégories mêlent des activités et des régions, seules les activités disent un métier."""
    activities = _categories(raw.value("categories", "optionValues"))
    statut = raw.text("statut_ess", "statut")
    mail = raw.text("email", "courriel")
    said = Said(
        nom=raw.text("name", "nom"),
        reference=raw.text("id"),
        siret=raw.text("siret"),
        types=[statut] if statut else [],
        labels=raw.texts("labels"),
        metiers=activities,
        texte=raw.text("description_activite", "description"),
        adresse=raw.text("address.streetAddress"),
        code_postal=raw.text("address.postalCode"),
        ville=raw.text("address.addressLocality"),
        latitude=raw.value("geo.latitude"),
        longitude=raw.value("geo.longitude"),
        site=raw.text("site_web", "website", "url"),
        telephone=raw.text("telephone"),
        courriel="" if mail == HIDDEN else mail,
    )
    record = understand(raw, said)
    if not statut:
        record.doubts.append("l'annuaire ne dit pas son statut dans l'économie sociale")
    if isinstance(status := raw.value("status"), int) and status < 0:
        record.skip = "un élément que l'annuaire ne publie pas"
    return record


def _categories(found: Any) -> list[str]:
    """Les noms des catégories, écrites en liste de noms ou de groupes."""
    items = found if isinstance(found, list) else []
    return [str(item.get("name", "")) if isinstance(item, dict) else str(item) for item in items]


DIRECTORY = Directory(
    name="carteco",
    titre="CARTECO",
    licence="ODbL 1.0",
    url="https://carteco-ess.org/",
    read=read,
    keys=("data",),
)
