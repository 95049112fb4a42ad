"""Ce que toutes les vues partagent : adresses, étiquettes, références, rubrique technique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

from spaser.model import GENRES, Entree
from spaser.publication import Edition
from spaser.relations import Relations
from spaser.rendering.typography import day

View = dict[str, Any]
E = TypeVar("E", bound=Any)


_EPCI_KIND = re.compile(r"^(?:Communauté (?:de communes|d’agglomération|urbaine)|Métropole) (?:de |du |des |d’)?")


def proper_name(epci: str) -> str:
    """Le nom propre d'une intercommunalité, sans sa catégorie juridique : « Pays de Dol »."""
    return _EPCI_KIND.sub("", epci)


def url(kind: str, identifiant: str) -> str:
    """L'adresse d'une fiche, relative à la racine du site."""
    return f"{GENRES[kind].url}/{identifiant}/"


def once(view: Callable[[E, Relations], View]) -> Callable[[E, Relations], View]:
    """Une vue qu'une édition ne fait qu'une fois par entrée : plusieurs pages montrent la même ligne."""

    @wraps(view)
    def kept(entry: E, relations: Relations) -> View:
        # L'entrée est gardée avec sa vue : sans elle, une autre pourrait reprendre son adresse en mémoire.
        found: tuple[E, View] = relations.once((view, id(entry)), lambda: (entry, view(entry, relations)))
        return found[1]

    return kept


def tag(texte: str, genre: str) -> View:
    """Une étiquette : un mot, et le genre qui lui donne son signe et sa couleur."""
    return {"texte": texte, "genre": genre}


def joined(tags: list[View]) -> list[View]:
    """Les étiquettes d'un même genre en une seule, pour les listes denses : « Biodiversité, eau »."""
    found: dict[str, list[str]] = {}
    for item in tags:
        found.setdefault(item["genre"], []).append(item["texte"])
    return [tag(", ".join([first, *(text[:1].lower() + text[1:] for text in rest)]), genre) for genre, (first, *rest) in found.items()]


def marks(entry: Entree) -> list[View]:
    """Les étiquettes que toute entrée peut porter : démonstration, retirée, interne."""
    found = []
    if entry.visibilite == "interne":
        found.append(tag("Interne", "interne"))
    if entry.retire_le:
        found.append(tag("Retirée", "alerte"))
    if entry.demonstration:
        found.append(tag("Démonstration", "demonstration"))
    return found


def stake(edition: Edition, code: str) -> View:
    """Un enjeu : son libellé et sa dimension."""
    line = edition.stakes[code]
    return {"code": code, "libelle": line.libelle, "court": line.court, "definition": line.definition or "", "dimension": line.dimension}


def stake_tags(edition: Edition, codes: Iterable[str]) -> list[View]:
    """Les étiquettes d'une suite d'enjeux, sans doublon."""
    stakes = (stake(edition, code) for code in dict.fromkeys(codes))
    return [tag(item["court"], item["dimension"]) for item in stakes]


def law(edition: Edition, code: str) -> View:
    """Une référence juridique, et si son texte a été lu."""
    line = edition.line("references-juridiques", code)
    return {"libelle": line.libelle, "url": line.url or "", "verifie": line.statut == "verifie", "definition": line.definition or ""}


def base(kind: str, entry: Any, titre: str, relations: Relations) -> View:
    """Le début de toute vue entière : titre, adresse, marques, rubrique technique."""
    known = relations.edition.entrees[kind]
    successor = known.get(entry.remplace_par) if entry.remplace_par else None
    return {
        "genre": kind,
        "id": entry.id,
        "titre": titre,
        "url": url(kind, entry.id),
        "marques": marks(entry),
        "interne": relations.edition.audience == "interne",
        "retire_le": day(entry.retire_le) if entry.retire_le else "",
        "remplace_par": {"titre": successor.intitule, "url": url(kind, successor.id)} if successor else None,
        "source": {"titre": entry.source.titre, "url": entry.source.url or ""},
        "verifie_le": day(entry.verifie_le),
        "a_revoir_avant": day(entry.a_revoir_avant),
        "edition": relations.edition.collectivite.edition,
        "corrections": relations.edition.collectivite.boites.corrections,
    }


def alphabetical(text: str) -> str:
    """Un texte sans accent ni majuscule, pour ranger comme le dictionnaire."""
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def goals(numbers: Iterable[int], relations: Relations) -> list[View]:
    """Les liens vers des objectifs du schéma."""
    return [{"titre": f"Objectif {goal.numero} – {goal.intitule}", "url": url("objectif", goal.id), "numero": goal.numero} for goal in relations.goals(numbers)]
