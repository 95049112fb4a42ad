"""Relit une déclaration AGEC au format officiel, et en fait l'entrée de son année."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from spaser.catalogue import Catalogue
from spaser.checks.calendar import reviewed
from spaser.exports.agec import AMOUNTS, COLUMNS, official
from spaser.exports.base import DEMONSTRATION
from spaser.formatting import canonical_of
from spaser.model import DeclarationAgec
from spaser.reading import read as read_yaml
from spaser.rewriting import Changes

MAX_BYTES, MAX_LINES = 1_000_000, 200
AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,2})?")
SOURCE = "Déclaration AGEC (article 58), fichier au format officiel"
Row = dict[str, str]


class AgecError(Exception):
    """Un fichier refusé : toutes ses fautes, une par ligne."""


@dataclass(frozen=True)
class Reading:
    """Ce que le fichier dit : l'année, les lignes de l'entrée, et si elles se disent inventées."""

    year: int
    lines: list[dict[str, str]]
    demonstration: bool


def read(path: Path, loaded: Catalogue) -> Reading:
    """Lit et contrôle le fichier. Lève `AgecError` avec toutes les fautes."""
    rows = list(_rows(path))
    faults = [fault for rank, row in rows for fault in _faults(row, loaded, f"{path.name}:{rank}")]
    faults += _doubles(rows, path.name)
    years = {row["annee"] for _, row in rows}
    if not faults and len(years) > 1:
        faults.append(f"{path.name} : une seule année est attendue, lu {', '.join(sorted(years))}")
    if faults:
        raise AgecError("\n".join(faults))
    codes = {official(line): line.code for line in loaded.codes["categories-agec"].lignes}  # type: ignore[arg-type]
    invented = any(DEMONSTRATION in row["commentaires"] for _, row in rows)
    return Reading(int(years.pop()), [_line(row, codes) for _, row in rows], invented)


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Chaque ligne non vide et son rang dans le fichier. Lève `AgecError` si le fichier n'a pas la forme attendue."""
    if path.stat().st_size > MAX_BYTES:
        raise AgecError(f"{path.name} : le fichier dépasse {MAX_BYTES // 1000} Ko")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AgecError(f"{path.name} : le fichier n'est pas en UTF-8") from None
    head = text.splitlines()[0] if text.strip() else ""
    separator = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names, found = reader.fieldnames or (), [(reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}) for row in reader]
    except csv.Error:
        raise AgecError(f"{path.name}:{reader.line_num} : une cellule est trop longue, ou ses guillemets ne se ferment pas") from None
    missing = [name for name in COLUMNS[:-1] if name not in names]
    if missing:
        raise AgecError(f"{path.name} : il manque la colonne « {missing[0]} ». Les colonnes attendues sont : {', '.join(COLUMNS)}")
    kept = [(rank, row) for rank, row in found if any(row.values())]
    if not 1 <= len(kept) <= MAX_LINES:
        raise AgecError(f"{path.name} : de 1 à {MAX_LINES} lignes sont attendues, lu {len(kept)}")
    yield from ((rank, {**row, **{name: _point(row[name], separator) for name in AMOUNTS}}) for rank, row in kept)


def _point(text: str, separator: str) -> str:
    """Un tableur français sépare par un point-virgule et écrit les décimales avec une virgule."""
    return text.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".") if separator == ";" else text


def _faults(row: Row, loaded: Catalogue, place: str) -> Iterator[str]:
    buyer, known = loaded.collectivite, {official(line) for line in loaded.codes["categories-agec"].lignes}  # type: ignore[arg-type]
    if not re.fullmatch(r"20\d\d", row["annee"]):
        yield f"{place} : annee : une année est attendue, lu « {row['annee']} »"
    if row["siret"] != buyer.siret:
        yield f"{place} : siret : le SIRET de la collectivité est attendu, {buyer.siret}, lu « {row['siret']} »"
    if _plain(row["type_produit_acquis"]) not in known:
        yield f"{place} : type_produit_acquis : « {row['type_produit_acquis']} » n'est pas une des catégories officielles"
    for name in AMOUNTS:
        if not AMOUNT.fullmatch(row[name]):
            yield f"{place} : {name} : un montant en euros est attendu, par exemple 1500.50, lu « {row[name]} »"


def _doubles(rows: list[tuple[int, Row]], name: str) -> Iterator[str]:
    seen: set[str] = set()
    for rank, row in rows:
        category = _plain(row["type_produit_acquis"])
        if category in seen:
            yield f"{name}:{rank} : type_produit_acquis : « {category} » a déjà sa ligne, additionner les montants"
        seen.add(category)


def _plain(text: str) -> str:
    return text.replace("’", "'").replace("\u00a0", " ")


def _line(row: Row, codes: dict[str, str]) -> dict[str, str]:
    amounts = {name: f"{Decimal(row[name]).normalize():f}" for name in AMOUNTS}
    comment = row["commentaires"].replace(DEMONSTRATION, "").strip()
    said = {"commentaires": comment} if comment else {}
    return {"categorie": codes[_plain(row["type_produit_acquis"])]} | amounts | said


def changes(reading: Reading, root: Path, day: date) -> Changes:
    """Le fichier à écrire ; rien si l'entrée dit déjà la même chose."""
    path = root / "agec" / f"{reading.year}.yml"
    known: dict[str, Any] = read_yaml(path, path.as_posix())[0].data if path.is_file() else {}
    if known.get("lignes") == reading.lines and (known.get("demonstration") == "true") == reading.demonstration:
        return {}
    head = {"id": str(reading.year), "source": {"titre": SOURCE}, "annee": str(reading.year)} | ({"demonstration": "true"} if reading.demonstration else {})
    data = head | {name: value for name, value in known.items() if name != "demonstration"} | reviewed(day) | {"lignes": reading.lines}
    return {path: canonical_of(data, path.as_posix(), DeclarationAgec)}
