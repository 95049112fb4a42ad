"""Remplit la charpente d'un site : les fiches dans les coquilles, les blocs dans les pages, les exports, l'index, le manifeste."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from markupsafe import escape

from spaser import indexing, reindexing
from spaser.editor import files as editor
from spaser.frame import Call, Frame, Prose
from spaser.memory import Memory
from spaser.rendering import blocks
from spaser.rendering.renderer import Fiche
from spaser.search import Document
from spaser.site import Site
from spaser.staging import Staging
from spaser.timing import stage


class PublicationError(Exception):
    """Le site contient un fichier que rien n'a déclaré, ou il en manque un."""


def publish(site: Site, frame: Frame, folder: Path, progress: Callable[[str], None]) -> None:
    """Bâtit un site sur une charpente déjà faite. Lève ce que lève `Filling.run`, et `StagingError` ; le site en place ne bouge alors pas."""
    staging = Staging(folder)
    try:
        staging.open()
        for path, content in frame.files.items():
            staging.write(path, content)
        Filling(site, frame, staging).run(progress)
        staging.commit()
    finally:
        site.close()
        staging.close()


class Filling:
    """Un site qui se remplit, les fichiers de sa charpente déjà en place : chaque page est écrite aussitôt faite, et n'est pas gardée."""

    def __init__(self, site: Site, frame: Frame, staging: Staging) -> None:
        self.site, self.frame, self.staging = site, frame, staging
        self.documents: list[Document] = []
        self.urls = set(frame.titles)
        self.declared: set[str] = set(frame.files)

    def run(self, progress: Callable[[str], None]) -> None:
        """Écrit tout. Lève `PublicationError`, `BlockError`, `SearchError`."""
        progress("fiches")
        with stage("joindre"):
            self._pose(self.site.fiches())
        self._prose()
        self._pose((fiche, _listed(fiche)) for fiche in self.site.lists)
        documents, found = list(indexing.with_acronyms(self.documents)), Memory(f"recherche-{self.site.audience}")
        with reindexing.indexed(documents, self.staging.folder / "pagefind", found):
            progress("exports")
            with stage("exports"):
                self._write(self._extras())
            progress("recherche")
        progress("manifeste")
        with stage("manifeste"):
            _check_manifest(self.staging, self.declared)
            self.site.memory.save()
            found.save()

    def _pose(self, fiches: Iterable[tuple[Fiche, Document | None]]) -> None:
        for fiche, document in fiches:
            with stage("poser"):
                self.urls.add(fiche.url)
                self._write([(f"{fiche.url}index.html", self.frame.shells[fiche.kind].stamp(fiche).encode())])
            if document:
                self.documents.append(document)

    @stage("pages")
    def _prose(self) -> None:
        for page in self.frame.prose:
            html, content = page.complete(partial(self._block, page))
            self._write([(page.path, html.encode())])
            if page.indexed:
                self.urls.add(page.url)
                self.documents.append(indexing.page(page.url, page.title, content))

    def _block(self, page: Prose, call: Call) -> str:
        site, root = self.site, "../" * page.url.count("/")
        try:
            return blocks.call(call.name, blocks.Page(site.renderer, site.exports, self.frame.titles, site.lists, root), *call.arguments, **call.options)
        except blocks.BlockError as error:
            raise blocks.BlockError(f"docs/{page.source} : {error}") from None

    def _extras(self) -> Iterator[tuple[str, bytes]]:
        for export in self.site.exports:
            yield export.path, export.content
        yield from editor.files(self.site.edition)
        yield "assets/css/site.css", b"".join(self.frame.sheets) + self.site.colours()
        yield indexing.VOCABULARY, indexing.vocabulary(self.documents)
        yield "sitemap.xml", self._sitemap()
        yield "robots.txt", self._robots()

    def _write(self, files: Iterable[tuple[str, bytes]]) -> None:
        for path, content in files:
            self.declared.add(path)
            self.staging.write(path, content)

    def _sitemap(self) -> bytes:
        items = "".join(f"<url><loc>{escape(self.site.url + url)}</loc></url>\n" for url in sorted(self.urls))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{items}</urlset>\n'.encode()

    def _robots(self) -> bytes:
        if self.site.audience == "interne":
            return b"User-agent: *\nDisallow: /\n"
        return f"User-agent: *\nAllow: /\nSitemap: {self.site.url}sitemap.xml\n".encode()


def _listed(fiche: Fiche) -> Document | None:
    return indexing.page(fiche.url, fiche.title, fiche.indexed) if fiche.indexed else None


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
