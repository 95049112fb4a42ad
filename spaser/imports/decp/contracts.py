"""Fait d'un contrat lu un contrat de nos fichiers, ou dit valeur par valeur ce qui ne se lit pas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any, TypeVar

from spaser.formatting import typeset
from spaser.imports.cells import UnreadableCellError
from spaser.imports.decp.nested import MAX_DEPTH, MAX_VALUES, measure
from spaser.imports.decp.record import AwardProblem, Record, Value
from spaser.imports.vocabulary import Vocabulary, plain
from spaser.publication import Edition
from spaser.reading import INVISIBLE

T = TypeVar("T")
Data = dict[str, Any]
MAX_EUROS, MAX_MONTHS, MAX_OBJECT = 10_000_000_000, 1200, 1000
#: Ce que d'anciens fichiers écrivent, et le code d'aujourd'hui.
SYNONYMS = {
    "concession reservee": "marche-reserve",
    "procedure concurrentielle avec negociation": "procedure-negociation",
    "procedure negociee avec mise en concurrence prealable": "procedure-negociation",
    "marche negocie sans publicite ni mise en concurrence prealable": "sans-publicite",
    "marche public negocie sans publicite ni mise en concurrence prealable": "sans-publicite",
}
LISTS = {
    "nature": ("natures-contrat",),
    "procedure": ("procedures", "procedures-concession"),
    "sociales": ("considerations-sociales",),
    "environnementales": ("considerations-environnementales",),
}
SMALL = ("pme", "tpe", "micro", "microentreprise", "micro entreprise")


class Reader:
    """Lit les contrats d'un fichier ; `problems` garde tout ce qui ne se lit pas."""

    def __init__(self, edition: Edition, name: str) -> None:
        self.vocabulary, self.name = Vocabulary(edition), name
        self.problems: list[AwardProblem] = []

    def contract(self, record: Record) -> Data | None:
        """Les champs d'un contrat ; rien s'il n'a ni numéro, ni objet, ni date de notification."""
        if not self._bounded(record):
            return None
        day = self._read(record, record.get("date"), _day)
        title = self._read(record, record.get("objet"), _title)
        if not (day and title and record.get("id").text):
            return None
        found = {
            "id": self._read(record, Value(record.uid, record.get("id").place), _uid),
            "objet": title,
            "concession": True if record.concession else None,
            "nature": self._code(record, "nature"),
            "procedure": self._code(record, "procedure"),
            "cpv": self._read(record, record.get("cpv"), _cpv),
            "date_notification": day,
            "montant": self._read(record, record.get("montant"), _amount),
            "duree_mois": self._read(record, record.get("duree"), _months),
            "titulaires": _holders(record),
            "considerations_sociales": self._codes(record, "sociales"),
            "considerations_environnementales": self._codes(record, "environnementales"),
            "modifications": self._changes(record),
        }
        return {name: as_written(value) for name, value in found.items() if value not in (None, [])}

    def _bounded(self, record: Record) -> bool:
        depth, count = measure(record.raw)
        if depth > MAX_DEPTH or count > MAX_VALUES:
            self._say(record, record.place, f"le contrat a plus de {MAX_DEPTH} niveaux ou de {MAX_VALUES} valeurs", "le publier à nouveau, sans ce surplus")
        return depth <= MAX_DEPTH and count <= MAX_VALUES

    def _say(self, record: Record, place: str, message: str, advice: str) -> None:
        self.problems.append(AwardProblem(self.name, record.rank, 1, place, message, advice, kind="decp"))

    def _read(self, record: Record, value: Value, convert: Callable[[str], T]) -> T | None:
        """La valeur convertie ; rien si elle est absente, ou si elle ne se lit pas, ce qui est dit."""
        if isinstance(value.raw, dict | list | bool):
            self._say(record, value.place, "un texte ou un nombre est attendu", "corriger la valeur dans le fichier, ou à sa source")
        if not value.text:
            return None
        try:
            return convert(value.text)
        except UnreadableCellError as error:
            self._say(record, value.place, f"{error.message}, lu « {_short(value.text)} »", error.advice)
            return None

    def _code(self, record: Record, name: str) -> str | None:
        return self._label(record, record.get(name), LISTS[name])

    def _label(self, record: Record, value: Value, lists: tuple[str, ...]) -> str | None:
        if not value.text:
            return None
        try:
            return SYNONYMS.get(plain(value.text)) or self.vocabulary.code(lists, value.text)
        except UnreadableCellError as error:
            advice = error.advice if error.advice.startswith(("vouliez", "choisir parmi")) else "employer une valeur du schéma officiel"
            self._say(record, value.place, _short(error.message), advice)
            return None

    def _codes(self, record: Record, name: str) -> list[str]:
        found = [code for value in record.lists.get(name, ()) if (code := self._label(record, value, LISTS[name]))]
        kept = [code for code in dict.fromkeys(found) if code != "aucune"]
        return sorted(kept) or sorted(set(found))

    def _changes(self, record: Record) -> Data | None:
        """Le nombre de modifications, et le dernier montant et la dernière durée qu'elles disent."""
        ordered = sorted(record.changes, key=_rank)
        amounts = [amount for change in ordered if (amount := self._read(record, change.get("montant", Value(None, "")), _amount)) is not None]
        months = [count for change in ordered if (count := self._read(record, change.get("duree", Value(None, "")), _months)) is not None]
        found = {"nombre": len(ordered) or None, "montant": amounts[-1] if amounts else None, "duree_mois": months[-1] if months else None}
        return {name: value for name, value in found.items() if value is not None} or None


