"""Les deux annexes d'une opération : au programme, et au dossier de consultation ; le navigateur écrit les mêmes blocs, dans le même ordre.

Une sélection est un dictionnaire : `intitule`, `criteres`, `ambition`, `ambition_libelle`, `producteur`, `edition`, `edition_date`,
`demonstration`, `themes` et `phases` (libellés par code), `exigences` telles que les écrit `exports/operations.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.checks.requirements import LEVELS
from spaser.documents.blocks import Block, Document, table
from spaser.exports.base import DEMONSTRATION
from spaser.rendering.typography import count

Said = dict[str, Any]
#: Les phases où l'entreprise apporte ses preuves.
SITE = ("DCE", "DET", "AOR")
RULE = (
    "Reportez chaque clause dans le cahier des clauses techniques ou administratives particulières (CCTP ou CCAP). "
    "Une clause est écrite pour le niveau socle\u00a0: si le seuil retenu est plus exigeant, mettez sa valeur à la place."
)


def programme(selection: Said) -> Document:
    """L'annexe au programme : les seuils retenus, puis ce que chaque phase doit montrer."""
    title = f"Annexe au programme\u00a0: {selection['intitule']}"
    parts = (_opening(title, selection), _summary(selection), _by_theme(selection, _steps))
    return Document(title, tuple(block for part in parts for block in part))


def dce(selection: Said) -> Document:
    """L'annexe au dossier de consultation : les clauses, les preuves de l'entreprise, les pénalités."""
    title = f"Annexe au dossier de consultation\u00a0: {selection['intitule']}"
    with_clauses = selection | {"exigences": [one for one in selection["exigences"] if one["clause"]]}
    parts = (_opening(title, selection), [["p", RULE]], _by_theme(with_clauses, _clause), _penalties(selection), _summary(selection))
    return Document(title, tuple(block for part in parts for block in part))


def target(one: Said, ambition: str) -> tuple[str, str]:
    """Le niveau et le seuil retenus : les plus hauts que l'exigence définit sans dépasser l'ambition."""
    name = next(name for name in reversed(LEVELS[: LEVELS.index(ambition) + 1]) if name in one["niveaux"])
    return name, one["niveaux"][name]


def reference(one: Said) -> str:
    """« bat-eau-cuisine, version 1 »."""
    return f"{one['id']}, version {one['version']}"


def _opening(title: str, selection: Said) -> Iterator[Block]:
    yield ["h", 1, title]
    yield ["note", f"Éco-référentiel, {selection['producteur']}, édition {selection['edition']} du {selection['edition_date']}."]
    if selection["demonstration"]:
        yield ["note", DEMONSTRATION]
    found = len(selection["exigences"])
    yield ["p", f"Opération\u00a0: {selection['criteres']}. Ambition\u00a0: {selection['ambition']}. {count(found, 'exigence')} à respecter."]


def _summary(selection: Said) -> Iterator[Block]:
    yield ["h", 2, "Exigences et seuils retenus"]
    lines = []
    for one in selection["exigences"]:
        level, threshold = target(one, selection["ambition"])
        lines.append([one["titre"], threshold, level.capitalize(), reference(one)])
    yield table("Seuil retenu pour chaque exigence", [("Exigence", 30), ("Seuil retenu", 30), ("Niveau", 15), ("Référence", 25)], lines)


def _by_theme(selection: Said, write: Any) -> Iterator[Block]:
    theme = None
    for one in selection["exigences"]:
        if one["theme"] != theme:
            theme = one["theme"]
            yield ["h", 2, selection["themes"][theme]]
        yield ["h", 3, one["titre"]]
        yield from write(one, selection)


def _steps(one: Said, selection: Said) -> Iterator[Block]:
    yield ["p", one["resume"]]
    said = "\u00a0; ".join(f"{name} {threshold}" for name, threshold in one["niveaux"].items())
    yield ["p", f"{one['indicateur']}\u00a0: {said}."]
    if one["loi"]:
        yield ["p", f"Déjà exigé par la loi ({one['loi']}). {one['portee']}"]
    columns = [("Phase", 20), ("Attendu", 30), ("Preuve", 30), ("Qui", 20)]
    yield table(reference(one), columns, [[selection["phases"][phase], expected, proof, who] for phase, expected, proof, who in one["etapes"]])


def _clause(one: Said, selection: Said) -> Iterator[Block]:
    yield ["p", f"Seuil retenu\u00a0: {target(one, selection['ambition'])[1]}. Référence\u00a0: {reference(one)}."]
    yield from one["clause"]
    proofs = [f"{selection['phases'][phase]}\u00a0: {proof} ({who[:1].lower()}{who[1:]})" for phase, _, proof, who in one["etapes"] if phase in SITE]
    if proofs:
        yield ["p", "Preuves attendues"]
        yield ["puces", proofs]
    if one["penalite"]:
        yield ["p", f"Pénalité\u00a0: {one['penalite']}"]


def _penalties(selection: Said) -> Iterator[Block]:
    lines = [[one["titre"], one["penalite"], reference(one)] for one in selection["exigences"] if one["penalite"]]
    if lines:
        yield ["h", 2, "Pénalités"]
        yield table("Pénalités à reporter dans le CCAP", [("Exigence", 30), ("Pénalité", 45), ("Référence", 25)], lines)
