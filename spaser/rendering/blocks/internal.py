"""Le pilotage de la campagne : montants exacts, comité de revue, stratégies dues, couverture des enjeux ; site interne seulement."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from spaser import awards, measures, tallies
from spaser.model import Intention
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import NBSP, count, day, euros, number
from spaser.rendering.views import common

#: Le comité de revue examine de 10 à 20 dossiers par an (objectif 2 du schéma).
REVIEW_RANGE = (10, 20)


def campagne_interne(page: Page, annee: int | None = None) -> Markup:
    """Le pilotage d'une campagne d'intentions ; par défaut, celle de l'année courante."""
    page.internal_only("campagne_interne")
    year = annee or page.edition.collectivite.annee_courante
    entries = [entry for entry in page.entries("intention") if entry.annee == year]
    view = {
        "annee": year,
        "couverture": _coverage(page, entries),
        "recensement": recording(page),
        "total": euros(sum(entry.montant_estime or 0 for entry in entries)),
        "sans_montant": count(sum(1 for entry in entries if entry.montant_estime is None), "intention"),
        "comite": sum(1 for entry in entries if entry.comite_revue and entry.comite_revue.retenu),
        "comite_bornes": REVIEW_RANGE,
        "strategies": _rows(page, _strategies_due(page, entries)),
        "seuil_strategie": euros(page.edition.collectivite.seuils.strategie_achat),
        "sans_enjeu": _rows(page, (entry for entry in entries if not entry.enjeux)),
        "montants": _rows(page, sorted(entries, key=lambda entry: -(entry.montant_estime or 0))),
    }
    return page.macro("interne", "campagne", view)


def recording(page: Page) -> list[dict[str, Any]]:
    """L'indicateur de l'objectif 1, année par année, avec les nombres dont il est fait ; vide si aucun contrat n'est chargé."""
    target = _target(page)
    return [_recorded(page, year, target) for year in awards.by_year(page.edition)]


def _recorded(page: Page, year: int, target: Decimal | None) -> dict[str, Any]:
    contracts, read = awards.by_year(page.edition)[year], awards.read_on(page.edition, year)
    rate, published = measures.recorded_rate(page.edition, year), len(awards.recorded(page.edition, year))
    return {
        "annee": f"{year}, au {day(read)}" if read.year == year else str(year),
        "intentions": number(published),
        "internes": len(awards.recorded(page.edition, year, published=False)) - published,
        "marches": number(len(contracts)),
        "taux": f"{number(rate)}{NBSP}%" if rate is not None else "sans donnée",
        "lies": number(sum(bool(awards.confirmed(contract)) for contract in contracts)),
        "cible": f"{number(target)}{NBSP}%" if target is not None else "sans cible",
        "etat": "année en cours" if read.year == year else _state(rate, target),
    }


def _state(rate: Decimal | None, target: Decimal | None) -> str:
    if rate is None:
        return "aucune intention de l’année"
    return "sans cible" if target is None else "atteinte" if rate >= target else "non atteinte"


def _target(page: Page) -> Decimal | None:
    """La dernière cible de l'indicateur que le taux de recensement alimente, où que le schéma l'ait mis."""
    found = [item for goal in page.entries("objectif") for item in goal.indicateurs if measures.AWARDS.get(item.calcul) is measures.recorded_rate]
    return found[0].cibles[-1].valeur if found and found[0].cibles else None


def _coverage(page: Page, entries: list[Intention]) -> list[dict[str, Any]]:
    """La part des intentions qui portent chaque considération, face à la cible nationale."""
    targets = page.edition.collectivite.cibles
    environmental = [entry for entry in entries if set(entry.considerations_environnementales) - {"aucune"}]
    social = [entry for entry in entries if set(entry.considerations_sociales) - {"aucune"}]
    is_reserved, _ = tallies.CAMPAIGNS["intentions-reservees"]
    reserved = [entry for entry in entries if is_reserved(entry, page.edition)]
    return [
        _share("Au moins une considération environnementale", environmental, entries, targets.considerations_environnementales),
        _share("Au moins une considération sociale", social, entries, targets.considerations_sociales),
        _share("Réservées, en tout ou partie", reserved, entries, None),
        _share("Sourçage prévu", [entry for entry in entries if entry.sourcage and entry.sourcage.prevu], entries, None),
        _share("Ouvertes à l’innovation", [entry for entry in entries if entry.innovation and entry.innovation.ouverte], entries, None),
    ]


def _share(name: str, found: list[Intention], entries: list[Intention], target: int | None) -> dict[str, Any]:
    share = 100 * len(found) / len(entries) if entries else 0.0
    return {
        "nom": name,
        "nombre": number(len(found)),
        "part": f"{number(round(share))}{NBSP}%",
        "largeur": round(share),
        "cible": f"{target}{NBSP}%" if target is not None else "",
        "atteinte": target is None or share >= target,
    }


def _strategies_due(page: Page, entries: list[Intention]) -> Iterable[Intention]:
    threshold = page.edition.collectivite.seuils.strategie_achat
    return (entry for entry in entries if (entry.montant_estime or 0) > threshold and not entry.strategie)


def _rows(page: Page, entries: Iterable[Intention]) -> list[dict[str, Any]]:
    return [
        {
            "titre": entry.intitule,
            "url": common.url("intention", entry.id),
            "id": entry.id,
            "montant": euros(entry.montant_estime) if entry.montant_estime is not None else "non renseigné",
            "service": page.edition.label("services", entry.service_acheteur),
        }
        for entry in entries
    ]
