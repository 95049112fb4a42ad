"""Comprend ce qu'un annuaire écrit : chaque module d'annuaire dit où est quoi, ici on remet en ordre."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spaser.imports.directories import kinds, normal
from spaser.imports.directories.base import Raw, Record, Values
from spaser.imports.directories.tables import BEYOND

MAX_REFERENCES = 12


@dataclass(frozen=True)
class Said:
    """Ce qu'une ligne dit d'une structure, dans les mots de l'annuaire."""

    nom: str = ""
    marque: str = ""
    reference: str = ""
    siret: str = ""
    siren: str = ""
    types: Iterable[str] = ()
    labels: Iterable[str] = ()
    metiers: Iterable[str] = ()
    texte: str = ""
    adresse: str = ""
    code_postal: str = ""
    ville: str = ""
    insee: str = ""
    latitude: object = None
    longitude: object = None
    site: str = ""
    telephone: str = ""
    courriel: str = ""
    effectif: str = ""
    clients: Iterable[str] = ()
    zone: Values | None = None


def understand(raw: Raw, said: Said) -> Record:
    """La structure comprise, ses doutes, et ce qui n'est pas repris parce que cela désigne une personne."""
    record = Record(raw.place, reference=normal.clean(said.reference), postcode=said.code_postal.replace(" ", ""), town=said.ville, insee=said.insee)
    name, brand = normal.name(said.nom), normal.name(said.marque)
    record.fields["nom"], record.brand = name or brand, brand
    if BEYOND in raw.values:
        record.doubts.append("la ligne a plus de cellules que de titres : ses colonnes sont décalées")
        record.skip = "une ligne décalée"
    _identity(record, said)
    _trade(record, said)
    _contact(record, said)
    record.fields = {field: value for field, value in record.fields.items() if value not in (None, "", [], {})}
    return record


def _identity(record: Record, said: Said) -> None:
    siret, doubt = normal.siret(said.siret)
    siren, other = normal.siren(said.siren)
    record.doubts += [text for text in (doubt, other) if text]
    if siret and siren and not siret.startswith(siren):
        record.doubts.append(f"le SIRET {siret} n'est pas celui du SIREN {siren}")
        siret = ""
    record.fields["siret"], record.siren = siret, siren or siret[:9]
    found, unknown = kinds.kinds(text for text in said.types if text)
    record.fields["types"] = found
    families = [kinds.FAMILIES[code] for code in found if code in kinds.FAMILIES]
    record.fields["famille_ess"] = families[0] if len(families) == 1 else None
    if unknown and not found:
        record.skip = record.skip or f"un type qui n'est pas celui d'une structure solidaire : {normal.clean(unknown[0], 60)}"


def _trade(record: Record, said: Said) -> None:
    text, personal = normal.prose(said.texte)
    record.fields |= {
        "labels": kinds.labels(said.labels),
        "secteurs": kinds.trades(said.metiers),
        "prestations": text,
        "effectif": normal.count(said.effectif),
        "references": [text for client in said.clients if (text := normal.clean(client))][:MAX_REFERENCES],
        "zone_intervention": said.zone,
    }
    if personal:
        record.personal.append("une phrase qui donne l'adresse ou le mobile d'une personne")


def _contact(record: Record, said: Said) -> None:
    phone, mobile = normal.phone(said.telephone)
    mailbox, named = normal.mailbox(said.courriel)
    record.personal += [what for what, found in (("un mobile", mobile), ("une boîte qui n'est pas générique", named)) if found]
    latitude, longitude = normal.coordinate(said.latitude, 90), normal.coordinate(said.longitude, 180)
    record.fields |= {
        "adresse": normal.name(said.adresse),
        "position": {"lat": latitude, "lon": longitude} if latitude is not None and longitude is not None else None,
        "site": normal.url(said.site) if said.site else "",
        "telephone": phone,
        "courriel": mailbox,
    }
