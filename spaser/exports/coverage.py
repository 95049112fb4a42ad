"""L'offre solidaire par famille d'achat et par intercommunalité : une ligne par famille, une colonne par intercommunalité."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.exports import as_csv, as_json, as_xlsx
from spaser.exports.base import DATA, Export, header
from spaser.exports.cells import Row, sheet
from spaser.exports.facets import epci_labels
from spaser.publication import Edition
from spaser.relations import Relations

NAME, TITLE = f"{DATA}offre-solidaire", "Offre solidaire par territoire"


def produce(edition: Edition) -> Iterator[Export]:
    """Le tableau entier, que la page ne montre que par segment."""
    found, said = rows(Relations(edition)), header(edition, TITLE)
    columns = tuple(found[0]) if found else ()
    yield Export(f"{NAME}.json", as_json.write(said, found), TITLE, "JSON", len(found))
    yield Export(f"{NAME}.csv", as_csv.write(said, found, columns), TITLE, "CSV", len(found))
    workbook = edition.files.answer(("xlsx", said, columns, found), lambda: as_xlsx.write(said, sheet(found, columns)))
    yield Export(f"{NAME}.xlsx", workbook, TITLE, "XLSX", len(found))


def rows(relations: Relations) -> list[Row]:
    """Une ligne par famille : combien de structures interviennent dans chaque intercommunalité."""
    edition, names = relations.edition, epci_labels(relations)
    return [
        {"famille": family.id, "intitule": family.intitule, "segment": family.segment}
        | {name: relations.solidarity.coverage[family.id][code] for code, name in names.items()}
        for family in edition.entrees["famille"].values()
    ]
