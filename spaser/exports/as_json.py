"""Export JSON : un en-tête, puis les entrées telles que le modèle les dit."""

from __future__ import annotations

import json
from typing import Any


def write(header: dict[str, Any], rows: list[dict[str, Any]]) -> bytes:
    """Un document JSON en UTF-8, lisible, dans l'ordre du modèle."""
    return (json.dumps(header | {"entrees": rows}, ensure_ascii=False, indent=1) + "\n").encode()
