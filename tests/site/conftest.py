"""Ce que les tests des sites partagent : les sites eux-mêmes, construits une fois pour tous les processus."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import site_browser
import site_build
import site_canary
import site_leaks
import site_small
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from site_browser import Visit, Visitor
from site_build import Outcome, Sites
from site_canary import Planted

from spaser import formatting

Make = Callable[[Path], None]
#: Les modules qui lisent toutes les pages d'un site : les leurs vont au même processus, audience par audience, pour ne les analyser qu'une fois.
READERS = ("test_site_budgets", "test_site_controles", "test_site_pages", "test_site_relations")


@pytest.hookimpl(tryfirst=True)  # avant xdist, qui lit ces groupes
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Groupe les tests qui lisent toutes les pages d'un même site."""
    for item in items:
        if item.path.stem in READERS:
            asked = getattr(item, "callspec", None)
            audience = next((value for value in asked.params.values() if value in ("publique", "interne")), "publique") if asked else "publique"
            item.add_marker(pytest.mark.xdist_group(f"pages-{audience}"))


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Make], Path]:
    """Fait un dossier une seule fois, même si plusieurs processus le demandent ; rend ce dossier."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent

    def made(name: str, make: Make) -> Path:
        folder = base / name
        with (base / f"{name}.verrou").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "fini").exists():
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                make(folder)
                (folder / "fini").touch()
        return folder

    return made


@pytest.fixture(scope="session")
def built(once: Callable[[str, Make], Path]) -> tuple[Path, Outcome]:
    """Les deux sites du dépôt, bâtis d'une commande, et ce qu'elle a dit."""

    def make(folder: Path) -> None:
        outcome = site_build.construct("--sortie", folder / "sortie")
        (folder / "dit.json").write_text(json.dumps([outcome.code, outcome.text]), encoding="utf-8")

    folder = once("commande", make)
    return folder / "sortie", Outcome(*json.loads((folder / "dit.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def sites(built: tuple[Path, Outcome]) -> Sites:
    """Les deux sites du dépôt."""
    output, outcome = built
    assert outcome.code == 0, outcome.text
    return Sites(output / "public" / "site", output / "interne" / "site")


@pytest.fixture(scope="session")
def public_site(sites: Sites) -> Path:
    """Le site public du dépôt."""
    return sites.publique


@pytest.fixture(scope="session")
def internal_site(sites: Sites) -> Path:
    """Le site interne du dépôt."""
    return sites.interne


@pytest.fixture(scope="session")
def small_project(once: Callable[[str, Make], Path]) -> Path:
    """Une copie du dépôt avec peu d'entrées, pour les tests qui bâtissent beaucoup."""

    def make(folder: Path) -> None:
        project = site_build.copy_project(folder / "projet")
        site_small.thin(project)
        site_canary.seal(project / "referentials")
        for path, text in formatting.unformatted(project / "referentials"):
            formatting.rewrite(path, text)

    return once("petit", make) / "projet"


@pytest.fixture(scope="session")
def small_sites(once: Callable[[str, Make], Path], small_project: Path) -> Sites:
    """Les deux sites de cette petite copie."""
    folders = {
        audience: once(f"petit-{audience}", lambda folder, a=audience: site_build.must_build(folder / "site", a, project=small_project))  # type: ignore[misc]
        for audience in site_build.SETTINGS
    }
    return Sites(folders["publique"] / "site", folders["interne"] / "site")


@pytest.fixture(scope="session")
def planted(once: Callable[[str, Make], Path], small_project: Path) -> Planted:
    """La petite copie, avec un jeton dans tout ce qui est interne."""

    def make(folder: Path) -> None:
        canary = site_canary.Canary()
        project = site_build.copy_project(folder / "projet", small_project)
        site_canary.plant(project / "referentials", canary)
        site_canary.plant_overlay(project / "referentials", folder / "surcouche", canary)
        site_canary.plant_pages(project, canary)
        canary.save(folder / "jetons.json")

    folder = once("canari", make)
    return Planted(folder / "projet", folder / "surcouche", site_canary.Canary.load(folder / "jetons.json"))


@pytest.fixture(scope="session")
def planted_public(once: Callable[[str, Make], Path], planted: Planted) -> Path:
    """Le site public de cette copie pleine de jetons."""
    return once("canari-public", lambda folder: planted.build(folder / "site", "publique")) / "site"


@pytest.fixture(scope="session")
def planted_internal(once: Callable[[str, Make], Path], planted: Planted) -> Path:
    """Le site interne de cette copie pleine de jetons."""
    return once("canari-interne", lambda folder: planted.build(folder / "site", "interne")) / "site"


@pytest.fixture(scope="session")
def stripped_public(once: Callable[[str, Make], Path], planted: Planted) -> Path:
    """Le site public de la copie pleine de jetons, une fois ôté tout ce qui est interne : champs, entrées, pages, surcouche."""

    def make(folder: Path) -> None:
        project = site_build.copy_project(folder / "projet", planted.project)
        site_leaks.strip(project)
        site_build.must_build(folder / "site", "publique", project=project)

    return once("sans-interne", make) / "site"


@pytest.fixture
def project(tmp_path: Path, small_project: Path) -> Path:
    """Une petite copie du dépôt, à modifier dans le test."""
    return site_build.copy_project(tmp_path / "projet", small_project)


@pytest.fixture
def standing_site(tmp_path: Path, small_sites: Sites) -> Path:
    """Un site public déjà en place, que la construction du test doit remplacer ou laisser entier."""
    site = tmp_path / "sortie" / "site"
    shutil.copytree(small_sites.publique, site)
    return site


# — Un navigateur —


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, un seul par processus."""
    with sync_playwright() as engine:
        chromium = None
        with suppress(PlaywrightError):
            chromium = engine.chromium.launch(executable_path=site_browser.executable(), args=list(site_browser.ARGUMENTS))
        if chromium is None:
            pytest.fail(site_browser.MISSING, pytrace=False)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def addresses(sites: Sites) -> Iterator[dict[str, str]]:
    """L'adresse locale de chacun des deux sites."""
    with site_browser.serve(sites.publique) as public, site_browser.serve(sites.interne) as internal:
        yield {"publique": public, "interne": internal}


@pytest.fixture(scope="session")
def visitor(browser: Browser, addresses: dict[str, str]) -> Visitor:
    """Charge chaque page une seule fois par processus, sous toutes ses formes, et retient ce qu'il y a vu."""
    return Visitor(browser, addresses)


@pytest.fixture
def visit(request: pytest.FixtureRequest, visitor: Visitor) -> Visit:
    """La visite de la page que nomme le paramètre du test."""
    return visitor.visit(*request.param)
