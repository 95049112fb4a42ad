"""Un site : une édition, ses fiches, ses exports, son index ; rien ici ne connaît MkDocs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import escape

from spaser import beside, indexing, reindexing, search
from spaser.catalogue import Catalogue
from spaser.conformity import conformity
from spaser.editor import files as editor
from spaser.exports import Export, produce
from spaser.exports.kits import files_of
from spaser.exports.subscriptions import subscriptions
from spaser.memory import Memory
from spaser.model.base import Audience
from spaser.publication import Edition, publish
from spaser.relations import Relations
from spaser.rendering import dashboard, editions, goal_families, news, operations, site_map
from spaser.rendering.listings import listings
from spaser.rendering.renderer import Fiche, Renderer
from spaser.rendering.typography import day
from spaser.rendering.views import View
from spaser.shells import Shell, cut
from spaser.staging import Staging
from spaser.timing import stage

#: Les feuilles du thème qui, avec les couleurs de la collectivité, font celle de toute page : une requête au lieu de quatre.
SHEETS = ("assets/css/jetons.css", "assets/css/base.css", "assets/css/composants.css")


class PublicationError(Exception):
    """Le site contient un fichier que rien n'a déclaré, ou il en manque un."""


@dataclass
class Site:
    """Le site d'une audience, d'un catalogue contrôlé à un dossier fini."""

    catalogue: Catalogue
    audience: Audience
    shells: dict[str, Shell] = field(default_factory=dict)
    documents: list[search.Document] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    fiches: list[Fiche] = field(default_factory=list)
    sheets: bytes = b""

    @cached_property
    @stage("projeter")
    def edition(self) -> Edition:
        """Les données que l'audience peut voir."""
        return publish(self.catalogue, self.audience)

    @cached_property
    def renderer(self) -> Renderer:
        """Ce qui rend ces données en HTML."""
        return Renderer(Relations(self.edition), self._memory)

    @cached_property
    def _memory(self) -> Memory:
        return Memory(f"rendus-{self.audience}")

    @cached_property
    @stage("exports")
    def exports(self) -> list[Export]:
        """Les fichiers de données ouvertes."""
        return self._producing()

    @cached_property
    def _producing(self) -> Callable[[], list[Export]]:
        edition = self.edition
        return beside.begin(lambda: produce(edition))

    def begin(self) -> None:
        """Commence les exports à côté ; avant de prendre le verrou du dossier de sortie, qu'un processus né de celui-ci garderait."""
        self._producing  # noqa: B018, c'est commencer qui compte

    @cached_property
    @stage("listes")
    def lists(self) -> tuple[Fiche, ...]:
        """Les pages de liste sans JavaScript."""
        requirements = (*operations.pages(self.renderer, operations.ready_files(self.exports)), *editions.pages(self.renderer))
        scheme = (*dashboard.pages(self.renderer), *goal_families.pages(self.renderer))
        found = (*listings(self.renderer, subscriptions(self.edition, self.exports)), *requirements, *scheme, *news.pages(self.renderer))
        return (*found, *site_map.pages(self.renderer, found))

    @property
    def url(self) -> str:
        """L'adresse du site, finissant par une barre."""
        buyer = self.edition.collectivite
        address = buyer.url_interne if self.audience == "interne" else buyer.url_public
        return (address or buyer.url_public).rstrip("/") + "/"

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

    def colours(self) -> bytes:
        """La feuille de style des couleurs de la collectivité."""
        colours = self.edition.collectivite.couleurs
        rules = (("primaire", colours.primaire), ("primaire-fort", colours.primaire_fort), ("primaire-sombre", colours.primaire_sombre))
        return (":root{" + ";".join(f"--collectivite-{name}:{value}" for name, value in rules) + "}\n").encode()

    def add_shell(self, kind: str, html: str, section: str) -> None:
        """Retient la coquille d'un genre. Lève `ShellError` si le thème n'y a pas mis les jetons."""
        self.shells[kind] = cut(html, section, self.url)

    def add_page(self, url: str, title: str, html: str) -> None:
        """Retient une page de prose, pour l'index, le plan du site et la liste des adresses."""
        self.pages[url] = title
        self.documents.append(indexing.page(url, title, html))

    @stage("joindre")
    def render(self) -> None:
        """Rend les fiches, pendant que les exports se font à côté ; les familles, qui ont des fichiers, attendent les leurs."""
        for view in self._views():
            fiche = self.renderer.fiche(view)
            self.fiches.append(fiche)
            if view.get("indexe", True):
                self.documents.append(indexing.fiche(view, fiche, self.renderer.relations))

    def fill(self, staging: Staging, declared: set[str], progress: Callable[[str], None]) -> None:
        """Ajoute à un dossier d'attente tout ce qui n'est pas de la prose. Lève `PublicationError`."""
        progress("fiches")
        self.documents += [indexing.page(fiche.url, fiche.title, fiche.indexed) for fiche in self.lists if fiche.indexed]
        documents, found = list(indexing.with_acronyms(self.documents)), Memory(f"recherche-{self.audience}")
        with reindexing.indexed(documents, staging.folder / "pagefind", found):
            self._pose(staging, declared)
            progress("exports")
            with stage("exports"):
                for path, content in self._extras():
                    staging.write(path, content)
                    declared.add(path)
            progress("recherche")
        progress("manifeste")
        with stage("manifeste"):
            _check_manifest(staging, declared)
            self._memory.save()
            found.save()

    @stage("poser")
    def _pose(self, staging: Staging, declared: set[str]) -> None:
        for fiche in (*self.fiches, *self.lists):
            path = f"{fiche.url}index.html"
            declared.add(path)
            staging.write(path, self.shells[fiche.kind].stamp(fiche).encode())

    def _views(self) -> Iterator[View]:
        for kind, entries in self.edition.entrees.items():
            if kind != "famille":
                yield from (self.renderer.view(kind, entry) for entry in entries.values())
        yield from self.renderer.derived()
        kits = files_of(self.exports)
        for entry in self.edition.entrees["famille"].values():
            yield self.renderer.view("famille", entry) | ({"fichiers": kits[entry.id]} if entry.id in kits else {})

    def _extras(self) -> Iterator[tuple[str, bytes]]:
        for export in self.exports:
            yield export.path, export.content
        yield from editor.files(self.edition)
        yield "assets/css/site.css", self.sheets + self.colours()
        yield indexing.VOCABULARY, indexing.vocabulary(self.documents)
        yield "sitemap.xml", self._sitemap()
        yield "robots.txt", self._robots()

    def _sitemap(self) -> bytes:
        urls = sorted({*self.pages, *(fiche.url for fiche in (*self.fiches, *self.lists))})
        items = "".join(f"<url><loc>{escape(self.url + url)}</loc></url>\n" for url in urls)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{items}</urlset>\n'.encode()

    def _robots(self) -> bytes:
        if self.audience == "interne":
            return b"User-agent: *\nDisallow: /\n"
        return f"User-agent: *\nAllow: /\nSitemap: {self.url}sitemap.xml\n".encode()


def _check_manifest(staging: Staging, declared: set[str]) -> None:
    """Refuse tout fichier que rien n'a déclaré : MkDocs copie les fichiers égarés et suit les liens."""
    found = set(staging.files())
    strays = sorted(path for path in found - declared if not path.startswith("pagefind/"))
    missing = sorted(declared - found)
    if strays or missing:
        words = [f"{path} : fichier non déclaré" for path in strays] + [f"{path} : fichier manquant" for path in missing]
        raise PublicationError("\n".join([*words, "", "Rien n'a été publié."]))
    links = sorted(staging.links())
    if links:
        raise PublicationError(f"{links[0]} : un lien vers un autre fichier n'est pas publié\n\nRien n'a été publié.")
