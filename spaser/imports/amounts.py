"""Les montants tels qu'on les écrit dans un tableur, et la tranche où ils tombent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from spaser.imports.cells import UnreadableCellError
from spaser.imports.dates import shown
from spaser.imports.vocabulary import straight
from spaser.model.lignes import LigneMontant

NUMBER = r"\d+(?:[.,]\d+)?"
UNIT = r"(?:millions?|milliers?|m€|k€|meuros?|keuros?|m|k)"
AMOUNT = re.compile(rf"({NUMBER}) ?({UNIT})?(?![a-z])")
#: Ce qui entoure un montant sans le changer.
NOISE = re.compile(r"€|\beuros?\b|\beur\b|\bh\.?t\.?(?=\W|$)|\bhors taxes?\b|\bd'|\bde\b|\benviron\b|\bestime\w*\b|~|≈")
BELOW = re.compile(r"^(?:<=?|≤|moins|inferieur\w*(?: a)?|sous|jusqu'?a|max(?:imum)?)\s|^[<≤]=?|\s(?:max(?:imum)?|et moins)$")
ABOVE = re.compile(r"^(?:plus|superieur\w*(?: a)?|au-dela|a partir|min(?:imum)?)\s|^[>≥]=?|\s(?:(?:et|ou) (?:plus|\+)|min(?:imum)?)$")
LINKS = re.compile(r"[\s.;:=\-–—/]|\bet\b|\ba\b|\bentre\b")
AMOUNT_ADVICE = "écrire 150 000, 150 k€ ou 1,2 M€"
Range = tuple[int, int | None]


def amount(value: Any, scale: int = 1) -> str:
    """Un montant en euros entiers ; `scale` est l'unité de la colonne (« k€ »). Lève `UnreadableCellError`."""
    low, high = read_range(value, scale) or (None, None)
    if low is None or low != high:
        raise UnreadableCellError(f"un montant en euros est attendu, lu « {shown(value)} »", AMOUNT_ADVICE)
    return str(low)


def band(value: Any, bands: Sequence[LigneMontant], scale: int = 1) -> str:
    """La tranche qui contient un montant ou une fourchette. Lève `UnreadableCellError` s'il n'y en a pas une seule."""
    found = read_range(value, scale)
    holding = [line.code for line in bands if found and _holds(line, *found)]
    if len(holding) == 1:
        return holding[0]
    known = ", ".join(straight(line.libelle) for line in bands)
    what = "n'est pas un montant" if found is None else "ne tient pas dans une seule tranche"
    raise UnreadableCellError(f"« {shown(value)} » {what}", f"choisir parmi : {known}")


def _holds(line: LigneMontant, low: int, high: int | None) -> bool:
    """Vrai si la tranche contient la fourchette ; deux bornes égales sont un seul montant."""
    if high is None:
        return line.maxi is None and low >= line.mini
    return line.mini <= low and (line.maxi is None or high < line.maxi or low < high == line.maxi)


def read_range(value: Any, scale: int = 1) -> Range | None:
    """Les bornes d'un montant ou d'une fourchette, en euros ; la seconde est `None` pour « plus de … ». `None` si illisible."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        euros = _euros(str(value), "", scale)
        return (euros, euros) if euros is not None else None
    text = _simple(str(value))
    below, above = BELOW.search(text), ABOVE.search(text)
    text = (BELOW if below else ABOVE).sub(" ", text) if below or above else text
    found = AMOUNT.findall(text)
    if LINKS.sub("", AMOUNT.sub("", text)) or text.strip().startswith("-") or not 1 <= len(found) <= (1 if below or above else 2):
        return None
    values = _pair(found, scale)
    return _bounds([euros for euros in values if euros is not None], bool(below), bool(above)) if None not in values else None


def _pair(found: list[tuple[str, str]], scale: int) -> list[int | None]:
    """Les montants lus ; dans « 90 à 221 k€ » la dernière unité vaut pour les deux, dans « 500 000 à 1 million » non."""
    last, unit = found[-1]
    smaller = float(found[0][0].replace(",", ".")) <= float(last.replace(",", "."))
    return [_euros(number, own or (unit if smaller else ""), scale) for number, own in found]


def _bounds(values: list[int], below: bool, above: bool) -> Range | None:
    if below:
        return 0, values[0]
    if above:
        return values[0], None
    return (values[0], values[-1]) if values[0] <= values[-1] else None


def _simple(text: str) -> str:
    """Le texte sans accent ni espace dans les nombres : « 150 000 € HT » devient « 150000 »."""
    text = straight(text).strip().lower().replace("à", "a").replace("é", "e")
    text = re.sub(r"(?<=\d)[\s.](?=\d{3}(?!\d))", "", text)
    text = re.sub(r"(k|m) ?(?:€|euros?\b)", r"\1", text)
    return re.sub(r"\s+", " ", NOISE.sub(" ", text)).strip()


def _euros(number: str, unit: str, scale: int) -> int | None:
    factor = 1_000_000 if unit.startswith("m") and not unit.startswith("millier") else 1_000 if unit else scale
    try:
        euros = Decimal(number.replace(",", ".")) * factor
        return int(euros.to_integral_value()) if euros >= 0 else None
    except (InvalidOperation, ValueError, OverflowError):
        return None
