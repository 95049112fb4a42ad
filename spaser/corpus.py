"""Lit le dossier des référentiels et ses surcouches : des entrées du modèle, chacune avec ses places.

Une surcouche est un second dossier, privé, de même plan : elle ajoute des entrées internes entières,
et des champs internes aux entrées qui existent. Elle ne change aucun champ public.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spaser.layout import LAYOUT, SETTINGS, check_name, files, folder_name, model_of
from spaser.model import Entree, ThemeEco
from spaser.overlay import merge
from spaser.places import Path_, Place, Tree, UnreadableError
from spaser.problems import Problem, printable
from spaser.readings import Readings
from spaser.territory import FOLDER as TERRITORY
from spaser.territory import Territory
from spaser.territory import load as load_territory


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
    readings = Readings()
    trees = _trees(root, corpus, readings)
    _outlines(corpus)
    for overlay in overlays:
        _overlay(trees, _trees(overlay, corpus, readings), corpus)
    for relative, (path, tree) in sorted(trees.items()):
        entry, problems = readings.entry(model_of(relative), tree)
        corpus.problems.extend(problems)
        _add(corpus, relative, Located(entry, path, tree))
    readings.save()
    if corpus.settings is None and not any(problem.file.endswith(SETTINGS) for problem in corpus.problems):
        advice = "copier celui d'un autre dépôt et l'adapter"
        corpus.problems.append(Problem(f"{folder_name(root)}/{SETTINGS}", 1, 1, "", "le fichier de la collectivité manque", advice, kind="lecture"))
    return corpus


def _outlines(corpus: Corpus) -> None:
    try:
        corpus.territory = load_territory(corpus.root, folder_name(corpus.root))
    except UnreadableError as error:
        corpus.problems.append(error.problem)


def _trees(root: Path, corpus: Corpus, readings: Readings) -> dict[str, tuple[Path, Tree]]:
    trees, base = {}, folder_name(root)
    for relative in files(root):
        path, name = root / relative, f"{base}/{printable(relative)}"
        # Les contours et les points que `scripts/deriver_territoire.py` tire d'une source n'ont pas d'entrée à contrôler.
        if relative.startswith(f"{TERRITORY}/") and relative.count("/") == 1 and relative.endswith(".geojson") and not path.is_symlink():
            continue
        try:
            check_name(path, relative, name)
            tree, doubles = readings.read(path, name, model_of(relative))
        except UnreadableError as error:
            corpus.problems.append(error.problem)
            corpus.unread[relative] = None
            continue
        corpus.problems.extend(doubles)
        trees[relative] = (path, tree)
    return trees


def _overlay(trees: dict[str, tuple[Path, Tree]], added: dict[str, tuple[Path, Tree]], corpus: Corpus) -> None:
    for relative, (path, tree) in added.items():
        model = model_of(relative)
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


def _add(corpus: Corpus, relative: str, located: Located) -> None:
    if located.entry is None:
        corpus.unread[relative] = {located.path.stem, *_names(located.tree.data)}
    elif relative == SETTINGS:
        corpus.settings = located
    else:
        corpus.entries[LAYOUT[relative.split("/")[0]][1]].append(located)
    if isinstance(located.entry, ThemeEco):
        items = enumerate(located.entry.exigences)
        corpus.entries["exigence"].extend(Located(item, located.path, located.tree, ("exigences", rank)) for rank, item in items)
