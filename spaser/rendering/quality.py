"""L'état des données : ce qui reste à relire, à vérifier, à compléter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from spaser.checks.requirements import LEVELS
from spaser.model import Famille
from spaser.model.base import name_of
from spaser.relations import Relations, in_force
from spaser.rendering import readability
from spaser.rendering.typography import french
from spaser.rendering.views import common

MINIMUM_CRITERIA = 5
#: Sous cet indice de lisibilité, un texte se lit mal.
HARD_TO_READ = 45


def report(relations: Relations) -> list[dict[str, Any]]:
    """Les rubriques de la page « qualité des données » : titre, explication, lignes (texte, lien)."""
    return [
        _part("Relectures en retard", "La date « à revoir avant » est passée. Chaque ligne dit qui relit.", list(_overdue(relations))),
        _part("Références juridiques à vérifier", "Le texte officiel n’a pas encore été lu.", _laws(relations)),
        _part("Seuils à vérifier", "La valeur n’a pas encore été confirmée par sa source.", _thresholds(relations)),
        _part("Familles à compléter", f"Moins de {MINIMUM_CRITERIA} critères propres.", _families(relations)),
        _part("Intentions sans aucun enjeu", "Une intention sans enjeu ne dit rien aux entreprises engagées.", _untagged(relations)),
        _part("Intentions sans structure solidaire connue", "Aucune structure de la carte ne répond à ce métier et à ce lieu.", _unmatched(relations)),
        _part("Indicateurs sans valeur", "La valeur reste à fournir.", _indicators(relations)),
        _part("Textes publics difficiles à lire", _readable(relations), _hard(relations)),
    ]


def _readable(relations: Relations) -> str:
    """L'indice de chaque genre, la longueur de ses phrases, et la méthode."""
    found = readability.of_edition(relations.edition).items()
    figures = ", ".join(f"{name} {counted.score} ({counted.length} mots par phrase)" for name, counted in found if counted.words)
    method = "Indice de Kandel et Moles : 207 − 1,015 × mots par phrase − 73,6 × syllabes par mot"
    limits = f"Chaque fiche sous {HARD_TO_READ} est citée. L’indice ne juge que la longueur des mots et des phrases."
    return f"{method}. De 0, très difficile, à 100, très facile : {figures}. {limits}"


def _hard(relations: Relations) -> list[tuple[str, str]]:
    found = readability.hardest(relations.edition, HARD_TO_READ)
    return [(french(f"{getattr(entry, 'intitule', None) or entry.nom} : {score}"), common.url(kind, entry.id)) for score, kind, entry in found]


def _part(title: str, explanation: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"titre": title, "texte": french(explanation), "lignes": [{"texte": text, "url": url} for text, url in rows]}


def _overdue(relations: Relations) -> Iterator[tuple[str, str]]:
    """Les entrées à relire, rangées par qui les relit ; une liste de codes n'a pas de page."""
    for owner, text, url in sorted(_late(relations)):
        yield french(f"{owner} : {text}"), url


def _late(relations: Relations) -> Iterator[tuple[str, str, str]]:
    pages = {entry.id: (kind, entry) for kind, entries in relations.edition.entrees.items() for entry in entries.values()}
    for problem in relations.edition.warnings:
        if problem.kind != "fraicheur":
            continue
        kind, entry = pages.get(PurePosixPath(problem.file).stem, ("", None))
        yield _owner(entry, relations), f"{name_of(entry, problem.file)}, {problem.message}", common.url(kind, entry.id) if entry else ""


def _owner(entry: Any, relations: Relations) -> str:
    """Qui relit : le conseil de la famille, le service de l'intention ou de l'objectif, sinon l'équipe du référentiel."""
    service = getattr(entry, "service_acheteur", None) or getattr(entry, "pilote", None)
    advisor = getattr(entry, "contact", None) if isinstance(entry, Famille) else None
    return advisor or relations.edition.label("services", service) or "Équipe du référentiel"


def _laws(relations: Relations) -> list[tuple[str, str]]:
    return [(line.libelle, "") for line in relations.edition.codes["references-juridiques"].lignes if line.statut != "verifie"]  # type: ignore[attr-defined]


def _thresholds(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["exigence"].values()
    return [
        (f"{entry.intitule} ({name})", common.url("exigence", entry.id))
        for entry in found
        for name in LEVELS
        if (level := getattr(entry.niveaux, name)) and level.a_verifier
    ]


def _families(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["famille"].values()
    return [(entry.intitule, common.url("famille", entry.id)) for entry in found if len(in_force(entry)) < MINIMUM_CRITERIA]


def _untagged(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["intention"].values()
    return [(entry.intitule, common.url("intention", entry.id)) for entry in found if not entry.enjeux]


def _unmatched(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["intention"].values()
    return [(entry.intitule, common.url("intention", entry.id)) for entry in found if not relations.suppliers_for(entry)]


def _indicators(relations: Relations) -> list[tuple[str, str]]:
    goals = relations.edition.entrees["objectif"].values()
    return [(f"{item.libelle} (objectif {goal.numero})", common.url("objectif", goal.id)) for goal in goals for item in goal.indicateurs if not item.valeurs]
