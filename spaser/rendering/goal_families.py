"""Les familles d'achat qui servent un objectif : sur sa page si elles sont peu, sinon un segment par lien vers leur propre page."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.model import GENRES, Famille, Objectif
from spaser.relations import Relations
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import NBSP, count
from spaser.rendering.views import common
from spaser.rendering.views.common import View

#: Au-delà, la page de l'objectif ne garderait pas moins de 300 éléments.
INLINE = 24


def address(entry: Objectif) -> str:
    """L'adresse de la page des familles d'un objectif."""
    return f"{GENRES['objectif'].url}/familles-objectif-{entry.numero}/"


def summary(entry: Objectif, relations: Relations) -> View:
    """Ce que la page de l'objectif en dit : les familles elles-mêmes, ou leur nombre dans chaque segment."""
    found = relations.families_of_goal(entry)
    if len(found) <= INLINE:
        return {"liens": [_link(family) for family in found], "segments": [], "compte": "", "url": ""}
    own = address(entry)
    segments = [{"titre": f"{title} ({len(families)})", "url": f"{own}#{code}"} for code, title, families in _by_segment(found, relations)]
    return {"liens": [], "segments": segments, "compte": count(len(found), "famille"), "url": own}


def pages(renderer: Renderer) -> Iterator[Fiche]:
    """Une page par objectif que servent beaucoup de familles, segment par segment."""
    relations = renderer.relations
    for entry in relations.edition.entrees["objectif"].values():
        found = relations.families_of_goal(entry)
        if len(found) > INLINE:
            heading = f"Familles d’achat qui servent l’objectif{NBSP}{entry.numero}"
            view = {
                "titre": heading,
                "objectif": entry.intitule,
                "url": common.url("objectif", entry.id),
                "compte": count(len(found), "famille"),
                "segments": [
                    {"code": code, "titre": title, "liens": [_link(family) for family in families]} for code, title, families in _by_segment(found, relations)
                ],
            }
            body = str(renderer.macro("objectif", "familles", view, FICHE_ROOT))
            described = f"{count(len(found), 'famille')} d’achat dont un critère sert l’objectif{NBSP}{entry.numero}, par segment"
            yield Fiche("objectif", address(entry), heading, described, body, (), ((f"Objectif{NBSP}{entry.numero}", view["url"]),))


def _by_segment(found: list[Famille], relations: Relations) -> Iterator[tuple[str, str, list[Famille]]]:
    """Les segments dans l'ordre de leur liste, vides exclus."""
    for line in relations.edition.codes["segments"].lignes:
        if families := [family for family in found if family.segment == line.code]:
            yield line.code, line.libelle, sorted(families, key=lambda family: common.alphabetical(family.intitule))


def _link(family: Famille) -> View:
    return {"titre": family.intitule, "url": common.url("famille", family.id)}
