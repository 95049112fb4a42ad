"""Les dates et les trimestres tels qu'on les écrit dans un tableur."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from spaser.imports.cells import UnreadableCellError
from spaser.imports.vocabulary import plain
from spaser.rendering.typography import MONTHS

#: Un tableur compte les jours depuis cette date ; on ne lit ainsi que les jours de 2000 à 2099.
EPOCH, SERIALS = date(1899, 12, 30), range(36526, 73051)
MONTH_NAMES = {plain(name): rank for rank, name in enumerate(MONTHS, 1)} | {
    "janv": 1, "jan": 1, "fev": 2, "fevr": 2, "mar": 3, "avr": 4, "juil": 7, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
ORDINAL = r"(?:er|e|eme|ieme|nd|nde|ere)?"
WORDS = {"premier": "1", "deuxieme": "2", "second": "2", "troisieme": "3", "quatrieme": "4"}
YEAR = r"(?: ?(?:de )?(\d{4}|(?<= )\d\d))?"
QUARTERS = [
    rf"(?:t|q|trim|trimestre) ?([1-4]){YEAR}",
    rf"([1-4]) ?{ORDINAL} ?(?:t|trim|trimestre){YEAR}",
]
YEAR_FIRST_QUARTER = r"(\d{4}) ?(?:t|q|trim|trimestre) ?([1-4])"
PERIOD_ADVICE = "écrire T2 2027, mars 2027 ou 03/2027"
DATE_ADVICE = "écrire jour, mois, année : 15/03/2027"


def day(value: Any) -> str:
    """Une date « AAAA-MM-JJ ». Lève `UnreadableCellError` si la cellule n'en est pas une."""
    found = _date(value) if isinstance(value, date | int | float) else _written_date(str(value))
    if found is None:
        raise UnreadableCellError(f"une date est attendue, lu « {shown(value)} »", DATE_ADVICE)
    return found.isoformat()


def period(value: Any, year: int) -> str:
    """Un trimestre « AAAA-Tn » ou un mois « AAAA-MM » ; sans année, celle de la campagne. Lève `UnreadableCellError`."""
    found = _month(_date(value)) if isinstance(value, date | int | float) else _written_period(str(value), year)
    if found is None:
        raise UnreadableCellError(f"un trimestre ou un mois est attendu, lu « {shown(value)} »", PERIOD_ADVICE)
    return found


def shown(value: Any) -> str:
    """Une valeur lue, telle qu'on la cite : les dates à la française, les nombres sans décimale inutile."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


def _date(value: Any) -> date | None:
    """Une date de tableur, ou le numéro de série d'un jour."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    is_serial = not isinstance(value, bool) and SERIALS.start <= value < SERIALS.stop
    return EPOCH + timedelta(days=int(value)) if is_serial else None


def _month(value: date | None) -> str | None:
    return f"{value:%Y-%m}" if value else None


def _written_date(text: str) -> date | None:
    digits = text.strip().removesuffix(".0")
    if digits.isdecimal():
        return _date(int(digits[:6]))
    words = plain(text)
    for pattern, order in ((r"(\d{4}) (\d\d?) (\d\d?)(?: 00 00 00(?: 0+)?)?", (0, 1, 2)), (r"(\d\d?) (\d\d?) (\d{4}|\d\d)", (2, 1, 0))):
        found = re.fullmatch(pattern, words)
        if found:
            return _build(*(int(found.groups()[rank]) for rank in order))
    found = re.fullmatch(rf"(\d\d?) ?{ORDINAL} ([a-z]+) (\d{{4}}|\d\d)", words)
    return _build(int(found[3]), MONTH_NAMES.get(found[2], 0), int(found[1])) if found else None


def _build(year: int, month: int, number: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, number)
    except ValueError:
        return None


def _written_period(text: str, year: int) -> str | None:
    words = " ".join(WORDS.get(word, word) for word in plain(text).split())
    return _quarter(words, year) or _written_month(words, year) or _month(_written_date(text))


def _quarter(words: str, year: int) -> str | None:
    found = re.fullmatch(YEAR_FIRST_QUARTER, words)
    if found:
        return f"{found[1]}-T{found[2]}"
    for pattern in QUARTERS:
        found = re.fullmatch(pattern, words)
        if found:
            return f"{_year(found[2], year)}-T{found[1]}"
    return None


def _written_month(words: str, year: int) -> str | None:
    for pattern, month, where in ((r"(\d\d?) (\d{4})", 1, 2), (r"(\d{4}) (\d\d?)", 2, 1), (r"(\d\d?) (\d\d)", 1, 2)):
        found = re.fullmatch(pattern, words)
        if found and 1 <= int(found[month]) <= 12:
            return f"{_year(found[where], year)}-{int(found[month]):02}"
    found = re.fullmatch(r"(?:mois de |en )?([a-z]+)(?: (\d{4}|\d\d))?", words)
    rank = MONTH_NAMES.get(found[1]) if found else None
    return f"{_year(found[2], year)}-{rank:02}" if found and rank else None


def _year(text: str | None, default: int) -> int:
    if not text:
        return default
    return int(text) + 2000 if len(text) == 2 else int(text)
