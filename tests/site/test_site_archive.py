"""L'édition hors ligne : ouverte d'un double clic, elle se parcourt et se cherche, et deux archives ont les mêmes octets."""

from __future__ import annotations

import hashlib
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser
from site_build import Sites

from spaser import catalogue
from spaser.cli import main
from spaser.exports.archives import EPOCH

LINK = re.compile(r'\s(?:href|action|src)="([^"]*)"')


@pytest.fixture(scope="module")
def archive(small_sites: Sites, small_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """L'archive du petit dépôt, et sa copie faite une seconde fois."""
    folder = tmp_path_factory.mktemp("archive")
    data = small_project / "referentials"
    year = catalogue.load(data).collectivite.annee_courante
    for name in ("un", "deux"):
        asked = ["archiver", "--annee", str(year), "--site", str(small_sites.publique), "--sortie", str(folder / name), "--referentiels", str(data)]
        done = CliRunner().invoke(main, asked)
        assert done.exit_code == 0, done.output
    refused = CliRunner().invoke(main, [*asked[:1], "--annee", str(year + 1), *asked[3:]])
    assert refused.exit_code == 2
    return next((folder / "un").glob("*.zip"))


@pytest.fixture(scope="module")
def unpacked(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le dossier que donne l'archive."""
    folder = tmp_path_factory.mktemp("ouverte")
    with zipfile.ZipFile(archive) as found:
        found.extractall(folder)
    return folder / archive.stem


def test_deux_archives_du_meme_site_ont_les_memes_octets_et_leur_somme(archive: Path) -> None:
    assert archive.read_bytes() == (archive.parents[1] / "deux" / archive.name).read_bytes()
    total = archive.with_name(f"{archive.name}.sha256").read_text()
    assert total == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"
    with zipfile.ZipFile(archive) as found:
        assert {item.date_time for item in found.infolist()} == {EPOCH}
        assert {item.filename.split("/")[0] for item in found.infolist()} == {archive.stem}


def test_l_archive_dit_comment_la_lire_et_la_citer(unpacked: Path) -> None:
    notice = (unpacked / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    assert "Ouvrir index.html" in notice
    assert "Pour citer" in notice
    assert "Licence Ouverte 2.0" in notice


def test_chaque_lien_local_mene_a_un_fichier_de_l_archive(unpacked: Path) -> None:
    broken = []
    pages = sorted(unpacked.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        for link in map(unescape, LINK.findall(page.read_text(encoding="utf-8"))):
            target = link.partition("#")[0].partition("?")[0]
            if target and not re.match(r"[a-z][a-z0-9+.-]*:", link) and not (page.parent / target).is_file():
                broken.append(f"{page.relative_to(unpacked)} : {link}")
    assert broken[:10] == []


def test_aucune_page_ne_demande_un_script_sauf_la_recherche(unpacked: Path) -> None:
    scripted = [page.relative_to(unpacked).as_posix() for page in sorted(unpacked.rglob("*.html")) if "<script" in page.read_text(encoding="utf-8")]
    assert scripted == ["recherche/index.html"]


def test_l_archive_se_parcourt_et_se_cherche_sans_serveur(browser: Browser, unpacked: Path) -> None:
    errors: list[str] = []
    page = browser.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: None if request.url.startswith("file://") else errors.append(request.url))
    page.goto((unpacked / "index.html").as_uri())
    assert not page.locator(".si-js").first.is_visible()
    page.locator('a[href="vademecum/index.html"]').first.click()
    assert page.url == (unpacked / "vademecum/index.html").as_uri()
    assert page.locator("h1").is_visible()
    page.goto(f"{(unpacked / 'recherche/index.html').as_uri()}?q=accessibilite")
    assert page.locator("#hors-ligne-liste li").count() >= 1
    page.fill("#hors-ligne-q", "Accessibilité")
    page.locator("#hors-ligne-liste a").first.click()
    assert page.url.startswith(unpacked.as_uri())
    assert page.locator("h1").is_visible()
    page.close()
    assert errors == []
