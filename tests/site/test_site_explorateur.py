"""L'explorateur des intentions dans un vrai navigateur : filtrer, trier, partager, télécharger, avec six mille lignes aussi."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import site_browser
import site_html
from icalendar import Calendar
from playwright.sync_api import Browser, Page, Route
from python_calamine import CalamineWorkbook
from site_build import Sites

from spaser.catalogue import Catalogue
from spaser.exports import columnar
from spaser.publication import publish
from spaser.relations import Relations, is_ahead
from spaser.rendering.blocks.explorer import FIRST

URL = "intentions/"
MANY = 6000
NBSP = "\u00a0"

pytestmark = pytest.mark.xdist_group("explorateur")


@pytest.fixture(scope="module")
def relations(livre: Catalogue) -> Relations:
    """Les données publiques du dépôt."""
    return Relations(publish(livre, "publique"))


@pytest.fixture(scope="module")
def document(sites: Sites) -> dict[str, Any]:
    """Les colonnes publiées."""
    found: dict[str, Any] = json.loads((sites.publique / columnar.PATH).read_text(encoding="utf-8"))
    return found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Une page neuve, sur un grand écran, qui n'admet aucune erreur."""
    context = site_browser.context_of(browser)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Une page neuve, sur un téléphone."""
    context = site_browser.context_of(browser, 390)
    yield context.new_page()
    context.close()


@pytest.fixture
def address(addresses: dict[str, str]) -> str:
    """L'adresse de la page, sur le site public."""
    return addresses["publique"] + URL


# — Ce qu'une personne voit et fait —


def wake(page: Page, address: str, query: str = "") -> None:
    """Ouvre la page et attend que l'explorateur soit prêt."""
    page.goto(address + query, wait_until="networkidle")
    page.get_by_label("Trier par").focus()
    page.wait_for_function("() => document.querySelector('.vide[hidden], .vide:not([hidden])') && !document.querySelector('[aria-busy]')")


def sentence(page: Page) -> str:
    """La phrase du compte."""
    return page.locator("[data-compte]").inner_text()


def count(page: Page) -> int:
    """Le nombre de résultats qu'elle dit."""
    found = re.match(r"[\d\u202f]+", sentence(page))
    return int(found[0].replace("\u202f", "")) if found else 0


def titles(page: Page) -> list[str]:
    """Les intitulés montrés."""
    return page.locator(".exploration tbody th").all_text_contents()


def settle(page: Page) -> None:
    """Attend que l'affichage ait suivi."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")


def box(page: Page, facet: str, code: str) -> Any:
    """La case d'une valeur, son filtre déplié."""
    details = page.locator(f"[data-facette={facet}]")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    found = details.locator(f'input[value="{code}"]')
    found.wait_for()
    return found


def choose(page: Page, facet: str, code: str) -> None:
    """Coche ou décoche une valeur."""
    box(page, facet, code).click()
    settle(page)


#: Coche chaque valeur à son tour, d'un vrai clic, et rend le nombre écrit à côté d'elle et la phrase du compte.
EACH_VALUE = """async (values) => {
  const settled = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const found = [];
  for (const [facet, code] of values) {
    const filter = document.querySelector(`[data-facette="${facet}"]`);
    if (!filter.open) {
      filter.open = true;
      await settled();
    }
    const box = filter.querySelector(`input[value="${code}"]`);
    const shown = box.parentElement.querySelector('.choix__nombre').innerText;
    box.click();
    await settled();
    found.push([facet, code, shown, document.querySelector('[data-compte]').innerText]);
    box.click();
    await settled();
  }
  return found;
}"""


def write(page: Page, words: str) -> None:
    """Écrit dans le champ des mots."""
    page.get_by_role("searchbox", name="Mots de l’achat").fill(words)
    settle(page)


# — La page telle qu'elle arrive —


