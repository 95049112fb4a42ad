"""Lit une cellule d'après le champ de sa colonne, et écrit une valeur comme un tableur la montre."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from spaser.imports import amounts, dates
from spaser.imports.cells import UnreadableCellError
from spaser.imports.columns import Column
from spaser.imports.vocabulary import Vocabulary, plain, root
from spaser.model.base import Booleen, Courriel, Cpv, Euros, Jour, Paragraphe, Periode
from spaser.model.lignes import LigneMontant
from spaser.reading import INVISIBLE

Value = str | list[str]
#: Ce que l'on écrit pour dire « rien » là où une date, un montant ou un code est attendu. Dans un texte, seuls un tiret
#: ou « effacer » vident le champ ; une cellule vide, elle, ne change rien.
NOTHING = {"neant", "aucun", "aucune", "vide", "non", "sans", "sans objet", "so", "na", "n a"}
YES = {"oui", "o", "yes", "y", "vrai", "true", "x", "1", "ok"}
NO = {"non", "n", "no", "faux", "false", "0"}
#: Comment couper une cellule qui porte plusieurs valeurs, du plus sûr au plus libre ; d'abord ne pas la couper.
SEPARATORS = (r"(?!)", r"[;|\n]+", r"[;|\n,/+]+", r"[;|\n,/+]+|\bet\b")


class Reader:
    """Lit les cellules d'une campagne."""

    def __init__(self, vocabulary: Vocabulary, year: int) -> None:
        self.vocabulary, self.year = vocabulary, year
        self.readers: list[tuple[Any, Callable[[Any, Column, int], str]]] = [
            (Periode, lambda value, _, __: dates.period(value, year)),
            (Jour, lambda value, _, __: dates.day(value)),
            (Booleen, lambda value, _, __: _yes_no(value)),
            (Euros, lambda value, _, scale: amounts.amount(value, scale)),
            ("mois", lambda value, _, __: _months(value)),
            (int, lambda value, _, __: _integer(value)),
            (Cpv, lambda value, _, __: _cpv(value)),
            (Courriel, lambda value, _, __: text(value).lower().removeprefix("mailto:").strip(" <>;,.")),
            (Paragraphe, lambda value, _, __: text(value, lines=True)),
        ]

    def read(self, value: Any, column: Column, scale: int = 1) -> Value:
        """La valeur du champ, telle que le YAML l'écrit. Lève `UnreadableCellError` avec la phrase et le conseil."""
        if isinstance(value, str) and value.strip().startswith("#") and plain(value) in ("ref", "n a", "value", "name", "div 0", "valeur", "nom"):
            raise UnreadableCellError("la formule de la cellule est en erreur", "écrire la valeur à la place de la formule")
        return self._several(value, column) if column.many else self._one(value, column, scale)

    def _one(self, value: Any, column: Column, scale: int = 1) -> str:
        if "tranches-montant" in column.lists:
            return self._band(value, column, scale)
        if column.lists:
            return self.vocabulary.code(column.lists, text(value))
        if column.target == "famille":
            return self.vocabulary.family(text(value))
        if column.words:
            return _choice(text(value), column.words)
        read = next((read for kind, read in self.readers if kind in column.parts), None)
        return read(value, column, scale) if read else text(value)

    def _band(self, value: Any, column: Column, scale: int) -> str:
        """La tranche d'un montant : son code, son libellé, un montant ou une fourchette."""
        bands = [line for line in self.vocabulary.lines(column.lists) if isinstance(line, LigneMontant)]
        if isinstance(value, str) and root(value) in {root(name) for line in bands for name in (line.code, line.libelle)}:
            return self.vocabulary.code(column.lists, text(value))
        return amounts.band(value, bands, scale)

    def _several(self, value: Any, column: Column) -> list[str]:
        """Plusieurs valeurs dans une cellule, séparées par « ; » ; à défaut par une virgule, une barre ou « et »."""
        whole = text(value, lines=True)
        for pattern in SEPARATORS:
            found = [self._attempt(piece, column) for piece in _pieces(pattern, whole)]
            known = [item for item in found if isinstance(item, str)]
            if len(known) == len(found):
                return list(dict.fromkeys(known))
        pieces = (self._attempt(piece, column) for piece in _pieces(SEPARATORS[-2], whole))
        raise next(error for error in pieces if isinstance(error, UnreadableCellError))

    def _attempt(self, piece: str, column: Column) -> str | UnreadableCellError:
        try:
            return self._one(piece, column)
        except UnreadableCellError as error:
            return error


