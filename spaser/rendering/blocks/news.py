"""Quoi de neuf : ce qui a changé dans les intentions depuis l'édition précédente, d'après leurs faits datés."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from spaser.model import Intention
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import day
from spaser.rendering.views import common

GROUPS = {"nouvelle": "Nouvelles intentions", "reportee": "Reportées", "retiree": "Abandonnées ou retirées", "modifiee": "Modifiées"}


def nouveautes(page: Page, nombre: int = 50) -> Markup:
    """Les faits datés des intentions, du plus récent au plus ancien."""
    facts = [(fact.date, entry.id, entry, fact.ce_qui_change) for entry in page.entries("intention") for fact in entry.historique]
    facts.sort(key=lambda fact: fact[:2], reverse=True)
    return page.macro("pages", "nouveautes", [_row(date, entry, text) for date, _, entry, text in facts[:nombre]])


def depuis_edition(page: Page) -> Markup:
    """Ce qui a changé depuis l'édition précédente : nouvelles, reportées, retirées, modifiées."""
    since = page.edition.collectivite.edition_precedente_du or date.min
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    for entry in page.entries("intention"):
        facts = sorted((fact for fact in entry.historique if fact.date > since), key=lambda fact: fact.date)
        kind = event(entry, since)
        if kind:
            found[kind].append(_row(facts[-1].date, entry, facts[-1].ce_qui_change) if facts else _row(entry.statut.depuis, entry, entry.statut.motif or ""))
    groups = [{"id": name, "titre": title, "lignes": found[name]} for name, title in GROUPS.items()]
    return page.macro("pages", "depuis", groups, day(since) if since != date.min else "")


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


def _row(when: date, entry: Intention, text: str) -> dict[str, Any]:
    return {"date": day(when), "titre": entry.intitule, "url": common.url("intention", entry.id), "texte": text}
