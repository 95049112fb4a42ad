"""Lit le dossier des référentiels et ses surcouches : des entrées du modèle, chacune avec ses places.

Une surcouche est un second dossier, privé, de même plan : elle ajoute des entrées internes entières,
et des champs internes aux entrées qui existent. Elle ne change aucun champ public.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from spaser.model import (
    Attributions,
    Collectivite,
    DeclarationAgec,
    Entree,
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
from spaser.overlay import merge
from spaser.problems import Problem, printable
from spaser.reading import SLUG_FILE, Path_, Place, Tree, UnreadableError
from spaser.readings import Readings
from spaser.territory import FOLDER as TERRITORY
from spaser.territory import Territory
from spaser.territory import load as load_territory
from spaser.validation import build

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
#: Les contours et les points (.geojson) que `scripts/deriver_territoire.py` écrit : tirés d'une source, sans entrée à contrôler.


@dataclass(frozen=True)
class Located:
    """Une entrée et son fichier ; `base` est son chemin dans le fichier, vide si elle l'occupe entier."""

    entry: Any
    path: Path
    tree: Tree
    base: Path_ = ()

    @property
    def file(self) -> str:
        """Le nom du fichier dans les messages."""
        return self.tree.name

    def place(self, *path: str | int) -> Place:
        """La place d'un champ de l'entrée."""
        return self.tree.place((*self.base, *path))


def _no_entries() -> dict[str, list[Located]]:
    return {kind: [] for kind in (*(kind for _, kind, _ in LAYOUT.values()), "exigence")}


@dataclass
class Corpus:
    """Tout ce qui a été lu : la collectivité, les entrées par genre, les problèmes de lecture.

    `unread` : chaque fichier refusé, et les identifiants qu'on y a aperçus ; `None` si rien n'a pu y être lu.
    """

    root: Path
    settings: Located | None = None
    entries: dict[str, list[Located]] = field(default_factory=_no_entries)
    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, set[str] | None] = field(default_factory=dict)
    territory: Territory = field(default_factory=Territory)

    def of(self, kind: str) -> list[Located]:
        """Les entrées d'un genre, dans l'ordre des fichiers."""
        return self.entries[kind]

    def criteria(self) -> Iterator[tuple[Located, int, Any]]:
        """Tous les critères, ceux des familles puis les transverses : leur fichier, leur rang, le critère."""
        for owner in [*self.of("famille"), *self.of("transverses")]:
            for rank, critere in enumerate(owner.entry.criteres):
                yield owner, rank, critere


def load(root: Path, overlays: tuple[Path, ...] = ()) -> Corpus:
    """Lit un dossier de référentiels et ses surcouches ; ne lève rien, tous les problèmes sont dans le corpus."""
    corpus = Corpus(root)
    trees = _trees(root, corpus)
    _outlines(corpus)
    for overlay in overlays:
        _overlay(trees, overlay, corpus)
    for relative, (path, tree) in sorted(trees.items()):
        _add(corpus, relative, path, tree)
    if corpus.settings is None and not any(problem.file.endswith(SETTINGS) for problem in corpus.problems):
        advice = "copier celui d'un autre dépôt et l'adapter"
        corpus.problems.append(Problem(f"{_name(root)}/{SETTINGS}", 1, 1, "", "le fichier de la collectivité manque", advice, kind="lecture"))
    return corpus


def _outlines(corpus: Corpus) -> None:
    try:
        corpus.territory = load_territory(corpus.root, _name(corpus.root))
    except UnreadableError as error:
        corpus.problems.append(error.problem)


def _name(path: Path) -> str:
    """Le nom du dossier dans les messages : relatif au dossier courant quand il est dedans."""
    try:
        return printable(path.resolve().relative_to(Path.cwd().resolve()).as_posix())
    except ValueError:
        return printable(path.as_posix())


def _trees(root: Path, corpus: Corpus) -> dict[str, tuple[Path, Tree]]:
    trees, base = {}, _name(root)
    with Readings() as readings:
        for relative in _files(root):
            path, name = root / relative, f"{base}/{printable(relative)}"
            if relative.startswith(f"{TERRITORY}/") and relative.count("/") == 1 and relative.endswith(".geojson") and not path.is_symlink():
                continue
            try:
                _check_name(path, relative, name)
                tree, doubles = readings.read(path, name)
            except UnreadableError as error:
                corpus.problems.append(error.problem)
                corpus.unread[relative] = None
                continue
            corpus.problems.extend(doubles)
            trees[relative] = (path, tree)
    return trees


def relative_name(root: Path, path: Path) -> str:
    """Le nom d'un fichier dans les messages ; pour un lien, le sien, jamais celui de sa cible."""
    return f"{_name(root)}/{printable(path.relative_to(root).as_posix())}"


def _files(root: Path, under: str = "") -> Iterator[str]:
    """Les fichiers du dossier, par chemin relatif, sans suivre les liens ; ceux qui commencent par un point sont ignorés."""
    folder = root / under
    found = sorted(os.scandir(folder), key=lambda entry: entry.name) if folder.is_dir() else []
    for entry in found:
        if entry.name.startswith(".") and not entry.name.startswith(".."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(root, f"{under}{entry.name}/")
        else:
            yield f"{under}{entry.name}"


def _check_name(path: Path, relative: str, name: str) -> None:
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


def _overlay(trees: dict[str, tuple[Path, Tree]], overlay: Path, corpus: Corpus) -> None:
    for relative, (path, tree) in _trees(overlay, corpus).items():
        model = _model(relative)
        if relative in trees:
            corpus.problems.extend(merge(trees[relative][1], tree, model))
        elif model is ThemeEco or not issubclass(model, Entree) or not _is_internal(tree.data):
            place = tree.place(("visibilite",))
            message = "une surcouche n'ajoute que des entrées internes"
            corpus.problems.append(Problem(place.file, place.line, place.column, "visibilite", message, "écrire visibilite: interne", kind="surcouche"))
        else:
            trees[relative] = (path, tree)


def _names(data: Any) -> Iterator[str]:
    """Tous les identifiants, codes et numéros écrits dans un arbre."""
    if isinstance(data, dict):
        yield from (value for name, value in data.items() if name in ("id", "code", "numero") and isinstance(value, str))
        data = list(data.values())
    for item in data if isinstance(data, list) else ():
        yield from _names(item)


def _is_internal(data: Any) -> bool:
    return isinstance(data, dict) and data.get("visibilite", "interne") == "interne"


def _model(relative: str) -> type[Modele]:
    if relative.startswith("codes/"):
        return modele_liste(PurePosixPath(relative).stem)
    return Collectivite if relative == SETTINGS else LAYOUT[relative.split("/")[0]][0]


def _add(corpus: Corpus, relative: str, path: Path, tree: Tree) -> None:
    entry, problems = build(_model(relative), tree)
    corpus.problems.extend(problems)
    if entry is None:
        corpus.unread[relative] = {path.stem, *_names(tree.data)}
        return
    located = Located(entry, path, tree)
    if relative == SETTINGS:
        corpus.settings = located
        return
    corpus.entries[LAYOUT[relative.split("/")[0]][1]].append(located)
    if isinstance(entry, ThemeEco):
        items = enumerate(entry.exigences)
        corpus.entries["exigence"].extend(Located(item, path, tree, ("exigences", rank)) for rank, item in items)
