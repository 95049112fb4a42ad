"""Le pilotage dans un vrai navigateur : tableau de bord, outils, coût complet, approche carbone, rappel AGEC, plan d'action."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import site_browser
from playwright.sync_api import Browser, Page
from python_calamine import CalamineWorkbook
from site_build import Sites

NBSP = "\u00a0"
NARROW = "\u202f"
PAGES = ("tableau-de-bord", "agec", "outils", "cout-complet", "carbone", "plan-action")

#: Sans JavaScript : l'adresse, le titre qui mène au calcul à la main, et sa formule.
WITHOUT_SCRIPT = (
    ("interne/cout-complet/", "#main", "Coût complet = achat + énergie + consommables + maintenance + fin de vie"),
    ("interne/carbone/", "#estimer", "émissions = quantité × facteur d’émission"),
    ("interne/agec/", "summary:has-text('Chercher à la main')", "Chercher à la main"),
    ("fournisseurs/potentiel/", "#heures", "Heures = montant × part de main-d’œuvre × part confiée à l’insertion ÷ coût d’une heure"),
)

pytestmark = pytest.mark.xdist_group("pilotage")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Une page neuve qui n'admet aucune erreur."""
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
    """L'adresse du site interne."""
    return addresses["interne"]


def fill(page: Page, **values: str) -> None:
    """Écrit des champs ; un « _ » du nom est un tiret."""
    for name, value in values.items():
        page.locator(f'[name="{name.replace("_", "-")}"]').fill(value)


def amounts(page: Page, row: str) -> list[str]:
    """Les montants d'une ligne du tableau des coûts, sans espaces."""
    found = page.locator("[data-resultat] tr", has=page.locator("th", has_text=re.compile(f"^{row}$"))).locator("td").all_inner_texts()
    return [text.replace(NBSP, "").replace(NARROW, "").replace(" ", "") for text in found]


# — Tableau de bord —


def board_pages(site: Path) -> list[Path]:
    return sorted((site / "schema").glob("tableau-de-bord*/index.html"))


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_chaque_page_du_tableau_de_bord_reste_legere(sites: Sites, audience: str) -> None:
    found = board_pages(sites[audience])
    assert len(found) >= 6
    assert {path.parent.name: n for path in found if (n := len(re.findall(r"<[a-zA-Z]", path.read_text(encoding="utf-8")))) > 400} == {}


def test_le_tableau_de_bord_dit_l_etat_de_chaque_objectif_et_sa_regle(page: Page, address: str) -> None:
    page.goto(f"{address}schema/tableau-de-bord/")
    assert page.locator("tbody tr").count() == 20
    assert page.locator("tbody tr .etat").count() == 20
    assert page.locator("#regle ~ ol li").count() == 8


def test_le_dessin_et_le_tableau_d_une_page_disent_les_memes_nombres(page: Page, address: str, sites: Sites) -> None:
    """Sur les vraies pages : la description de chaque dessin redit son tableau, ligne à ligne."""
    seen = 0
    for path in board_pages(sites.interne):
        page.goto(f"{address}schema/{path.parent.name}/")
        for section in page.locator("section.indicateur", has=page.locator("svg")).all():
            said = section.locator("desc").text_content() or ""
            rows = [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in section.locator("tbody tr").all()]
            built = ". ".join(f"{year}{NBSP}: {value}{'' if aim == 'sans cible' else f', cible {aim}'}" for year, aim, value, _ in rows)
            assert said == f"{built}."
            seen += 1
    assert seen >= 10


# — Coût complet —


def test_le_cout_complet_se_calcule_comme_a_la_main(page: Page, address: str) -> None:
    """10 ans sans actualisation, 0,20 € le kWh : 1000 + 10 × (100 kWh × 0,20 + 5 + 15) + 50 = 1450 ; l'autre offre coûte 900 + 10 × 80 = 1700."""
    page.goto(f"{address}interne/cout-complet/")
    fill(page, prix="0,20", nom_1="Sobre", achat_1=f"1{NARROW}000", kwh_1="100", consommables_1="5", maintenance_1="15", fin_1="50")
    fill(page, achat_2="900", kwh_2="400")
    assert amounts(page, "Coût complet") == ["1450€", "1700€"]
    assert amounts(page, "Énergie") == ["200€", "800€"]
    assert amounts(page, "Rang") == ["1", "2"]
    assert amounts(page, "Écart à la moins chère") == ["0€", "250€"]
    assert page.locator("[data-resultat] p").first.inner_text() == f"Sobre a le coût complet le plus bas. Le prix d’achat le plus bas{NBSP}: Offre 2."


