"""Un outil du schéma en document à remplir : une consigne par partie, puis une case par question."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.documents.blocks import Block, Document, paragraphs, table
from spaser.exports.base import DEMONSTRATION
from spaser.model import Outil
from spaser.model.outil import Question
from spaser.publication import Edition
from spaser.rendering.typography import NBSP, day

#: La case à cocher, et la place d'une réponse d'une ligne ou de plusieurs : on y écrit dans le traitement de texte.
BOX, LINE, ROOM = "☐", "", "\n\n"
#: Les lignes vides d'un tableau dont rien ne fixe le nombre.
EMPTY = 4


def write(tool: Outil, edition: Edition) -> Document:
    """Le document vide d'un outil."""
    return Document(tool.intitule, tuple(_blocks(tool, edition)))


def _blocks(tool: Outil, edition: Edition) -> Iterator[Block]:
    buyer = edition.collectivite
    yield ["h", 1, tool.intitule]
    yield ["note", f"{tool.usage} Rempli par{NBSP}: {tool.remplit}."]
    yield ["note", f"{buyer.nom}, édition {buyer.edition} du {day(buyer.edition_du)}. Objectifs du schéma{NBSP}: {', '.join(map(str, tool.objectifs))}."]
    if buyer.demonstration or tool.demonstration:
        yield ["note", DEMONSTRATION]
    for part in tool.parties:
        yield ["h", 2, part.titre]
        if part.consigne:
            yield from paragraphs(part.consigne)
        yield from _questions(part.titre, list(part.questions))


def _questions(title: str, questions: list[Question]) -> Iterator[Block]:
    """Les questions simples qui se suivent tiennent dans un même tableau ; un tableau à remplir a le sien."""
    simple: list[Question] = []
    for question in questions:
        if question.forme == "tableau":
            yield from _simple(title, simple)
            simple = []
            yield from _grid(question)
        else:
            simple.append(question)
    yield from _simple(title, simple)


def _simple(title: str, questions: list[Question]) -> Iterator[Block]:
    if questions:
        yield table(title, [("Question", 45), ("Réponse", 55)], [[_asked(question), _room(question)] for question in questions])


def _asked(question: Question) -> str:
    return f"{question.libelle}\n{question.aide}" if question.aide else question.libelle


def _room(question: Question) -> str:
    """La place de la réponse."""
    options = ("Oui", "Non", "Sans objet") if question.forme == "oui-non" else question.options
    if options:
        return "\n".join(f"{BOX} {option}" for option in options)
    return LINE if question.forme == "ligne" else ROOM


def _grid(question: Question) -> Iterator[Block]:
    columns = list(zip(question.colonnes, _widths(len(question.colonnes)), strict=True))
    empty = [""] * len(columns)
    lines = [[name, *empty[1:]] for name in question.lignes] + [list(empty)] * (question.vides or (0 if question.lignes else EMPTY))
    if question.aide:
        yield ["p", question.aide]
    yield table(question.libelle, columns, lines)


def _widths(count: int) -> list[int]:
    """Des largeurs par pas de cinq, qui font cent ; la première colonne prend le reste."""
    other = 100 // count // 5 * 5
    return [100 - other * (count - 1), *[other] * (count - 1)]
