"""Les listes de structures sans JavaScript : une page par secteur, et par intercommunalité où elles interviennent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from spaser.exports.facets import epci_labels
from spaser.model import GENRES, Fournisseur
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import count
from spaser.rendering.views import common

#: Ce que dit le titre d'une liste, par début d'adresse.
_BY = {"secteur": ", métier", "intervient": " qui interviennent"}
#: Une page de liste reste légère : au-delà, elle est coupée en pages suivantes.
PAGE_SIZE = 25
#: Les pages voisines que relie une page, de chaque côté.
NEAR = 2


def listings(renderer: Renderer) -> Iterator[Fiche]:
    """Toutes les pages de liste des structures, vides exclues ; une structure est dans vingt listes, sa ligne n'est écrite qu'une fois."""
    lines = {entry.id: line(renderer, entry, FICHE_ROOT) for entry in renderer.relations.solidarity.active}
    for slug, title, found in groups(renderer):
        last = -(-len(found) // PAGE_SIZE)
        for rank in range(1, last + 1):
            page = found[(rank - 1) * PAGE_SIZE : rank * PAGE_SIZE]
            yield _page(renderer, slug, title, [lines[entry.id] for entry in page], rank, last, len(found))


def line(renderer: Renderer, entry: Fournisseur, root: str) -> Markup:
    """La ligne d'une structure dans un tableau."""
    return renderer.macro("carte", "ligne", renderer.short("fournisseur", entry), root)


def numbers(here: int, last: int) -> list[int]:
    """Les pages que relie une page : la première, la dernière, ses voisines et les dizaines ; toutes, une longue liste aurait un million de liens."""
    return [rank for rank in range(1, last + 1) if rank in (1, last) or rank % 10 == 0 or abs(rank - here) <= NEAR]


def groups(renderer: Renderer) -> Iterator[tuple[str, str, list[Any]]]:
    """Les groupes de structures : fin d'adresse, titre, structures par nom."""
    edition, solidarity = renderer.relations.edition, renderer.relations.solidarity
    entries = sorted(solidarity.active, key=lambda entry: (common.alphabetical(entry.nom), entry.id))
    for line in edition.codes["secteurs"].lignes:
        if found := [entry for entry in entries if line.code in entry.secteurs]:
            yield f"secteur-{line.code}", line.libelle, found
    for code, label in epci_labels(renderer.relations).items():
        if found := [entry for entry in entries if solidarity.reaches.serves(entry, code)]:
            yield f"intervient-{code}", label, found


def _name(slug: str, rank: int) -> str:
    return slug if rank == 1 else f"{slug}-page-{rank}"


def _page(renderer: Renderer, slug: str, title: str, lines: list[Markup], here: int, last: int, total: int) -> Fiche:
    suffix = f", page {here} sur {last}" if last > 1 else ""
    heading = f"Structures solidaires{_BY[slug.partition('-')[0]]}\u00a0: {title}{suffix}"
    links = [{"rang": rank, "url": common.url("fournisseur", _name(slug, rank)), "ici": rank == here} for rank in numbers(here, last)] if last > 1 else []
    said = count(total, "structure solidaire", "structures solidaires")
    body = str(renderer.macro("carte", "liste", lines, FICHE_ROOT, heading, said, links))
    trail = (("Toutes les listes", "fournisseurs/listes/"),)
    return Fiche("fournisseur", f"{GENRES['fournisseur'].url}/{_name(slug, here)}/", heading, f"{said}, {title}", body, (), trail)
