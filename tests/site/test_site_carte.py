"""La carte des structures solidaires dans un vrai navigateur : filtrer, choisir sur la carte, emporter, calculer ; avec dix mille aussi."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import site_browser
import site_html
from playwright.sync_api import Browser, Page, Route
from python_calamine import CalamineWorkbook
from site_build import ROOT, Sites

from spaser import catalogue
from spaser.exports import map_data
from spaser.exports.supplier_facets import FACETS
from spaser.imports.vocabulary import plain
from spaser.model import Fournisseur
from spaser.publication import publish
from spaser.reach import distance
from spaser.relations import Relations
from spaser.rendering import gaps
from spaser.rendering.blocks.map import FIRST
from spaser.rendering.views import verdict

URL = "fournisseurs/"
MANY = 10_000
RENNES, FOUGERES = "35238", "35115"
VITRE = "200039022"

pytestmark = pytest.mark.xdist_group("carte")


@pytest.fixture(scope="module")
def relations() -> Relations:
    """Les données publiques du dépôt."""
    return Relations(publish(catalogue.load(ROOT / "referentials"), "publique"))


@pytest.fixture(scope="module")
def entries(relations: Relations) -> list[Fournisseur]:
    """Les structures, dans l'ordre de la page."""
    return map_data.ordered(relations)


@pytest.fixture(scope="module")
def document(sites: Sites) -> dict[str, Any]:
    """Les colonnes publiées."""
    found: dict[str, Any] = json.loads((sites.publique / map_data.PATH).read_text(encoding="utf-8"))
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
def address(addresses: dict[str, str]) -> str:
    """L'adresse de la page, sur le site public."""
    return addresses["publique"] + URL


# — Ce qu'une personne voit et fait —


def wake(page: Page, address: str, query: str = "") -> None:
    """Ouvre la page et attend que la liste et la carte soient prêtes."""
    page.goto(address + query, wait_until="networkidle")
    page.get_by_label("Trier par").focus()
    page.wait_for_function("() => document.querySelector('[data-fond]').carte && !document.querySelector('[aria-busy]')")
    settle(page)


def settle(page: Page) -> None:
    """Attend que l'affichage ait suivi, fichiers demandés compris."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")
    page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")


def count(page: Page) -> int:
    """Le nombre de structures que dit la page."""
    found = re.match(r"[\d\u202f]+", page.locator("[data-compte]").inner_text())
    return int(found[0].replace("\u202f", "")) if found else 0


def on_map(page: Page) -> list[str]:
    """Les identifiants que montre la carte."""
    found: list[str] = page.evaluate("document.querySelector('[data-fond]').carte.ids()")
    return found


def circles(page: Page) -> dict[str, int]:
    """Les cercles dessinés, en avant : la commune, et le nombre que dit leur nom."""
    script = """() => [...document.querySelectorAll('.carte__cercle:not(.carte__cercle--retrait)')]
      .map(e => [e.dataset.commune, Number(e.getAttribute('aria-label').match(/: ([\\d\\u202f]+)/)?.[1].replace('\\u202f', '') ?? e.getAttribute('aria-label').match(/:.([\\d\\u202f]+)/)[1])])"""
    return dict(page.evaluate(script))


def in_list(page: Page) -> list[str]:
    """Les identifiants de la liste, une fois affichée jusqu'au bout."""
    while page.locator("[data-suite]").is_visible():
        page.locator("[data-suite]").click()
        settle(page)
    return page.locator(".exploration tbody th a").evaluate_all("links => links.map(link => link.pathname.split('/').at(-2))")  # type: ignore[no-any-return]


def same(page: Page, expected: list[str]) -> None:
    """La carte, la liste et le calcul fait en Python donnent les mêmes structures ; les cercles en donnent le nombre par commune."""
    assert sorted(on_map(page)) == sorted(expected)
    assert in_list(page) == expected
    assert count(page) == len(expected)


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


def where(page: Page, place: str, radius: str = "") -> None:
    """Écrit une commune, et ce qu'on lui demande."""
    page.get_by_label("Commune ou code postal").fill(place)
    page.get_by_label("Commune ou code postal").blur()
    page.get_by_label("Pour cette commune").select_option(radius)
    settle(page)


# — La page telle qu'elle arrive —


