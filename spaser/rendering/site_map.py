"""Le plan du site : une page par partie, coupée quand elle serait trop longue pour rester légère."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from spaser.model import GENRES
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import NBSP
from spaser.rendering.views.common import View

#: Au-delà, une page de plan dépasserait son budget d'éléments (deux par lien).
PAGE_LINKS = 140
#: La fin d'adresse des pages de plan, dans le dossier de chaque genre.
NAME = "plan"
#: Ce qu'une partie dit de ses pages de liste, quand elle en a.
LISTS = {
    "intention": "Listes d’intentions d’achat",
    "exigence": "Éco-référentiel par opération et par thème",
    "fournisseur": "Listes de structures",
    "objectif": "Tableaux de bord",
}


def pages(renderer: Renderer, lists: tuple[Fiche, ...]) -> Iterator[Fiche]:
    """Les pages du plan, par genre : les fiches, puis les pages de liste ; ni les critères ni les feuilles, qui sont sur leur famille."""
    for kind, genre in GENRES.items():
        found = list(_links(renderer, kind, lists))
        cuts = [found[start : start + PAGE_LINKS] for start in range(0, len(found), PAGE_LINKS)]
        for rank, links in enumerate(cuts, 1):
            yield _page(renderer, kind, f"Plan{NBSP}: {genre.pluriel}", links, rank, len(cuts))


def parts(lists: tuple[Fiche, ...]) -> list[View]:
    """Le lien vers chaque page du plan, dans l'ordre des genres."""
    return [{"titre": fiche.title, "url": fiche.url} for fiche in lists if fiche.url.split("/")[1].partition("-page-")[0] == NAME]


def _links(renderer: Renderer, kind: str, lists: tuple[Fiche, ...]) -> Iterator[tuple[str, View]]:
    """Le titre du groupe et le lien de chaque page d'un genre."""
    title = f"Toutes les fiches{NBSP}: {GENRES[kind].pluriel}"
    for entry in renderer.relations.edition.entrees[kind].values():
        yield title, renderer.short(kind, entry)
    for fiche in lists:
        if fiche.kind == kind:
            yield LISTS[kind], {"titre": fiche.title, "url": fiche.url}


def _page(renderer: Renderer, kind: str, title: str, links: list[tuple[str, View]], rank: int, last: int) -> Fiche:
    names = [_address(kind, number) for number in range(1, last + 1)]
    heading = title + (f", page {rank} sur {last}" if last > 1 else "")
    groups: dict[str, list[View]] = {}
    for group, link in links:
        groups.setdefault(group, []).append(link)
    shown = [{"id": f"groupe-{number}", "titre": group, "liens": found} for number, (group, found) in enumerate(groups.items(), 1)]
    numbers = [{"rang": number, "url": url, "ici": number == rank} for number, url in enumerate(names, 1)] if last > 1 else []
    body = str(renderer.macro("pages", "partie_du_plan", heading, shown, numbers, FICHE_ROOT))
    anchors = tuple((str(group["id"]), escape(group["titre"])) for group in shown)
    return Fiche(
        kind,
        names[rank - 1],
        heading,
        f"Toutes les pages de cette partie du site{NBSP}: {GENRES[kind].pluriel}",
        body,
        anchors,
        (("Plan du site", "plan-du-site/"),),
    )


def _address(kind: str, rank: int) -> str:
    return f"{GENRES[kind].url}/{NAME if rank == 1 else f'{NAME}-page-{rank}'}/"
