"""La commande `spaser`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from spaser import catalogue
from spaser.problems import plural, report

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
def main() -> None:
    """Les référentiels d'achats responsables, des fiches YAML aux deux sites."""


@main.command()
@click.option("--referentiels", type=FOLDER, default="referentials", help="Dossier des référentiels.")
@click.option("--surcouche", "surcouches", type=FOLDER, multiple=True, help="Dossier de données internes à ajouter.")
def verifier(referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Contrôle les référentiels et dit tout ce qui ne va pas."""
    read, problems = catalogue.verify(referentiels, surcouches)
    errors = [problem for problem in problems if not problem.warning]
    warnings = [problem for problem in problems if problem.warning]
    for warning in warnings:
        click.echo(f"Avertissement : {warning}")
    if errors:
        click.echo(report(errors), err=True)
        sys.exit(1)
    count = sum(len(entries) for kind, entries in read.entries.items() if kind != "eco")
    click.echo(f"{plural(count, 'entrée')} vérifiées, aucune erreur, {plural(len(warnings), 'avertissement')}.")
