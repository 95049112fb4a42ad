"""Les blocs du pilotage du schéma."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from spaser.rendering import dashboard
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import NBSP, count, number

#: Les documents que l'on remplit ou que l'on colle ailleurs ; les fichiers de données et les abonnements n'en sont pas.
PRODUCED = {"kits": "kits des familles", "operations": "opérations de l’éco-référentiel", "outils": "outils du schéma"}


def tableau_de_bord(page: Page) -> Markup:
    """L'état de chaque objectif, et la règle qui le donne."""
    return page.macro("pilotage", "bord", dashboard.overview(page.edition) | {"documents": _documents(page)})


def _documents(page: Page) -> str:
    """Les documents à emporter que cette édition produit, par usage ; vide s'il n'y en a pas."""
    made: Counter[str] = Counter(export.groupe for export in page.exports)
    said = [f"{name}{NBSP}{number(made[group])}" for group, name in PRODUCED.items() if made[group]]
    return f"{count(sum(made[group] for group in PRODUCED), 'document')} à emporter{NBSP}: {', '.join(said)}." if said else ""
