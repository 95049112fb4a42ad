"""Le greffon MkDocs : de ce que MkDocs fait des pages et du thème, il tire une charpente, puis la fait remplir."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from spaser.catalogue import load
from spaser.editor.trimming import TrimmingError
from spaser.engine_log import Warnings, translate
from spaser.filling import Filling, PublicationError
from spaser.frame import Call, Frame, Prose, ranks
from spaser.inspection import sources
from spaser.model import GENRES
from spaser.problems import DataError, reason
from spaser.publication import publish
from spaser.rendering import blocks, compiled, expressions, prose
from spaser.search import SearchError
from spaser.shells import SHELL, ShellError, cut, source
from spaser.site import Site
from spaser.staging import Staging, StagingError

log = logging.getLogger("mkdocs.plugins.spaser")
#: Les feuilles du thème qui, avec les couleurs de la collectivité, font celle de toute page : une requête au lieu de quatre.
SHEETS = ("assets/css/jetons.css", "assets/css/base.css", "assets/css/composants.css")
#: Les greffons dont la charpente ne dépend que du dépôt : un autre, ou un crochet, peut lire ailleurs.
KNOWN = {"spaser", "macros"}
REFUSALS = (DataError, blocks.BlockError, SearchError, ShellError, PublicationError, StagingError, TrimmingError)

#: Le site que `spaser construire` a commencé, et à qui dire les étapes ; vide sous `mkdocs build`.
PREPARED: dict[str, Any] = {}


class SpaserConfig(Config):  # type: ignore[no-untyped-call]
    """Les réglages du greffon dans mkdocs.yml."""

    audience = options.Choice(("publique", "interne"), default="publique")
    referentiels = options.Type(str, default="referentials")
    surcouches = options.Type(list, default=[])
    hors_menu = options.Type(list, default=[])
    menu = options.Type(list, default=[])


class SpaserPlugin(BasePlugin[SpaserConfig]):  # type: ignore[no-untyped-call]
    """Donne à un site MkDocs les référentiels d'une audience."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._warnings = Warnings()
        translate()

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self.calls.clear()
        self._warnings.reset()
        self.root = Path(config.config_file_path).parent
        self.site = PREPARED.get("site") or self._begin()
        self.frame, self.lasting = Frame(), False
        self.staging = Staging(Path(config.site_dir))
        self._refuse(self.staging.open)
        config.site_dir = str(self.staging.folder)
        config.site_url = self.site.url
        config.nav = [*(config.nav or []), *self.config.menu]
        config.extra["spaser"] = self.site.context()
        config.theme.static_templates -= {"sitemap.xml"}
        return config

    def _begin(self) -> Site:
        site = Site(publish(self._refuse(load, *self._folders()), "interne" if self.config.audience == "interne" else "publique"))
        site.begin()
        return site

    def _folders(self) -> tuple[Path, tuple[Path, ...]]:
        data = os.environ.get("SPASER_REFERENTIELS") or self.config.referentiels
        named = os.environ.get("SPASER_SURCOUCHES", "")
        overlays = [*self.config.surcouches, *filter(None, named.split(os.pathsep))]
        return self._path(data), tuple(self._path(overlay) for overlay in overlays)

    def _path(self, name: str) -> Path:
        """Un dossier nommé dans les réglages, relatif à mkdocs.yml ; dit comme on l'a nommé dans les messages."""
        path = self.root / name
        return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        theme = Path(config.theme.custom_dir or self.root)
        kept = [file for file in files if self._is_declared(file, Path(config.docs_dir), theme)]
        shells = [File.generated(config, f"{genre.url}/{SHELL}.md", content=source(kind)) for kind, genre in GENRES.items()]
        sheets = {file.src_uri: file for file in kept if file.src_uri in SHEETS}
        self.frame.sheets.extend(sheets[name].content_bytes for name in SHEETS)
        pages = [file for file in kept if file.src_uri not in SHEETS]
        self.declared = {file.dest_uri for file in pages if not file.is_documentation_page()}
        return Files([*pages, *shells])

    def _is_declared(self, file: File, docs: Path, theme: Path) -> bool:
        """Les pages Markdown de l'audience, les images de docs/assets/, et nos propres fichiers de thème ; rien d'un dossier « interne » en public."""
        source = Path(file.abs_src_path or "")
        if "interne" in Path(file.src_uri).parts and self.config.audience != "interne":
            return False
        if source.is_relative_to(theme):
            return file.src_uri.startswith("assets/") and _accept(sources.theme_refusal(file.src_uri, source, theme))
        if file.inclusion.is_excluded() or not source.is_relative_to(docs) or file.src_uri.startswith("decisions/"):  # type: ignore[no-untyped-call]
            return False
        return _accept(sources.page_refusal(file.src_uri, source, docs, page=file.is_documentation_page()))

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        for file in files.documentation_pages():
            if file.page and file.page not in nav.pages and SHELL not in file.src_uri and file.src_uri not in self.config.hors_menu:
                raise Abort(f"docs/{file.src_uri} : cette page n'est pas au menu. L'ajouter à « nav » dans mkdocs.yml, ou à « hors_menu ».")
        for page in nav.pages:
            page.read_source(config)
            self.frame.titles[page.url] = str(page.title)
        self.sections = {genre.url: _section_title(nav, genre.url) for genre in GENRES.values()}
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        env.bytecode_cache = compiled.memory()
        return env

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        refused = expressions.refusal(markdown, page.meta)
        if refused:
            raise Abort(f"docs/{page.file.src_uri} : {refused}")
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        if SHELL in page.file.src_uri:
            return "@@CORPS@@"
        active = expressions.active(html)
        if active:
            raise Abort(f"docs/{page.file.src_uri} : « {active} » n'est pas accepté dans une page. N'y écrire que du texte et des macros.")
        prose.typeset(page.toc)
        return prose.finish(html)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Garde la page, que le remplissage écrira."""
        if SHELL in page.file.src_uri:
            kind = page.meta["genre"]
            self.frame.shells[kind] = self._refuse(cut, output, self.sections[GENRES[kind].url], self.site.url)
        else:
            content, indexed = page.content or "", page.file.src_uri not in self.config.hors_menu
            calls = {rank: self.calls[rank] for rank in ranks(content)}
            self.frame.prose.append(Prose(page.file.src_uri, page.url, page.file.dest_uri, str(page.title), output, content, calls, indexed))
        return ""

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        if config.strict and self._warnings.total:
            return
        for path in self.declared | {"404.html"}:
            self.frame.files[path] = (self.staging.folder / path).read_bytes()
        self._refuse(Filling(self.site, self.frame, self.staging).run, PREPARED.get("progress", log.debug))
        self.lasting = not self._warnings.total and not config.hooks and KNOWN.issuperset(config.plugins)
        self.staging.commit()
        self.site.close()

    def on_build_error(self, *, error: Exception) -> None:
        if hasattr(self, "staging"):
            self.site.close()
            self.staging.close()
        if isinstance(error, OSError):
            raise Abort(f"La construction s'est arrêtée : {reason(error)}. Rien n'a été publié.") from None

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        data, overlays = self._folders()
        for folder in (data, *overlays, self.root / "theme", self.root / "macros"):
            server.watch(str(folder))
        return server

    def _refuse(self, action: Any, *arguments: Any) -> Any:
        """Fait l'action ; un refus devient son message et le code de sortie 1, sans trace d'exécution."""
        try:
            return action(*arguments)
        except REFUSALS as error:
            raise Abort(str(error)) from None


def _accept(refused: str) -> bool:
    if refused:
        raise Abort(refused)
    return True


def _section_title(nav: Navigation, url: str) -> str:
    return next((str(page.title) for page in nav.pages if page.url == f"{url}/"), url)
