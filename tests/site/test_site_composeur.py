"""Le composeur de critères dans un vrai navigateur : choisir, composer, partager l'adresse, emporter les documents."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import site_browser
from playwright.sync_api import Browser, Page, Route
from python_calamine import CalamineWorkbook
from site_build import Sites

URL = "interne/composer/"
NBSP = "\u00a0"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FAMILY = "mobilier-bureau-scolaire"
#: Deux niveaux d'un même engagement dans cette famille.
LOW, HIGH = "mobilier-reemploi-references", "mobilier-reemploi-part"

pytestmark = pytest.mark.xdist_group("composeur")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Une page neuve, sur un grand écran, qui n'admet aucune erreur."""
    context = site_browser.context_of(browser, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def address(addresses: dict[str, str]) -> str:
    """L'adresse de la page, sur le site interne."""
    return addresses["interne"] + URL


@pytest.fixture(scope="module")
def index(sites: Sites) -> dict[str, Any]:
    """L'index publié."""
    found: dict[str, Any] = json.loads((sites.interne / "composeur/index.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def criteria(sites: Sites, index: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Les critères de la famille d'essai et les transverses, par identifiant."""
    own = json.loads((sites.interne / f"composeur/{FAMILY}.json").read_text(encoding="utf-8"))["criteres"]
    return {criterion["id"]: criterion for criterion in [*own, *index["transverses"]]}


@pytest.fixture(scope="module")
def family(index: dict[str, Any]) -> dict[str, Any]:
    """La famille d'essai, dans l'index."""
    found: dict[str, Any] = next(item for item in index["familles"] if item["id"] == FAMILY)
    return found


# — Ce qu'une personne voit et fait —


def ready(page: Page, address: str, anchor: str = "") -> None:
    """Ouvre la page et attend que le composeur soit prêt."""
    page.goto("about:blank")
    page.goto(address + anchor)
    page.wait_for_selector("[data-plan]:not([hidden])" if "f=" in anchor else "[data-familles] button")


def here(page: Page) -> str:
    """L'adresse, telle que la page la dit : le navigateur ne la rapporte qu'après coup."""
    return str(page.evaluate("location.href"))


def chosen(page: Page) -> list[str]:
    """Les identifiants des critères retenus, dans l'ordre de la page."""
    found: list[str] = page.locator("[data-critere]").evaluate_all("nodes => nodes.map(node => node.dataset.critere)")
    return found


def weigh(page: Page, criterion: str, weight: int | str) -> None:
    """Écrit le poids d'un critère."""
    page.locator(f'[data-cle="poids:{criterion}"]').fill(str(weight))


def warnings(page: Page) -> list[str]:
    """Les codes des avertissements montrés."""
    found: list[str] = page.locator("[data-alertes]:not([hidden]) li").evaluate_all("nodes => nodes.map(node => node.dataset.code)")
    return found


def measure(page: Page, name: str) -> str:
    """La valeur d'un des totaux."""
    return page.locator(f"[data-mesure={name}] strong").inner_text()


def add(page: Page, criterion: str) -> None:
    """Ajoute un critère, son groupe déplié."""
    button = page.locator(f'[data-cle="ajouter:{criterion}"]')
    if not button.is_visible():
        page.locator("details", has=button).last.locator("> summary").click()
    button.click()


def shown(page: Page) -> list[str]:
    """Les textes du document montré : titres, paragraphes, éléments de listes, légendes et cases, dans l'ordre."""
    found: list[str] = page.locator("[data-document]").evaluate(
        "node => [...node.querySelectorAll('h3, h4, h5, h6, p, li, caption, th, td')].map(one => one.textContent)"
    )
    return found


def download(page: Page, form: str, folder: Path) -> Path:
    """Le fichier d'un format, tel que le navigateur l'enregistre."""
    with page.expect_download() as waiting:
        page.locator(f"[data-sortie={form}]").click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def parts(path: Path) -> dict[str, ElementTree.Element]:
    """Les documents XML d'une archive, chacun relu sans faute."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def said(node: ElementTree.Element, run: str, newline: str) -> str:
    """Le texte d'un paragraphe, ses retours à la ligne compris."""
    return "".join((item.text or "") if item.tag == run else "\n" for item in node.iter() if item.tag in (run, newline))


def docx_words(path: Path) -> list[str]:
    """Les paragraphes d'un fichier Word."""
    return [said(node, f"{WORD}t", f"{WORD}br") for node in parts(path)["word/document.xml"].iter(f"{WORD}p")]


def odt_words(path: Path) -> list[str]:
    """Les titres et les paragraphes d'un fichier OpenDocument."""
    found = []
    for node in parts(path)["content.xml"].iter():
        if node.tag in (f"{TEXT}p", f"{TEXT}h"):
            found.append((node.text or "") + "".join("\n" + (item.tail or "") for item in node.iter(f"{TEXT}line-break")))
    return found


def essential(family: dict[str, Any], criteria: dict[str, dict[str, Any]]) -> str:
    """L'adresse attendue de l'essentiel d'une famille."""
    weights = {name: (criteria[name]["poids"] or {}).get("conseillee") for name in family["essentiel"]}
    pieces = [
        f"{name}.{criteria[name]['version']}" + (f".{weight}" if criteria[name]["type"] == "critere-attribution" else "") for name, weight in weights.items()
    ]
    return f"#v1&f={family['id']}&c={','.join(pieces)}"


# — L'arrivée —


def test_la_page_arrive_legere(page: Page, address: str, index: dict[str, Any]) -> None:
    """Moins de trois cents éléments, une seule donnée demandée, le nombre de familles dit."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    ready(page, address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.querySelectorAll('*').length") < 300
    assert [url.partition("?")[0].rpartition("/")[2] for url in requests if ".json" in url] == ["index.json"]
    assert page.locator("[data-famille] [data-compte]").inner_text().startswith(f"{len(index['familles'])}{NBSP}familles")


def test_sans_javascript_une_phrase_mene_aux_familles(browser: Browser, address: str) -> None:
    """Aucun bouton qui ne ferait rien, et un lien vers les familles."""
    context = site_browser.context_of(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.get_by_text("Le composeur a besoin de JavaScript.").is_visible()
    assert page.locator("main").get_by_role("button").count() == 0
    assert page.locator("main .mention a").get_attribute("href") == "../../vademecum/"
    context.close()


def test_si_les_donnees_ne_viennent_pas_la_page_le_dit_et_reessaie(browser: Browser, address: str) -> None:
    """Une phrase, un bouton ; puis les familles. De même pour les critères d'une famille."""
    context = site_browser.context_of(browser)
    page = context.new_page()
    page.route("**/composeur/*.json*", lambda route: route.abort())
    page.goto(address + f"#f={FAMILY}")
    page.get_by_text("Les familles d’achat ne sont pas arrivées.").first.wait_for()
    page.unroute("**/composeur/*.json*")
    page.route(f"**/composeur/{FAMILY}.json*", lambda route: route.abort())
    page.get_by_role("button", name="Réessayer").click()
    page.get_by_text("Les critères de cette famille ne sont pas arrivés.").first.wait_for()
    page.unroute(f"**/composeur/{FAMILY}.json*")
    page.get_by_role("button", name="Réessayer").click()
    page.wait_for_selector("[data-critere]")
    context.close()


def test_rien_du_composeur_n_est_public(sites: Sites) -> None:
    """Ni page, ni données, ni module, ni feuille de style."""
    assert not list(sites.publique.rglob("*composeur*")) and not (sites.publique / "interne").exists()
    assert not (sites.publique / "assets/js/interne").exists() and (sites.interne / "assets/js/interne/composeur.js").exists()


# — Choisir et composer —


def test_au_clavier_on_trouve_une_famille_et_l_on_part_de_son_essentiel(
    page: Page, address: str, family: dict[str, Any], criteria: dict[str, dict[str, Any]]
) -> None:
    """Un mot, la flèche, Entrée ; le focus va aux critères retenus, et l'adresse dit l'essentiel."""
    ready(page, address)
    page.get_by_role("searchbox", name="Trouver une famille").focus()
    page.keyboard.type("chaises")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith(family["intitule"])
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-critere]")
    assert page.evaluate("document.activeElement.id") == "composeur-retenus"
    assert here(page) == address + essential(family, criteria)
    assert sorted(chosen(page)) == sorted(family["essentiel"])


def test_une_intention_ouvre_l_essentiel_de_sa_famille(page: Page, address: str, family: dict[str, Any], criteria: dict[str, dict[str, Any]]) -> None:
    """Le lien d'une intention ne dit que la famille ; l'adresse devient entière et garde l'intention."""
    ready(page, address, f"#f={FAMILY}&i=2027-005")
    assert here(page) == address + essential(family, criteria) + "&i=2027-005"
    assert page.locator("[data-intention]").get_attribute("href") == "../../intentions/2027-005/"


def test_une_famille_entiere_se_compose_au_clavier(page: Page, address: str, family: dict[str, Any]) -> None:
    """Ajouter, changer un poids, descendre, retirer : le focus ne se perd jamais."""
    ready(page, address, f"#f={FAMILY}")
    scored = [name for name in chosen(page) if page.locator(f'[data-cle="poids:{name}"]').count()]
    page.locator(f'[data-cle="descendre:{scored[0]}"]').focus()
    page.keyboard.press("Enter")
    assert chosen(page)[:2] == [scored[1], scored[0]]
    assert page.evaluate("document.activeElement.dataset.cle") in (f"descendre:{scored[0]}", f"monter:{scored[0]}")
    page.locator(f'[data-cle="retirer:{scored[1]}"]').focus()
    page.keyboard.press("Enter")
    assert scored[1] not in chosen(page)
    assert page.evaluate("document.activeElement.dataset.cle").startswith("retirer:")
    page.locator(f'[data-cle="poids:{scored[0]}"]').focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("22")
    assert page.evaluate("document.activeElement.dataset.cle") == f"poids:{scored[0]}"
    assert f"{scored[0]}.1.22" in here(page)
    page.locator(f'[data-cle="ajouter:{scored[1]}"]').focus()
    page.keyboard.press("Space")
    assert scored[1] in chosen(page)
    assert page.evaluate("document.activeElement !== document.body")


def test_un_niveau_superieur_prend_la_place_de_l_autre(page: Page, address: str, criteria: dict[str, dict[str, Any]]) -> None:
    """Jamais les deux : le bouton propose l'échange, dans les deux sens, à la même place."""
    assert criteria[HIGH]["remplace"] == LOW
    ready(page, address, f"#v1&f={FAMILY}&c={LOW}.1.15,mobilier-pieces-detachees.1.10")
    button = page.locator(f'[data-cle="ajouter:{HIGH}"]')
    assert "Prendre à la place de" in button.inner_text() and criteria[LOW]["intitule"] in button.inner_text()
    button.click()
    assert chosen(page) == [HIGH, "mobilier-pieces-detachees"]
    assert page.evaluate("document.activeElement.dataset.cle") == f"retirer:{HIGH}"
    page.locator(f'[data-cle="ajouter:{LOW}"]').click()
    assert chosen(page) == [LOW, "mobilier-pieces-detachees"]


def test_un_sous_critere_pese_une_part_de_son_critere(page: Page, address: str) -> None:
    """Rattaché, il prend la moitié ; l'adresse, l'aide, le document et les totaux le disent ; détaché, il retrouve son poids."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20,mobilier-pieces-detachees.1.10")
    page.locator('[data-cle="place:mobilier-pieces-detachees"]').select_option(HIGH)
    weigh(page, "mobilier-pieces-detachees", 40)
    assert here(page).endswith(f"c={HIGH}.1.20,~mobilier-pieces-detachees.1.40")
    assert page.locator("[id='aide-mobilier-pieces-detachees']").inner_text() == f"Soit 8{NBSP}% de la note."
    assert f"40{NBSP}% de 20{NBSP}%" in shown(page)
    assert (measure(page, "total"), measure(page, "environnement")) == (f"100{NBSP}%", f"20{NBSP}%")
    weigh(page, "mobilier-pieces-detachees", 101)
    assert f"Soit 20{NBSP}% de la note." in page.locator("[id='aide-mobilier-pieces-detachees']").inner_text()
    page.locator('[data-cle="place:mobilier-pieces-detachees"]').select_option("")
    assert here(page).endswith(f"c={HIGH}.1.20,mobilier-pieces-detachees.1.10")


def test_les_clauses_et_les_transverses_se_rangent_dans_le_document(
    page: Page, address: str, family: dict[str, Any], criteria: dict[str, dict[str, Any]]
) -> None:
    """Un critère transverse qui n'est pas noté s'ajoute, et son texte est dans la partie des clauses."""
    name = next(name for name in family["transverses"] if criteria[name]["type"] == "condition-execution")
    ready(page, address, f"#f={FAMILY}")
    add(page, name)
    assert here(page).endswith(f",{name}.{criteria[name]['version']}")
    texts = shown(page)
    ccap = texts.index("À reporter dans le cahier des clauses administratives particulières (CCAP)")
    assert criteria[name]["intitule"] in texts[ccap:] and criteria[name]["intitule"] not in texts[:ccap]


# — Totaux et avertissements —


def test_les_totaux_suivent_la_saisie_et_sont_annonces_une_fois(page: Page, address: str) -> None:
    """Le prix prend le reste ; la région d'état ne parle qu'après la frappe."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20")
    page.evaluate("""() => { window.dites = []; new MutationObserver(() => dites.push(document.getElementById('annonces').textContent))
      .observe(document.getElementById('annonces'), { childList: true }); }""")
    page.locator(f'[data-cle="poids:{HIGH}"]').press_sequentially("0")
    page.locator(f'[data-cle="poids:{HIGH}"]').fill("24")
    assert (measure(page, "total"), measure(page, "environnement"), measure(page, "social")) == (f"100{NBSP}%", f"24{NBSP}%", f"0{NBSP}%")
    assert page.locator("[data-mesure=total] small").inner_text() == f"critères 24{NBSP}%, prix 76{NBSP}%"
    page.wait_for_function("() => dites.some(phrase => phrase.startsWith('Critères'))")
    assert [phrase for phrase in page.evaluate("dites") if phrase] == [
        f"Critères 24{NBSP}%, prix 76{NBSP}%, environnement 24{NBSP}%, social 0{NBSP}%. Rien à revoir."
    ]


WARNED: dict[str, tuple[str, list[str]]] = {
    "juste": (f"{HIGH}.1.15", []),
    "trop": (f"{HIGH}.1.25,mobilier-pieces-detachees.1.90", ["somme-des-poids", "bornes"]),
    "rien au prix": (f"{HIGH}.1.25,mobilier-pieces-detachees.1.75", ["somme-des-poids", "bornes"]),
    "peu d'environnement": (f"{HIGH}.1.10", ["part-environnementale"]),
    "critère unique": (f"{HIGH}.1.100", ["somme-des-poids", "critere-unique", "bornes"]),
    "prix seul": ("mobilier-reprise.1", ["part-environnementale", "critere-unique"]),
    "deux niveaux": (f"{HIGH}.1.15,{LOW}.1.15", ["niveaux"]),
    "inconnu": (f"{HIGH}.1.15,mobilier-disparu.2.10", ["disparu"]),
    "sous-critères": (f"{HIGH}.1.15,~mobilier-pieces-detachees.1.60,~{LOW}.1.60", ["somme-des-poids", "niveaux"]),
}


@pytest.mark.parametrize("case", WARNED)
def test_les_avertissements_sont_ceux_du_controle(page: Page, address: str, index: dict[str, Any], case: str) -> None:
    """Chaque défaut, et lui seul ; une règle y dit son libellé et son fondement, lus dans les données."""
    choices, expected = WARNED[case]
    ready(page, address, f"#v1&f={FAMILY}&c={choices}")
    assert warnings(page) == expected
    for code in set(expected) & set(index["regles"]):
        text = page.locator(f"[data-alertes] li[data-code={code}]").first.inner_text()
        assert index["regles"][code]["libelle"] in text and index["regles"][code]["reference"] in text


def test_le_cout_complet_peut_juger_seul(page: Page, address: str) -> None:
    """Il remplace le prix dans les totaux, le document et l'adresse, et lève les deux règles."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.100")
    page.get_by_label("Coût complet").check()
    assert warnings(page) == ["bornes"] and here(page).endswith("&p=cout")
    weigh(page, HIGH, 20)
    assert warnings(page) == [] and "Coût complet" in shown(page)


def test_un_avertissement_se_regle_de_son_bouton(page: Page, address: str) -> None:
    """Le critère inconnu est nommé ; son bouton le retire de l'adresse."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.15,mobilier-disparu.2.10")
    page.get_by_role("button", name=f"Retirer «{NBSP}mobilier-disparu{NBSP}»").click()
    assert here(page).endswith(f"c={HIGH}.1.15") and warnings(page) == []
    assert page.evaluate("document.activeElement !== document.body")


# — L'adresse rouverte plus tard —


def test_l_adresse_rouverte_rend_le_meme_etat(page: Page, address: str) -> None:
    """Critères, ordre, poids, rattachement, prix, objet, document : tout est dans l'adresse, rien n'est gardé."""
    ready(page, address, f"#f={FAMILY}&i=2027-005")
    weigh(page, HIGH, 21)
    page.get_by_label("Objet du marché, facultatif").fill("Chaises & tables <du> collège, 2027")
    page.get_by_label("Coût complet").check()
    page.locator('[data-cle="place:mobilier-pieces-detachees"]').select_option(HIGH)
    before, texts, kept = here(page), shown(page), chosen(page)
    assert len(before) < len(address) + 250
    ready(page, before.partition("#")[0], "#" + before.partition("#")[2])
    assert (here(page), shown(page), chosen(page)) == (before, texts, kept)
    assert texts[0] == f"Critères d’attribution et clauses{NBSP}: Chaises & tables <du> collège, 2027"
    assert page.evaluate(site_browser.STORED) == []


def test_un_lien_d_evitement_ne_perd_pas_l_etat(page: Page, address: str) -> None:
    """« Aller au contenu » change l'ancre : l'adresse redevient celle de la composition."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20")
    page.locator(".evitement").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash.startsWith('#v1&')")
    assert chosen(page) == [HIGH]


def test_une_adresse_mal_composee_est_redressee(page: Page, address: str) -> None:
    """Un critère noté sans poids reprend le conseillé, une clause perd le sien, un sous-critère de clause redevient un critère."""
    ready(page, address, f"#v1&f={FAMILY}&c=mobilier-reprise.1.30,~{HIGH}.1.50,mobilier-pieces-detachees.1")
    assert here(page).endswith(f"c=mobilier-reprise.1,{HIGH}.1.15,mobilier-pieces-detachees.1.10")


@pytest.mark.parametrize("anchor", ["#v1&f=rien-de-tel&c=x.1.10", "#v9&f=mobilier-bureau-scolaire", "#v1&f=%E0%A4%A&c=,,..~"])
def test_une_adresse_qui_dit_n_importe_quoi_montre_le_choix_des_familles(page: Page, address: str, anchor: str) -> None:
    """Aucune erreur ; on repart d'une famille."""
    page.goto(address + anchor)
    page.wait_for_selector("[data-familles] button")
    assert not page.locator("[data-plan]").is_visible()


@pytest.fixture
def revised(page: Page, sites: Sites) -> Callable[[dict[str, Any]], None]:
    """Sert la famille d'essai avec un critère changé depuis l'adresse."""

    def serve(change: dict[str, Any]) -> None:
        document = json.loads((sites.interne / f"composeur/{FAMILY}.json").read_text(encoding="utf-8"))
        next(item for item in document["criteres"] if item["id"] == HIGH).update(change)

        def answer(route: Route) -> None:
            route.fulfill(body=json.dumps(document), content_type="application/json")

        page.route(f"**/composeur/{FAMILY}.json*", answer)

    return serve


def test_un_critere_dont_la_version_a_change_est_signale_et_se_prend(
    page: Page, address: str, revised: Callable[[dict[str, Any]], None], criteria: dict[str, dict[str, Any]]
) -> None:
    """Le document garde l'ancien texte et sa version jusqu'à la décision ; avant, après et motif sont montrés."""
    old = {"version": 1, "intitule": "Ancien titre", "texte": [["p", "Ancienne rédaction."]], "motif": "Le seuil a été relevé."}
    revised({"version": 2, "texte": [["p", "Nouvelle rédaction."], ["numeros", ["un", "deux"]]], "precedentes": [old]})
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20")
    notice = page.locator(".composeur__version")
    assert "version 1 ici, version 2 en vigueur" in notice.inner_text() and "Le seuil a été relevé." in notice.inner_text()
    notice.locator("summary").click()
    assert "Ancienne rédaction." in notice.inner_text() and "Nouvelle rédaction." in notice.inner_text()
    assert "Ancienne rédaction." in shown(page) and f"{HIGH}, version 1" in shown(page)
    notice.get_by_role("button", name="Prendre la nouvelle version").click()
    assert notice.count() == 0 and f"{HIGH}.2.20" in here(page)
    assert "Nouvelle rédaction." in shown(page) and f"{HIGH}, version 2" in shown(page) and criteria[HIGH]["intitule"] in shown(page)
    assert page.evaluate("document.activeElement.dataset.cle") == f"retirer:{HIGH}"


def test_une_version_qui_n_est_plus_gardee_est_dite(page: Page, address: str) -> None:
    """Le document montre la version en vigueur, et le dit."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.7.20")
    assert "demande la version 7, qui n’est pas gardée" in page.locator(".composeur__version").inner_text()
    assert f"{HIGH}, version 1" in shown(page)


def test_un_critere_retire_propose_celui_qui_le_remplace(page: Page, address: str, revised: Callable[[dict[str, Any]], None]) -> None:
    """Il n'est plus offert à l'ajout ; dans une adresse ancienne, il est signalé, et son remplaçant se prend."""
    revised({"retire": True, "remplace_par": "mobilier-pieces-detachees"})
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20")
    assert warnings(page) == ["retire"]
    page.locator("[data-alertes] button").click()
    assert chosen(page) == ["mobilier-pieces-detachees"]
    assert page.locator(f'[data-cle="ajouter:{HIGH}"]').count() == 0


# — Emporter —


@pytest.fixture
def hostile(page: Page, revised: Callable[[dict[str, Any]], None]) -> None:
    """Un critère dont les textes contiennent tout ce qui casse un fichier mal écrit."""
    revised({"intitule": '=HYPERLINK("x") <é> & "fin" *gras*', "texte": [["p", "a < b & c\u0001"], ["numeros", ["un", "deux"]], ["puces", ["]]>"]]]})


@pytest.mark.parametrize(("form", "words"), [("docx", docx_words), ("odt", odt_words)])
def test_le_document_emporte_est_celui_que_l_on_voit(
    page: Page, address: str, hostile: None, tmp_path: Path, form: str, words: Callable[[Path], list[str]]
) -> None:
    """Mêmes textes, même ordre, même titre ; l'archive et chacun de ses documents XML se relisent."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20,mobilier-pieces-detachees.1.10,mobilier-reprise.1")
    path = download(page, form, tmp_path)
    assert re.fullmatch(rf"criteres-{FAMILY}-[\w-]+\.{form}", path.name)
    assert words(path) == [text.replace("\u0001", "") for text in shown(page)]
    assert "@@" not in "".join(ElementTree.tostring(part, encoding="unicode") for part in parts(path).values())
    again = download(page, form, tmp_path / "bis")
    assert path.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("form", ["docx", "odt"])
def test_l_essentiel_compose_est_le_kit_de_la_famille(page: Page, address: str, sites: Sites, index: dict[str, Any], tmp_path: Path, form: str) -> None:
    """Le navigateur et la construction écrivent le même corps, famille après famille."""
    name = {"docx": "word/document.xml", "odt": "content.xml"}[form]
    for family in index["familles"][::25]:
        ready(page, address, f"#f={family['id']}")
        with zipfile.ZipFile(download(page, form, tmp_path)) as made, zipfile.ZipFile(sites.interne / f"kits/{family['id']}.{form}") as kit:
            assert made.read(name) == kit.read(name), family["id"]


def test_la_grille_calcule_et_neutralise(page: Page, address: str, hostile: None, tmp_path: Path, index: dict[str, Any]) -> None:
    """Sept offres : notes à saisir et contrôlées, formules de total et de rang, textes jamais exécutés, versions dites."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20,mobilier-pieces-detachees.1.10")
    page.get_by_label("Offres, de 5 à 20").fill("7")
    path = download(page, "xlsx", tmp_path)
    sheet = parts(path)["xl/worksheets/sheet1.xml"]
    formulas = {cell.get("r"): node.text or "" for cell in sheet.iter(f"{SHEET}c") for node in cell.iter(f"{SHEET}f")}
    assert formulas["I8"].startswith("IF(ISBLANK(I2)") and formulas["I11"].startswith("IF(COUNT(I8:I10)=0") and "RANK(I11,$C11:$I11)" in formulas["I12"]
    assert {node.get("sqref") for node in sheet.iter(f"{SHEET}dataValidation")} == {"C2:I2", "C3:I3", "C4:I4"}
    assert sheet.find(f".//{SHEET}pane").get("state") == "frozen"  # type: ignore[union-attr]
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Notation", "Barèmes", "À propos"]
    header, first, *_ = book.get_sheet_by_name("Notation").to_python()
    assert header[:3] == ["Critère", "Poids", "Offre 1"] and len(header) == 9
    assert first[0].startswith("'=HYPERLINK") and first[1] == 20
    about = book.get_sheet_by_name("À propos").to_python()
    assert ["Édition", index["edition"]] in about and ["Critère", f"{HIGH}, version 1"] in about


def test_le_markdown_et_les_copies(page: Page, address: str, hostile: None, tmp_path: Path) -> None:
    """Le Markdown échappe ses signes ; le texte et l'adresse vont dans le presse-papiers."""
    ready(page, address, f"#v1&f={FAMILY}&c={HIGH}.1.20")
    text = download(page, "md", tmp_path).read_text(encoding="utf-8")
    assert text.startswith(f"# Critères d’attribution et clauses{NBSP}: ") and '### =HYPERLINK("x") \\<é\\> & "fin" \\*gras\\*' in text
    page.get_by_role("button", name="Copier le texte").click()
    page.wait_for_function("() => navigator.clipboard.readText().then(text => text.startsWith('Critères d’attribution'))")
    page.get_by_role("button", name="Copier l’adresse").click()
    page.wait_for_function("() => navigator.clipboard.readText().then(text => text === location.href)")


def test_l_impression_ne_montre_que_le_document(page: Page, address: str) -> None:
    """Ni choix, ni totaux, ni boutons."""
    ready(page, address, f"#f={FAMILY}")
    page.emulate_media(media="print")
    assert page.locator("[data-document]").is_visible()
    for hidden in ("[data-totaux]", "[data-retenus]", "[data-sorties]", "[data-famille]", "main h1"):
        assert not page.locator(hidden).first.is_visible(), hidden
    page.emulate_media(media="screen")


# — Accessibilité —

STATES = {
    "vide": "",
    "composée": f"#f={FAMILY}&i=2027-005",
    "à revoir": f"#v1&f={FAMILY}&c={HIGH}.7.95,~mobilier-pieces-detachees.1.40,{LOW}.1.20,mobilier-disparu.1.10",
    "sans critère": f"#v1&f={FAMILY}",
}


@pytest.mark.parametrize("width", [320, *site_browser.WIDTHS])
@pytest.mark.parametrize("state", STATES)
def test_axe_ne_trouve_rien_dans_aucun_etat(browser: Browser, address: str, state: str, width: int) -> None:
    """Choix vide, composition, avertissements, tout déplié, en clair et en sombre, sans débordement jusqu'à 320 pixels."""
    context = site_browser.context_of(browser, width)
    page = context.new_page()
    ready(page, address, STATES[state])
    page.evaluate("document.querySelectorAll('.composeur details').forEach(e => { e.open = true; })")
    assert site_browser.violations(page) == {}
    assert page.evaluate(site_browser.OVERFLOW) == []
    assert page.evaluate("document.querySelectorAll('main [style]').length") == 0
    context.close()
