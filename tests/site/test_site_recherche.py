"""La recherche dans un vrai navigateur : les mots comme on les tape, le genre de chaque résultat, rien d'interne."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import site_browser
import site_budget
import yaml
from playwright.sync_api import Browser, Page
from site_build import ROOT, Sites
from site_canary import Planted

KINDS = {"Intention d’achat", "Famille d’achat", "Exigence", "Fournisseur solidaire", "Objectif", "Page"}
NBSP = "\u00a0"


@dataclass(frozen=True)
class Found:
    """Ce qu'une recherche a rendu : la phrase du compte, et chaque résultat (titre, genre, adresse)."""

    sentence: str
    results: tuple[tuple[str, str, str], ...]

    @property
    def count(self) -> int:
        """Le nombre annoncé."""
        number = re.match(r"[\d\s]+", self.sentence)
        return int(re.sub(r"\s", "", number[0])) if number else 0

    @property
    def urls(self) -> set[str]:
        """Les adresses des résultats montrés."""
        return {url for _, _, url in self.results}


@pytest.fixture(scope="module")
def page(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """Une seule page, pour ne charger le moteur qu'une fois par test."""
    opened = site_browser.context_of(browser).new_page()
    yield opened
    opened.context.close()


def settled(page: Page) -> None:
    """Attend que la recherche ait répondu."""
    page.wait_for_function("() => document.querySelector('[data-resultats]').ariaBusy === 'false'")


def search(page: Page, address: str, words: str, *, all_of_them: bool = True) -> Found:
    """Cherche des mots par l'adresse de la page de recherche, et montre tous les résultats, ou les dix premiers."""
    site_browser.load(page, f"{address}recherche/?q={quote(words)}")
    settled(page)
    more = page.get_by_role("button", name="Afficher")
    while all_of_them and more.is_visible():
        before = page.locator(".resultat").count()
        more.click()
        page.wait_for_function(f"() => document.querySelectorAll('.resultat').length > {before}")
    items = page.locator(".resultat").evaluate_all(
        "list => list.map(e => [e.querySelector('a').textContent, e.querySelector('.resultat__genre')?.textContent, new URL(e.querySelector('a').href).pathname])"
    )
    return Found(page.locator(".resultats__compte").inner_text(), tuple(tuple(item) for item in items))


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("reemploi", "réemploi"),
        ("REEMPLOI", "réemploi"),
        ("batiment", "bâtiment"),
        ("batiments", "bâtiment"),
        ("ecolabel", "écolabel"),
        ("l'insertion", "insertion"),
        ("l’insertion", "insertion"),
        ("d'entretien", "entretien"),
        ("fournitures", "fourniture"),
        ("pneus", "pneu"),
        ("bois-énergie", "bois énergie"),
        ("39160000-1", "39160000"),
        ("CPV 39160000", "39160000"),
        ("esat", "ESAT"),
        ("second oeuvre", "second œuvre"),
    ],
)
def test_les_facons_d_ecrire_un_mot_donnent_les_memes_resultats(page: Page, addresses: dict[str, str], typed: str, same: str) -> None:
    """Accents, majuscules, pluriels, élisions, traits d’union et clés de contrôle ne changent rien."""
    found, expected = (search(page, addresses["publique"], words, all_of_them=False) for words in (typed, same))
    assert found.count == expected.count > 0
    assert found.urls == expected.urls


def test_un_mot_elide_se_trouve_seul(page: Page, addresses: dict[str, str], public_site: Path) -> None:
    """« l’insertion » dans le texte d'une page de l'index se trouve en cherchant « insertion » : toutes celles qui l'écrivent sont là."""
    found = search(page, addresses["publique"], "insertion").urls
    texts = [json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")) for path in (public_site / "pagefind" / "fragment").iterdir()]
    written = {text["url"] for text in texts if re.search(r"\bl’\sinsertion", text["content"])}
    assert len(written) > 10
    assert written - found == set()


def test_deux_cellules_voisines_ne_font_pas_un_mot(public_site: Path) -> None:
    """L'index sépare un terme de sa valeur, et une cellule de la suivante : « Nature Travaux », jamais « NatureTravaux »."""
    glued = re.compile(r"\b(?:Procédure|Preuve|Nature|Durée|Source|Édition|Identifiant|Siège|Téléphone)[A-ZÀ-Ý0-9]\w*")
    texts = [gzip.decompress(path.read_bytes()).decode() for path in (public_site / "pagefind" / "fragment").iterdir()]
    assert sum("Procédure" in text for text in texts) > 10
    assert {word for text in texts for word in glued.findall(text)} == set()


def families() -> list[tuple[str, str]]:
    """Le nom et l'identifiant de quelques familles publiques."""
    found = [yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader) for path in sorted((ROOT / "referentials" / "familles").glob("*.yml"))]
    return [(data["intitule"], data["id"]) for data in found if data["visibilite"] == "publique"][::4]


