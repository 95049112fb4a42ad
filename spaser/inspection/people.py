"""Les traces d’une personne dans un fichier publié : une boîte à son nom, un numéro de mobile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.checks.mailboxes import is_generic

_LOCAL = re.compile(rb"[\w.+%-]+$")
_DOMAIN = re.compile(rb"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-])")
_MOBILE = re.compile(rb"(?<![\d.,/_-])(?:0|\+33 ?|0033 ?)[67](?:[ .-]?\d\d){4}(?![\d_-])")
#: Les fichiers que des personnes lisent ; un programme contient des suites de chiffres qui ne sont pas des numéros.
READ = ("html", "csv", "json", "jsonld", "atom", "ics", "xml", "txt", "pf_fragment")
#: Un évènement d’agenda a un identifiant unique, fait comme une adresse (RFC 7986, § 5.3), et ses lignes sont pliées.
_UID = re.compile(rb"^UID:.*$", re.MULTILINE)
_FOLD = re.compile(rb"\r?\n[ \t]")


def check(name: str, raw: bytes) -> Iterator[str]:
    """Ce qui, dans un fichier, nomme ou joint une personne."""
    kind = name.rpartition(".")[2]
    if kind not in READ:
        return
    text = _UID.sub(b"", _FOLD.sub(b"", raw)) if kind == "ics" else raw
    if any(not is_generic(found) for found in _addresses(text.lower())):
        yield "une adresse de courriel nomme une personne"
    if _MOBILE.search(text.replace("\u202f".encode(), b" ").replace("\u00a0".encode(), b" ")):
        yield "un numéro de téléphone mobile y est écrit"


def _addresses(raw: bytes) -> set[str]:
    found, at = set(), raw.find(b"@")
    while at >= 0:
        local, domain = _LOCAL.search(raw[max(0, at - 64) : at]), _DOMAIN.match(raw[at + 1 : at + 255])
        if local and domain:
            found.add((local[0] + b"@" + domain[0]).decode(errors="replace"))
        at = raw.find(b"@", at + 1)
    return found
