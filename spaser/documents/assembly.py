"""L'assemblage d'une sélection de critères en un document : le composeur du navigateur écrit les mêmes blocs, dans le même ordre.

Une sélection est un dictionnaire : `intitule`, `producteur`, `edition`, `edition_date` (en lettres), `demonstration`,
`choix` (`critere` tel que l'écrit `exports/composer.py`, `poids`, et `parent` pour un sous-critère), `prix`, `prix_libelle`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from spaser.documents.blocks import Block, Document, table
from spaser.exports.base import DEMONSTRATION
from spaser.rendering.typography import count, day, number

Said = dict[str, Any]
AWARD, CANDIDATE, SPECIFICATION = "critere-attribution", "selection-candidatures", "specification-technique"
#: Où vont les clauses : le titre de la partie, et les types de critères qu'elle reçoit.
PLACES = (
    ("À reporter dans le cahier des clauses techniques particulières (CCTP)", (SPECIFICATION,)),
    ("À reporter dans le cahier des clauses administratives particulières (CCAP)", ("condition-execution", "clause-reexamen")),
)
TO_SET = "à fixer"


def assemble(selection: Said) -> Document:
    """Le document entier : règlement de la consultation, grille d'analyse, clauses, critères employés."""
    title = f"Critères d’attribution et clauses\u00a0: {selection['intitule']}"
    parts = (_opening(title, selection), _rules(selection), _scales(selection), _clauses(selection), _used(selection))
    return Document(title, tuple(block for part in parts for block in part))


def awards(selection: Said) -> list[Said]:
    """Les choix notés, dans l'ordre de la sélection : un critère, puis ses sous-critères."""
    return [choice for choice in selection["choix"] if choice["critere"]["type"] == AWARD]


def percent(weight: int | None) -> str:
    """« 20 % », ou « à fixer » si les poids ne sont pas connus."""
    return TO_SET if weight is None else f"{weight}\u00a0%"


def proof(said: Said) -> str:
    """La preuve demandée, et celle d'une petite entreprise s'il y en a une."""
    if not said["petite"]:
        return str(said["texte"])
    return f"{_bare(said['texte'])}, ou à la place, pour une petite entreprise\u00a0: {said['petite']}"


def _opening(title: str, selection: Said) -> Iterator[Block]:
    yield ["h", 1, title]
    yield ["note", f"{selection['producteur']}. Préparé avec le vadémécum, édition {selection['edition']} du {selection['edition_date']}."]
    if selection["demonstration"]:
        yield ["note", DEMONSTRATION]


def _rules(selection: Said) -> Iterator[Block]:
    """Le règlement de la consultation : les critères et leurs poids, puis chaque texte avec ses preuves."""
    yield ["h", 2, "Règlement de la consultation"]
    yield ["p", "Les offres sont jugées selon les critères suivants."]
    yield _weights(selection)
    for choice in awards(selection):
        yield ["h", 3, choice["critere"]["intitule"]]
        yield from _demand(choice["critere"])
    candidates = _of(selection, (CANDIDATE,))
    if candidates:
        yield ["h", 3, "Sélection des candidatures"]
    for critere in candidates:
        yield ["h", 4, critere["intitule"]]
        yield from _demand(critere)


def _weights(selection: Said) -> Block:
    noted = awards(selection)
    weights = {choice["critere"]["id"]: percent(choice["poids"]) for choice in noted}
    lines = [_weight(choice, choice["critere"], weights.get(choice["parent"])) for choice in noted]
    if selection["prix"] != 0:
        lines.append([selection["prix_libelle"], percent(selection["prix"]), "", ""])
    return table("Critères de jugement des offres", [("Critère", 30), ("Poids", 10), ("Preuves demandées", 35), ("Référence", 25)], lines, (1,))


def _weight(choice: Said, critere: Said, whole: str | None) -> list[str]:
    """La ligne d'un critère ; le poids d'un sous-critère est une part du sien, `whole`."""
    name = f"–\u00a0{critere['intitule']}" if choice["parent"] else critere["intitule"]
    part = percent(choice["poids"]) + (f" de {whole}" if whole else "")
    return [name, part, _proofs(critere), f"{critere['id']}, version {critere['version']}"]


def _proofs(critere: Said) -> str:
    return "\n".join(said["texte"] for said in critere["preuves"])


def _demand(critere: Said) -> Iterator[Block]:
    yield from critere["texte"]
    yield ["p", "Preuves demandées"]
    yield ["puces", [proof(said) for said in critere["preuves"]]]


def _scales(selection: Said) -> Iterator[Block]:
    """La grille d'analyse : le barème de chaque critère noté, et le temps de l'analyse."""
    noted = [choice["critere"] for choice in awards(selection) if choice["critere"]["bareme"]]
    if noted:
        yield ["h", 2, "Grille d’analyse des offres"]
    for critere in noted:
        lines = [[step["attendu"], number(step["points"])] for step in critere["bareme"]]
        yield table(critere["intitule"], [("Ce que l’offre montre", 85), ("Points", 15)], lines, (1,))
        check = critere["analyse"]
        if check:
            yield ["p", f"Analyse, {count(check['minutes'], 'minute')} par offre\u00a0: {check['methode']}"]


def _clauses(selection: Said) -> Iterator[Block]:
    followed = [critere for critere in _of(selection, (AWARD, SPECIFICATION)) if critere["suivi"]]
    if followed or any(_of(selection, types) for _, types in PLACES):
        yield ["h", 2, "Clauses"]
    for title, types in PLACES:
        found = _of(selection, types)
        if found:
            yield ["h", 3, title]
        for critere in found:
            yield from _clause(critere)
    if followed:
        yield ["h", 3, "Contrôle pendant le marché"]
        columns = [("Engagement", 30), ("Contrôle", 30), ("Quand", 15), ("Pénalité", 25)]
        yield table("Engagements et exigences à contrôler", columns, [_follow(critere) for critere in followed])


def _clause(critere: Said) -> Iterator[Block]:
    yield ["h", 4, critere["intitule"]]
    yield from critere["texte"]
    follow = critere["suivi"]
    if follow and critere["type"] != SPECIFICATION:  # le contrôle d'une spécification est dans le tableau qui suit
        yield ["p", f"Contrôle\u00a0: {_bare(follow['controle'])}, {_small(_bare(follow['periodicite']))}."]
        if follow["penalite"]:
            yield ["p", f"Pénalité\u00a0: {_bare(follow['penalite'])}."]


def _follow(critere: Said) -> list[str]:
    follow = critere["suivi"]
    return [critere["intitule"], follow["controle"], follow["periodicite"], follow["penalite"] or ""]


def _used(selection: Said) -> Iterator[Block]:
    yield ["h", 2, "Critères employés"]
    used = [choice["critere"] for choice in selection["choix"]]
    lines = [[critere["id"], str(critere["version"]), day(date.fromisoformat(critere["applicable"])), critere["intitule"]] for critere in used]
    yield table("Version de chaque critère", [("Référence", 30), ("Version", 10), ("Applicable à partir du", 20), ("Intitulé", 40)], lines, (1,))


def _of(selection: Said, types: tuple[str, ...]) -> list[Said]:
    return [choice["critere"] for choice in selection["choix"] if choice["critere"]["type"] in types]


def _bare(said: str) -> str:
    """Une phrase sans son point final."""
    return said.removesuffix(".")


def _small(said: str) -> str:
    """Un groupe de mots qui suit une virgule : sa première lettre est petite."""
    return said[:1].lower() + said[1:]
