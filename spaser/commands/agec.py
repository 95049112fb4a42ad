"""`spaser importer agec` et `spaser exporter agec` : la déclaration annuelle au format officiel, dans les deux sens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from spaser.commands.common import DATA, DAY, FILE, OUTPUT, OVERLAYS, UNWRITTEN, YEAR, YES, deliver, fail, load, refuse, save, say, today
from spaser.exports import agec as exports
from spaser.imports import agec
from spaser.problems import DataError, plural
from spaser.publication import publish
from spaser.rewriting import rehearse


@click.command("agec")
@click.argument("fichier", type=FILE)
@YES
@DAY
@DATA
def read(fichier: Path, yes: bool, day: datetime | None, referentiels: Path) -> None:
    """Lit une déclaration AGEC au format officiel (CSV) et écrit l'entrée de son année."""
    try:
        reading = agec.read(fichier, load(referentiels))
    except agec.AgecError as error:
        fail(f"{error}\n\nRien n'a été écrit.")
    found = agec.changes(reading, referentiels, today(day))
    say(f"{fichier.name} : déclaration de {reading.year}, {plural(len(reading.lines), 'catégorie')} sur 17.")
    try:
        rehearse(found, referentiels)
    except DataError as error:
        refuse(error)
    if not found:
        say("Rien ne change.")
    elif yes:
        save(found)
        say(f"Écrit : agec/{reading.year}.yml")
    else:
        say(UNWRITTEN)


@click.command("agec")
@click.argument("sortie", type=OUTPUT)
@click.option("--annee", type=YEAR, required=True, help="Année des dépenses.")
@DATA
@OVERLAYS
def write(sortie: Path, annee: int, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Écrit la déclaration AGEC d'une année au format officiel (CSV), prête à déposer."""
    if sortie.suffix.lower() != ".csv":
        fail(f"{sortie} : un fichier .csv est attendu", code=2)
    edition = publish(load(referentiels, surcouches), "interne")
    found = next((declaration for declaration in edition.agec if declaration.annee == annee), None)
    if found is None:
        fail(f"Aucune déclaration de {annee} dans referentials/agec/. Rien n'a été écrit.")
    deliver(sortie, exports.write(edition, found))
    say(f"{sortie} : {plural(len(found.lignes), 'catégorie')} sur 17, au format officiel.")
    if found.demonstration:
        say("Déclaration de démonstration : ne pas la déposer.")
