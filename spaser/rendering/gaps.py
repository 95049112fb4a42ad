"""L'offre à développer : où il n'y a aucune structure d'un métier, ou trop peu pour réserver ; une page par segment d'achat."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.exports.facets import epci_labels
from spaser.model import GENRES, Famille
from spaser.relations import Relations
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import count, number
from spaser.rendering.views import common
from spaser.rendering.views.common import View

#: Le plus petit nombre de structures de chaque classe, et son nom.
CLASSES = ((0, "Aucune"), (1, "1 à 2"), (3, "3 à 9"), (10, "10 et plus"))
NAMES = tuple(name for _, name in CLASSES)


def rank(total: int) -> int:
    """La classe d'un nombre de structures : 0 pour aucune, 3 pour dix et plus."""
    return max(position for position, (minimum, _) in enumerate(CLASSES) if total >= minimum)


def by_place(relations: Relations) -> dict[str, list[int]]:
    """Pour chaque intercommunalité, le nombre de familles de chaque classe."""
    found = {code: [0] * len(CLASSES) for code in epci_labels(relations)}
    for family in relations.edition.entrees["famille"].values():
        for code, totals in found.items():
            totals[rank(relations.solidarity.coverage[family.id][code])] += 1
    return found


def segments(relations: Relations) -> Iterator[tuple[str, str, list[Famille]]]:
    """Les segments qui ont des familles : fin d'adresse, titre, familles par ordre alphabétique."""
    families = sorted(relations.edition.entrees["famille"].values(), key=lambda family: common.alphabetical(family.intitule))
    for line in relations.edition.codes["segments"].lignes:
        if found := [family for family in families if family.segment == line.code]:
            yield f"manques-{line.code}", line.libelle, found


def pages(renderer: Renderer) -> Iterator[Fiche]:
    """Une page par segment : pour chaque famille, les intercommunalités de chaque classe."""
    for slug, title, families in segments(renderer.relations):
        heading = f"Offre à développer\u00a0: {title}"
        rows = [_row(family, renderer.relations) for family in families]
        body = str(renderer.macro("potentiel", "segment", heading, rows, NAMES, FICHE_ROOT))
        described = f"Où manquent des structures solidaires, {count(len(families), 'famille')} d’achat, {title}"
        yield Fiche("fournisseur", f"{GENRES['fournisseur'].url}/{slug}/", heading, described, body, (), (("Offre à développer", "fournisseurs/manques/"),))


def _row(family: Famille, relations: Relations) -> View:
    cases: list[list[str]] = [[] for _ in CLASSES]
    names = epci_labels(relations)
    for code, name in names.items():
        cases[rank(relations.solidarity.coverage[family.id][code])].append(name)
    largest = max(range(len(CLASSES)), key=lambda position: len(cases[position]))
    said = [_said(case, len(names), position == largest) for position, case in enumerate(cases)]
    return {"titre": family.intitule, "url": common.url("famille", family.id), "cases": said}


def _said(case: list[str], total: int, largest: bool) -> str:
    """Les intercommunalités d'une classe ; la classe la plus nombreuse se lit par différence."""
    if len(case) == total:
        return "toutes"
    return "toutes les autres" if largest and len(case) > total // 2 else ", ".join(case)


def places(relations: Relations) -> list[dict[str, Any]]:
    """Les lignes du tableau par intercommunalité."""
    names = epci_labels(relations)
    return [{"titre": names[code], "nombres": [number(total) for total in totals]} for code, totals in by_place(relations).items()]