def test_une_depense_future_est_actualisee_et_l_energie_augmente(page: Page, address: str) -> None:
    """2 ans à 10 % : 110/1,1 + 121/1,21 = 200 d'énergie (1 €/kWh, +10 % par an) ; revente de 121 à la fin : −100."""
    page.goto(f"{address}interne/cout-complet/")
    fill(page, duree="2", taux="10", prix="1", hausse="10", achat_1="500", kwh_1="110", fin_1="-121")
    assert amounts(page, "Énergie") == ["200€"]
    assert amounts(page, "Fin de vie") == ["-100€"]
    assert amounts(page, "Coût complet") == ["600€"]


def test_l_exemple_de_la_page_est_celui_de_l_aide(page: Page, address: str) -> None:
    """10 ans, 3 %, +2 % : E = (1 − (1,02/1,03)^10) / 0,01 = 9,295 ; D = 8,530 ; 1,03^10 = 1,344."""
    page.goto(f"{address}interne/cout-complet/")
    fill(page, taux="3", hausse="2", prix="0,20", achat_1="1000", kwh_1="100", consommables_1="5", maintenance_1="15", fin_1="50")
    said = [amounts(page, title)[0] for title in ("Achat", "Énergie", "Consommables", "Maintenance", "Fin de vie", "Coût complet")]
    assert said == ["1000€", "186€", "43€", "128€", "37€", "1394€"]
    shown = [cell.rpartition("=")[2] for cell in page.locator("#main ~ * tbody tr td:nth-child(3), #main ~ table tbody tr td:nth-child(3)").all_inner_texts()]
    assert [text.replace(NBSP, "").replace(" ", "") for text in shown][:6] == said


@pytest.mark.parametrize(
    ("entered", "marked", "said"),
    [
        ({"achat_1": "100", "kwh_1": "10"}, "prix", "Écrivez le prix d’un kWh"),
        ({"achat_1": "100", "maintenance_2": "10"}, "achat-2", f"Écrivez le prix d’achat de «{NBSP}Offre 2{NBSP}»"),
    ],
    ids=["énergie sans prix", "offre sans achat"],
)
def test_un_prix_qui_manque_n_est_pas_remplace_par_zero(page: Page, address: str, entered: dict[str, str], marked: str, said: str) -> None:
    page.goto(f"{address}interne/cout-complet/")
    fill(page, **entered)
    assert page.locator(f'[name="{marked}"]').get_attribute("aria-invalid") == "true"
    assert said in page.locator("[data-resultat]").inner_text()
    assert page.locator("[data-resultat] table").count() == 0


def test_un_fichier_qui_ne_se_fait_pas_est_dit_et_se_redemande(page: Page, address: str) -> None:
    """Une phrase à côté des boutons, annoncée ; elle s'en va dès que le fichier vient."""
    once = "let vus = 0; export const csv = () => { if (!vus++) throw new Error(); return new Blob(['a']); };"
    page.route("**/tableur.js*", lambda route: route.fulfill(body=once, content_type="text/javascript"))
    page.goto(f"{address}interne/cout-complet/")
    fill(page, achat_1="100", achat_2="90")
    page.locator('[data-format="csv"]').click()
    page.locator("[data-panne]:not([hidden])").wait_for()
    told = "Le fichier n’a pas pu être fait. Réessayez dans un instant."
    assert page.locator("[data-panne]").inner_text() == told
    page.locator("#annonces", has_text=told).wait_for(state="attached")
    with page.expect_download():
        page.locator('[data-format="csv"]').click()
    assert page.locator("[data-panne]").is_hidden()