def test_sans_javascript_la_page_montre_la_frise_les_premieres_intentions_et_mene_aux_listes(browser: Browser, address: str, relations: Relations) -> None:
    """Les premières lignes dans l'ordre, la frise et son tableau, le chemin des listes ; aucun bouton qui ne ferait rien."""
    context = site_browser.context_of(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert titles(page) == [entry.intitule for entry in columnar.ordered(relations)[:FIRST]]
    assert page.get_by_role("img", name="Intentions d’achat par trimestre de publication prévue").is_visible()
    assert page.locator(".frise table tbody tr").count() == page.locator(".frise__nombre").count()
    assert page.locator(".exploration").get_by_role("button").count() == 0
    assert page.locator(".exploration").get_by_role("searchbox").count() == 0
    assert page.locator(".exploration table").bounding_box()["width"] > 1000  # type: ignore[index]
    page.get_by_role("link", name="par campagne, trimestre, enjeu et famille").click()
    assert page.locator(".listes h2").all_inner_texts() == ["Par campagne", "Par trimestre de publication", "Par enjeu", "Par famille d’achat"]
    context.close()


def test_la_frise_et_son_tableau_disent_les_memes_nombres(sites: Sites, relations: Relations) -> None:
    """Chaque barre a sa ligne, et leur somme est le nombre d'intentions."""
    html = site_html.pages(sites.publique)[f"{URL}index.html"]
    figure = next(html.root.by_class("frise"))
    drawn = [node.words() for node in figure.by_class("frise__nombre")]
    rows = [[cell.words() for cell in row.all("td")] for body in figure.all("tbody") for row in body.all("tr")]
    entries = relations.edition.entrees["intention"].values()
    assert drawn == [row[0] for row in rows]
    assert sum(map(int, drawn)) == len(entries)
    assert sum(int(row[1]) for row in rows) == sum(map(is_ahead, entries))


def test_la_page_arrive_legere_et_sans_saut(page: Page, address: str) -> None:
    """Dix requêtes, quatre cents éléments hors lignes, aucune donnée tant que personne n'a rien fait, aucun saut."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert len(requests) <= 10 and not any("explorateur.json" in url for url in requests), requests
    assert page.evaluate("document.querySelectorAll('*').length - document.querySelectorAll('.exploration tbody *').length") <= 400
    assert shift(page) == 0


def shift(page: Page) -> float:
    """Le déplacement de la page depuis son ouverture, gestes de la personne exclus."""
    script = """() => new Promise(done => { let total = 0;
      const add = list => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) total += entry.value; };
      new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => done(total), 300); })"""
    return float(page.evaluate(script))


@pytest.mark.parametrize("width", site_browser.WIDTHS)
def test_une_adresse_qui_porte_des_filtres_ne_fait_pas_sauter_la_page(browser: Browser, address: str, width: int) -> None:
    """La place est prise d'avance : moins de 0,01, sur téléphone comme sur grand écran."""
    context = site_browser.context_of(browser, width)
    page = context.new_page()
    page.goto(f"{address}?segment=alimentation", wait_until="networkidle")
    page.locator(".puce").wait_for()
    assert count(page) < 30
    assert shift(page) < 0.01
    context.close()


def test_une_ligne_ecrite_par_le_navigateur_est_celle_de_la_page(page: Page, address: str) -> None:
    """Trier, puis revenir à l'ordre de départ, rend les mêmes lignes, au caractère près."""
    clean = "FIRST => [...document.querySelectorAll('.exploration tbody tr')].slice(0, FIRST).map(row => row.outerHTML.replace(/ role=\"\\w+\"/g, ''))"
    page.goto(address, wait_until="networkidle")
    before = page.evaluate(clean, FIRST)
    page.get_by_label("Trier par").select_option("montant")
    page.wait_for_function("() => location.search === '?tri=montant'")
    page.get_by_label("Trier par").select_option("date")
    page.wait_for_function("() => location.search === ''")
    assert page.evaluate(clean, FIRST) == before


def test_chaque_ligne_dit_ce_que_disent_les_listes_sans_javascript(page: Page, address: str, sites: Sites, document: dict[str, Any]) -> None:
    """Lieux, statut, marques et étiquettes se déduisent des colonnes dans le navigateur : mêmes mots que la page faite d'avance, pour toutes."""
    pages = site_html.pages(sites.publique)
    lists = [pages[path].root for path in pages if path.startswith(f"{URL}annee-")]
    tables = [body for root in lists for body in root.all("tbody")]
    expected = sorted(said(next(row.all("a")).words(), [cell.words() for cell in row.all("td")]) for body in tables for row in body.all("tr"))
    wake(page, address)
    while page.locator("[data-suite]").is_visible():
        page.locator("[data-suite]").click()
        settle(page)
    rows = page.evaluate(CELLS)
    assert len(rows) == len(document["id"])
    assert sorted(said(title, cells) for title, *cells in rows) == expected


