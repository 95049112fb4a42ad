"""Cherche des jetons dans tous les octets d'un site, et ôte d'un dépôt tout ce qui est interne."""

from __future__ import annotations

import base64
import gzip
import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import site_canary
from site_canary import PREFIX, Canary

from spaser.model import Modele
from spaser.model.walk import champs

TOKEN = re.compile(PREFIX.encode() + rb"[bcdfghjlmn]{4}k")
#: Les nombres qui peuvent être un jeton : à quatre décimales, ou de cinq chiffres et plus.
#: Le motif commence par un chiffre, que `re` va chercher d'un saut.
NUMBER = re.compile(rb"[0-9](?<![0-9A-Za-z.,].)(?:[0-9]*[.,][0-9]{1,4}|[0-9]{4,9})(?![0-9A-Za-z])")
GROUPING = re.compile("([0-9])(?:\u202f|\u00a0|&nbsp;|&#8239;)(?=[0-9]{3})".encode())


def contents(site: Path) -> Iterator[tuple[str, bytes]]:
    """Tout ce qu'un site montre : le nom de chaque fichier, ses octets, et ce qu'ils contiennent une fois décompressés."""
    for path in sorted(site.rglob("*")):
        relative = path.relative_to(site).as_posix()
        yield f"{relative} (nom)", relative.encode()
        if path.is_file():
            yield from unpacked(relative, path.read_bytes())


def unpacked(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Les octets d'un fichier, puis ceux de ses membres s'il est compressé (gzip, zip), à toute profondeur."""
    yield name, raw
    if raw[:2] == b"\x1f\x8b":
        yield from unpacked(f"{name} (gzip)", gzip.decompress(raw))
    elif raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for member in archive.infolist():
                yield f"{name}!{member.filename} (nom)", member.filename.encode() + member.comment
                yield from unpacked(f"{name}!{member.filename}", archive.read(member))
    elif raw[:2] in (b"\x78\x9c", b"\x78\xda", b"\x78\x01"):
        yield from unpacked(f"{name} (zlib)", zlib.decompress(raw))


def disguises(word: str) -> dict[str, bytes]:
    """Les formes sous lesquelles un mot peut sortir : renversé, encodé pour une adresse, le HTML, JSON, en base64…"""
    raw = word.encode()
    return {
        "tel quel": raw,
        "renversé": raw[::-1],
        "adresse": "".join(f"%{byte:02x}" for byte in raw).encode(),
        "json": "".join(f"\\u{byte:04x}" for byte in raw).encode(),
        "html décimal": "".join(f"&#{byte};" for byte in raw).encode(),
        "html hexadécimal": "".join(f"&#x{byte:x};" for byte in raw).encode(),
        "hexadécimal": raw.hex().encode(),
        "utf-16": raw.decode().encode("utf-16-le"),
        "rot13": word.translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")).encode(),
    }


def base64_forms(word: str) -> list[bytes]:
    """La partie fixe d'un mot en base64, à chacun des trois calages possibles."""
    return [base64.b64encode(b"\0" * shift + word.encode())[(shift * 8 + 5) // 6 : ((shift + len(word)) * 8) // 6] for shift in range(3)]


def leaks(site: Path, canary: Canary) -> list[str]:
    """Les fuites d'un site : chaque fichier où un jeton paraît, sous quelle forme, et d'où il vient."""
    found = []
    forms, encoded = disguises(PREFIX), base64_forms(PREFIX)
    numbers = dict(canary.numbers.items())
    for name, raw in contents(site):
        lowered = raw.lower()
        found += [f"{name} : jeton {form} ({origins(lowered, canary)})" for form, value in forms.items() if value in lowered]
        found += [f"{name} : jeton en base64" for value in encoded if value in raw]
        found += [f"{name} : nombre {value} ({numbers[value]})" for value in sorted(values(raw) & numbers.keys())]
    return found


def origins(raw: bytes, canary: Canary) -> str:
    """Les places d'où viennent les jetons lus en clair, les cinq premières."""
    return ", ".join(sorted({canary.texts.get(token.decode(), "?") for token in TOKEN.findall(raw)})[:5])


def values(raw: bytes) -> set[str]:
    """Les nombres d'un texte, écrits avec un point, sans espace de milliers."""
    return {number.decode().replace(",", ".") for number in NUMBER.findall(GROUPING.sub(rb"\1", raw))}


def seen(site: Path, suffixes: tuple[str, ...] = ()) -> tuple[set[str], set[str]]:
    """Les jetons et les nombres présents dans un site, ou dans ses seuls fichiers d'une sorte."""
    tokens: set[str] = set()
    numbers: set[str] = set()
    for name, raw in contents(site):
        if not suffixes or name.endswith(suffixes):
            tokens |= {token.decode() for token in TOKEN.findall(raw)}
            numbers |= values(raw)
    return tokens, numbers


# — Le dépôt sans rien d'interne —


def strip(project: Path) -> None:
    """Ôte d'un projet tous les champs internes, toutes les entrées internes et toutes les pages internes."""
    root = project / "referentials"
    for source in site_canary.sources(root):
        if is_hidden(source.name, source.data):
            source.path.unlink()
        else:
            clean(source.data, source.model)
            source.write()
    site_canary.seal(root)
    shutil.rmtree(project / "docs" / "interne")


def is_hidden(name: str, data: dict[str, Any]) -> bool:
    """Vrai pour un fichier dont rien n'est public ; d'un thème, ne garde que les exigences publiques."""
    if name == site_canary.SETTINGS:
        return False
    if name.startswith("eco/"):
        data["exigences"] = [item for item in data["exigences"] if item.get("visibilite") == "publique"]
        return not data["exigences"]
    return data.get("visibilite") != "publique"


def clean(data: dict[str, Any], model: type[Modele], drop: Callable[[str], bool] = lambda name: True) -> None:
    """Ôte d'un groupe ses champs internes, ou ceux que `drop` désigne, à toute profondeur."""
    for champ in champs(model):
        value = data.get(champ.name)
        if champ.audience == "interne":
            if drop(champ.name):
                data.pop(champ.name, None)
        elif champ.sub is not None and value is not None:
            for item in value if champ.many else [value]:
                clean(item, champ.sub, drop)
