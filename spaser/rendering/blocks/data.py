"""Les blocs des données ouvertes : fichiers à télécharger, abonnements, dictionnaire."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from spaser.exports.base import Export
from spaser.exports.cells import Leaf, leaves
from spaser.exports.selections import KINDS
from spaser.exports.subscriptions import subscriptions
from spaser.exports.table_schema import kind_of
from spaser.model import Intention
from spaser.model.marks import Code
from spaser.publication import Edition
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import french, number

#: Les types de Table Schema, en mots.
WORDS = {"string": "texte", "integer": "nombre entier", "number": "nombre", "boolean": "oui ou non", "date": "date AAAA-MM-JJ", "array": "liste, en JSON"}


def donnees_ouvertes(page: Page) -> Markup:
    """Les exports, un référentiel par ligne, chaque fichier avec son format et son poids."""
    found = [export for export in page.exports if export.groupe == "donnees"]
    titles = dict.fromkeys(export.title for export in found)
    return page.macro("pages", "donnees", [_row(title, [export for export in found if export.title == title]) for title in titles])


def _row(title: str, files: list[Export]) -> dict[str, Any]:
    return {"titre": title, "fichiers": [export.link for export in files], "lignes": number(files[0].count)}


def abonnements(page: Page) -> Markup:
    """Les fils Atom et les agendas, par sorte ; ceux d'une famille sont sur la liste de ses intentions."""
    found = subscriptions(page.edition, page.exports).values()
    groups = [{"id": kind or "tout", "titre": title, "lignes": [row for row in found if row["sorte"] == kind]} for kind, (_, title) in KINDS.items()]
    return page.macro("pages", "abonnements", [group for group in groups if group["id"] != "famille"])


def dictionnaire(page: Page) -> Markup:
    """Les colonnes du CSV des intentions : nom, écriture, sens."""
    rows = [{"nom": leaf.name, "ecriture": _writing(leaf, page.edition), "sens": french(leaf.meaning)} for leaf in leaves(Intention, page.edition.audience)]
    return page.macro("pages", "dictionnaire", rows)


def _writing(leaf: Leaf, edition: Edition) -> str:
    """Comment la valeur s'écrit : le type, ou la liste dont elle est un code."""
    mark = leaf.champ.mark(Code)
    said = "code\u00a0: " + ", ".join(edition.codes[liste].intitule.lower() for liste in mark.listes) if mark else WORDS[kind_of(leaf)]
    several = leaf.champ.many and leaf.champ.sub is None
    return f"{said}, plusieurs possibles" if several else said