#: Le texte de chaque cellule, étiquettes séparées ; une ligne hors de l'écran n'a pas d'innerText.
CELLS = """[...document.querySelectorAll('.exploration tbody tr')].map(row => [...row.cells].map(
  cell => [...cell.querySelectorAll('li')].map(tag => tag.textContent).join(' ') || cell.textContent))"""


def said(title: str, cells: list[str]) -> tuple[str, ...]:
    """Ce que dit une ligne, quelle que soit la façon dont ses étiquettes sont séparées."""
    return (title, *(" ".join(cell.split()) for cell in cells))


# — Filtrer —


def test_chaque_valeur_de_chaque_filtre_dit_son_vrai_nombre(page: Page, address: str, relations: Relations) -> None:
    """Les nombres montrés, ceux des données, et le nombre de résultats une fois la case cochée : les mêmes."""
    wake(page, address)
    totals = {
        (facet, code): total for facet, column in columnar.columns(columnar.ordered(relations), relations).items() for code, total in column.counts().items()
    }
    found = page.evaluate(EACH_VALUE, list(totals))
    assert {(facet, code): (shown, int(re.sub(r"\D.*", "", said.replace("\u202f", "")) or 0)) for facet, code, shown, said in found} == {
        key: (f"({total})", total) for key, total in totals.items()
    }


def test_deux_valeurs_d_un_filtre_s_ajoutent_et_deux_filtres_se_croisent(page: Page, address: str, relations: Relations) -> None:
    """« ou » dans un filtre, « et » entre deux ; le compte d'une valeur tient compte des autres filtres."""
    entries = columnar.ordered(relations)
    wake(page, address)
    choose(page, "trimestre", "2027-T1")
    choose(page, "trimestre", "2027-T2")
    both = [e for e in entries if e.publication_prevue in ("2027-T1", "2027-T2", *(f"2027-0{m}" for m in range(1, 7)))]
    assert count(page) == len(both)
    choose(page, "environnement", "circ-econ")
    crossed = [e for e in both if any(stake.code == "circ-econ" for stake in e.enjeux)]
    assert count(page) == len(crossed) > 0
    choose(page, "trimestre", "2027-T1")
    choose(page, "trimestre", "2027-T2")
    shown = box(page, "trimestre", "2027-T2").locator("xpath=..").locator(".choix__nombre").inner_text()
    assert shown == f"({sum(1 for e in crossed if e.publication_prevue in ('2027-T2', '2027-04', '2027-05', '2027-06'))})"


def test_une_case_cochee_avant_que_l_explorateur_soit_pret_compte(page: Page, address: str) -> None:
    """Les données arrivent en retard : le choix et les mots déjà donnés sont pris."""

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/explorateur.json*", late)
    page.goto(address, wait_until="networkidle")
    page.locator('[data-facette=segment] input[value="alimentation"]').check()
    page.wait_for_function("() => location.search === '?segment=alimentation'")
    assert page.locator(".puce").all_text_contents() == ["Retirer le filtre Alimentation"]


@pytest.mark.parametrize(
    ("typed", "same"),
    [("reemploi", "réemploi"), ("BATIMENTS", "bâtiment"), ("l'entretien", "entretien"), ("L’ENTRETIEN des", "entretien"), ("locaux", "local")],
)
def test_les_facons_d_ecrire_un_mot_donnent_les_memes_lignes(page: Page, address: str, typed: str, same: str) -> None:
    """Accents, majuscules, pluriels, élisions et petits mots ne changent rien."""
    wake(page, address)
    write(page, same)
    expected = count(page), titles(page)
    write(page, typed)
    assert (count(page), titles(page)) == expected
    assert expected[0] > 0


