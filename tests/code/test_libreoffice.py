"""Ce que l'on emporte s'ouvre dans LibreOffice : le rapport annuel et les outils du schéma, avec tous leurs mots ; sauté si LibreOffice n'est pas là."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from spaser.documents import as_docx, as_odt, report, skeletons, tools
from spaser.exports import tools as exports
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.renderer import Renderer

OFFICE = shutil.which("soffice")
#: Une machine chargée met plus d'une minute à démarrer LibreOffice.
PATIENCE = 300

pytestmark = [pytest.mark.skipif(OFFICE is None, reason="LibreOffice n'est pas installé"), pytest.mark.xdist_group("libreoffice")]


@pytest.fixture(scope="module")
def opened(livre, tmp_path_factory):
    """Chaque document, et le texte que LibreOffice en lit."""
    folder = tmp_path_factory.mktemp("libreoffice")
    edition = publish(livre, "interne")
    documents = {tool.id: tools.write(tool, edition) for tool in exports.current(edition)}
    documents["rapport"] = report.without_drawings(report.write(Renderer(Relations(edition)), 2026))
    for name, document in documents.items():
        (folder / f"{name}-docx.docx").write_bytes(as_docx.write(skeletons.build(edition, "docx"), document))
        (folder / f"{name}-odt.odt").write_bytes(as_odt.write(skeletons.build(edition, "odt"), document))
    _convert(folder)
    return documents, folder


def _convert(folder: Path) -> None:
    files = sorted(str(path) for path in folder.glob("*.*"))
    options = [f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder)]
    subprocess.run([OFFICE, *options, *files], check=True, capture_output=True, timeout=PATIENCE)


def _words(document) -> set[str]:
    """Les titres, les légendes et les cellules d'un document, ligne à ligne."""
    found = [block[-1] for block in document.blocs if block[0] in ("h", "p", "note")]
    tables = [block[1] for block in document.blocs if block[0] == "tableau"]
    cells = [text for table in tables for text in (table["legende"], *table["entetes"], *(cell for line in table["lignes"] for cell in line))]
    return {line.strip() for text in [*found, *cells] for line in text.split("\n") if line.strip()}


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_libreoffice_lit_tous_les_mots_de_chaque_document(opened, form):
    documents, folder = opened
    assert len(documents) == 7
    for name, document in documents.items():
        text = re.sub(r"\s+", " ", (folder / f"{name}-{form}.txt").read_text(encoding="utf-8-sig"))
        assert [word for word in sorted(_words(document)) if re.sub(r"\s+", " ", word) not in text] == [], name
