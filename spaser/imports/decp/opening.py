"""Ouvre un fichier de données essentielles dans ses bornes : JSON de 2024, JSON plus ancien, ou forme plate en CSV ou en JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from spaser.imports.decp import flat, nested
from spaser.imports.decp.record import AwardsError, Record

#: Un acheteur ne remplit pas dix mégaoctets par an : au-delà, c'est un fichier national, à réduire d'abord à son SIREN.
MAX_BYTES = 50 * 1024 * 1024
MAX_CONTRACTS = 200_000
MAX_CELL = 20_000
FORMS = {"2024": "format DECP de 2024", "ancien": "ancien format DECP", "plat": "forme plate, une ligne par titulaire"}
SHAPE = ("le fichier n'a pas la forme des données essentielles", "donner le fichier DECP publié par la plateforme, en JSON ou en CSV")


def read(path: Path) -> tuple[str, Iterator[Record]]:
    """La forme du fichier, et ses contrats un à un. Lève `AwardsError`."""
    if path.stat().st_size > MAX_BYTES:
        raise AwardsError(path.name, f"le fichier dépasse {MAX_BYTES // 1024**2} Mo", "garder les seuls contrats de la collectivité")
    raw = path.read_bytes()
    start = raw[:200].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    form, records = _json(raw, path.name) if start[:1] in ("{", "[") else ("plat", flat.group(_rows(raw, path.name), path.name))
    return form, _bounded(records, path.name)


def _bounded(records: Iterator[Record], name: str) -> Iterator[Record]:
    for rank, record in enumerate(records):
        if rank >= MAX_CONTRACTS:
            raise AwardsError(name, f"le fichier dépasse {MAX_CONTRACTS} contrats", "garder les seuls contrats de la collectivité")
        yield record


def _json(raw: bytes, name: str) -> tuple[str, Iterator[Record]]:
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse, parse_float=str, parse_int=str)
    except UnicodeDecodeError:
        raise AwardsError(name, "le fichier n'est pas en UTF-8", "l'enregistrer avec l'encodage UTF-8") from None
    except RecursionError:
        raise AwardsError(name, f"le fichier a plus de {nested.MAX_DEPTH} niveaux", SHAPE[1]) from None
    except json.JSONDecodeError as error:
        raise AwardsError(name, f"le fichier n'est pas un JSON complet, ligne {error.lineno}, colonne {error.colno}", "le télécharger à nouveau") from None
    except ValueError as error:
        raise AwardsError(name, str(error), "le télécharger à nouveau") from None
    return _shape(data, name)


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"« {text} » n'est pas un nombre")


def _shape(data: Any, name: str) -> tuple[str, Iterator[Record]]:
    """Reconnaît la forme d'un JSON à sa seule enveloppe."""
    content = data.get("marches") if isinstance(data, dict) else data
    if isinstance(content, dict) and {"marche", "contrat-concession"} & set(content):
        return "2024", nested.current(content, name)
    if isinstance(content, list) and all(isinstance(item, dict) for item in content):
        where = "marches" if isinstance(data, dict) else ""
        if any(isinstance(item.get(key), dict) for item in content[:50] for key in ("acheteur", "autoriteConcedante")):
            return "ancien", nested.former(content, where, name)
        return "plat", flat.group(((rank, f"{where}[{rank}]", item) for rank, item in enumerate(content, 1)), name)
    raise AwardsError(name, *SHAPE)


def _rows(raw: bytes, name: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Les lignes d'un CSV : leur rang, leur place, leurs cellules par titre."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    head = text[: text.find("\n")] if "\n" in text else text
    separator = max(";,\t|", key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    before = csv.field_size_limit(MAX_CELL)  # la borne vaut pour tout le processus : elle se rend
    try:
        for row in reader:
            yield reader.line_num, f"ligne {reader.line_num}", {key: value for key, value in row.items() if isinstance(key, str)}
    except csv.Error:
        raise AwardsError(name, f"la ligne {reader.line_num + 1} ne se lit pas", "vérifier ses guillemets et ses séparateurs") from None
    finally:
        csv.field_size_limit(before)
