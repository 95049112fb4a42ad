"""La vue d'un objectif du schéma : son échéance, ses indicateurs, leurs cibles, et ce qui le sert."""

from __future__ import annotations

from typing import Any

from spaser import indicators
from spaser.model import Objectif
from spaser.relations import Relations, upcoming
from spaser.rendering import panels
from spaser.rendering.typography import NBSP, number
from spaser.rendering.views import common
from spaser.rendering.views.common import View, once

#: Les intentions montrées sur la page d'un objectif, les plus proches d'abord.
SHOWN = 8


@once
def short(entry: Objectif, relations: Relations) -> View:
    """Une ligne : numéro, intitulé, axe, échéance, cible."""
    return {
        "titre": entry.intitule,
        "url": common.url("objectif", entry.id),
        "id": entry.id,
        "numero": entry.numero,
        "axe": relations.edition.label("axes", entry.axe),
        "echeance": entry.echeance_note or str(entry.echeance),
        "cibles": [_target(indicator) for indicator in entry.indicateurs if indicator.cibles],
        "action": entry.action_ciblee or "",
        "marques": common.marks(entry),
        "etiquettes": [],
    }


def _target(indicator: Any) -> str:
    last = indicator.cibles[-1]
    return f"{number(last.valeur)}{NBSP}{indicator.unite} en {last.annee}"


def full(entry: Objectif, relations: Relations) -> View:
    """Tout ce que dit la page d'un objectif."""
    from spaser.rendering import goal_families  # imports différés : ces vues et ces pages citent les objectifs
    from spaser.rendering.views import exigence, intention

    label = relations.edition.label
    served = list(upcoming(relations.intentions_of_goal(entry)))
    return common.base("objectif", entry, f"Objectif {entry.numero}{NBSP}: {entry.intitule}", relations) | {
        "resume": short(entry, relations),
        "description": f"Objectif {entry.numero} du schéma : {entry.intitule}",
        "texte": entry.resume,
        "en_clair": entry.en_clair or "",
        "chantier": label("chantiers", entry.chantier),
        "enjeux": list(entry.enjeux),
        "modalites": list(entry.modalites),
        "echeance": entry.echeance,
        "echeance_note": entry.echeance_note or "",
        "pilote": label("services", entry.pilote),
        "etat": label("etats-objectif", entry.etat) if entry.etat else "",
        "situation": panels.state(indicators.goal(relations.edition, entry)[0], relations.edition),
        "indicateurs": panels.of_goal(entry, relations.edition),
        "bord": panels.BOARD,
        "familles": goal_families.summary(entry, relations),
        "exigences": exigence.links(relations.requirements_of_goal(entry), relations),
        "intentions": [intention.short(item, relations) for item in served[:SHOWN]],
        "intentions_compte": f"Les {SHOWN} plus proches, sur {number(len(served))}." if len(served) > SHOWN else "",
        "prive": {"realisations": list(entry.realisations), "difficultes": list(entry.difficultes)} if entry.realisations or entry.difficultes else None,
    }
