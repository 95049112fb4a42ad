"""Ce que chaque page bâtie doit encore à la loi : les contrôles d'accessibilité que test_site_pages.py n'a pas."""

from __future__ import annotations

from pathlib import Path

import pytest
import site_html
from site_build import Sites
from site_html import Page


@pytest.fixture(params=["publique", "interne"])
def site(request: pytest.FixtureRequest, sites: Sites) -> Path:
    """Le dossier de l'un puis de l'autre site."""
    return sites[request.param]


@pytest.fixture
def pages(site: Path) -> dict[str, Page]:
    """Toutes les pages du site."""
    return site_html.pages(site)


def test_chaque_page_a_son_type_de_document(site: Path, pages: dict[str, Page]) -> None:
    """`<!doctype html>`, avant tout le reste (RGAA 8.1)."""
    assert [path for path in pages if not (site / path).read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")] == []


def test_aucune_fenetre_ne_s_ouvre_d_elle_meme(pages: dict[str, Page]) -> None:
    """Ni cible nouvelle, ni rafraîchissement, ni renvoi (RGAA 13.1 et 13.2)."""
    for path, page in pages.items():
        assert [node.attrs for node in page.root.all() if node.attrs.get("target", "_self") != "_self"] == [], path
        assert [node.attrs for node in page.root.all("meta") if node.attrs.get("http-equiv", "").lower() == "refresh"] == [], path