@pytest.mark.parametrize(("name", "identifiant"), families())
def test_le_nom_d_une_famille_trouve_sa_fiche_en_tete(page: Page, addresses: dict[str, str], name: str, identifiant: str) -> None:
    """Parmi les trois premiers résultats, avec son genre."""
    found = search(page, addresses["publique"], name, all_of_them=False)
    assert ("Famille d’achat", f"/vademecum/{identifiant}/") in [(kind, url) for _, kind, url in found.results[:3]]


def test_chaque_resultat_dit_son_genre(page: Page, addresses: dict[str, str]) -> None:
    """Intention, famille, critère, exigence, fournisseur, objectif ou page."""
    found = search(page, addresses["publique"], "achat")
    assert found.count == len(found.results) > 20
    assert {kind for _, kind, _ in found.results} <= KINDS | {"Critère"}
    assert len({kind for _, kind, _ in found.results}) >= 4


def test_les_resultats_se_trient_par_genre(page: Page, addresses: dict[str, str]) -> None:
    """Choisir un genre ne garde que lui, et le dit ; l'adresse garde le choix."""
    search(page, addresses["publique"], "mobilier", all_of_them=False)
    page.locator(".resultats__genres").get_by_label(re.compile("^Intention d’achat")).check()
    settled(page)
    kinds = page.locator(".resultat__genre").all_inner_texts()
    assert kinds and set(kinds) == {"Intention d’achat"}
    assert "genre=Intention" in page.url


def test_le_nombre_de_resultats_est_annonce(page: Page, addresses: dict[str, str]) -> None:
    """La phrase du compte est aussi dite aux technologies d'assistance, dans une zone d'état."""
    site_browser.load(page, addresses["publique"] + "recherche/?q=mobilier")
    sentence = page.locator(".resultats__compte").inner_text()
    assert re.fullmatch(rf"\d+{NBSP}résultats pour «{NBSP}mobilier{NBSP}»", sentence)
    assert page.locator("#annonces").get_attribute("role") == "status"
    page.wait_for_function("() => document.getElementById('annonces').textContent !== ''")
    assert page.locator("#annonces").text_content() == f"{sentence}."


def test_les_filtres_se_cumulent_et_disent_leurs_comptes(page: Page, addresses: dict[str, str]) -> None:
    """Le compte annoncé par une valeur est celui des résultats qu'elle garde ; l'adresse garde tous les choix."""
    search(page, addresses["publique"], "mobilier", all_of_them=False)
    page.locator(".resultats__genres").get_by_label(re.compile("^Intention d’achat")).check()
    settled(page)
    for label, name in (("Année", "annee"), ("Famille d’achat", "famille"), ("Enjeu", "enjeu")):
        option = page.get_by_label(label, exact=True).locator("option").nth(1)
        said = re.fullmatch(r"(.*) \((\d+)\)", option.inner_text())
        assert said is not None
        page.get_by_label(label, exact=True).select_option(index=1)
        settled(page)
        assert int(page.locator(".resultats__compte").inner_text().split()[0]) == int(said[2])
        assert f"{name}={quote(said[1]).replace('%20', '+')}" in page.url
    page.reload()
    settled(page)
    assert page.get_by_label("Enjeu", exact=True).input_value() == said[1]
    assert page.locator(".resultat").count() == int(said[2])


