"""« Mon opération » et la matrice dans un vrai navigateur : choisir, ranger, partager l'adresse, emporter, imprimer."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import site_browser
import site_html
from playwright.sync_api import Browser, Page, Route
from python_calamine import CalamineWorkbook
from site_build import Sites

from spaser import operations
from spaser.catalogue import Catalogue
from spaser.exports.operations import FILES
from spaser.operations import Operation
from spaser.publication import Edition, publish

URL, HOME = "eco-referentiel/mon-operation/", "eco-referentiel/"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
#: Les sorties de la page, et la fin du nom du fichier tout fait qui dit la même chose.
OUTPUTS = {
    "controle": "controle.xlsx", "programme.docx": "programme.docx", "programme.odt": "programme.odt", "dce.docx": "dce.docx", "dce.odt": "dce.odt",
    "csv": "exigences.csv", "json": "exigences.json",
}  # fmt: skip

pytestmark = pytest.mark.xdist_group("operation")


@pytest.fixture(scope="module")
def edition(livre: Catalogue) -> Edition:
    """Les données publiques du dépôt."""
    return publish(livre, "publique")


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
def address(addresses: dict[str, str]) -> str:
    """L'adresse de la page, sur le site public."""
    return addresses["publique"] + URL


# — Ce qu'une personne voit et fait —


def query(wanted: Operation, **more: object) -> str:
    """Ce que dit l'adresse d'une opération."""
    said = {name: value for name, value in vars(wanted).items() if value is not None} | more
    return "?" + "&".join(f"{name}={value}" for name, value in said.items())


def ready(page: Page, address: str, wanted: Operation, **more: object) -> None:
    """Ouvre la page d'une opération et attend sa liste."""
    page.goto(address + query(wanted, **more))
    page.wait_for_selector("[data-resultat]:not([hidden]) [data-liste] > *")


def shown(page: Page) -> list[str]:
    """Les identifiants des exigences montrées, dans l'ordre."""
    found: list[str] = page.locator("[data-exigence]").evaluate_all("nodes => nodes.map(node => node.dataset.exigence)")
    return found


def expected(edition: Edition, wanted: Operation) -> list[str]:
    """Les identifiants des exigences de l'opération, d'après les données."""
    return [entry.id for _, entry in operations.requirements(edition, wanted)]


def every(edition: Edition) -> list[Operation]:
    """Toutes les opérations que le formulaire permet de dire, tailles comprises."""
    works = {line.code: line.volets for line in edition.codes["typologies"].lignes}  # type: ignore[attr-defined]
    sizes = operations.sizes(edition)
    return [
        Operation(volet.code, kind.code, work, surface if volet.code == "batiment" else None, amount)
        for volet in edition.codes["volets"].lignes
        for kind in edition.codes["operations"].lignes
        for work in (None, *[code for code, volets in works.items() if volet.code in volets])
        for surface in (None, 0, *sizes["surface"])
        for amount in (None, 0, *sizes["montant"])
    ]


def download(page: Page, output: str, folder: Path) -> Path:
    """Le fichier d'une sortie, tel que le navigateur l'enregistre."""
    if not page.locator(f'[data-sortie="{output}"]').is_visible():
        page.get_by_text("Emporter ces exigences").click()
    with page.expect_download() as waiting:
        page.locator(f'[data-sortie="{output}"]').click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def texts(path: Path) -> list[str]:
    """Les paragraphes et les titres d'un document, dans l'ordre."""
    name, tags = ("word/document.xml", {f"{WORD}p"}) if path.suffix == ".docx" else ("content.xml", {f"{TEXT}p", f"{TEXT}h"})
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return ["".join(node.itertext()) for node in ElementTree.fromstring(archive.read(name)).iter() if node.tag in tags]


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Les feuilles d'un classeur, relues."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def identifiers(path: Path) -> list[str]:
    """Les exigences d'un fichier emporté, dans l'ordre, relues selon son format."""
    if path.suffix == ".xlsx":
        return [str(row[0]) for row in sheets(path)["Exigences"][1:]]
    if path.suffix == ".csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))]
    if path.suffix == ".json":
        return [row["id"] for row in json.loads(path.read_text(encoding="utf-8"))["entrees"]]
    found = [item for text in texts(path) for item in re.findall(r"\b((?:bat|inf)-[a-z0-9-]+), version \d+", text)]
    return list(dict.fromkeys(found))


# — La page telle qu'elle arrive —


