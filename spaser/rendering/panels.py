"""Ce qu'une page dit d'un indicateur : son état et pourquoi, son dessin, et le tableau des mêmes nombres."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from spaser import indicators, measures, tallies
from spaser.indicators import Point, Standing, State
from spaser.measures import AWARDS
from spaser.model import GENRES, Objectif
from spaser.model.objectif import Indicateur
from spaser.publication import Edition
from spaser.rendering import chart
from spaser.rendering.typography import NBSP, day, number
from spaser.rendering.views.common import View

#: L'adresse du tableau de bord.
BOARD = f"{GENRES['objectif'].url}/tableau-de-bord/"
NO_TARGET = "Sans cible chiffrée"
TO_SUPPLY = "À fournir"
#: Ce qu'attend une mesure calculée, selon ce qui lui manque.
WANTED = {
    "marches": "données essentielles des marchés à charger",
    "campagne": "intentions d’achat de l’année à publier",
    "tailles": "tailles des entreprises à charger",
    "montants": "montants à charger",
}


def state(code: State, edition: Edition) -> View:
    """Un état : son code, son nom."""
    return {"code": code, "nom": NO_TARGET if code == "sans-cible" else edition.label("etats-objectif", code)}


def of_goal(entry: Objectif, edition: Edition, until: int | None = None) -> list[View]:
    """Les indicateurs d'un objectif, entiers ; `until` s'en tient à la fin d'une année."""
    _, standings = indicators.goal(edition, entry, until)
    return [panel(indicator, standing, entry.axe, edition, until) for indicator, standing in zip(entry.indicateurs, standings, strict=True)]


def panel(indicator: Indicateur, standing: Standing, axis: str, edition: Edition, until: int | None = None) -> View:
    """Un indicateur entier ; le dessin et le tableau sont vides si rien n'est connu."""
    scheme = edition.collectivite.schema_achats
    lines = rows(indicator, standing, edition, until) if standing.points or indicator.cibles else []
    return {
        "id": indicator.id,
        "libelle": indicator.libelle,
        "axe": axis,
        "unite": indicator.unite,
        "formule": indicator.formule,
        "calcule": indicator.calcul != "saisie",
        "etat": state(standing.state, edition),
        "phrase": " ".join(sentences(indicator, standing, edition, until)),
        "dessin": chart.draw(standing.points, indicator.cibles, indicator.unite, scheme.debut, scheme.fin),
        "lignes": lines,
        "description": ". ".join(map(_described, lines)),
    }


def _described(line: View) -> str:
    """Une ligne du tableau, en mots, pour qui ne voit pas le dessin."""
    aim = f", cible {line['cible']}" if line["cible"] else ""
    return f"{line['annee']}{NBSP}: {line['valeur'] or 'sans donnée'}{aim}"


def short(indicator: Indicateur, standing: Standing, edition: Edition) -> View:
    """Un indicateur en une ligne."""
    last, target = standing.last or (standing.points[-1] if standing.points else None), standing.target
    if last:
        said = f"{amount(last.value, indicator)} en {last.year}{', année en cours' if last.partial else ''}"
    else:
        absent = missing(indicator, standing, edition)
        said = f"aucune valeur, {supplier(indicator, edition, absent[-1] if absent else None)}"
    goal = f"{',' if last else NBSP + ';'} cible {amount(target.valeur, indicator)} en {target.annee}" if target else ""
    return {"libelle": indicator.libelle, "id": indicator.id, "texte": f"{said}{goal}", "etat": state(standing.state, edition)}


def amount(value: Decimal, indicator: Indicateur) -> str:
    """« 62 % », « 100 000 heures »."""
    return f"{number(value)}{NBSP}{indicator.unite}"


def sentences(indicator: Indicateur, standing: Standing, edition: Edition, until: int | None = None) -> Iterator[str]:
    """Où en est l'indicateur, ce qui le dit, ce qui manque et qui doit le fournir."""
    last, target = standing.last, standing.target
    if last:
        yield f"{amount(last.value, indicator)} en {last.year}{_compared(standing, indicator)}."
    elif target:
        passed = ", échéance passée" if target.annee < indicators.running_year(edition, until) else ""
        yield f"Cible{NBSP}: {amount(target.valeur, indicator)} en {target.annee}{passed}."
    yield from _reason(standing, indicator)
    if running := [point for point in standing.points if point.partial]:
        yield f"{amount(running[-1].value, indicator)} en {running[-1].year}, année en cours."
    yield from _absent(indicator, standing, edition, until)


