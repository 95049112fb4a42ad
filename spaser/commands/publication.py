"""Les commandes d'une chaîne de publication : contrôle du site fini, liste d'envoi, réglages de serveur, entretien mensuel."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from spaser import catalogue, offline, servers, upkeep, upload
from spaser.commands.common import DATA, DAY, FOLDER, OVERLAYS, ROOT, YEAR, deliver, fail, load, today
from spaser.inspection import history, inspect, paths
from spaser.model.base import AUDIENCES, Audience
from spaser.problems import plural, report
from spaser.publication import publish


@click.command("verifier-publication")
@click.argument("dossier", type=FOLDER)
@click.option("--historique", "branch", is_flag=True, help="Le dossier est une branche à publier : contrôle aussi tout ce que son historique git garde.")
@DATA
@OVERLAYS
def verifier_publication(dossier: Path, branch: bool, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Contrôle un site public fini avant son envoi : rien d'interne, rien de trop, aucun tiers.

    Donner les mêmes surcouches qu'à la construction : ce sont leurs valeurs que l'on cherche.
    """
    if branch and not (dossier / history.FOLDER).exists():
        fail(f"{dossier} n'a pas d'historique git : l'option --historique n'a rien à y lire.", code=2)
    corpus, problems = catalogue.verify(referentiels, surcouches)
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        fail(report(errors))
    found = inspect(dossier, corpus, ROOT, branch=branch)
    if found:
        files = len({finding.file for finding in found})
        told = "\n".join(str(finding).replace("’", "'") for finding in found)
        total = f"{plural(len(found), 'défaut')} dans {plural(files, 'fichier')}. Ne pas envoyer ce dossier."
        click.echo(f"{told}\n\n{total}\n    aide: docs/interne/publier.md#fuite", err=True)
        sys.exit(1)
    count = sum(1 for path in paths.files(dossier) if path.is_file())
    click.echo(f"{plural(count, 'fichier')} contrôlés : rien d'interne, rien de trop, aucun tiers.")


@click.command()
@click.argument("site", type=FOLDER)
@click.option("--avant", type=click.Path(dir_okay=False, path_type=Path), help="L'état gardé du dernier envoi ; absent, tout est à envoyer.")
@click.option("--sortie", type=click.Path(file_okay=False, path_type=Path), default="build/envoi", help="Dossier des listes.")
def envoi(site: Path, avant: Path | None, sortie: Path) -> None:
    """Écrit la liste des fichiers changés et celle des fichiers à retirer, pour rsync."""
    try:
        found = upload.compare(site, upload.read_state(avant))
    except ValueError:
        fail(f"{avant} : ce n'est pas l'état d'un envoi.\n    Conseil : l'enlever, tout sera renvoyé", code=2)
    sortie.mkdir(parents=True, exist_ok=True)
    for name, text in upload.files(found).items():
        deliver(sortie / name, text.encode())
    click.echo(f"{sortie} : {plural(len(found.changed), 'fichier')} à envoyer, {len(found.removed)} à retirer.")


@click.command()
@click.argument("genre", type=click.Choice([*servers.WRITERS]))
@click.option("--audience", type=click.Choice(AUDIENCES), default="publique", help="Le site servi.")
@click.option("--dossier", "folder", default="/var/www/achats-responsables", help="Dossier du site sur le serveur.")
@DATA
def serveur(genre: str, audience: Audience, folder: str, referentiels: Path) -> None:
    """Écrit les réglages d'un serveur web, à copier."""
    click.echo(servers.WRITERS[genre](publish(load(referentiels), audience), folder), nl=False)


@click.command()
@click.option("--liens", "check", is_flag=True, help="Demande aussi à chaque adresse externe si elle répond.")
@DAY
@DATA
@OVERLAYS
def entretien(check: bool, day: datetime | None, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Écrit la liste des relectures en retard, et des liens morts ; ne bloque jamais."""
    edition = publish(load(referentiels, surcouches), "interne")
    broken = list(upkeep.dead(edition)) if check else None
    click.echo(upkeep.markdown(today(day), list(upkeep.late(edition, today(day))), broken), nl=False)


@click.command()
@click.option("--annee", type=YEAR, required=True, help="L'année de l'édition.")
@click.option("--site", type=FOLDER, default="build/public/site", help="Le site public bâti.")
@click.option("--sortie", type=click.Path(file_okay=False, path_type=Path), default="build/archive", help="Dossier de l'archive.")
@DATA
def archiver(annee: int, site: Path, sortie: Path, referentiels: Path) -> None:
    """Écrit l'édition hors ligne du site public : une archive qui se lit sans serveur, et sa somme de contrôle."""
    edition = publish(load(referentiels), "publique")
    current = edition.collectivite.annee_courante
    if annee != current:
        fail(f"L'édition en place est celle de {current}, pas de {annee}.\n    Conseil : se placer sur l'état du dépôt de {annee}, puis recommencer", code=2)
    name, content, total = offline.pack(site, edition, annee)
    sortie.mkdir(parents=True, exist_ok=True)
    deliver(sortie / name, content)
    deliver(sortie / f"{name}.sha256", total.encode())
    click.echo(f"{sortie / name} : {len(content)} octets, SHA-256 {total.split()[0]}")
