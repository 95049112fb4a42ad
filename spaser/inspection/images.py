"""Ce qu’une image publiée ne contient pas : un auteur, un lieu, un appareil, un programme."""

from __future__ import annotations

import re

#: Ce qui annonce l’auteur, le lieu ou l’appareil : Exif, XMP et IPTC (JPEG, WebP), textes (PNG), metadata (SVG).
METADATA = (b"Exif\0\0", b"<x:xmpmeta", b"http://ns.adobe.com/xap", b"Photoshop 3.0", b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"<metadata")
#: Les mêmes, là où seul le nom d’un bloc les annonce.
WEBP_METADATA = (b"EXIF", b"XMP ")
#: Ce par quoi une image SVG agit, ou appelle un autre fichier.
ACTIVE = re.compile(
    rb"<script|<foreignobject|<iframe|<!entity|<!doctype|<\?xml-stylesheet|\son[a-z]+\s*=|javascript:|@import"
    rb"|(?:href|src)\s*=\s*[\"']?\s*(?!#)[^\s\"'>]|url\(\s*[\"']?(?!#)[^\s\"')]|<(?:set|animate)\b",
    re.IGNORECASE,
)
SIGNATURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "webp": b"RIFF"}


def refusal(raw: bytes, suffix: str) -> str:
    """Pourquoi une image n’est pas publiable ; vide si elle l’est."""
    kind = suffix.removeprefix(".").lower()
    if not raw.startswith(SIGNATURES.get(kind, b"")):
        return f"le fichier n'est pas une image .{kind}. L'enregistrer à nouveau dans ce format."
    if any(mark in raw for mark in METADATA) or (kind == "webp" and any(mark in raw for mark in WEBP_METADATA)):
        return "l'image porte des métadonnées (auteur, lieu ou appareil). Les enlever avant de la publier."
    if kind == "svg" and (b"\0" in raw or ACTIVE.search(raw)):
        return "l'image contient un programme ou appelle un autre fichier. La refaire avec de simples tracés."
    return ""
