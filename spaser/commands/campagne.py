"""`spaser nouvelle-annee` : ouvrir une campagne, clore et figer la précédente."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from spaser.campaign import CampaignError, Opening, open_year
from spaser.commands.common import DATA, DAY, OVERLAYS, YEAR, fail, load, refuse, save, say, today
from spaser.problems import DataError, plural
from spaser.rendering.typography import period
from spaser.rewriting import rehearse

#: Nombre d'intentions laissées que l'on nomme.
SHOWN = 20


@click.command("nouvelle-annee")
@click.argument("annee", type=YEAR)
@click.option("--essai", "dry", is_flag=True, help="Dit ce qui serait écrit, sans rien écrire.")
@DAY
@DATA
@OVERLAYS
def nouvelle_annee(annee: int, dry: bool, day: datetime | None, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Ouvre une campagne, reprend ce qui continue, clôt et fige les précédentes. Tout est écrit, ou rien."""
    loaded = load(referentiels, surcouches)
    try:
        opening = open_year(referentiels, surcouches, loaded, annee, today(day))
        rehearse(opening.changes, referentiels, surcouches)
    except CampaignError as error:
        fail(f"{error}\nRien n'a été écrit.")
    except DataError as error:
        refuse(error, "La campagne")
    if not dry:
        save(opening.changes)
    _summary(opening, dry=dry)


def _summary(opening: Opening, *, dry: bool) -> None:
    years = " et ".join(map(str, opening.closed))
    many = len(opening.closed) > 1
    said = f"Campagne{'s' * many} {years} close{'s' * many} et figée{'s' * many}." if opening.closed else "Aucune campagne à clore."
    say(f"Campagne {opening.year} ouverte. {said}{' (essai : rien n’a été écrit)' if dry else ''}")
    if opening.carried:
        say(f"{plural(len(opening.carried), 'intention')} à poursuivre :")
    for entry, identifier in opening.carried:
        say(f"  {entry.id} devient {identifier}, {entry.intitule} ({period(entry.publication_prevue)})")
    if opening.left:
        say(f"{plural(len(opening.left), 'intention')} sans suite, restée{'s' * (len(opening.left) > 1)} à l'étude ou publiée{'s' * (len(opening.left) > 1)} :")
    for entry in opening.left[:SHOWN]:
        say(f"  {entry.id}, {entry.intitule} ({period(entry.publication_prevue)})")
    if len(opening.left) > SHOWN:
        say(f"  … et {len(opening.left) - SHOWN} de plus.")
    say("À faire ensuite : relire les intentions reprises, puis changer « edition » et « edition_du » dans collectivite.yml.")