def _absent(indicator: Indicateur, standing: Standing, edition: Edition, until: int | None) -> Iterator[str]:
    """Ce qui manque, et qui doit le fournir : années par années, ou en entier s'il n'y a ni valeur ni année finie."""
    absent = missing(indicator, standing, edition, until)
    for years, who in to_supply(indicator, absent, edition):
        yield f"Sans donnée pour {', '.join(map(str, years))}{NBSP}: {who}."
    if not absent and not standing.points:
        yield f"Sans donnée{NBSP}: {supplier(indicator, edition)}."


def _compared(standing: Standing, indicator: Indicateur) -> str:
    gap, target = standing.gap, standing.target
    if gap is None or target is None:
        return ""
    aim = f"la cible de {amount(target.valeur, indicator)} ({target.annee})"
    if not gap:
        return f", comme {aim}"
    unit = ("point" if abs(gap) < 2 else "points") if indicator.unite == "%" else indicator.unite
    return f", soit {number(abs(gap))}{NBSP}{unit} de {'plus' if gap > 0 else 'moins'} que {aim}"


def _reason(standing: Standing, indicator: Indicateur) -> Iterator[str]:
    """Pourquoi cet état, quand l'écart ne suffit pas à le dire."""
    if standing.why == "une-seule-valeur":
        yield "Une seule valeur avant l’échéance ne montre pas de tendance."
    elif standing.expected is not None and standing.last:
        side = "Le chemin droit vers la cible en demande"
        yield f"{side} {amount(standing.expected, indicator)} en {standing.last.year}."
    elif standing.state == "sans-cible" and not standing.points:
        yield "Ni valeur, ni cible chiffrée."


def missing(indicator: Indicateur, standing: Standing, edition: Edition, until: int | None = None) -> list[int]:
    """Les années finies du schéma sans valeur ; un compte fait au jour de l'édition n'a pas de passé à fournir."""
    if tallies.is_tallied(indicator.calcul):
        return []
    known = {point.year for point in standing.points}
    return [year for year in range(edition.collectivite.schema_achats.debut, indicators.running_year(edition, until)) if year not in known]


def to_supply(indicator: Indicateur, years: list[int], edition: Edition) -> list[tuple[list[int], str]]:
    """Les années sans valeur, réunies par ce qu'elles attendent et de qui."""
    found: dict[str, list[int]] = {}
    for year in years:
        found.setdefault(supplier(indicator, edition, year), []).append(year)
    return [(same, who) for who, same in found.items()]


def supplier(indicator: Indicateur, edition: Edition, year: int | None = None) -> str:
    """Qui doit fournir ce qui manque, et quoi."""
    service = edition.label("services", indicator.fournisseur_valeur)
    what = "à fournir"
    if indicator.calcul in AWARDS:
        what = WANTED[measures.lacking(edition, indicator.calcul, year) if year else "marches"]
    elif tallies.is_tallied(indicator.calcul):
        what = WANTED["campagne"]
    return f"{what} par le service {service}" if service else f"{what}, service à désigner"


def rows(indicator: Indicateur, standing: Standing, edition: Edition, until: int | None = None) -> list[View]:
    """Une ligne par année connue, visée, ou finie sans valeur."""
    values = {point.year: point for point in standing.points}
    targets, today = {target.annee: target.valeur for target in indicator.cibles}, indicators.running_year(edition, until)
    years = sorted({*values, *targets, *missing(indicator, standing, edition, until)})
    return [
        {
            "annee": year,
            "cible": number(targets[year]) if year in targets else "",
            "valeur": number(values[year].value) if year in values else "",
            "source": source(values[year], indicator, edition) if year in values else (TO_SUPPLY if year < today else "À venir"),
            "url": values[year].url if year in values else "",
        }
        for year in years
    ]


def source(point: Point, indicator: Indicateur, edition: Edition) -> str:
    """D'où vient une valeur, sa date, et ce qu'il faut en savoir."""
    detail = tallies.detail(edition, indicator.calcul)
    said = {
        "saisie": point.source,
        "interne": f"{point.source}, valeur non publiée",
        "marches": "Données essentielles des marchés",
        "referentiels": f"Compte de ce site{f' ({detail})' if detail else ''}",
    }[point.origin]
    on = f", {day(point.on)}" if point.on else ", sans date de relevé"
    return f"{said}{on}{', année en cours' if point.partial else ''}{', démonstration' if point.demonstration else ''}"