def test_sans_javascript_la_page_mene_aux_operations_usuelles(browser: Browser, address: str, edition: Edition) -> None:
    """Aucun formulaire qui ne ferait rien ; chaque opération usuelle a sa page et ses fichiers."""
    context = site_browser.context_of(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator("form[data-operation]").is_visible()
    usual = operations.usual(edition)
    assert sorted(page.locator("[data-usuelles] li a").all_inner_texts()) == sorted(line.libelle for line in usual)
    page.get_by_role("link", name="Réhabilitation d’un collège").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Exigences\u00a0: Réhabilitation d’un collège"
    links = page.locator("a.fichier").evaluate_all("nodes => nodes.map(node => node.getAttribute('href').split('college-rehabilitation-')[1])")
    assert links == list(FILES)
    context.close()


def test_la_page_arrive_legere_et_les_donnees_au_premier_geste(page: Page, address: str) -> None:
    """Dix requêtes, quatre cents éléments ; l'index vient quand on entre dans le formulaire, le détail pas encore."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert len(requests) <= 10 and not any(url.endswith(".json") or ".json?" in url for url in requests), requests
    assert page.evaluate("document.querySelectorAll('*').length") <= 400
    with page.expect_response(lambda response: "index.json" in response.url):
        page.get_by_label("Volet", exact=True).focus()
    assert not any("batiment.json" in url for url in requests)


def test_chaque_page_reste_dans_son_budget(sites: Sites) -> None:
    """Quatre cents éléments pour une liste, trois cents pour une fiche."""
    pages = site_html.pages(sites.publique)
    found = {pages[path].url: sum(1 for _ in pages[path].root.all()) for path in pages if path.startswith(HOME)}
    lists = {url: size for url, size in found.items() if url == HOME or re.match(r"eco-referentiel/(mon-operation|operation-|theme-|edition-|plan)", url)}
    assert len(lists) > 20
    assert {url: size for url, size in lists.items() if size > 400} == {}
    assert {url: size for url, size in found.items() if url not in lists and size > 300} == {}


# — Choisir —


def test_la_page_retient_les_exigences_que_disent_les_donnees(page: Page, address: str, edition: Edition) -> None:
    """Les mêmes règles en Python et dans le navigateur : comparées sur toutes les opérations, tailles comprises."""
    wanted = every(edition)
    page.goto(address)
    found = page.evaluate(
        """async ([address, wanted]) => {
          const { applicables } = await import(`${address}../../assets/js/operation/choix.js`);
          const { Donnees } = await import(`${address}../../assets/js/operation/donnees.js`);
          const donnees = new Donnees(new URL(address), 'x');
          await donnees.preparer();
          const dire = (valeur) => (valeur === null ? '' : String(valeur));
          return wanted.map((un) => applicables(donnees.index.exigences, Object.fromEntries(Object.entries(un).map(([nom, valeur]) => [nom, dire(valeur)]))).map(({ id }) => id));
        }""",
        [address, [vars(one) for one in wanted]],
    )
    assert len(wanted) > 500
    assert len({tuple(one) for one in found}) > 50
    assert [one for one, ids in zip(wanted, found, strict=True) if ids != expected(edition, one)] == []


def test_choisir_montre_la_liste_son_compte_et_son_adresse(page: Page, address: str, edition: Edition) -> None:
    """De geste en geste : volet, opération, ouvrage, taille, ambition ; l'adresse suit, et se rouvre telle quelle."""
    page.goto(address)
    page.get_by_label("Volet", exact=True).select_option("batiment")
    assert not page.locator("[data-resultat]").is_visible()
    page.get_by_label("Opération", exact=True).select_option("rehabilitation")
    page.wait_for_selector("[data-resultat]:not([hidden])")
    page.get_by_label("Ouvrage", exact=True).select_option("college")
    page.get_by_label("Surface de plancher").select_option("300")
    page.get_by_label("Ambition", exact=True).select_option("exemplaire")
    wanted = Operation("batiment", "rehabilitation", "college", 300)
    assert shown(page) == expected(edition, wanted)
    assert page.url == address + query(wanted, ambition="exemplaire")
    number = len(expected(edition, wanted))
    assert page.get_by_role("heading", level=2).first.inner_text() == f"{number}\u00a0exigences s’appliquent"
    assert f"{number} au niveau exemplaire" in page.locator("[data-bilan]").inner_text()
    page.wait_for_function(f"() => document.getElementById('annonces').textContent.startsWith('{number}\u00a0exigences')")
    ready(page, address, wanted, ambition="exemplaire")
    assert shown(page) == expected(edition, wanted)
    assert page.get_by_label("Ambition", exact=True).input_value() == "exemplaire"


def test_le_compte_par_theme_est_celui_des_donnees(page: Page, address: str, edition: Edition) -> None:
    wanted = Operation("infrastructure", "rehabilitation", "route")
    ready(page, address, wanted)
    found = [theme.theme for theme, _ in operations.requirements(edition, wanted)]
    said = [f"{edition.label('themes', code)} ({found.count(code)}\u00a0exigence{'s' * (found.count(code) > 1)})" for code in dict.fromkeys(found)]
    assert page.locator("[data-liste] h3").all_inner_texts() == said
    assert "Surface" not in page.locator("form[data-operation]").inner_text()


def test_le_seuil_montre_suit_l_ambition(page: Page, address: str, edition: Edition) -> None:
    from spaser.exports.operations import threshold

    wanted = Operation("batiment", "neuf", "bureaux")
    for ambition in ("socle", "performant", "exemplaire"):
        ready(page, address, wanted, ambition=ambition)
        entries = [entry for _, entry in operations.requirements(edition, wanted)]
        said = page.locator("[data-exigence]").all_inner_texts()
        levels = [threshold(operations.retained(entry, ambition)[1], entry.sens) for entry in entries]
        assert [text for text, level in zip(said, levels, strict=True) if level not in text] == []


def test_ranger_par_phase_montre_ce_qui_est_attendu_et_prouve(page: Page, address: str, edition: Edition) -> None:
    """Une phase ne s'écrit qu'ouverte ; l'adresse retient le rangement."""
    wanted = Operation("infrastructure", "neuf", "piste-cyclable")
    ready(page, address, wanted)
    page.get_by_label("par phase").check()
    assert page.url.endswith("vue=phase") and shown(page) == []
    entries = [entry for _, entry in operations.requirements(edition, wanted)]
    counts = {line.libelle: sum(line.code in [step.phase for step in entry.phases] for entry in entries) for line in edition.codes["phases"].lignes}
    assert page.locator("[data-liste] summary").all_inner_texts() == [f"{name} ({n}\u00a0exigence{'s' * (n > 1)})" for name, n in counts.items() if n]
    page.get_by_text(f"Réception ({counts['Réception']}").click()
    page.wait_for_selector("[data-phase=AOR] li")
    steps = [(entry.id, step) for entry in entries for step in entry.phases if step.phase == "AOR"]
    assert shown(page) == [identifier for identifier, _ in steps]
    said = page.locator("[data-phase=AOR] li").all_inner_texts()
    assert [text for text, (_, step) in zip(said, steps, strict=True) if step.attendu not in text or step.preuve not in text] == []
    page.get_by_text(f"Réception ({counts['Réception']}").click()
    page.wait_for_function("() => !document.querySelector('[data-phase=AOR] li')")


def test_recommencer_rend_les_operations_usuelles(page: Page, address: str) -> None:
    ready(page, address, Operation("batiment", "entretien"))
    assert page.locator("[data-usuelles]").count() == 0
    page.get_by_role("button", name="Recommencer").click()
    page.wait_for_selector("[data-usuelles]")
    assert not page.locator("[data-resultat]").is_visible()
    assert page.url == address


def test_une_adresse_abimee_n_empeche_rien(page: Page, address: str) -> None:
    """Ce qu'elle dit d'inconnu est ignoré."""
    page.goto(address + "?volet=%3Cb%3E&operation=neuf&ambition=x&vue=y", wait_until="networkidle")
    assert page.get_by_label("Volet", exact=True).input_value() == ""
    assert page.get_by_label("Opération", exact=True).input_value() == "neuf"
    assert page.get_by_label("Ambition", exact=True).input_value() == "socle"


def test_des_donnees_absentes_se_disent_et_se_redemandent(browser: Browser, address: str) -> None:
    context = site_browser.context_of(browser)
    page = context.new_page()
    broken = [True]
    page.route("**/index.json*", lambda route: Route.abort(route) if broken[0] else Route.continue_(route))
    page.goto(address)
    page.get_by_label("Volet", exact=True).select_option("batiment")
    page.wait_for_function("() => document.getElementById('annonces').textContent.startsWith('Les exigences ne sont pas arrivées')")
    broken[0] = False
    page.get_by_label("Opération", exact=True).select_option("neuf")
    page.wait_for_selector("[data-exigence]")
    context.close()


@pytest.mark.parametrize("width", site_browser.WIDTHS)
@pytest.mark.parametrize("view", ["theme", "phase"])
def test_la_liste_reste_accessible_et_legere(browser: Browser, address: str, width: int, view: str) -> None:
    """La plus longue liste, phase ouverte et sorties dépliées : axe ne trouve rien, rien ne déborde."""
    context = site_browser.context_of(browser, width)
    page = context.new_page()
    ready(page, address, Operation("batiment", "extension"), vue=view)
    if view == "theme":
        assert page.evaluate("document.querySelectorAll('*').length") <= 400
    else:
        page.locator("[data-phase] summary").first.click()
        page.wait_for_selector("[data-exigence]")
    page.get_by_text("Emporter ces exigences").click()
    assert site_browser.violations(page) == {}
    assert page.evaluate(site_browser.OVERFLOW) == []
    context.close()


# — Emporter —


def test_chaque_sortie_a_les_exigences_de_la_page(page: Page, address: str, edition: Edition, tmp_path: Path) -> None:
    """Trois opérations tirées au sort, à une ambition tirée au sort : la page et les sept fichiers, relus et comparés."""
    draw = random.Random(18)
    some = [one for one in every(edition) if len(expected(edition, one)) >= 5]
    for wanted in draw.sample(some, 3):
        ambition = draw.choice(["socle", "performant", "exemplaire"])
        ready(page, address, wanted, ambition=ambition)
        on_page = shown(page)
        assert on_page == expected(edition, wanted)
        for output in OUTPUTS:
            assert identifiers(download(page, output, tmp_path)) == on_page, (wanted, ambition, output)


@pytest.mark.parametrize("code", ["college-rehabilitation", "chaussee-refection"])
def test_le_navigateur_fait_les_memes_fichiers_que_la_construction(page: Page, address: str, edition: Edition, sites: Sites, tmp_path: Path, code: str) -> None:
    """Les mêmes textes dans les annexes, les mêmes cases dans les feuilles, les mêmes lignes, les mêmes noms de fichiers."""
    line = next(line for line in operations.usual(edition) if line.code == code)
    ready(page, address, operations.of_line(line))
    for output, name in OUTPUTS.items():
        ours, made = sites.publique / "operations" / f"{code}-{name}", download(page, output, tmp_path)
        assert made.name == f"{code}-{name}".replace(".", f"-{edition.collectivite.edition}.")
        if made.suffix in (".docx", ".odt"):
            assert texts(made) == texts(ours), output
        elif made.suffix == ".json":
            assert json.loads(made.read_text(encoding="utf-8")) == json.loads(ours.read_text(encoding="utf-8"))
        elif made.suffix == ".csv":
            rows = [list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))) for path in (made, ours)]
            for row in (*rows[0], *rows[1]):
                row["etapes"] = json.loads(row["etapes"])
            assert rows[0] == rows[1]
        else:
            control, own = sheets(made), sheets(ours)
            for sheet in ("Contrôle", "Exigences"):
                assert [[str(cell) for cell in row] for row in control[sheet]] == [[str(cell) for cell in row] for row in own[sheet]], sheet


