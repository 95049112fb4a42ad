"""`spaser importer fournisseurs` : un annuaire de structures solidaires, rapproché des fiches connues."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from spaser.commands.common import DATA, DAY, FILE, OUTPUT, OVERLAYS, UNWRITTEN, became, deliver, fail, load, refuse, save, say, tally, today
from spaser.imports.cells import WorkbookError
from spaser.imports.directories import DIRECTORIES, read
from spaser.imports.directories.base import UNKNOWN_LICENCE, Record
from spaser.imports.directories.merging import Source
from spaser.imports.directories.outcome import Line, Order, Outcome
from spaser.imports.directories.suppliers import Import
from spaser.imports.vocabulary import straight
from spaser.problems import DataError, plural

#: Au-delà, l'écran ne se lit plus : `--rapport` donne tout.
SHOWN = 200
TITLES = ("Place", "Structure lue", "Fiche", "Rapprochée par", "Confiance", "Champs repris", "Champs gardés")


@click.command("fournisseurs")
@click.argument("fichier", type=FILE)
@click.option("--source", "name", type=click.Choice([*DIRECTORIES]), required=True, help="Annuaire d'où vient le fichier.")
@click.option("--oui", "agreed", is_flag=True, help="Écrit sans demander.")
@click.option("--titre", help="Nom de l'annuaire sur les fiches ; celui de --source par défaut.")
@click.option("--licence", help="Licence sous laquelle l'annuaire se réutilise, telle qu'on l'a lue.")
@click.option("--extrait-le", "extracted", type=click.DateTime(["%Y-%m-%d"]), help="Date d'extraction du fichier, AAAA-MM-JJ ; le jour de l'import par défaut.")
@click.option("--rapport", type=OUTPUT, help="Fichier .csv où écrire le tableau des rapprochements et les doutes.")
@DAY
@DATA
@OVERLAYS
def suppliers(
    fichier: Path,
    name: str,
    agreed: bool,
    titre: str | None,
    licence: str | None,
    extracted: datetime | None,
    rapport: Path | None,
    day: datetime | None,
    referentiels: Path,
    surcouches: tuple[Path, ...],
) -> None:
    """Lit un annuaire de structures solidaires, le rapproche des fiches, et dit ce qui changerait avant de l'écrire."""
    directory = DIRECTORIES[name]
    source = Source(
        titre or directory.titre,
        (extracted or datetime.combine(today(day), datetime.min.time())).date().isoformat(),
        licence or directory.licence,
        bool(extracted),
    )
    try:
        records = read(fichier, directory)
        loaded = load(referentiels, surcouches)
        outcome = Import(Order(referentiels, surcouches, directory, source, today(day)), loaded).run(records)
    except WorkbookError as error:
        fail(f"{error}\n\nRien n'a été écrit.")
    except DataError as error:
        refuse(error)
    _tell(source, records, outcome)
    if rapport:
        deliver(rapport, _report(outcome))
    _write(outcome, agreed=agreed)


def _tell(source: Source, records: list[Record], outcome: Outcome) -> None:
    """Dit ce qui a été lu et laissé, les rapprochements, ce qui est à trancher, puis la différence."""
    say(f"{source.nom} ({source.licence}), extrait le {source.date} : {plural(len(records), 'structure')} à lire.")
    for why, count in sorted(outcome.skipped.items()):
        say(f"  {plural(count, 'structure')} {'laissées' if count > 1 else 'laissée'} : {why}")
    for what, count in sorted(outcome.personal.items()):
        say(f"  Non repris, {count} fois : {what}, car seules les coordonnées d'accueil se publient")
    if source.licence == UNKNOWN_LICENCE:
        say("  La licence de cet annuaire n'est pas connue : les fiches créées restent internes. Une fois lue, la donner avec --licence.")
    say("\nRapprochements :")
    _table(outcome.lines)
    say(f"\nÀ trancher : {len(outcome.doubts) or 'rien'}{'.' if not outcome.doubts else ''}")
    _some([f"  {doubt}" for doubt in outcome.doubts])
    say("")
    _difference(outcome)


def _table(lines: list[Line]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in TITLES:
        table.add_column(title, overflow="fold")
    for line in lines[:SHOWN]:
        table.add_row(*map(straight, _cells(line)))
    Console(width=max(160, Console().width), soft_wrap=False, highlight=False, markup=False).print(table)
    if len(lines) > SHOWN:
        say(f"… et {len(lines) - SHOWN} autres : --rapport FICHIER.csv les donne toutes.")


def _cells(line: Line) -> list[str]:
    return [line.place, line.nom, line.fiche, line.by, line.confidence, ", ".join(line.written), ", ".join(line.kept)]


def _some(lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        say(line)
    if len(lines) > SHOWN:
        say(f"  … et {len(lines) - SHOWN} autres.")


def _difference(outcome: Outcome) -> None:
    """La différence en mots : combien de fiches créées, modifiées, inchangées, puis chacune, champ par champ."""
    created = sum(change.event == "créée" for change in outcome.news)
    touched = sum(path.parent.name == "fournisseurs" for path in outcome.changes)
    say(f"{tally(created, touched - created, outcome.unchanged)}.")
    lines = []
    for change in outcome.news:
        lines.append(f"  {change.entry}, {change.title} : {change.event}")
        lines += [f"    {became(label, was, now)}" for label, was, now in change.details]
    _some(lines)


def _write(outcome: Outcome, *, agreed: bool) -> None:
    """Écrit si on l'a demandé, ou si la personne devant l'écran le veut."""
    if not outcome.changes:
        say("Rien à écrire.")
    elif agreed or (sys.stdin.isatty() and click.confirm("Écrire ces fiches ?")):
        save(outcome.changes)
        say(f"{plural(len(outcome.changes), 'fichier')} écrits." if len(outcome.changes) > 1 else "1 fichier écrit.")
    else:
        say(UNWRITTEN)


def _report(outcome: Outcome) -> bytes:
    """Le tableau entier et les doutes, en CSV que les tableurs ouvrent sans rien exécuter."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([*TITLES, "À trancher"])
    writer.writerows(_safe([*_cells(line), ""]) for line in outcome.lines)
    writer.writerows(_safe([doubt.place, doubt.nom, "", "", "", "", "", doubt.said]) for doubt in outcome.doubts)
    return buffer.getvalue().encode("utf-8-sig")


def _safe(cells: Iterable[str]) -> list[str]:
    from spaser.exports.cells import text

    return [text(cell) for cell in cells]
