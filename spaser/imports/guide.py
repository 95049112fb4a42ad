"""La feuille « Mode d'emploi » du tableur : ce que chaque colonne attend, tiré des modèles."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook

from spaser.exports import cells
from spaser.imports.columns import Column
from spaser.imports.layout import WHEN_EMPTY
from spaser.imports.pages import Slot
from spaser.imports.values import written
from spaser.imports.vocabulary import Vocabulary
from spaser.model.base import Booleen

NAME = "Mode d’emploi"
COLUMNS = (("Colonne", 30), ("Obligatoire", 12), ("Lue par", 12), ("Ce qu’il faut écrire", 60), ("Exemple", 40), ("Si la cellule est vide", 34))
INTRODUCTION = (
    "Une ligne par achat prévu. Les colonnes marquées d’une astérisque sont obligatoires.",
    "Les colonnes à fond ocre, marquées « interne », ne sont jamais publiées.",
    "Vous pouvez déplacer, masquer ou retirer des colonnes : elles sont reconnues par leur nom. Gardez la ligne des titres.",
    "Laissez l’identifiant vide pour un achat nouveau. Gardez-le tel quel pour mettre à jour une intention déjà inscrite.",
    "Une cellule vide ne change rien à ce qui est déjà inscrit. Pour effacer une valeur, écrivez un tiret.",
    "Dates : 15/03/2027. Trimestres et mois : T2 2027, mars 2027 ou 03/2027. Sans année, c’est celle de la campagne.",
    "Montants hors taxes : 150 000, 150 k€, 1,2 M€. La tranche accepte aussi une fourchette : 90 à 221 k€.",
    "Enjeux : quatre groupes de colonnes, du plus important au moins important. Chaque enjeu a son levier et sa certitude.",
    "Lots : une ligne par lot sur la feuille « Lots », qui cite l’identifiant, le repère ou l’objet de l’intention.",
    "Plusieurs valeurs dans une cellule, par exemple plusieurs communes : les séparer par un point-virgule.",
)


def write_guide(book: Workbook, head: dict[str, Any], slots: list[Slot], vocabulary: Vocabulary, year: int) -> None:
    """Écrit la feuille : les règles, une ligne par colonne, puis l'édition et la licence."""
    sheet = book.add_worksheet(NAME)
    bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    for rank, (_, width) in enumerate(COLUMNS):
        sheet.set_column(rank, rank, width, wrapped)
    lines: list[tuple[str, ...]] = [(f"Intentions d’achat, campagne {year}",), *((said,) for said in INTRODUCTION), ()]
    for line, said in enumerate(lines):
        sheet.write_row(line, 0, said, bold if line == 0 else book.add_format())
    first = len(lines)
    sheet.write_row(first, 0, [title for title, _ in COLUMNS], bold)
    described = list(dict.fromkeys(slot.column for slot in slots if slot.column))
    for line, column in enumerate(described, first + 1):
        sheet.write_row(line, 0, _describe(column, vocabulary), wrapped)
    for line, about in enumerate(cells.about(head), first + len(described) + 2):
        sheet.write_row(line, 0, about, wrapped)


def _describe(column: Column, vocabulary: Vocabulary) -> tuple[str, ...]:
    needed = column.is_required and column.path not in WHEN_EMPTY
    when_empty = WHEN_EMPTY.get(column.path, "la ligne est refusée" if needed else "rien")
    reader = "agents" if column.audience == "interne" else "tous"
    return column.heading(), "oui" if needed else "non", reader, column.help, example(column, vocabulary), when_empty


def example(column: Column, vocabulary: Vocabulary) -> str:
    """L'exemple du modèle, écrit comme dans le tableur ; à défaut, le premier choix possible."""
    lines = vocabulary.lines(column.lists)
    if lines:
        code = column.example if column.example in {line.code for line in lines} else lines[0].code
        return vocabulary.label(column.lists, code)
    families = vocabulary.edition.entrees["famille"]
    if column.target == "famille" and families:
        return vocabulary.family_label(column.example if column.example in families else next(iter(families)))
    if Booleen in column.parts:
        return str(written(True, column, vocabulary))
    return column.example or next(iter(column.words), "")
