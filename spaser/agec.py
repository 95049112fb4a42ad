"""Les taux de l'article 58 de la loi AGEC : ce qui a été acheté, face aux parts minimales, quand elles sont vérifiées."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from spaser.model import DeclarationAgec
from spaser.model.agec import LigneDeclaration
from spaser.model.lignes import LigneAgec, TauxAgec
from spaser.publication import Edition

CATEGORIES = "categories-agec"
Verdict = Literal["atteint", "non-atteint", "a-verifier", "sans-cible", "sans-depense"]


@dataclass(frozen=True)
class Rate:
    """Un taux, la part minimale qu'on lui oppose, et ce qu'on peut en dire."""

    value: Decimal | None
    target: Decimal | None
    verdict: Verdict


@dataclass(frozen=True)
class Declared:
    """Une catégorie déclarée : ses montants et ses deux taux."""

    category: LigneAgec
    line: LigneDeclaration
    reuse: Rate
    recycled: Rate


def declared(edition: Edition, declaration: DeclarationAgec) -> list[Declared]:
    """Les catégories déclarées, dans l'ordre de la liste officielle."""
    lines = {line.categorie: line for line in declaration.lignes}
    found = [(category, lines[category.code]) for category in categories(edition) if category.code in lines]
    return [Declared(category, line, *rates(category, line, declaration.annee)) for category, line in found]


def absent(edition: Edition, declaration: DeclarationAgec) -> list[LigneAgec]:
    """Les catégories dont la déclaration ne dit rien."""
    known = {line.categorie for line in declaration.lignes}
    return [category for category in categories(edition) if category.code not in known]


def categories(edition: Edition) -> list[LigneAgec]:
    """Les catégories du décret n° 2024-134."""
    found = edition.codes.get(CATEGORIES)
    return list(found.lignes) if found else []  # type: ignore[arg-type]


def rates(category: LigneAgec, line: LigneDeclaration, year: int) -> tuple[Rate, Rate]:
    """Le taux de réemploi, dons compris, et le taux de matières recyclées."""
    due = due_rate(category, year)
    reuse = line.montant_reemploi_et_reutilisation + line.montant_produits_issus_don
    return (
        _rate(reuse, line.montant_total, due, due.reemploi if due else None),
        _rate(line.montant_produits_recycles, line.montant_total, due, due.recycle if due else None),
    )


def due_rate(category: LigneAgec, year: int) -> TauxAgec | None:
    """La part minimale due une année : celle de la dernière échéance passée ou atteinte."""
    due = [rate for rate in category.taux if rate.annee <= year]
    return max(due, key=lambda rate: rate.annee) if due else None


def _rate(part: Decimal, total: Decimal, due: TauxAgec | None, target: Decimal | None) -> Rate:
    if not total:
        return Rate(None, target, "sans-depense")
    value = (100 * part / total).quantize(Decimal("0.1"))
    if due is None or due.statut != "verifie":
        return Rate(value, target, "a-verifier")
    if target is None:
        return Rate(value, None, "sans-cible")
    return Rate(value, target, "atteint" if 100 * part >= target * total else "non-atteint")