def test_le_classeur_a_ses_listes_et_ses_dates(page: Page, address: str, tmp_path: Path) -> None:
    """L'état se choisit dans une liste, la date est contrôlée, l'en-tête est figé et filtrable."""
    ready(page, address, Operation("batiment", "demolition"))
    with zipfile.ZipFile(download(page, "controle", tmp_path)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<dataValidation type="(\w+)"', sheet) == ["list", "date"]
    assert '"à faire,en cours,conforme,non conforme,sans objet"' in sheet
    assert 'state="frozen"' in sheet and "<autoFilter " in sheet


def test_une_panne_se_dit(page: Page, address: str) -> None:
    """Le détail n'arrive pas : une phrase, et le bouton se presse de nouveau."""
    page.route("**/batiment.json*", lambda route: route.fulfill(status=200, body="{"))
    ready(page, address, Operation("batiment", "entretien"))
    page.get_by_text("Emporter ces exigences").click()
    page.locator('[data-sortie="json"]').click()
    page.wait_for_selector("[data-panne]:not([hidden])")
    assert page.locator("[data-panne]").inner_text() == "Le fichier n’a pas pu être fait. Réessayez dans un instant."


# — La matrice —


def test_la_matrice_et_son_tableau_se_repondent(sites: Sites, edition: Edition) -> None:
    """Un dessin nommé et décrit par volet, et un tableau qui mène à chaque thème."""
    html = site_html.pages(sites.publique)[f"{HOME}index.html"]
    figures = list(html.root.by_class("matrice"))
    assert len(figures) == len(edition.codes["volets"].lignes)
    for figure in figures:
        drawn = next(figure.all("svg"))
        assert drawn.attrs["role"] == "img"
        numbers = ["".join(re.findall(r"\u00a0(\d+)", row.words())) for body in figure.all("tbody") for row in body.all("tr")]
        assert numbers == [node.words() for node in figure.by_class("matrice__nombre")]
        described = next(drawn.all("desc")).words()
        assert all(re.sub(r"\s", " ", row.words().split(",")[0]) for body in figure.all("tbody") for row in body.all("tr"))
        assert all(next(row.all("a")).words().split(",")[0] in described for body in figure.all("tbody") for row in body.all("tr"))


def test_la_matrice_se_lit_sur_un_telephone(browser: Browser, addresses: dict[str, str]) -> None:
    """À 390 pixels, aucun texte sous 11 pixels, aucun ne sort du dessin, aucun nombre ne touche son voisin."""
    context = site_browser.context_of(browser, 390)
    page = context.new_page()
    page.goto(addresses["publique"] + HOME)
    found = page.locator(".matrice__dessin").evaluate_all(
        """drawings => drawings.flatMap(drawing => { const scale = drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
          const right = drawing.getBoundingClientRect().right;
          return [...drawing.querySelectorAll('text')].map(text => ({ size: parseFloat(getComputedStyle(text).fontSize) * scale, out: text.getBoundingClientRect().right > right + 1 })); })"""
    )
    assert len(found) > 40
    assert [text for text in found if text["size"] < 11 or text["out"]] == []
    gaps = page.locator(".matrice__phase").evaluate_all(
        "texts => texts.slice(1).map((text, rank) => text.getBoundingClientRect().left - texts[rank].getBoundingClientRect().right)"
    )
    assert [gap for gap in gaps if -100 < gap < 1] == []
    context.close()


def test_la_matrice_s_imprime_sur_une_feuille_a3(browser: Browser, addresses: dict[str, str]) -> None:
    """Une feuille A3 en paysage par volet ; le reste de la page en A4."""
    context = site_browser.context_of(browser)
    page = context.new_page()
    page.goto(addresses["publique"] + HOME)
    boxes = [
        tuple(round(float(number)) for number in found) for found in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True))
    ]
    wide = [box for box in boxes if box[0] > box[1]]
    assert wide == [(1191, 842)] * 2 or wide == [(1190, 842)] * 2
    assert any(box[0] < box[1] and box[0] < 600 for box in boxes)
    context.close()