def _pieces(pattern: str, whole: str) -> list[str]:
    return [piece.strip() for piece in re.split(pattern, whole) if piece.strip()]


def erases(value: Any) -> bool:
    """Vrai si la cellule demande de vider le champ : « - » ou « effacer »."""
    return isinstance(value, str) and bool(value.strip()) and plain(value) in ("", "effacer")


def says_nothing(value: Any) -> bool:
    """Vrai si une cellule illisible dit seulement qu'il n'y a rien : « néant », « sans objet », « non »."""
    return isinstance(value, str) and plain(value) in NOTHING


def is_blank(value: Any) -> bool:
    """Vrai si la cellule n'a rien à dire."""
    return value is None or (isinstance(value, str) and not INVISIBLE.sub("", value).strip())


def text(value: Any, *, lines: bool = False) -> str:
    """Un texte propre : sans caractère invisible, espaces réduites ; d'une seule ligne, sauf si `lines`."""
    if not isinstance(value, str):
        return dates.shown(value)
    value = unicodedata.normalize("NFC", value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    value = INVISIBLE.sub("", value)
    parts = [re.sub(r" {2,}", " ", line).strip(" ") for line in value.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).strip() if lines else " ".join(part for part in parts if part)


def _yes_no(value: Any) -> str:
    word = plain(dates.shown(value))
    if word not in YES | NO:
        raise UnreadableCellError(f"« oui » ou « non » est attendu, lu « {dates.shown(value)} »", "écrire oui ou non")
    return "true" if word in YES else "false"


def _integer(value: Any) -> str:
    found = re.fullmatch(r"(\d{1,6})(?: ?(?:fois|reconductions?|x.*))?", plain(dates.shown(value)))
    if not found or isinstance(value, bool):
        raise UnreadableCellError(f"un nombre entier est attendu, lu « {dates.shown(value)} »", "écrire un nombre, sans autre mot")
    return str(int(found[1]))


def _months(value: Any) -> str:
    found = re.fullmatch(r"(?:(\d{1,2}) ?ans?)?(?: et)? ?(?:(\d{1,3})(?: ?mois)?)?", plain(dates.shown(value)))
    if not found or not (found[1] or found[2]):
        raise UnreadableCellError(f"une durée en mois est attendue, lu « {dates.shown(value)} »", "écrire un nombre de mois, par exemple 48")
    return str(12 * int(found[1] or 0) + int(found[2] or 0))


def _cpv(value: Any) -> str:
    """Un code CPV sans sa clé ; un tableur mange le zéro de tête."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = dates.shown(value)
        return number.zfill(8) if len(number) == 7 else number
    found = re.match(r"\s*(\d[\d ]*)(?:-\d)?(?!\d)", text(value))
    return found[1].replace(" ", "") if found else text(value)


def _choice(word: str, choices: tuple[str, ...]) -> str:
    """L'un des mots attendus, quelle que soit sa forme : « Le marché entier » pour « marche »."""
    found = [choice for choice in choices if root(choice) in root(word).split() or root(choice)[:6] == root(word)[:6]]
    if len(found) != 1:
        raise UnreadableCellError(f"« {word} » n'est pas un choix possible", f"écrire {' ou '.join(choices)}")
    return found[0]


def written(value: Any, column: Column, vocabulary: Vocabulary) -> str | int | date:
    """Une valeur du modèle telle qu'un tableur la montre, et que `Reader.read` relit à l'identique."""
    if isinstance(value, tuple):
        return " ; ".join(str(written(item, column, vocabulary)) for item in value)
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if column.lists:
        return vocabulary.label(column.lists, value)
    if column.target == "famille":
        return vocabulary.family_label(value)
    return value if isinstance(value, int | date) else str(value)
