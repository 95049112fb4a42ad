"""Les familles d'achat et les groupes de critères transverses d'un semis."""

from __future__ import annotations

from collections.abc import Sequence

from semis import criteria
from semis.plan import Entry, Plan, is_hidden
from semis.prose import Writer, slug
from semis.words import CPV

GROUPS, PER_GROUP = ("livraisons", "produits", "chantiers"), 6


def names(plan: Plan) -> list[str]:
    """Les identifiants des familles."""
    return [f"{slug(plan.writer('famille', rank).things())}-{rank + 1}" for rank in range(plan.counts["famille"])]


def public_names(plan: Plan) -> list[str]:
    """Ceux des familles que tout le monde peut lire."""
    return [name for rank, name in enumerate(names(plan)) if not is_hidden(rank)]


def transverses(plan: Plan) -> list[Entry]:
    """Trois groupes de six critères, à toute taille : un schéma n'en a pas davantage."""
    return [
        plan.head(group, 0, "Jeu semé")
        | {"intitule": plan.writer(group).title(), "description": plan.writer(group).text(2, 3), "criteres": criteria.of_group(group, PER_GROUP, plan)}
        for group in GROUPS
    ]


def family(rank: int, name: str, requirements: Sequence[str], plan: Plan) -> Entry:
    """Une famille, ses enjeux, ses conseils et ses critères."""
    writer = plan.writer("famille", rank)
    title = writer.things()
    made = criteria.of_family(name, writer.number(6, 8), plan)
    return {
        **plan.head(name, rank, "Jeu semé"),
        "intitule": title[:1].upper() + title[1:],
        "nature": writer.pick(plan.codes_of("natures")),
        "segment": plan.codes_of("segments")[rank % len(plan.codes_of("segments"))],
        "cpv": writer.some(CPV, 1, 3),
        "mots_cles": list(dict.fromkeys(writer.noun().one for _ in range(writer.number(5, 12)))),
        "description": writer.text(3, 5),
        "questions_besoin": [writer.text(1, 2) for _ in range(writer.number(3, 5))],
        "enjeux": [{"code": code, "pourquoi": writer.text(1, 2)} for code in _stakes(writer, plan)],
        "approche_carbone": _carbon(writer, plan),
        "agec": writer.some(plan.codes_of("categories-agec"), 0, 2),
        "obligations": [{"texte": writer.text(1, 1), "reference": writer.pick(plan.codes_of("references-juridiques"))} for _ in range(2)],
        **_advice(writer, plan),
        "secteurs": writer.some(plan.codes_of("secteurs"), 1, 2),
        "essentiel": [item["id"] for item in made[:3]],
        "criteres": made,
        "transverses": [f"{group}-c{writer.number(1, PER_GROUP)}" for group in GROUPS],
        "a_eviter": [{"formulation": writer.title(), "pourquoi": writer.text(1, 2)} for _ in range(3)],
        "exigences": writer.some(requirements, 0, 3) if rank % 2 else None,
        **_private(writer, plan, made[0]["id"]),
    }


def _stakes(writer: Writer, plan: Plan) -> list[str]:
    return writer.some([*plan.codes_of("enjeux-environnementaux"), *plan.codes_of("enjeux-sociaux")], 3, 5)


def _carbon(writer: Writer, plan: Plan) -> Entry:
    return {
        "methode": writer.pick(plan.codes_of("methodes-carbone")),
        "postes": [writer.title() for _ in range(4)],
        "alternatives": [writer.title() for _ in range(3)],
    }


def _advice(writer: Writer, plan: Plan) -> Entry:
    clause = {
        "pertinence": writer.pick(plan.codes_of("pertinences")),
        "formes": [writer.title() for _ in range(2)],
        "conseil": writer.text(2, 4),
        "publics": writer.some(plan.codes_of("publics-insertion"), 1, 3),
    }
    return {
        "clause_sociale": clause,
        "egalite_femmes_hommes": writer.text(1, 3),
        "reemploi": writer.text(2, 3),
        "reparabilite": writer.text(2, 3),
        "cout_complet": {"pertinence": writer.pick(plan.codes_of("pertinences")), "postes": [writer.title() for _ in range(4)]},
    }


def _private(writer: Writer, plan: Plan, criterion: str) -> Entry:
    feedback = {
        "annee": plan.year - 2,
        "critere": criterion,
        "ecart_notes": writer.number(1, 8),
        "questions": writer.number(0, 9),
        "enseignement": writer.text(2, 3),
    }
    return {"retours_experience": [feedback] if writer.chance(0.5) else None, "contact": f"Conseil, {writer.noun().one} et {writer.noun().one}"}
