"""Ce qu’une page, un style ou un programme publié ne contient pas : un tiers, une source, une action cachée, un secret de machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.inspection.images import refusal

IMAGES = ("svg", "png", "jpg", "webp")
_REMOTE = rb"[\"']?\s*(?:https?:)?//"
_TAG = re.compile(
    rb"<(?:script|img|iframe|source|video|audio|object|embed|form|track|use|image|input|base|button)\b[^>]*?\s(?:src|srcset|href|data|action|formaction|poster)=("
    + _REMOTE
    + rb"[^\s\"'>]*)",
    re.IGNORECASE,
)
_LINK = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_LOADING = re.compile(rb"rel=[\"']?[^\"'>]*(?:stylesheet|preload|preconnect|dns-prefetch|prefetch|modulepreload|icon|manifest)", re.IGNORECASE)
_HREF = re.compile(rb"href=(" + _REMOTE + rb"[^\s\"'>]*)", re.IGNORECASE)
_CSS = re.compile(rb"(?:url\(\s*|@import\s+)(" + _REMOTE + rb"[^\s\"')]*)", re.IGNORECASE)
_CALL = rb"\bimport\s*\(?|\bfrom|\bfetch\(|importScripts\(|Worker\(|EventSource\(|WebSocket\(|sendBeacon\(|\.open\([^,)]*,"
_JS = re.compile(rb"(?:" + _CALL + rb")\s*([\"'`](?:https?:|wss?:)?//[^\"'`]*)")
_SCHEME = re.compile(rb"<[a-z][^>]*\s(?:href|src|action|formaction|xlink:href)=[\"']?\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = {b"http", b"https", b"mailto", b"tel"}
_HANDLER = re.compile(rb"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--(?!\[if)")
_MAP = re.compile(rb"[#@]\s*sourceMappingURL=")
#: Le chemin d’une machine, une clé privée, un jeton de forge ou de service.
_MACHINE = re.compile(
    rb"(?:^|[\s\"'`(=>:])(?:file://)?/(?:home|Users|root)/[\w.-]+/|[A-Z]:\\Users\\|-----BEGIN [A-Z ]*PRIVATE KEY"
    rb"|\b(?:gh[pousr]_|github_pat_|glpat-)\w{20}|\bAKIA[0-9A-Z]{16}"
)
#: Sans l’un de ces mots, inutile de chercher plus loin.
_MACHINE_HINTS = (b"/home/", b"/Users/", b"/root/", rb"\Users", b"PRIVATE KEY", b"ghp_", b"gho_", b"ghs_", b"ghu_", b"ghr_", b"github_pat_", b"glpat-", b"AKIA")


def check(name: str, raw: bytes, own: str) -> Iterator[str]:
    """Ce qui ne va pas dans le contenu d’un fichier, d’après son type ; `own` est l’adresse du site, sans son protocole."""
    kind = name.rpartition(".")[2].lower()
    if kind in IMAGES:
        yield from filter(None, [refusal(raw, kind)])
    if kind == "html":
        yield from _html(raw, own)
    if kind in ("html", "css", "svg") and any(_is_third(found, own) for found in _CSS.findall(raw)):
        yield "un style appelle un tiers"
    if kind == "js" and any(_is_third(found, own) for found in _JS.findall(raw)):
        yield "un programme appelle un tiers"
    if kind in ("js", "css") and "/vendor/" not in name and _MAP.search(raw):
        yield "un fichier de développement y est annoncé (source map)"
    if kind != "pagefind" and any(hint in raw for hint in _MACHINE_HINTS) and _MACHINE.search(raw):
        yield "le chemin d’une machine ou une clé y est écrit"


def _html(raw: bytes, own: str) -> Iterator[str]:
    loaded = [*_TAG.findall(raw), *(href for link in _LINK.findall(raw) if _LOADING.search(link) for href in _HREF.findall(link))]
    if any(_is_third(found, own) for found in loaded):
        yield "la page appelle un tiers"
    if {scheme.lower() for scheme in _SCHEME.findall(raw)} - _SCHEMES:
        yield "une adresse n’est ni du web, ni un courriel, ni un téléphone"
    if _HANDLER.search(raw):
        yield "un élément de la page porte un programme"
    if _COMMENT.search(raw):
        yield "un commentaire y est resté"


def _is_third(found: bytes, own: str) -> bool:
    address = re.sub(rb"^[\"'`\s]*(?:https?:|wss?:)?", b"", found).decode(errors="replace")
    return not own or not (address == own or address.startswith(f"{own}/"))
