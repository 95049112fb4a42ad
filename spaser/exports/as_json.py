"""Export JSON : un en-tête, puis les entrées telles que le modèle les dit, une par ligne."""

from __future__ import annotations

import json
from typing import Any


def write(header: dict[str, Any], rows: list[dict[str, Any]], name: str = "entrees") -> bytes:
    """Un document JSON en UTF-8, dans l'ordre du modèle ; `rows` en est le dernier champ, une entrée par ligne : deux éditions se comparent."""
    start = json.dumps(header | {name: []}, ensure_ascii=False).removesuffix("]}")
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"{start}\n{lines}\n]}}\n".encode()
