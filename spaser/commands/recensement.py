"""`spaser modele intentions` et `spaser exporter intentions` : le tableur du recensement, vide ou rempli."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from spaser.commands.common import DATA, OUTPUT, OVERLAYS, YEAR, deliver, fail, load
from spaser.imports import as_workbook, pages
from spaser.model import Intention
from spaser.problems import plural
from spaser.publication import Edition, publish


@click.command("intentions")
@click.argument("sortie", type=OUTPUT)
@click.option("--annee", type=YEAR, help="Année de la campagne ; celle en cours par défaut.")
@DATA
@OVERLAYS
def empty(sortie: Path, annee: int | None, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Écrit le tableur des intentions : listes déroulantes, aide et mode d'emploi."""
    if sortie.suffix.lower() != ".xlsx":
        fail(f"{sortie} : le tableur modèle est un classeur .xlsx", code=2)
    edition = publish(load(referentiels, surcouches), "interne")
    deliver(sortie, as_workbook.template(edition, annee or edition.collectivite.annee_courante))
    click.echo(f"{sortie} : tableur écrit, à donner aux services.")


@click.command("intentions")
@click.argument("sortie", type=OUTPUT)
@click.option("--annee", type=YEAR, help="Année de la campagne ; celle en cours par défaut.")
@DATA
@OVERLAYS
def export(sortie: Path, annee: int | None, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Écrit les intentions d'une campagne, champs internes compris, en .xlsx, .ods ou .csv."""
    writers: dict[str, Callable[[Edition, list[Intention], int], bytes]] = {
        ".xlsx": as_workbook.export,
        ".ods": lambda edition, entries, _: pages.to_ods(edition, entries),
        ".csv": lambda edition, entries, _: pages.to_csv(edition, entries),
    }
    write = writers.get(sortie.suffix.lower())
    if write is None:
        fail(f"{sortie} : un fichier .xlsx, .ods ou .csv est attendu", code=2)
    edition = publish(load(referentiels, surcouches), "interne")
    year = annee or edition.collectivite.annee_courante
    entries = [entry for entry in edition.entrees["intention"].values() if entry.annee == year]
    deliver(sortie, write(edition, entries, year))
    click.echo(f"{sortie} : {plural(len(entries), 'intention')} de {year}, champs internes compris. Ne pas diffuser.")
