"""Un document pour LibreOffice et les autres (OpenDocument 1.3), dans le squelette de l'édition."""

from __future__ import annotations

from typing import Any

from spaser.documents import skeletons, writing
from spaser.documents.blocks import Block, Document

META, CONTENT = "meta.xml", "content.xml"
PLACE = f"<text:p>{skeletons.BODY}</text:p>"
BREAK = "<text:line-break/>"


def write(skeleton: bytes, document: Document) -> bytes:
    """Le fichier entier ; les mêmes blocs donnent les mêmes octets."""
    title = (skeletons.TITLE, writing.attribute(document.titre))
    return skeletons.fill(skeleton, {META: title, CONTENT: (PLACE, body(document))})


def body(document: Document) -> str:
    """Le corps du document, en OpenDocument."""
    return writing.body(document, WRITERS)


def _paragraph(said: str, style: str) -> str:
    return f'<text:p text:style-name="{style}">{writing.text(said, BREAK)}</text:p>'


def _heading(block: Block, _rank: int) -> str:
    return f'<text:h text:style-name="Heading_20_{block[1]}" text:outline-level="{block[1]}">{writing.text(block[2], BREAK)}</text:h>'


def _list(block: Block, style: str) -> str:
    items = "".join(f"<text:list-item>{_paragraph(said, 'List_20_1')}</text:list-item>" for said in block[1])
    return f'<text:list text:style-name="{style}">{items}</text:list>'


def _table(block: Block, rank: int) -> str:
    table = block[1]
    columns = "".join(f'<table:table-column table:style-name="Colonne{width}"/>' for width in table["largeurs"])
    head = f"<table:table-header-rows>{_row(table, table['entetes'], 'Entete')}</table:table-header-rows>"
    lines = "".join(_row(table, line, "Cellule") for line in table["lignes"])
    named = f'table:name="Tableau{rank + 1}" table:style-name="Tableau"'
    return f"{_paragraph(table['legende'], 'Caption')}<table:table {named}>{columns}{head}{lines}</table:table>"


def _row(table: dict[str, Any], line: list[str], style: str) -> str:
    cells = "".join(_cell(said, style, rank in table["nombres"]) for rank, said in enumerate(line))
    return f'<table:table-row table:style-name="Ligne">{cells}</table:table-row>'


def _cell(said: str, style: str, is_number: bool) -> str:
    words, numbers = ("Table_20_Heading", "Nombre_20_entete") if style == "Entete" else ("Table_20_Contents", "Nombre")
    paragraph = _paragraph(said, numbers if is_number else words)
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{paragraph}</table:table-cell>'


WRITERS: writing.Writers = {
    "h": _heading,
    "p": lambda block, _: _paragraph(block[1], "Text_20_body"),
    "note": lambda block, _: _paragraph(block[1], "Note"),
    "puces": lambda block, _: _list(block, "Puces"),
    "numeros": lambda block, _: _list(block, "Numeros"),
    "tableau": _table,
}
