"""`spaser journal` : ce qui a changé depuis un état du dépôt."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click

from spaser import catalogue
from spaser.journal import Change, compare, markdown, restrict
from spaser.model.base import AUDIENCES, Audience
from spaser.operations import usual
from spaser.problems import DataError, did_you_mean
from spaser.publication import Edition, publish
from spaser.review import Page, States, summarise


@click.command()
@click.option("--depuis", "revision", default="HEAD", help="État du dépôt à comparer : une révision git. Par défaut, le dernier enregistré.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="publique", help="Pour qui dire les changements.")
@click.option("--referentiels", type=click.Path(exists=True, file_okay=False, path_type=Path), default="referentials", help="Dossier des référentiels.")
@click.option("--markdown", "review", is_flag=True, help="Résumé pour une proposition de modification : les deux sites, et ce qui devient public.")
@click.option("--operation", help="Ne dire que ce qui change pour une opération usuelle, par exemple college-rehabilitation.")
def journal(revision: str, audience: Audience, referentiels: Path, operation: str | None, review: bool) -> None:
    """Dit en mots du métier ce qui a changé dans les référentiels."""
    if review:
        click.echo(_review(revision, referentiels), nl=False)
        return
    with tempfile.TemporaryDirectory(prefix="spaser-journal-") as folder:
        try:
            before = publish(catalogue.snapshot(_extract(revision, referentiels, Path(folder))), audience)
            after = publish(catalogue.load(referentiels), audience)
        except DataError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
    changes = compare(before, after)
    if operation:
        changes = _restricted(changes, before, after, operation)
    click.echo(markdown(list(changes)), nl=False)


def _review(revision: str, data: Path) -> str:
    """Le résumé pour la relecture d'une proposition : les deux sites, et les pages."""
    with tempfile.TemporaryDirectory(prefix="spaser-journal-") as folder:
        try:
            before, after = catalogue.snapshot(_extract(revision, data, Path(folder))), catalogue.load(data)
        except DataError as error:
            click.echo(str(error), err=True)
            sys.exit(1)
    public, internal = ((publish(before, audience), publish(after, audience)) for audience in AUDIENCES)
    return summarise(States(public, internal, tuple(_pages(revision, data))))


def _pages(revision: str, data: Path) -> Iterator[Page]:
    """Les pages écrites à la main que la modification touche, d'après git."""
    done = _git(data.resolve().parent, "diff", "--name-status", "--no-renames", "-z", revision, "--", "docs") or b""
    parts = done.decode().split("\0")
    for state, path in zip(parts[::2], parts[1::2], strict=False):
        if path.endswith(".md"):
            yield Page(path[path.index("docs/") :], state[:1])


def _restricted(changes: Iterator[Change], before: Edition, after: Edition, operation: str) -> Iterator[Change]:
    """Ce qui change pour une opération. Finit la commande en erreur si elle n'est pas dans la liste des opérations usuelles."""
    known = [line.code for line in usual(after)]
    if operation not in known:
        advice = did_you_mean(operation, known) or f"choisir parmi : {', '.join(known)}"
        click.echo(f"« {operation} » n'est pas une opération usuelle.\n    Conseil : {advice}", err=True)
        sys.exit(2)
    return restrict(changes, before, after, operation)


def _extract(revision: str, data: Path, folder: Path) -> Path:
    """Écrit dans `folder` les référentiels d'une révision ; rend leur dossier. Finit la commande en erreur si elle n'existe pas."""
    found = _git(data, "rev-parse", "--show-toplevel", "--show-prefix")
    top, prefix = (found or b"\n\n").decode().splitlines()[:2]
    # Un tiret en tête ferait de la révision une option de git.
    content = _git(Path(top), "archive", "--format=tar", f"{revision}:{prefix}") if found and not revision.startswith("-") else None
    if content is None:
        click.echo(f"« {revision} » n'est pas un état connu du dépôt.\n    Conseil : donner une révision git, par exemple HEAD~1 ou main", err=True)
        sys.exit(2)
    with tarfile.open(fileobj=BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _git(folder: Path, *arguments: str) -> bytes | None:
    """Ce que répond git, ou `None` s'il refuse."""
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S607
    return done.stdout if done.returncode == 0 else None
