"""Les exigences de l'éco-référentiel d'un semis, rangées par volet et par thème."""

from __future__ import annotations

from semis.plan import GOALS, Entry, Plan, is_hidden
from semis.prose import Writer

LEVELS = ("socle", "performant", "exemplaire")


def names(plan: Plan) -> list[tuple[str, str, str]]:
    """Le volet, le thème et l'identifiant de chaque exigence."""
    themes = plan.themes()
    places = [themes[rank % len(themes)] for rank in range(plan.counts["exigence"])]
    return [(volet, theme, f"{volet[:3]}-{theme}-{rank + 1}") for rank, (volet, theme) in enumerate(places)]


def public_names(plan: Plan) -> list[str]:
    """Les identifiants de celles que tout le monde peut lire."""
    return [name for rank, (_, _, name) in enumerate(names(plan)) if not is_hidden(rank)]


def themes(plan: Plan) -> list[Entry]:
    """Un fichier par volet et thème, avec ses exigences."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for rank, (volet, theme, name) in enumerate(names(plan)):
        found.setdefault((volet, theme), []).append(_requirement(rank, volet, name, plan))
    return [
        {"volet": volet, "theme": theme, "presentation": plan.writer("theme", volet, theme).text(2, 3), "exigences": items}
        for (volet, theme), items in found.items()
    ]


def _requirement(rank: int, volet: str, name: str, plan: Plan) -> Entry:
    writer = plan.writer("exigence", name)
    site = writer.chance(0.4)
    references = plan.codes_of("references-juridiques")
    return {
        **plan.head(name, rank, "Jeu semé"),
        "intitule": writer.title(),
        "resume": writer.text(2, 4),
        "version": 1,
        "operations": writer.some(plan.codes_of("operations"), 1, 3),
        "typologies": writer.some(_structures(volet, plan), 0, 2),
        "seuil_applicabilite": {"surface_m2": writer.number(2, 40) * 50} if volet == "batiment" and writer.chance(0.5) else None,
        **_thresholds(writer),
        "phases": [_step(phase, writer, plan) for phase in writer.some(plan.codes_of("phases"), 3, 5)],
        "deja_exige": {"reference": writer.pick(references), "portee": writer.text(1, 2)} if writer.chance(0.5) else None,
        "clause": "\n\n".join(writer.text(3, 5) for _ in range(3)),
        "penalite": f"{writer.number(50, 500)} € par jour, {writer.when()}" if site else None,
        "objectifs": writer.some(range(1, GOALS + 1), 1, 2),
        "surcout": {"mini": 1, "maxi": writer.number(2, 9), "constat": writer.text(1, 2)},
        "retour": writer.text(1, 2) if writer.chance(0.3) else None,
    }


def _structures(volet: str, plan: Plan) -> list[str]:
    """Les ouvrages du volet."""
    return [line["code"] for line in plan.codes["typologies"] if volet in line.get("volets", [volet])]


def _thresholds(writer: Writer) -> Entry:
    first, measured, unit, method = writer.number(5, 30), f"Part {writer.of_the()}", f"% {writer.of_things()}", writer.text(1, 2)
    return {
        "sens": "au-moins",
        "niveaux": {level: {"indicateur": measured, "valeur": first + 10 * rank, "unite": unit, "methode": method} for rank, level in enumerate(LEVELS)},
    }


def _step(phase: str, writer: Writer, plan: Plan) -> Entry:
    return {"phase": phase, "attendu": writer.text(1, 1), "preuve": writer.title(), "qui": writer.pick(plan.codes_of("acteurs-operation"))}
