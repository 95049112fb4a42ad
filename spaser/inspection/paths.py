"""Les seuls chemins et les seuls types de fichiers qu’un site public contient."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spaser.inspection.findings import Finding
from spaser.inspection.history import FOLDER

#: Ce que chaque dossier du site peut contenir, outre des pages.
TYPES: dict[str, frozenset[str]] = {
    "abonnements": frozenset({"atom", "ics"}),
    "assets": frozenset({"css", "js", "svg", "png", "webp", "jpg"}),
    "donnees": frozenset({"csv", "json", "jsonld", "ods", "xlsx"}),
    "eco-referentiel": frozenset({"docx", "json", "odt"}),
    "fournisseurs": frozenset({"json"}),
    "intentions": frozenset({"json"}),
    "operations": frozenset({"csv", "docx", "json", "odt", "xlsx"}),
    "pagefind": frozenset({"js", "json", "pagefind", "pf_filter", "pf_fragment", "pf_index", "pf_meta"}),
    "recherche": frozenset({"json"}),
    "vademecum": frozenset({"json"}),
}
ROOT_FILES = frozenset({"index.html", "404.html", "sitemap.xml", "robots.txt"})
#: Ce qu’un hébergement par branche demande d’y ajouter.
BRANCH_FILES = frozenset({"CNAME", ".nojekyll"})
PAGES = frozenset({"abonnements", "eco-referentiel", "fournisseurs", "intentions", "schema", "vademecum"})
HIDDEN = frozenset({"interne", "decisions", "kits", "edition"})
NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")


def files(site: Path) -> Iterator[Path]:
    """Tout ce qu’un dossier enverrait, sauf l’historique d’une branche, qui se lit objet par objet."""
    yield from (path for path in site.rglob("*") if path.relative_to(site).parts[0] != FOLDER)


def check(site: Path, docs: Path, *, branch: bool = False) -> Iterator[Finding]:
    """Dit chaque lien, chaque fichier qui n’est pas à une place connue, et chaque écart au compte fait par la construction."""
    pages = PAGES | {path.stem for path in docs.iterdir() if path.stem not in HIDDEN} if docs.is_dir() else PAGES
    found = {path.relative_to(site).as_posix(): path for path in sorted(files(site)) if path.is_symlink() or not path.is_dir()}
    for name, path in found.items():
        if path.is_symlink() or not path.is_file():
            yield Finding(name, "un lien ou un fichier spécial n’est pas publiable")
        elif not is_declared(name, pages) and not (branch and name in BRANCH_FILES):
            yield Finding(name, "aucun site public n’a de fichier de ce type à cette place")
    yield from _differences(site, found)
    if (site / FOLDER).exists() and not branch:
        yield Finding(FOLDER, "un site s’envoie sans son historique. Si ce dossier est une branche à publier, ajouter --historique")
    if "index.html" not in found:
        yield Finding("index.html", "ce dossier n’est pas un site : il n’a pas de page d’accueil")


def is_declared(name: str, pages: frozenset[str]) -> bool:
    """Vrai si un site public peut avoir ce fichier."""
    parts = name.split("/")
    if len(parts) == 1:
        return name in ROOT_FILES
    if not all(NAME.fullmatch(part) and ".." not in part for part in parts) or set(parts) & HIDDEN:
        return False
    if parts[-1] == "index.html":
        return parts[0] in pages
    return parts[-1].rpartition(".")[2] in TYPES.get(parts[0], frozenset())


def _differences(site: Path, found: dict[str, Path]) -> Iterator[Finding]:
    """Ce qui s’écarte du manifeste que `spaser construire` laisse à côté du site ; rien si le site a voyagé sans lui."""
    mark = site.with_name(f".{site.name}-empreinte.json")
    if not mark.exists() and not mark.is_symlink():
        return
    sizes = _manifest(mark)
    if sizes is None:
        yield Finding(mark.name, "ce compte des fichiers, fait par la construction, ne se lit pas. Refaire le site, ou enlever ce fichier")
        return
    for name in sorted(sizes.keys() | found.keys()):
        if name not in found:
            yield Finding(name, "la construction a écrit ce fichier, il n’est plus là")
        elif name not in sizes:
            yield Finding(name, "la construction n’a pas écrit ce fichier")
        elif found[name].is_file() and found[name].stat().st_size != sizes[name]:
            yield Finding(name, "ce fichier a changé depuis la construction")


def _manifest(path: Path) -> dict[str, int] | None:
    try:
        read: Any = json.loads(path.read_text(encoding="utf-8"))
        return dict(read["fichiers"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
