"""Les données de la carte des structures solidaires : les mêmes colonnes que l'explorateur des intentions, et les lieux.

Qui sert quelle commune est calculé ici, une fois (spaser/reach.py) : le navigateur ne fait que le lire, commune par commune.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from typing import Any

from spaser.exports import cells
from spaser.exports.base import Export, header, page_data
from spaser.exports.columnar import FIRST_TITLES, ZERO, Column
from spaser.exports.supplier_facets import FACETS
from spaser.model import Fournisseur
from spaser.publication import Edition
from spaser.reach import town_hall
from spaser.relations import Relations
from spaser.rendering.views import common, fournisseur

FOLDER = "fournisseurs/"
PATH = f"{FOLDER}carte.json"
#: Les noms au-delà des premiers ; les mots où chercher ; les communes servies ; les coordonnées, pour les fichiers à emporter ; les contours.
NEXT, WORDS, PLACES, CONTACTS, OUTLINES = (f"{FOLDER}carte-{name}.json" for name in ("suite", "textes", "lieux", "coordonnees", "contours"))
TITLE = "Fournisseurs solidaires"


def ordered(relations: Relations) -> list[Fournisseur]:
    """Les structures en activité, par nom, comme dans le dictionnaire."""
    return sorted(relations.solidarity.active, key=lambda entry: (common.alphabetical(entry.nom), entry.id))


def columns(entries: Sequence[Fournisseur], relations: Relations) -> dict[str, Column]:
    """La colonne de chaque filtre, par nom."""
    return {facet.name: Column.of([facet.codes(entry, relations) for entry in entries], facet.labels(relations)) for facet in FACETS}


def produce(edition: Edition) -> Iterator[Export]:
    """Le fichier de la carte, et ceux qu'elle ne demande que s'ils lui servent."""
    relations = Relations(edition)
    entries = ordered(relations)
    names = [entry.nom for entry in entries]
    yield _file(PATH, _document(entries, relations), len(entries))
    if names[FIRST_TITLES:]:
        yield _file(NEXT, names[FIRST_TITLES:], len(names) - FIRST_TITLES)
    yield _file(WORDS, [_words(entry, relations) for entry in entries], len(entries))
    yield _file(PLACES, _served(entries, relations), len(entries))
    yield _file(CONTACTS, [_contact(entry, relations) for entry in entries], len(entries))
    yield _file(OUTLINES, outlines(relations), len(edition.territoire.shapes))


def _document(entries: list[Fournisseur], relations: Relations) -> dict[str, Any]:
    edition, families = relations.edition, relations.edition.entrees["famille"]
    named = columns(entries, relations) | _display(entries, relations)
    heading = header(edition, TITLE)
    return heading | {
        "apropos": cells.about(heading),
        "id": [entry.id for entry in entries],
        "intitule": [entry.nom for entry in entries[:FIRST_TITLES]],
        "suite": _name(NEXT) if entries[FIRST_TITLES:] else None,
        "textes": _name(WORDS),
        "lieux": _name(PLACES),
        "coordonnees": _name(CONTACTS),
        "contours": _name(OUTLINES),
        "synonymes": [" ".join(families[code].mots_cles) for code in named["famille"].labels],
        "facettes": {facet.name: facet.title for facet in FACETS},
        "parents": {},
        "colonnes": {name: column.dump() for name, column in named.items()},
        "communes": _communes(entries, relations),
    }


def _name(path: str) -> str:
    return path.removeprefix(FOLDER)


def _file(path: str, document: Any, count: int) -> Export:
    return page_data(path, document, "Colonnes de la carte des structures solidaires", count)


def _display(entries: Sequence[Fournisseur], relations: Relations) -> dict[str, Column]:
    """Ce que montre une ligne et qui n'est pas un filtre : la zone en mots, et les marques."""
    zones = [fournisseur.zone(entry, relations) for entry in entries]
    marks = [tuple(f"{mark['genre']}:{mark['texte']}" for mark in common.marks(entry)) for entry in entries]
    return {
        "zone": Column.of([(zone,) for zone in zones], {zone: zone for zone in sorted(set(zones))}),
        "marques": Column.of(marks, {code: code for row in marks for code in row}),
    }


def _communes(entries: Sequence[Fournisseur], relations: Relations) -> dict[str, list[Any]]:
    """Les communes du territoire, puis celles des sièges d'ailleurs : code, nom, code postal, point de mairie, population."""
    edition = relations.edition
    known = [line.code for line in edition.codes["communes"].lignes]
    away = sorted({entry.commune for entry in entries} - set(known))
    lines = [edition.commune(code) for code in [*known, *away]]
    return {
        "codes": [line.code for line in lines],
        "noms": [line.libelle for line in lines],
        "postaux": [line.code_postal for line in lines],
        "points": [town_hall(line) for line in lines],
        "habitants": [getattr(line, "population", None) or 0 for line in lines],
    }


def _served(entries: Sequence[Fournisseur], relations: Relations) -> dict[str, Any]:
    """Les communes où chaque structure intervient : un bit par commune, dans l'ordre de la liste."""
    places = [line.code for line in relations.edition.codes["communes"].lignes]
    rows = [relations.solidarity.reaches.served(entry) for entry in entries]
    groups = list(dict.fromkeys(rows))
    rank = {group: position for position, group in enumerate(groups)}
    return {"groupes": [_bits(group, places) for group in groups], "lignes": "".join(chr(ZERO + rank[row]) for row in rows)}


def _bits(group: frozenset[str], places: Sequence[str]) -> str:
    """Un bit par commune, le premier en tête du premier octet, en base 64."""
    found = "".join("1" if place in group else "0" for place in places)
    padded = found + "0" * (-len(found) % 8)
    return b64encode(int(padded, 2).to_bytes(len(padded) // 8, "big")).decode() if padded else ""


def _words(entry: Fournisseur, relations: Relations) -> str:
    """Les mots où chercher une structure, en plus de son nom et de ceux de ses familles."""
    return " ".join([entry.prestations or "", *relations.edition.labels("secteurs", entry.secteurs), *entry.references])


def _contact(entry: Fournisseur, relations: Relations) -> list[Any]:
    """Ce qu'un fichier emporté dit de plus : prestations, SIRET, adresse, téléphone, courriel, site, effectif, position, sources, licences."""
    position = relations.solidarity.reaches.point(entry)
    place = [position.latitude, position.longitude] if position else None
    sources = [f"{source.nom}, {source.date.isoformat()}" for source in entry.sources]
    licences = list(dict.fromkeys(source.licence for source in entry.sources))
    said = (entry.prestations, entry.siret, entry.adresse, entry.telephone, entry.courriel, entry.site, entry.effectif)
    return ["" if value is None else value for value in said] + [place, " ; ".join(sources), " ; ".join(licences)]


def outlines(relations: Relations) -> dict[str, Any]:
    """Les contours que montre la carte : les intercommunalités et le département ; les communes n'y sont pas."""
    territory, edition = relations.edition.territoire, relations.edition
    codes = [*(line.code for line in edition.codes["epci"].lignes), edition.collectivite.departement]
    shapes = {code: [[[round(x, 4), round(y, 4)] for x, y in ring] for ring in territory.shapes[code]] for code in codes if code in territory.shapes}
    return {"credits": territory.credits, "contours": shapes}
