"""Un vrai navigateur devant un vrai serveur : visite une page sous toutes ses formes et retient ce qu'il y a vu."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page

from spaser import servers

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "Chromium manque ou ne démarre pas : ces tests ouvrent les pages dans un navigateur. L'installer : make navigateur (ou : sudo apt-get install chromium)"
)
WIDTHS = (390, 1280)
THEMES = ("light", "dark")
#: L'apparence vue à chaque largeur ; test_site_matrice.py les croise toutes.
LOOKS = dict(zip(WIDTHS, THEMES, strict=True))
_AXE = "async () => (await axe.run(document, %s)).violations.map(v => `${v.id} : ${v.nodes.map(n => n.target.join(' ')).slice(0, 4).join(' | ')}`)"
AXE = _AXE % "{resultTypes: ['violations']}"
#: D'une apparence à l'autre, seules les couleurs changent : les autres règles ont déjà vu la page.
AXE_COLOURS = _AXE % "{resultTypes: ['violations'], runOnly: ['color-contrast', 'link-in-text-block']}"
#: axe ne sait pas qu'une ligne hors de l'écran n'est pas encore disposée, et la croirait sous le bouton qui la suit.
ALL_LAID_OUT = "() => document.styleSheets[0].insertRule('* { content-visibility: visible !important }')"
STORED = """async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...(await indexedDB.databases()).map(d => d.name), ...(window.caches ? await caches.keys() : []),
  ...(await navigator.serviceWorker?.getRegistrations() ?? []).map(String)].filter(Boolean)"""
OVERFLOW = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.tableau-defile, pre'))
    .slice(0, 5).map(e => e.tagName.toLowerCase() + '.' + e.className)"""


def executable() -> str | None:
    """Le Chromium de la machine, sans fenêtres s'il y est ; `None` laisse Playwright prendre le sien."""
    return next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)


class _Handler(SimpleHTTPRequestHandler):
    """Sert un site comme un hébergeur : les dossiers par leur index, la page 404 du site, et la politique de sécurité de `spaser serveur`.

    Tout ce que ces tests font dans un navigateur se fait donc sous cette politique ; ce qu'elle refuse paraît dans la console.
    """

    def end_headers(self) -> None:
        """Ajoute la politique de sécurité ; le formulaire d'édition a la sienne dans sa page."""
        if not self.path.startswith(servers.FORM):
            self.send_header("Content-Security-Policy", servers.POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Ne dit rien."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Rend la page 404 du site."""
        if code != 404:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    """Un serveur qui accepte d'un coup toutes les requêtes d'une page."""

    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ne dit rien d'un navigateur qui s'en va avant la fin d'un fichier."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(site: Path) -> Iterator[str]:
    """Sert un site à une adresse locale, le temps du bloc."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@cache
def axe_source() -> str:
    """Le programme axe-core."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    """Ce qui a été vu d'une page : violations d'axe et débordements par forme, requêtes, erreurs, traces laissées."""

    url: str
    violations: dict[str, list[str]] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    overflow: dict[int, list[str]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)


def context_of(browser: Browser, width: int = 1280, **options: Any) -> BrowserContext:
    """Un contexte neuf, en français, sans animation."""
    return browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce", **options)


class Visitor:
    """Visite les pages, chacune une fois, dans un seul onglet."""

    def __init__(self, browser: Browser, addresses: dict[str, str]) -> None:
        self.addresses = addresses
        self.known: dict[tuple[str, str], Visit] = {}
        self.current = Visit("")
        self.context = context_of(browser)
        self.page = self.context.new_page()
        self._watch()

    def visit(self, audience: str, url: str) -> Visit:
        """Ce qui a été vu d'une page."""
        if (audience, url) not in self.known:
            self.known[audience, url] = self._visit(self.addresses[audience], url)
        return self.known[audience, url]

    def _visit(self, address: str, url: str) -> Visit:
        self.page.goto("about:blank")
        self.current = seen = Visit(url)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            load(self.page, address + url)
            seen.violations |= {f"{theme} {width}": found for theme, found in violations(self.page, (LOOKS[width],)).items()}
            seen.widths.append(width)
            seen.overflow[width] = self.page.evaluate(OVERFLOW)
        self.page.wait_for_load_state("networkidle")
        seen.stored = self.page.evaluate(STORED) + [cookie["name"] for cookie in self.context.cookies()]
        return seen

    def _watch(self) -> None:
        """Retient chaque requête et chaque erreur de l'onglet, pour la visite en cours."""
        self.page.on("request", lambda request: self.current.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.current.errors.append(str(error)))
        self.page.on("requestfailed", lambda request: self.current.errors.append(f"requête échouée : {request.url}"))
        self.page.on("console", lambda message: self.current.errors.append(message.text) if message.type in ("error", "warning") else None)


def violations(page: Page, themes: tuple[str, ...] = THEMES) -> dict[str, list[str]]:
    """Ce qu'axe trouve dans une page, par apparence ; vide s'il ne trouve rien."""
    page.evaluate(axe_source())
    page.evaluate(ALL_LAID_OUT)
    found = {}
    for theme in themes:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        found[theme] = page.evaluate(AXE if theme == themes[0] else AXE_COLOURS)
    return {theme: seen for theme, seen in found.items() if seen}


def load(page: Page, address: str) -> None:
    """Ouvre une page et attend qu'elle soit chargée ; celle de recherche, qu'elle ait répondu."""
    page.goto(address)
    if "recherche/" in address:
        page.wait_for_selector(".resultat, .vide:not([hidden])")
