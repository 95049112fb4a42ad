"""Le plan d'un dossier de référentiels : où va chaque fichier, comment il se nomme, quel modèle le décrit."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from spaser.model import (
    Attributions,
    Collectivite,
    DeclarationAgec,
    Famille,
    Fournisseur,
    Grille,
    Intention,
    ListeCodes,
    ListeTransverses,
    Modele,
    Objectif,
    Outil,
    ThemeEco,
)
from spaser.model.codes import modele_liste
from spaser.places import Place, UnreadableError
from spaser.problems import printable
from spaser.reading import SLUG_FILE

#: Chaque dossier, le modèle de ses fichiers, le genre de ses entrées, et sa profondeur de sous-dossiers.
LAYOUT: dict[str, tuple[type[Modele], str, int]] = {
    "codes": (ListeCodes, "codes", 0),
    "transverses": (ListeTransverses, "transverses", 0),
    "familles": (Famille, "famille", 0),
    "fournisseurs": (Fournisseur, "fournisseur", 0),
    "objectifs": (Objectif, "objectif", 0),
    "intentions": (Intention, "intention", 1),
    "eco": (ThemeEco, "eco", 1),
    "attributions": (Attributions, "attributions", 0),
    "agec": (DeclarationAgec, "agec", 0),
    "outils": (Outil, "outils", 0),
    "grilles": (Grille, "grilles", 0),
}
SETTINGS = "collectivite.yml"
#: Aucun fichier de ce nom ne s'écrit sous Windows : le dépôt ne s'y ouvrirait plus.
WINDOWS = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")


def folder_name(path: Path) -> str:
    """Le nom du dossier dans les messages : relatif au dossier courant quand il est dedans."""
    try:
        return printable(path.resolve().relative_to(Path.cwd().resolve()).as_posix())
    except ValueError:
        return printable(path.as_posix())


def relative_name(root: Path, path: Path) -> str:
    """Le nom d'un fichier dans les messages ; pour un lien, le sien, jamais celui de sa cible."""
    return f"{folder_name(root)}/{printable(path.relative_to(root).as_posix())}"


def files(root: Path, under: str = "") -> Iterator[str]:
    """Les fichiers du dossier, par chemin relatif, sans suivre les liens ; ceux qui commencent par un point sont ignorés."""
    folder = root / under
    found = sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else []
    for entry in found:
        if entry.name.startswith(".") and not entry.name.startswith(".."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files(root, f"{under}{entry.name}/")
        else:
            yield f"{under}{entry.name}"


def check_name(path: Path, relative: str, name: str) -> None:
    """Refuse un fichier qui n'est pas à sa place, ou mal nommé. Lève `UnreadableError`."""
    place = Place(name)
    if path.is_symlink():
        raise UnreadableError(place, "un lien vers un autre fichier n'est pas accepté", "copier le fichier lui-même")
    if path.suffix != ".yml" or not SLUG_FILE.fullmatch(path.stem):
        raise UnreadableError(
            place, "un fichier nommé en minuscules, chiffres et tirets, finissant par .yml, est attendu", "renommer le fichier ou le sortir du dossier"
        )
    if WINDOWS.fullmatch(path.stem):
        raise UnreadableError(place, f"« {path.stem} » est un nom que Windows garde pour lui", "choisir un autre nom")
    expected = LAYOUT.get(relative.partition("/")[0])
    known = relative == SETTINGS or (expected is not None and relative.count("/") == expected[2] + 1)
    if not known:
        raise UnreadableError(place, "ce fichier n'est pas à une place connue", "voir le plan des dossiers dans CONTRIBUTING.md")


def model_of(relative: str) -> type[Modele]:
    """Le modèle d'un fichier, d'après sa place."""
    if relative.startswith("codes/"):
        return modele_liste(PurePosixPath(relative).stem)
    return Collectivite if relative == SETTINGS else LAYOUT[relative.split("/")[0]][0]
