"""Le marché de l'inclusion : l'export du site (.csv ou .xls, sans SIRET ni secteur), et le document de son API."""

from __future__ import annotations

from spaser.imports.directories.base import UNKNOWN_LICENCE, Directory, Raw, Record, Values
from spaser.imports.directories.reading import Said, understand


def read(raw: Raw) -> Record:
    """Une structure de l'export ou de l'API ; les colonnes Prénom et Nom désignent une personne et ne sont pas lues."""
    offers = raw.value("offers")
    said = Said(
        nom=raw.text("raison sociale", "name"),
        marque=raw.text("enseigne", "brand"),
        reference=raw.text("id"),
        siret=raw.text("siret"),
        types=[raw.text("type de structure", "kind.id", "kind")],
        labels=raw.texts("labels_old"),
        metiers=[*raw.texts("sectors"), *raw.texts("offers"), raw.text("secteurs d activite")],
        texte=raw.text("description") or " ".join(_offer(offer) for offer in (offers if isinstance(offers, list) else []) if isinstance(offer, dict)),
        adresse=raw.text("adresse", "address"),
        code_postal=raw.text("code postal", "post_code"),
        ville=raw.text("ville", "city"),
        site=raw.text("site internet", "site web", "contact_website"),
        telephone=raw.text("telephone", "contact_phone"),
        courriel=raw.text("e mail", "email", "contact_email"),
        clients=[*raw.texts("client_references"), *(raw.text(f"reference client {rank}") for rank in (1, 2, 3))],
        zone=_zone(raw),
    )
    record = understand(raw, said)
    if raw.value("is_active") is False:
        record.skip = "une structure que l'annuaire dit inactive"
    return record


def _offer(offer: Values) -> str:
    """Une prestation : son nom, puis ce qui la décrit."""
    parts = [str(offer.get(name) or "").strip().rstrip(".") for name in ("name", "description")]
    return "".join(f"{part}. " for part in [" : ".join(part for part in parts if part)] if part)


def _zone(raw: Raw) -> Values | None:
    """Où la structure dit aller, quand l'API le donne."""
    distance = raw.text("geo_range_custom_distance")
    if raw.text("geo_range") == "CUSTOM" and distance.isdecimal() and 1 <= int(distance) <= 500:
        return {"rayon_km": int(distance)}
    wide: dict[str, Values] = {"COUNTRY": {"france": True}, "REGION": {"region": True}, "DEPARTMENT": {"departements": [raw.text("department")]}}
    return wide.get(raw.text("geo_range"))


DIRECTORY = Directory(
    name="marche-inclusion",
    titre="Le marché de l’inclusion",
    licence=UNKNOWN_LICENCE,
    url="https://lemarche.inclusion.gouv.fr/",
    read=read,
    required=("Raison sociale", "Type de structure"),
    keys=("results",),
)
