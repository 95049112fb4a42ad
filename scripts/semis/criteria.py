"""Les critères d'un semis : ceux d'une famille, dont trois font l'essentiel, et ceux d'un groupe transverse."""

from __future__ import annotations

from datetime import timedelta

from semis.plan import GOALS, Entry, Plan
from semis.prose import CRITERION, NBSP, Writer

AWARD = "critere-attribution"
#: Le poids conseillé des critères de l'essentiel : la part environnementale est tenue, le prix garde la sienne.
WEIGHTS = (20, 15, 10)
RETIRED, REWRITTEN = 6, 4


def of_family(family: str, count: int, plan: Plan) -> list[Entry]:
    """Les critères d'une famille : les trois premiers pèsent, le troisième remplace le deuxième, le septième est parfois retiré."""
    made = [_criterion(f"{family}-c{rank + 1}", rank, plan) for rank in range(count)]
    made[2]["remplace"] = made[1]["id"]
    if count > RETIRED and plan.writer("retrait", family).chance(0.5):
        made[RETIRED] |= {"retire_le": plan.today - timedelta(days=40), "remplace_par": made[3]["id"]}
    return [_ordered(item) for item in made]


def of_group(group: str, count: int, plan: Plan) -> list[Entry]:
    """Les critères d'un groupe transverse."""
    return [_ordered(_criterion(f"{group}-c{rank + 1}", rank, plan)) for rank in range(count)]


def _criterion(identifiant: str, rank: int, plan: Plan) -> Entry:
    writer = plan.writer("critere", identifiant)
    award = rank < len(WEIGHTS) or writer.chance(0.4)
    green = rank < len(WEIGHTS) or writer.chance(0.6)
    kinds = [code for code in plan.codes_of("types-critere") if code != AWARD]
    stakes = plan.codes_of("enjeux-environnementaux" if green else "enjeux-sociaux")
    version = 2 if rank == REWRITTEN else 1
    return {
        "id": identifiant,
        "version": version,
        "applicable_a_partir_du": plan.today - timedelta(days=30 if version > 1 else 700),
        "type": AWARD if award else writer.pick(kinds),
        "niveau": plan.codes_of("niveaux-critere")[min(rank, 2)],
        "considerations": ["environnementale" if green else "sociale"],
        "enjeux": writer.some(stakes, 1, 3),
        "intitule": f"{writer.title()}, {writer.number(2, 90)}{NBSP}%",
        "redaction": plan.wordings.draw(writer),
        "justification": writer.text(2, 4),
        "preuves": [{"texte": writer.title(), "petite_entreprise": writer.title() if writer.chance(0.5) else None} for _ in range(writer.number(1, 3))],
        "references": writer.some(plan.codes_of("references-juridiques"), 1, 3),
        "objectifs": writer.some(range(1, GOALS + 1), 1, 3),
        **_private(writer, award, rank),
        "versions_precedentes": [_previous(writer, plan)] if version > 1 else None,
    }


def _previous(writer: Writer, plan: Plan) -> Entry:
    return {
        "version": 1,
        "applicable_a_partir_du": plan.today - timedelta(days=700),
        "intitule": writer.title(),
        "redaction": writer.text(4, 6, CRITERION),
        "motif": writer.text(1, 1),
    }


def _private(writer: Writer, award: bool, rank: int) -> Entry:
    """Ce que seuls les agents lisent : méthode, barème, poids, suivi."""
    weight = WEIGHTS[rank] if rank < len(WEIGHTS) else writer.pick((5, 10, 15))
    steps = [{"points": points, "attendu": writer.title()} for points in (10, 7, 4, 2, 0)]
    scored = {"bareme": steps, "ponderation": {"conseillee": weight, "mini": weight - 5, "maxi": weight + 5}} if award else {}
    return {
        "verification": {"methode": writer.text(2, 4), "minutes": writer.number(10, 60)},
        **scored,
        "suivi_execution": {"controle": writer.title(), "periodicite": writer.when(), "penalite": f"{writer.number(30, 300)} € {writer.of_the()}"},
        "vigilance": [writer.text(1, 2) for _ in range(writer.number(1, 3))],
        "maturite_marche": {"niveau": writer.pick(("naissante", "moyenne", "courante")), "constat": f"Estimation{NBSP}: {writer.the()}"},
    }


def _ordered(entry: Entry) -> Entry:
    """« remplace » se lit après le niveau, comme dans les fichiers du dépôt."""
    names = list(entry)
    if "remplace" in entry:
        names.remove("remplace")
        names.insert(names.index("niveau") + 1, "remplace")
    return {name: entry[name] for name in names}
