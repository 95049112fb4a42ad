"""Les pages dans un vrai navigateur : axe, clair et sombre, téléphone et bureau, clavier, réseau."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import site_browser
import yaml
from playwright.sync_api import Browser, Page
from site_browser import Visit
from site_build import ROOT, Sites

from spaser.model import GENRES

ABSENT = "page-qui-n-existe-pas/"
#: Une des pages de liste sans JavaScript : année, trimestre, famille et enjeu ont la même forme.
LISTS = ("intentions/annee-2027/", "intentions/plan/")
SEARCHES = ("recherche/?q=mobilier", "recherche/?q=zzyzx")


# — Un exemplaire de chaque genre de page —


def prose(folder: str = "") -> list[str]:
    """L'adresse de chaque page de prose d'un dossier ; des pages de champs, toutes de même forme, une seule."""
    names = [path.relative_to(ROOT / "docs").as_posix() for path in sorted((ROOT / "docs" / folder).rglob("*.md"))]
    kept = [name for name in names if not name.startswith("decisions/") and name.startswith("interne/") == bool(folder)]
    fields = [name for name in kept if name.startswith("interne/champs/") and not name.endswith("index.md")]
    return [name.removesuffix("index.md").replace(".md", "/") for name in kept if name not in fields[1:]]


def richest(folder: str) -> Path:
    """Le plus long fichier public d'un dossier : la fiche la plus fournie de son genre."""
    found = [path for path in (ROOT / "referentials" / folder).rglob("*.yml") if "visibilite: publique" in path.read_text(encoding="utf-8")]
    return max(found, key=lambda path: path.stat().st_size)


def fiches() -> Iterator[str]:
    """L'adresse de la fiche la plus fournie de chaque genre."""
    for genre in GENRES.values():
        path = richest(genre.dossier)
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        yield f"{genre.url}/{data.get('id') or data['exigences'][0]['id']}/"


def parameters() -> list[object]:
    """Chaque page à visiter, sur son site ; tous les tests d'une page vont au même processus."""
    public = [*prose(), *LISTS, *SEARCHES, *fiches(), ABSENT]
    found = [("publique", url) for url in public] + [("interne", url) for url in ["", *prose("interne"), *fiches()]]
    return [pytest.param(item, id=f"{item[0]} {item[1] or 'accueil'}", marks=pytest.mark.xdist_group(" ".join(item))) for item in found]


PAGES = parameters()
each_page = pytest.mark.parametrize("visit", PAGES, indirect=True)


@each_page
def test_axe_ne_trouve_rien(visit: Visit) -> None:
    """Aucune violation, en clair à 390 pixels, en sombre à 1280 ; la matrice entière croise tout."""
    assert visit.violations == {}
    assert visit.widths == [390, 1280]


@each_page
def test_rien_ne_deborde_de_l_ecran(visit: Visit) -> None:
    """Pas de défilement horizontal de la page, sur un téléphone comme sur un grand écran."""
    assert visit.overflow == {390: [], 1280: []}


@each_page
def test_aucune_requete_ne_sort_du_site(visit: Visit) -> None:
    """Ni police, ni mesure d'audience, ni fond de carte : tout vient du même serveur."""
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


@each_page
def test_rien_n_est_garde_sur_la_machine_du_lecteur(visit: Visit) -> None:
    """Ni témoin, ni stockage, ni cache de programme."""
    assert visit.stored == []


@each_page
def test_la_console_du_navigateur_est_vide(visit: Visit) -> None:
    """Ni erreur, ni avertissement ; une page absente n'a que sa réponse 404."""
    expected = [error for error in visit.errors if not (visit.url == ABSENT and "404" in error)]
    assert expected == []


def test_axe_voit_une_faute_semee(browser: Browser, addresses: dict[str, str]) -> None:
    """Test du test : un champ sans étiquette et un texte trop pâle sont trouvés."""
    page = opened(browser, addresses["publique"] + "aide/", bypass_csp=True)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input type=text><p style=\"color:#ccc;background:#fff\">Pâle</p>')")
    page.evaluate(site_browser.axe_source())
    found = " ".join(page.evaluate(site_browser.AXE))
    assert "label" in found and "color-contrast" in found
    page.context.close()


