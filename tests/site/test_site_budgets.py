"""Le poids de chaque page bâtie, tenu à chaque publication : éléments, requêtes, octets, ecoindex ; et ce qui ne se publie jamais."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import site_budget
import site_html
from site_budget import Budget, Weight, ecoindex
from site_build import Sites

from spaser import catalogue

REFERENTIALS = Path(__file__).parents[2] / "referentials"
#: Les programmes d'autrui, gardés tels quels : le formulaire d'édition (site interne), l'index de recherche, la carte.
FOREIGN = ("edition/", "pagefind/", "assets/vendor/")


@pytest.fixture(scope="module")
def kinds() -> list[Budget]:
    """Les budgets, dans l'ordre où ils s'essaient."""
    data = catalogue.load(REFERENTIALS)
    criteria = {item.id for owner in (*data.entrees["famille"].values(), *data.transverses) for item in owner.criteres}
    entries = {*data.entrees["fournisseur"], *data.entrees["exigence"], *criteria, *(f"se-preparer-{name}" for name in data.entrees["famille"])}
    return site_budget.budgets(set(data.entrees["famille"]), entries)


def kind_of(url: str, kinds: list[Budget]) -> Budget:
    """La sorte d'une page : la première dont le motif convient."""
    return next(kind for kind in kinds if kind.pattern.fullmatch(url))


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_chaque_page_tient_dans_son_budget(audience: str, sites: Sites, kinds: list[Budget]) -> None:
    """Toutes les pages bâties, sans exception ; le message dit ce qui dépasse."""
    pages = site_html.pages(sites[audience])
    faults = {page.url: found for page in pages.values() if (found := kind_of(page.url, kinds).faults(site_budget.weigh(sites[audience], page), audience))}
    assert faults == {}
    assert len(pages) > 1000


def test_chaque_sorte_de_page_existe(sites: Sites, kinds: list[Budget]) -> None:
    """Un motif qui ne convient plus à rien ne tiendrait plus rien."""
    paths = [*site_html.pages(sites.publique), *site_html.pages(sites.interne)]
    assert {kind_of(site_html.url_of(path), kinds).name for path in paths} == {kind.name for kind in kinds}


@pytest.mark.parametrize(
    ("elements", "requests", "kilo", "grade"),
    [(0, 0, 0, 100), (47, 2, 1.37, 95), (233, 9, 75, 86.2), (417, 10, 85, 78.5), (594601, 3920, 223212.26, 0)],
)
def test_l_ecoindex_suit_la_formule_publiee(elements: int, requests: int, kilo: float, grade: float) -> None:
    """Cinq points de la formule, dont ses deux bornes."""
    assert round(ecoindex(elements, requests, kilo), 1) == pytest.approx(grade, abs=0.05)


def test_un_depassement_se_dit(kinds: list[Budget]) -> None:
    """Test du test : une page trop lourde de chaque façon est nommée."""
    home = kind_of("", kinds)
    assert home.faults(Weight(home.elements, home.requests, home.kilo), "publique") == []
    for weight in (Weight(home.elements + 1, 1, 1), Weight(1, home.requests + 1, 1), Weight(1, 1, home.kilo + 1)):
        assert len(home.faults(weight, "publique")) == 1
    assert len(home.faults(Weight(900, home.requests, home.kilo), "publique")) == 2


def test_une_page_compte_ses_modules_et_leurs_imports(sites: Sites) -> None:
    """Test du test : la page de la carte charge plus de fichiers que l'accueil, et jamais Leaflet d'emblée."""
    pages = site_html.pages(sites.publique)
    home, chart = (site_budget.weigh(sites.publique, pages[path]) for path in ("index.html", "fournisseurs/index.html"))
    assert chart.requests > home.requests > 3
    assert not any("vendor" in path for path in site_budget.imports(sites.publique, "assets/js/explorateur.js"))


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_ni_police_ni_plan_de_source_n_est_publie(audience: str, sites: Sites) -> None:
    """Ni fichier de police, ni « source map », ni appel à une police."""
    files = [path for path in sites[audience].rglob("*") if path.is_file()]
    assert [path.name for path in files if path.suffix in (".woff", ".woff2", ".ttf", ".otf", ".eot", ".map") and not _is_foreign(path, sites[audience])] == []
    assert [path.name for path in own(sites[audience], ".css") if "@font-face" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_aucun_module_ne_garde_d_etat(audience: str, sites: Sites) -> None:
    """Nos modules n'écrivent ni témoin ni stockage : rien à y lire, rien à y garder."""
    kept = re.compile(r"localStorage|sessionStorage|document\.cookie|indexedDB|serviceWorker|caches\.open")
    modules = own(sites[audience], ".js")
    assert {path.name: found[0] for path in modules if (found := kept.search(path.read_text(encoding="utf-8")))} == {}
    assert len(modules) > 20


def own(site: Path, suffix: str) -> list[Path]:
    """Nos fichiers d'un type : ceux d'autrui sont contrôlés dans un navigateur."""
    return [path for path in sorted(site.rglob(f"*{suffix}")) if not _is_foreign(path, site)]


def _is_foreign(path: Path, site: Path) -> bool:
    return path.relative_to(site).as_posix().startswith(FOREIGN)