def test_on_trouve_par_le_mot_des_agents(page: Page, address: str, relations: Relations) -> None:
    """Un synonyme de la famille trouve ses intentions, même s'il n'est dans aucun intitulé."""
    families = {f.id: f for f in relations.edition.entrees["famille"].values()}
    entries = columnar.ordered(relations)
    said = " ".join(e.intitule.lower() for e in entries)
    entry, word = next((e, w) for e in entries for w in families[e.famille].mots_cles if w.isalpha() and len(w) > 5 and w.lower() not in said)
    wake(page, address)
    write(page, word)
    while page.locator("[data-suite]").is_visible():
        page.locator("[data-suite]").click()
    assert entry.intitule in titles(page)


def test_le_tri_suit_le_montant_ou_l_alphabet(page: Page, address: str, relations: Relations) -> None:
    """Du plus élevé au plus faible ; de A à Z, sans tenir compte des accents."""
    entries = {e.intitule: e for e in columnar.ordered(relations)}
    rank = {line.code: position for position, line in enumerate(relations.edition.codes["tranches-montant"].lignes)}
    wake(page, address)
    page.get_by_label("Trier par").select_option("montant")
    settle(page)
    amounts = [rank[entries[title].montant_tranche] for title in titles(page)]
    assert amounts == sorted(amounts, reverse=True) and amounts[0] > amounts[-1]
    page.get_by_label("Trier par").select_option("intitule")
    settle(page)
    names = [plain(title) for title in titles(page)]
    assert names == sorted(names) and len(names) == 50
    assert page.locator(".exploration caption").inner_text() == "Intentions d’achat, par intitulé"


def plain(text: str) -> str:
    """Un texte sans accents ni majuscules."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower().replace("œ", "oe")) if not unicodedata.combining(c))


def test_la_suite_s_affiche_par_cinquante_et_le_focus_y_va(page: Page, address: str, document: dict[str, Any]) -> None:
    """Les premières, puis cinquante de plus ; le focus est sur la première ligne nouvelle."""
    wake(page, address)
    page.get_by_role("button", name="Afficher").click()
    settle(page)
    assert len(titles(page)) == FIRST + 50
    assert page.evaluate("document.activeElement.textContent") == document["intitule"][FIRST]
    page.wait_for_function(f"() => document.getElementById('annonces').textContent.startsWith('{FIRST + 50}')")


def test_le_nombre_de_resultats_est_annonce(page: Page, address: str) -> None:
    """Dans une zone d'état, une fois l'écriture finie."""
    wake(page, address)
    write(page, "mobilier")
    page.wait_for_function("() => /^\\d+.intentions? sur \\d+\\.$/.test(document.getElementById('annonces').textContent)")
    assert page.locator("#annonces").get_attribute("role") == "status"


# — L'adresse —


def test_l_adresse_dit_l_etat_et_le_rend(page: Page, address: str) -> None:
    """Courte, lisible ; rouverte, elle rend les mêmes filtres, le même tri, les mêmes lignes."""
    wake(page, address)
    choose(page, "environnement", "clim-mitig")
    choose(page, "environnement", "circ-econ")
    write(page, "collège")
    page.get_by_label("Trier par").select_option("montant")
    settle(page)
    assert page.url == f"{address}?q=coll%C3%A8ge&environnement=clim-mitig,circ-econ&tri=montant"
    before = count(page), titles(page), sorted(page.locator(".puce").all_inner_texts())
    shared = page.url
    page.goto("about:blank")
    page.goto(shared, wait_until="networkidle")
    assert (count(page), titles(page), sorted(page.locator(".puce").all_inner_texts())) == before
    assert page.get_by_label("Trier par").input_value() == "montant"
    assert page.get_by_role("searchbox", name="Mots de l’achat").input_value() == "collège"


def test_le_bouton_precedent_rend_la_liste_filtree(page: Page, address: str) -> None:
    """On ouvre une fiche, on revient : mêmes filtres, même nombre de lignes ; un seul « précédent » quitte la page."""
    page.goto(address.removesuffix(URL), wait_until="networkidle")
    wake(page, address)
    choose(page, "statut", "publiee")
    page.get_by_role("button", name="Afficher").click()
    settle(page)
    before = page.url, count(page), titles(page)
    page.locator(".exploration tbody a").first.click()
    page.go_back(wait_until="networkidle")
    page.wait_for_function("() => document.querySelector('.puce')")
    assert (page.url, count(page), titles(page)) == before
    page.go_back(wait_until="networkidle")
    assert page.url == address.removesuffix(URL)


@pytest.mark.parametrize("query", ["?segment=rien&annee=1999&tri=toto&zut=1", "?q=%20", "?segment=%F0%9F%8C%B3,,"])
def test_une_adresse_qui_dit_n_importe_quoi_montre_tout(page: Page, address: str, document: dict[str, Any], query: str) -> None:
    """Ce qui est inconnu est ignoré."""
    wake(page, address, query)
    assert count(page) == len(document["id"])


def test_un_texte_hostile_reste_un_texte(page: Page, address: str) -> None:
    """Le mot cherché est montré tel quel, jamais exécuté."""
    wake(page, address, "?q=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E%20zzyzx")
    assert "<img src=x" in page.locator(".puce").inner_text()
    assert page.locator("main img").count() == 0 and page.title() != "1"


# — Puces et état vide —


def test_une_puce_retire_son_filtre_et_le_focus_reste_dans_la_page(page: Page, address: str, document: dict[str, Any]) -> None:
    """Le focus va à la puce suivante, puis au nombre de résultats quand il n'en reste plus."""
    wake(page, address, "?segment=alimentation&trimestre=2027-T2")
    page.locator(".puce").first.focus()
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("document.activeElement.textContent") == f"Retirer le filtre 2e{NBSP}trimestre 2027"
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("document.activeElement.matches('[data-compte]')")
    assert (page.url, count(page)) == (address, len(document["id"]))


