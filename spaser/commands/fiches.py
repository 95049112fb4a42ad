"""`spaser modele`, `exporter` et `importer` pour chaque genre de fiches : un référentiel entier dans un tableur, dans les deux sens."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from spaser import journal
from spaser.commands.common import DATA, FILE, OUTPUT, OVERLAYS, deliver, fail, load, refuse, save, say, tally
from spaser.imports import workbook
from spaser.imports.cells import WorkbookError, total
from spaser.imports.fiches import reading, writing
from spaser.imports.fiches.plan import GENRES, Genre
from spaser.imports.vocabulary import Vocabulary
from spaser.problems import DataError, helps, plural
from spaser.publication import publish

ONLY = click.option("--fiche", "wanted", multiple=True, help="Ne prendre que cette fiche ; se répète.")


def _model(genre: Genre) -> click.Command:
    @click.command(genre.name, help=f"Écrit le tableur vide du genre « {genre.name} ».")
    @click.argument("sortie", type=OUTPUT)
    @DATA
    def command(sortie: Path, referentiels: Path) -> None:
        if sortie.suffix.lower() != ".xlsx":
            fail(f"{sortie} : le tableur modèle est un classeur .xlsx", code=2)
        deliver(sortie, writing.to_xlsx(publish(load(referentiels), "interne"), genre, {}))
        click.echo(f"{sortie} : tableur écrit, à donner aux services.")

    return command


def _exporter(genre: Genre) -> click.Command:
    @click.command(genre.name, help=f"Écrit les fiches du genre « {genre.name} », champs internes compris, en .xlsx ou .ods.")
    @click.argument("sortie", type=OUTPUT)
    @ONLY
    @DATA
    def command(sortie: Path, wanted: tuple[str, ...], referentiels: Path) -> None:
        write = {".xlsx": writing.to_xlsx, ".ods": writing.to_ods}.get(sortie.suffix.lower())
        if write is None:
            fail(f"{sortie} : un fichier .xlsx ou .ods est attendu", code=2)
        edition = publish(load(referentiels), "interne")
        held = writing.entries(referentiels, genre, wanted)
        missing = sorted(set(wanted) - set(held))
        if missing:
            fail(f"« {missing[0]} » n'est pas une fiche de {referentiels}/{genre.folder}. Rien n'a été écrit.", code=2)
        deliver(sortie, write(edition, genre, held))
        click.echo(f"{sortie} : {plural(len(held), 'fiche')}, champs internes compris. Ne pas diffuser.")

    return command


def _importer(genre: Genre) -> click.Command:
    @click.command(genre.name, help=f"Lit un tableur du genre « {genre.name} », .xlsx ou .ods, et met ses fiches à jour.")
    @click.argument("fichier", type=FILE)
    @click.option("--essai", "dry", is_flag=True, help="Dit ce qui serait écrit, sans rien écrire.")
    @DATA
    @OVERLAYS
    def command(fichier: Path, dry: bool, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
        _read(genre, fichier, referentiels, surcouches, dry=dry)

    return command


def _read(genre: Genre, path: Path, data: Path, overlays: tuple[Path, ...], *, dry: bool) -> None:
    try:
        sheets = workbook.read(path, reading.BOUNDS)
        loaded = load(data, overlays)
        held = writing.entries(data, genre)
        found = reading.understand(sheets, path.name, genre, held, Vocabulary(publish(loaded, "interne")))
        reading.rehearsed(found, data, genre, held, overlays)
    except WorkbookError as error:
        fail(f"{error}\n\nRien n'a été écrit.")
    except DataError as error:
        refuse(error)
    say(f"{path.name} : {', '.join(found.sheets)}. {plural(len(found.entries), 'fiche')} à lire.")
    if found.problems:
        click.echo("\n".join([*map(str, sorted(set(found.problems))), "", total(found.problems, "Rien n'a été écrit."), *helps(found.problems)]), err=True)
        sys.exit(1)
    before = publish(loaded, "interne")
    if found.changes and not dry:
        save(found.changes)
    _conclude(found, data, dry=dry)
    if found.changes and not dry:
        for change in journal.compare(before, publish(load(data, overlays), "interne")):
            for label, was, now in change.details:
                say(f"    {change.entry}, {label} : « {was[:80]} » devient « {now[:80]} »")


def _conclude(found: reading.Reading, data: Path, *, dry: bool) -> None:
    """Dit combien de fiches sont créées, modifiées, inchangées, et lesquelles."""
    if not found.changes:
        say("Rien ne change.")
        return
    touched = len(found.changes) - found.created
    say(f"{tally(found.created, touched, len(found.entries) - len(found.changes))}{' (essai : rien n’a été écrit)' if dry else ''}.")
    for path in sorted(found.changes):
        say(f"  {path.relative_to(data).as_posix()}")


#: Une commande par genre : celle qui écrit son tableur vide, celle qui y écrit ses fiches, celle qui le relit.
MODELS = {name: _model(genre) for name, genre in GENRES.items()}
EXPORTERS = {name: _exporter(genre) for name, genre in GENRES.items()}
IMPORTERS = {name: _importer(genre) for name, genre in GENRES.items()}
