"""La matrice entière d'axe : chaque sorte de page et chaque état, dans chaque apparence, à chaque largeur.

Elle prend quelques minutes : `.ci/run` la passe, `make test` en garde un exemple par page (test_site_navigateur.py, test_site_porte.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import site_browser
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.matrice

WIDTHS = (320, 390, 1280)
#: Clair, sombre, couleurs forcées.
LOOKS: dict[str, dict[str, str]] = {
    "clair": {"color_scheme": "light", "forced_colors": "none"},
    "sombre": {"color_scheme": "dark", "forced_colors": "none"},
    "couleurs forcées": {"color_scheme": "light", "forced_colors": "active"},
}
#: Une page de chaque sorte ; les plus fournies, pour les fiches. Le formulaire d’édition, programme d’autrui, n’y est pas : axe y trouve des fautes.
PAGES = {
    "publique": (
        *("", "intentions/", "intentions/2027-026/", "intentions/annee-2027/", "intentions/plan/", "vademecum/", "vademecum/rehabilitation-batiment/"),
        *("eco-referentiel/", "eco-referentiel/mon-operation/", "fournisseurs/", "fournisseurs/pied-de-biche/", "fournisseurs/sourcage/", "fournisseurs/plan/"),
        *("schema/", "schema/10-marches-reserves/", "schema/tableau-de-bord/", "recherche/", "donnees-ouvertes/", "dictionnaire/", "accessibilite/", "aide/"),
        "plan-du-site/",
    ),
    "interne": ("", "intentions/2027-026/", "interne/", "interne/macros/", "accessibilite/grille/"),
}


def menu_open(page: Page) -> None:
    """Le menu du téléphone, ouvert."""
    page.locator(".menu-bouton").click()


def filter_applied(page: Page) -> None:
    """Un filtre choisi."""
    page.evaluate("() => document.querySelector('[data-facette=segment] input').click()")
    page.wait_for_function("() => location.search.includes('segment=')")


def dialog_open(page: Page) -> None:
    """La boîte des filtres, ouverte."""
    page.get_by_role("button", name="Filtrer", exact=True).click()
    page.wait_for_selector("dialog[open]")


def quick_results(page: Page) -> None:
    """Les premiers résultats sous le champ de l'en-tête."""
    page.locator("#recherche-rapide").press_sequentially("mobilier")
    page.wait_for_selector(".rapide:not([hidden]) a")


def quick_nothing(page: Page) -> None:
    """Aucun résultat sous le champ de l'en-tête."""
    page.locator("#recherche-rapide").press_sequentially("zzyzx")
    page.wait_for_selector(".rapide:not([hidden]) a")


def as_is(page: Page) -> None:
    """La page telle que son adresse l'ouvre."""


#: L'état, la page où il se voit, ce qui l'obtient, et les largeurs où il existe.
STATES: dict[str, tuple[str, Callable[[Page], None], tuple[int, ...]]] = {
    "menu ouvert": ("", menu_open, (320, 390)),
    "recherche avec résultats": ("recherche/?q=mobilier", as_is, WIDTHS),
    "recherche sans résultat": ("recherche/?q=zzyzx", as_is, WIDTHS),
    "liste rapide de l'en-tête": ("aide/", quick_results, WIDTHS),
    "liste rapide sans résultat": ("aide/", quick_nothing, WIDTHS),
    "filtre appliqué": ("intentions/", filter_applied, WIDTHS),
    "boîte ouverte": ("intentions/", dialog_open, (320, 390)),
    "liste vide": ("intentions/?q=zzyzx", as_is, WIDTHS),
    "carte sans résultat": ("fournisseurs/?q=zzyzx", as_is, WIDTHS),
}
CASES = [
    *(pytest.param(audience, url, as_is, WIDTHS, id=f"{audience} {url or 'accueil'}") for audience, urls in PAGES.items() for url in urls),
    *(pytest.param("publique", url, reach, widths, id=name) for name, (url, reach, widths) in STATES.items()),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Un seul onglet : chaque case s'y ouvre une fois, puis change de largeur et d'apparence."""
    context = site_browser.context_of(browser, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("audience", "url", "reach", "widths"), CASES)
def test_axe_ne_trouve_rien_dans_aucune_case(
    page: Page, addresses: dict[str, str], audience: str, url: str, reach: Callable[[Page], None], widths: tuple[int, ...]
) -> None:
    """Chaque case de la matrice : aucune violation, et rien qui déborde."""
    page.goto("about:blank")
    page.set_viewport_size({"width": widths[0], "height": 900})
    page.emulate_media(**LOOKS["clair"])  # type: ignore[arg-type]
    site_browser.load(page, addresses[audience] + url)
    reach(page)
    page.evaluate(site_browser.axe_source())
    page.evaluate(site_browser.ALL_LAID_OUT)
    found = {f"{look} {width}": seen_at(page, look, width) for width in widths for look in LOOKS}
    assert {case: faults for case, faults in found.items() if faults} == {}
    assert len(found) == len(widths) * len(LOOKS)


def seen_at(page: Page, look: str, width: int) -> list[str]:
    """Les fautes d'une page ouverte, à une largeur, dans une apparence : d'une apparence à l'autre, seules les couleurs changent."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**LOOKS[look])  # type: ignore[arg-type]
    rules = site_browser.AXE if look == "clair" else site_browser.AXE_COLOURS
    return [*page.evaluate(rules), *page.evaluate(site_browser.OVERFLOW)]