@pytest.mark.parametrize(
    ("typed", "proposed", "url"),
    [
        ("mobillier", "mobilier", "vademecum/mobilier-bureau-scolaire"),
        ("restauration colective", "restauration collective", "vademecum/restauration-collective"),
        ("ascenceurs", "ascenseur", "vademecum/ascenseurs"),
    ],
)
def test_une_faute_d_une_lettre_donne_une_suggestion_et_ses_reponses(page: Page, addresses: dict[str, str], typed: str, proposed: str, url: str) -> None:
    """La question corrigée est un lien ; ses réponses sont déjà là."""
    found = search(page, addresses["publique"], typed, all_of_them=False)
    link = page.locator(".resultats__avis").get_by_role("link")
    assert link.inner_text().startswith(proposed)
    assert f"/{url}/" in [path for _, _, path in found.results[:3]]
    link.click()
    page.wait_for_selector(".resultat")
    assert page.locator(".resultats__avis").is_hidden()


def test_un_code_cpv_trouve_la_famille_qui_le_contient(page: Page, addresses: dict[str, str]) -> None:
    """« 30213000 » n'est écrit nulle part : la famille couvre « 3021 » ; une année reste une année."""
    assert search(page, addresses["publique"], "30213000-5").results[0][2] == "/vademecum/materiel-informatique/"
    assert search(page, addresses["publique"], "2027", all_of_them=False).count > 20


def test_une_recherche_vaine_le_dit_et_propose_une_suite(page: Page, addresses: dict[str, str]) -> None:
    """Une phrase, un conseil, un lien vers le plan du site, et à qui demander."""
    found = search(page, addresses["publique"], "zzyzx")
    assert (found.sentence, found.count) == (f"Aucun résultat pour «{NBSP}zzyzx{NBSP}»", 0)
    empty = page.locator(".vide")
    assert empty.get_by_role("link", name="plan du site").is_visible()
    assert "subject=Recherche%20sans%20r%C3%A9sultat" in str(empty.get_by_role("link", name="achats@").get_attribute("href"))


def test_une_recherche_vaine_dit_les_familles_les_plus_proches(page: Page, addresses: dict[str, str]) -> None:
    """Des mots que rien n'écrit, mais qui ressemblent à ceux d'une famille."""
    found = search(page, addresses["publique"], "zzimpression")
    assert found.count == 0
    assert page.locator(".vide li a").count() >= 1
    assert "impression" in " ".join(page.locator(".vide li a").all_inner_texts()).lower()


def test_la_premiere_question_pese_moins_de_300_ko(browser: Browser, addresses: dict[str, str], sites: Sites) -> None:
    """Tout ce qu'une première question charge, tel qu'un serveur qui compresse l'envoie ; rien avant elle."""
    context = site_browser.context_of(browser)
    page = context.new_page()
    site_browser.load(page, addresses["publique"] + "recherche/")
    seen: list[str] = []
    page.on("request", lambda request: seen.append(urlsplit(request.url).path.lstrip("/")))
    page.get_by_label("Que cherchez-vous").fill("nettoyage des bâtiments administratifs")
    page.keyboard.press("Enter")
    page.wait_for_selector(".resultat")
    page.wait_for_load_state("networkidle")
    weights = {path: min(site_budget.compressed(sites.publique / path), (sites.publique / path).stat().st_size) for path in seen}
    assert sum(weights.values()) <= 300 * 1024, weights
    assert any(path.startswith("pagefind/index/") for path in weights)
    context.close()


# — Les résultats de l'en-tête —


