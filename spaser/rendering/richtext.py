"""Les textes riches : un petit sous-ensemble de Markdown, puis une liste d'éléments permis."""

from __future__ import annotations

import re

import nh3
from markdown import Markdown
from markupsafe import Markup

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "code"}
SCHEMES = {"http", "https", "mailto"}
#: Un texte sans aucun de ces signes n'est qu'une suite de paragraphes : inutile d'appeler Markdown.
_SYNTAX = re.compile(r"[*_`\[\]<>#&\\]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)


def rich(text: str) -> Markup:
    """Le HTML sûr d'un texte riche : paragraphes, listes, gras, italique, liens http, https et mailto ; le HTML y est un texte comme un autre."""
    if not _SYNTAX.search(text):
        return Markup("").join(Markup("<p>{}</p>").format(part.strip()) for part in text.split("\n\n"))
    markdown = Markdown(extensions=["sane_lists"], output_format="html")
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    html = markdown.convert(text)
    # nh3 vient de réduire ce HTML aux éléments permis.
    return Markup(nh3.clean(html, tags=TAGS, attributes={"a": {"href", "title"}}, url_schemes=SCHEMES, link_rel=None))  # noqa: S704
