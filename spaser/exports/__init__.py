"""Les exports : chaque référentiel en données ouvertes, un module par format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spaser.exports import as_csv, as_json
from spaser.model import GENRES, LigneCode
from spaser.publication import Edition, dump

FORMATS = {"json": as_json.write, "csv": as_csv.write}
LICENCE = "Licence Ouverte 2.0"
LICENCE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True)
class Export:
    """Un fichier de données : son adresse depuis la racine du site, son contenu, ce qu'il contient."""

    path: str
    content: bytes
    title: str
    format: str
    count: int


def produce(edition: Edition) -> list[Export]:
    """Tous les exports d'une édition. Deux appels sur la même édition rendent les mêmes octets."""
    exports = []
    for name, title, rows in _tables(edition):
        for extension, write in FORMATS.items():
            content = write(_header(edition, title), rows)
            exports.append(Export(f"donnees/{name}.{extension}", content, title, extension.upper(), len(rows)))
    return exports


def _tables(edition: Edition) -> list[tuple[str, str, list[dict[str, Any]]]]:
    tables = [(GENRES[kind].dossier if kind != "exigence" else "exigences", GENRES[kind].pluriel, _rows(edition, kind)) for kind in GENRES]
    criteria = [{"famille": owner} | dump(critere, edition.audience) for critere, owner in edition.criteres.values()]
    codes = [{"liste": name} | _code(line, edition) for name, liste in edition.codes.items() for line in liste.lignes]
    return [
        (name, title[0].upper() + title[1:], rows) for name, title, rows in [*tables, ("criteres", "critères", criteria), ("codes", "listes de codes", codes)]
    ]


def _rows(edition: Edition, kind: str) -> list[dict[str, Any]]:
    rows = [dump(entry, edition.audience) for entry in edition.entrees[kind].values()]
    if kind == "exigence":
        themes = {item.id: theme for theme in edition.themes for item in theme.exigences}
        rows = [{"volet": themes[row["id"]].volet, "theme": themes[row["id"]].theme} | row for row in rows]
    return rows


def _code(line: LigneCode, edition: Edition) -> dict[str, Any]:
    return dump(line, edition.audience)


def _header(edition: Edition, title: str) -> dict[str, Any]:
    """Ce que tout export dit de lui-même ; la marque de démonstration le suit partout."""
    buyer = edition.collectivite
    return {
        "titre": title,
        "producteur": buyer.nom,
        "siret": buyer.siret,
        "edition": buyer.edition,
        "date": buyer.edition_du.isoformat(),
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "demonstration": buyer.demonstration,
    }