def test_sans_javascript_la_page_montre_la_carte_dessinee_et_mene_aux_listes(browser: Browser, address: str, entries: list[Fournisseur], sites: Sites) -> None:
    """Dix structures dans l'ordre, un dessin nommé, aucun bouton qui ne ferait rien, et les listes toutes faites."""
    context = site_browser.context_of(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".exploration tbody th").all_text_contents() == [entry.nom for entry in entries[:FIRST]]
    assert page.get_by_role("img", name="Sièges des structures solidaires").is_visible()
    assert page.locator(".exploration").get_by_role("button").count() == 0
    page.get_by_role("link", name="par métier et par territoire").click()
    linked = page.locator(".contenu ul a").evaluate_all("links => links.map(link => link.pathname)")
    files = {f"/{path.parent.relative_to(sites.publique).as_posix()}/" for path in (sites.publique / "fournisseurs").glob("*/index.html")}
    assert len(linked) > 30 and set(linked) <= files
    context.close()


def test_le_dessin_compte_les_memes_sieges(sites: Sites, entries: list[Fournisseur], relations: Relations) -> None:
    """Autant de cercles que de communes de siège, dits aussi en mots."""
    html = site_html.pages(sites.publique)[f"{URL}index.html"]
    seats = Counter(entry.commune for entry in entries if entry.commune in relations.solidarity.reaches.town_halls)
    drawn = next(node.attrs["d"] for node in html.root.by_class("carte__cercle"))
    assert drawn.count("M") == len(seats)
    assert f"{sum(seats.values())}\u00a0structures dans {len(seats)}\u00a0communes." in next(html.root.by_class("carte-zone")).words().replace("\n", " ")


def test_la_page_arrive_legere_et_sans_saut(page: Page, address: str) -> None:
    """Treize requêtes, 130 Ko compressés, trois cents éléments ; ni données ni Leaflet tant que personne n'a rien fait ; aucun saut."""
    weights: dict[str, int] = {}
    page.on("response", lambda response: weights.update({response.url: len(gzip.compress(response.body(), 6))}))
    page.goto(address, wait_until="networkidle")
    assert len(weights) <= 13 and not any("carte.json" in url or "vendor" in url for url in weights), weights
    assert sum(weights.values()) <= 130 * 1024, weights
    assert page.evaluate("document.querySelectorAll('*').length") <= 300


def test_la_carte_prend_la_place_du_dessin_sans_saut(page: Page, address: str) -> None:
    """Rien ne bouge quand la liste et la carte s'éveillent."""
    page.goto(address, wait_until="networkidle")
    before = page.locator("[data-fond]").bounding_box()
    page.get_by_label("Trier par").focus()
    page.wait_for_function("() => document.querySelector('[data-fond]').carte")
    assert page.locator("[data-fond]").bounding_box() == before


def test_une_ligne_ecrite_par_le_navigateur_est_celle_de_la_page(page: Page, address: str) -> None:
    """Filtrer, puis tout effacer, rend les mêmes lignes, au caractère près."""
    clean = "() => [...document.querySelectorAll('.exploration tbody tr')].slice(0, 10).map(row => row.outerHTML.replace(/ role=\"\\w+\"/g, ''))"
    page.goto(address, wait_until="networkidle")
    before = page.evaluate(clean)
    wake(page, address)
    choose(page, "type", "ESAT")
    choose(page, "type", "ESAT")
    assert page.evaluate(clean) == before


# — Les mêmes ensembles —

Test = Callable[[Fournisseur, Relations], bool]


def near(entry: Fournisseur, relations: Relations, place: str, radius: int) -> bool:
    """Vrai si le siège est à moins de `radius` kilomètres, de mairie à mairie."""
    halls = relations.solidarity.reaches.town_halls
    return entry.commune in halls and distance(halls[entry.commune], halls[place]) <= radius


def says(word: str) -> Test:
    """Vrai si le nom, les prestations, les réalisations, les métiers ou les familles d'une structure ont un mot qui commence ainsi."""

    def test(entry: Fournisseur, relations: Relations) -> bool:
        families = relations.solidarity.families_of(entry)
        words = [entry.nom, entry.prestations or "", *entry.references, *relations.edition.labels("secteurs", entry.secteurs)]
        words += [text for family in families for text in (family.intitule, *family.mots_cles)]
        return f" {word}" in f" {plain(' '.join(words))}"

    return test


