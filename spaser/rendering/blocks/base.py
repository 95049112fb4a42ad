"""Ce qu'un bloc reçoit : la page qui l'appelle, et les données de l'édition."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from spaser.exports.base import Export
from spaser.model import GENRES
from spaser.publication import Edition
from spaser.relations import Relations
from spaser.rendering.renderer import Fiche, Renderer


class BlockError(Exception):
    """Une page appelle un bloc avec un argument qui ne convient pas."""


@dataclass(frozen=True)
class Page:
    """La page qui appelle un bloc : `root` est son chemin vers la racine du site, vide à l'accueil."""

    renderer: Renderer
    exports: list[Export]
    titles: dict[str, str]
    lists: tuple[Fiche, ...] = ()
    root: str = ""

    @property
    def relations(self) -> Relations:
        """Les jointures de l'édition."""
        return self.renderer.relations

    @property
    def edition(self) -> Edition:
        """Les données de l'audience."""
        return self.renderer.relations.edition

    def entries(self, kind: str) -> Iterable[Any]:
        """Les entrées d'un genre. Lève `BlockError` si le genre n'existe pas."""
        if kind not in GENRES:
            raise BlockError(f"« {kind} » n'est pas un genre d'entrées : {', '.join(GENRES)}")
        return self.edition.entrees[kind].values()

    def entry(self, kind: str, identifiant: str | int) -> Any:
        """Une entrée par son identifiant, ou un objectif par son numéro. Lève `BlockError` si elle n'existe pas."""
        key = GENRES[kind].cle
        for entry in self.entries(kind):
            if str(identifiant) in (entry.id, str(getattr(entry, key))):
                return entry
        raise BlockError(f"« {identifiant} » n'est pas {GENRES[kind].singulier}".replace("’", "'"))

    def label(self, liste: str, code: str) -> str:
        """Le libellé d'un code. Lève `BlockError` si la liste ne l'a pas."""
        try:
            return self.edition.label(liste, code)
        except KeyError:
            raise BlockError(f"« {code} » n'est pas un code de la liste {liste}") from None

    def macro(self, kind: str, name: str, *arguments: Any) -> Markup:
        """Appelle une macro de `macros/`, le chemin vers la racine en dernier argument."""
        return self.renderer.macro(kind, name, *arguments, self.root)

    def address(self, path: str) -> str:
        """L'adresse d'un export depuis cette page, qui change avec lui."""
        return f"{self.root}{path}?v={next(export for export in self.exports if export.path == path).version}"

    def version(self, folder: str) -> str:
        """L'empreinte de tous les exports d'un dossier."""
        return hashlib.sha256("".join(export.version for export in self.exports if export.path.startswith(folder)).encode()).hexdigest()[:10]

    def internal_only(self, name: str) -> None:
        """Refuse un bloc interne sur une page publique."""
        if self.edition.audience != "interne":
            raise BlockError(f"{name} ne s'emploie que dans docs/interne/")


Block = Callable[..., Markup]
