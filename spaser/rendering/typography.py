"""Le français des pages : dates, trimestres, nombres, espaces insécables."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

NBSP = "\u00a0"
NARROW = "\u202f"
MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]


def day(value: date) -> str:
    """« 22 novembre 2026 », « 1er mars 2027 »."""
    rank = "1er" if value.day == 1 else str(value.day)
    return f"{rank}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def period(value: str) -> str:
    """« 2e trimestre 2027 » pour 2027-T2, « mars 2027 » pour 2027-03."""
    year, part = value.split("-")
    if part.startswith("T"):
        rank = {"1": "1er", "2": "2e", "3": "3e", "4": "4e"}[part[1]]
        return f"{rank}{NBSP}trimestre {year}"
    return f"{MONTHS[int(part) - 1]} {year}"


def number(value: int | float | Decimal) -> str:
    """Un nombre à la française : « 1 234,5 »."""
    whole, _, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", NARROW).replace("-", "−") + (f",{decimals}" if decimals else "")


def euros(value: int) -> str:
    """« 90 000 € »."""
    return f"{number(value)}{NBSP}€"


def count(value: int, word: str, plural: str = "") -> str:
    """« 1 intention », « 2 intentions », « aucune » jamais : zéro s'écrit « 0 intention »."""
    return f"{number(value)}{NBSP}{word if value < 2 else plural or word + 's'}"


def size(octets: int) -> str:
    """« 12 Ko », « 1,4 Mo » (1 Ko = 1 024 octets)."""
    kilo = max(1, round(octets / 1024))
    return f"{number(kilo)}{NBSP}Ko" if kilo < 1024 else f"{number(round(kilo / 1024, 1))}{NBSP}Mo"


def french(text: str) -> str:
    """Met les espaces insécables et les apostrophes d'un texte composé par le programme, idempotent."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r" (?=[;!?:»](?:[\s.,)]|$))", NBSP, text)
    return re.sub(r"« ", f"«{NBSP}", text)