FILTERS: dict[str, tuple[str, Test]] = {
    "aucun": ("", lambda entry, relations: True),
    "un secteur": ("?secteur=espaces-verts", lambda entry, relations: "espaces-verts" in entry.secteurs),
    "une réservation": ("?reservation=L2113-12", lambda entry, relations: "L2113-12" in relations.solidarity.reservations_of(entry)),
    "deux types": ("?type=ESAT,EA", lambda entry, relations: bool({"ESAT", "EA"} & set(entry.types))),
    "un lieu où intervenir": (f"?ou={FOUGERES}", lambda entry, relations: relations.solidarity.reaches.serves(entry, FOUGERES)),
    "un rayon": (f"?ou={RENNES}&rayon=20", lambda entry, relations: near(entry, relations, RENNES, 20)),
    "tout à la fois": (
        f"?secteur=espaces-verts,proprete&type=ESAT,EI,ACI&ou={RENNES}",
        lambda entry, relations: (
            bool({"espaces-verts", "proprete"} & set(entry.secteurs))
            and bool({"ESAT", "EI", "ACI"} & set(entry.types))
            and relations.solidarity.reaches.serves(entry, RENNES)
        ),
    ),
    "un siège": (f"?siege={RENNES}", lambda entry, relations: entry.commune == RENNES),
    "une famille": ("?famille=espaces-verts", lambda entry, relations: "espaces-verts" in {family.id for family in relations.solidarity.families_of(entry)}),
    "un label": ("?label=esus", lambda entry, relations: "esus" in entry.labels),
    "une intercommunalité": (f"?lieu={VITRE}", lambda entry, relations: relations.solidarity.reaches.serves(entry, VITRE)),
    "un mot": ("?q=legumerie", says("legumerie")),
    "un nom": ("?q=levant", says("levant")),
    "un mot et un type": ("?type=ESAT&q=legumerie", lambda entry, relations: "ESAT" in entry.types and says("legumerie")(entry, relations)),
}


@pytest.mark.parametrize("name", FILTERS)
def test_la_carte_et_la_liste_montrent_les_memes_structures(page: Page, address: str, entries: list[Fournisseur], relations: Relations, name: str) -> None:
    """Avant tout filtre, puis sous chacun : mêmes identifiants sur la carte, dans la liste, et d'après les données."""
    query, test = FILTERS[name]
    wake(page, address, query)
    expected = [entry for entry in entries if test(entry, relations)]
    assert expected
    assert circles(page) == Counter(entry.commune for entry in expected)
    same(page, [entry.id for entry in expected])


#: Pose chaque valeur à son tour, et rend ce que montrent alors la carte et la liste entière.
EVERY = """async values => {
  const found = [];
  for (const [facet, code] of values) {
    history.pushState({ montrees: 100000 }, "", `?${facet}=${encodeURIComponent(code)}`);
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    const listed = [...document.querySelectorAll(".exploration tbody th a")].map(link => link.pathname.split("/").at(-2));
    found.push([document.querySelector("[data-fond]").carte.ids().sort(), document.querySelector(".tableau-defile").hidden ? [] : listed]);
  }
  return found;
}"""


def test_chaque_valeur_de_chaque_filtre_montre_les_memes_structures(page: Page, address: str, entries: list[Fournisseur], relations: Relations) -> None:
    """Toutes les valeurs proposées, une à une : la carte, la liste et les données ont les mêmes identifiants."""
    wake(page, address)
    columns = map_data.columns(entries, relations)
    expected = {
        (facet.name, code): [entry.id for entry in entries if code in facet.codes(entry, relations)] for facet in FACETS for code in columns[facet.name].labels
    }
    assert {name for name, _ in expected} == {facet.name for facet in FACETS} and all(expected.values())
    found = page.evaluate(EVERY, [list(value) for value in expected])
    for (value, ids), (mapped, listed) in zip(expected.items(), found, strict=True):
        assert listed == ids, value
        assert mapped == sorted(ids), value


def test_les_ensembles_restent_egaux_quand_on_filtre_puis_retire(page: Page, address: str, entries: list[Fournisseur]) -> None:
    """Cocher, croiser, décocher : la carte suit la liste à chaque pas."""
    wake(page, address)
    same(page, [entry.id for entry in entries])
    choose(page, "secteur", "proprete")
    same(page, [entry.id for entry in entries if "proprete" in entry.secteurs])
    choose(page, "type", "ESAT")
    same(page, [entry.id for entry in entries if "proprete" in entry.secteurs and "ESAT" in entry.types])
    choose(page, "secteur", "proprete")
    choose(page, "type", "ESAT")
    same(page, [entry.id for entry in entries])


