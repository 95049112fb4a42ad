"""Les listes de structures sans JavaScript : une page par secteur, et par intercommunalité où elles interviennent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.exports.facets import epci_labels
from spaser.model import GENRES
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import count
from spaser.rendering.views import common
from spaser.rendering.views.common import View

#: Ce que dit le titre d'une liste, par début d'adresse.
_BY = {"secteur": ", métier", "intervient": " qui interviennent"}
#: Une page de liste reste légère : au-delà, elle est coupée en pages suivantes.
PAGE_SIZE = 25


def listings(renderer: Renderer) -> Iterator[Fiche]:
    """Toutes les pages de liste des structures, vides exclues ; une structure est dans vingt listes, sa ligne n'est préparée qu'une fois."""
    rows = {entry.id: renderer.short("fournisseur", entry) for entry in renderer.relations.solidarity.active}
    for slug, title, found in groups(renderer):
        pages = [found[start : start + PAGE_SIZE] for start in range(0, len(found), PAGE_SIZE)]
        numbers = [{"rang": rank, "url": common.url("fournisseur", _name(slug, rank))} for rank in range(1, len(pages) + 1)]
        for rank, page in enumerate(pages, 1):
            yield _page(renderer, slug, title, [rows[entry.id] for entry in page], rank, numbers, len(found))


def groups(renderer: Renderer) -> Iterator[tuple[str, str, list[Any]]]:
    """Les groupes de structures : fin d'adresse, titre, structures par nom."""
    edition, solidarity = renderer.relations.edition, renderer.relations.solidarity
    entries = sorted(solidarity.active, key=lambda entry: (common.alphabetical(entry.nom), entry.id))
    for line in edition.codes["secteurs"].lignes:
        if found := [entry for entry in entries if line.code in entry.secteurs]:
            yield f"secteur-{line.code}", line.libelle, found
    for code, label in epci_labels(renderer.relations).items():
        if found := [entry for entry in entries if solidarity.serves(entry, code)]:
            yield f"intervient-{code}", label, found


def _name(slug: str, rank: int) -> str:
    return slug if rank == 1 else f"{slug}-page-{rank}"


def _page(renderer: Renderer, slug: str, title: str, views: list[View], rank: int, numbers: list[dict[str, Any]], total: int) -> Fiche:
    suffix = f", page {rank} sur {len(numbers)}" if len(numbers) > 1 else ""
    heading = f"Structures solidaires{_BY[slug.partition('-')[0]]}\u00a0: {title}{suffix}"
    links = [number | {"ici": number["rang"] == rank} for number in numbers] if len(numbers) > 1 else []
    said = count(total, "structure solidaire", "structures solidaires")
    body = str(renderer.macro("carte", "liste", views, FICHE_ROOT, heading, said, links))
    trail = (("Toutes les listes", "fournisseurs/listes/"),)
    return Fiche("fournisseur", f"{GENRES['fournisseur'].url}/{_name(slug, rank)}/", heading, f"{said}, {title}", body, (), trail)
