"""Ce qu’une image publiée contient : son dessin, et rien qui dise un auteur, un lieu, un appareil, ni qui agisse."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "webp": b"RIFF"}
#: Les seuls blocs d’une image qui servent à la dessiner ; tout autre bloc, connu ou non, la fait refuser.
DRAWING: dict[str, frozenset[bytes]] = {
    "png": frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}),
    "webp": frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}),
    # Tables, dimensions, données ; APP0 (JFIF) et APP14 (Adobe) ne disent que comment lire les couleurs.
    "jpg": frozenset(bytes([code]) for code in (*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDD, 0xE0, 0xEE)),
}
#: Ce par quoi un dessin SVG dit qui l’a fait, avec quoi, dans quel dossier : commentaires, instructions, vocabulaires d’un logiciel.
SIGNED = re.compile(rb"<metadata|<!--|<\?(?!xml\s)|\bxmlns:(?!xlink\b)", re.IGNORECASE)
#: Ce par quoi une image SVG agit, ou appelle un autre fichier.
ACTIVE = re.compile(
    rb"<script|<foreignobject|<iframe|<!entity|<!doctype|\son[a-z]+\s*=|javascript:|@import"
    rb"|(?:href|src)\s*=\s*[\"']?\s*(?!#)[^\s\"'>]|url\(\s*[\"']?(?!#)[^\s\"')]|<(?:set|animate)\b",
    re.IGNORECASE,
)


def refusal(raw: bytes, suffix: str) -> str:
    """Pourquoi une image n’est pas publiable ; vide si elle l’est."""
    kind = suffix.removeprefix(".").lower()
    if not raw.startswith(SIGNATURES.get(kind, b"")):
        return f"le fichier n'est pas une image .{kind}. L'enregistrer à nouveau dans ce format."
    if SIGNED.search(raw) if kind == "svg" else not set(BLOCKS[kind](raw)) <= DRAWING[kind]:
        return "l'image porte des métadonnées (auteur, lieu ou appareil). Les enlever avant de la publier."
    if kind == "svg" and (b"\0" in raw or ACTIVE.search(raw)):
        return "l'image contient un programme ou appelle un autre fichier. La refaire avec de simples tracés."
    return ""


#: Un code de segment JPEG ; 00 et D0 à D7 sont dans les données d’une passe.
_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")


def _png(raw: bytes) -> Iterator[bytes]:
    """Le nom de chaque bloc, puis celui du reste s’il y en a un (PNG, § 5)."""
    at, kind = 8, b""
    while at + 12 <= len(raw) and kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", raw, at)
        yield kind
        at += 12 + length
    if at != len(raw):
        yield b"reste"


def _webp(raw: bytes) -> Iterator[bytes]:
    """Le nom de chaque bloc RIFF, puis celui du reste ; chacun a une taille paire."""
    at = 12
    while at + 8 <= len(raw):
        kind, length = struct.unpack_from("<4sI", raw, at)
        yield kind
        at += 8 + length + length % 2
    if at != len(raw):
        yield b"reste"


def _jpg(raw: bytes) -> Iterator[bytes]:
    """Le code de chaque segment, puis celui du reste ; après un début de passe (DA), des données sans taille courent jusqu’au suivant."""
    at, code = 2, b""
    while found := (_MARKER.search if code == b"\xda" else _MARKER.match)(raw, at):
        code = found[1]
        if code == b"\xd9" and found.end() == len(raw):
            return
        yield code
        at = found.end() + int.from_bytes(raw[found.end() : found.end() + 2], "big")
    yield b"reste"


BLOCKS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"png": _png, "webp": _webp, "jpg": _jpg}
