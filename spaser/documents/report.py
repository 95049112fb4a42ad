"""Le rapport annuel du comité de suivi : objectifs, indicateurs, ce qui a changé, intentions, retours ; rien qui ne soit dans les référentiels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spaser import indicators
from spaser.documents import report_year
from spaser.documents.blocks import Block, Document, table
from spaser.exports.base import DEMONSTRATION
from spaser.indicators import WORST_FIRST
from spaser.model import Objectif
from spaser.publication import Edition
from spaser.rendering import panels
from spaser.rendering.renderer import Renderer
from spaser.rendering.typography import NBSP, count, day
from spaser.rendering.views.common import View


def write(renderer: Renderer, year: int) -> Document:
    """Le rapport d'une année : les valeurs connues jusqu'à elle, et ce qui s'y est passé."""
    edition = renderer.relations.edition
    title = f"{edition.collectivite.schema_achats.titre_court}{NBSP}: rapport annuel {year}"
    parts = (
        _opening(title, edition),
        _summary(edition, year),
        _goals(renderer, year),
        report_year.changes(edition, year),
        report_year.intentions(renderer.relations, year),
        report_year.contracts(edition, year),
        report_year.feedback(edition, year),
        _missing(edition, year),
    )
    return Document(title, tuple(block for part in parts for block in part))


def without_drawings(document: Document) -> Document:
    """Le même document pour un traitement de texte : le tableau de chaque indicateur dit déjà ce que montre son dessin."""
    return Document(document.titre, tuple(block for block in document.blocs if block[0] != "dessin"))


def _opening(title: str, edition: Edition) -> Iterator[Block]:
    buyer = edition.collectivite
    yield ["h", 1, title]
    yield ["note", f"{buyer.nom}, édition {buyer.edition} du {day(buyer.edition_du)}. Document interne, pour le comité de suivi."]
    if buyer.demonstration:
        yield ["note", DEMONSTRATION]


def _summary(edition: Edition, year: int) -> Iterator[Block]:
    goals = list(edition.entrees["objectif"].values())
    states = {goal.id: indicators.goal(edition, goal, year)[0] for goal in goals}
    counts = Counter(states.values())
    said = ", ".join(f"{panels.state(code, edition)['nom'].lower()}{NBSP}{counts[code]}" for code in (*reversed(WORST_FIRST), "sans-cible") if counts[code])
    yield ["h", 2, "L’essentiel"]
    when = f"à la fin de {year}" if year < edition.collectivite.edition_du.year else f"au {day(edition.collectivite.edition_du)}"
    yield ["p", f"{count(len(goals), 'objectif')} {when}{NBSP}: {said}."]
    lines = [[str(goal.numero), goal.intitule, panels.state(states[goal.id], edition)["nom"], str(goal.echeance)] for goal in goals]
    yield table("État des objectifs", [("N°", 10), ("Objectif", 55), ("État", 20), ("Échéance", 15)], lines, (0,))
    yield ["p", "L’état suit la règle écrite sur le tableau de bord du site. Une donnée absente n’est jamais remplacée."]


def _goals(renderer: Renderer, year: int) -> Iterator[Block]:
    edition = renderer.relations.edition
    for line in edition.codes["axes"].lignes:
        goals = [goal for goal in edition.entrees["objectif"].values() if goal.axe == line.code]
        if goals:
            yield ["h", 2, f"Axe{NBSP}: {line.libelle}"]
        for goal in goals:
            yield from _goal(goal, renderer, year)


def _goal(goal: Objectif, renderer: Renderer, year: int) -> Iterator[Block]:
    edition = renderer.relations.edition
    state, _ = indicators.goal(edition, goal, year)
    committee = f" Appréciation du comité de pilotage{NBSP}: {edition.label('etats-objectif', goal.etat).lower()}." if goal.etat else ""
    yield ["h", 3, f"{goal.numero}. {goal.intitule}"]
    yield ["p", f"{panels.state(state, edition)['nom']}. Échéance{NBSP}: {goal.echeance}.{committee}"]
    for panel in panels.of_goal(goal, edition, year):
        yield from _indicator(panel, renderer)
    if not goal.indicateurs:
        yield ["p", f"Sans indicateur.{f' Action ciblée{NBSP}: {goal.action_ciblee}' if goal.action_ciblee else ''}"]
    if goal.realisations:
        yield from (["p", f"Réalisations{NBSP}:"], ["puces", list(goal.realisations)])
    if goal.difficultes:
        yield from (["p", f"Difficultés{NBSP}:"], ["puces", list(goal.difficultes)])


def _indicator(panel: View, renderer: Renderer) -> Iterator[Block]:
    yield ["h", 4, panel["libelle"]]
    yield ["p", f"{panel['etat']['nom']}. {panel['phrase']}"]
    if panel["dessin"]:
        yield ["dessin", str(renderer.macro("pilotage", "dessin", panel))]
    if panel["lignes"]:
        lines = [[str(line["annee"]), line["cible"] or "sans cible", line["valeur"] or "sans donnée", line["source"]] for line in panel["lignes"]]
        yield table(f"Cibles et valeurs, en {panel['unite']}", [("Année", 10), ("Cible", 15), ("Valeur", 15), ("Source et date", 60)], lines, (1, 2))


def _missing(edition: Edition, year: int) -> Iterator[Block]:
    """Ce qui manque au rapport, et qui doit le fournir."""
    lines = []
    for goal in edition.entrees["objectif"].values():
        for indicator, standing in zip(goal.indicateurs, indicators.goal(edition, goal, year)[1], strict=True):
            absent = panels.to_supply(indicator, panels.missing(indicator, standing, edition, year), edition)
            lines += [[f"{goal.numero}. {indicator.libelle}", ", ".join(map(str, years)), who] for years, who in absent]
    yield ["h", 2, "Ce qui manque"]
    if lines:
        yield table("Valeurs à fournir", [("Indicateur", 50), ("Années", 20), ("Qui", 30)], lines)
    else:
        yield ["p", f"Aucune valeur ne manque jusqu’en {year}."]
