"""Les listes sans JavaScript : une page par année, par trimestre, par famille et par enjeu des intentions, puis celles des structures.

Chacune est posée dans la coquille de son genre, à la même profondeur qu'une fiche.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spaser.model import GENRES
from spaser.relations import quarter
from spaser.rendering import gaps, supplier_lists
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.supplier_lists import PAGE_SIZE
from spaser.rendering.typography import count, period
from spaser.rendering.views import common


def listings(renderer: Renderer, subscriptions: Mapping[str, Any]) -> Iterator[Fiche]:
    """Toutes les pages de liste, vides exclues ; celles des intentions avec leur abonnement s'il en existe un."""
    for slug, title, found in groups(renderer):
        pages = [found[start : start + PAGE_SIZE] for start in range(0, len(found), PAGE_SIZE)]
        for rank, page in enumerate(pages, 1):
            yield _page(renderer, slug, title, page, rank, len(pages), len(found), subscriptions.get(slug))
    yield from supplier_lists.listings(renderer)
    yield from gaps.pages(renderer)


def groups(renderer: Renderer) -> Iterator[tuple[str, str, list[Any]]]:
    """Les groupes d'intentions : fin d'adresse, titre, entrées par date de publication prévue."""
    edition = renderer.relations.edition
    entries = sorted(edition.entrees["intention"].values(), key=lambda entry: (entry.publication_prevue, entry.id))
    for year in sorted({entry.annee for entry in entries}):
        yield f"annee-{year}", f"Campagne {year}", [entry for entry in entries if entry.annee == year]
    for code in sorted({quarter(entry.publication_prevue) for entry in entries}):
        yield f"trimestre-{code.lower()}", period(code).capitalize(), [entry for entry in entries if quarter(entry.publication_prevue) == code]
    for family in edition.entrees["famille"].values():
        if found := [entry for entry in entries if entry.famille == family.id]:
            yield f"famille-{family.id}", family.intitule, found
    for liste in ("enjeux-environnementaux", "enjeux-sociaux"):
        for line in edition.codes[liste].lignes:
            if found := [entry for entry in entries if line.code in {item.code for item in entry.enjeux}]:
                yield f"enjeu-{line.code}", line.libelle, found


def _page(renderer: Renderer, slug: str, title: str, entries: list[Any], rank: int, last: int, total: int, feed: Any) -> Fiche:
    name = slug if rank == 1 else f"{slug}-page-{rank}"
    suffix = f", page {rank} sur {last}" if last > 1 else ""
    views = [renderer.short("intention", entry) for entry in entries]
    numbers = [{"rang": n, "url": common.url("intention", slug if n == 1 else f"{slug}-page-{n}"), "ici": n == rank} for n in range(1, last + 1)]
    heading = f"Intentions d’achat\u00a0: {title}{suffix}"
    body = str(renderer.macro("intention", "liste", views, FICHE_ROOT, heading, count(total, "intention"), numbers if last > 1 else [], feed))
    return Fiche("intention", f"{GENRES['intention'].url}/{name}/", heading, f"{count(total, 'intention')} d’achat, {title}", body, ())
