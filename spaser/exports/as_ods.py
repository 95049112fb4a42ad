"""Export ODS : la table du CSV, dans un classeur prêt à filtrer.

Le document vient de la bibliothèque, avec un vide que les lignes remplissent : elle met cent fois plus de temps à les ajouter elle-même.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document, Element
from xlsxwriter.utility import xl_rowcol_to_cell

from spaser.exports import archives, cells

#: Les espaces qu'un document ODF ne garde pas d'eux-mêmes : le premier d'une ligne, et ceux qui en suivent un autre.
_SPACES = re.compile("^ +| {2,}")
CONTENT = "content.xml"
#: Le vide laissé à la place des feuilles.
HOLE = '<table:table table:name="@@FEUILLES@@"/>'
#: Un caractère de la police par défaut, en centimètres.
CHARACTER = 0.2
ABOUT_WIDTHS = (22, 80)
DAY_STYLE = (
    '<number:date-style style:name="jour"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/></number:date-style>'
)
CELL_STYLES = (
    '<style:style style:name="entete" style:family="table-cell" style:parent-style-name="Default"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="date" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="jour"/>',
)
COLUMN_STYLE = '<style:style style:name={name} style:family="table-column"><style:table-column-properties style:column-width="{size:.1f}cm"/></style:style>'
SPLIT = (("VerticalSplitMode", "short", 2), ("VerticalSplitPosition", "int", 1), ("ActiveSplitRange", "short", 2), ("PositionBottom", "int", 1))
SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-settings xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0"'
    ' xmlns:ooo="http://openoffice.org/2004/office" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:settings>'
    '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item><config:config-item-map-named config:name="Tables">'
    "<config:config-item-map-entry config:name={table}>{split}</config:config-item-map-entry></config:config-item-map-named>"
    '<config:config-item config:name="ActiveTable" config:type="string">{title}</config:config-item></config:config-item-map-entry>'
    "</config:config-item-map-indexed></config:config-item-set></office:settings></office:document-settings>\n"
)


def write(header: cells.Row, sheet: cells.Sheet, linked: Mapping[str, cells.Sheet] = MappingProxyType({})) -> bytes:
    """Un classeur : la table, celles qui lui sont liées s'il y en a, puis « À propos ». Sa date est celle de l'édition."""
    title, pages = header["titre"], {header["titre"]: sheet, **linked}
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(Element.from_tag(HOLE))
    _style(document, {*ABOUT_WIDTHS, *(width for page in pages.values() for width in page.widths)})
    _describe(document, header)
    buffer = io.BytesIO()
    document.save(buffer)
    written = "".join([*(_page(name, page) for name, page in pages.items()), _about(header), _filter(title, len(sheet.columns), len(sheet.lines))])
    content = archives.read(buffer.getvalue(), CONTENT).replace(HOLE.encode(), written.encode())
    return archives.settle(buffer.getvalue(), {CONTENT: content, "settings.xml": _settings(title)})


def _page(name: str, page: cells.Sheet) -> str:
    return _sheet(name, page.widths, _row(_cell(column, "entete") for column in page.columns), (_row(map(_cell, line)) for line in page.lines))


def _about(header: cells.Row) -> str:
    said = (_row([_cell(name, "entete"), _cell(cells.text(value))]) for name, value in cells.about(header))
    return _sheet("À propos", ABOUT_WIDTHS, "", said)


def _sheet(name: str, widths: tuple[int, ...], head: str, lines: Iterable[str]) -> str:
    shape = "".join(f'<table:table-column table:style-name="large{size}"/>' for size in widths)
    first = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    return f"<table:table table:name={quoteattr(name)}>{shape}{first}{''.join(lines)}</table:table>"


def _row(written: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(written)}</table:table-row>"


def _cell(value: cells.Cell, style: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    if isinstance(value, date):
        return f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if not value:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{_SPACES.sub(_spaces, escape(line))}</text:p>" for line in value.splitlines() or [""])
    return f'<table:table-cell{styled} office:value-type="string">{paragraphs}</table:table-cell>'


def _spaces(found: re.Match[str]) -> str:
    return f'<text:s text:c="{len(found[0])}"/>'


def _filter(title: str, width: int, height: int) -> str:
    """Le filtre automatique de la première feuille."""
    corner = xl_rowcol_to_cell(height, max(0, width - 1))
    area = quoteattr(f"'{title}'.A1:'{title}'.{corner}")
    return (
        '<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0"'
        f' table:target-range-address={area} table:display-filter-buttons="true"/></table:database-ranges>'
    )


def _style(document: Document, widths: set[int]) -> None:
    """Déclare la date, l'en-tête, et chaque largeur de colonne."""
    styles = [COLUMN_STYLE.format(name=quoteattr(f"large{size}"), size=size * CHARACTER) for size in sorted(widths)]
    place = document.content.get_element("//office:automatic-styles")
    assert place is not None  # le modèle de la bibliothèque l'a toujours
    for style in (DAY_STYLE, *CELL_STYLES, *styles):
        place.append(Element.from_tag(style))


def _describe(document: Document, header: cells.Row) -> None:
    meta, day = document.meta, datetime.fromisoformat(header["date"]).replace(tzinfo=UTC)
    meta.set_title(header["titre"])
    meta.set_language("fr-FR")
    meta.set_creation_date(day)
    meta.set_modification_date(day)
    meta.set_creator(header["producteur"])
    meta.set_description("\n".join(f"{name} : {value}" for name, value in cells.about(header)))
    meta.set_generator("spaser")


def _settings(title: str) -> bytes:
    """Les réglages d'affichage : la première ligne de la table reste visible."""
    split = "".join(f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>' for name, kind, value in SPLIT)
    return SETTINGS.format(table=quoteattr(title), title=escape(title), split=split).encode()
