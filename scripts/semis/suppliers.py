"""Les structures solidaires d'un semis : des noms et des SIRET inventés, des communes du dépôt."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from semis.plan import Entry, Plan
from semis.prose import Writer, slug
from semis.words import brand


def siret(rank: int) -> str:
    """Un SIRET de la plage réservée aux démonstrations."""
    return key(f"000000{rank + 1:07}")


def key(body: str) -> str:
    """Treize chiffres et leur clé de Luhn."""
    total = sum(sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10)) for place, digit in enumerate(reversed(body)))
    return f"{body}{-total % 10}"


def supplier(rank: int, families: list[str], plan: Plan) -> Entry:
    """Une structure, ses métiers et sa zone."""
    writer = plan.writer("fournisseur", rank)
    name = f"{writer.pick(('Atelier', 'Coopérative', 'Chantier', 'Entreprise', 'Association', 'Relais'))} {brand(rank * 7919)}"
    identifiant = f"{slug(name)}-{rank + 1}"
    commune = writer.pick(plan.codes["communes"])
    return {
        **plan.head(identifiant, rank, "Jeu semé", demonstration=True),
        "nom": name,
        "siret": siret(rank),
        "types": writer.some(plan.codes_of("types-structure"), 1, 2),
        "famille_ess": writer.pick(plan.codes_of("familles-ess")),
        "labels": writer.some(plan.codes_of("labels"), 0, 2),
        "secteurs": writer.some(plan.codes_of("secteurs"), 1, 2),
        "familles": writer.some(families, 1, 3),
        "prestations": writer.text(2, 4),
        "zone_intervention": _zone(writer, commune, plan),
        "commune": commune["code"],
        "adresse": f"{writer.number(1, 90)} rue {writer.of_the()}",
        **_place(writer, commune),
        "site": f"https://www.{identifiant}.example",
        "telephone": "02 61 91 {:02} {:02}".format(*divmod(rank % 10_000, 100)),
        "courriel": f"contact@{identifiant}.example",
        "effectif": writer.number(2, 180),
        "references": [writer.title() for _ in range(writer.number(0, 3))],
        "sources": [{"nom": "Jeu semé", "date": plan.today - timedelta(days=20), "licence": "Licence Ouverte 2.0"}],
        **_private(writer, plan),
    }


def _zone(writer: Writer, commune: Entry, plan: Plan) -> Entry:
    kind = writer.number(1, 10)
    if kind <= 4:
        return {"rayon_km": writer.pick((10, 20, 30, 50))}
    if kind <= 7:
        return {"epci": list(dict.fromkeys([commune["epci"], writer.pick(plan.codes_of("epci"))]))}
    return {"departements": [plan.settings["departement"]]} if kind <= 9 else {"region": True}


def _place(writer: Writer, commune: Entry) -> dict[str, Any]:
    if "latitude" not in commune or writer.chance(0.5):
        return {}
    return {"position": {"lat": float(commune["latitude"]), "lon": float(commune["longitude"])}}


def _private(writer: Writer, plan: Plan) -> Entry:
    held = {"annee": plan.year - 1, "objet": writer.title(), "reference": f"{plan.year - 1}-{writer.number(100, 999)}"}
    return {
        "contact": f"Accueil, {writer.noun().one}",
        "appreciation": writer.text(1, 2),
        "marches": [held] if writer.chance(0.5) else None,
        "remarques": writer.text(1, 2),
    }