def test_sans_resultat_la_page_propose_quoi_elargir_avec_de_vrais_nombres(page: Page, address: str, document: dict[str, Any]) -> None:
    """Chaque proposition dit combien d'intentions elle rendrait, et les rend."""
    wake(page, address, "?segment=alimentation&nature=travaux&statut=publiee")
    assert count(page) == 0 and sentence(page).startswith("Aucune intention")
    assert not page.locator(".exploration table").is_visible()
    offers = page.locator(".vide li").all_inner_texts()
    assert len(offers) == 2
    for offer in offers:
        name, number = re.fullmatch(r"Retirer «\u00a0(.+)\u00a0»\u00a0: (\d+)\u00a0intentions?", offer).groups()  # type: ignore[union-attr]
        page.locator(".vide").get_by_role("button", name=name).click()
        settle(page)
        assert count(page) == int(number) > 0
        page.goto("about:blank")
        wake(page, address, "?segment=alimentation&nature=travaux&statut=publiee")
    page.get_by_role("button", name=f"Voir les {len(document['id'])}").click()
    settle(page)
    assert count(page) == len(document["id"])


# — Téléphone, clavier, accessibilité —


def test_sur_telephone_les_filtres_sont_dans_une_boite_de_dialogue(phone: Page, address: str) -> None:
    """Le bouton l'ouvre, le focus y entre et y reste, Échap la ferme et le rend ; les choix sont gardés."""
    phone.goto(address, wait_until="networkidle")
    assert not phone.get_by_role("searchbox", name="Mots de l’achat").is_visible()
    opener = phone.get_by_role("button", name="Filtrer")
    opener.focus()
    phone.keyboard.press("Enter")
    dialog = phone.get_by_role("dialog", name="Filtrer")
    dialog.wait_for()
    for _ in range(40):
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    dialog.get_by_label("Alimentation").check()
    settle(phone)
    seen = dialog.locator(".boite__pied button").inner_text()
    phone.keyboard.press("Escape")
    settle(phone)
    assert not dialog.is_visible()
    assert phone.evaluate("document.activeElement.textContent") == "Filtrer (1)"
    assert seen == f"Voir {count(phone)}{NBSP}intentions"
    assert phone.url.endswith("?segment=alimentation")


def test_la_boite_se_ferme_si_l_ecran_s_elargit(phone: Page, address: str) -> None:
    """Le formulaire retrouve sa place, à côté de la liste."""
    phone.goto(address, wait_until="networkidle")
    phone.get_by_role("button", name="Filtrer").click()
    phone.get_by_role("dialog").wait_for()
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.wait_for_function("() => !document.querySelector('dialog') && document.querySelector('.exploration__filtres form')")


