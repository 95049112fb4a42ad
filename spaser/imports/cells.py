"""La cellule d'un tableur, et ce que l'on dit d'elle quand elle ne se lit pas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spaser.problems import LINE_END, Problem, plural

CELL = re.compile(r"([A-Z]{1,4})(\d{1,9})")


@dataclass(frozen=True, order=True)
class Cell:
    """Une cellule : sa feuille, sa ligne et sa colonne, comptées à partir de 1."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{letters(self.column)}{self.row}"

    def problem(self, subject: str, message: str, advice: str = "") -> CellProblem:
        """Un problème posé sur la cellule."""
        return CellProblem(self.sheet, self.row, self.column, subject, message, advice, kind="tableur")


@dataclass(frozen=True, order=True)
class CellProblem(Problem):
    """Un défaut d'une cellule ; même phrase que celui d'un fichier, à la place « Intentions!C12 »."""

    def __str__(self) -> str:
        subject = f"{self.field} : " if self.field else ""
        advice = f"\n    Conseil : {self.advice}" if self.advice else ""
        return f"{Cell(self.file, self.line, self.column)} : {LINE_END.sub(' ', subject + self.message)}{advice}"


class WorkbookError(Exception):
    """Un fichier de tableur refusé en entier ; porte le problème."""

    def __init__(self, name: str, message: str, advice: str) -> None:
        self.problem = Problem(name, 1, 1, "", message, advice, kind="classeur")
        super().__init__(f"{name} : {message}\n    Conseil : {advice}")


class UnreadableCellError(Exception):
    """Une valeur que l'on ne sait pas lire ; porte la phrase et le conseil."""

    def __init__(self, message: str, advice: str = "") -> None:
        self.message, self.advice = message, advice
        super().__init__(message)


def letters(column: int) -> str:
    """Le nom d'une colonne : « A » pour 1, « AB » pour 28."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def position(reference: str) -> tuple[int, int]:
    """La ligne et la colonne d'une référence « AB12 » ; lève `ValueError` si ce n'en est pas une."""
    found = CELL.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def total(problems: list[CellProblem], written: str) -> str:
    """Dit combien de cellules sont à revoir, et ce qui a été écrit."""
    return f"{plural(len(problems), 'cellule')} à revoir. {written}"
