"""Les contrats d'un JSON à groupes : le format de 2024, et celui qui l'a précédé."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.imports.decp.record import AwardsError, Record, Value

MAX_DEPTH, MAX_VALUES = 12, 5_000
#: Le nom d'une valeur, et ceux que les formats lui donnent : (un marché, une concession).
NAMES = {
    "id": ("id",),
    "nature": ("nature",),
    "objet": ("objet",),
    "procedure": ("procedure",),
    "cpv": ("codeCPV", "CPV", "cpv"),
    "duree": ("dureeMois",),
    "date": ("dateNotification", "dateSignature"),
    "montant": ("montant", "valeurGlobale"),
    "publication": ("datePublicationDonnees",),
}
CHANGES = {
    "id": ("id",),
    "duree": ("dureeMois",),
    "date": ("dateNotificationModification", "dateSignatureModification"),
    "montant": ("montant", "valeurGlobale"),
}
LISTS = {
    "sociales": ("considerationsSociales", "considerationSociale"),
    "environnementales": ("considerationsEnvironnementales", "considerationEnvironnementale"),
}


def current(content: dict[str, Any], name: str) -> Iterator[Record]:
    """Les contrats de l'enveloppe de 2024 : `marches.marche` et `marches.contrat-concession`."""
    start = 0
    for key, concession in (("marche", False), ("contrat-concession", True)):
        items = content.get(key) or []
        if not isinstance(items, list):
            raise AwardsError(name, "une liste de contrats est attendue", "télécharger le fichier à nouveau", f"marches.{key}")
        for rank, item in enumerate(items, 1):
            yield _record(item, start + rank, f"marches.{key}[{rank}]", name, concession=concession)
        start += len(items)


def former(items: list[Any], where: str, name: str) -> Iterator[Record]:
    """Les contrats d'une liste : le format de 2019 mêle marchés et concessions, que `_type` distingue."""
    for rank, item in enumerate(items, 1):
        concession = "concession" in str(item.get("_type", "")).casefold() or "autoriteConcedante" in item
        yield _record(item, rank, f"{where}[{rank}]", name, concession=concession)


def _record(item: Any, rank: int, place: str, name: str, *, concession: bool) -> Record:
    if not isinstance(item, dict):
        raise AwardsError(name, "un contrat est attendu", "télécharger le fichier à nouveau", place)
    record = Record(rank, place, concession, _values(item, NAMES, place), raw=item)
    buyer, holder = ("autoriteConcedante", "concessionnaire") if concession else ("acheteur", "titulaire")
    found = item.get(buyer)
    record.values["acheteur"] = Value(found.get("id") if isinstance(found, dict) else found, f"{place}.{buyer}.id")
    record.lists = {key: list(_texts(item, names, place)) for key, names in LISTS.items()}
    record.holders = {str(member.get("id") or rank): "" for rank, (member, _) in enumerate(_members(item.get(f"{holder}s"), holder, ""))}
    record.changes = [_values(change, CHANGES, where) for change, where in _members(item.get("modifications"), "modification", f"{place}.modifications")]
    return record


def measure(item: Any, depth: int = 1) -> tuple[int, int]:
    """La profondeur d'un contrat et le nombre de ses valeurs."""
    children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    if depth > MAX_DEPTH or not children:
        return depth, 1
    sizes = [measure(child, depth + 1) for child in children]
    return max(size for size, _ in sizes), 1 + sum(count for _, count in sizes)


def _values(item: dict[str, Any], names: dict[str, tuple[str, ...]], place: str) -> dict[str, Value]:
    found = {name: next((key for key in keys if item.get(key) is not None), None) for name, keys in names.items()}
    return {name: Value(item[key], f"{place}.{key}") for name, key in found.items() if key is not None}


def _members(content: Any, inner: str, place: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Les groupes d'une liste, que chacun soit ou non dans une enveloppe à son nom, et leur place."""
    if isinstance(content, dict):
        content = content.get(inner, content)
    for rank, item in enumerate(content if isinstance(content, list) else [content], 1):
        wrapped = isinstance(item, dict) and isinstance(item.get(inner), dict)
        member = item[inner] if wrapped else item
        if isinstance(member, dict):
            yield member, f"{place}[{rank}]{f'.{inner}' if wrapped else ''}"


def _texts(item: dict[str, Any], names: tuple[str, str], place: str) -> Iterator[Value]:
    outer, inner = names
    content, where = item.get(outer), f"{place}.{outer}"
    if isinstance(content, dict):
        content, where = content.get(inner), f"{where}.{inner}"
    if isinstance(content, list):
        yield from (Value(text, f"{where}[{rank}]") for rank, text in enumerate(content, 1))
    elif content is not None:
        yield Value(content, where)