@pytest.fixture
def quick(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    """Une page ordinaire, où l'on a écrit « mobili » dans l'en-tête."""
    page = site_browser.context_of(browser).new_page()
    page.goto(addresses["publique"] + "aide/", wait_until="networkidle")
    page.loaded = []  # type: ignore[attr-defined]
    page.on("request", lambda request: page.loaded.append(request.url))  # type: ignore[attr-defined]
    page.locator("#recherche-rapide").focus()
    page.wait_for_timeout(100)
    assert page.loaded == []  # type: ignore[attr-defined]
    page.keyboard.type("mobili")
    page.wait_for_selector(".rapide:not([hidden]) a")
    yield page
    page.context.close()


def test_l_en_tete_montre_les_premiers_resultats_pendant_qu_on_ecrit(quick: Page) -> None:
    """Rien n'est chargé avant la première lettre ; la famille d'abord, chaque page parle de mobilier, et dit son genre ; leur nombre est annoncé."""
    shown = quick.locator(".rapide li a").all_inner_texts()
    assert 3 <= len(shown) <= 6
    assert shown[0] == "Mobilier de bureau et scolaire\nFamille d’achat"
    pages = [quick.request.get(link.evaluate("e => e.href")).text() for link in quick.locator(".rapide li a").all()]
    assert all("mobilier" in text.lower() for text in pages)
    assert all(text.split("\n")[-1] in KINDS | {"Critère"} for text in shown)
    quick.wait_for_function("() => document.getElementById('annonces').textContent !== ''")
    assert re.match(rf"\d+{NBSP}résultats pour «{NBSP}mobilier{NBSP}»\. Flèche", str(quick.locator("#annonces").text_content()))


def test_l_en_tete_se_parcourt_au_clavier_et_se_ferme_par_echap(quick: Page) -> None:
    """Flèches du champ aux liens et retour ; Échap referme et rend le champ ; Entrée sur un lien ouvre sa page."""
    quick.keyboard.press("ArrowDown")
    quick.keyboard.press("ArrowDown")
    assert quick.evaluate("[...document.querySelectorAll('.rapide a')].indexOf(document.activeElement)") == 1
    quick.keyboard.press("ArrowUp")
    quick.keyboard.press("ArrowUp")
    assert quick.evaluate("document.activeElement.id") == "recherche-rapide"
    quick.keyboard.press("ArrowDown")
    quick.keyboard.press("Escape")
    assert quick.locator(".rapide").is_hidden()
    assert quick.evaluate("document.activeElement.id") == "recherche-rapide"
    quick.keyboard.type("er")
    quick.wait_for_selector(".rapide:not([hidden]) a")
    quick.keyboard.press("ArrowDown")
    quick.keyboard.press("Enter")
    quick.wait_for_url("**/vademecum/mobilier-bureau-scolaire/")


def test_l_en_tete_se_ferme_quand_on_le_quitte_et_mene_a_tous_les_resultats(quick: Page) -> None:
    """Tab traverse les liens puis sort : le panneau se referme. Son dernier lien mène à la page entière."""
    every = quick.locator(".rapide__suite")
    assert str(every.get_attribute("href")).endswith("/recherche/?q=mobilier")
    every.focus()
    quick.keyboard.press("Tab")
    assert quick.locator(".rapide").is_hidden()


def test_l_en_tete_ouvert_ne_cree_aucune_faute(browser: Browser, addresses: dict[str, str]) -> None:
    """Axe, clair et sombre, téléphone et bureau ; rien ne déborde."""
    for width in site_browser.WIDTHS:
        page = site_browser.context_of(browser, width, bypass_csp=True).new_page()
        page.goto(addresses["publique"] + "aide/")
        page.locator("#recherche-rapide").press_sequentially("mobili")
        page.wait_for_selector(".rapide:not([hidden]) a")
        assert site_browser.violations(page) == {}
        assert page.evaluate(site_browser.OVERFLOW) == []
        page.context.close()


def test_la_recherche_s_atteint_au_clavier_depuis_l_en_tete(page: Page, addresses: dict[str, str]) -> None:
    """Trois touches Tab, un mot, Entrée : la page de résultats, champ rempli."""
    site_browser.load(page, addresses["publique"] + "aide/")
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "recherche-rapide":
            break
    page.keyboard.type("réemploi")
    page.keyboard.press("Enter")
    page.wait_for_selector(".resultat")
    assert page.url.endswith("/recherche/?q=r%C3%A9emploi")
    assert page.get_by_label("Que cherchez-vous").input_value() == "réemploi"


def test_un_texte_hostile_reste_un_texte(page: Page, addresses: dict[str, str]) -> None:
    """Le mot cherché est montré tel quel, jamais exécuté."""
    found = search(page, addresses["publique"], "<img src=x onerror=document.title='pris'> zzyzx")
    assert "<img src=x" in found.sentence
    assert page.title() != "pris" and page.locator("main img").count() == 0


def hidden_titles() -> list[str]:
    """Les intitulés des intentions internes du dépôt."""
    found = [yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader) for path in sorted((ROOT / "referentials" / "intentions").rglob("*.yml"))]
    return [data["intitule"] for data in found if data.get("visibilite") != "publique"]


