"""La forme plate : une ligne par titulaire et par modification, sous des titres qui varient d'une source à l'autre."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from spaser.imports.decp.record import AwardsError, Record, Value
from spaser.imports.vocabulary import plain

#: Les titres de chaque valeur, sans accent, espace ni ponctuation.
TITLES = {
    "uid": ("uid",),
    "acheteur": ("acheteurid", "idacheteur", "acheteursid", "acheteursiret", "siretacheteur", "autoriteconcedanteid"),
    "id": ("id", "marcheid", "idmarche", "numeromarche"),
    "type": ("type", "typecontrat"),
    "nature": ("nature", "naturemarche"),
    "objet": ("objet", "marcheobjet", "objetmarche"),
    "cpv": ("codecpv", "cpvcode", "cpv"),
    "procedure": ("procedure",),
    "duree": ("dureemois", "duree"),
    "date": ("datenotification", "notificationdate", "datesignature"),
    "publication": ("datepublicationdonnees", "publicationdate"),
    "montant": ("montant", "marchemontant", "valeurglobale"),
    "sociales": ("considerationssociales", "considerationsocialeconsiderationsociale", "considerationssocialesconsiderationsociale"),
    "environnementales": ("considerationsenvironnementales", "considerationsenvironnementalesconsiderationenvironnementale"),
    "categorie": ("titulairecategorie", "categorietitulaire", "titulairecategorieentreprise"),
    "modification": ("modificationid", "idmodification", "modifid"),
    "modification-date": (
        *("modifsignaturedate", "modifpublicationdate", "datenotificationmodification", "datesignaturemodification"),
        *("modificationdatenotificationmodification", "modificationsdatenotificationmodification"),
    ),
    "modification-duree": ("modifdureemois", "dureemoismodification", "modificationdureemois"),
    "modification-montant": ("modifmarchemontant", "montantmodification", "modificationmontant"),
}
HOLDER = re.compile(r"(?:titulaires?id|idtitulaire|siret?titulaire|titulairesiret|concessionnaires?id)\d?")
SEPARATORS = re.compile(r"\s*[;,|/]\s*")
NEEDED = ("objet", "date")
Row = dict[str, Any]


def group(rows: Iterator[tuple[int, str, Row]], name: str) -> Iterator[Record]:
    """Un contrat par identifiant, ses lignes réunies ; dans l'ordre de leur première ligne. Lève `AwardsError`."""
    known: dict[tuple[str, ...], dict[str, list[str]]] = {}
    records: dict[str, Record] = {}
    for rank, place, row in rows:
        titles = tuple(row)
        if titles not in known:
            known[titles] = _columns(titles)
            _check(known[titles], name)
        line = _record(rank, place, row, known[titles])
        if line.uid.strip():
            _add(records.setdefault(line.uid, line), line)
    if not known:
        raise AwardsError(name, "le fichier ne contient aucune ligne", "donner le fichier DECP publié par la plateforme, en JSON ou en CSV")
    yield from records.values()


def _columns(titles: tuple[str, ...]) -> dict[str, list[str]]:
    names = {title: name for name, known in TITLES.items() for title in known}
    found: dict[str, list[str]] = {}
    for title in titles:
        bare = plain(title).replace(" ", "")
        name = "titulaire" if HOLDER.fullmatch(bare) else names.get(bare)
        if name:
            found.setdefault(name, []).append(title)
    return found


def _check(columns: dict[str, list[str]], name: str) -> None:
    missing = [word for word in NEEDED if word not in columns]
    if "uid" not in columns:
        missing += [word for word in ("acheteur", "id") if word not in columns]
    if missing:
        words = {"date": "date de notification", "acheteur": "identifiant de l'acheteur", "id": "numéro du contrat"}
        said = ", ".join(words.get(word, word) for word in missing)
        raise AwardsError(name, f"colonne introuvable : {said}", "donner le fichier DECP publié par la plateforme, avec ses titres de colonnes")


def _record(rank: int, place: str, row: Row, columns: dict[str, list[str]]) -> Record:
    values = {name: Value(row[titles[0]], f"{place}, {titles[0]}" if place.startswith("ligne") else f"{place}.{titles[0]}") for name, titles in columns.items()}
    record = Record(rank, place, values=values)
    uid = record.get("uid").text
    if uid and not record.get("id").text:
        values |= {"acheteur": Value(uid[:14], record.get("uid").place), "id": Value(uid[14:], record.get("uid").place)}
    elif uid and not record.get("acheteur").text:
        values["acheteur"] = Value(uid[:14], record.get("uid").place)
    kind = f"{record.get('type').text} {record.get('nature').text}".casefold()
    record.concession = "concession" in kind or "délégation" in kind
    for name in ("sociales", "environnementales"):
        found = record.get(name)
        record.lists[name] = [Value(part, found.place) for part in SEPARATORS.split(found.text) if part]
    category = record.get("categorie").text
    record.holders = {text: category for title in columns.get("titulaire", ()) if (text := Value(row[title], "").text)}
    return record


def _add(record: Record, line: Record) -> None:
    """Réunit une ligne à son contrat : titulaires de la notification, modifications, valeurs que les autres lignes taisent."""
    change, own = _change(line)
    if change is None or own:
        record.holders |= line.holders
    if change is not None and _key(change) not in [_key(known) for known in record.changes]:
        record.changes.append(change)
    if change is None or own:
        _settle(record, line)


def _settle(record: Record, line: Record) -> None:
    """Prend d'une ligne l'état du contrat à sa notification ; la première qui le dit l'emporte."""
    first, then = (record, line) if record.settled else (line, record)
    if record.settled and len({text for value in (record, line) if (text := value.get("montant").text)}) > 1:
        record.notes.append("ses lignes donnent plusieurs montants, le premier est gardé")
    record.values = {**then.values, **{name: value for name, value in first.values.items() if value.text}}
    record.lists = {name: first.lists[name] or then.lists[name] for name in first.lists}
    record.settled = True


def _change(line: Record) -> tuple[dict[str, Value] | None, bool]:
    """La modification que porte une ligne, et si elle l'écrit dans des colonnes à part ; sinon la ligne est l'état d'après la modification."""
    own = {name: line.get(f"modification-{name}") for name in ("date", "duree", "montant")}
    if any(value.text for value in own.values()):
        return {"id": line.get("modification"), **own}, True
    rank = line.get("modification")
    state = {"id": rank, "duree": line.get("duree"), "montant": line.get("montant")}
    return (state if rank.text not in ("", "0", "0.0") else None), False


def _key(change: dict[str, Value]) -> tuple[str, ...]:
    return tuple(change[name].text for name in ("id", "date") if name in change)