def as_written(value: Any) -> Any:
    """Une valeur telle que la lecture d'un fichier la rend : tout y est texte."""
    if isinstance(value, dict):
        return {name: as_written(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_written(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rank(change: dict[str, Value]) -> tuple[int, str]:
    number = change["id"].text.partition(".")[0] if "id" in change else ""
    return (int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0), (change["date"].text if "date" in change else "")


def _holders(record: Record) -> Data | None:
    sizes = [plain(size) for size in record.holders.values()]
    known = bool(sizes) and all(sizes)
    return {"nombre": len(sizes), **({"pme": sum(size in SMALL for size in sizes)} if known else {})} if sizes else None


def _uid(text: str) -> str:
    if not re.fullmatch(r"\d{14}.{1,46}", text, re.ASCII) or INVISIBLE.search(text):
        raise UnreadableCellError("un numéro de contrat de 46 caractères au plus est attendu", "reprendre le numéro du profil d'acheteur")
    return unicodedata.normalize("NFC", text)


def _title(text: str) -> str:
    return typeset(unicodedata.normalize("NFC", INVISIBLE.sub("", text))[:MAX_OBJECT].strip())


def _day(text: str) -> str:
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T+Z ].*)?", text, re.ASCII)
    french = re.fullmatch(r"(\d{2})/(\d{2})/(\d{4})", text, re.ASCII)
    parts = found.groups() if found else french.groups()[::-1] if french else ("0", "0", "0")
    try:
        day = date(*map(int, parts))
    except ValueError:
        day = date.min
    if not 2000 <= day.year <= 2100:
        raise UnreadableCellError("une date est attendue", "écrire AAAA-MM-JJ, entre 2000 et 2100")
    return day.isoformat()


def _cpv(text: str) -> str:
    bare = text.removesuffix(".0")
    if not re.fullmatch(r"\d{7,8}(-\d)?", bare, re.ASCII):
        raise UnreadableCellError("un code CPV de 8 chiffres est attendu", "reprendre le code de l'avis : 39160000")
    return f"{bare.partition('-')[0]:0>8}"  # un tableur ôte le premier zéro


def _amount(text: str) -> int | None:
    value = _number(text)
    if not 0 <= value <= MAX_EUROS:
        raise UnreadableCellError("un montant entre 0 et 10 milliards d'euros est attendu", "corriger le montant dans le fichier, ou à sa source")
    return int(value.quantize(Decimal(1), ROUND_HALF_UP)) or None


def _months(text: str) -> int | None:
    value = _number(text)
    if not 0 <= value <= MAX_MONTHS:
        raise UnreadableCellError(f"une durée de {MAX_MONTHS} mois au plus est attendue", "corriger la durée dans le fichier, ou à sa source")
    return int(value.quantize(Decimal(1), ROUND_HALF_UP)) or None


def _number(text: str) -> Decimal:
    bare = re.sub(r"[\s\u00a0\u202f]|€$", "", text).replace(",", ".")
    try:
        value = Decimal(bare) if len(bare) <= 40 and bare.isascii() else Decimal("NaN")
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value.adjusted() > 15:
        raise UnreadableCellError("un nombre est attendu", "écrire des chiffres, avec un point pour la décimale")
    return value


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
