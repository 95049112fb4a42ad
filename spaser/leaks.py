"""Cherche dans un site public bâti les textes que les données réservent au site interne : le dernier contrôle avant l'envoi.

La publication est déjà une liste de ce qui sort ; ce contrôle ne s'y fie pas, et relit les octets.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from spaser.model.walk import visit
from spaser.publication import Edition

WORD = re.compile(r"\w+")
#: Un texte de moins de mots se retrouve par hasard ; une adresse de courriel, jamais.
MINIMUM = 4
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
#: Ce qu'un fichier binaire contiendrait ne se lit pas comme un texte.
BINARY = frozenset({".png", ".jpg", ".jpeg", ".ico", ".woff", ".woff2", ".wasm"})
Words = tuple[str, ...]


def secrets(internal: Edition, public: Edition) -> tuple[dict[Words, set[Words]], set[str]]:
    """Les textes que seule l'édition interne contient, par leurs premiers mots ; et ses adresses de courriel."""
    open_texts = " \n ".join(" ".join(words(text)) for text in texts(public))
    found: dict[Words, set[Words]] = {}
    for text in texts(internal):
        said = words(text)
        if len(said) >= MINIMUM and " ".join(said) not in open_texts:
            found.setdefault(said[:MINIMUM], set()).add(said)
    known = {mail for text in texts(public) for mail in MAIL.findall(text)}
    return found, {mail for text in texts(internal) for mail in MAIL.findall(text)} - known


def texts(edition: Edition) -> Iterator[str]:
    """Tous les textes d'une édition."""
    held: list[Any] = [
        edition.collectivite,
        *edition.codes.values(),
        *edition.transverses,
        *edition.themes,
        *edition.attributions,
        *edition.agec,
        *edition.outils,
    ]
    held += [entry for entries in edition.entrees.values() for entry in entries.values()]
    for entry in held:
        yield from (value for _, _, value in visit(entry) if isinstance(value, str))


def words(text: str) -> Words:
    """Les mots d'un texte, sans casse."""
    return tuple(WORD.findall(text.casefold()))


def search(site: Path, hidden: dict[Words, set[Words]], mails: set[str]) -> Iterator[tuple[str, str]]:
    """Chaque fichier du site où se lit un texte interne, et ce texte."""
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix not in BINARY:
            name = path.relative_to(site).as_posix()
            for part in _parts(path.read_bytes()):
                yield from ((name, said) for said in _found(part, hidden, mails))


def _found(text: str, hidden: dict[Words, set[Words]], mails: set[str]) -> Iterator[str]:
    said = words(text)
    starts = set(zip(*(said[rank:] for rank in range(MINIMUM)), strict=False)) & hidden.keys()
    whole = f" {' '.join(said)} " if starts else ""
    for start in sorted(starts):
        yield from (" ".join(secret) for secret in sorted(hidden[start]) if f" {' '.join(secret)} " in whole)
    yield from sorted({mail for mail in MAIL.findall(text) if mail in mails})


def _parts(content: bytes) -> Iterator[str]:
    """Le texte d'un fichier, décompressé, sans ses balises ni ses codes de caractères."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _parts(archive.read(name))
        return
    text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("utf-8", "replace")
    yield unescape(re.sub(r"<[^>]*>", " ", re.sub(r"\r?\n ", "", text))) if "<" in text else text
