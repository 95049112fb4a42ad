"""L'historique d'une intention, que l'import tient seul : ce qui compte pour une entreprise y reçoit une ligne datée.

Les abonnements annoncent cet historique : un changement qui n'y serait pas ne serait annoncé à personne.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from spaser.imports.store import Data
from spaser.publication import Edition
from spaser.rendering.typography import period

Words = Callable[[Edition, str], str]
#: Les champs dont le changement s'annonce : leur nom dans la phrase, et comment leur valeur s'y dit.
ANNOUNCED: dict[str, tuple[str, Words]] = {
    "publication_prevue": ("Publication prévue", lambda _, value: period(value)),
    "statut.code": ("Statut", lambda edition, value: edition.label("statuts-intention", value).lower()),
    "montant_tranche": ("Montant", lambda edition, value: edition.label("tranches-montant", value).lower()),
    "reservation.article": ("Réservation", lambda edition, value: edition.label("reservations", value).lower()),
}
STAKES = ("enjeux-environnementaux", "enjeux-sociaux")


def keep(data: Data, old: Data, edition: Edition, day: str) -> None:
    """Complète l'historique de `data` : rien de l'ancien ne s'efface, et ce qui change aujourd'hui y est dit."""
    known = {line["ce_qui_change"]: line for line in old.get("historique", ())}
    given = {line["ce_qui_change"]: line for line in data.get("historique", ())}
    lines = [*(known | given).values()]
    news = "\u00a0; ".join(_news(data, old, edition))
    if news and not any(line.get("date") == day for text, line in given.items() if text not in known):
        lines.append({"date": day, "ce_qui_change": news[0].upper() + news[1:]})
    if lines:
        data["historique"] = lines


def _news(data: Data, old: Data, edition: Edition) -> Iterator[str]:
    for path, (name, words) in ANNOUNCED.items():
        was, now = _at(old, path), _at(data, path)
        if was != now:
            yield f"{name}\u00a0: {words(edition, now) if now else 'sans objet'}" + (f" (auparavant {words(edition, was)})" if was else "")
    was_stakes, now_stakes = _stakes(old, edition), _stakes(data, edition)
    for verb, found in (("ajoutés", [s for s in now_stakes if s not in was_stakes]), ("retirés", [s for s in was_stakes if s not in now_stakes])):
        if found:
            yield f"enjeux {verb}\u00a0: {', '.join(found).lower()}"


def _at(data: Any, path: str) -> str:
    for name in path.split("."):
        data = data.get(name, {}) if isinstance(data, dict) else {}
    return data if isinstance(data, str) else ""


def _stakes(data: Data, edition: Edition) -> list[str]:
    names = {line.code: line.libelle for liste in STAKES for line in edition.codes[liste].lignes}
    return list(dict.fromkeys(names.get(item.get("code", ""), "") for item in data.get("enjeux", ())))
