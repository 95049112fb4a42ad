"""`spaser importer intentions` : le tableur rempli devient des fiches."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from spaser.commands.common import DATA, DAY, FILE, OVERLAYS, YEAR, became, fail, load, refuse, save, say, tally, today
from spaser.imports import workbook
from spaser.imports.cells import WorkbookError, total
from spaser.imports.intentions import Import, Order, Outcome, understand
from spaser.problems import DataError, helps, plural


@click.command("intentions")
@click.argument("fichier", type=FILE)
@click.option("--annee", type=YEAR, required=True, help="Année de la campagne.")
@click.option("--continuer", "go_on", is_flag=True, help="Écrit les bonnes lignes, même s'il y en a de mauvaises.")
@click.option("--essai", "dry", is_flag=True, help="Dit ce qui serait écrit, sans rien écrire.")
@DAY
@DATA
@OVERLAYS
def read(fichier: Path, annee: int, go_on: bool, dry: bool, day: datetime | None, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Lit un tableur d'intentions, .xlsx, .ods ou .csv, et met à jour les fiches de la campagne."""
    try:
        heads = understand(workbook.read(fichier), fichier.name)
        loaded = load(referentiels, surcouches)
        if annee in {closed.annee for closed in loaded.collectivite.annees_closes}:
            fail(f"La campagne {annee} est close : ses fiches ne changent plus. Rien n'a été écrit.")
        outcome = Import(Order(referentiels, surcouches, annee, today(day)), loaded).run(heads, go_on=go_on)
    except WorkbookError as error:
        fail(f"{error}\n\nRien n'a été écrit.")
    except DataError as error:
        refuse(error)
    _understood(outcome)
    if outcome.changes and not dry:
        save(outcome.changes)
    _conclude(outcome, go_on=go_on, dry=dry)


def _understood(outcome: Outcome) -> None:
    """Dit ce qui a été compris : les colonnes de chaque feuille, les lignes passées."""
    for head in outcome.heads:
        say(f"Feuille « {head.sheet.name} », titres en ligne {head.row} :")
        for heading in head.headings:
            say(f"  {heading}")
    say(f"{plural(len(outcome.table.rows), 'intention')} à lire.")
    for skipped in outcome.table.skipped:
        say(f"  Passée, {skipped}")


def _conclude(outcome: Outcome, *, go_on: bool, dry: bool) -> None:
    """Dit les cellules à revoir, puis ce qui a changé en mots du métier."""
    click.echo("")
    for problem in outcome.problems:
        click.echo(str(problem), err=True)
    if outcome.problems:
        written = "Rien n'a été écrit." if not outcome.changes or dry else "Les autres lignes ont été écrites."
        advice = "" if go_on else " Pour écrire les bonnes lignes seulement : ajouter --continuer."
        click.echo("\n".join([f"\n{total(outcome.problems, written)}{advice}", *helps(outcome.problems)]), err=True)
    if go_on or not outcome.problems:
        _difference(outcome, dry=dry)
    if outcome.problems:
        sys.exit(1)


def _difference(outcome: Outcome, *, dry: bool) -> None:
    """La différence : combien de fiches créées, modifiées, inchangées, puis chacune, champ par champ."""
    created = sum(change.event == "créée" for change in outcome.news)
    touched = len({path.stem for path in outcome.changes})
    say(f"{tally(created, touched - created, outcome.unchanged)}{' (essai : rien n’a été écrit)' if dry else ''}.")
    for change in outcome.news:
        say(f"  {change.entry}, {change.title} : {change.event}")
        for label, was, now in change.details:
            say(f"    {became(label, was, now)}")
    for note in outcome.notes:
        say(f"  À vérifier : {note}.")
