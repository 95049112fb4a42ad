"""Les vues : d'une entrée aux valeurs prêtes à afficher, sans aucun HTML.

Une vue est un dictionnaire de textes, de nombres et de listes : le gabarit n'en est qu'une fonction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spaser.relations import Relations
from spaser.rendering.views import exigence, famille, fournisseur, intention, objectif

View = dict[str, Any]

#: La vue entière d'une fiche, par genre.
FULL: dict[str, Callable[[Any, Relations], View]] = {
    "intention": intention.full,
    "famille": famille.full,
    "exigence": exigence.full,
    "fournisseur": fournisseur.full,
    "objectif": objectif.full,
}

#: La vue courte d'une entrée : ligne d'une liste, carte, lien.
SHORT: dict[str, Callable[[Any, Relations], View]] = {
    "intention": intention.short,
    "famille": famille.short,
    "exigence": exigence.short,
    "fournisseur": fournisseur.short,
    "objectif": objectif.short,
}
