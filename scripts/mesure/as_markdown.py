"""Récrit le corps HTML d'une page en Markdown, pour les générateurs qui partent de là : même texte, mêmes titres, mêmes liens."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

BLOCKS = {"p", "div", "section", "article", "header", "footer", "aside", "nav", "ul", "ol", "dl", "figure", "details", "summary", "form", "fieldset", "main"}
SKIPPED = {"script", "style", "svg", "template", "button", "option", "select"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def to_markdown(html: str, link: Callable[[str], str]) -> str:
    """Le Markdown d'un fragment HTML ; `link` récrit l'adresse de chaque lien."""
    writer = _Writer(link)
    writer.feed(html)
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", writer.text()).strip() + "\n"


class _Writer(HTMLParser):
    """Suit les balises et écrit à mesure ; ce qu'il ne connaît pas devient son texte."""

    def __init__(self, link: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self._link, self._out = link, [""]
        self._skipped, self._anchors, self._hrefs = 0, [""], [""]
        self._row: list[str] | None = None
        self._head = False

    def text(self) -> str:
        """Tout ce qui a été écrit."""
        return "".join(self._out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in SKIPPED:
            self._skipped += 1
        elif tag[0] == "h" and tag[1:].isdigit():
            self._anchors.append(given.get("id") or "")
            self._write(f"\n\n{'#' * int(tag[1:])} ")
        elif tag == "a":
            self._hrefs.append(given.get("href") or "")
            self._write("[" if self._hrefs[-1] else "")
        elif tag in ("td", "th"):
            self._head = tag == "th"
            self._out.append("")
        elif tag == "tr":
            self._row = []
        else:
            self._write(_opening(tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self._skipped -= 1
        elif tag[0] == "h" and tag[1:].isdigit():
            anchor = self._anchors.pop()
            self._write(f" {{#{anchor}}}\n\n" if anchor else "\n\n")
        elif tag == "a":
            href = self._hrefs.pop()
            self._write(f"]({self._link(href)})" if href else "")
        elif tag in ("td", "th") and self._row is not None:
            self._row.append(" ".join(self._out.pop().split()))
        elif tag == "tr" and self._row is not None:
            self._end_row()
        else:
            self._write(_MARKS.get(tag, "\n\n" if tag in BLOCKS or tag in ("li", "dt", "dd", "table", "caption") else ""))

    def _end_row(self) -> None:
        cells, self._row = self._row or [], None
        rule = "\n|" + "---|" * len(cells) if self._head and not self.text().rstrip(" ").endswith("|") else ""
        self._write(f"\n| {' | '.join(cells)} |{rule}")

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s*\n\s*", " ", data)
        if not self._skipped and (text.strip() or not self.text().endswith("\n")):
            self._write(_SPECIAL.sub(r"\\\1", text))

    def _write(self, text: str) -> None:
        if not self._skipped:
            self._out[-1] += text.replace("\n", " ") if len(self._out) > 1 else text


def _opening(tag: str) -> str:
    if tag in _MARKS:
        return _MARKS[tag]
    return {"li": "\n- ", "dd": "\n:   ", "dt": "\n\n", "table": "\n\n", "caption": "\n\n", "br": "\n"}.get(tag, "\n\n" if tag in BLOCKS else "")
