"""Un document pour Word (Office Open XML, ECMA-376), dans le squelette de l'édition."""

from __future__ import annotations

from typing import Any

from spaser.documents import skeletons, writing
from spaser.documents.blocks import Block, Document

CORE, DOCUMENT = "docProps/core.xml", "word/document.xml"
PLACE = f"<w:p><w:r><w:t>{skeletons.BODY}</w:t></w:r></w:p>"
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
#: Un centième de la largeur du texte, en vingtièmes de point.
PERCENT = 96


def write(skeleton: bytes, document: Document) -> bytes:
    """Le fichier entier ; les mêmes blocs donnent les mêmes octets."""
    title = (skeletons.TITLE, writing.attribute(document.titre))
    return skeletons.fill(skeleton, {CORE: title, DOCUMENT: (PLACE, body(document))})


def body(document: Document) -> str:
    """Le corps du document, en WordprocessingML."""
    return writing.body(document, WRITERS)


def _paragraph(said: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr><w:r><w:t xml:space="preserve">{writing.text(said, BREAK)}</w:t></w:r></w:p>'


def _numbered(block: Block, rank: int) -> str:
    number = min(skeletons.FIRST_NUMBERED + rank, skeletons.LAST_NUMBERED)
    own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return "".join(_paragraph(said, "ListNumber", own) for said in block[1])


def _table(block: Block, _rank: int) -> str:
    table = block[1]
    grid = "".join(f'<w:gridCol w:w="{width * PERCENT}"/>' for width in table["largeurs"])
    shape = (
        '<w:tblPr><w:tblStyle w:val="Tableau"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{writing.attribute(table["legende"])}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    lines = [_row(table, table["entetes"], "<w:cantSplit/><w:tblHeader/>"), *(_row(table, line, "<w:cantSplit/>") for line in table["lignes"])]
    return f"{_paragraph(table['legende'], 'Caption')}<w:tbl>{shape}{''.join(lines)}</w:tbl>"


def _row(table: dict[str, Any], line: list[str], properties: str) -> str:
    written = "".join(_cell(said, table["largeurs"][rank], rank in table["nombres"]) for rank, said in enumerate(line))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{written}</w:tr>"


def _cell(said: str, width: int, is_number: bool) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * PERCENT}" w:type="dxa"/></w:tcPr>{_paragraph(said, "Nombre" if is_number else "Cellule")}</w:tc>'


WRITERS: writing.Writers = {
    "h": lambda block, _: _paragraph(block[2], f"Heading{block[1]}"),
    "p": lambda block, _: _paragraph(block[1], "Normal"),
    "note": lambda block, _: _paragraph(block[1], "Note"),
    "puces": lambda block, _: "".join(_paragraph(said, "ListBullet") for said in block[1]),
    "numeros": _numbered,
    "tableau": _table,
}
