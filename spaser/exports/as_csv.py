"""Export CSV : une ligne par entrée, une colonne par champ, prêt pour un tableur."""

from __future__ import annotations

import csv
import io
from typing import Any

from spaser.exports import cells

#: Ce que chaque ligne répète de l'en-tête, en dernières colonnes.
PREFIX, SUFFIX = "export.", ("edition", "date", "licence", "demonstration")


def write(header: dict[str, Any], rows: list[cells.Row], columns: tuple[str, ...] = ()) -> bytes:
    """Un fichier CSV en UTF-8 avec indicateur d'ordre, séparateur virgule ; les listes sont jointes par « | ».

    L'édition, la licence et la marque de démonstration suivent chaque ligne, puisqu'un CSV n'a pas d'en-tête.
    """
    suffix = {PREFIX + name: cells.text(header[name]) for name in SUFFIX}
    found, flat = cells.grid(rows, columns)
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*found, *suffix], restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: cells.text(value) for name, value in row.items()} | suffix for row in flat)
    return buffer.getvalue().encode("utf-8-sig")
