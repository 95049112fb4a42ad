"""Chaque document que les sites publient, relu par les règles de `site_documents.py` ; et des fautes semées, que chaque règle doit voir."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import site_documents
from site_build import Sites
from site_documents import Paper

from spaser.exports import archives

KIT, OPERATION, DATA = "kits/mobilier-bureau-scolaire", "operations/batiment-demolition", "donnees/objectifs"
CORE, WORD, BOOK, SHEET = "docProps/core.xml", "word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"


@dataclass(frozen=True)
class Fault:
    """Une faute : ce qu'elle fait, dans quel document, en remplaçant quoi par quoi ; la règle qui la voit."""

    name: str
    path: str
    part: str
    old: str
    new: str
    rule: str


FAULTS = [
    Fault("docx sans langue", f"{KIT}.docx", CORE, "<dc:language>fr-FR</dc:language>", "", "language"),
    Fault("docx aux styles anglais", f"{KIT}.docx", "word/styles.xml", '<w:lang w:val="fr-FR"', '<w:lang w:val="en-US"', "language"),
    Fault("odt dit en anglais", f"{KIT}.odt", "meta.xml", "fr-FR", "en-US", "language"),
    Fault("odt aux styles anglais", f"{KIT}.odt", "styles.xml", 'fo:language="fr"', 'fo:language="en"', "language"),
    Fault("xlsx sans langue", f"{DATA}.xlsx", CORE, "<dc:language>fr-FR</dc:language>", "", "language"),
    Fault("ods dit en anglais", f"{DATA}.ods", "meta.xml", "fr-FR", "en-US", "language"),
    Fault("docx sans titre", f"{KIT}.docx", CORE, "<dc:title>", "<dc:subject>", "title"),
    Fault("odt d’un autre titre", f"{KIT}.odt", "meta.xml", "<dc:title>", "<dc:title>Brouillon ", "title"),
    Fault("xlsx sans titre", f"{DATA}.xlsx", CORE, "<dc:title>Objectifs</dc:title>", "<dc:title></dc:title>", "title"),
    Fault("titre resté à remplir", f"{KIT}.docx", CORE, "<dc:title>", "<dc:title>@@TITRE@@", "title"),
    Fault("docx au niveau sauté", f"{KIT}.docx", WORD, "Heading2", "Heading4", "headings"),
    Fault("docx à deux titres de niveau 1", f"{KIT}.docx", WORD, "Heading2", "Heading1", "headings"),
    Fault("odt au niveau sauté", f"{KIT}.odt", "content.xml", 'text:outline-level="2"', 'text:outline-level="4"', "headings"),
    Fault("odt sans titre de niveau 1", f"{KIT}.odt", "content.xml", 'text:outline-level="1"', 'text:outline-level="2"', "headings"),
    Fault("docx au tableau sans légende", f"{KIT}.docx", WORD, '<w:pStyle w:val="Caption"/>', '<w:pStyle w:val="Normal"/>', "tables"),
    Fault("docx au tableau sans nom", f"{KIT}.docx", WORD, "<w:tblCaption ", "<w:tblDescription ", "tables"),
    Fault("docx au tableau sans en-tête", f"{KIT}.docx", WORD, "<w:tblHeader/>", "", "tables"),
    Fault("odt au tableau sans légende", f"{KIT}.odt", "content.xml", 'text:style-name="Caption"', 'text:style-name="Note"', "tables"),
    Fault("odt au tableau sans en-tête", f"{KIT}.odt", "content.xml", "table:table-header-rows>", "table:table-rows>", "tables"),
    Fault("xlsx sans en-tête figé", f"{KIT}.xlsx", SHEET, 'state="frozen"', 'state="split"', "sheets"),
    Fault("xlsx sans en-tête répété", f"{DATA}.xlsx", BOOK, "_xlnm.Print_Titles", "_xlnm.Print_Area", "sheets"),
    Fault("xlsx à la feuille sans nom", f"{DATA}.xlsx", BOOK, '<sheet name="Objectifs"', '<sheet name="Feuil1"', "sheets"),
    Fault("xlsx sans provenance", f"{DATA}.xlsx", BOOK, "À propos", "Notes", "sheets"),
    Fault("xlsx à l’en-tête vide", f"{DATA}.xlsx", "xl/sharedStrings.xml", "<t>visibilite</t>", "<t></t>", "sheets"),
    Fault("ods sans en-tête figé", f"{DATA}.ods", "settings.xml", 'config:type="short">2<', 'config:type="short">0<', "sheets"),
    Fault("ods sans en-tête répété", f"{DATA}.ods", "content.xml", "table:table-header-rows>", "table:table-rows>", "sheets"),
    Fault("ods à l’en-tête double", f"{DATA}.ods", "content.xml", ">visibilite<", ">id<", "sheets"),
    Fault("docx aux cases fusionnées", f"{KIT}.docx", WORD, "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>', "merged"),
    Fault("odt aux cases fusionnées", f"{KIT}.odt", "content.xml", "<table:table-cell ", '<table:table-cell table:number-columns-spanned="2" ', "merged"),
    Fault("xlsx aux cases fusionnées", f"{DATA}.xlsx", SHEET, "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:B2"/></mergeCells>', "merged"),
    Fault("ods aux cases fusionnées", f"{DATA}.ods", "content.xml", "<table:table-cell ", '<table:table-cell table:number-rows-spanned="2" ', "merged"),
    Fault("docx à l’image", f"{KIT}.docx", WORD, "<w:r><w:t ", "<w:r><w:drawing/><w:t ", "images"),
    Fault("odt à la puce tapée", f"{KIT}.odt", "content.xml", "Les offres sont jugées", "- Les offres sont jugées", "bullets"),
    Fault("docx d’un autre contenu", f"{KIT}.docx", WORD, "Les offres sont jugées", "Les candidatures sont jugées", "same"),
    Fault("odt d’un autre contenu", f"{KIT}.odt", "content.xml", "Les offres sont jugées", "Les candidatures sont jugées", "same"),
    Fault("xlsx d’un autre contenu", f"{DATA}.xlsx", "xl/sharedStrings.xml", "<t>01-programmation-pluriannuelle</t>", "<t>01-autre</t>", "same"),
    Fault("ods d’un autre contenu", f"{DATA}.ods", "content.xml", ">01-programmation-pluriannuelle<", ">01-autre<", "same"),
]


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_chaque_document_publie_tient_les_regles(audience: str, sites: Sites) -> None:
    """Tous les documents, sans exception : langue, titre, niveaux, en-têtes, même contenu que la page et que les autres formats."""
    papers = list(site_documents.papers(sites[audience]))
    assert {paper.path: faults for paper in papers if (faults := site_documents.found(paper))} == {}
    assert {paper.form for paper in papers} == {*site_documents.TEXTS, *site_documents.BOOKS}
    assert len(papers) > {"publique": 90, "interne": 400}[audience]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_chaque_faute_semee_dans_un_document_est_vue(fault: Fault, sites: Sites) -> None:
    """Le document sain passe (test précédent) ; le même, abîmé d'une seule façon, est refusé par la règle nommée."""
    content = (sites.interne / fault.path).read_bytes()
    part = archives.read(content, fault.part).decode()
    assert fault.old in part, f"le passage à abîmer n'est plus dans {fault.path}"
    spoiled = archives.settle(content, {fault.part: part.replace(fault.old, fault.new).encode()})
    assert list(site_documents.RULES[fault.rule](Paper(fault.path, spoiled, sites.interne))) != []


def test_chaque_regle_des_documents_a_sa_faute() -> None:
    """Aucune règle n'est crue sur parole, et chacun des quatre formats a ses fautes."""
    assert {fault.rule for fault in FAULTS} == set(site_documents.RULES)
    assert {fault.path.rpartition(".")[2] for fault in FAULTS} == {"docx", "odt", "xlsx", "ods"}
