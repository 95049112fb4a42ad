"""Une collection par référentiel : où sont ses fichiers, comment ils se nomment, comment on les trie et les filtre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from spaser.editor.fields import Fields
from spaser.layout import LAYOUT, SETTINGS
from spaser.model import Collectivite
from spaser.model.codes import modele_liste
from spaser.model.labels import label

Collection = dict[str, Any]
DATA = "referentials"


@dataclass(frozen=True)
class Plan:
    """Ce que le modèle ne dit pas d'une collection : ses noms, ce qu'une ligne montre, ce qui la regroupe."""

    label: str
    singular: str
    icon: str
    summary: str
    slug: str = "id"
    folder: str = ""
    groups: tuple[str, ...] = ()
    sortable: tuple[str, ...] = ("intitule", "verifie_le")


PLANS = {
    "intentions": Plan(
        "Intentions d’achat",
        "une intention d’achat",
        "event_upcoming",
        "{{id}} · {{intitule}}",
        folder="annee",
        groups=("annee", "statut.code", "service_acheteur", "famille"),
        sortable=("id", "intitule", "publication_prevue", "verifie_le"),
    ),
    "familles": Plan("Familles d’achat et critères", "une famille d’achat", "category", "{{intitule}}", groups=("segment", "nature")),
    "transverses": Plan("Critères transverses", "un groupe de critères", "join_inner", "{{intitule}}"),
    "eco": Plan("Éco-référentiel", "un thème", "eco", "{{volet}} · {{theme}}", "theme", "volet", ("volet",), ("theme", "volet")),
    "fournisseurs": Plan(
        "Fournisseurs solidaires", "un fournisseur", "handshake", "{{nom}}", groups=("commune", "famille_ess"), sortable=("nom", "verifie_le")
    ),
    "objectifs": Plan("Objectifs du schéma", "un objectif", "flag", "{{numero}}. {{intitule}}", groups=("axe",), sortable=("numero", "intitule")),
    "attributions": Plan("Marchés attribués", "une année de marchés", "gavel", "{{annee}}", sortable=("annee",)),
    "agec": Plan("Déclarations AGEC", "une déclaration AGEC", "recycling", "{{annee}}", sortable=("annee",)),
    "outils": Plan("Outils du schéma", "un outil", "assignment", "{{rang}}. {{intitule}}", sortable=("rang", "intitule")),
    "grilles": Plan("Grilles de contrôle", "une grille de contrôle", "rule", "{{sigle}} {{version}}"),
}


def collections(fields: Fields) -> list[Collection]:
    """Toutes les collections, dans l'ordre du menu ; les listes de codes sont un fichier chacune."""
    return [*(_entries(name, plan, fields) for name, plan in PLANS.items()), _codes(fields)]


def _entries(name: str, plan: Plan, fields: Fields) -> Collection:
    model = LAYOUT[name][0]
    return {
        "name": name,
        "label": plan.label,
        "label_singular": plan.singular,
        "icon": plan.icon,
        "folder": f"{DATA}/{name}",
        "path": f"{{{{fields.{plan.folder}}}}}/{{{{slug}}}}" if plan.folder else "{{slug}}",
        "slug": f"{{{{fields.{plan.slug}}}}}",
        "identifier_field": plan.slug,
        "extension": "yml",
        "format": "yml",
        "summary": plan.summary,
        # Rien de publié ne disparaît : une entrée se retire, elle ne se supprime pas.
        "delete": False,
        "sortable_fields": {"fields": list(plan.sortable), "default": {"field": plan.sortable[0]}},
        "view_filters": _filters() if "visibilite" in model.model_fields else [],
        "view_groups": [{"name": group.replace(".", "-"), "label": label(group.split(".")[0]), "field": group} for group in plan.groups],
        "fields": fields.of(model),
    }


def _filters() -> list[dict[str, Any]]:
    return [
        {"name": "publiques", "label": "Publiques", "field": "visibilite", "eq": "publique"},
        {"name": "internes", "label": "Internes", "field": "visibilite", "ne": "publique"},
        {"name": "a-relire", "label": "À relire", "field": "a_revoir_avant", "lt": "{{today}}"},
        {"name": "retirees", "label": "Retirées", "field": "retire_le", "empty": False},
    ]


def _codes(fields: Fields) -> Collection:
    files = [
        {"name": name, "label": liste.intitule, "file": f"{DATA}/codes/{name}.yml", "fields": fields.of(modele_liste(name))}
        for name, liste in sorted(fields.edition.codes.items())
    ]
    return {"name": "codes", "label": "Listes de codes", "label_singular": "une liste", "icon": "list_alt", "format": "yml", "files": files}


def singletons(fields: Fields) -> list[Collection]:
    """Les fichiers uniques : la collectivité."""
    settings = {"name": "collectivite", "label": "Collectivité", "icon": "apartment", "file": f"{DATA}/{SETTINGS}", "fields": fields.of(Collectivite)}
    return [settings | {"format": "yml"}]
