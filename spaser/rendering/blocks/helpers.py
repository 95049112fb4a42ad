"""Les aides de calcul, sur le site interne seulement : leur cadre, que le navigateur remplit."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from spaser.exports.helpers import PATH
from spaser.rendering.blocks.base import Page
from spaser.rendering.typography import count, number

#: Ce que l'on saisit d'une offre : le nom du champ, son titre ; les noms sont ceux de `calcul-cout.js`.
ENTRIES = (
    ("achat", "Prix d’achat, en € HT"),
    ("kwh", "Énergie, en kWh par an"),
    ("consommables", "Consommables, en € par an"),
    ("maintenance", "Maintenance, en € par an"),
    ("fin", "Fin de vie, en €"),
)
OFFERS = range(1, 6)


def cout_complet(page: Page) -> Markup:
    """Le comparateur d'offres en coût complet."""
    page.internal_only("cout_complet")
    buyer = page.edition.collectivite
    view = {"offres": OFFERS, "saisies": ENTRIES, "producteur": buyer.nom, "edition": buyer.edition, "date": buyer.edition_du.isoformat()}
    return page.macro("aides", "cout", view)


def approche_carbone(page: Page) -> Markup:
    """Le champ qui donne l'approche carbone d'une famille d'achat."""
    page.internal_only("approche_carbone")
    return page.macro("aides", "carbone", page.address(PATH))


def approches_carbone(page: Page) -> Markup:
    """Les approches carbone, et le nombre de familles d'achat qui emploient chacune."""
    page.internal_only("approches_carbone")
    families = [entry for entry in page.entries("famille") if entry.retire_le is None]
    used = Counter(entry.approche_carbone.methode for entry in families if entry.approche_carbone)
    lines = page.edition.codes["methodes-carbone"].lignes
    absent = len(families) - used.total()
    view = {
        "approches": [{"libelle": line.libelle, "definition": line.definition or "", "nombre": number(used[line.code])} for line in lines],
        "sans": count(absent, "famille") if absent else "",
    }
    return page.macro("aides", "approches", view)