# — Les liens croisés —


def test_exigence_famille_intention_et_objectif_se_renvoient_l_un_a_l_autre(sites: Sites, edition: Edition) -> None:
    """Dans les deux sens, sur les fiches publiées."""
    pages = site_html.pages(sites.publique)

    def targets(url: str) -> set[str]:
        html = pages[f"{url}index.html"]
        return {html.resolve(href)[0].removesuffix("index.html") for _, href in html.links() if site_html.is_internal(href)}

    families = [family for family in edition.entrees["famille"].values() if family.exigences]
    assert len(families) > 10
    for family in families:
        for identifier in family.exigences:
            assert f"eco-referentiel/{identifier}/" in targets(f"vademecum/{family.id}/")
            assert f"vademecum/{family.id}/" in targets(f"eco-referentiel/{identifier}/")
    works = [entry for entry in edition.entrees["intention"].values() if entry.famille in {family.id for family in families}]
    assert works
    for entry in works:
        assert any(target.startswith(("eco-referentiel/bat-", "eco-referentiel/inf-")) for target in targets(f"intentions/{entry.id}/")), entry.id
    assert any(
        target.startswith("intentions/2") for family in families for identifier in family.exigences for target in targets(f"eco-referentiel/{identifier}/")
    )
    goals = {goal.numero: goal.id for goal in edition.entrees["objectif"].values()}
    for theme in edition.themes:
        for requirement in theme.exigences:
            found = targets(f"eco-referentiel/{requirement.id}/")
            for number in requirement.objectifs:
                back = targets(f"schema/{goals[number]}/")
                assert f"schema/{goals[number]}/" in found
                assert {f"eco-referentiel/{requirement.id}/", f"eco-referentiel/theme-{theme.volet}-{theme.theme}/"} & back
