"""Un document en une seule page HTML : ses styles sont dedans, elle n'appelle rien."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from spaser.documents import writing
from spaser.documents.blocks import Block, Document

STYLE = Path(__file__).parent / "gabarits" / "html" / "style.css"
PAGE = (
    '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="robots" content="noindex">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n'
)


def write(document: Document) -> bytes:
    """La page entière ; les mêmes blocs donnent les mêmes octets."""
    said = {"title": writing.attribute(document.titre), "style": STYLE.read_text(encoding="utf-8"), "body": writing.body(document, WRITERS)}
    return PAGE.format(**said).encode()


def _list(name: str) -> Any:
    return lambda block, _: f"<{name}>{''.join(f'<li>{_said(item)}</li>' for item in block[1])}</{name}>\n"


def _said(text: str) -> str:
    return writing.text(text, "<br>")


def _table(block: Block, _rank: int) -> str:
    table = block[1]
    head = "".join(f'<th scope="col"{_number(table, rank)}>{_said(name)}</th>' for rank, name in enumerate(table["entetes"]))
    lines = "".join(f"<tr>{_row(table, line)}</tr>\n" for line in table["lignes"])
    return f"<table>\n<caption>{_said(table['legende'])}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{lines}</tbody>\n</table>\n"


def _row(table: dict[str, Any], line: list[str]) -> str:
    first, *others = line
    cells = "".join(f"<td{_number(table, rank)}>{_said(said)}</td>" for rank, said in enumerate(others, 1))
    return f'<th scope="row"{_number(table, 0)}>{_said(first)}</th>{cells}'


def _number(table: dict[str, Any], rank: int) -> str:
    return ' class="nombre"' if rank in table["nombres"] else ""


WRITERS: writing.Writers = {
    "h": lambda block, _: f"<h{block[1]}>{_said(block[2])}</h{block[1]}>\n",
    "p": lambda block, _: f"<p>{_said(block[1])}</p>\n",
    "note": lambda block, _: f'<p class="note">{_said(block[1])}</p>\n',
    "puces": _list("ul"),
    "numeros": _list("ol"),
    "tableau": _table,
    "dessin": lambda block, _: f"<figure>{block[1]}</figure>\n",
}
