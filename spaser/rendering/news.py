"""Les nouveautés en pages légères : ce qui a changé depuis l'édition précédente, et une archive par mois."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from spaser.model import GENRES, Intention
from spaser.publication import Edition
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import MONTHS, NBSP, count, day
from spaser.rendering.views import common
from spaser.rendering.views.common import View

#: Une page d'archive reste légère : trois éléments par ligne.
PAGE_SIZE = 90
GROUPS = {"nouvelle": "Nouvelles intentions", "reportee": "Reportées", "retiree": "Abandonnées ou retirées", "modifiee": "Modifiées"}
TRAIL = (("Quoi de neuf", "nouveautes/"),)
Rows = list[View]


def facts(edition: Edition) -> list[tuple[date, View]]:
    """Les faits datés des intentions, du plus récent au plus ancien."""
    found = [(fact.date, entry.id, entry, fact.ce_qui_change) for entry in edition.entrees["intention"].values() for fact in entry.historique]
    found.sort(key=lambda fact: fact[:2], reverse=True)
    return [(when, row(when, entry, text)) for when, _, entry, text in found]


def since_edition(edition: Edition) -> dict[str, Rows]:
    """Ce qui a changé depuis l'édition précédente, par sorte ; les plus récents d'abord."""
    since = edition.collectivite.edition_precedente_du or date.min
    found: dict[str, list[tuple[date, str, View]]] = {name: [] for name in GROUPS}
    for entry in edition.entrees["intention"].values():
        if kind := event(entry, since):
            when, said = _last(entry, since)
            found[kind].append((when, entry.id, row(when, entry, said)))
    return {name: [line for _, _, line in sorted(lines, key=lambda item: item[:2], reverse=True)] for name, lines in found.items()}


def _last(entry: Intention, since: date) -> tuple[date, str]:
    recent = sorted((fact for fact in entry.historique if fact.date > since), key=lambda fact: fact.date)
    return (recent[-1].date, recent[-1].ce_qui_change) if recent else (entry.statut.depuis, entry.statut.motif or "")


def event(entry: Intention, since: date) -> str:
    """Ce qui est arrivé à une intention depuis une date, ou rien ; le plus lourd l'emporte."""
    first = min((fact.date for fact in entry.historique), default=entry.statut.depuis)
    if (entry.retire_le and entry.retire_le > since) or (entry.statut.code == "abandonnee" and entry.statut.depuis > since):
        return "retiree"
    if entry.statut.code == "reportee" and entry.statut.depuis > since:
        return "reportee"
    if first > since:
        return "nouvelle"
    return "modifiee" if any(fact.date > since for fact in entry.historique) else ""


def row(when: date, entry: Intention, text: str) -> View:
    """Une ligne : le jour, l'intention, ce qui change."""
    return {"date": day(when), "titre": entry.intitule, "url": common.url("intention", entry.id), "texte": text}


def archives(edition: Edition) -> list[View]:
    """Chaque archive : fin d'adresse, titre, lignes ; les mois du plus récent au plus ancien, puis les sortes de changement."""
    months: dict[str, Rows] = {}
    for when, line in facts(edition):
        months.setdefault(f"{when:%Y-%m}", []).append(line)
    by_month = [_archive(f"nouveautes-{month}", f"{MONTHS[int(month[5:]) - 1]} {month[:4]}", lines) for month, lines in months.items()]
    by_kind = [_archive(f"nouveautes-{name}", f"{GROUPS[name].lower()} depuis l’édition précédente", lines) for name, lines in since_edition(edition).items()]
    return [archive for archive in (*by_month, *by_kind) if archive["lignes"]]


def _archive(name: str, title: str, rows: Rows) -> View:
    url = f"{GENRES['intention'].url}/{name}/"
    return {"nom": name, "titre": title, "url": url, "lignes": rows, "nombre": count(len(rows), "changement")}


def pages(renderer: Renderer) -> Iterator[Fiche]:
    """Les pages d'archive, chacune coupée si elle est longue."""
    for archive in archives(renderer.relations.edition):
        cuts = [archive["lignes"][start : start + PAGE_SIZE] for start in range(0, len(archive["lignes"]), PAGE_SIZE)]
        for rank, rows in enumerate(cuts, 1):
            yield _page(renderer, archive, rows, rank, len(cuts))


def _page(renderer: Renderer, archive: View, rows: Rows, rank: int, last: int) -> Fiche:
    urls = [archive["url"] if number == 1 else f"{archive['url'][:-1]}-page-{number}/" for number in range(1, last + 1)]
    heading = f"Nouveautés{NBSP}: {archive['titre']}" + (f", page {rank} sur {last}" if last > 1 else "")
    numbers: list[dict[str, Any]] = [{"rang": number, "url": url, "ici": number == rank} for number, url in enumerate(urls, 1)] if last > 1 else []
    body = str(renderer.macro("pages", "archive", heading, archive["nombre"], rows, numbers, FICHE_ROOT))
    return Fiche("intention", urls[rank - 1], heading, f"{archive['nombre']}, {archive['titre']}", body, (), TRAIL)
