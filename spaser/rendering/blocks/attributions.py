"""Les contrats attribués, vus par les agents : décomptes par année, liens à confirmer, contrats à renouveler ; site interne seulement."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from spaser import awards, measures
from spaser.model import Marche
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.typography import NBSP, count, day, euros, number
from spaser.rendering.views import common

#: Les parts que montre le dessin : le code du calcul, son nom, la couleur de sa barre.
DRAWN = (("marches-environnementaux", "Environnement", "environnement"), ("marches-sociaux", "Social", "social"))
#: Les lignes du tableau : le code du calcul, et ce qui suit le nombre.
ROWS = (
    ("marches-environnementaux", f"{NBSP}%"),
    ("marches-sociaux", f"{NBSP}%"),
    ("marches-clause-sociale", f"{NBSP}%"),
    ("marches-reserves", ""),
    ("marches-annonces", f"{NBSP}%"),
    ("marches-pme", f"{NBSP}%"),
    ("marches-montant", f"{NBSP}€"),
)
BAR, GAP, WIDTH = 22, 12, 720


def attributions_interne(page: Page, mois: int = 18) -> Markup:
    """Les contrats attribués : décomptes, liens à confirmer, contrats qui finissent dans les `mois` à venir."""
    page.internal_only("attributions_interne")
    if not 1 <= mois <= 60:
        raise BlockError("un nombre de mois entre 1 et 60 est attendu")
    years = awards.by_year(page.edition)
    view = {
        "annees": [_year(page, year, contracts) for year, contracts in years.items()],
        "decomptes": _counts(years),
        "mesures": [_measure(page, code, unit, list(years)) for code, unit in ROWS if years],
        "dessin": _drawing(page, list(years)),
        "propositions": _proposals(page),
        "mois": mois,
        "fins": _endings(page, mois),
    }
    return page.macro("attributions", "page", view)


#: Les décomptes d'une année : leur nom, et quels contrats ils comptent.
COUNTS: tuple[tuple[str, Callable[[Marche], bool]], ...] = (
    ("Contrats notifiés, concessions comprises", lambda _: True),
    ("Concessions", lambda contract: contract.concession),
    ("Modifiés depuis", lambda contract: contract.modifications is not None),
    ("Plusieurs titulaires", lambda contract: bool(contract.titulaires and contract.titulaires.nombre > 1)),
    ("Montant non renseigné", lambda contract: contract.montant is None),
    ("Considérations sociales non renseignées", lambda contract: not contract.considerations_sociales),
    ("Considérations environnementales non renseignées", lambda contract: not contract.considerations_environnementales),
)


def _counts(years: dict[int, list[Marche]]) -> list[dict[str, Any]]:
    """Les décomptes, un nombre par année."""
    return [{"nom": name, "valeurs": [number(sum(map(test, contracts))) for contracts in years.values()]} for name, test in COUNTS]


def _year(page: Page, year: int, contracts: list[Marche]) -> dict[str, Any]:
    """Une année, et ce qu'il faut en savoir."""
    read = awards.read_on(page.edition, year)
    known = ["année en cours"] * (read.year == year) + ["démonstration"] * awards.is_demonstration(page.edition, year)
    source = next(item.source.titre for item in page.edition.attributions if item.annee == year)
    families = f"familles d’achat les plus fréquentes{NBSP}: {_families(page, contracts)}"
    return {"annee": year, "texte": ", ".join([source, f"lues le {day(read)}", *known, families])}


def _families(page: Page, contracts: list[Marche]) -> str:
    """Les trois familles d'achat les plus fréquentes, d'après le code CPV, avec leur nombre de contrats."""
    names = [family.intitule for contract in contracts if (family := awards.family_of(page.edition, contract))]
    ranked = sorted({*names}, key=lambda name: (-names.count(name), name))[:3]
    return ", ".join(f"{name[:1].lower()}{name[1:]} ({names.count(name)})" for name in ranked) or "sans donnée"


def _measure(page: Page, code: str, unit: str, years: list[int]) -> dict[str, Any]:
    values = {item.year: item.value for item in measures.series(page.edition, code)}
    cells = [f"{number(values[year])}{unit}" if year in values else "sans donnée" for year in years]
    line = page.edition.line("calculs", code)
    return {"nom": line.libelle, "definition": line.definition, "valeurs": list(zip(years, cells, strict=True)), "complete": len(values) == len(years)}


def _drawing(page: Page, years: list[int]) -> dict[str, Any]:
    """Deux barres par année, de 0 à 100 %, et la cible nationale de chacune."""
    targets = page.edition.collectivite.cibles
    aims = {"marches-environnementaux": targets.considerations_environnementales, "marches-sociaux": targets.considerations_sociales}
    bars, top = [], 0
    for year in years:
        for code, name, colour in DRAWN:
            value = measures.AWARDS[code](page.edition, year) or Decimal(0)
            bars.append({"nom": f"{name} {year}", "valeur": f"{number(value)}{NBSP}%", "genre": colour, "y": top, **_lengths(value, aims[code])})
            top += BAR
        top += GAP
    return {"barres": bars, "hauteur": max(0, top - GAP)}


def _lengths(value: Decimal, aim: int) -> dict[str, Any]:
    return {"largeur": round(value * WIDTH / 200, 1), "repere": round(aim * WIDTH / 200, 1), "cible": f"{aim}{NBSP}%"}


def _proposals(page: Page) -> list[dict[str, Any]]:
    """Chaque lien proposé, avec la commande qui le confirme."""
    known = page.edition.entrees["intention"]
    return [
        {
            "contrat": awards.number(contract),
            "objet": contract.objet,
            "notifie": day(contract.date_notification),
            "intention": known[target].intitule,
            "url": common.url("intention", target),
            "indice": hint,
            "commande": f"spaser relier {_quoted(awards.number(contract))} {target}",
        }
        for contracts in awards.by_year(page.edition).values()
        for contract in contracts
        for target, hint in awards.proposed(contract)
    ]


def _quoted(text: str) -> str:
    """Un numéro de contrat tel qu'un terminal le prend."""
    return text if text.replace("-", "").replace("_", "").isalnum() else "'" + text.replace("'", "'\\''") + "'"


def _endings(page: Page, months: int) -> list[dict[str, Any]]:
    return [
        {
            "contrat": awards.number(contract),
            "objet": contract.objet,
            "fin": day(last),
            "montant": euros(amount) if (amount := awards.amount(contract)) is not None else "montant non renseigné",
            "duree": count(contract.duree_mois or 0, "mois", "mois"),
        }
        for contract, last in awards.ending(page.edition, months)
    ]
