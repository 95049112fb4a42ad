"""Les objectifs du schéma et les marchés attribués d'un semis."""

from __future__ import annotations

from datetime import date, timedelta

from semis.plan import GOALS, Entry, Plan, is_hidden
from semis.prose import slug
from semis.words import CPV

PER_FILE = 250


def goals(plan: Plan) -> list[Entry]:
    """Vingt objectifs, à toute taille : un schéma n'en a pas davantage."""
    return [_goal(number, plan) for number in range(1, GOALS + 1)]


def _goal(number: int, plan: Plan) -> Entry:
    writer = plan.writer("objectif", number)
    title = writer.title()
    workstream = writer.pick(plan.codes["chantiers"])
    return {
        **plan.head(f"{number:02}-{slug(title)[:50].strip('-')}", 0, "Jeu semé"),
        "numero": number,
        "axe": workstream["axe"],
        "chantier": workstream["code"],
        "intitule": title,
        "resume": writer.text(2, 4),
        "enjeux": [writer.text(1, 2) for _ in range(2)],
        "modalites": [writer.text(1, 2) for _ in range(3)],
        "echeance": plan.year + 1,
        "pilote": writer.pick(plan.codes_of("services")),
        "indicateurs": [_indicator(f"indicateur-{number}-{rank}", plan) for rank in (1, 2)],
        "etat": writer.pick(plan.codes_of("etats-objectif")),
        "realisations": [writer.text(1, 2)],
        "difficultes": [writer.text(1, 2)],
    }


def _indicator(name: str, plan: Plan) -> Entry:
    writer = plan.writer(name)
    return {
        "id": name,
        "libelle": writer.title(),
        "formule": writer.text(1, 1),
        "unite": "%",
        "sens": "hausse",
        "cibles": [{"annee": plan.year + shift, "valeur": 40 + 10 * shift} for shift in range(3)],
        "calcul": "saisie",
        "valeurs": [{"annee": plan.year - 1, "valeur": writer.number(5, 60), "source": {"titre": "Jeu semé"}}],
        "fournisseur_valeur": writer.pick(plan.codes_of("services")),
    }


def awards(intentions: list[tuple[int, str]], plan: Plan) -> list[Entry]:
    """Les marchés attribués des deux années passées ; un sur deux vient d'une intention publique."""
    public = [name for rank, (_, name) in enumerate(intentions) if not is_hidden(rank)]
    made: list[Entry] = []
    for year in (plan.year - 2, plan.year - 1):
        contracts = [_contract(year, rank, public, plan) for rank in range(plan.counts["marche"] // 2)]
        for start in range(0, len(contracts), PER_FILE):
            name = str(year) if start == 0 else f"{year}-{start // PER_FILE + 1}"
            made.append(plan.head(name, 0, "Jeu semé", demonstration=True) | {"annee": year, "marches": contracts[start : start + PER_FILE]})
    return made


def _contract(year: int, rank: int, public: list[str], plan: Plan) -> Entry:
    writer = plan.writer("marche", year, rank)
    holders = writer.number(1, 4)
    return {
        "id": f"{plan.settings['siret']}{year}-{rank + 1:05}",
        "objet": writer.title(),
        "nature": writer.pick(plan.codes_of("natures-contrat") or [None]),
        "procedure": writer.pick(plan.codes_of("procedures")),
        "cpv": writer.pick(CPV),
        "date_notification": date(year, 1, 1) + timedelta(days=writer.number(0, 364)),
        "montant": writer.number(10, 9000) * 1000,
        "duree_mois": writer.pick((12, 24, 36, 48)),
        "titulaires": {"nombre": holders, "pme": writer.number(0, holders)},
        "considerations_sociales": writer.some(("clause-sociale", "critere-social"), 1, 2) if writer.chance(0.4) else None,
        "considerations_environnementales": writer.some(("clause-environnementale", "critere-environnemental"), 1, 2),
        "intentions": [writer.pick(public)] if rank % 2 else None,
    }
