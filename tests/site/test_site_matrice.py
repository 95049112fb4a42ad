"""La matrice entière d'axe : chaque sorte de page et chaque état, dans chaque apparence, à chaque largeur.

Chaque case s'ouvre une fois, puis change de largeur et d'apparence. `.ci/run` la passe, `make test` en garde un exemple par page (test_site_navigateur.py, test_site_porte.py).
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
#: Une page de chaque sorte ; les plus fournies, pour les fiches. Le formulaire d’édition a les siens, dans test_site_edition.py.
PAGES = {
    "publique": (
        *("", "intentions/", "intentions/2027-026/", "intentions/annee-2027/", "intentions/plan/", "intentions/listes/"),
        *("vademecum/", "vademecum/rehabilitation-batiment/", "vademecum/se-preparer-rehabilitation-batiment/", "vademecum/transverses/"),
        *("vademecum/mobilier-air-interieur/", "eco-referentiel/", "eco-referentiel/bat-carbone-chaleur-livree/", "eco-referentiel/edition-2026-1/"),
        *("eco-referentiel/mon-operation/", "eco-referentiel/operation-college-extension/", "fournisseurs/", "fournisseurs/pied-de-biche/"),
        *("fournisseurs/sourcage/", "fournisseurs/potentiel/", "fournisseurs/manques/", "fournisseurs/listes/", "fournisseurs/plan/"),
        *("schema/", "schema/10-marches-reserves/", "schema/tableau-de-bord/", "recherche/", "nouveautes/", "abonnements/", "donnees-ouvertes/"),
        *("dictionnaire/", "accessibilite/", "accessibilite/grille/", "ecoconception/", "mentions-legales/", "licences/", "aide/", "plan-du-site/"),
        "page-qui-n-existe-pas/",
    ),
    "interne": (
        *("", "intentions/2027-026/", "vademecum/rehabilitation-batiment/", "accessibilite/grille/", "interne/", "interne/composer/"),
        *("interne/campagne/", "interne/attributions/", "interne/plan-action/", "interne/outils/", "interne/cout-complet/", "interne/carbone/"),
        *("interne/agec/", "interne/qualite/", "interne/guide/", "interne/macros/", "interne/macros-tableaux/", "interne/messages/"),
        "interne/champs/famille/",
    ),
}
#: Sous un centième, une colonne de tableau qui s'ajuste pendant que la page arrive : cela dépend de la charge de la machine.
SHIFTS = """() => new Promise(done => { const seen = [];
  new PerformanceObserver(list => seen.push(...list.getEntries().filter(e => e.value >= 0.01).map(e => e.sources.map(s => s.node?.className || s.node?.nodeName).join(' ')))).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(seen), 100)); })"""


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


@pytest.mark.parametrize(("audience", "url"), [(audience, url) for audience, urls in PAGES.items() for url in urls])
def test_rien_ne_bouge_a_l_ouverture(browser: Browser, addresses: dict[str, str], audience: str, url: str) -> None:
    """Aucun déplacement de ce qui est déjà affiché, sur un téléphone comme sur un grand écran."""
    shifts = {}
    for width in (390, 1280):
        page = site_browser.context_of(browser, width).new_page()
        page.goto(addresses[audience] + url, wait_until="networkidle")
        shifts[width] = page.evaluate(SHIFTS)
        page.context.close()
    assert shifts == {390: [], 1280: []}


def test_un_deplacement_seme_se_voit(page: Page, addresses: dict[str, str]) -> None:
    """Test du test : un bloc glissé en tête pousse le titre ; ce qui suit de près un geste du test d'avant ne compte pas, donc on recommence."""
    site_browser.load(page, addresses["publique"] + "aide/")
    more = "document.querySelector('main').insertAdjacentHTML('afterbegin', '<p>Un</p><p>Deux</p><p>Trois</p>')"
    assert any(page.evaluate(more) or page.evaluate(SHIFTS) for _ in range(20))