def test_une_intention_interne_ne_se_trouve_que_sur_le_site_interne(page: Page, addresses: dict[str, str]) -> None:
    """Son intitulé entre guillemets : un résultat en interne, aucun en public."""
    assert hidden_titles()
    for title in hidden_titles():
        assert search(page, addresses["publique"], f'"{title}"').count == 0, title
        assert search(page, addresses["interne"], f'"{title}"').count > 0, title


def test_un_mot_interne_ne_se_trouve_pas_sur_le_site_public(page: Page, planted: Planted, planted_public: Path, planted_internal: Path) -> None:
    """Un jeton posé dans un champ interne : trouvé sur le site interne, inconnu du site public."""
    token = next(token for token, place in planted.canary.texts.items() if place.endswith(":remarques"))
    with site_browser.serve(planted_public) as public, site_browser.serve(planted_internal) as internal:
        assert search(page, internal, token).count >= 1
        assert search(page, public, token).count == 0


def test_sur_telephone_les_filtres_se_replient_et_disent_ce_qui_est_choisi(browser: Browser, addresses: dict[str, str]) -> None:
    """Sur un petit écran, les réponses viennent d'abord ; le volet des filtres dit combien de choix agissent."""
    page = site_browser.context_of(browser, width=390).new_page()
    page.goto(addresses["publique"] + "recherche/?q=reemploi")
    page.wait_for_selector(".resultat")
    fold = page.locator(".resultats__affiner summary")
    assert fold.inner_text() == "Filtrer les résultats"
    assert not page.locator(".resultats__genres").is_visible()
    first = page.locator(".resultat a").first.bounding_box()
    assert first and first["y"] < 900
    fold.focus()
    page.keyboard.press("Enter")
    page.locator(".resultats__genres").get_by_label(re.compile("^Intention d’achat")).check()
    page.wait_for_function("() => document.querySelector('.resultats__affiner summary').textContent.includes('1')")
    assert fold.inner_text() == "Filtrer les résultats (1 choix actif)"
    page.context.close()


@pytest.mark.parametrize("width", site_browser.WIDTHS)
def test_un_choix_sans_reponse_propose_de_chercher_sans_filtre(browser: Browser, addresses: dict[str, str], width: int) -> None:
    """Le choix reste montré, pour le changer ; un lien rend les réponses que les mots ont sans lui."""
    page = site_browser.context_of(browser, width).new_page()
    page.goto(addresses["publique"] + "recherche/?q=reemploi&annee=2019")
    page.get_by_text("Aucune page n’a ces mots et ce choix.").wait_for()
    fold = page.locator(".resultats__affiner")
    if width == 390:
        assert fold.locator("summary").inner_text() == "Filtrer les résultats (1 choix actif)"
        fold.locator("summary").click()
    assert page.get_by_label("Année").input_value() == "2019"
    page.get_by_role("link", name="Voir les réponses sans filtre").click()
    page.wait_for_selector(".resultat")
    assert page.url.endswith("recherche/?q=reemploi")
    page.context.close()


@pytest.mark.parametrize("width", site_browser.WIDTHS)
def test_une_question_sans_reponse_ne_garde_pas_les_filtres_de_la_precedente(browser: Browser, addresses: dict[str, str], width: int) -> None:
    """Il n'y a plus rien à filtrer : le volet s'en va avec les réponses."""
    page = site_browser.context_of(browser, width).new_page()
    page.goto(addresses["publique"] + "recherche/?q=reemploi")
    page.locator(".resultats__affiner:not([hidden])").wait_for()
    page.locator("[data-recherche] [name=q]").fill("zzyzx")
    page.keyboard.press("Enter")
    page.locator(".vide:not([hidden])").wait_for()
    assert page.locator(".resultats__affiner").is_hidden()
    page.context.close()
