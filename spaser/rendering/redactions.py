"""Ce que dit une rédaction d'une exigence, fait par fait, et ce qui change d'une rédaction à l'autre."""

from __future__ import annotations

import html
import re
from typing import Any

from spaser.checks.requirements import LEVELS
from spaser.model.exigence import Redaction, SeuilApplicabilite
from spaser.publication import Edition
from spaser.rendering.richtext import rich
from spaser.rendering.typography import euros, number

Facts = dict[str, list[str]]
#: Les faits qui sont des listes de mots ; les autres sont des phrases.
WORDS = ("Opérations", "Ouvrages", "Objectifs")
ANY_SIZE, ANY_WORK, TO_CHECK = "toute taille", "tous", " (à vérifier)"
_TAG = re.compile(r"</(?:p|li)>\n?|<[^>]+>")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý«])")


def facts(said: Redaction, edition: Edition) -> Facts:
    """Tout ce qu'une rédaction demande, fait par fait : ce qui engage une opération, dans l'ordre où on le lit."""
    label = edition.label
    levels = {name: level for name in LEVELS if (level := getattr(said.niveaux, name))}
    found: Facts = {
        "Intitulé": [said.intitule],
        "Opérations": [word.lower() for word in edition.labels("operations", said.operations)],
        "Ouvrages": [word.lower() for word in edition.labels("typologies", said.typologies)] or [ANY_WORK],
        "Taille": [size_of(said.seuil_applicabilite) or ANY_SIZE],
        **{f"Seuil {name}": [threshold(level, said.sens)] for name, level in levels.items()},
        "Ce qui est mesuré": list(dict.fromkeys(level.indicateur for level in levels.values())),
        "Mesure": list(dict.fromkeys(level.methode for level in levels.values())),
    }
    for step in said.phases:
        found[label("phases", step.phase)] = [step.attendu, f"Preuve\u00a0: {step.preuve} ({label('acteurs-operation', step.qui).lower()})"]
    if said.deja_exige:
        found["Loi"] = [label("references-juridiques", said.deja_exige.reference), said.deja_exige.portee]
    if said.clause:
        found["Clause"] = _sentences(said.clause)
    if said.penalite:
        found["Pénalité"] = [said.penalite]
    return found | {"Objectifs": [str(goal) for goal in said.objectifs]}


def _line(tag: re.Match[str]) -> str:
    return "\n" if tag[0].startswith(("</p", "</li")) else ""


def _sentences(clause: str) -> list[str]:
    """Les phrases d'une clause, sans leur mise en forme : seules celles qui changent seront montrées."""
    plain = html.unescape(_TAG.sub(_line, str(rich(clause))))
    return [said for line in plain.splitlines() for said in _SENTENCE.split(line) if said]


def size_of(bound: SeuilApplicabilite | None) -> str:
    """« à partir de 500 m² » ; vide si l'exigence s'applique à toute taille."""
    if bound is None:
        return ""
    parts = [f"à partir de {number(bound.surface_m2)}\u00a0m²"] if bound.surface_m2 else []
    parts += [f"à partir de {euros(bound.montant_ht)} HT"] if bound.montant_ht else []
    return " ou ".join(parts)


def details(before: Facts, after: Facts) -> list[dict[str, str]]:
    """Ce qui change d'une rédaction à l'autre : `fait`, `avant`, `apres` ; ce qui ne change pas dans un fait n'y est pas redit."""
    found = []
    for fact in dict.fromkeys([*before, *after]):
        was, now = before.get(fact, []), after.get(fact, [])
        joint = ", " if fact in WORDS else " "
        said = {"fait": fact, "avant": joint.join(x for x in was if x not in now), "apres": joint.join(x for x in now if x not in was)}
        if said["avant"] or said["apres"]:
            found.append(said)
    return found


def threshold(level: Any, direction: str) -> str:
    """« ≥ 70 % de la masse des déchets », suivi de « à vérifier » tant que la valeur n'est pas confirmée."""
    sign = "≥" if direction == "au-moins" else "≤"
    return f"{sign}\u00a0{number(level.valeur)}\u00a0{level.unite}{TO_CHECK if level.a_verifier else ''}"
