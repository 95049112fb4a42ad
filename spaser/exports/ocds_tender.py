"""La partie « tender » d'un export OCDS : ce qui sera acheté, comment, pour combien, et ce qui en sera attendu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spaser.exports import cpv
from spaser.exports.base import DEMONSTRATION
from spaser.exports.changes import first_day, is_dropped, moment
from spaser.model import Intention
from spaser.model.intention import Lot
from spaser.publication import Edition
from spaser.rendering.typography import period
from spaser.rendering.views import common

Node = dict[str, Any]

#: Les champs de l'extension « techniques » ; une technique qui n'y est pas n'a pas d'équivalent.
TECHNIQUES = {
    "accord-cadre": "hasFrameworkAgreement",
    "systeme-acquisition-dynamique": "hasDynamicPurchasingSystem",
    "enchere-electronique": "hasElectronicAuction",
}
#: Un achat ouvert à l'innovation sans plus de précision (table eForms vers OCDS, « inn-pur »).
INNOVATION = "economic.innovativePurchase"
#: Le but des considérations des données essentielles, qui ne nomment pas d'enjeu (même table, « soc-obj » et « env-imp »).
GOALS = {"considerations_sociales": "social", "considerations_environnementales": "environmental"}


def tender(entry: Intention, edition: Edition, organization: Node) -> Node:
    """La consultation prévue ; les champs inconnus sont omis."""
    expected = _sustainability(entry, edition)
    fields = {
        "id": entry.id,
        "title": entry.intitule,
        "description": _description(entry, edition),
        "status": _status(entry, edition),
        "procuringEntity": organization,
        "items": [{"id": "1", "description": entry.intitule, "classification": {"scheme": "CPV", "id": cpv.full_code(entry.cpv)}}],
        **_values(entry.montant_tranche, edition),
        "mainProcurementCategory": cpv.official(entry, edition, "ocds"),
        "procurementMethod": _official(edition, "procedures", entry.procedure),
        "procurementMethodDetails": edition.label("procedures", entry.procedure),
        "techniques": _techniques(entry.technique),
        "otherRequirements": _reserved(edition, entry.reservation.article if entry.reservation and entry.reservation.portee == "marche" else None),
        "hasSustainability": _has_sustainability(entry, expected),
        "sustainability": expected,
        "lots": [_lot(rank, lot, entry, edition) for rank, lot in enumerate(entry.lots, 1)],
        "documents": _notices(entry),
    }
    return _known(fields)


def _known(fields: Node) -> Node:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _official(edition: Edition, liste: str, code: str | None) -> str | None:
    return cpv.equivalent(edition.line(liste, code), "ocds") if code else None


def _description(entry: Intention, edition: Edition) -> str:
    """La description, suivie de la marque de démonstration : une publication se lit souvent hors de son paquet."""
    return f"{entry.description} {DEMONSTRATION}" if entry.demonstration or edition.collectivite.demonstration else entry.description


def _status(entry: Intention, edition: Edition) -> str | None:
    """« withdrawn » quand plus rien ne sera dit sous cet identifiant, sinon l'équivalent du statut."""
    if is_dropped(entry) and entry.statut.code != "abandonnee":
        return "withdrawn"
    return _official(edition, "statuts-intention", entry.statut.code)


def _values(code: str | None, edition: Edition) -> Node:
    """Les bornes d'une tranche de montant, en euros hors taxes ; la dernière n'a pas de borne haute."""
    if code is None:
        return {}
    line = edition.line("tranches-montant", code)
    bounds = {"minValue": line.mini, "value": line.maxi}
    return {name: {"amount": amount, "currency": "EUR"} for name, amount in bounds.items() if amount is not None}


def _techniques(code: str | None) -> Node:
    """La technique d'achat ; « sans objet » dit qu'il n'y en a aucune, une technique sans équivalent ne dit rien."""
    if code == "sans-objet":
        return dict.fromkeys(TECHNIQUES.values(), False)
    return {TECHNIQUES[code]: True} if code in TECHNIQUES else {}


