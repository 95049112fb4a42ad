"""Les contours du territoire : les fichiers GeoJSON de `referentials/territoire/`, écrits par scripts/deriver_territoire.py.

Chaque entité dit son code : une commune (INSEE), une intercommunalité (SIREN) ou le département. Les noms des fichiers sont libres.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from spaser.places import Place, UnreadableError

FOLDER = "territoire"
#: Au-delà, ce ne sont plus des contours allégés.
MAX_BYTES = 4 * 1024 * 1024
MAX_CREDITS = 400
#: Un code INSEE, un SIREN ou un département.
CODE = re.compile(r"[0-9A-Z]{2,9}")
ADVICE = "refaire les contours avec scripts/deriver_territoire.py"

#: Un anneau fermé de points [longitude, latitude], en degrés.
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class Territory:
    """Les contours par code, et la mention de leur source ; vide si le dépôt n'en a pas."""

    shapes: dict[str, tuple[Ring, ...]] = field(default_factory=dict)
    credits: str = ""


def files(root: Path) -> list[Path]:
    """Les fichiers de contours d'un dossier de référentiels, par nom."""
    return sorted((root / FOLDER).glob("*.geojson"))


class _RefusedError(Exception):
    """Ce contenu n'est pas fait de contours."""


def load(root: Path, name: str) -> Territory:
    """Les contours d'un dossier de référentiels, nommé `name` dans les messages. Lève `UnreadableError`."""
    shapes: dict[str, tuple[Ring, ...]] = {}
    credits: dict[str, None] = {}
    for path in files(root):
        place = Place(f"{name}/{FOLDER}/{path.name}")
        try:
            found = _outlines(content(path, place))
        except _RefusedError as error:
            raise UnreadableError(place, str(error), ADVICE) from None
        shapes |= found.shapes
        if found.credits:
            credits[found.credits] = None
    return Territory(shapes, " ".join(credits))


def content(path: Path, place: Place) -> bytes:
    """Les octets d'un fichier du territoire. Lève `UnreadableError` si ce n'est pas un fichier ordinaire, ou s'il est trop lourd."""
    if path.is_symlink() or not path.is_file():
        raise UnreadableError(place, "un fichier ordinaire est attendu", "copier le fichier lui-même")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableError(place, f"le fichier dépasse {MAX_BYTES // 1024 // 1024} Mo", ADVICE)
    return path.read_bytes()


@lru_cache(maxsize=8)  # un aperçu relit tout à chaque changement, et les contours ne changent pas
def _outlines(raw: bytes) -> Territory:
    """Ce que dit un fichier. Lève `_RefusedError`."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise _RefusedError("le fichier n'est pas un GeoJSON") from None
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise _RefusedError("une liste de contours GeoJSON est attendue")
    try:
        return Territory(dict(_shapes(found["features"])), _credits(found))
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
        raise _RefusedError("un contour n'est pas écrit comme un GeoJSON") from None


def _shapes(features: list[Any]) -> Iterator[tuple[str, tuple[Ring, ...]]]:
    """Le code de chaque entité qui a un contour, et ses anneaux."""
    for feature in features:
        geometry = feature["geometry"]
        if geometry["type"] in ("Polygon", "MultiPolygon"):
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            yield _code(feature["properties"]["code"]), tuple(_ring(points) for polygon in polygons for points in polygon)


def _credits(document: dict[str, Any]) -> str:
    """La mention de la source, si le fichier en porte une ; elle se lit sur le site."""
    found = document.get("credits", "")
    if not isinstance(found, str) or not found.isprintable() or len(found) > MAX_CREDITS:
        raise ValueError
    return found


def _code(value: Any) -> str:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise ValueError
    return value


def _ring(points: list[Any]) -> Ring:
    found = tuple((float(point[0]), float(point[1])) for point in points)
    if not all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in found):
        raise ValueError
    return found