def test_tout_se_fait_au_clavier(page: Page, address: str) -> None:
    """De la fin du titre : écrire, déplier, cocher, retirer, télécharger, sans souris."""
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.getElementById('explorateur-q').focus()")
    page.keyboard.type("a")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('[data-facette=lieu] summary')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-facette=lieu] input")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    settle(page)
    assert re.search(r"\?q=a&lieu=\d{9}$", page.url)
    assert page.evaluate("document.activeElement.matches('[data-facette=lieu] input:checked')")
    page.locator(".exploration__fichiers summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".csv")


STATES = {"filtrée": "?segment=alimentation&trimestre=2027-T2", "vide": "?q=zzyzx&segment=alimentation"}


@pytest.mark.parametrize("width", site_browser.WIDTHS)
@pytest.mark.parametrize("state", STATES)
def test_axe_ne_trouve_rien_dans_aucun_etat(browser: Browser, address: str, state: str, width: int) -> None:
    """Liste filtrée, état vide, tous les filtres dépliés, boîte ouverte, en clair et en sombre."""
    context = site_browser.context_of(browser, width)
    page = context.new_page()
    page.goto(address + STATES[state], wait_until="networkidle")
    if width == 390:
        page.get_by_role("button", name="Filtrer").click()
        page.get_by_role("dialog").wait_for()
    page.evaluate("document.querySelectorAll('.exploration details').forEach(e => { e.open = true; })")
    assert site_browser.violations(page) == {}
    assert page.evaluate(site_browser.OVERFLOW) == []
    context.close()


def test_si_les_donnees_ne_viennent_pas_la_page_le_dit_et_mene_aux_listes(browser: Browser, address: str) -> None:
    """Une phrase, le chemin des listes toutes faites, et un second essai qui réussit."""
    context = site_browser.context_of(browser)
    page = context.new_page()
    page.route("**/explorateur.json*", lambda route: route.abort())
    page.goto(address, wait_until="networkidle")
    page.get_by_label("Trier par").focus()
    page.get_by_text("Les filtres ne répondent pas.").first.wait_for()
    assert page.get_by_role("link", name="par campagne, trimestre, enjeu et famille").is_visible()
    page.unroute("**/explorateur.json*")
    page.locator('[data-facette=segment] input[value="alimentation"]').check()
    page.wait_for_function("() => location.search === '?segment=alimentation'")
    context.close()


# — Télécharger —


def download(page: Page, form: str, folder: Path) -> Path:
    """Le fichier d'un format, tel que le navigateur l'enregistre."""
    details = page.locator(".exploration__fichiers")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    with page.expect_download() as waiting:
        page.locator(f"[data-format={form}]").click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


@pytest.fixture
def hostile(page: Page, document: dict[str, Any]) -> None:
    """Le premier intitulé est une formule, avec tout ce qui casse un fichier mal écrit."""
    data = document | {"intitule": ['=HYPERLINK("http://x";"<é>") & ; , \\ \u0001fin', *document["intitule"][1:]]}
    page.route("**/explorateur.json*", lambda route: route.fulfill(body=json.dumps(data), content_type="application/json"))


SAFE = '\'=HYPERLINK("http://x";"<é>") & ; , \\ '


#: Ce qu'un classeur doit dire : première ligne figée, filtre, langue, titre.
MARKS = {
    "xlsx": {'state="frozen"', '<autoFilter ref="A1:', "<dc:language>fr-FR</dc:language>", "<dc:title>Intentions d’achat</dc:title>"},
    "ods": {
        '"VerticalSplitPosition" config:type="int">1<',
        'table:display-filter-buttons="true"',
        "<dc:language>fr-FR</dc:language>",
        "<dc:title>Intentions d’achat</dc:title>",
    },
}


def well_made(path: Path) -> set[str]:
    """Ce que dit un classeur, une fois son archive et chacun de ses documents XML relus sans faute."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert path.suffix != ".ods" or archive.infolist()[0].filename == "mimetype"
        parts = [archive.read(name) for name in archive.namelist() if name != "mimetype"]
    for part in parts:
        ElementTree.fromstring(part)
    said = b"".join(parts).decode()
    return {mark for marks in MARKS.values() for mark in marks if mark in said}


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_le_classeur_telecharge_est_la_liste_filtree(page: Page, address: str, document: dict[str, Any], hostile: None, form: str, tmp_path: Path) -> None:
    """Relu par un vrai lecteur : mêmes lignes, mêmes en-têtes, formules neutralisées, feuille « À propos »."""
    wake(page, address)
    path = download(page, form, tmp_path)
    assert path.name == f"intentions-{document['edition']}-du-{document['date']}.{form}"
    assert well_made(path) >= MARKS[form]
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Intentions", "À propos"]
    header, *rows = book.get_sheet_by_name("Intentions").to_python()
    assert header[:4] == ["Identifiant", "Intitulé", "Publication prévue", "Lieux"] and header[-1] == "Fiche"
    assert [row[0] for row in rows] == document["id"]
    assert [row[1] for row in rows] == [f"{SAFE}fin", *document["intitule"][1:]]
    assert {row[header.index("Campagne")] for row in rows} <= {2026.0, 2027.0}
    about = dict(book.get_sheet_by_name("À propos").to_python())
    assert about["Licence"] == "Licence Ouverte 2.0" and about["Date"] == document["date"] and about["Démonstration"].startswith("oui")
    assert about["Filtres"] == "aucun"
    assert all(str(row[-1]).endswith(f"/intentions/{row[0]}/") for row in rows)


def test_le_csv_telecharge_se_relit(page: Page, address: str, document: dict[str, Any], hostile: None, tmp_path: Path) -> None:
    """Un tableur y lit les accents, les guillemets et les virgules ; chaque ligne dit son édition et sa licence."""
    wake(page, address)
    raw = download(page, "csv", tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["Identifiant"] for row in rows] == document["id"]
    assert rows[0]["Intitulé"] == f"{SAFE}\u0001fin"
    assert {(row["Édition"], row["Licence"], row["Démonstration"][:3]) for row in rows} == {(document["edition"], "Licence Ouverte 2.0", "oui")}


def test_l_agenda_telecharge_se_relit(page: Page, address: str, document: dict[str, Any], tmp_path: Path, sites: Sites) -> None:
    """Un évènement d'un jour par intention filtrée, du même UID que l'agenda d'abonnement, daté par l'édition."""
    wake(page, address, "?trimestre=2027-T2")
    path = download(page, "ics", tmp_path)
    raw = path.read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    events = Calendar.from_ical(raw).walk("VEVENT")
    assert len(events) == count(page)
    assert {event["DTSTART"].dt.month for event in events} <= {4, 5, 6}
    assert {event["DTSTAMP"].dt.date().isoformat() for event in events} == {document["date"]}
    assert all(re.fullmatch(rf"[\w-]+-publication@{re.escape(document['domaine'])}", event["UID"]) for event in events)
    assert len({str(event["UID"]) for event in events}) == len(events)


def test_deux_telechargements_de_la_meme_liste_sont_identiques(page: Page, address: str, tmp_path: Path) -> None:
    """Ni l'heure ni le navigateur n'y entrent."""
    wake(page, address, "?segment=alimentation")
    for form in ("csv", "xlsx", "ods", "ics"):
        assert download(page, form, tmp_path).read_bytes() == download(page, form, tmp_path).read_bytes(), form


# — Six mille intentions —


def many(document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Six mille intentions aux intitulés tous différents, aux valeurs tirées au hasard : le cas le plus lourd à compresser."""
    draw = random.Random(2027)
    places = [*document["colonnes"]["lieux"]["libelles"], *document["colonnes"]["lieu"]["libelles"]]
    names: dict[str, None] = {}
    while len(names) < MANY:
        names[f"{draw.choice(document['intitule'])}, {draw.choice(places)}, {draw.choice(document['intitule']).split()[-1]} {draw.randint(1, 60)}"] = None
    titles = list(names)
    draw.shuffle(titles)
    columns = {
        name: column if name in document["parents"] else column | {"lignes": "".join(draw.choices(column["lignes"], k=MANY))}
        for name, column in document["colonnes"].items()
    }
    ids = [f"{draw.choice((2026, 2027))}-{number:04}" for number in draw.sample(range(MANY), MANY)]
    first = columnar.FIRST_TITLES
    large = document | {
        "id": ids[:first],
        "intitule": titles[:first],
        "suite": columnar.NEXT.rpartition("/")[2],
        "colonnes": columns,
        "avenir": 5000,
    }
    return large, {"id": ids[first:], "intitule": titles[first:]}


@pytest.fixture
def crowded(page: Page, document: dict[str, Any]) -> dict[str, Any]:
    """Sert six mille intentions à la page."""
    large, following = many(document)
    page.route("**/explorateur.json*", lambda route: route.fulfill(body=json.dumps(large), content_type="application/json"))
    page.route("**/explorateur-suite.json", lambda route: route.fulfill(body=json.dumps(following), content_type="application/json"))
    return large


def weight(data: Any) -> int:
    """Le poids compressé, en octets, tel qu'un serveur l'enverrait."""
    return len(gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 6))


