"""De quoi fabriquer des tableurs comme ceux que les services renvoient, et lancer l'import."""

import datetime
import io
import zipfile

import python_calamine
import xlsxwriter
from click.testing import CliRunner
from odfdo import Cell, Document, Row, Table

from spaser.cli import main

JOUR = "2026-12-01"

#: Une ligne suffisante : toutes les colonnes obligatoires, et elles seules.
LIGNE = {
    "Objet": "Tables de lecture",
    "Description": "Douze tables pour la médiathèque.",
    "Famille d’achat": "Mobilier scolaire",
    "Code CPV": "39160000",
    "Service acheteur": "Bâtiments",
    "Tranche de montant": "De 40 000 à 90 000 € HT",
    "Publication prévue": "2027-T3",
    "Lieux d’exécution": "Rennes",
}


def ligne(**changes):
    """La ligne suffisante, changée ; `None` enlève la cellule."""
    renamed = {name.replace("_", " "): value for name, value in changes.items()}
    return {name: value for name, value in (LIGNE | renamed).items() if value is not None}


def colonnes(rows):
    return list(dict.fromkeys(name for row in rows for name in row))


def xlsx(path, rows, *, lots=(), avant=(), feuille="Intentions", titres=None):
    """Un classeur .xlsx ; `avant` sont des lignes au-dessus de l'en-tête."""
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, content in ((feuille, rows), ("Lots", lots)):
            sheet, first = book.add_worksheet(name), 0
            for line in avant if content is rows else ():
                sheet.merge_range(first, 0, first, 5, line)
                first += 1
            names = titres if titres and content is rows else colonnes(content)
            sheet.write_row(first, 0, names)
            for number, row in enumerate(content, first + 1):
                for rank, name in enumerate(names):
                    value = row.get(name)
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(number, rank, datetime.datetime.combine(value, datetime.time()), day)
                    elif value is not None:
                        sheet.write(number, rank, value)
    return path


def ods(path, rows, *, lots=()):
    """Un classeur .ods, tel que la bibliothèque odfdo l'écrit."""
    document = Document("spreadsheet")
    document.body.clear()
    for name, content in (("Intentions", rows), ("Lots", lots)):
        table, names = Table(name), colonnes(content)
        for values in [names, *([row.get(column) for column in names] for row in content)]:
            line = Row()
            for value in values:
                line.append_cell(Cell(value))
            table.append_row(line)
        document.body.append(table)
    document.save(str(path))
    return path


def csv(path, rows, *, separateur=";", encodage="utf-8-sig"):
    """Un CSV."""
    names = colonnes(rows)
    lines = [separateur.join(str(row.get(name, "") or "") for name in names) for row in rows]
    path.write_bytes("\r\n".join([separateur.join(names), *lines]).encode(encodage))
    return path


def remplir(modele, rows, lots=()):
    """Remplit le tableur modèle sans rien changer d'autre que ses lignes : les titres restent les siens."""
    book = python_calamine.load_workbook(str(modele))
    titles = [name.removesuffix(" *") for name in book.get_sheet_by_name("Intentions").to_python()[0]]
    unknown = {name for row in rows for name in row} - set(titles)
    assert not unknown, f"le modèle n'a pas {unknown}"
    heads = book.get_sheet_by_name("Intentions").to_python()[0]
    renamed = [{heads[titles.index(name)]: value for name, value in row.items()} for row in rows]
    return xlsx(modele.with_name("rempli.xlsx"), renamed, lots=lots, titres=heads)


def spaser(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def importer(path, *options, annee=2027):
    return spaser("importer", "intentions", path, "--annee", annee, "--le", JOUR, *options)


def fiches(dossier, annee=2027):
    """Les octets de toutes les fiches d'une année."""
    return {path.name: path.read_bytes() for path in sorted((dossier.root / "intentions" / str(annee)).glob("*.yml"))}


def tout(dossier):
    """Les octets de tout le dossier."""
    return {path.relative_to(dossier.root).as_posix(): path.read_bytes() for path in dossier.root.rglob("*") if path.is_file()}


def archive(parts):
    """Un zip, partie par partie."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()
