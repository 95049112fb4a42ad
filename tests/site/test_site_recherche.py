"""La recherche dans un vrai navigateur : les mots comme on les tape, le genre de chaque résultat, rien d'interne."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import site_browser
import site_html
import yaml
from playwright.sync_api import Browser, Page
from site_build import ROOT
from site_canary import Planted

from spaser.model import GENRES

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


def search(page: Page, address: str, words: str) -> Found:
    """Cherche des mots par l'adresse de la page de recherche, et montre tous les résultats."""
    site_browser.load(page, f"{address}recherche/?q={quote(words)}")
    more = page.get_by_role("button", name="Afficher")
    while more.is_visible():
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
    ],
)
def test_les_facons_d_ecrire_un_mot_donnent_les_memes_resultats(page: Page, addresses: dict[str, str], typed: str, same: str) -> None:
    """Accents, majuscules, pluriels et élisions ne changent rien."""
    found, expected = search(page, addresses["publique"], typed), search(page, addresses["publique"], same)
    assert expected.count > 0
    assert found.urls == expected.urls


def test_un_mot_elide_se_trouve_seul(page: Page, addresses: dict[str, str], public_site: Path) -> None:
    """« l’insertion » dans une fiche se trouve en cherchant « insertion » : toutes les fiches qui l'écrivent sont là."""
    found = search(page, addresses["publique"], "insertion").urls
    names = {path.stem for path in (ROOT / "referentials").rglob("*.yml")}
    fiches = [
        path
        for path in site_html.pages(public_site).values()
        if path.url.split("/")[0] in {genre.url for genre in GENRES.values()} and path.url.count("/") == 2 and path.url.split("/")[1] in names
    ]
    written = {f"/{fiche.url}" for fiche in fiches if "l’insertion" in " ".join(p.text() for p in next(fiche.root.all("article")).all("p"))}
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
    found = [yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in sorted((ROOT / "referentials" / "familles").glob("*.yml"))]
    return [(data["intitule"], data["id"]) for data in found if data["visibilite"] == "publique"][::4]


@pytest.mark.parametrize(("name", "identifiant"), families())
def test_le_nom_d_une_famille_trouve_sa_fiche_en_tete(page: Page, addresses: dict[str, str], name: str, identifiant: str) -> None:
    """Parmi les trois premiers résultats, avec son genre."""
    found = search(page, addresses["publique"], name)
    assert ("Famille d’achat", f"/vademecum/{identifiant}/") in [(kind, url) for _, kind, url in found.results[:3]]


def test_chaque_resultat_dit_son_genre(page: Page, addresses: dict[str, str]) -> None:
    """Intention, famille, critère, exigence, fournisseur, objectif ou page."""
    found = search(page, addresses["publique"], "achat")
    assert found.count == len(found.results) > 20
    assert {kind for _, kind, _ in found.results} <= KINDS | {"Critère"}
    assert len({kind for _, kind, _ in found.results}) >= 4


def test_les_resultats_se_trient_par_genre(page: Page, addresses: dict[str, str]) -> None:
    """Choisir un genre ne garde que lui, et le dit ; l'adresse garde le choix."""
    search(page, addresses["publique"], "mobilier")
    page.locator(".resultats__genres").get_by_label(re.compile("^Intention d’achat")).check()
    page.wait_for_function("() => document.querySelector('.resultats__compte').textContent.includes('genre')")
    kinds = page.locator(".resultat__genre").all_inner_texts()
    assert kinds and set(kinds) == {"Intention d’achat"}
    assert "genre=Intention" in page.url


def test_le_nombre_de_resultats_est_annonce(page: Page, addresses: dict[str, str]) -> None:
    """La phrase du compte est aussi dite aux technologies d'assistance, dans une zone d'état."""
    site_browser.load(page, addresses["publique"] + "recherche/?q=mobilier")
    sentence = page.locator(".resultats__compte").inner_text()
    assert re.fullmatch(rf"\d+ résultats pour «{NBSP}mobilier{NBSP}»", sentence)
    assert page.locator("#annonces").get_attribute("role") == "status"
    page.wait_for_function("() => document.getElementById('annonces').textContent !== ''")
    assert page.locator("#annonces").text_content() == f"{sentence}."


def test_une_recherche_vaine_le_dit_et_propose_une_suite(page: Page, addresses: dict[str, str]) -> None:
    """Une phrase, un conseil, un lien vers le plan du site."""
    found = search(page, addresses["publique"], "zzyzx")
    assert (found.sentence, found.count) == (f"Aucun résultat pour «{NBSP}zzyzx{NBSP}»", 0)
    assert page.locator(".vide").get_by_role("link", name="plan du site").is_visible()


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
    found = [yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in sorted((ROOT / "referentials" / "intentions").rglob("*.yml"))]
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
