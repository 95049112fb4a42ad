"""Les blocs du vadémécum : trouver une famille, les parcourir par segment, lire les critères transverses."""

from __future__ import annotations

from markupsafe import Markup

from spaser.exports import families
from spaser.model import Famille
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import count
from spaser.rendering.views import common, critere
from spaser.rendering.views.common import View

STAKES = ("enjeux-environnementaux", "enjeux-sociaux")


def chercher_famille(page: Page) -> Markup:
    """Le formulaire qui retient, dans la liste, les familles d'un mot, d'un code CPV, d'une nature ou d'un enjeu."""
    entries = list(page.entries("famille"))
    natures, stakes = {entry.nature for entry in entries}, {item.code for entry in entries for item in entry.enjeux}
    choices = [_choice(page, "nature", "Nature", ("natures",), natures), _choice(page, "enjeu", "Enjeu", STAKES, stakes)]
    return page.macro("vademecum", "chercher", choices, count(len(entries), "famille") + " d’achat", page.address(families.PATH))


def _choice(page: Page, name: str, title: str, listes: tuple[str, ...], used: set[str]) -> View:
    lines = [line for liste in listes for line in page.edition.codes[liste].lignes]
    return {"nom": name, "titre": title, "valeurs": [{"code": line.code, "libelle": line.libelle} for line in lines if line.code in used]}


def familles_par_segment(page: Page) -> Markup:
    """Toutes les familles, un titre par segment d'achat."""
    found = sorted(page.entries("famille"), key=lambda entry: common.alphabetical(entry.intitule))
    groups = [
        {"id": line.code, "titre": line.libelle, "familles": [_link(entry) for entry in found if entry.segment == line.code]}
        for line in page.edition.codes["segments"].lignes
    ]
    return page.macro("vademecum", "segments", [group for group in groups if group["familles"]])


def _link(entry: Famille) -> View:
    return {"id": entry.id, "titre": entry.intitule, "url": common.url("famille", entry.id)}


def liste_transverses(page: Page) -> Markup:
    """Les critères transverses, par groupe, chacun avec le lien vers sa page."""
    groups = [
        {
            "id": group.id,
            "titre": group.intitule,
            "texte": group.description,
            "criteres": [critere.short(item, page.relations) for item in group.criteres if item.retire_le is None],
        }
        for group in page.edition.transverses
    ]
    return page.macro("vademecum", "transverses", groups)
