"""Rien que personne n'a déclaré n'est publié : un fichier en trop arrête la construction, et l'ancien site reste."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
import site_build
import site_leaks

DOCS = "ce fichier n'est pas publiable. Seules des pages .md et des images de docs/assets/ le sont."
THEME = "ce fichier n'est pas publiable. Seuls des styles, des modules et des images de theme/assets/ le sont."
MENU = "cette page n'est pas au menu. L'ajouter à « nav » dans mkdocs.yml, ou à « hors_menu »."
METADATA = "l'image porte des métadonnées (auteur, lieu ou appareil). Les enlever avant de la publier."
HOOK = "from pathlib import Path\ndef on_post_build(config, **kwargs):\n    (Path(config.site_dir) / 'egare.txt').write_text('égaré')\n"
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def put(path: Path, content: str = "contenu égaré") -> None:
    """Écrit un fichier et les dossiers qui le contiennent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def link(path: Path, target: Path) -> None:
    """Pose un lien symbolique."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def linked_folder(project: Path) -> None:
    """Un dossier lié, plein d'images permises."""
    put(project / "ailleurs" / "plan.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    link(project / "docs" / "assets" / "ailleurs", project / "ailleurs")


def photograph(project: Path) -> None:
    """Une photographie qui dit où et par qui elle a été prise."""
    path = project / "docs" / "assets" / "photo.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00" + b"\x00" * 24 + b"\xff\xd9")


def signed_image(project: Path) -> None:
    """Une image PNG qui porte un texte."""
    path = project / "docs" / "assets" / "logo.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PIXEL[:33] + b"\x00\x00\x00\x0atEXtAuthor\x00Nom" + PIXEL[33:])


def hook(project: Path) -> None:
    """Un autre greffon qui écrit un fichier de plus dans le site."""
    put(project / "crochet.py", HOOK)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nhooks: [crochet.py]\n", encoding="utf-8")


STRAYS: dict[str, tuple[Callable[[Path], None], str]] = {
    "un fichier égaré": (lambda p: put(p / "docs/assets/notes.txt"), f"docs/assets/notes.txt : {DOCS}"),
    "un classeur": (lambda p: put(p / "docs/intentions/2027.xlsx"), f"docs/intentions/2027.xlsx : {DOCS}"),
    "une page HTML toute faite": (lambda p: put(p / "docs/ancien.html"), f"docs/ancien.html : {DOCS}"),
    "une image hors de docs/assets": (lambda p: put(p / "docs/schema/plan.svg"), f"docs/schema/plan.svg : {DOCS}"),
    "une page hors menu": (lambda p: put(p / "docs/brouillon.md", "# Brouillon\n"), f"docs/brouillon.md : {MENU}"),
    "un lien vers une image": (lambda p: link(p / "docs/assets/logo.svg", Path("/etc/hostname")), f"docs/assets/logo.svg : {DOCS}"),
    "un lien vers une page": (lambda p: link(p / "docs/secret.md", Path("/etc/hostname")), f"docs/secret.md : {DOCS}"),
    "un dossier lié": (linked_folder, f"docs/assets/ailleurs/plan.svg : {DOCS}"),
    "une photographie avec Exif": (photograph, f"docs/assets/photo.jpg : {METADATA}"),
    "une image signée": (signed_image, f"docs/assets/logo.png : {METADATA}"),
    "un fichier égaré dans le thème": (lambda p: put(p / "theme/assets/notes.txt"), f"theme/assets/notes.txt : {THEME}"),
    "un lien dans le thème": (lambda p: link(p / "theme/assets/js/x.js", Path("/etc/hostname")), f"theme/assets/js/x.js : {THEME}"),
    "un fichier écrit par un autre greffon": (hook, "egare.txt : fichier non déclaré\n\nRien n'a été publié."),
}


@pytest.mark.parametrize(("stray", "sentence"), STRAYS.values(), ids=STRAYS.keys())
def test_ce_que_rien_ne_declare_arrete_la_construction(stray: Callable[[Path], None], sentence: str, project: Path, standing_site: Path) -> None:
    """Le refus est dit en français, sans trace d'exécution ; le site en place n'a pas bougé d'un octet."""
    before = site_build.tree(standing_site)
    stray(project)
    outcome = site_build.build(standing_site, project=project)
    assert (outcome.code, "Traceback" in outcome.text) == (1, False)
    assert sentence in outcome.text
    assert site_build.differences(before, site_build.tree(standing_site)) == []


def test_un_type_de_fichier_refuse_l_est_aussi_sur_le_site_interne(project: Path, tmp_path: Path) -> None:
    """La règle est la même pour les deux sites."""
    put(project / "docs" / "interne" / "organigramme.pdf")
    outcome = site_build.build(tmp_path / "sortie" / "site", "interne", project=project)
    assert outcome.code == 1
    assert f"docs/interne/organigramme.pdf : {DOCS}" in outcome.text
    assert not (tmp_path / "sortie" / "site").exists()


def test_ni_commentaire_ni_decision_ni_fichier_cache_ne_sont_publies(project: Path, tmp_path: Path) -> None:
    """Un commentaire HTML dans une page, une note de décision, un fichier caché : rien n'en paraît, dans aucun des deux sites."""
    page = project / "docs" / "aide.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n<!-- zqkxvwjhqzbbbbk\nsur deux lignes -->\n\nFin <!-- zqkxvwjhqzbbbck --> de page.\n", encoding="utf-8"
    )
    put(project / "docs" / "decisions" / "0099-essai.md", "# Essai\n\nzqkxvwjhqzbbbdk\n")
    put(project / "docs" / ".brouillon.md", "zqkxvwjhqzbbbfk")
    for audience in ("publique", "interne"):
        site = site_build.must_build(tmp_path / audience / "site", audience, project=project)
        assert site_leaks.seen(site)[0] == set()
        assert "de page." in (site / "aide" / "index.html").read_text(encoding="utf-8")


def test_la_comparaison_voit_un_manifeste_contourne(project: Path, tmp_path: Path) -> None:
    """Test du test : sans le manifeste, le fichier d'un autre greffon est bien publié."""
    hook(project)
    patch = "import spaser.filling\nspaser.filling._check_manifest = lambda staging, declared: None"
    site = site_build.must_build(tmp_path / "sortie" / "site", project=project, patch=patch)
    assert (site / "egare.txt").read_text(encoding="utf-8") == "égaré"