def test_six_mille_intentions_tiennent_en_cent_kilo_octets_au_premier_chargement(document: dict[str, Any]) -> None:
    """Données compressées ; les intitulés suivants ne viennent que s'ils servent."""
    large, following = many(document)
    assert weight(large) <= 100 * 1024, weight(large)
    assert weight(following) <= 100 * 1024, weight(following)


def test_mille_cinq_cents_filtrages_ne_gelent_pas_la_page(page: Page, address: str, crowded: dict[str, Any]) -> None:
    """Cliqués sans répit, ils sont réunis image par image ; la page répond encore, et dit le bon nombre."""
    wake(page, address)
    code = crowded["colonnes"]["segment"]["codes"][0]
    script = f"""() => {{ const box = document.querySelector("[data-facette=segment] input[value='{code}']");
      for (let i = 0; i < 1501; i++) box.click(); }}"""
    page.evaluate(script)
    settle(page)
    column = crowded["colonnes"]["segment"]
    families = [ord(sign) - columnar.ZERO for sign in crowded["colonnes"]["famille"]["lignes"]]
    groups = column.get("groupes") or [[rank] for rank in range(len(column["codes"]))]
    assert count(page) == sum(0 in groups[ord(column["lignes"][family]) - columnar.ZERO] for family in families)