def test_un_poste_laisse_vide_est_dit(page: Page, address: str) -> None:
    page.goto(f"{address}interne/cout-complet/")
    fill(page, achat_1="100", consommables_1="0", maintenance_1="0", fin_1="0", achat_2="90", kwh_2="0")
    said = page.locator("[data-resultat] p").last.inner_text()
    assert said == f"Postes laissés vides, comptés pour zéro. Offre 1{NBSP}: énergie{NBSP}; Offre 2{NBSP}: consommables, maintenance, fin de vie."


def test_une_barre_ne_sort_pas_du_dessin_quand_la_revente_rapporte(page: Page, address: str) -> None:
    page.goto(f"{address}interne/cout-complet/")
    fill(page, achat_1="1000", maintenance_1="10", fin_1="-900", achat_2="500")
    ends = page.locator(".barres rect").evaluate_all("all => all.map((r) => Number(r.getAttribute('x')) + Number(r.getAttribute('width')))")
    assert max(ends) == pytest.approx(720, abs=0.5)
    assert f"Une barre ne retire pas la revente{NBSP}: pour Offre 1, lisez le tableau." in page.locator("[data-resultat]").inner_text()


def test_sans_javascript_chaque_aide_dit_sa_formule_et_donne_un_tableau(browser: Browser, address: str) -> None:
    context = site_browser.context_of(browser, java_script_enabled=False)
    try:
        opened = context.new_page()
        for place, heading, said in WITHOUT_SCRIPT:
            opened.goto(f"{address}{place}")
            text = opened.locator("main").inner_text()
            assert said in text.replace(NBSP, " "), place
            assert opened.locator(heading).is_visible(), place
            assert opened.locator("main form:visible").count() == 0, place
    finally:
        context.close()


def test_l_adresse_garde_le_calcul(page: Page, address: str) -> None:
    page.goto(f"{address}interne/cout-complet/")
    for _ in range(3):
        page.locator("[data-ajouter]").click()
    assert page.locator("[data-ajouter]").is_disabled(), "cinq offres au plus"
    for rank in range(1, 6):
        fill(page, **{f"nom_{rank}": f"N° {rank} & co", f"achat_{rank}": str(rank * 100)})
    fill(page, duree="7", taux="2,5")
    before = amounts(page, "Coût complet")
    kept = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(kept)
    assert amounts(page, "Coût complet") == before == ["100€", "200€", "300€", "400€", "500€"]
    assert page.locator('[name="nom-5"]').input_value() == "N° 5 & co"
    assert (page.locator('[name="duree"]').input_value(), page.locator('[name="taux"]').input_value()) == ("7", "2,5")


@pytest.mark.parametrize(("name", "value"), [("duree", "0"), ("duree", "2,5"), ("duree", "cent"), ("achat-1", "12 x"), ("taux", "99"), ("kwh-1", "-3")])
def test_une_saisie_fausse_se_voit_et_ne_donne_aucun_total(page: Page, address: str, name: str, value: str) -> None:
    page.goto(f"{address}interne/cout-complet/")
    fill(page, achat_1="100")
    page.locator(f'[name="{name}"]').fill(value)
    assert page.locator(f'[name="{name}"]').get_attribute("aria-invalid") == "true"
    assert page.locator("[data-resultat] table").count() == 0
    assert not page.locator("[data-sorties]").is_visible()


