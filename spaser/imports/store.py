"""Les intentions d'une campagne telles qu'elles sont écrites : un fichier chacune, et son complément dans une surcouche."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from spaser.catalogue import Catalogue
from spaser.formatting import canonical_of
from spaser.imports.vocabulary import root
from spaser.model import Intention
from spaser.model.walk import champs
from spaser.reading import read

Data = dict[str, Any]


@dataclass
class Holding:
    """Une intention écrite, ou à écrire : ses fichiers (aucun si elle est neuve) et ce qu'ils disent ensemble."""

    id: str
    files: dict[Path, Data] = field(default_factory=dict)

    @property
    def data(self) -> Data:
        """Tous les champs, une copie."""
        merged: Data = {}
        for data in self.files.values():
            merged |= deepcopy(data)
        return merged


class Store:
    """Les intentions d'une année, dans les référentiels et leurs surcouches."""

    def __init__(self, root_folder: Path, overlays: tuple[Path, ...], catalogue: Catalogue, year: int) -> None:
        self.folders, self.year = (root_folder, *overlays), year
        found = [entry.id for entry in catalogue.entrees["intention"].values() if entry.annee == year]
        self.holdings = {identifier: Holding(identifier, dict(self._files(identifier))) for identifier in found}

    def path(self, folder: Path, identifier: str) -> Path:
        """Le fichier d'une intention dans un dossier."""
        return folder / "intentions" / str(self.year) / f"{identifier}.yml"

    def _files(self, identifier: str) -> Iterator[tuple[Path, Data]]:
        for folder in self.folders:
            path = self.path(folder, identifier)
            if path.is_file():
                yield path, read(path, path.as_posix())[0].data

    def like(self, title: str, family: str | None) -> list[Holding]:
        """Les intentions de même objet, et de même famille si elle est dite."""
        return [holding for known, holding in self._titles.get(root(title), ()) if family is None or known == family]

    @cached_property
    def _titles(self) -> dict[str, list[tuple[str, Holding]]]:
        """Les intentions par objet, avec leur famille."""
        titles: dict[str, list[tuple[str, Holding]]] = {}
        for holding in self.holdings.values():
            data = holding.data
            titles.setdefault(root(data["intitule"]), []).append((data["famille"], holding))
        return titles

    def numbers(self) -> Iterator[str]:
        """Les identifiants libres, à la suite du plus grand numéro : un numéro ne ressert jamais."""
        used = [int(found[1]) for identifier in self.holdings if (found := re.fullmatch(rf"{self.year}-(\d+)", identifier))]
        number = max(used, default=0)
        while True:
            number += 1
            yield f"{self.year}-{number:03}"

    def texts(self, holding: Holding, data: Data) -> dict[Path, str]:
        """Les fichiers à écrire pour qu'une intention dise `data`, au format canonique ; ce qui ne change pas n'y est pas."""
        wanted: dict[Path, Data] = {path: {} for path in holding.files}
        for name, value in data.items():
            for path in self._places(holding, name, data):
                wanted.setdefault(path, {})[name] = value
        changed = {path: content for path, content in wanted.items() if content != holding.files.get(path)}
        return {path: text(content, path) for path, content in changed.items()}

    def _places(self, holding: Holding, name: str, data: Data) -> list[Path]:
        """Où écrire un champ : là où il est ; neuf et interne, dans la surcouche s'il y en a une."""
        known = [path for path, content in holding.files.items() if name in content]
        if known:
            return known
        private = _is_internal(name) or (not holding.files and data.get("visibilite") != "publique")
        return [self.path(self.folders[-1] if private else self._home(holding), holding.id)]

    def _home(self, holding: Holding) -> Path:
        """Le dossier où vit déjà l'intention, sinon les référentiels."""
        return next((folder for folder in self.folders if self.path(folder, holding.id) in holding.files), self.folders[0])


def _is_internal(name: str) -> bool:
    return any(champ.name == name and champ.audience == "interne" for champ in champs(Intention))


def text(data: Data, path: Path) -> str:
    """Le texte canonique d'une intention."""
    return canonical_of(data, path.as_posix(), Intention)
