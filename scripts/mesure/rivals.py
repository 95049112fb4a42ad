"""Écrit les mêmes pages pour MkDocs et pour Hugo, dans les formes que leurs usagers emploient."""

from __future__ import annotations

import json
import posixpath
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import yaml

from mesure.as_markdown import to_markdown

Page = dict[str, Any]
EXTENSIONS = ["attr_list", "def_list", "md_in_html", "tables"]
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def pages(material: Path) -> Iterator[Page]:
    """Les pages gardées de la construction de référence."""
    with (material / "pages.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def write_mkdocs(material: Path, folder: Path) -> None:
    """MkDocs et Material ordinaires : une page Markdown par page, les fiches hors du menu."""
    docs, found = folder / "docs", list(pages(material))
    known = {page["url"] for page in found}
    for page in found:
        front = _yaml({"title": page["titre"], "description": page["description"]})
        _put(docs / page["url"] / "index.md", f"---\n{front}---\n{_body(page, known)}")
    menu = [{page["titre"]: f"{page['url']}index.md"} for page in found if not page["coquille"]]
    _put(folder / "mkdocs.yml", _yaml(_settings("Ordinaire", menu)))


def write_empty(folder: Path) -> None:
    """Un site MkDocs et Material d'une seule page."""
    _put(folder / "docs" / "index.md", "# Vide\n\nUne phrase.\n")
    _put(folder / "mkdocs.yml", _yaml(_settings("Vide", [{"Accueil": "index.md"}])))


def _settings(name: str, menu: list[dict[str, str]]) -> Page:
    links = dict.fromkeys(("not_found", "anchors", "absolute_links", "unrecognized_links"), "ignore")
    return {
        "site_name": name,
        "site_url": "https://banc.example/",
        "theme": {"name": "material", "language": "fr", "font": False},
        "markdown_extensions": EXTENSIONS,
        "plugins": [{"search": {"lang": "fr"}}],
        "validation": {"nav": {"omitted_files": "ignore"}, "links": links},
        "nav": menu,
    }


def write_hugo(material: Path, folder: Path, *, finished: bool) -> None:
    """Hugo, dans la coquille de nos pages : HTML fini et tête JSON si `finished`, sinon Markdown et tête YAML avec les données de l'entrée."""
    shells = json.loads((material / "coquilles.json").read_text(encoding="utf-8"))
    for kind, shell in shells.items():
        _put(folder / "layouts" / kind / "single.html", _layout(shell["morceaux"], finished=finished))
    for page in pages(material):
        kind = page["coquille"] or next(iter(shells))
        front = _front(page, kind, shells[kind]["section"])
        path = folder / "content" / (page["url"] or "accueil/")
        if finished:
            contents = "".join(f'<li><a href="#{anchor}">{title}</a></li>' for anchor, title in page["sommaire"])
            head = json.dumps(front | {"sommaire": f"<ul>{contents}</ul>"}, ensure_ascii=False)
            _put(path.with_suffix(".html"), f"{head}\n{page['corps']}")
        else:
            _put(path.with_suffix(".md"), f"---\n{_yaml(front | {'donnees': page.get('donnees')})}---\n{_body(page, set())}")
    _put(folder / "hugo.yaml", _yaml(_hugo_settings()))
    _assets(material / "site", folder / "static")


def _hugo_settings() -> Page:
    return {
        "baseURL": "https://banc.example/",
        "locale": "fr",
        "title": "Banc",
        "disableKinds": ["taxonomy", "term", "rss", "sitemap", "home", "section", "404"],
        "security": {"allowContent": [".*"]},
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},
    }


def _front(page: Page, kind: str, section: str) -> Page:
    steps = [("../../", "Accueil"), ("../", section), *((f"../../{url}", title) for title, url in page["fil"])]
    trail = "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for url, title in steps)
    here = f'<li aria-current="page">{escape(page["titre"])}</li>'
    url = f"/{page['url'] or 'accueil/'}"
    return {"title": page["titre"], "description": page["description"], "type": kind, "url": url, "fil": trail + here}


def _layout(parts: list[str], *, finished: bool) -> str:
    values = {
        "TITRE": "{{ .Title }}",
        "DESCRIPTION": "{{ .Description }}",
        "CANONIQUE": "{{ .Permalink }}",
        "FIL": "{{ .Params.fil | safeHTML }}",
        "SOMMAIRE": "{{ .Params.sommaire | safeHTML }}" if finished else "{{ .TableOfContents }}",
        "TETE": "",
        "CORPS": "{{ .Content }}",
    }
    return "".join(values[part] if rank % 2 else part for rank, part in enumerate(parts))


def _assets(site: Path, folder: Path) -> None:
    for source in sorted((site / "assets").rglob("*")):
        if source.is_file():
            target = folder / "assets" / source.relative_to(site / "assets")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _body(page: Page, known: set[str]) -> str:
    """Le corps en Markdown ; MkDocs veut le nom du fichier visé, Hugo l'adresse de la page."""

    def link(href: str) -> str:
        path, mark, anchor = href.partition("#")
        target = posixpath.normpath(posixpath.join(page["url"], path)).lstrip("/") + "/"
        return f"{path}index.md{mark}{anchor}" if path.endswith("/") and target in known else href

    return to_markdown(page["corps"], link)


def _yaml(value: Any) -> str:
    written: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return written


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