def test_un_debordement_seme_se_voit(browser: Browser, addresses: dict[str, str]) -> None:
    """Test du test : un élément plus large que l'écran est nommé."""
    page = opened(browser, addresses["publique"] + "aide/", 390)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p class=large>x</p>')")
    page.evaluate("document.querySelector('.large').style.width = '900px'")
    assert "p.large" in page.evaluate(site_browser.OVERFLOW)
    page.context.close()


def test_la_politique_de_securite_refuse_un_style_et_un_programme_semes(browser: Browser, addresses: dict[str, str]) -> None:
    """Test du test : sous la politique livrée, ce qui viendrait d'ailleurs que des fichiers du site ne s'exécute pas, et la console le dit."""
    page = site_browser.context_of(browser).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(addresses["publique"] + "aide/")
    page.evaluate("document.head.append(Object.assign(document.createElement('script'), { textContent: 'document.title = 1' }))")
    page.evaluate("document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }))")
    assert page.title() != "1" and page.locator("h1").is_visible()
    assert len([text for text in said if "Content Security Policy" in text]) == 2
    page.context.close()


# — Clavier —

FOCUS = """() => { const e = document.activeElement; if (!e || e === document.body) return null;
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  return { nom: (e.getAttribute('aria-label') || e.textContent || e.id || e.tagName).trim().replace(/\\s+/g, ' ').slice(0, 60),
    id: e.id, classe: e.className, dans: e.closest('header, main, footer, nav')?.tagName, menu: !!e.closest('#menu'),
    visible: b.width > 1 && b.height > 1 && b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth && s.visibility === 'visible',
    contour: s.outlineStyle !== 'none' ? parseFloat(s.outlineWidth) : 0 }; }"""


def opened(browser: Browser, address: str, width: int = 1280, **options: object) -> Page:
    """Une page ouverte dans un contexte neuf."""
    page = site_browser.context_of(browser, width, **options).new_page()
    site_browser.load(page, address)
    return page


def tab_stops(page: Page, limit: int = 150) -> list[dict[str, object]]:
    """Les haltes de la touche Tab, du haut de la page jusqu'à en sortir."""
    stops = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return stops
        stops.append(stop)
    raise AssertionError(f"le clavier ne sort pas de la page : {stops[-3:]}")


@pytest.mark.parametrize("width", site_browser.WIDTHS)
@pytest.mark.parametrize("url", ["", "intentions/2027-014/", "donnees-ouvertes/"])
def test_chaque_halte_du_clavier_se_voit(browser: Browser, addresses: dict[str, str], url: str, width: int) -> None:
    """Chaque halte est à l'écran, avec un contour d'au moins deux pixels ; on entre, on parcourt, on sort."""
    page = opened(browser, addresses["publique"] + url, width)
    stops = tab_stops(page)
    assert len(stops) > 10
    assert [stop["nom"] for stop in stops if not stop["visible"] or float(str(stop["contour"])) < 2] == []
    page.context.close()


def test_tab_mene_a_l_evitement_puis_a_la_recherche_puis_au_menu(browser: Browser, addresses: dict[str, str]) -> None:
    """L'ordre des haltes de l'en-tête, sur un grand écran."""
    page = opened(browser, addresses["publique"])
    stops = tab_stops(page)
    assert stops[0]["nom"] == "Aller au contenu"
    names = [str(stop["id"]) for stop in stops]
    search, menu = names.index("recherche-rapide"), next(rank for rank, stop in enumerate(stops) if stop["menu"])
    assert 0 < search < menu < 8
    page.context.close()


