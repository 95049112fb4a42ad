"""Ce que les propriétés d’un document disent de lui : le producteur, jamais une personne ni une machine."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

#: Les propriétés qui nomment quelqu’un, dans un document ou un classeur (OOXML, OpenDocument).
_NAMED = re.compile(r"<(?:\w+:)?(creator|lastModifiedBy|initial-creator|printed-by|manager|company)(?:\s[^>]*)?>([^<]*)<", re.IGNORECASE)
PARTS = ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml", "meta.xml")
#: Les pièces où une personne se nomme sans le savoir : notes, suivi des modifications, réglages d’impression, macros.
EXTRA = re.compile(r"!(?:.*/)?(?:comments[^/]*\.xml|people\.xml|persons/.*|printerSettings.*|vbaProject\.bin|Basic/.*|externalLinks/.*|connections\.xml)$")


def check(name: str, raw: bytes, producer: str) -> Iterator[str]:
    """Ce qui ne va pas dans les propriétés d’un document."""
    if "!" not in name:
        return
    if EXTRA.search(name):
        yield "un document porte des notes, un lien vers un autre fichier ou un programme"
    if name.endswith("(commentaire)") and raw:
        yield "une archive porte un commentaire"
    if name.endswith(PARTS):
        named = {html.unescape(value).strip() for _, value in _NAMED.findall(raw.decode("utf-8", "replace"))}
        if named - {"", producer}:
            yield "un document nomme un auteur qui n’est pas le producteur des données"
