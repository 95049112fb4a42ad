"""Le plan d'action annuel : les dossiers du comité de revue, par trimestre ; site interne seulement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from spaser.model import Intention
from spaser.relations import is_ahead, quarter
from spaser.rendering.blocks.base import Page
from spaser.rendering.blocks.internal import REVIEW_RANGE
from spaser.rendering.typography import count, day, euros, number, period
from spaser.rendering.views import common

#: Un dossier se propose au comité à partir de ce nombre d'enjeux, s'il dépasse aussi le seuil de montant.
STAKES = 2
#: Le seuil de montant d'un dossier à proposer, en stratégies d'achat dues : dix fois ce seuil.
TIMES = 10
SHOWN = 10
View = dict[str, Any]


def plan_action(page: Page, annee: int | None = None) -> Markup:
    """Les dossiers d'une campagne retenus par le comité de revue, par trimestre de comité ; ceux qui restent à proposer."""
    page.internal_only("plan_action")
    year = annee or page.edition.collectivite.annee_courante
    entries = [entry for entry in page.entries("intention") if entry.annee == year]
    kept = [entry for entry in entries if _review(entry) and _review(entry).retenu]
    candidates = _candidates(page, entries)
    view = {
        "compte": f"{count(len(kept), 'dossier ciblé', 'dossiers ciblés')} pour la campagne {year}",
        "bornes": REVIEW_RANGE,
        "trimestres": list(_quarters(page, kept)),
        "alertes": list(_alerts(page, kept)),
        "candidats": [_short(page, entry) for entry in candidates[:SHOWN]],
        "reste": number(len(candidates) - SHOWN) if len(candidates) > SHOWN else "",
        "seuil": euros(page.edition.collectivite.seuils.strategie_achat * TIMES),
    }
    return page.macro("aides", "plan", view)


def _review(entry: Intention) -> Any:
    return entry.comite_revue


def _quarters(page: Page, kept: list[Intention]) -> Iterator[View]:
    """Un groupe par trimestre de comité, dans l'ordre ; les dossiers sans date à la fin."""
    codes = {entry.id: quarter(_review(entry).date.isoformat()[:7]) if _review(entry).date else "" for entry in kept}
    for code in sorted({*codes.values()}, key=lambda code: (not code, code)):
        found = sorted((entry for entry in kept if codes[entry.id] == code), key=lambda entry: (str(_review(entry).date), entry.publication_prevue, entry.id))
        title = f"Comité du {period(code)}" if code else "Comité à fixer"
        yield {
            "code": f"trimestre-{code.lower()}" if code else "a-fixer",
            "titre": title,
            "compte": count(len(found), "dossier"),
            "dates": _days(found),
            "dossiers": [_row(page, entry) for entry in found],
        }


def _days(entries: list[Intention]) -> str:
    """Les jours de comité d'un trimestre : « comité du 13 octobre 2026 »."""
    found = sorted({_review(entry).date for entry in entries if _review(entry).date})
    word = "comités des" if len(found) > 1 else "comité du"
    return f"{word} {', '.join(map(day, found))}" if found else "comité à fixer"


def _row(page: Page, entry: Intention) -> View:
    review = _review(entry)
    strategy = "Stratégie écrite." if entry.strategie else "Stratégie à écrire."
    stakes = ", ".join(tag["texte"].lower() for tag in common.stake_tags(page.edition, (stake.code for stake in entry.enjeux)))
    return _short(page, entry) | {
        "service": f"{page.edition.label('services', entry.service_acheteur)}\u00a0: {stakes or 'sans enjeu'}",
        "suite": f"{strategy} {review.decision or 'Décision à venir.'}",
    }


def _short(page: Page, entry: Intention) -> View:
    return {
        "titre": entry.intitule,
        "url": common.url("intention", entry.id),
        "publication": period(entry.publication_prevue),
        "montant": euros(entry.montant_estime) if entry.montant_estime is not None else page.edition.label("tranches-montant", entry.montant_tranche),
    }


def _alerts(page: Page, kept: list[Intention]) -> Iterator[View]:
    """Ce qui demande un geste : un comité après la publication, une stratégie due et absente."""
    for entry in kept:
        review, link = _review(entry), {"titre": entry.intitule, "url": common.url("intention", entry.id)}
        if review.date and is_ahead(entry) and quarter(review.date.isoformat()[:7]) > quarter(entry.publication_prevue):
            yield link | {"dit": f"le comité du {day(review.date)} vient après la publication prévue, {period(entry.publication_prevue)}."}
        if is_ahead(entry) and not review.decision and review.date and review.date < page.edition.collectivite.edition_du:
            yield link | {"dit": f"le comité du {day(review.date)} est passé, sa décision n’est pas saisie."}
        if is_ahead(entry) and not entry.strategie:
            yield link | {"dit": "aucune stratégie d’achat n’est écrite."}


def _candidates(page: Page, entries: list[Intention]) -> list[Intention]:
    """Les intentions à venir, jamais présentées, qui pèsent par leur montant et leurs enjeux, de la plus grosse à la plus petite."""
    threshold = page.edition.collectivite.seuils.strategie_achat * TIMES
    found = [
        entry
        for entry in entries
        if is_ahead(entry) and not (_review(entry) and _review(entry).retenu) and (entry.montant_estime or 0) > threshold and len(entry.enjeux) >= STAKES
    ]
    return sorted(found, key=lambda entry: (-(entry.montant_estime or 0), entry.id))
