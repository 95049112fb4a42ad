"""Les listes de l'éco-référentiel sans JavaScript : une page par opération usuelle, une par thème, posées dans la coquille des exigences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from spaser import operations
from spaser.exports.operations import AMBITION, criteria
from spaser.model import GENRES, Exigence, ThemeEco
from spaser.model.lignes import LigneOperation
from spaser.publication import Edition
from spaser.rendering import editions
from spaser.rendering.redactions import threshold
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import count
from spaser.rendering.views.common import View, url
from spaser.rendering.views.exigence import theme_name, theme_url

CHOOSE = "eco-referentiel/mon-operation/"
TRAIL = (("Mon opération", CHOOSE),)


def pages(renderer: Renderer, ready: dict[str, list[View]]) -> Iterator[Fiche]:
    """Les pages des thèmes, puis celles des opérations usuelles ; `ready` donne les fichiers de chacune."""
    edition = renderer.relations.edition
    for volet in edition.codes["volets"].lignes:
        yield from (_theme_page(renderer, theme) for theme in operations.themes(edition, volet.code))
    yield from (_operation_page(renderer, line, ready.get(line.code, [])) for line in operations.usual(edition))


def address(line: LigneOperation) -> str:
    """L'adresse de la page d'une opération usuelle."""
    return f"{GENRES['exigence'].url}/operation-{line.code}/"


def link(line: LigneOperation, edition: Edition) -> View:
    """Le lien vers la page d'une opération usuelle, avec le nombre de ses exigences."""
    found = list(operations.requirements(edition, operations.of_line(line)))
    return {"titre": line.libelle, "url": address(line), "nombre": count(len(found), "exigence"), "volet": line.volet}


def _theme_page(renderer: Renderer, theme: ThemeEco) -> Fiche:
    rows = [renderer.short("exigence", entry) for entry in operations.in_force(theme)]
    retired = [{"titre": entry.intitule, "url": url("exigence", entry.id)} for entry in theme.exigences if entry.retire_le]
    counted = count(len(rows), "exigence")
    title = theme_name(theme, renderer.relations)
    view: View = {"titre": title, "texte": theme.presentation, "exigences": rows, "compte": counted, "retirees": retired}
    body = str(renderer.macro("operation", "theme", view, FICHE_ROOT))
    return Fiche("exigence", theme_url(theme), title, f"{counted} de l’éco-référentiel, {title}", body, ())


def _operation_page(renderer: Renderer, line: LigneOperation, ready: list[View]) -> Fiche:
    edition, wanted = renderer.relations.edition, operations.of_line(line)
    found = list(operations.requirements(edition, wanted))
    groups = [_group(theme, [entry for _, entry in pairs], edition) for theme, pairs in _by_theme(found)]
    view: View = {
        "titre": f"Exigences\u00a0: {line.libelle}",
        "definition": line.definition or "",
        "criteres": criteria(wanted, edition),
        "compte": count(len(found), "exigence"),
        "edition": edition.collectivite.edition,
        "phases": _phases(found, edition),
        "themes": groups,
        "fichiers": [{"titre": title, "liens": list(links)} for title, links in groupby(ready, key=lambda item: item["titre"])],
        "changements": editions.changed(wanted, edition),
        "choisir": f"{CHOOSE}?volet={line.volet}&operation={line.operation}" + (f"&typologie={line.typologie}" if line.typologie else ""),
    }
    body = str(renderer.macro("operation", "usuelle", view, FICHE_ROOT))
    headings = tuple((group["code"], group["titre"]) for group in groups)
    told = f"{view['compte']} de l’éco-référentiel pour une opération\u00a0: {line.libelle}"
    found_by = str(renderer.macro("operation", "cherchee", view))
    return Fiche("exigence", address(line), view["titre"], told, body, headings, TRAIL, found_by)


def _by_theme(found: list[tuple[ThemeEco, Exigence]]) -> Iterator[tuple[ThemeEco, list[tuple[ThemeEco, Exigence]]]]:
    for _, pairs in groupby(found, key=lambda pair: pair[0].theme):
        listed = list(pairs)
        yield listed[0][0], listed


def _group(theme: ThemeEco, entries: list[Exigence], edition: Edition) -> View:
    rows = [_line(entry) for entry in entries]
    return {"code": theme.theme, "titre": edition.label("themes", theme.theme), "nombre": count(len(rows), "exigence"), "exigences": rows}


def _line(entry: Exigence) -> View:
    _, level = operations.retained(entry, AMBITION)
    return {"titre": entry.intitule, "url": url("exigence", entry.id), "seuil": threshold(level, entry.sens), "loi": entry.deja_exige is not None}


def _phases(found: list[tuple[Any, Exigence]], edition: Edition) -> str:
    """« programmation 80, esquisse 12 » : ce qui est à prouver à chaque phase."""
    counts = Counter(step.phase for _, entry in found for step in entry.phases)
    return ", ".join(f"{line.libelle.lower()}\u00a0{counts[line.code]}" for line in edition.codes["phases"].lignes if counts[line.code])
