"""La commande qui efface les noms de personnes dont la durée est échue."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from spaser import catalogue, retention
from spaser.commands.common import DATA, DAY, OVERLAYS, fail, save, say, today
from spaser.problems import DataError, plural, report
from spaser.rewriting import rehearse


@click.command()
@DATA
@OVERLAYS
@DAY
@click.option("--oui", "yes", is_flag=True, help="Efface ; sans cette option, dit seulement ce qui le serait.")
def purger(referentiels: Path, surcouches: tuple[Path, ...], day: datetime | None, yes: bool) -> None:
    """Efface des référentiels et des surcouches les noms internes échus ; ne les cite jamais."""
    folders = (referentiels, *surcouches)
    corpus, problems = catalogue.verify(referentiels, surcouches)
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        fail(report(errors))
    found = list(retention.expired(corpus, folders, today(day)))
    for item in found:
        say(f"{item.path} : {item.field}")
    if not found:
        say("Aucun nom échu.")
        return
    if not yes:
        say(f"\n{plural(len(found), 'champ')} à effacer. Relancer avec --oui. L'historique du dépôt les garde : voir la page des données personnelles.")
        return
    changes = retention.purge(found, referentiels, folders)
    try:
        rehearse(changes, referentiels, surcouches)
    except DataError as error:
        fail("\n".join([*map(str, error.problems), "", "Rien n'a été effacé."]))
    save(changes)
    say(f"\n{plural(len(found), 'champ')} effacé{'s' if len(found) > 1 else ''}.")
