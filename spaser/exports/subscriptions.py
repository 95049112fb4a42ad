"""Ce qu'une page montre d'un abonnement : son titre, ses deux adresses, le poids de l'agenda."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spaser.exports import atom, ics
from spaser.exports.base import Export
from spaser.exports.selections import Selection, selections
from spaser.publication import Edition
from spaser.rendering.typography import count, size


def subscriptions(edition: Edition, exports: Iterable[Export]) -> dict[str, dict[str, Any]]:
    """Les abonnements d'une édition, au nom de leur sélection (« famille-mobilier »)."""
    sizes = {export.path: size(export.size) for export in exports if export.groupe == "abonnements"}
    return {selection.name: _view(selection, sizes) for selection in selections(edition)}


def _view(selection: Selection, sizes: dict[str, str]) -> dict[str, Any]:
    return {
        "sorte": selection.kind,
        "titre": selection.label,
        "nombre": count(len(selection.entries), "intention"),
        "atom": atom.path(selection),
        "ics": ics.path(selection),
        "poids": sizes[ics.path(selection)],
    }
