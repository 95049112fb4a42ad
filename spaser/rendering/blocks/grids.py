"""L'accessibilité et l'écoconception du site : la grille de chaque référentiel, et la déclaration tirée de la première."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from spaser import conformity
from spaser.model.grille import Controle, Grille
from spaser.publication import dump
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.typography import day, number

STATES = {
    "teste": "Contrôlé par des tests",
    "respecte": "Respecté",
    "en-partie": "Respecté en partie",
    "non-respecte": "Non respecté",
    "a-auditer": "À évaluer par une personne",
    "non-applicable": "Sans objet",
}
RESULTS = {"conforme": "Conforme", "non-conforme": "Non conforme", "non-applicable": "Sans objet"}
#: Les parties que la loi demande (RGAA 4.1, « Contenu de la déclaration d'accessibilité »), et deux phrases qui en découlent.
PARTS = ("court", "engagement", "etat", "resultats", "defauts", "derogations", "exemptes", "etablissement", "technologies", "environnement")


def grille(page: Page, nom: str) -> Markup:
    """Les critères d'une grille, par thème, avec leur état ; le site interne ajoute le nom des tests."""
    themes = [
        {"id": f"theme-{rank}", "titre": f"{rank}. {theme.titre}", "criteres": [_control(page, control) for control in theme.criteres]}
        for rank, theme in enumerate(_grid(page, nom).themes, 1)
    ]
    return page.renderer.macro("grille", "grille", themes)


def bilan_grille(page: Page, nom: str) -> Markup:
    """Le nombre de critères d'une grille dans chaque état."""
    found = conformity.controls(_grid(page, nom))
    counts = {name: sum(control.etat == state for control in found) for state, name in STATES.items()}
    rows = [{"nombre": count, "nom": name[0].lower() + name[1:]} for name, count in counts.items() if count]
    return page.renderer.macro("grille", "bilan", len(found), rows)


def declaration_accessibilite(page: Page, partie: str) -> Markup:
    """Une partie de la déclaration d'accessibilité, tirée de la grille du RGAA et de son audit."""
    if partie not in PARTS:
        raise BlockError(f"« {partie} » n'est pas une partie de la déclaration : {', '.join(PARTS)}")
    return page.renderer.macro("grille", partie, _declaration(page))


def _grid(page: Page, name: str) -> Grille:
    found = conformity.grid_of(page.edition, name)
    if found is None:
        raise BlockError(f"« {name} » n'est pas une grille de referentials/grilles/")
    return found


def _control(page: Page, control: Controle) -> dict[str, Any]:
    return {
        "numero": control.numero,
        "objet": control.objet,
        "etat": RESULTS[control.resultat] if control.resultat else STATES[control.etat],
        "note": control.note or "",
        "defaut": control.defaut or "",
        "tests": control.tests if page.edition.audience == "interne" else (),
    }


def _declaration(page: Page) -> dict[str, Any]:
    """Ce que disent les parties ; sans audit valide, ni taux, ni audit, ni défauts."""
    grid, state = _grid(page, conformity.RGAA), conformity.conformity(page.edition)
    said = grid.declaration
    if said is None:
        raise BlockError(f"la grille « {grid.id} » n'a pas de déclaration")
    return {
        "mention": state.mention,
        "version": grid.version,
        "taux": number(round(state.rate)) if state.rate is not None else "",
        "perime": bool(said.audit and not state.audit),
        "audit": dump(state.audit, "publique") | {"fait_le": day(state.audit.fait_le), "rapport": state.audit.rapport} if state.audit else {},
        "defauts": [{"numero": control.numero, "defaut": control.defaut or control.objet} for control in state.faults],
        "derogations": said.derogations,
        "exemptes": said.exemptes,
        "technologies": said.technologies,
        "schema_pluriannuel": said.schema_pluriannuel,
        "plan_annuel": said.plan_annuel,
        "etablie_le": day(said.etablie_le),
        "mise_a_jour_le": day(said.mise_a_jour_le) if said.mise_a_jour_le else "",
    }
