"""La commande qui efface les noms de personnes dont la durée est échue."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from spaser import catalogue, retention
from spaser.commands.common import DATA, OVERLAYS, fail, save, say, today
from spaser.problems import DataError, plural, report
from spaser.rewriting import rehearse


@click.command()
@DATA
@OVERLAYS
@click.option("--le", "day", type=click.DateTime(["%Y-%m-%d"]), help="Jour où juger les échéances, AAAA-MM-JJ ; aujourd'hui par défaut.")
@click.option("--oui", "yes", is_flag=True, help="Efface ; sans cette option, dit seulement ce qui le serait.")
def purger(referentiels: Path, surcouches: tuple[Path, ...], day: datetime | None, yes: bool) -> None:
    """Efface des référentiels et des surcouches les noms internes échus ; ne les cite jamais."""
    folders = (referentiels, *surcouches)
    corpus, problems = catalogue.verify(referentiels, surcouches)
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        fail(f"{report(errors)}\n\nRien n'a été effacé.")
    found = list(retention.expired(corpus, folders, today(day)))
    for item in found:
        say(f"{item.path} : {item.held.field}")
    if not found:
        say("Aucun nom échu.")
        return
    say("")
    for held, count in Counter(item.held for item in found).items():
        say(f"{held.kind} : {plural(count, 'champ')} « {held.field} », à garder jusque-là : {held.until}.")
    if not yes:
        say(f"\n{plural(len(found), 'champ')} à effacer. Rien n'a été effacé : relancer avec --oui.\n    aide: docs/interne/donnees-personnelles.md")
        return
    changes = retention.purge(found, referentiels, folders)
    try:
        rehearse(changes, referentiels, surcouches)
    except DataError as error:
        fail("\n".join([*map(str, error.problems), "", "Rien n'a été effacé."]))
    save(changes)
    erased = f"{plural(len(found), 'champ')} effacé{'s' if len(found) > 1 else ''}"
    say(f"\n{erased}. L'historique du dépôt les garde.\n    aide: docs/interne/donnees-personnelles.md")
