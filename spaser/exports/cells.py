"""Une table telle qu'un tableur la montre : des colonnes connues d'avance, des cellules de texte sans formule."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from spaser.exports.base import DEMONSTRATION
from spaser.model import Modele
from spaser.model.base import Audience
from spaser.model.walk import Champ, champs
from spaser.rendering.typography import french

#: Un tableur exécute une cellule qui commence par l'un de ces signes (OWASP, « CSV Injection »).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SEPARATOR = "|"
#: Une cellule de tableur ne tient pas plus de caractères (limite d'Excel) ; le texte entier reste dans le CSV et le JSON.
CELL_LIMIT = 32_767
CUT = " … (suite dans le fichier JSON)"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Les caractères qu'un document XML ne peut pas contenir (XML 1.0, § 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Row = dict[str, Any]
Cell = str | int | float | date


@dataclass(frozen=True)
class Table:
    """Une table : son nom de fichier, son titre, ses lignes, et les colonnes qu'elle a même vides, et sa licence si elle lui est propre."""

    name: str
    title: str
    rows: list[Row]
    columns: tuple[str, ...] = ()
    terms: Row = field(default_factory=dict)


@dataclass(frozen=True)
class Leaf:
    """Une colonne d'un modèle : son nom pointé, le modèle et le champ qui la déclarent, et si toute ligne la remplit."""

    name: str
    model: type[Modele]
    champ: Champ
    required: bool

    @property
    def meaning(self) -> str:
        """Ce que dit la colonne, en typographie de page."""
        return french(self.model.model_fields[self.champ.name].description or "")


def leaves(model: type[Modele], audience: Audience, prefix: str = "", *, required: bool = True) -> Iterator[Leaf]:
    """Les colonnes d'un modèle, dans son ordre ; une liste de groupes tient en une colonne."""
    for champ in champs(model):
        filled = required and model.model_fields[champ.name].is_required()
        if audience != "interne" and champ.audience != "publique":
            continue
        if champ.sub is not None and not champ.many:
            yield from leaves(champ.sub, audience, f"{prefix}{champ.name}.", required=filled)
        else:
            yield Leaf(prefix + champ.name, model, champ, filled)


def names(model: type[Modele], audience: Audience) -> tuple[str, ...]:
    """Les noms des colonnes d'un modèle."""
    return tuple(leaf.name for leaf in leaves(model, audience))


def grid(rows: list[Row], columns: tuple[str, ...] = ()) -> tuple[list[str], list[Row]]:
    """Les colonnes d'une table, puis ses lignes à plat ; une colonne que personne n'a annoncée vient à la suite."""
    flat_rows = [flat(row) for row in rows]
    found = (name for row in flat_rows for name in row)
    return list(dict.fromkeys((*columns, *found))), flat_rows


def flat(row: Row, prefix: str = "") -> Row:
    """Une ligne sans groupes : leurs champs deviennent des colonnes au nom pointé."""
    found: Row = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def text(value: Any) -> str:
    """Le texte d'une cellule : « oui » ou « non », listes jointes par « | », formules neutralisées par une apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        grouped = any(isinstance(item, dict) for item in value)
        value = json.dumps(value, ensure_ascii=False) if grouped else SEPARATOR.join(map(str, value))
    said = str(value)
    return f"'{said}" if said.startswith(FORMULA) and not is_number(said) else said


def is_number(said: str) -> bool:
    """Vrai si un texte est un nombre : « -12 » n'est pas une formule."""
    try:
        float(said)
    except ValueError:
        return False
    return True


def typed(value: Any) -> Cell:
    """La valeur d'une cellule de tableur : nombre, date, ou le même texte que dans le CSV."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        return _day(value)
    said = printable(text(value))
    return said if len(said) <= CELL_LIMIT else said[: CELL_LIMIT - len(CUT)] + CUT


def _day(value: str) -> str | date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def printable(said: str) -> str:
    """Un texte sans les caractères qu'XML interdit."""
    return _FORBIDDEN.sub("", said)


@dataclass(frozen=True)
class Sheet:
    """Une table prête pour un tableur : ses colonnes, leur largeur en caractères, ses cellules, ligne par ligne."""

    columns: tuple[str, ...]
    widths: tuple[int, ...]
    lines: tuple[tuple[Cell, ...], ...]


def sheet(rows: list[Row], columns: tuple[str, ...] = ()) -> Sheet:
    """Les mêmes lignes que le CSV ; une colonne est large comme son texte le plus long, entre 8 et 60 caractères."""
    found, flat_rows = grid(rows, columns)
    lines = tuple(tuple(typed(row.get(column)) for column in found) for row in flat_rows)
    longest = (max((len(str(line[rank])) for line in lines), default=0) for rank in range(len(found)))
    widths = tuple(min(60, max(8, len(column) + 3, size + 1)) for column, size in zip(found, longest, strict=True))
    return Sheet(tuple(found), widths, lines)


def about(header: Row) -> list[tuple[str, str]]:
    """Les lignes de la feuille « À propos » : ce qu'est le fichier, qui le publie, quand, et sous quelle licence."""
    return [
        ("Titre", header["titre"]),
        ("Producteur", header["producteur"]),
        ("SIRET", header["siret"]),
        ("Édition", header["edition"]),
        ("Date", header["date"]),
        ("Licence", header["licence"]),
        ("Texte de la licence", header["licence_url"]),
        ("Démonstration", f"oui\u00a0: {DEMONSTRATION}" if header["demonstration"] else "non"),
    ]