def _reserved(edition: Edition, article: str | None) -> Node:
    participation = _official(edition, "reservations", article)
    return {"reservedParticipation": [participation]} if participation else {}


def _lot(rank: int, lot: Lot, entry: Intention, edition: Edition) -> Node:
    article = lot.reservation or (entry.reservation.article if entry.reservation and entry.reservation.portee == "marche" else None)
    return _known(
        {
            "id": str(rank),
            "title": lot.intitule,
            "status": _status(entry, edition),
            **_values(lot.montant_tranche, edition),
            "otherRequirements": _reserved(edition, article),
        }
    )


def _has_sustainability(entry: Intention, expected: list[Node]) -> bool | None:
    """Vrai s'il y a un but, faux si les données essentielles disent « aucune » partout, inconnu sinon."""
    if expected:
        return True
    said = [getattr(entry, field) for field in GOALS]
    return False if all(codes == ("aucune",) for codes in said) else None


def _sustainability(entry: Intention, edition: Edition) -> list[Node]:
    """Les buts, chacun une fois : un par enjeu, un par forme d'innovation, puis ceux que seules les considérations annoncent."""
    stakes = list(_stakes(entry, edition))
    found = [*stakes, *_innovations(entry, edition), *_considerations(entry, edition, stakes)]
    return [goal for rank, goal in enumerate(found) if goal not in found[:rank]]


def _stakes(entry: Intention, edition: Edition) -> Iterator[Node]:
    for enjeu in entry.enjeux:
        liste = "enjeux-environnementaux" if common.stake(edition, enjeu.code)["dimension"] == "environnement" else "enjeux-sociaux"
        certainty = edition.label("certitudes", enjeu.certitude)
        if goal := _official(edition, liste, enjeu.code):
            said = f"{certainty}\u00a0: {enjeu.attendu}" if enjeu.attendu else certainty
            yield _goal(goal, [_official(edition, "leviers", enjeu.levier)], said)


def _innovations(entry: Intention, edition: Edition) -> Iterator[Node]:
    if entry.innovation and entry.innovation.ouverte:
        goals = [_official(edition, "innovation", code) for code in entry.innovation.formes]
        yield from (_goal(goal, [], entry.innovation.attendu) for goal in dict.fromkeys(goals or [INNOVATION]) if goal)


def _considerations(entry: Intention, edition: Edition, stakes: list[Node]) -> Iterator[Node]:
    """Les moyens que les données essentielles annoncent sans qu'un enjeu de la même dimension les emploie."""
    for field, goal in GOALS.items():
        used = {strategy for stake in stakes if stake["goal"].startswith(goal) for strategy in stake.get("strategies", ())}
        liste = field.replace("_", "-")
        found = {_official(edition, liste, code): edition.label(liste, code) for code in getattr(entry, field)}
        others = {strategy: label for strategy, label in found.items() if strategy and strategy not in used}
        if others:
            yield _goal(goal, others, ", ".join(others.values()))


def _goal(goal: str, strategies: Iterable[str | None], description: str | None) -> Node:
    return _known({"goal": goal, "description": description, "strategies": [strategy for strategy in strategies if strategy]})


def _notices(entry: Intention) -> list[Node]:
    """L'avis de la consultation, une fois lancée."""
    link = entry.statut.lien
    return [{"id": "consultation", "documentType": "tenderNotice", "url": link, "language": "fr"}] if link else []


def milestone(identifiant: str, title: str, when: str, kind: str = "", detail: str = "") -> Node:
    """Une étape au premier jour de sa période, qui dit la vraie précision de la date."""
    said = f"Date prévue\u00a0: {period(when)}. {detail}".strip()
    return _known({"id": identifiant, "title": title, "type": kind, "description": said, "dueDate": moment(first_day(when)).isoformat()})