def test_chaque_valeur_de_chaque_filtre_dit_son_vrai_nombre(page: Page, address: str, entries: list[Fournisseur], relations: Relations) -> None:
    """Les nombres montrés à côté des cases sont ceux des données."""
    wake(page, address)
    for facet, column in map_data.columns(entries, relations).items():
        details = page.locator(f"[data-facette={facet}]")
        details.locator("summary").click()
        details.locator("input").first.wait_for()
        shown = details.locator("label").evaluate_all(
            "labels => labels.map(l => [l.querySelector('input').value, Number(l.querySelector('span').textContent.slice(1, -1))])"
        )
        assert dict(shown) == column.counts(), facet
        details.locator("summary").click()


# — Où —


@pytest.mark.parametrize("typed", ["Fougères", "fougeres", "35300", "Fougères (35300)"])
def test_une_commune_se_dit_par_son_nom_ou_son_code_postal(page: Page, address: str, relations: Relations, typed: str) -> None:
    """Accents et majuscules ne comptent pas ; l'adresse garde le code INSEE."""
    wake(page, address)
    where(page, typed)
    assert urlsplit(page.url).query == f"ou={FOUGERES}"
    assert count(page) == sum(relations.solidarity.reaches.serves(entry, FOUGERES) for entry in relations.solidarity.active)
    assert page.locator(".puce").inner_text().endswith("Intervient à Fougères")


def test_une_commune_inconnue_se_dit_pres_du_champ(page: Page, address: str, document: dict[str, Any]) -> None:
    """La liste n'en tient pas compte, le champ est marqué."""
    wake(page, address)
    where(page, "Trifouillis")
    assert page.locator("[data-ou-erreur]").inner_text().startswith("Commune inconnue")
    assert page.get_by_label("Commune ou code postal").get_attribute("aria-invalid") == "true"
    assert count(page) == len(document["id"])


def test_le_tri_par_distance_commence_par_les_plus_proches(page: Page, address: str, entries: list[Fournisseur], relations: Relations) -> None:
    """De la commune voulue vers les plus lointaines."""
    wake(page, address, f"?ou={FOUGERES}&rayon=50&tri=distance")
    halls, seat = relations.solidarity.reaches.town_halls, {entry.id: entry.commune for entry in entries}
    found = [distance(halls[seat[identifiant]], halls[FOUGERES]) for identifiant in in_list(page)]
    assert found == sorted(found) and found[-1] > found[0]


@pytest.mark.parametrize("query", ["?ou=99999&rayon=12", "?secteur=rien&tri=zut", "?rayon=20"])
def test_une_adresse_qui_dit_n_importe_quoi_montre_tout(page: Page, address: str, document: dict[str, Any], query: str) -> None:
    """Ce qui est inconnu est ignoré."""
    wake(page, address, query)
    assert count(page) == len(document["id"])


def test_on_trouve_par_un_mot_des_prestations(page: Page, address: str, entries: list[Fournisseur]) -> None:
    """Un mot que ni le nom ni la famille ne disent."""
    wake(page, address)
    entry = next(e for e in entries if e.prestations and "légumerie" in e.prestations.lower())
    page.get_by_role("searchbox", name="Mots du métier").fill("legumerie")
    page.wait_for_function("() => location.search === '?q=legumerie'")
    assert entry.id in in_list(page)
    assert sorted(on_map(page)) == sorted(in_list(page))


def test_l_adresse_dit_l_etat_et_le_rend(page: Page, address: str) -> None:
    """Rouverte, elle rend les mêmes structures et le même formulaire."""
    wake(page, address)
    choose(page, "reservation", "L2113-13")
    where(page, "Rennes", "30")
    before = page.url, in_list(page)
    assert urlsplit(page.url).query == f"reservation=L2113-13&ou={RENNES}&rayon=30"
    page.goto("about:blank")
    wake(page, before[0])
    assert (page.url, in_list(page)) == before
    assert page.get_by_label("Commune ou code postal").input_value() == "Rennes"
    assert page.get_by_label("Pour cette commune").input_value() == "30"


