"""Le tableau qui finit une construction : ce que chaque site contient, et ce qu'il pèse."""

from __future__ import annotations

import click

from spaser.building import FOLDERS, Order
from spaser.rendering.typography import size


def show(orders: list[Order]) -> None:
    """Écrit un tableau aligné : une ligne par référentiel, une colonne par site."""
    told = [order.told() for order in orders]
    rows = [["Référentiel", *(f"Site {FOLDERS[order.audience]}" for order in orders)]]
    rows += [[kind, *(str(counts["entrees"].get(kind, 0)) for counts in told)] for kind in told[0]["entrees"]]
    rows.append(["Pages", *(str(counts["pages"]) for counts in told)])
    rows.append(["Poids", *(size(counts["octets"]) for counts in told)])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *others in rows:
        click.echo("  ".join([first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(others, widths[1:], strict=True))]))
