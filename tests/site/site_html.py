"""Lit les pages finies : un petit arbre fait par `html.parser`, et ce que les règles de page en demandent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
#: Ce qu'un navigateur referme tout seul quand un paragraphe est ouvert : ces éléments n'ont pas leur place dans un <p>.
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "details",
        "dl",
        "div",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ]
)
UNREAD = frozenset(["script", "style", "template", "noscript"])
CODE = frozenset(["code", "pre", "kbd", "samp"])
#: Les passages dans une autre langue, qui ne suivent pas la typographie française.
FOREIGN = frozenset(["[lang]"])
#: Les attributs qu'une personne lit ou entend.
READ = ("alt", "title", "aria-label", "placeholder", "data-label")


@dataclass
class Node:
    """Un élément : son nom, ses attributs, et ce qu'il contient, éléments et textes mêlés."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Node]:
        """Les éléments de ces noms, dans l'ordre de la page ; tous, si aucun nom n'est donné."""
        for item in self.inside:
            if isinstance(item, Node):
                if not tags or item.tag in tags:
                    yield item
                yield from item.all(*tags)

    def text(self, skip: frozenset[str] = UNREAD) -> str:
        """Le texte de l'élément ; deux blocs voisins n'y sont pas collés."""
        parts = (item if isinstance(item, str) else "" if item.is_skipped(skip) else item.block_text(skip) for item in self.inside)
        return "".join(parts)

    def is_skipped(self, skip: frozenset[str]) -> bool:
        """Vrai si l'élément est de ceux qu'on ne lit pas."""
        return self.tag in skip or ("lang" in self.attrs and not FOREIGN.isdisjoint(skip))

    def block_text(self, skip: frozenset[str]) -> str:
        """Le texte, entouré de sauts de ligne si l'élément est un bloc."""
        around = (
            "\n"
            if self.tag in BLOCKS or self.tag in ("li", "dt", "dd", "td", "th", "tr", "caption", "br", "summary", "legend", "label", "option", "desc")
            else ""
        )
        return f"{around}{self.text(skip)}{around}"

    def words(self) -> str:
        """Le texte, espaces réduits à un seul ; les espaces insécables restent."""
        return re.sub(r"[ \t\n\r\f]+", " ", self.text()).strip(" ")

    def by_class(self, name: str) -> Iterator[Node]:
        """Les éléments d'une classe."""
        return (node for node in self.all() if name in node.attrs.get("class", "").split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("document")
        self.open = [self.root]
        self.faults: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len({name for name, _ in attrs}) < len(attrs):
            self.faults.append(f"<{tag}> a deux fois le même attribut")
        if tag in BLOCKS and any(node.tag == "p" for node in self.open):
            self.faults.append(f"<{tag}> dans un <p>")
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> ferme <{self.open[-1].tag}>, ligne {self.getpos()[0]}")
        while len(self.open) > 1:
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def url_of(path: str) -> str:
    """L'adresse d'une page, relative à la racine du site."""
    return path.removesuffix("index.html")


@dataclass(frozen=True)
class Page:
    """Une page d'un site : son chemin, son arbre, et les fautes de balisage que la lecture a vues."""

    path: str
    root: Node
    faults: tuple[str, ...]
    comments: tuple[str, ...]

    @property
    def url(self) -> str:
        """L'adresse de la page, relative à la racine du site."""
        return url_of(self.path)

    @property
    def ids(self) -> list[str]:
        """Les identifiants de la page, dans l'ordre, doublons compris."""
        return [node.attrs["id"] for node in self.root.all() if "id" in node.attrs]

    @property
    def title(self) -> str:
        """Le titre de l'onglet du navigateur."""
        return next(self.root.all("title")).words()

    def headings(self) -> list[tuple[int, str]]:
        """Les titres de la page : leur rang, leur texte."""
        return [(int(node.tag[1]), node.words()) for node in self.root.all("h1", "h2", "h3", "h4", "h5", "h6")]

    def links(self) -> Iterator[tuple[Node, str]]:
        """Les liens de la page, avec leur adresse."""
        return ((node, node.attrs["href"]) for node in self.root.all("a") if "href" in node.attrs)

    def resources(self) -> Iterator[str]:
        """Les adresses des fichiers que la page charge."""
        for node in self.root.all("link", "script", "img", "source", "use", "form"):
            yield from (node.attrs[name] for name in ("href", "src", "action") if node.attrs.get(name))

    def resolve(self, href: str) -> tuple[str, str]:
        """Le fichier du site et l'ancre auxquels mène une adresse interne."""
        parts = urlsplit(href)
        base = [] if parts.path.startswith("/") else self.path.split("/")[:-1]
        steps: list[str] = base if parts.path else self.path.split("/")
        for step in parts.path.split("/") if parts.path else ():
            if step == "..":
                steps = steps[:-1]
            elif step not in ("", "."):
                steps = [*steps, step]
        path = "/".join(steps)
        if parts.path.endswith(("/", "/..", "/.")) or parts.path in (".", ".."):
            path = f"{path}/index.html".lstrip("/")
        return unquote(path), unquote(parts.fragment)


def is_internal(href: str) -> bool:
    """Vrai pour une adresse du site lui-même."""
    parts = urlsplit(href)
    return not parts.scheme and not parts.netloc


def read(path: str, text: str) -> Page:
    """Lit une page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    left = [f"<{node.tag}> jamais fermé" for node in reader.open[1:]]
    return Page(path, reader.root, tuple(reader.faults + left), tuple(reader.comments))


class Pages(Mapping[str, Page]):
    """Les pages d'un site, par chemin ; chacune n'est lue que si on la demande, et une seule fois."""

    def __init__(self, site: Path) -> None:
        found = sorted(path for path in site.rglob("*.html") if path.parent != site / "edition")
        self._paths = {path.relative_to(site).as_posix(): path for path in found}
        self._read: dict[str, Page] = {}

    def __getitem__(self, name: str) -> Page:
        if name not in self._read:
            self._read[name] = read(name, self._paths[name].read_text(encoding="utf-8"))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, name: object) -> bool:
        return name in self._paths


@cache
def pages(site: Path) -> Pages:
    """Toutes les pages d'un site ; le formulaire de `edition/` est un programme, que test_site_edition.py essaie."""
    return Pages(site)
