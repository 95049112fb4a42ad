"""Le rapport annuel : trois fichiers, les mêmes mots, rien d'inventé, les mêmes octets deux fois."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from spaser.cli import main
from spaser.documents import as_docx, as_html, as_odt, report, skeletons
from spaser.documents.blocks import Document
from spaser.exports import archives
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.renderer import Renderer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def ecrit(livre):
    """Le rapport de 2026, sur les référentiels livrés."""
    edition = publish(livre, "interne")
    return edition, report.write(Renderer(Relations(edition)), 2026)


def words(document: Document) -> list[str]:
    """Tout ce que disent les blocs, dans l'ordre, sans les dessins."""
    found: list[str] = []
    for block in document.blocs:
        kind = block[0]
        if kind in ("puces", "numeros"):
            found += block[1]
        elif kind == "tableau":
            found += [block[1]["legende"], *block[1]["entetes"], *(cell for line in block[1]["lignes"] for cell in line)]
        elif kind != "dessin":
            found.append(block[-1])
    return [word for word in found if word]


class Texts(HTMLParser):
    """Les textes des éléments d'une page, sans ceux des dessins ni des styles."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag in ("svg", "style", "title", "head")

    def handle_endtag(self, tag):
        self.depth -= tag in ("svg", "style", "title", "head")

    def handle_data(self, data):
        if data.strip() and not self.depth:
            self.found.append(data)


def test_les_trois_fichiers_disent_les_memes_mots(ecrit):
    edition, document = ecrit
    said = words(document)
    page = Texts()
    page.feed(as_html.write(document).decode())
    assert page.found == said
    plain = report.without_drawings(document)
    body = ElementTree.fromstring(archives.read(as_docx.write(skeletons.build(edition, "docx"), plain), "word/document.xml"))
    paragraphs = ["".join(node.text or "" for node in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]
    assert [text for text in paragraphs if text] == said
    odt = archives.read(as_odt.write(skeletons.build(edition, "odt"), plain), "content.xml").decode()
    assert all(f">{word}<" in odt for word in said if not re.search(r"[&<>\"']", word))


def test_la_page_n_appelle_rien_et_se_lit_seule(ecrit):
    page = as_html.write(ecrit[1]).decode()
    body = page.replace("</style>", "")
    assert re.findall(r"\b(?:src|href|srcset)=|@import|url\(|<script|<link|https?:", body) == []
    assert page.count("<h1>") == 1
    assert page.startswith('<!doctype html>\n<html lang="fr">')
    assert page.count("<svg") == sum(block[0] == "dessin" for block in ecrit[1].blocs) > 5


def test_chaque_objectif_y_est_une_fois(ecrit):
    edition, document = ecrit
    titles = [block[2] for block in document.blocs if block[0] == "h" and block[1] == 3]
    assert titles == [
        f"{goal.numero}. {goal.intitule}" for axe in edition.codes["axes"].lignes for goal in edition.entrees["objectif"].values() if goal.axe == axe.code
    ]


def test_ce_qui_manque_est_dit_avec_qui(ecrit):
    table = next(block[1] for block in ecrit[1].blocs if block[0] == "tableau" and block[1]["legende"] == "Valeurs à fournir")
    line = next(line for line in table["lignes"] if line[0].startswith("9. Heures d’insertion"))
    assert line[1:] == ["2024, 2025", "à fournir par le service Insertion"]


def test_un_rapport_d_avant_ne_dit_rien_d_apres(ecrit):
    """En 2025, ni valeur, ni fait, ni intention de 2026."""
    edition, _ = ecrit
    older = report.write(Renderer(Relations(edition)), 2025)
    tables = [block[1] for block in older.blocs if block[0] == "tableau" and block[1]["entetes"][0] == "Année"]
    late = [line for table in tables for line in table["lignes"] if int(line[0]) > 2025 and line[2] != "sans donnée"]
    assert tables
    assert late == []
    dated = [line[0] for block in older.blocs if block[0] == "tableau" and block[1]["entetes"][0] == "Date" for line in block[1]["lignes"]]
    assert {date[-4:] for date in dated} == {"2025"}


def test_une_annee_en_cours_ne_doit_pas_encore_sa_cible(ecrit):
    """L'édition est de novembre 2026 : la cible de 2026 n'est ni passée, ni manquante."""
    _edition, document = ecrit
    rows = [
        line for block in document.blocs if block[0] == "tableau" and block[1]["legende"] == "Cibles et valeurs, en dossiers" for line in block[1]["lignes"]
    ]
    assert [line[3] for line in rows if line[0] == "2026"] == ["À venir"]
    assert any("au 22\u00a0novembre\u00a02026" in word for word in words(document))


def test_la_commande_ecrit_trois_fichiers_toujours_les_memes(dossier):
    runner = CliRunner()
    for folder in ("un", "deux"):
        done = runner.invoke(main, ["rapport", "2026", "--sortie", folder])
        assert done.exit_code == 0, done.output
        assert "ne pas diffuser" in done.output
    names = ["rapport-2026.docx", "rapport-2026.html", "rapport-2026.odt"]
    assert sorted(path.name for path in Path("un").iterdir()) == names
    assert all((Path("un") / name).read_bytes() == (Path("deux") / name).read_bytes() for name in names)


@pytest.mark.parametrize("year", ["2010", "2090"])
def test_une_annee_hors_du_schema_est_refusee(dossier, year):
    done = CliRunner().invoke(main, ["rapport", year, "--sortie", "un"])
    assert done.exit_code == 2
    assert "est attendue" in done.output
    assert not Path("un").exists()


def test_le_rapport_ne_depend_ni_du_hachage_ni_de_l_horloge(dossier, racine):
    for seed in ("1", "2"):
        code = "from spaser.cli import main; main()"
        command = [sys.executable, "-c", code, "rapport", "2026", "--sortie", seed]
        subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1", "PYTHONPATH": str(racine)})
    assert all((Path("1") / path.name).read_bytes() == path.read_bytes() for path in Path("2").iterdir())
