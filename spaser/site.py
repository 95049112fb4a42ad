"""Un site : une édition, ses fiches, ses listes, ses exports ; rien ici ne connaît MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from spaser import beside, indexing
from spaser.conformity import conformity
from spaser.exports.base import Export, site_url
from spaser.exports.kits import files_of
from spaser.exports.operations import files_of as ready_files
from spaser.exports.producers import produce
from spaser.exports.subscriptions import subscriptions
from spaser.memory import Memory
from spaser.model.base import Audience
from spaser.publication import Edition
from spaser.relations import Relations
from spaser.rendering import dashboard, editions, goal_families, news, operations, site_map
from spaser.rendering.listings import listings
from spaser.rendering.renderer import Fiche, Renderer
from spaser.rendering.typography import day
from spaser.rendering.views import View
from spaser.search import Document
from spaser.timing import stage


@dataclass
class Site:
    """Le site d'une édition : il n'a en mains que ce que son audience peut voir."""

    edition: Edition

    @property
    def audience(self) -> Audience:
        """L'audience de l'édition."""
        return self.edition.audience

    @cached_property
    def renderer(self) -> Renderer:
        """Ce qui rend ces données en HTML."""
        return Renderer(Relations(self.edition), self.memory)

    @cached_property
    def memory(self) -> Memory:
        """Ce que les constructions précédentes ont rendu."""
        return Memory(f"rendus-{self.audience}")

    @cached_property
    @stage("exports")
    def exports(self) -> list[Export]:
        """Les fichiers de données ouvertes."""
        return self._producing()

    @cached_property
    def _producing(self) -> beside.Work[list[Export]]:
        edition, folder = self.edition, Path(self._shelf.name)
        return beside.begin(lambda: produce(edition, lambda export: export.shelve(folder)))

    @cached_property
    def _shelf(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory(prefix="spaser-exports-")

    def begin(self) -> None:
        """Commence les exports à côté ; avant de prendre le verrou du dossier de sortie, qu'un processus né de celui-ci garderait."""
        self._producing  # noqa: B018, c'est commencer qui compte

    def close(self) -> None:
        """Arrête ce qui n'est pas fini, enlève ce qui attendait d'être écrit."""
        if "_producing" in self.__dict__:
            self._producing.stop()
            self._shelf.cleanup()

    @cached_property
    @stage("listes")
    def lists(self) -> tuple[Fiche, ...]:
        """Les pages de liste sans JavaScript."""
        requirements = (*operations.pages(self.renderer, ready_files(self.exports)), *editions.pages(self.renderer))
        scheme = (*dashboard.pages(self.renderer), *goal_families.pages(self.renderer))
        found = (*listings(self.renderer, subscriptions(self.edition, self.exports)), *requirements, *scheme, *news.pages(self.renderer))
        return (*found, *site_map.pages(self.renderer, found))

    @property
    def url(self) -> str:
        """L'adresse du site, finissant par une barre."""
        return site_url(self.edition)

    def context(self) -> dict[str, object]:
        """Ce que le thème affiche sur chaque page."""
        buyer = self.edition.collectivite
        return {
            "audience": self.audience,
            "demonstration": buyer.demonstration,
            "edition": buyer.edition,
            "edition_du": day(buyer.edition_du),
            "nom": buyer.nom,
            "nom_court": buyer.nom_court,
            "territoire": buyer.territoire,
            "etat_accessibilite": conformity(self.edition).mention,
        }

    def examples(self) -> dict[str, str]:
        """Une entrée de chaque genre, que les pages de l'espace des agents prennent en exemple."""
        return {kind: next(iter(found), "") for kind, found in self.edition.entrees.items()}

    def colours(self) -> bytes:
        """La feuille de style des couleurs de la collectivité."""
        colours = self.edition.collectivite.couleurs
        rules = (("primaire", colours.primaire), ("primaire-fort", colours.primaire_fort), ("primaire-sombre", colours.primaire_sombre))
        return (":root{" + ";".join(f"--collectivite-{name}:{value}" for name, value in rules) + "}\n").encode()

    def fiches(self) -> Iterator[tuple[Fiche, Document | None]]:
        """Chaque fiche, avec ce que la recherche en lit ; les familles, qui ont des fichiers à donner, attendent les exports."""
        for view in self._views():
            fiche = self.renderer.fiche(view)
            yield fiche, indexing.fiche(view, fiche, self.renderer.relations) if view.get("indexe", True) else None

    def _views(self) -> Iterator[View]:
        for kind, entries in self.edition.entrees.items():
            if kind != "famille":
                yield from (self.renderer.view(kind, entry) for entry in entries.values())
        yield from self.renderer.derived()
        kits = files_of(self.exports)
        for entry in self.edition.entrees["famille"].values():
            yield self.renderer.view("famille", entry) | ({"fichiers": kits[entry.id]} if entry.id in kits else {})
