"""Pose une ligne de tableur sur une intention : seul ce que la ligne dit change ; le reste se déduit ou reste."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from spaser.checks.calendar import reviewed
from spaser.formatting import typeset
from spaser.imports import amounts, history
from spaser.imports.cells import UnreadableCellError
from spaser.imports.rows import ERASED, Item, Row
from spaser.imports.store import Data
from spaser.imports.vocabulary import Vocabulary
from spaser.model.lignes import LigneMontant

#: Ce qui reconnaît un élément d'une liste d'un import à l'autre.
KEYS = {"enjeux": "code", "lots": "intitule", "historique": "ce_qui_change"}
#: « Oui » se déduit dès qu'un autre champ du groupe est rempli.
GATES = {"innovation": "ouverte", "sourcage": "prevu"}


@dataclass(frozen=True)
class Context:
    """Ce que l'import sait d'avance : le vocabulaire, la campagne, le jour de l'import."""

    vocabulary: Vocabulary
    year: int
    day: date


def merged(old: Data, row: Row, context: Context) -> Data:
    """L'intention que donne la ligne ; `old` est vide si elle est neuve."""
    data = deepcopy(old)
    for path, value in row.values.items():
        if path not in ("id", "annee"):
            _put(data, path.split("."), value)
    for group in row.items:
        items = [_item(data.get(group, []), row.items[group][rank], KEYS[group]) for rank in row.ranks(group)]
        _put(data, [group], items or ERASED)
    _deduce(data, old, context)
    if old:
        history.keep(data, old, context.vocabulary.edition, context.day.isoformat())
    data = data if old else _with_defaults(data, context)
    if data.get("demonstration") == "false" and "demonstration" not in old:
        del data["demonstration"]  # c'est la valeur par défaut, que la fiche n'écrivait pas
    return data


def _put(data: Data, path: list[str], value: Any) -> None:
    """Pose une valeur ; une valeur qui ne diffère que par les espaces ou la typographie ne change rien."""
    name, *rest = path
    if rest:
        group = data.setdefault(name, {})
        _put(group, rest, value)
        if not group:
            del data[name]
    elif value is ERASED or value == []:
        data.pop(name, None)
    elif not _same(data.get(name), value):
        data[name] = value


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return typeset(old).split() == typeset(new).split() and old.count("\n") == new.count("\n")
    return bool(old == new)


def _item(known: list[Data], item: Item, key: str) -> Data:
    """Un élément : ce que dit la ligne, sur ce qu'on savait du même élément."""
    old = next((deepcopy(other) for other in known if _same(other.get(key), item.get(key))), {})
    for name, value in item.items():
        _put(old, [name], value)
    return old


def _deduce(data: Data, old: Data, context: Context) -> None:
    """Ce qu'un champ rempli dit d'un autre qui ne l'est pas."""
    for group, gate in GATES.items():
        if data.get(group):
            data[group].setdefault(gate, "true")
    if data.get("reservation"):
        data["reservation"].setdefault("portee", "lots" if any(lot.get("reservation") for lot in data.get("lots", ())) else "marche")
    if "montant_tranche" not in data and "montant_estime" in data:
        _deduce_band(data, context)
    if (
        "statut" in data
        and data["statut"].get("code") != old.get("statut", {}).get("code")
        and data["statut"].get("depuis") == old.get("statut", {}).get("depuis")
    ):
        data["statut"]["depuis"] = context.day.isoformat()


def _deduce_band(data: Data, context: Context) -> None:
    bands = [line for line in context.vocabulary.lines(("tranches-montant",)) if isinstance(line, LigneMontant)]
    try:
        data["montant_tranche"] = amounts.band(int(data["montant_estime"]), bands)
    except UnreadableCellError:
        return


def _with_defaults(data: Data, context: Context) -> Data:
    """Ce qu'une intention neuve reçoit quand la ligne n'en dit rien ; « Mode d'emploi » du tableur le dit aussi."""
    edition, day = context.vocabulary.edition, context.day
    family = edition.entrees["famille"].get(data.get("famille", ""))
    services = {line.code: line for line in context.vocabulary.lines(("services",))}
    mailbox = getattr(services.get(data.get("service_acheteur", "")), "courriel", None)
    defaults: Data = {
        "source": {"titre": f"Recensement des achats {context.year}"},
        **reviewed(day),
        "annee": str(context.year),
        "contact": mailbox or edition.collectivite.boites.achats,
        "statut": {"code": "a-l-etude", "depuis": day.isoformat()},
    }
    if family is not None:
        defaults["nature"] = family.nature
    if edition.collectivite.demonstration:
        defaults["demonstration"] = "true"
    data["statut"] = defaults["statut"] | data.get("statut", {})
    data["source"] = defaults["source"] | data.get("source", {})
    return defaults | data
