"""Export CSV : une ligne par entrée, une colonne par champ, prêt pour un tableur."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

#: Un tableur exécute une cellule qui commence par l'un de ces signes (OWASP, « CSV Injection »).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = "|"


def write(header: dict[str, Any], rows: list[dict[str, Any]]) -> bytes:
    """Un fichier CSV en UTF-8 avec indicateur d'ordre, séparateur virgule ; les listes sont jointes par « | ».

    L'édition, la licence et la marque de démonstration suivent chaque ligne, puisqu'un CSV n'a pas d'en-tête.
    """
    suffix = {f"export.{name}": header[name] for name in ("edition", "date", "licence", "demonstration")}
    flat = [_flat(row) | suffix for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row if name not in suffix)) + list(suffix)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in flat)
    return buffer.getvalue().encode("utf-8-sig")


def _flat(row: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        grouped = any(isinstance(item, dict) for item in value)
        value = json.dumps(value, ensure_ascii=False) if grouped else SEPARATOR.join(map(str, value))
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