# — La carte —


def test_un_cercle_ne_garde_que_ses_structures_et_les_rend(page: Page, address: str, entries: list[Fournisseur]) -> None:
    """Cliqué, il filtre la liste et y mène ; cliqué encore, il rend tout. Les autres restent, en retrait."""
    wake(page, address)
    total = page.locator(".carte__cercle").count()
    page.locator(f'[data-commune="{RENNES}"]').click()
    settle(page)
    same(page, [entry.id for entry in entries if entry.commune == RENNES])
    assert urlsplit(page.url).query == f"siege={RENNES}"
    assert page.locator(".carte__cercle").count() == total
    assert page.locator(f'[data-commune="{RENNES}"]').get_attribute("aria-pressed") == "true"
    page.locator(f'[data-commune="{RENNES}"]').click()
    settle(page)
    same(page, [entry.id for entry in entries])


def test_la_carte_se_parcourt_au_clavier(page: Page, address: str, entries: list[Fournisseur]) -> None:
    """Une seule halte ; les flèches vont d'une commune à l'autre ; Entrée choisit, et le focus va au nombre de structures."""
    wake(page, address)
    assert page.locator('.carte__cercle[tabindex="0"]').count() == 1
    page.locator('.carte__cercle[tabindex="0"]').focus()
    first = page.evaluate("document.activeElement.dataset.commune")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.dataset.commune")
    assert second != first and page.locator('.carte__cercle[tabindex="0"]').count() == 1
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("document.activeElement.matches('[data-compte]')")
    same(page, [entry.id for entry in entries if entry.commune == second])


def test_un_lien_permet_de_passer_la_carte(page: Page, address: str) -> None:
    """Il est la première halte de la carte, visible quand il a le focus, et mène après elle."""
    wake(page, address)
    link = page.get_by_role("link", name="Passer la carte")
    link.focus()
    box_ = link.bounding_box()
    assert box_ and box_["width"] > 50
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('[data-carte]')")


def test_les_outils_de_la_carte_sont_en_francais(page: Page, address: str) -> None:
    """Ni « Zoom in », ni « Zoom out », ni le nom de l'outil."""
    wake(page, address)
    assert page.locator(".leaflet-control-zoom a").evaluate_all("links => links.map(link => link.getAttribute('aria-label'))") == [
        "Agrandir la carte",
        "Réduire la carte",
    ]
    assert "Leaflet" not in page.locator("[data-carte]").inner_text()


def test_le_plan_de_l_ign_ne_vient_que_si_on_le_demande(page: Page, address: str) -> None:
    """Aucune requête hors du site avant le geste ; ensuite, les seules tuiles de l'IGN, avec leur crédit ; un second geste les retire."""
    outside: list[str] = []

    def tile(route: Route) -> None:
        outside.append(route.request.url)
        route.fulfill(status=200, content_type="image/png", body=b"")

    page.route(lambda url: urlsplit(url).hostname != "127.0.0.1", tile)
    wake(page, address)
    choose(page, "type", "ESAT")
    assert outside == []
    page.get_by_role("button", name="Plan de l’IGN").click()
    page.wait_for_function("() => document.querySelector('.leaflet-tile-pane img')")
    assert {urlsplit(url).hostname for url in outside} == {"data.geopf.fr"}
    assert "IGN" in page.locator(".leaflet-control-attribution").inner_text()
    page.get_by_role("button", name="Plan de l’IGN").click()
    assert page.locator(".leaflet-tile-pane img").count() == 0
    assert urlsplit(page.url).query == "type=ESAT"


def test_sans_la_carte_la_liste_repond(browser: Browser, address: str) -> None:
    """Si Leaflet ne vient pas, une phrase le dit, le dessin reste, les filtres marchent."""
    context = site_browser.context_of(browser)
    page = context.new_page()
    page.route("**/vendor/leaflet.js", lambda route: route.abort())
    page.goto(address, wait_until="networkidle")
    page.get_by_label("Trier par").focus()
    page.get_by_text("La carte ne répond pas.").wait_for()
    choose(page, "type", "ESAT")
    assert 0 < count(page) < 60
    assert page.locator(".carte-dessin").is_visible()
    context.close()


# — Emporter —


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


