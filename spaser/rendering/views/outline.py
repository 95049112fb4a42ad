"""Les petites cartes des pages : le territoire, un lieu, la zone d'une structure."""

from __future__ import annotations

from spaser.model import Fournisseur
from spaser.reach import Point
from spaser.relations import Relations
from spaser.rendering.drawing import Drawing, circle, drawing
from spaser.rendering.views.common import View

#: Le dessin d'une fiche, en pixels : petit, pour que dix mille fiches restent légères.
SMALL = 240


def halls(relations: Relations) -> dict[str, Point]:
    """Le point de mairie de chaque commune du territoire."""
    return relations.solidarity.reaches.town_halls


def base(relations: Relations, width: int) -> Drawing:
    """Le dessin du territoire, à cette largeur."""
    return drawing(relations.edition.territoire, tuple(halls(relations).values()), width)


def frame(made: Drawing, name: str, title: str) -> View:
    """Ce que tout dessin dit de lui-même."""
    empty = {"contours": "", "zone": "", "rayon": "", "cercles": ""}
    return {"id": name, "titre": title, "largeur": made.width, "hauteur": made.height} | empty


def limits(relations: Relations, made: Drawing) -> str:
    """Les limites des intercommunalités, et du département."""
    edition = relations.edition
    return "".join(made.path(line.code) for line in edition.codes["epci"].lignes) or made.path(edition.collectivite.departement)


def zone(entry: Fournisseur, relations: Relations, said: str) -> View | None:
    """La petite carte d'une structure : où elle intervient, où elle siège ; rien si le dépôt n'a pas de contours."""
    made, edition = base(relations, SMALL), relations.edition
    home = edition.collectivite.departement
    seat = relations.solidarity.reaches.point(entry)
    if not made.territory.shapes:
        return None
    at = made.at(seat) if seat else None
    inside = at and 0 <= at[0] <= made.width and 0 <= at[1] <= made.height
    reach = entry.zone_intervention.rayon_km
    return frame(made, "zone", f"Où intervient {entry.nom}") | {
        "description": f"{said[:1].upper()}{said[1:]}. Le point marque le siège, à {edition.commune(entry.commune).libelle}.",
        "contours": made.path(home),
        "zone": _served(entry, relations, made),
        "rayon": circle(*at, made.length(reach)) if at and reach else "",
        "cercles": circle(*at, 4) if at and inside else "",
    }


def _served(entry: Fournisseur, relations: Relations, made: Drawing) -> str:
    """Les lieux nommés par la zone : le plus grand contour qui les dit."""
    served, home = entry.zone_intervention, relations.edition.collectivite.departement
    if served.france or served.region or home in served.departements:
        return made.path(home)
    named = [*served.epci, *served.communes]
    return "".join(made.path(code) for code in (named or ([] if served.rayon_km else [entry.commune])))
