"""Les annuaires de structures solidaires : chacun a son module, qui dit où il range ce qu'il sait."""

from __future__ import annotations

from pathlib import Path

from spaser.imports.cells import WorkbookError
from spaser.imports.directories import carteco, data_inclusion, documents, emplois, esus, generique, hosmoz, marche_inclusion, tables
from spaser.imports.directories.base import Directory, Record

DIRECTORIES: dict[str, Directory] = {
    module.DIRECTORY.name: module.DIRECTORY for module in (marche_inclusion, emplois, hosmoz, carteco, data_inclusion, esus, generique)
}


def read(path: Path, directory: Directory) -> list[Record]:
    """Toutes les structures d'un fichier, comprises. Lève `WorkbookError` si le fichier est refusé."""
    document = path.suffix.lower() == ".json"
    if document and not directory.keys:
        raise WorkbookError(path.name, "cet annuaire ne se lit pas en .json", "l'exporter en .xlsx, .ods, .xls ou .csv")
    if not document and not directory.required:
        raise WorkbookError(path.name, "cet annuaire se lit en .json", "télécharger le document de son API")
    raws = list((documents if document else tables).read(path, directory))
    return [directory.read(raw) for raw in raws]
