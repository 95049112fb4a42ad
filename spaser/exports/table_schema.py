"""Le schéma du CSV des intentions, au format Table Schema (Frictionless) : chaque colonne, son type, son sens, ses valeurs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from spaser.exports.as_csv import PREFIX, SUFFIX
from spaser.exports.base import DATA, LICENCE, LICENCE_URL, Export, header, site_url
from spaser.exports.cells import SEPARATOR, Leaf, leaves
from spaser.model import Intention, Modele
from spaser.model.marks import Code
from spaser.publication import Edition

PATH = f"{DATA}intentions.schema.json"
TITLE = "Intentions d’achat"
TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}
FORMATS = {"courriel": "email", "url": "uri"}
#: Ce que disent les colonnes que chaque ligne répète.
HEADER_FIELDS = {
    "edition": ("string", "Édition dont vient la ligne"),
    "date": ("date", "Date de l’édition"),
    "licence": ("string", "Licence de réutilisation"),
    "demonstration": ("boolean", "Vrai si les données sont inventées pour montrer le site"),
}
BOOLEAN = {"trueValues": ["oui"], "falseValues": ["non"]}

Node = dict[str, Any]


def produce(edition: Edition) -> Iterator[Export]:
    """Le schéma du CSV des intentions."""
    document = describe(edition)
    content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    yield Export(PATH, content.encode(), TITLE, "JSON, Table Schema", len(document["fields"]))


def describe(edition: Edition) -> Node:
    """Le schéma, tiré du modèle des intentions : il ne dépend pas des lignes."""
    said = header(edition, TITLE)
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": "intentions-achat",
        "title": f"{TITLE}, {said['producteur']}",
        "description": "Les achats prévus, leurs enjeux et leurs réservations ; une ligne par intention.",
        "homepage": f"{site_url(edition)}donnees-ouvertes/",
        "path": f"{site_url(edition)}{DATA}intentions.csv",
        "version": said["edition"],
        "updated": said["date"],
        "licenses": [{"title": LICENCE, "path": LICENCE_URL}],
        "demonstration": said["demonstration"],
        "encoding": "utf-8",
        "fields": fields(edition),
        "primaryKey": ["id"],
        "missingValues": [""],
    }


def fields(edition: Edition) -> list[Node]:
    """Les colonnes du CSV, dans leur ordre."""
    found = [_field(leaf, edition) for leaf in leaves(Intention, edition.audience)]
    repeated = [_typed(PREFIX + name, HEADER_FIELDS[name][0], HEADER_FIELDS[name][1]) for name in SUFFIX]
    return found + [field | {"constraints": {"required": True}} for field in repeated]


def _field(leaf: Leaf, edition: Edition) -> Node:
    declared = property_schema(leaf.model, leaf.champ.name)
    kind = kind_of(leaf)
    said = f"{leaf.meaning}. Valeurs séparées par «\u00a0{SEPARATOR}\u00a0»." if leaf.champ.many and kind == "string" else leaf.meaning
    field = _typed(leaf.name, kind, said)
    if kind == "string" and declared.get("x-forme") in FORMATS:
        field["format"] = FORMATS[declared["x-forme"]]
    constraints = _constraints(leaf, declared, edition)
    return field | ({"constraints": constraints} if constraints else {})


def _typed(name: str, kind: str, meaning: str) -> Node:
    return {"name": name, "type": kind, "description": meaning} | (BOOLEAN if kind == "boolean" else {})


def kind_of(leaf: Leaf) -> str:
    """Le type d'une colonne : une liste de groupes est un tableau JSON, une liste de textes reste un texte."""
    if leaf.champ.many:
        return "array" if leaf.champ.sub else "string"
    declared = property_schema(leaf.model, leaf.champ.name)
    if declared.get("format") == "date":
        return "date"
    return TYPES.get(declared.get("type", ""), "string")


def _constraints(leaf: Leaf, declared: Node, edition: Edition) -> Node:
    found: Node = {"required": True} if leaf.required else {}
    if leaf.champ.many:
        return found
    found |= {name: declared[name] for name in ("minimum", "maximum", "pattern") if name in declared}
    mark = leaf.champ.mark(Code)
    values = [line.code for liste in mark.listes for line in edition.codes[liste].lignes] if mark else declared.get("enum")
    return found | ({"enum": values} if values else {})


@cache
def _schema(model: type[Modele]) -> Node:
    return model.model_json_schema()


def property_schema(model: type[Modele], name: str) -> Node:
    """Ce que le schéma JSON d'un modèle dit d'un champ, sans le « rien » d'un champ facultatif."""
    declared: Node = _schema(model)["properties"][name]
    options = [option for option in declared.get("anyOf", ()) if option.get("type") != "null"]
    return declared | options[0] if options else declared
