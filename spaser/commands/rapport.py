"""`spaser rapport` : le rapport annuel du comité de suivi, en une page web et deux traitements de texte."""

from __future__ import annotations

from pathlib import Path

import click

from spaser.commands.common import DATA, OVERLAYS, YEAR, deliver, fail, load, say
from spaser.documents import as_docx, as_html, as_odt, report, skeletons
from spaser.problems import reason
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.renderer import Renderer


@click.command()
@click.argument("annee", type=YEAR)
@click.option("--sortie", type=click.Path(file_okay=False, path_type=Path), required=True, help="Dossier où écrire le rapport.")
@DATA
@OVERLAYS
def rapport(annee: int, sortie: Path, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Écrit le rapport annuel du schéma : une page web, un .docx et un .odt. Document interne."""
    edition = publish(load(referentiels, surcouches), "interne")
    first, last = edition.collectivite.schema_achats.debut, edition.collectivite.edition_du.year
    if not first <= annee <= last:
        fail(f"Une année de {first} à {last} est attendue, lu {annee}.", code=2)
    document = report.write(Renderer(Relations(edition)), annee)
    plain = report.without_drawings(document)
    written = {
        "html": as_html.write(document),
        "docx": as_docx.write(skeletons.build(edition, "docx"), plain),
        "odt": as_odt.write(skeletons.build(edition, "odt"), plain),
    }
    try:
        sortie.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(f"{sortie} ne peut pas être créé ({reason(error)}).")
    for extension, content in written.items():
        deliver(sortie / f"rapport-{annee}.{extension}", content)
    say(f"{sortie} : rapport-{annee}.html, .docx et .odt. Champs internes compris : ne pas diffuser.")
