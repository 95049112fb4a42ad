"""La déclaration AGEC, telle que le schéma officiel (Table Schema, version 0.1.0) la demande : mêmes colonnes, mêmes libellés."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from spaser.exports.base import DEMONSTRATION, Export
from spaser.model import DeclarationAgec
from spaser.model.lignes import LigneAgec
from spaser.publication import Edition

FOLDER = "agec/"
COLUMNS = (
    "annee",
    "siret",
    "raison_sociale",
    "type_produit_acquis",
    "montant_total",
    "montant_reemploi_et_reutilisation",
    "montant_produits_issus_don",
    "montant_produits_recycles",
    "commentaires",
)
#: Les colonnes de montants, du même nom que les champs de la déclaration.
AMOUNTS = COLUMNS[4:8]


def produce(edition: Edition) -> Iterator[Export]:
    """Un fichier par année déclarée, sur le site interne : c'est là qu'on le prend pour le déposer."""
    if edition.audience != "interne":
        return
    for declaration in edition.agec:
        yield Export(f"{FOLDER}agec-{declaration.annee}.csv", write(edition, declaration), f"Déclaration AGEC {declaration.annee}", "CSV", 1, "agec")


def files_of(exports: Iterable[Export]) -> dict[str, dict[str, Any]]:
    """Le fichier de chaque année, par identifiant de déclaration."""
    found = [export for export in exports if export.groupe == "agec"]
    return {export.path[-8:-4]: export.link for export in found}


def write(edition: Edition, declaration: DeclarationAgec) -> bytes:
    """Le fichier CSV d'une année, à la virgule, en UTF-8."""
    buyer, names = edition.collectivite, {line.code: official(line) for line in edition.codes["categories-agec"].lignes}  # type: ignore[arg-type]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in declaration.lignes:
        amounts = [_number(getattr(line, name)) for name in AMOUNTS]
        said = " ".join(filter(None, (line.commentaires, DEMONSTRATION if declaration.demonstration else "")))
        writer.writerow([declaration.annee, buyer.siret, buyer.nom, names[line.categorie], *amounts, said])
    return buffer.getvalue().encode()


def official(line: LigneAgec) -> str:
    """Le libellé officiel d'une catégorie : celui de la liste, à l'apostrophe droite."""
    return line.libelle.replace("’", "'").replace("\u00a0", " ")


def _number(value: Decimal) -> str:
    """« 15000 », « 1500.5 » : le point décimal de Table Schema, sans zéro inutile."""
    return f"{value.normalize():f}"
