"""Les blocs qui font une page : accueil, données ouvertes, nouveautés, plan, qualité."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from spaser.publication import dump
from spaser.relations import in_force, upcoming
from spaser.rendering import quality, site_map
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.blocks.explorer import quarter_rank
from spaser.rendering.typography import count, day, number, period


def champ_recherche(page: Page) -> Markup:
    """Le grand champ de recherche de l'accueil, avec trois exemples tirés des données."""
    return page.macro("pages", "champ_recherche", [family.mots_cles[0] for family in page.entries("famille")][:3])


def chiffres_cles(page: Page) -> Markup:
    """Quatre chiffres, avec leur date."""
    intentions, families = list(page.entries("intention")), list(page.entries("famille"))
    figures = [
        {"valeur": number(len(list(upcoming(intentions)))), "libelle": "intentions d’achat à venir"},
        {"valeur": number(sum(1 for entry in intentions if entry.reservation)), "libelle": "intentions réservées, en tout ou partie"},
        {"valeur": number(sum(len(in_force(family)) for family in families)), "libelle": f"critères dans {count(len(families), 'famille')} d’achat"},
        {"valeur": number(len(list(page.entries("fournisseur")))), "libelle": "structures solidaires recensées"},
    ]
    return page.renderer.macro("pages", "chiffres", figures, day(page.edition.collectivite.edition_du))


def prochaines_intentions(page: Page, nombre: int = 6) -> Markup:
    """Les prochaines intentions : une frise par trimestre, puis leurs cartes."""
    ahead = list(upcoming(page.entries("intention")))
    return page.macro("pages", "prochaines", _quarters(ahead), [page.renderer.short("intention", entry) for entry in ahead[:nombre]])


def _quarters(intentions: list[Any]) -> list[dict[str, Any]]:
    """Le nombre d'intentions par trimestre, dans l'ordre, trimestres vides compris."""
    ranks = [quarter_rank(entry.publication_prevue) for entry in intentions]
    span = range(min(ranks), max(ranks) + 1) if ranks else range(0)
    highest = max((ranks.count(rank) for rank in span), default=1)
    return [
        {
            "nom": period(f"{rank // 4}-T{rank % 4 + 1}"),
            "court": f"T{rank % 4 + 1} {rank // 4}",
            "nombre": ranks.count(rank),
            "hauteur": 100 * ranks.count(rank) // highest,
        }
        for rank in span
    ]


def plan_des_fiches(page: Page) -> Markup:
    """Les pages du plan, une par partie du site : chacune mène à toutes ses fiches et à toutes ses listes."""
    return page.macro("commun", "liens", site_map.parts(page.lists))


def plan_des_pages(page: Page) -> Markup:
    """Toutes les pages de prose."""
    return page.renderer.macro("commun", "liens", [{"titre": title, "url": url} for url, title in page.titles.items()], page.root or "./")


def tableau_codes(page: Page, liste: str) -> Markup:
    """Les codes d'une liste, avec leur définition et leurs équivalents officiels."""
    if liste not in page.edition.codes:
        raise BlockError(f"« {liste} » n'est pas une liste de codes")
    found = page.edition.codes[liste]
    rows = [
        {
            "code": line.code,
            "libelle": line.libelle,
            "definition": line.definition or "",
            "officiel": ", ".join(dump(line.officiel, "publique").values()) if line.officiel else "",
        }
        for line in found.lignes
    ]
    return page.renderer.macro("pages", "codes", rows, found.intitule)


def collectivite(page: Page, chemin: str) -> Markup:
    """Une valeur de `collectivite.yml`, par son chemin : `boites.achats`. Une boîte devient un lien."""
    value: Any = page.edition.collectivite
    for step in chemin.split("."):
        value = getattr(value, step, None)
    if value is None:
        raise BlockError(f"« {chemin} » n'est pas un champ de la collectivité")
    if chemin.startswith("boites."):
        return Markup('<a href="mailto:{0}">{0}</a>').format(value)
    return Markup("{}").format(day(value) if hasattr(value, "isoformat") else value)


def qualite_des_donnees(page: Page) -> Markup:
    """Ce qui reste à relire, à vérifier ou à compléter ; site interne seulement."""
    page.internal_only("qualite_des_donnees")
    return page.macro("pages", "qualite", quality.report(page.relations))
