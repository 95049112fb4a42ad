"""Les règles d'un document à emporter (.docx, .odt, .xlsx, .ods) : celles des pages, dites dans son format.

Une règle rend des phrases ; vide, le document est bon. `tests/site/test_site_documents.py` les tient sur tous les documents publiés.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import site_html
from python_calamine import CalamineWorkbook

from spaser.exports import archives, as_csv

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}text"
TEXTS, BOOKS = (".docx", ".odt"), (".xlsx", ".ods")
#: Ce que le navigateur remplit : ni titre ni corps tant qu'une personne n'a rien choisi.
SKELETON = "squelette"
ABOUT = "À propos"
PROPERTIES = {".docx": "docProps/core.xml", ".xlsx": "docProps/core.xml", ".odt": "meta.xml", ".ods": "meta.xml"}
STYLES = {".docx": ("word/styles.xml", '<w:lang w:val="fr-FR"'), ".odt": ("styles.xml", 'fo:language="fr" fo:country="FR"')}
MERGED = {
    ".docx": ("<w:gridSpan", "<w:vMerge"),
    ".xlsx": ("<mergeCell ",),
    **dict.fromkeys((".odt", ".ods"), ("table:number-columns-spanned", "table:number-rows-spanned", "<table:covered-table-cell")),
}


@dataclass(frozen=True)
class Paper:
    """Un document publié : sa place dans le site, et les fichiers qu'il contient."""

    path: str
    content: bytes
    site: Path

    @cached_property
    def parts(self) -> dict[str, str]:
        """Le texte de chaque fichier XML du document."""
        return {name: part.decode() for name, part in archives.parts(self.content).items() if name.endswith(".xml")}

    @property
    def form(self) -> str:
        """Son extension."""
        return Path(self.path).suffix

    @property
    def filled(self) -> bool:
        """Un document qui a un titre et un corps."""
        return Path(self.path).stem != SKELETON

    @property
    def title(self) -> str:
        """Son titre, dans ses propriétés."""
        return "".join(re.findall(r"<dc:title>(.*?)</dc:title>", self.parts[PROPERTIES[self.form]]))

    @cached_property
    def body(self) -> Element:
        """Le corps d'un texte."""
        return fromstring(self.parts["word/document.xml" if self.form == ".docx" else "content.xml"])

    @cached_property
    def paragraphs(self) -> list[tuple[int, str]]:
        """Chaque paragraphe d'un texte, avec son niveau de titre ; 0 s'il n'en est pas un."""
        return [(_level(node), said(node)) for node in each(self.body, f"{W}p", f"{T}p", f"{T}h")]

    @cached_property
    def sheets(self) -> dict[str, list[list[str]]]:
        """Les cellules d'un classeur, feuille par feuille, dites comme dans un CSV."""
        book = CalamineWorkbook.from_filelike(io.BytesIO(self.content))
        return {name: [[_cell(value) for value in line] for line in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


Rule = Callable[[Paper], Iterator[str]]


def each(node: Element, *tags: str) -> Iterator[Element]:
    """Les éléments de ces noms, dans leur ordre."""
    return (item for item in node.iter() if item.tag in tags)


def said(node: Element) -> str:
    """Le texte d'un paragraphe, à l'espace près."""
    breaks = (f"{W}br", f"{T}line-break")
    words = (f"{' ' if item.tag in breaks else item.text or ''}{item.tail or '' if item is not node else ''}" for item in node.iter())
    return re.sub(r"\s+", " ", "".join(words)).strip()


def _level(node: Element) -> int:
    if node.tag == f"{T}h":
        return int(node.get(f"{T}outline-level", "0"))
    style = node.find(f"{W}pPr/{W}pStyle")
    name = style.get(f"{W}val", "") if style is not None else ""
    return int(name[-1]) if name.startswith("Heading") else 0


def _cell(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def language(paper: Paper) -> Iterator[str]:
    """Le document se dit en français, dans ses propriétés et dans ses styles (RGAA 13.3, 8.3)."""
    if "<dc:language>fr-FR</dc:language>" not in paper.parts[PROPERTIES[paper.form]]:
        yield "les propriétés ne disent pas le français"
    part, mark = STYLES.get(paper.form, ("", ""))
    if part and mark not in paper.parts[part]:
        yield "les styles ne disent pas le français"


def title(paper: Paper) -> Iterator[str]:
    """Un titre dans les propriétés ; celui du premier titre, dans un texte (RGAA 13.3, 8.5)."""
    if not paper.title.strip():
        yield "titre absent ou vide"
    elif paper.filled and "@@" in paper.title:
        yield "titre resté à remplir"
    elif paper.form in TEXTS and paper.filled and said(fromstring(f"<t>{paper.title}</t>")) not in [text for level, text in paper.paragraphs if level == 1]:
        yield f"le titre « {paper.title} » n'est pas celui du texte"


def headings(paper: Paper) -> Iterator[str]:
    """Un seul titre de niveau 1, en tête ; aucun niveau sauté, aucun titre vide (RGAA 13.3, 9.1)."""
    if paper.form not in TEXTS or not paper.filled:
        return
    found = [(level, text) for level, text in paper.paragraphs if level]
    ranks = [level for level, _ in found]
    if ranks.count(1) != 1 or paper.paragraphs[0][0] != 1:
        yield f"{ranks.count(1)} titres de niveau 1, ou ailleurs qu'en tête"
    yield from (f"« {text} » passe du niveau {before} au niveau {level}" for (before, _), (level, text) in itertools.pairwise(found) if level > before + 1)
    yield from (f"titre vide de niveau {level}" for level, text in found if not text)


def tables(paper: Paper) -> Iterator[str]:
    """Dans un texte, chaque tableau a une légende et une ligne d'en-tête répétée (RGAA 13.3, 5.4, 5.6)."""
    if paper.form not in TEXTS:
        return
    for parent in each(paper.body, f"{W}body", OFFICE_TEXT):
        for before, table in itertools.pairwise([None, *parent]):
            if table is not None and table.tag in (f"{W}tbl", f"{TABLE}table"):
                yield from _table_faults(before, table)


def _table_faults(before: Element | None, table: Element) -> Iterator[str]:
    caption = said(before) if before is not None else ""
    styles = [] if before is None else [before.get(f"{T}style-name"), *(style.get(f"{W}val") for style in before.iter(f"{W}pStyle"))]
    if not caption or "Caption" not in styles:
        yield "tableau sans légende"
    named = table.find(f"{W}tblPr/{W}tblCaption")
    if table.tag == f"{W}tbl" and (named is None or not named.get(f"{W}val")):
        yield f"tableau « {caption} » sans titre pour les lecteurs d'écran"
    heads = [*table.iter(f"{TABLE}table-header-rows"), *table.iter(f"{W}tblHeader")]
    if len(heads) != 1:
        yield f"tableau « {caption} » sans ligne d'en-tête"


def sheets(paper: Paper) -> Iterator[str]:
    """Dans un classeur, chaque feuille a un nom, une ligne d'en-têtes pleine et sans doublon, figée et répétée (RGAA 13.3, 5.6)."""
    if paper.form not in BOOKS:
        return
    if ABOUT not in paper.sheets:
        yield f"pas de feuille « {ABOUT} »"
    for rank, (name, lines) in enumerate(paper.sheets.items(), 1):
        if re.fullmatch(r"(?:Sheet|Feuil(?:le)?)\s*\d+", name):
            yield f"feuille sans nom : {name}"
        if name != ABOUT:
            yield from (f"{name} : {fault}" for fault in _head_faults(paper, rank, lines))


def _head_faults(paper: Paper, rank: int, lines: list[list[str]]) -> Iterator[str]:
    head = lines[0] if lines else []
    if not head or not all(head) or len(set(head)) != len(head):
        yield "en-têtes absents, vides ou doubles"
    frozen, repeated = _marks(paper, rank)
    if not frozen:
        yield "en-têtes non figés"
    if not repeated:
        yield "en-têtes non répétés à l'impression"


def _marks(paper: Paper, rank: int) -> tuple[bool, bool]:
    """La ligne d'en-têtes d'une feuille est figée ; elle est répétée."""
    if paper.form == ".xlsx":
        pane = re.search(r'<pane [^>]*ySplit="1"[^>]*state="frozen"', paper.parts[f"xl/worksheets/sheet{rank}.xml"])
        return bool(pane), f'name="_xlnm.Print_Titles" localSheetId="{rank - 1}"' in paper.parts["xl/workbook.xml"]
    table = paper.parts["content.xml"].split("<table:table ")[rank]
    return 'config:name="VerticalSplitMode" config:type="short">2<' in paper.parts["settings.xml"], "<table:table-header-rows>" in table


def merged(paper: Paper) -> Iterator[str]:
    """Aucune case fusionnée (RGAA 5.7)."""
    yield from (f"case fusionnée dans {name}" for name, part in paper.parts.items() for mark in MERGED[paper.form] if mark in part)


def images(paper: Paper) -> Iterator[str]:
    """Ni image ni dessin : tout y est du texte (RGAA 1.1)."""
    yield from (f"image dans {name}" for name, part in paper.parts.items() if re.search(r"<w:drawing|<w:pict|<draw:(?:frame|image)|<drawing ", part))


def bullets(paper: Paper) -> Iterator[str]:
    """Une liste est une vraie liste, pas des tirets tapés (RGAA 9.3)."""
    if paper.form in TEXTS:
        yield from (f"puce tapée : {text[:40]}" for _, text in paper.paragraphs if re.match(r"[-•*] \w", text))


def same(paper: Paper) -> Iterator[str]:
    """Le même contenu dans les autres formats, et ce que la page du site en dit (RGAA 13.4)."""
    whole = paper.site / paper.path
    if paper.form in TEXTS and paper.filled:
        twin = whole.with_suffix(next(form for form in TEXTS if form != paper.form))
        if published(paper.site, twin).paragraphs != paper.paragraphs:
            yield f"autre contenu que {twin.name}"
        yield from _missing_from_page(paper)
    if paper.form in BOOKS and whole.with_suffix(".csv").exists():
        lines = list(csv.reader(io.StringIO(whole.with_suffix(".csv").read_bytes().decode("utf-8-sig"), newline="")))
        if next(iter(paper.sheets.values())) != [line[: -len(as_csv.SUFFIX)] for line in lines]:
            yield "autres lignes que le CSV"


def _missing_from_page(paper: Paper) -> Iterator[str]:
    """Les critères d'un kit, nommés dans son dernier tableau, sont ceux de la page de la famille."""
    page = paper.site / "vademecum" / Path(paper.path).stem / "index.html"
    if not paper.path.startswith("kits/") or not page.exists():
        return
    words = re.sub(r"\s+", " ", site_html.read("page", page.read_text(encoding="utf-8")).root.words())
    *_, last = each(paper.body, f"{W}tbl", f"{TABLE}table")
    rows = [[said(cell) for cell in each(row, f"{W}p", f"{T}p")] for row in each(last, f"{W}tr", f"{TABLE}table-row")]
    yield from (f"« {row[-1]} » n'est pas sur la page de la famille" for row in rows[1:] if row[-1] not in words and not row[0].startswith("transverse-"))


RULES: dict[str, Rule] = {rule.__name__: rule for rule in (language, title, headings, tables, sheets, merged, images, bullets, same)}


@cache
def published(site: Path, path: Path) -> Paper:
    """Un document tel qu'il est publié ; lu une fois, puisque son jumeau le relit."""
    return Paper(path.relative_to(site).as_posix(), path.read_bytes(), site)


def papers(site: Path) -> Iterator[Paper]:
    """Tous les documents qu'un site publie."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (*TEXTS, *BOOKS):
            yield published(site, path)


def found(paper: Paper) -> dict[str, list[str]]:
    """Les fautes d'un document, par règle ; vide si toutes sont tenues."""
    return {name: faults for name, rule in RULES.items() if (faults := list(rule(paper)))}
