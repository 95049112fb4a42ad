"""Remet en ordre ce qu'un annuaire écrit : textes, numéros, adresses ; ce qui désigne une personne est laissé."""

from __future__ import annotations

import html
import re
import unicodedata

from spaser.checks.identity_numbers import is_valid
from spaser.checks.mailboxes import is_generic
from spaser.formatting import typeset
from spaser.imports.directories.base import visible
from spaser.model.base import MAIL

LONG, SHORT = 2800, 200
_TAG = re.compile(r"<[^<>]{0,200}>")
_MAIL_IN_TEXT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE_IN_TEXT = re.compile(r"(?<!\d)(?:\+33[ .]?|0033[ .]?|0)[67](?:[ .-]?\d\d){4}(?!\d)")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|[\r\n]+")
_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^@]+\.[^\s<>\"'`{}|\\^@]+")
_SMALL = re.compile(r"à|aux?|avec|chez|dans|des?|du|en|et|la|les?|ou|par|pour|sous|sur|une?")
_ACRONYM = re.compile(r"(?:ESAT|EATT|EA|EI|AI|ACI|ETTI|EITI|GEIQ|ESS|SCOP|SCIC|SARL|SAS|SASU|SA|EURL|CCAS|CIAS|[BCDFGHJKLMNPQRSTVWXZ]{2,})")


def clean(text: str, limit: int = SHORT) -> str:
    """Un texte d'une ligne, sans balise ni caractère caché, en typographie française, coupé à un mot."""
    bare = html.unescape(_TAG.sub(" ", text.replace("\x00", "")))
    bare = typeset(" ".join(visible(unicodedata.normalize("NFC", bare)).split()))
    return bare if len(bare) <= limit else f"{bare[:limit].rsplit(' ', 1)[0]}…"


def prose(text: str) -> tuple[str, bool]:
    """Un texte de présentation, et s'il citait une personne : les phrases qui donnent son adresse ou son mobile n'y sont plus."""
    kept = [sentence for sentence in _SENTENCE.split(text) if not _is_personal(sentence)]
    return clean(" ".join(kept), LONG), any(_is_personal(sentence) for sentence in _SENTENCE.split(text))


def _is_personal(text: str) -> bool:
    return bool(_PHONE_IN_TEXT.search(text)) or any(not is_generic(found.lower()) for found in _MAIL_IN_TEXT.findall(text))


def name(text: str) -> str:
    """Un nom, sans ses capitales s'il n'a qu'elles : « LES JARDINS DE L'ESTRAN » devient « Les Jardins de l’Estran »."""
    bare = clean(text)
    if len(bare) < 4 or bare != bare.upper():
        return bare
    words = [_cased(word, rank) for rank, word in enumerate(bare.split(" "))]
    return " ".join(words)


def _cased(word: str, rank: int) -> str:
    if _ACRONYM.fullmatch(word):
        return word
    if rank and _SMALL.fullmatch(word.lower()):
        return word.lower()
    head, mark, tail = word.partition("’")
    if mark and tail and len(head) <= 2:
        return f"{head.lower() if rank else head.capitalize()}’{_cased(tail, 1)}"
    return "-".join(part.lower() if place and _SMALL.fullmatch(part.lower()) else part.capitalize() for place, part in enumerate(word.split("-")))


def siret(text: str) -> tuple[str, str]:
    """Le SIRET et la raison d'en douter ; l'un des deux est vide. Les zéros de tête qu'un tableur a perdus reviennent."""
    if re.search(r"\d[eE]\+?\d", text):
        return "", f"le tableur a tronqué le SIRET, lu « {text} »"
    return _number(text, 14, "SIRET")


def siren(text: str) -> tuple[str, str]:
    """Le SIREN et la raison d'en douter ; l'un des deux est vide."""
    return _number(text, 9, "SIREN")


def _number(text: str, size: int, kind: str) -> tuple[str, str]:
    digits = re.sub(r"[\s.\-]", "", text)
    if not digits:
        return "", ""
    if not re.fullmatch(r"[0-9]+", digits) or not 4 < len(digits) <= size:
        return "", f"un {kind} de {size} chiffres est attendu, lu « {text[:40]} »"
    padded = digits.zfill(size)
    return (padded, "") if is_valid(padded) else ("", f"la clé de contrôle du {kind} est fausse, lu « {text[:40]} »")


def phone(text: str) -> tuple[str, bool]:
    """Un téléphone d'accueil « 02 61 91 00 00 », et si un numéro de mobile, celui d'une personne, a été laissé."""
    digits = re.sub(r"\D", "", re.split(r"[/,;]| ou ", text.replace("(0)", ""))[0])
    digits = re.sub(r"^(?:0033|33)(?=\d{9}$)", "0", digits)
    digits = digits.zfill(10) if len(digits) == 9 else digits
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        return "", False
    return (" ".join(digits[rank : rank + 2] for rank in range(0, 10, 2)), False) if digits[1] not in "67" else ("", True)


def mailbox(text: str) -> tuple[str, bool]:
    """Une boîte générique, et si celle d'une personne a été laissée."""
    address = clean(text).lower().removeprefix("mailto:").strip()
    if not re.fullmatch(MAIL, address) or len(address) > 120:
        return "", False
    return (address, False) if is_generic(address) else ("", True)


def url(text: str) -> str:
    """L'adresse d'un site, vide si ce n'en est pas une."""
    address = clean(text, 500)
    address = address if re.match(r"https?://", address, re.IGNORECASE) else f"https://{address}"
    address = re.sub(r"^(https?)://", lambda found: f"{found[1].lower()}://", address, flags=re.IGNORECASE)
    return address if _URL.fullmatch(address) and len(address) < 500 else ""


def coordinate(value: object, bound: float) -> float | None:
    """Une latitude ou une longitude à cinq décimales (un mètre), si elle en est une."""
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return round(number, 5) if number and abs(number) <= bound else None


def count(text: str) -> int | None:
    """Un effectif, à l'unité."""
    found = re.fullmatch(r"(\d{1,5})(?:[.,]\d+)?(?: ?(?:ETP|salari\S+|travailleurs))?", text.strip(), re.IGNORECASE)
    return int(found[1]) if found else None
