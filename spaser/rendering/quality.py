"""L'état des données : ce qui reste à relire, à vérifier, à compléter."""

from __future__ import annotations

from typing import Any

from spaser.relations import Relations
from spaser.rendering.typography import french
from spaser.rendering.views import common

MINIMUM_CRITERIA = 6


def report(relations: Relations) -> list[dict[str, Any]]:
    """Les rubriques de la page « qualité des données » : titre, explication, lignes (texte, lien)."""
    return [
        _part("Relectures en retard", "La date « à revoir avant » est passée.", [(_warning(w), "") for w in relations.edition.warnings]),
        _part("Références juridiques à vérifier", "Le texte officiel n’a pas encore été lu.", _laws(relations)),
        _part("Seuils à vérifier", "La valeur n’a pas encore été confirmée par sa source.", _thresholds(relations)),
        _part("Familles à compléter", f"Moins de {MINIMUM_CRITERIA} critères propres.", _families(relations)),
        _part("Intentions sans aucun enjeu", "Une intention sans enjeu ne dit rien aux entreprises engagées.", _untagged(relations)),
        _part("Intentions sans structure solidaire connue", "Aucune structure de la carte ne répond à ce métier et à ce lieu.", _unmatched(relations)),
        _part("Indicateurs sans valeur", "La valeur reste à fournir.", _indicators(relations)),
    ]


def _part(title: str, explanation: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    return {"titre": title, "texte": french(explanation), "lignes": [{"texte": text, "url": url} for text, url in rows]}


def _warning(problem: Any) -> str:
    return french(f"{problem.file}, ligne {problem.line} : {problem.message}")


def _laws(relations: Relations) -> list[tuple[str, str]]:
    return [(line.libelle, "") for line in relations.edition.codes["references-juridiques"].lignes if line.statut != "verifie"]  # type: ignore[attr-defined]


def _thresholds(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["exigence"].values()
    return [
        (f"{entry.intitule} ({name})", common.url("exigence", entry.id))
        for entry in found
        for name in ("socle", "performant", "exemplaire")
        if (level := getattr(entry.niveaux, name)) and level.a_verifier
    ]


def _families(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["famille"].values()
    return [(entry.intitule, common.url("famille", entry.id)) for entry in found if len(entry.criteres) < MINIMUM_CRITERIA]


def _untagged(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["intention"].values()
    return [(entry.intitule, common.url("intention", entry.id)) for entry in found if not entry.enjeux]


def _unmatched(relations: Relations) -> list[tuple[str, str]]:
    found = relations.edition.entrees["intention"].values()
    return [(entry.intitule, common.url("intention", entry.id)) for entry in found if not relations.suppliers_for(entry)]


def _indicators(relations: Relations) -> list[tuple[str, str]]:
    goals = relations.edition.entrees["objectif"].values()
    return [(f"{item.libelle} (objectif {goal.numero})", common.url("objectif", goal.id)) for goal in goals for item in goal.indicateurs if not item.valeurs]
