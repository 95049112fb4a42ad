"""Un contrat tel que le fichier le dit, chaque valeur à sa place, et ce que l'on dit d'elle quand elle ne se lit pas."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from spaser.imports.vocabulary import plain
from spaser.problems import LINE_END, Problem

#: Ce que les plateformes écrivent à la place d'une valeur absente.
FILLERS = {"", "cdl", "nc", "n c", "na", "n a", "mq", "nan", "null", "none", "inconnu", "non renseigne", "non communique"} | {
    f"{word} {state}" for word in ("donnee", "donnees", "valeur") for state in ("absente", "absentes", "manquante", "manquantes", "non disponible")
}


@dataclass(frozen=True, order=True)
class AwardProblem(Problem):
    """Un défaut d'un fichier de données essentielles ; `line` est le rang du contrat, `field` le chemin de la valeur."""

    def __str__(self) -> str:
        subject = f"{self.field} : " if self.field else ""
        advice = f"\n    Conseil : {self.advice}" if self.advice else ""
        return f"{self.file} : {LINE_END.sub(' ', subject + self.message)}{advice}"


class AwardsError(Exception):
    """Un fichier refusé en entier ; porte la phrase et le conseil."""

    def __init__(self, name: str, message: str, advice: str, place: str = "") -> None:
        self.problem = AwardProblem(name, 0, 1, place, message, advice, kind="decp")
        super().__init__(str(self.problem))


@dataclass(frozen=True)
class Value:
    """Une valeur et sa place : « marches.marche[12].montant », ou « ligne 12, montant »."""

    raw: Any
    place: str

    @property
    def text(self) -> str:
        """Le texte de la valeur, vide si c'est un remplissage."""
        text = "" if self.raw is None or isinstance(self.raw, dict | list | bool) else " ".join(str(self.raw).split())
        return "" if plain(text) in FILLERS else text


#: Une valeur que le fichier ne dit pas.
NOTHING = Value(None, "")


@dataclass
class Record:
    """Un contrat : son rang dans le fichier, ses valeurs par nom, ses titulaires (leur taille si elle est dite), ses modifications.

    `raw` : ce que le fichier en dit, pour le borner ; `settled` : vrai quand l'état à la notification a été lu ; `notes` : ce qui est à vérifier.
    """

    rank: int
    place: str
    concession: bool = False
    values: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, list[Value]] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    changes: list[dict[str, Value]] = field(default_factory=list)
    raw: Any = None
    settled: bool = False
    notes: list[str] = field(default_factory=list)

    def get(self, name: str) -> Value:
        """La valeur d'un nom, ou l'absence de valeur."""
        return self.values.get(name, NOTHING)

    @property
    def buyer(self) -> str:
        """Le SIRET de l'acheteur, avec le zéro que les tableurs lui ôtent."""
        text = self.get("acheteur").text.replace(" ", "")
        return f"{text:0>14}" if text.isascii() and text.isdigit() else text

    @property
    def uid(self) -> str:
        """L'identifiant unique : SIRET de l'acheteur, puis numéro du contrat."""
        return f"{self.buyer}{self.get('id').text}"
