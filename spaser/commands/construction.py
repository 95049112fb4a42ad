"""La commande qui bâtit les sites : chacun dans son processus, suivi, puis résumé."""

from __future__ import annotations

import gc
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from spaser.building import FOLDERS, Order
from spaser.commands.options import DATA, OVERLAYS, ROOT
from spaser.problems import reason
from spaser.timing import TIMING, stage

if TYPE_CHECKING:
    from spaser.catalogue import Catalogue
    from spaser.frame import Frame
    from spaser.site import Site

STAGES = ("pages", "fiches", "exports", "recherche", "manifeste", "fini")


@click.command()
@click.option("--audience", type=click.Choice([*FOLDERS, "toutes"]), default="toutes", help="Site à bâtir.")
@DATA
@OVERLAYS
@click.option("--sortie", type=click.Path(file_okay=False, path_type=Path), default="build", help="Dossier où écrire les sites.")
@click.option("--profil", is_flag=True, help="Dit le temps de chaque étape, à l'horloge (et de processeur).")
def construire(audience: str, referentiels: Path, surcouches: tuple[Path, ...], sortie: Path, profil: bool) -> None:
    """Bâtit le site public, le site interne, ou les deux."""
    start = time.monotonic()
    gc.disable()  # une construction ne fait presque pas de cycles : les chercher prenait un dixième du temps, sans rien rendre
    wanted: list[Any] = [name for name in FOLDERS if audience in (name, "toutes")]
    orders = [Order(name, ROOT, referentiels.resolve(), tuple(map(Path.resolve, surcouches)), sortie.resolve()) for name in wanted]
    with stage("empreintes"):
        stale = [order for order in orders if not order.is_fresh()]
    if stale:
        _build_all(stale, referentiels, surcouches, profil)
    with stage("bilan"):
        _summary(orders, time.monotonic() - start, fresh=not stale)
    if profil:
        click.echo(f"Profil de la commande : {TIMING.said()}")


def _build_all(orders: list[Order], data: Path, overlays: tuple[Path, ...], profil: bool) -> None:
    """Lit les référentiels une fois, puis bâtit chaque site dans son processus ; finit en erreur si l'un d'eux échoue."""
    import multiprocessing

    from spaser.commands.common import load

    loaded = load(data, overlays)
    context = multiprocessing.get_context("fork")
    news: Any = context.SimpleQueue()
    workers = [context.Process(target=_build_one, args=(order, loaded, news, profil)) for order in orders]
    for worker in workers:
        worker.start()
    failures = _follow(dict(zip((order.audience for order in orders), workers, strict=True)), news)
    for worker in workers:
        worker.join()
    if failures or any(worker.exitcode for worker in workers):
        for text in dict.fromkeys(failures):
            click.echo(text, err=True)
        sys.exit(1)


def _follow(workers: dict[Any, Any], news: Any) -> list[str]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

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


def _next(workers: dict[Any, Any], running: set[Any], news: Any) -> tuple[Any, str, str]:
    """La prochaine nouvelle d'une construction ; un processus tué n'en donne plus, et compte comme un échec."""
    while True:
        dead = next((audience for audience in sorted(running) if not workers[audience].is_alive()), None)
        if not news.empty():
            audience, stage, text = news.get()
            return audience, stage, text
        if dead is not None:
            return dead, "échec", f"La construction du site {FOLDERS[dead]} a été interrompue. Rien n'a été publié."
        workers[min(running)].join(0.02)


def _build_one(order: Order, loaded: Catalogue, news: Any, profil: bool) -> None:
    from spaser.model import GENRES
    from spaser.publication import publish
    from spaser.site import Site

    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    TIMING.reset()
    try:
        site = Site(publish(loaded, order.audience))
        site.begin()
        _publish(order, site, lambda name: news.put((order.audience, name, "")))
        with stage("empreintes"):
            order.remember({genre.pluriel.capitalize(): len(site.edition.entrees[kind]) for kind, genre in GENRES.items()})
        if profil:
            click.echo(f"Profil du site {FOLDERS[order.audience]} : {TIMING.said()}")
        news.put((order.audience, "fini", ""))
    except OSError as error:
        news.put((order.audience, "échec", f"La construction s'est arrêtée : {reason(error)}. Rien n'a été publié."))
        sys.exit(1)
    except (Exception, SystemExit) as error:
        news.put((order.audience, "échec", str(error) or type(error).__name__))
        sys.exit(1)


def _publish(order: Order, site: Site, progress: Any) -> None:
    """Remplit la charpente gardée de la dernière fois, ou celle que MkDocs refait si une page, le thème, le code ou la collectivité ont changé."""
    import pickle

    from spaser import filling
    from spaser.memory import Memory, digest

    with stage("moteur"):
        known = Memory(f"charpente-{order.audience}")
        key = digest((order.engine, site.url, site.context(), site.examples()))
        kept = known.known(key)
        if kept is None:
            made = mkdocs(order, site, progress)
            if made:
                known.keep(key, pickle.dumps(made))
                known.save()
            return
    progress("pages")
    filling.publish(site, pickle.loads(kept), order.site, progress)  # noqa: S301, .cache/ est à qui bâtit, comme le code


def mkdocs(order: Order, site: Site, progress: Any) -> Frame | None:
    """Lance la construction MkDocs d'un site ; rend sa charpente si elle vaut pour les suivantes."""
    import logging

    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from spaser import plugin

    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger("mkdocs").addHandler(handler)
    plugin.PREPARED.update(site=site, progress=progress)
    config = load_config(str(order.config), site_dir=str(order.site))
    progress("pages")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    made = cast(plugin.SpaserPlugin, config.plugins["spaser"])
    return made.frame if made.lasting else None


def _summary(orders: list[Order], seconds: float, *, fresh: bool) -> None:
    """Dit ce qui a été bâti, en combien de temps, et où regarder."""
    from spaser.commands import resume

    resume.show(orders)
    click.echo("Rien n'a changé depuis la dernière construction." if fresh else f"Construit en {seconds:.1f} s.".replace(".", ",", 1))
    for order in orders:
        click.echo(f"Site {FOLDERS[order.audience]} : {os.path.relpath(order.site)}/index.html")
    click.echo("Pour les parcourir : make servir, ou make servir AUDIENCE=interne")
