"""Les squelettes : un document vide, avec ses styles, où il reste à mettre le titre et le corps.

Les fichiers de `gabarits/` sont ceux des formats ; l'édition n'y ajoute que son nom, son numéro et sa date.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from spaser.documents.blocks import WIDTHS
from spaser.exports import archives, base, cells
from spaser.publication import Edition

FOLDER = Path(__file__).parent / "gabarits"
TITLE, BODY = "@@TITRE@@", "@@CORPS@@"
#: Les fichiers de chaque format, dans leur ordre : le premier dit à un lecteur ce qu'est l'archive.
FILES = {
    "docx": (
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/footer1.xml",
    ),
    "odt": ("mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml", "meta.xml"),
}
#: Word continue une liste numérotée qui garde le même numéro : chaque liste d'un document prend le sien, de 3 à 62.
FIRST_NUMBERED, LAST_NUMBERED = 3, 62
NUMBERED = '<w:num w:numId="{rank}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
#: La largeur du texte d'une page A4 des squelettes.
PAGE_CM = 16.933
#: LibreOffice compte les parts d'une colonne sur 65 535, et comprend mal de petits nombres.
SHARE = 655
COLUMN = (
    '<style:style style:name="Colonne{width}" style:family="table-column">'
    '<style:table-column-properties style:column-width="{size:.3f}cm" style:rel-column-width="{share}*"/></style:style>'
)


def build(edition: Edition, extension: str) -> bytes:
    """Le squelette d'un format, sans compression : le navigateur le lit sans rien décompresser."""
    values = _values(edition)
    return archives.pack({name: _filled((FOLDER / extension / name).read_text(encoding="utf-8"), values) for name in FILES[extension]}, compressed=False)


def fill(skeleton: bytes, changes: Mapping[str, tuple[str, str]]) -> bytes:
    """Un document : le squelette, où chaque fichier nommé a reçu un texte à la place d'un autre."""
    parts = archives.parts(skeleton)
    for name, (place, written) in changes.items():
        parts[name] = parts[name].replace(place.encode(), written.encode())
    return archives.pack(parts, compressed=True)


def _filled(text: str, values: Mapping[str, str]) -> bytes:
    for name, value in values.items():
        text = text.replace(name, value)
    return text.encode()


def _values(edition: Edition) -> dict[str, str]:
    """Ce que l'édition met dans les gabarits, prêt pour XML."""
    buyer, mark = edition.collectivite, f" {base.DEMONSTRATION}" if edition.collectivite.demonstration else ""
    said = {
        "@@AUTEUR@@": buyer.nom,
        "@@DATE@@": buyer.edition_du.isoformat(),
        "@@DESCRIPTION@@": f"Édition {buyer.edition}.{mark}",
        "@@PIED@@": f"{buyer.nom} · édition {buyer.edition} ·{mark and f'{mark} ·'} page",
    }
    return {name: escape(cells.printable(value)) for name, value in said.items()} | {
        "@@NUMEROS@@": "".join(NUMBERED.format(rank=rank) for rank in range(FIRST_NUMBERED, LAST_NUMBERED + 1)),
        "@@COLONNES@@": "".join(COLUMN.format(width=width, size=PAGE_CM * width / 100, share=SHARE * width) for width in WIDTHS),
    }
