"""Chaque page bâtie tient chaque règle d'accessibilité de `site_rules.py` ; `test_site_fautes.py` montre que chacune mord."""

from __future__ import annotations

from pathlib import Path

import pytest
import site_html
import site_rules
from site_build import Sites
from site_html import Page
from site_rules import Rule, Sight


@pytest.fixture(params=["publique", "interne"])
def site(request: pytest.FixtureRequest, sites: Sites) -> Path:
    """Le dossier de l'un puis de l'autre site."""
    return sites[request.param]


@pytest.fixture
def pages(site: Path) -> dict[str, Page]:
    """Toutes les pages du site."""
    return site_html.pages(site)


def faults(rule: Rule, site: Path, pages: dict[str, Page]) -> dict[str, list[str]]:
    """Les premières fautes d'une règle, par page."""
    seen = {path: list(rule(Sight(page, (site / path).read_text(encoding="utf-8"), site))) for path, page in pages.items()}
    return {path: found[:3] for path, found in seen.items() if found}


#: Les règles que test_site_pages.py applique déjà.
ELSEWHERE = {"headings", "identifiers", "references", "tables", "images", "fields", "names", "presentation", "vague_links", "same_links", "file_links"}


def test_aucune_regle_n_est_oubliee() -> None:
    """Une règle est appliquée ici, ou dans test_site_pages.py."""
    text = (Path(__file__).parent / "test_site_pages.py").read_text(encoding="utf-8")
    assert {name for name in site_rules.RULES if f"site_rules.{name}," in text} == ELSEWHERE


@pytest.mark.parametrize("name", sorted(site_rules.RULES.keys() - ELSEWHERE))
def test_chaque_page_tient_chaque_regle(name: str, site: Path, pages: dict[str, Page]) -> None:
    """Toutes les pages des deux sites, règle par règle."""
    assert faults(site_rules.RULES[name], site, pages) == {}


def test_chaque_page_a_son_type_de_document(site: Path, pages: dict[str, Page]) -> None:
    """`<!doctype html>`, avant tout le reste (RGAA 8.1)."""
    assert faults(site_rules.document, site, pages) == {}


def test_aucune_fenetre_ne_s_ouvre_d_elle_meme(site: Path, pages: dict[str, Page]) -> None:
    """Ni cible nouvelle, ni rafraîchissement, ni renvoi (RGAA 13.1 et 13.2)."""
    assert faults(site_rules.windows, site, pages) == {}
