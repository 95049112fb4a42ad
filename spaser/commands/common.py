"""Ce que les commandes partagent : leurs options, la lecture des référentiels, la fin en erreur."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click

from spaser import catalogue
from spaser.imports.vocabulary import straight
from spaser.problems import DataError
from spaser.rewriting import Changes, write_all

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
DATA = click.option("--referentiels", type=FOLDER, default="referentials", help="Dossier des référentiels.")
OVERLAYS = click.option("--surcouche", "surcouches", type=FOLDER, multiple=True, help="Dossier de données internes à ajouter.")
YEAR = click.IntRange(2000, 2100)
DAY = click.option("--le", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date à inscrire, AAAA-MM-JJ ; aujourd'hui par défaut.")


def load(data: Path, overlays: tuple[Path, ...] = ()) -> catalogue.Catalogue:
    """Le catalogue, ou la fin de la commande avec tous les messages."""
    try:
        return catalogue.load(data, overlays)
    except DataError as error:
        fail(str(error))


def fail(text: str, code: int = 1) -> NoReturn:
    """Finit la commande en erreur : 1 si les données sont en cause, 2 si c'est la commande."""
    click.echo(text, err=True)
    sys.exit(code)


def today(day: datetime | None) -> date:
    """Le jour demandé, sinon celui de l'horloge : une saisie se date, une publication jamais."""
    return day.date() if day else date.today()


def say(text: str) -> None:
    """Écrit un texte du terminal, apostrophes droites et espaces simples."""
    click.echo(straight(text))


def save(changes: Changes) -> None:
    """Écrit tous les fichiers, ou aucun ; finit la commande en erreur si le disque refuse."""
    try:
        write_all(changes)
    except OSError as error:
        fail(f"L'écriture a échoué ({error.strerror}). Rien n'a été changé.")


def deliver(path: Path, content: bytes) -> None:
    """Écrit un fichier demandé par la commande ; finit en erreur si le dossier refuse."""
    from spaser.staging import write_atomic

    try:
        write_atomic(path, content)
    except OSError as error:
        fail(f"{path} ne peut pas être écrit ({error.strerror}).")
