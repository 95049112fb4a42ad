"""Le fichier que la page « Mon opération » lit pour comparer deux éditions de l'éco-référentiel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser import editions
from spaser.exports.base import Export, header, page_data
from spaser.exports.operations import FOLDER
from spaser.model import Exigence, ThemeEco
from spaser.model.exigence import Redaction
from spaser.model.lignes import LigneEdition
from spaser.publication import Edition
from spaser.rendering.redactions import WORDS, facts
from spaser.rendering.typography import day

Said = dict[str, Any]
TITLE = "Éditions de l’éco-référentiel"


def produce(edition: Edition) -> Iterator[Export]:
    """Le fichier des éditions, s'il y en a deux à comparer."""
    if editions.latest(edition):
        said = document(edition)
        yield page_data(f"{FOLDER}editions.json", said, TITLE, len(said["exigences"]))


def document(edition: Edition) -> Said:
    """Les éditions, puis chaque exigence qui n'a pas toujours été ce qu'elle est, avec toutes ses rédactions."""
    lines = editions.listed(edition)
    ranks = {line.code: rank for rank, line in enumerate(lines)}
    found = ((theme, entry) for theme in edition.themes for entry in theme.exigences)
    moving = [(theme, entry) for theme, entry in found if entry.edition or entry.versions_precedentes or entry.retire_le]
    return header(edition, TITLE) | {
        "editions": [{"code": line.code, "date": day(line.du), "demonstration": line.demonstration} for line in lines],
        "evenements": list(editions.EVENTS),
        "mots": list(WORDS),
        "exigences": [_moving(theme, entry, lines, ranks, edition) for theme, entry in moving],
    }


def _moving(theme: ThemeEco, entry: Exigence, lines: list[LigneEdition], ranks: dict[str, int], edition: Edition) -> Said:
    gone = next((rank for rank, line in enumerate(lines) if entry.retire_le and entry.retire_le <= line.du), None)
    said = [_redaction(item, ranks, edition) for item in editions.history(entry)]
    return {"id": entry.id, "titre": entry.intitule, "volet": theme.volet, "theme": theme.theme, "retiree": gone, "redactions": said}


def _redaction(said: Redaction, ranks: dict[str, int], edition: Edition) -> Said:
    bound = said.seuil_applicabilite
    return {
        "version": said.version,
        "depuis": ranks[said.edition] if said.edition else 0,
        "operations": list(said.operations),
        "typologies": list(said.typologies),
        "surface": bound.surface_m2 if bound else None,
        "montant": bound.montant_ht if bound else None,
        "motif": getattr(said, "motif", ""),
        "faits": facts(said, edition),
    }