def test_le_resultat_s_emporte_avec_ses_hypotheses(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}interne/cout-complet/")
    fill(page, prix="0,5", taux="3", nom_1='=1+1 "A"', achat_1="100", kwh_1="10", achat_2="120")
    with page.expect_download() as caught:
        page.locator("[data-format=xlsx]").click()
    caught.value.save_as(tmp_path / "cout.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "cout.xlsx"))
    rows = book.get_sheet_by_name("Offres").to_python()
    assert rows[1][0] == '\'=1+1 "A"', "un nom ne devient pas une formule"
    assert rows[1][1:3] == [100, 10]
    assert rows[2][-1] == 1
    about = {line[0]: line[1] for line in book.get_sheet_by_name("À propos").to_python()}
    assert (about["Taux d’actualisation (%)"], about["Prix du kWh (€)"]) == (3, 0.5)


# — Approche carbone, AGEC —


def test_l_approche_carbone_d_une_famille_est_celle_de_sa_fiche(page: Page, address: str, sites: Sites) -> None:
    data = json.loads((sites.interne / "aides/donnees.json").read_text(encoding="utf-8"))
    family = next(item for item in data["familles"] if item["id"] == "mobilier-bureau-scolaire")
    page.goto(f"{address}interne/carbone/")
    page.locator('main [name="q"]').fill("chaises")
    page.locator(f'[data-id="{family["id"]}"]').click()
    text = page.locator("[data-resultat]").inner_text()
    assert data["methodes"][family["carbone"]["methode"]]["definition"] in text
    assert all(item in text for item in [*family["carbone"]["postes"], *family["carbone"]["alternatives"], *family["questions"]])
    assert "f=mobilier-bureau-scolaire" in page.evaluate("location.search")
    kept = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(kept)
    page.locator("[data-resultat] h2").wait_for()
    assert page.locator("[data-resultat] h2").inner_text() == family["titre"]
    assert all((sites.interne / link["url"] / "index.html").is_file() for link in family["criteres"])


CPV = {
    "39113600": ["Mobilier et aménagement d’intérieur", "Mobilier urbain"],
    "30125100": ["Consommables d’impression"],
    "34430000": ["Engins de transport et pièces détachées"],
    "30197630-1": ["Papier"],
    "50000000": [],
}


@pytest.mark.parametrize(("code", "expected"), CPV.items(), ids=CPV)
def test_un_code_cpv_dit_ses_categories(page: Page, address: str, code: str, expected: list[str]) -> None:
    page.goto(f"{address}interne/agec/?q={quote(code)}")
    page.locator("[data-resultat] p").first.wait_for()
    assert page.locator("[data-resultat] ul").first.locator("li strong").all_inner_texts() == expected if expected else True
    assert ("aucune catégorie AGEC" in page.locator("[data-resultat]").inner_text()) == (not expected)


def test_un_mot_suffit(page: Page, address: str) -> None:
    page.goto(f"{address}interne/agec/")
    page.locator('main [name="q"]').fill("vélos")
    page.locator("[data-resultat] li", has_text="Engins de transport").first.wait_for()
    assert "à vérifier" in page.locator("[data-resultat]").inner_text()


# — Outils, plan d'action —


def test_chaque_outil_est_propose_avec_son_guide(page: Page, address: str, sites: Sites) -> None:
    page.goto(f"{address}interne/outils/")
    links = [link.get_attribute("href") or "" for link in page.locator("a.fichier").all()]
    assert sorted(link.rpartition("/")[2] for link in links) == sorted(path.name for path in (sites.interne / "outils").iterdir())
    assert page.locator(".outil__guide h3:visible", has_text="Comment s’en servir").count() == 6
    assert not (sites.publique / "outils").exists()


#: Chaque dossier et le titre sous lequel il est rangé.
QUARTERS = """links => links.map((link) => {
  let title = link.closest("table");
  while (title.tagName !== "H2") title = title.previousElementSibling;
  return [link.textContent, title.textContent];
})"""


def test_le_plan_d_action_range_chaque_dossier_retenu_dans_son_trimestre(page: Page, address: str) -> None:
    from spaser import catalogue

    root = Path(__file__).resolve().parents[2] / "referentials"
    loaded = catalogue.load(root)
    year = loaded.collectivite.annee_courante
    kept = [entry for entry in loaded.entrees["intention"].values() if entry.annee == year and entry.comite_revue and entry.comite_revue.retenu]
    page.goto(f"{address}interne/plan-action/")
    shown = dict(page.locator("table tbody tr th a").evaluate_all(QUARTERS))
    assert set(shown) == {entry.intitule for entry in kept}
    assert len(kept) >= 10
    october = next(entry for entry in kept if entry.comite_revue.date and entry.comite_revue.date.isoformat() == "2026-10-13")
    assert shown[october.intitule].replace(NBSP, " ") == "Comité du 4e trimestre 2026"
