"""La commande `spaser`."""

from __future__ import annotations

import logging
import multiprocessing
import os
import sys
import time
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from spaser import catalogue, formatting, generation
from spaser.building import FOLDERS, Order, weigh
from spaser.commands.campagne import nouvelle_annee
from spaser.commands.common import DATA, OVERLAYS
from spaser.commands.common import load as _load
from spaser.commands.journal import journal
from spaser.commands.tableur import exporter, importer, modele
from spaser.model import GENRES
from spaser.model.base import AUDIENCES, Audience
from spaser.problems import plural, report
from spaser.publication import publish
from spaser.reading import UnreadableError
from spaser.rendering.typography import size

ROOT = Path(__file__).resolve().parent.parent
STAGES = ("pages", "fiches", "exports", "recherche", "manifeste", "fini")


@click.group(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
def main() -> None:
    """Les référentiels d'achats responsables, des fiches YAML aux deux sites."""


@main.command()
@DATA
@OVERLAYS
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


@main.command()
@click.option("--audience", type=click.Choice([*AUDIENCES, "toutes"]), default="toutes", help="Site à bâtir.")
@DATA
@OVERLAYS
@click.option("--sortie", type=click.Path(file_okay=False, path_type=Path), default="build", help="Dossier où écrire les sites.")
def construire(audience: str, referentiels: Path, surcouches: tuple[Path, ...], sortie: Path) -> None:
    """Bâtit le site public, le site interne, ou les deux."""
    start = time.monotonic()
    wanted = [name for name in AUDIENCES if audience in (name, "toutes")]
    orders = [Order(name, ROOT, referentiels.resolve(), tuple(map(Path.resolve, surcouches)), sortie.resolve()) for name in wanted]
    stale = [order for order in orders if not order.is_fresh()]
    loaded = _load(referentiels, surcouches)
    if stale:
        _build_all(stale, loaded)
    _summary(orders, loaded, time.monotonic() - start, fresh=not stale)


def _build_all(orders: list[Order], loaded: catalogue.Catalogue) -> None:
    """Bâtit chaque site dans son processus, et suit leurs étapes ; finit en erreur si l'un d'eux échoue."""
    context = multiprocessing.get_context("fork")
    news: Any = context.SimpleQueue()
    workers = [context.Process(target=_build_one, args=(order, loaded, news)) for order in orders]
    for worker in workers:
        worker.start()
    failures = _follow(dict(zip((order.audience for order in orders), workers, strict=True)), news)
    for worker in workers:
        worker.join()
    if failures or any(worker.exitcode for worker in workers):
        for text in dict.fromkeys(failures):
            click.echo(text, err=True)
        sys.exit(1)


def _follow(workers: dict[Audience, Any], news: SimpleQueue[tuple[Audience, str, str]]) -> list[str]:
    failures, running = [], set(workers)
    columns = (TextColumn("{task.description:<16}"), BarColumn(), TextColumn("{task.fields[stage]:<10}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        tasks = {audience: progress.add_task(f"Site {FOLDERS[audience]}", total=len(STAGES), stage="") for audience in workers}
        while running:
            audience, stage, text = _next(workers, running, news)
            progress.update(tasks[audience], advance=1, stage=stage)
            if stage in ("fini", "échec"):
                running.discard(audience)
            if stage == "échec":
                failures.append(text)
    return failures


def _next(workers: dict[Audience, Any], running: set[Audience], news: SimpleQueue[tuple[Audience, str, str]]) -> tuple[Audience, str, str]:
    """La prochaine nouvelle d'une construction ; un processus tué n'en donne plus, et compte comme un échec."""
    while True:
        dead = next((audience for audience in sorted(running) if not workers[audience].is_alive()), None)
        if not news.empty():
            return news.get()
        if dead is not None:
            return dead, "échec", f"La construction du site {FOLDERS[dead]} a été interrompue. Rien n'a été publié."
        workers[min(running)].join(0.02)


def _build_one(order: Order, loaded: catalogue.Catalogue, news: SimpleQueue[tuple[Audience, str, str]]) -> None:
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    try:
        fingerprint = order.fingerprint()
        _mkdocs(order, loaded, lambda stage: news.put((order.audience, stage, "")))
        order.remember(fingerprint)
        news.put((order.audience, "fini", ""))
    except (Exception, SystemExit) as error:
        news.put((order.audience, "échec", str(error) or type(error).__name__))
        sys.exit(1)


def _mkdocs(order: Order, loaded: catalogue.Catalogue, progress: Any) -> None:
    """Lance la construction MkDocs d'une audience, sur un catalogue déjà lu."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from spaser import plugin

    logging.getLogger("mkdocs").addHandler(_warnings())
    plugin.PREPARED.update(catalogue=loaded, progress=progress)
    config = load_config(str(order.config), site_dir=str(order.site))
    progress("pages")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)


def _warnings() -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def _summary(orders: list[Order], loaded: catalogue.Catalogue, seconds: float, *, fresh: bool) -> None:
    """Dit ce qui a été bâti, en combien de temps, et où regarder."""
    console = Console()
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Référentiel")
    for order in orders:
        table.add_column(f"Site {FOLDERS[order.audience]}", justify="right")
    editions = [publish(loaded, order.audience) for order in orders]
    for kind, genre in GENRES.items():
        table.add_row(genre.pluriel.capitalize(), *(str(len(edition.entrees[kind])) for edition in editions))
    weights = [weigh(order.site) for order in orders]
    table.add_row("Pages", *(str(pages) for pages, _ in weights))
    table.add_row("Poids", *(size(octets) for _, octets in weights))
    console.print(table)
    console.print("Rien n'a changé depuis la dernière construction." if fresh else f"Construit en {seconds:.1f} s.".replace(".", ",", 1))
    for order in orders:
        console.print(f"Site {FOLDERS[order.audience]} : {os.path.relpath(order.site)}/index.html", soft_wrap=True)
    console.print("Pour les parcourir : make servir, ou make servir AUDIENCE=interne")


@main.command()
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
        click.echo(f"{path} : {'pas au format' if check else 'mis au format'}")
        if not check:
            formatting.rewrite(path, text)
    if check and changes:
        click.echo(f"\n{plural(len(changes), 'fichier')} à mettre au format. Lancer : spaser formater", err=True)
        sys.exit(1)


@main.command()
@click.option("--verifier", "check", is_flag=True, help="Dit ce qui n'est plus à jour, sans rien écrire.")
@DATA
def generer(check: bool, referentiels: Path) -> None:
    """Écrit les schémas, les réglages d'éditeur et la table des champs tirés des modèles."""
    edition = publish(_load(referentiels, ()), "interne")
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


for command in (journal, modele, importer, exporter, nouvelle_annee):
    main.add_command(command)
