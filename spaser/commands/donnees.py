"""Les commandes qui contrôlent, mettent en forme et décrivent les référentiels."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from spaser import catalogue, formatting, generation
from spaser.annotations import FORMATS
from spaser.commands.common import DATA, OVERLAYS, ROOT, load
from spaser.places import UnreadableError
from spaser.problems import plural, printable, report
from spaser.publication import publish


@click.command()
@click.option("--format", "form", type=click.Choice(["texte", *FORMATS]), default="texte", help="Pour un écran, ou pour les annotations d'une forge.")
@DATA
@OVERLAYS
def verifier(form: str, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Contrôle les référentiels et dit tout ce qui ne va pas."""
    read, problems = catalogue.verify(referentiels, surcouches)
    if form != "texte":
        click.echo(FORMATS[form](problems))
        sys.exit(any(not problem.warning for problem in problems))
    errors = [problem for problem in problems if not problem.warning]
    warnings = [problem for problem in problems if problem.warning]
    for warning in warnings:
        click.echo(f"Avertissement : {warning}")
    if errors:
        click.echo(report(errors), err=True)
        sys.exit(1)
    count = sum(len(entries) for kind, entries in read.entries.items() if kind != "eco")
    click.echo(f"{plural(count, 'entrée')} vérifiées, aucune erreur, {plural(len(warnings), 'avertissement')}.")


@click.command()
@click.option("--verifier", "check", is_flag=True, help="Dit ce qui n'est pas au format, sans rien écrire.")
@DATA
def formater(check: bool, referentiels: Path) -> None:
    """Met les référentiels au format canonique."""
    try:
        changes = list(formatting.unformatted(referentiels))
    except UnreadableError as error:
        click.echo(report([error.problem]), err=True)
        sys.exit(1)
    for path, text in changes:
        click.echo(f"{printable(str(path))} : {'pas au format' if check else 'mis au format'}")
        if not check:
            formatting.rewrite(path, text)
    if check and changes:
        click.echo(f"\n{plural(len(changes), 'fichier')} à mettre au format. Lancer : spaser formater", err=True)
        sys.exit(1)


@click.command()
@click.option("--verifier", "check", is_flag=True, help="Dit ce qui n'est plus à jour, sans rien écrire.")
@DATA
def generer(check: bool, referentiels: Path) -> None:
    """Écrit les schémas, les réglages d'éditeur et la table des champs tirés des modèles."""
    edition = publish(load(referentiels, ()), "interne")
    outdated = generation.stale(edition, ROOT)
    for path, text in generation.generated(edition):
        if path in outdated:
            click.echo(f"{path} : {'plus à jour' if check else 'écrit'}")
            if not check:
                (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
                formatting.rewrite(ROOT / path, text)
    if check and outdated:
        click.echo(f"\n{plural(len(outdated), 'fichier')} à régénérer. Lancer : spaser generer", err=True)
        sys.exit(1)