def read_ids(path: Path) -> list[str]:
    """Les identifiants d'un fichier emporté, relu par un lecteur de son format."""
    if path.suffix == ".csv":
        return [row["Identifiant"] for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))]
    if path.suffix == ".xlsx":
        return [str(row[0]) for row in CalamineWorkbook.from_path(path).get_sheet_by_name("Structures").to_python()[1:]]
    if path.suffix == ".geojson":
        return [feature["id"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]]
    unfolded = path.read_bytes().decode().replace("\r\n ", "")
    return re.findall(r"^UID;VALUE=text:([\w-]+)@", unfolded, flags=re.MULTILINE)


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "vcf"])
def test_le_fichier_emporte_est_la_liste_filtree(page: Page, address: str, tmp_path: Path, form: str) -> None:
    """Mêmes structures, dans le même ordre ; deux fois le même fichier, au même octet."""
    wake(page, address, f"?ou={RENNES}&type=EA,ESAT")
    expected = in_list(page)
    path = download(page, form, tmp_path)
    assert read_ids(path) == expected and expected
    assert path.read_bytes() == download(page, form, tmp_path).read_bytes()


def test_le_geojson_place_chaque_structure_et_dit_sa_licence(page: Page, address: str, tmp_path: Path, relations: Relations) -> None:
    """[longitude, latitude], édition et licence en tête, source et licence de chaque fiche."""
    wake(page, address)
    found = json.loads(download(page, "geojson", tmp_path).read_text(encoding="utf-8"))
    assert found["apropos"]["Licence"] == "Licence Ouverte 2.0" and found["apropos"]["Démonstration"].startswith("oui")
    for feature in found["features"]:
        point = relations.solidarity.reaches.point(relations.edition.entrees["fournisseur"][feature["id"]])
        assert point and feature["geometry"]["coordinates"] == [point.longitude, point.latitude]
        assert feature["properties"]["Licences"] and feature["properties"]["Sources"]


def test_une_carte_de_visite_a_des_lignes_courtes(page: Page, address: str, tmp_path: Path) -> None:
    """Soixante-quinze octets au plus (RFC 6350), un début et une fin par structure."""
    wake(page, address, "?type=ESAT")
    raw = download(page, "vcf", tmp_path).read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw.count(b"BEGIN:VCARD\r\nVERSION:4.0") == raw.count(b"END:VCARD") == count(page)


def test_un_nom_hostile_reste_un_texte(page: Page, address: str, document: dict[str, Any], tmp_path: Path) -> None:
    """Ni formule dans le classeur, ni balise dans la page."""
    data = document | {"intitule": ['=HYPERLINK("http://x")<img src=x onerror=document.title=1>', *document["intitule"][1:]]}
    page.route("**/carte.json*", lambda route: route.fulfill(body=json.dumps(data), content_type="application/json"))
    wake(page, address, "?tri=nom&type=" + ",".join(document["colonnes"]["type"]["codes"]))
    assert page.locator("main img").count() == 0 and page.title() != "1"
    rows = CalamineWorkbook.from_path(download(page, "xlsx", tmp_path)).get_sheet_by_name("Structures").to_python()
    assert str(rows[1][1]).startswith("'=HYPERLINK")


def test_la_fiche_de_sourcage_porte_la_selection(page: Page, address: str) -> None:
    """Même adresse, mêmes structures, coordonnées d'accueil et place pour noter."""
    wake(page, address, f"?ou={RENNES}&type=ESAT")
    expected = in_list(page)
    page.locator(".exploration__fichiers summary").click()
    page.get_by_role("link", name="Fiche de sourçage").first.click()
    page.locator(".sourcage table").wait_for()
    assert urlsplit(page.url).query == f"type=ESAT&ou={RENNES}"
    assert page.locator(".sourcage tbody th a").evaluate_all("links => links.map(link => link.pathname.split('/').at(-2))") == expected
    assert page.locator(".sourcage tbody td.a-remplir").count() == len(expected)
    assert page.locator(".sourcage a[href^='mailto:']").count() > 0
    assert site_browser.violations(page) == {}


# — Potentiel et offre à développer —


