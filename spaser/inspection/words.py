"""Ramène tout texte à une suite de mots nus, quel que soit l’encodage qui le cache : sans accent, sans majuscule, sans ponctuation."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

#: Chaque octet en minuscule, ou en espace s’il n’est ni lettre ni chiffre.
_BARE = bytes(ord(chr(byte).lower()) if chr(byte).isalnum() and byte < 128 else 32 for byte in range(256))
_GROUPED = re.compile("(?<=\\d)[\u202f\u00a0 ](?=\\d{3}(?!\\d))")
_PERCENT = re.compile(rb"%[0-9a-fA-F]{2}")
_JSON = re.compile(r"\\u([0-9a-fA-F]{4})")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
#: Un document bureautique tient sur une ligne ; ses paragraphes reviennent d’un document à l’autre.
_PARAGRAPH = re.compile(rb"</(?:w|text):p>")


def words(text: str) -> list[str]:
    """Les mots nus d’un texte : « L’été, 60 000 € » donne l, ete, 60000."""
    bare = unicodedata.normalize("NFKD", _GROUPED.sub("", text)).encode("ascii", "ignore")
    return bare.translate(_BARE).decode().split()


class Reader:
    """Lit les octets d’un site ; ce qui a déjà été lu, dans ce fichier ou dans un autre, ne l’est pas deux fois."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._tags: set[bytes] = set()

    def tags(self, raw: bytes) -> bytes:
        """Les balises jamais lues d’une page, avec le texte qui suit chacune."""
        fresh = [tag for tag in raw.split(b"<") if tag not in self._tags]
        self._tags.update(fresh)
        return b"<" + b"\n<".join(fresh)

    def words(self, raw: bytes) -> Iterator[str]:
        """Les mots des lignes jamais lues, tels quels puis débarrassés de chaque encodage ; un paragraphe finit une ligne."""
        fresh = [line for line in _PARAGRAPH.sub(b"\n", raw).split(b"\n") if line not in self._seen]
        self._seen.update(fresh)
        if fresh:
            for text in _readings(b"\n".join(fresh)):
                yield from words(text)
                yield ""  # deux lectures ne se suivent pas


def _readings(raw: bytes) -> Iterator[str]:
    text = raw.decode("utf-8", "replace")
    if "\\u" in text:
        text = _JSON.sub(lambda found: chr(int(found[1], 16)), text)
    yield html.unescape(html.unescape(text)) if "&" in text else text
    if _PERCENT.search(raw):
        yield unquote_to_bytes(raw).decode("utf-8", "replace")
    if b"\0" in raw:
        yield raw.replace(b"\0", b"").decode("utf-8", "replace")
    yield from _decoded(raw)


def _decoded(raw: bytes) -> Iterator[str]:
    """Ce que cachent les passages en base64 ou en hexadécimal, s’il s’agit de texte."""
    for found in _BASE64.findall(raw):
        if not found.islower() and not found.isupper() and not found.isalpha():
            for shift in range(4):
                yield from _text(_plain_base64(found[shift:]))
    for found in _HEX.findall(raw):
        yield from _text(binascii.unhexlify(found))


def _plain_base64(found: bytes) -> bytes:
    kept = found.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return base64.b64decode(kept + b"=" * (-len(kept) % 4))


def _text(raw: bytes) -> Iterator[str]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "ignore")
    if sum(map(str.isalpha, text)) > len(raw) * 0.6:
        yield text
