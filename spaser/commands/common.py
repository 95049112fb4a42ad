"""Ce que les commandes partagent : leurs options, la lecture des référentiels, la fin en erreur."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

import click

from spaser import catalogue
from spaser.commands.options import DATA, DAY, FILE, FOLDER, OUTPUT, OVERLAYS, ROOT, YEAR, YES
from spaser.imports.vocabulary import straight
from spaser.problems import DataError, plural, reason
from spaser.rewriting import Changes, write_all

__all__ = ["DATA", "DAY", "FILE", "FOLDER", "OUTPUT", "OVERLAYS", "ROOT", "YEAR", "YES"]
__all__ += ["UNWRITTEN", "became", "deliver", "fail", "load", "refuse", "save", "say", "tally", "today"]
#: Ce que dit une commande à laquelle on n'a pas demandé d'écrire.
UNWRITTEN = "Rien n'a été écrit. Pour écrire : ajouter --oui."


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


def refuse(error: DataError, what: str = "Le résultat") -> NoReturn:
    """Finit la commande en erreur : ce qu'elle écrirait serait fautif."""
    fail("\n".join([*map(str, error.problems), "", f"{what} ne passerait pas le contrôle. Rien n'a été écrit."]))


def today(day: datetime | None) -> date:
    """Le jour demandé, sinon celui de l'horloge : une saisie se date, une publication jamais."""
    return day.date() if day else date.today()


def say(text: str) -> None:
    """Écrit un texte du terminal, apostrophes droites et espaces simples."""
    click.echo(straight(text))


def became(label: str, was: str, now: str) -> str:
    """Le changement d'un champ, sur une ligne ; un texte long y est coupé."""
    old, new = (text if len(text) <= 80 else f"{text[:79]}…" for text in (was, now))
    return f"{label} : « {old} » devient « {new} »"


def tally(created: int, changed: int, unchanged: int) -> str:
    """Ce qu'un import fait des fiches : « 2 créées, 1 modifiée, 40 inchangées »."""
    return ", ".join((plural(created, "créée"), plural(changed, "modifiée"), plural(unchanged, "inchangée")))


def save(changes: Changes) -> None:
    """Écrit tous les fichiers, ou aucun ; finit la commande en erreur si le disque refuse."""
    try:
        write_all(changes)
    except OSError as error:
        fail(f"L'écriture a échoué ({reason(error)}). Rien n'a été changé.")


def deliver(path: Path, content: bytes) -> None:
    """Écrit un fichier demandé par la commande ; finit en erreur si le dossier refuse."""
    from spaser.staging import write_atomic

    try:
        write_atomic(path, content)
    except OSError as error:
        fail(f"{path} ne peut pas être écrit ({reason(error)}).")