@pytest.mark.parametrize(("family", "place"), [("restauration-collective", RENNES), ("espaces-verts", ""), ("restauration-collective", FOUGERES)])
def test_l_outil_donne_le_meme_verdict_que_la_regle(page: Page, addresses: dict[str, str], relations: Relations, family: str, place: str) -> None:
    """Pour une famille et un lieu, le nombre et le verdict sont ceux de la jointure."""
    block = verdict.block(relations.edition.entrees["famille"][family], relations, (place,) if place else ())
    page.goto(f"{addresses['publique']}fournisseurs/potentiel/?famille={family}{f'&ou={place}' if place else ''}", wait_until="networkidle")
    page.locator(".potentiel-outil__verdict").wait_for()
    assert page.locator(".potentiel-outil__verdict").inner_text() == block["titre"]
    assert re.search(rf"^{block['comptees']}\u00a0structures? peu", page.locator("[data-resultat]").inner_text(), re.MULTILINE)


def test_les_heures_suivent_chaque_hypothese(page: Page, addresses: dict[str, str], relations: Relations) -> None:
    """Montant × main-d'œuvre × taux ÷ coût ; changer une hypothèse change le résultat, et l'adresse la garde."""
    nature = relations.edition.entrees["famille"]["espaces-verts"].nature
    lines = {line.code: line for line in relations.edition.codes["hypotheses-insertion"].lignes}
    labour = next(line for line in lines.values() if line.nature == nature)
    hours = round(500_000 * float(labour.valeur) / 100 * float(lines["taux-insertion"].valeur) / 100 / float(lines["cout-horaire"].valeur))
    page.goto(f"{addresses['publique']}fournisseurs/potentiel/?famille=espaces-verts&montant=500000", wait_until="networkidle")
    page.locator("[data-resultat] strong").wait_for()
    said = page.locator("[data-resultat] strong").inner_text().replace("\u202f", "").replace("\u00a0", " ")
    assert said == f"Environ {hours} heures d’insertion sur la durée du marché."
    page.get_by_text("Voir et changer les hypothèses").click()
    page.get_by_label("Part de cette main-d’œuvre confiée à l’insertion").fill(str(float(lines["taux-insertion"].valeur) * 2))
    page.wait_for_function("() => location.search.includes('taux-insertion=')")
    doubled = page.locator("[data-resultat] strong").inner_text().replace("\u202f", "").replace("\u00a0", " ")
    assert doubled == f"Environ {hours * 2} heures d’insertion sur la durée du marché."


def test_un_gros_contrat_ecarte_les_petites_structures(page: Page, addresses: dict[str, str], relations: Relations) -> None:
    """Le nombre écarté est celui de la règle, et il est dit."""
    block = verdict.block(relations.edition.entrees["famille"]["espaces-verts"], relations, (), 1_000_000)
    assert block["ecartees"] > 0
    page.goto(f"{addresses['publique']}fournisseurs/potentiel/?famille=espaces-verts&montant=1000000", wait_until="networkidle")
    page.locator(".potentiel-outil__verdict").wait_for()
    assert re.search(rf"^{block['ecartees']}\u00a0structures? (est|sont) écartée", page.locator("[data-resultat]").inner_text(), re.MULTILINE)
    assert page.locator(".potentiel-outil__verdict").inner_text() == block["titre"]


def test_chaque_famille_et_chaque_intention_disent_leur_potentiel(sites: Sites, relations: Relations) -> None:
    """Le verdict de la règle est sur la page, avec un lien vers l'outil déjà réglé ; les budgets tiennent."""
    pages = site_html.pages(sites.publique)
    for family in relations.edition.entrees["famille"].values():
        html = pages[f"vademecum/{family.id}/index.html"]
        said = next(html.root.by_class("potentiel"))
        assert verdict.block(family, relations)["titre"] in said.words(), family.id
        assert f"fournisseurs/potentiel/?famille={family.id}" in next(said.all("a")).attrs["href"] or any(
            f"fournisseurs/potentiel/?famille={family.id}" in link.attrs["href"] for link in said.all("a")
        )
    for intention in relations.edition.entrees["intention"].values():
        assert len(list(pages[f"intentions/{intention.id}/index.html"].root.by_class("potentiel"))) == 1, intention.id


def test_le_tableau_des_manques_dit_les_nombres_de_la_jointure(sites: Sites, relations: Relations) -> None:
    """Une ligne par intercommunalité ; le dessin écrit la somme des deux ou trois premières classes."""
    html = site_html.pages(sites.publique)["fournisseurs/manques/index.html"]
    rows = [[int(cell.words()) for cell in row.all("td")] for body in html.root.all("tbody") for row in body.all("tr")]
    expected = list(gaps.by_place(relations).values())
    assert rows == expected
    drawn = sorted(int(node.words()) for node in html.root.all("text"))
    assert drawn == sorted(sum(totals[:3]) for totals in expected)[: len(drawn)] and len(drawn) == len(expected)


