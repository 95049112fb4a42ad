"""Le tableau de bord du schéma : un état par objectif, puis de petits dessins comparables, une page par chantier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from markupsafe import escape

from spaser import indicators
from spaser.indicators import WORST_FIRST, State
from spaser.model import GENRES, Objectif
from spaser.publication import Edition
from spaser.rendering import panels
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import NBSP, count
from spaser.rendering.views import common
from spaser.rendering.views.common import View

TRAIL = (("Tableau de bord", panels.BOARD),)
#: Une page garde moins de 400 éléments : au-delà de ce nombre de dessins, elle est coupée.
DRAWN = 5
Group = tuple[str, str, list[Objectif]]


def overview(edition: Edition) -> View:
    """La page d'entrée : combien d'objectifs dans chaque état, puis les objectifs de chaque axe."""
    goals = [_row(entry, edition) for entry in edition.entrees["objectif"].values()]
    states = Counter(goal["etat"]["code"] for goal in goals)
    pages = list(groups(edition))
    return {
        "bilan": [panels.state(code, edition) | {"nombre": count(states[code], "objectif")} for code in (*reversed(WORST_FIRST), "sans-cible") if states[code]],
        "axes": [
            {
                "code": line.code,
                "titre": line.libelle,
                "objectifs": [goal for goal in goals if goal["axe"] == line.code],
                "pages": [{"titre": title, "url": address(slug)} for slug, title, found in pages if found[0].axe == line.code],
            }
            for line in edition.codes["axes"].lignes
        ],
        "regle": rule(edition),
        "interne": edition.audience == "interne",
    }


def rule(edition: Edition) -> list[View]:
    """La règle des états, dans l'ordre où `spaser.indicators.judge` l'applique : la première ligne vraie donne l'état."""
    said: tuple[tuple[State, str], ...] = (
        ("sans-cible", "le schéma ne chiffre pas de cible."),
        ("sans-donnee", "aucune valeur d’une année finie n’est connue."),
        ("atteint", "la dernière valeur atteint la dernière cible."),
        ("en-retard", "la dernière cible due n’est pas atteinte. Une cible est due quand son année est finie, ou quand la valeur de son année est connue."),
        ("en-bonne-voie", "la dernière cible due est atteinte, par une valeur de la même année ou d’avant, ou par la seule valeur connue."),
        ("sans-donnee", "une seule valeur est connue avant la première échéance. Elle ne montre pas de tendance."),
        ("en-bonne-voie", "la dernière valeur tient le chemin droit qui va de la première valeur à la prochaine cible."),
        ("en-retard", "la dernière valeur ne le tient pas."),
    )
    return [panels.state(code, edition) | {"regle": text} for code, text in said]


def _row(entry: Objectif, edition: Edition) -> View:
    state, standings = indicators.goal(edition, entry)
    short = [panels.short(indicator, standing, edition) for indicator, standing in zip(entry.indicateurs, standings, strict=True)]
    return {
        "numero": entry.numero,
        "titre": entry.intitule,
        "url": common.url("objectif", entry.id),
        "axe": entry.axe,
        "etat": panels.state(state, edition),
        "comite": edition.label("etats-objectif", entry.etat),
        "echeance": entry.echeance,
        "indicateurs": short,
    }


def groups(edition: Edition) -> Iterator[Group]:
    """Les pages de dessins : une par chantier, ou par axe sans chantier, coupée s'il le faut ; fin d'adresse, titre, objectifs."""
    goals = sorted(edition.entrees["objectif"].values(), key=lambda entry: (entry.axe, entry.chantier or "", entry.numero))
    for (axis, site), found in groupby(goals, key=lambda entry: (entry.axe, entry.chantier or "")):
        parts = list(_cut(list(found), edition))
        for rank, part in enumerate(parts, 1):
            suffix = f", page {rank} sur {len(parts)}" if len(parts) > 1 else ""
            title = edition.label("chantiers", site) if site else edition.label("axes", axis)
            yield f"{site or axis}{f'-page-{rank}' if rank > 1 else ''}", f"{title}{suffix}", part


def _cut(goals: list[Objectif], edition: Edition) -> Iterator[list[Objectif]]:
    page: list[Objectif] = []
    drawn = 0
    for entry in goals:
        own = sum(bool(indicators.points(edition, item) or item.cibles) for item in entry.indicateurs)
        if page and drawn + own > DRAWN:
            yield page
            page, drawn = [], 0
        page.append(entry)
        drawn += own
    if page:
        yield page


def address(slug: str) -> str:
    """L'adresse d'une page de dessins."""
    return f"{GENRES['objectif'].url}/tableau-de-bord-{slug}/"


def pages(renderer: Renderer) -> Iterator[Fiche]:
    """Les pages de dessins, posées dans la coquille des objectifs."""
    edition = renderer.relations.edition
    found = list(groups(edition))
    for slug, title, goals in found:
        heading = f"Tableau de bord{NBSP}: {title}"
        view = {
            "titre": heading,
            "axe": edition.label("axes", goals[0].axe),
            "objectifs": [_row(entry, edition) | {"panneaux": panels.of_goal(entry, edition)} for entry in goals],
            "autres": [{"titre": name, "url": address(other)} for other, name, _ in found if other != slug],
        }
        body = str(renderer.macro("pilotage", "chantier", view, FICHE_ROOT))
        headings = tuple((f"objectif-{entry.numero}", escape(f"Objectif {entry.numero}")) for entry in goals)
        yield Fiche("objectif", address(slug), heading, f"Indicateurs, cibles et valeurs{NBSP}: {title}", body, headings, TRAIL)