def test_l_evitement_mene_au_contenu(browser: Browser, addresses: dict[str, str]) -> None:
    """Tab puis Entrée : la halte suivante est dans le contenu."""
    page = opened(browser, addresses["publique"] + "aide/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu-principal"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["dans"] in ("MAIN", "NAV")
    page.context.close()


def test_le_menu_du_telephone_s_ouvre_et_se_ferme_au_clavier(browser: Browser, addresses: dict[str, str]) -> None:
    """Un vrai bouton, qui dit son état ; Échap referme et rend la main au bouton."""
    page = opened(browser, addresses["publique"], 390)
    button = page.get_by_role("button", name="Menu")
    assert (button.get_attribute("aria-expanded"), page.locator("#menu").is_visible()) == ("false", False)
    while page.evaluate("document.activeElement") is None or not button.evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert (button.get_attribute("aria-expanded"), page.locator("#menu").is_visible()) == ("true", True)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["menu"]
    page.keyboard.press("Escape")
    assert (button.get_attribute("aria-expanded"), button.evaluate("e => e === document.activeElement")) == ("false", True)
    page.context.close()


@pytest.mark.parametrize("url", ["", "intentions/", "recherche/?q=mobilier"])
def test_une_lettre_seule_ne_fait_rien(browser: Browser, addresses: dict[str, str], url: str) -> None:
    """Dix touches d'une lettre ou d'un signe, hors d'un champ : ni l'adresse, ni la page, ni la place ne changent."""
    page = opened(browser, addresses["publique"] + url)
    if "?q=" in url:
        page.wait_for_selector("[data-resultats][aria-busy=false] .resultat")
    state = "() => [location.href, scrollY, document.activeElement.tagName, document.body.innerHTML]"
    before = page.evaluate(state)
    for key in ["n", "p", ",", ".", "s", "f", "/", "h", "t", "?"]:
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    assert page.evaluate(state) == before
    page.context.close()


def test_sans_javascript_le_menu_et_le_contenu_restent(browser: Browser, addresses: dict[str, str]) -> None:
    """Le menu est déplié, la page entière, la recherche mène au plan du site."""
    page = opened_plain(browser, addresses["publique"])
    assert page.locator("#menu").is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
    page.goto(addresses["publique"] + "recherche/?q=mobilier")
    assert page.get_by_role("main").get_by_role("link", name="plan du site").is_visible()
    page.context.close()


def opened_plain(browser: Browser, address: str) -> Page:
    """Une page ouverte sans JavaScript, sur un téléphone."""
    page = site_browser.context_of(browser, 390, java_script_enabled=False).new_page()
    page.goto(address)
    return page


def test_une_adresse_inconnue_mene_a_la_page_404_avec_son_menu(browser: Browser, addresses: dict[str, str]) -> None:
    """À toute profondeur, la page d'erreur garde ses styles et ses liens."""
    page = site_browser.context_of(browser).new_page()
    missing: list[str] = []
    page.on("response", lambda response: missing.append(response.url) if response.status == 404 and not response.url.endswith("encore/") else None)
    page.goto(addresses["publique"] + "intentions/rien/encore/", wait_until="networkidle")
    assert page.get_by_role("heading", level=1).inner_text() == "Page introuvable"
    assert missing == []
    page.get_by_role("main").get_by_role("link", name="Consulter le plan du site").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Plan du site"
    page.context.close()


def test_la_page_s_imprime_sans_navigation_et_depliee(browser: Browser, addresses: dict[str, str]) -> None:
    """À l'impression : ni menu ni recherche, et ce qui est replié s'ouvre."""
    page = opened(browser, addresses["publique"] + "intentions/2027-014/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("#menu").is_visible() and not page.locator("#recherche-rapide").is_visible()
    assert page.locator("details:not([open])").count() == 0
    page.context.close()


def test_la_fiche_d_une_intention_tient_sur_une_feuille(browser: Browser, sites: Sites, addresses: dict[str, str]) -> None:
    """La fiche la plus fournie, à huit lots, s'imprime sur une page A4."""
    heaviest = max((sites.publique / "intentions").glob("20??-???/index.html"), key=lambda path: path.stat().st_size)
    page = opened(browser, f"{addresses['publique']}intentions/{heaviest.parent.name}/")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.context.close()


def test_a_200_pour_cent_rien_ne_se_perd(browser: Browser, addresses: dict[str, str]) -> None:
    """Texte agrandi deux fois sur un écran étroit (320 pixels) : pas de défilement horizontal (RGAA 10.4 et 10.11)."""
    page = opened(browser, addresses["publique"] + "intentions/2027-014/", 320)
    assert page.evaluate(site_browser.OVERFLOW) == []
    page.context.close()


def test_la_fiche_de_sourcage_s_imprime(browser: Browser, addresses: dict[str, str]) -> None:
    """Sur le papier : la sélection en une phrase, les structures et leurs coordonnées ; ni bouton, ni menu."""
    page = opened(browser, addresses["publique"] + "fournisseurs/sourcage/?secteur=textile")
    page.wait_for_selector("[data-sourcage-liste] tbody tr")
    page.emulate_media(media="print")
    assert page.locator("[data-sourcage-dit]").is_visible() and page.locator("[data-sourcage-liste] tbody tr").first.is_visible()
    assert not page.get_by_role("button", name="Imprimer cette fiche").is_visible()
    page.context.close()
