"""Les blocs AGEC, sur le site interne seulement : la déclaration face aux parts minimales, et le rappel par code CPV."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from spaser import agec
from spaser.agec import Declared, Rate
from spaser.exports.agec import files_of
from spaser.exports.helpers import PATH, targets
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.typography import NBSP, count, number

VERDICTS = {
    "atteint": "atteint",
    "non-atteint": "non atteint",
    "a-verifier": "part minimale à vérifier",
    "sans-cible": "sans part minimale",
    "sans-depense": "sans dépense",
}


def declaration_agec(page: Page, annee: int | None = None) -> Markup:
    """La déclaration d'une année, la dernière par défaut : montants, taux, parts minimales quand elles sont vérifiées."""
    page.internal_only("declaration_agec")
    known = {declaration.annee: declaration for declaration in page.edition.agec}
    if annee is not None and annee not in known:
        raise BlockError(f"aucune déclaration de {annee}")
    if not known:
        return page.macro("agec", "declaration", None)
    chosen = known[annee or max(known)]
    files = files_of(page.exports)
    view = {
        "annee": chosen.annee,
        "demonstration": chosen.demonstration,
        "lignes": [_line(item) for item in agec.declared(page.edition, chosen)],
        "absentes": [line.libelle for line in agec.absent(page.edition, chosen)],
        "bilan": _summary(agec.declared(page.edition, chosen)),
        "fichiers": [{"annee": year, "lien": files[str(year)]} for year in sorted(known, reverse=True) if str(year) in files],
    }
    return page.macro("agec", "declaration", view)


def rappel_agec(page: Page) -> Markup:
    """Le champ qui dit, d'un code CPV ou d'un mot, les catégories AGEC touchées."""
    page.internal_only("rappel_agec")
    listed = [{"titre": line.libelle, "cpv": line.cpv, "taux": targets(line)} for line in agec.categories(page.edition)]
    return page.macro("agec", "rappel", page.address(PATH), listed)


def _line(item: Declared) -> dict[str, Any]:
    return {"nom": item.category.libelle, "total": number(item.line.montant_total), "reemploi": _rate(item.reuse), "recycle": _rate(item.recycled)}


def _rate(rate: Rate) -> dict[str, str]:
    """Le taux, et ce qu'on en dit ; une part minimale qui n'est pas vérifiée le dit toujours."""
    target = f"{number(rate.target)}{NBSP}%" if rate.target is not None else ""
    verdict = VERDICTS[rate.verdict]
    said = f"{verdict}{NBSP}: {target}" if target and rate.verdict == "a-verifier" else f"{verdict}, part minimale {target}" if target else verdict
    return {"taux": f"{number(rate.value)}{NBSP}%" if rate.value is not None else "", "dit": said}


def _summary(found: list[Declared]) -> str:
    rates = [rate for item in found for rate in (item.reuse, item.recycled)]
    known = [rate for rate in rates if rate.verdict in ("atteint", "non-atteint")]
    reached = sum(rate.verdict == "atteint" for rate in known)
    waiting = sum(rate.verdict == "a-verifier" for rate in rates)
    compared = (
        f"{count(len(known), 'taux', 'taux')} comparés à une part minimale vérifiée, dont {reached} atteints"
        if known
        else "Aucune part minimale n’est vérifiée"
    )
    return f"{compared}. {count(waiting, 'taux', 'taux')} en attente d’une part minimale à lire dans l’annexe du décret."