def test_le_second_fichier_ne_vient_que_s_il_sert(page: Page, address: str, crowded: dict[str, Any]) -> None:
    """Filtrer les premières lignes ne le demande pas ; chercher un mot, trier par intitulé ou télécharger, si."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    wake(page, address)
    page.get_by_role("button", name="Afficher").click()
    settle(page)
    assert not any("suite" in url for url in requests)
    page.get_by_label("Trier par").select_option("intitule")
    page.wait_for_function("() => location.search === '?tri=intitule'")
    assert sum("suite" in url for url in requests) == 1
    assert len(titles(page)) == 50 and all(titles(page))


def test_si_le_second_fichier_ne_vient_pas_la_page_le_dit(page: Page, address: str, document: dict[str, Any]) -> None:
    """Le geste suivant le redemande."""
    large, following = many(document)
    page.route("**/explorateur.json*", lambda route: route.fulfill(body=json.dumps(large), content_type="application/json"))
    page.route("**/explorateur-suite.json", lambda route: route.fulfill(body="<!doctype html>"))
    wake(page, address)
    write(page, "collège")
    page.get_by_text("La liste entière ne répond pas.").first.wait_for()
    page.unroute("**/explorateur-suite.json")
    page.route("**/explorateur-suite.json", lambda route: route.fulfill(body=json.dumps(following), content_type="application/json"))
    write(page, "collèges")
    page.wait_for_function("() => location.search === '?q=coll%C3%A8ges'")
    assert count(page) > 0


def test_le_site_interne_a_le_meme_explorateur(browser: Browser, addresses: dict[str, str], sites: Sites) -> None:
    """Avec ses intentions internes, marquées."""
    public, internal = (json.loads((sites[name] / columnar.PATH).read_text(encoding="utf-8")) for name in ("publique", "interne"))
    assert set(internal["id"]) > set(public["id"])
    context = site_browser.context_of(browser)
    page = context.new_page()
    wake(page, addresses["interne"] + URL)
    assert count(page) == len(internal["id"])
    context.close()
