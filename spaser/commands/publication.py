"""La commande qui contrôle un site public fini, juste avant son envoi."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from spaser import catalogue
from spaser.commands.common import DATA, FOLDER, OVERLAYS, ROOT, fail
from spaser.inspection import inspect
from spaser.problems import plural, report


@click.command("verifier-publication")
@click.argument("dossier", type=FOLDER)
@DATA
@OVERLAYS
def verifier_publication(dossier: Path, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Contrôle un site public fini avant son envoi : rien d'interne, rien de trop, aucun tiers.

    Donner les mêmes surcouches qu'à la construction : ce sont leurs valeurs que l'on cherche.
    """
    corpus, problems = catalogue.verify(referentiels, surcouches)
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        fail(report(errors))
    found = inspect(dossier, corpus, ROOT)
    if found:
        files = len({finding.file for finding in found})
        told = "\n".join(str(finding).replace("’", "'") for finding in found)
        click.echo(f"{told}\n\n{plural(len(found), 'défaut')} dans {plural(files, 'fichier')}. Ne pas envoyer ce dossier.", err=True)
        sys.exit(1)
    count = sum(1 for path in dossier.rglob("*") if path.is_file())
    click.echo(f"{plural(count, 'fichier')} contrôlés : rien d'interne, rien de trop, aucun tiers.")