def test_une_fiche_montre_sa_zone_son_age_et_son_message(sites: Sites, entries: list[Fournisseur]) -> None:
    """Une petite carte nommée, l'âge de la vérification, un message prérempli ; trois cents éléments au plus."""
    pages = site_html.pages(sites.publique)
    for entry in entries:
        html = pages[f"fournisseurs/{entry.id}/index.html"]
        assert len(list(html.root.by_class("carte-petite"))) == 1, entry.id
        assert "Fiche vérifiée il y a" in html.root.words() or "Fiche reprise d’un annuaire il y a" in html.root.words(), entry.id
        assert any("&body=" in link.attrs.get("href", "") for link in html.root.all("a")), entry.id
        assert sum(1 for _ in html.root.all()) <= 300, entry.id


# — Accessibilité —


@pytest.mark.parametrize("width", site_browser.WIDTHS)
@pytest.mark.parametrize("query", ["", f"?ou={RENNES}&type=ESAT", "?q=zzyzx"])
def test_axe_ne_trouve_rien_dans_aucun_etat(browser: Browser, address: str, query: str, width: int) -> None:
    """Carte éveillée, liste filtrée, état vide, filtres dépliés, en clair et en sombre."""
    context = site_browser.context_of(browser, width)
    page = context.new_page()
    wake(page, address, query)
    page.wait_for_function("() => document.querySelector('[data-fond]').carte")
    if width == 390:
        page.get_by_role("button", name="Filtrer").click()
        page.get_by_role("dialog").wait_for()
    page.evaluate("document.querySelectorAll('.exploration details').forEach(e => { e.open = true; })")
    assert site_browser.violations(page) == {}
    assert page.evaluate(site_browser.OVERFLOW) == []
    context.close()


# — Dix mille structures —


def many(document: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Dix mille structures, aux valeurs tirées au hasard parmi celles du dépôt."""
    draw = random.Random(2027)
    columns = {name: column | {"lignes": "".join(draw.choices(column["lignes"], k=MANY))} for name, column in document["colonnes"].items()}
    names = [f"{draw.choice(document['intitule'])} {number}" for number in range(MANY)]
    large = document | {
        "id": [f"structure-{number}" for number in range(MANY)],
        "intitule": names[:1000],
        "suite": "carte-suite.json",
        "colonnes": columns,
    }
    return large, names[1000:]


@pytest.fixture
def crowded(page: Page, document: dict[str, Any]) -> dict[str, Any]:
    """Sert dix mille structures à la page."""
    large, following = many(document)
    page.route("**/carte.json*", lambda route: route.fulfill(body=json.dumps(large), content_type="application/json"))
    page.route("**/carte-suite.json", lambda route: route.fulfill(body=json.dumps(following), content_type="application/json"))
    page.route("**/carte-textes.json", lambda route: route.fulfill(body=json.dumps(["" for _ in range(MANY)]), content_type="application/json"))
    return large


def test_avec_dix_mille_structures_la_carte_suit_la_liste(page: Page, address: str, crowded: dict[str, Any]) -> None:
    """Mêmes identifiants avant et après un filtre ; pas plus de cercles que de communes."""
    wake(page, address)
    seats = set(crowded["colonnes"]["siege"]["codes"])
    assert len(on_map(page)) == MANY and page.locator(".carte__cercle").count() <= len(seats)
    choose(page, "type", "ESAT")
    column = crowded["colonnes"]["type"]
    rank = column["codes"].index("ESAT")
    groups = column.get("groupes") or [[position] for position in range(len(column["codes"]))]
    expected = [f"structure-{row}" for row, sign in enumerate(column["lignes"]) if rank in groups[ord(sign) - 48]]
    assert sorted(on_map(page)) == sorted(expected) and count(page) == len(expected)
    page.get_by_role("searchbox", name="Mots du métier").fill("zzyzx")
    page.wait_for_function("() => location.search.includes('q=zzyzx')")
    assert on_map(page) == [] and page.locator(".carte__cercle").count() == 0
