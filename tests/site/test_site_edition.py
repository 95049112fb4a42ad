"""Le formulaire de `edition/`, dans un vrai navigateur : en français, sans aucun tiers, et ce qu'il écrit vaut une main."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import site_browser
import site_build
import site_form
import yaml
from click.testing import CliRunner
from playwright.sync_api import Browser
from site_build import ROOT
from site_form import Form

from spaser.cli import main
from spaser.editor import stock
from spaser.formatting import canonical, model_of

pytestmark = pytest.mark.xdist_group("formulaire")
NEW = "referentials/intentions/2027/2027-951.yml"
FAMILY = "mobilier-bureau-scolaire"
#: Ce qu'une personne saisit dans une intention neuve : les champs obligatoires, rien d'autre.
TYPED = {
    "id": "2027-951",
    "source.titre": "Recensement des achats 2027",
    "verifie_le": "2026-11-23",
    "a_revoir_avant": "2027-11-23",
    "annee": "2027",
    "intitule": "Casiers réemployés d'un collège",
    "description": "Deux cents casiers : remis en état, livrés montés.",
    "cpv": "03100000",
    "contact": "achats@ille-et-vilaine.example",
    "publication_prevue": "2027-T2",
    "statut.depuis": "2026-11-23",
}
CHOSEN = {"visibilite": "Publique", "famille": "", "nature": "Fournitures", "service_acheteur": "", "montant_tranche": "", "lieux": "", "statut.code": ""}
#: Une fiche de chaque collection, où ne changer qu'une date ou un texte.
TOUCHED = {
    "familles": ("familles", "a_revoir_avant"),
    "transverses": ("transverses", "a_revoir_avant"),
    "fournisseurs": ("fournisseurs", "a_revoir_avant"),
    "objectifs": ("objectifs", "a_revoir_avant"),
    "intentions": ("intentions", "a_revoir_avant"),
    "attributions": ("attributions", "a_revoir_avant"),
    "eco": ("eco", "presentation"),
    "codes": ("codes", "a_revoir_avant"),
    "collectivite": ("_singletons", "nom_court"),
}


@pytest.fixture(scope="session")
def address(internal_site: Path) -> Iterator[str]:
    """L'adresse locale du site interne, s'il a le formulaire."""
    if not (internal_site / "edition" / "index.html").is_file():
        pytest.skip("ni réseau ni cache : le site interne est construit sans le formulaire")
    with site_browser.serve(internal_site) as found:
        yield found


@pytest.fixture
def form(browser: Browser, address: str, project: Path) -> Iterator[Form]:
    """Le formulaire, ouvert sur une petite copie du dépôt."""
    opened = Form.open(browser, address, site_form.files(project))
    yield opened
    opened.close()


def formatted(path: str, text: str) -> str:
    """Le texte canonique d'un fichier des référentiels."""
    model = model_of(ROOT / path, ROOT / "referentials")
    assert model is not None
    return canonical(text, path, model)


@pytest.mark.parametrize("route", ["", "intentions/new", f"familles/entries/{FAMILY}"])
def test_axe_ne_trouve_rien_dans_le_formulaire(form: Form, route: str) -> None:
    """Le programme est d'autrui, la page est la nôtre : liste, fiche neuve, fiche ouverte, en clair et en sombre."""
    if route:
        form.go(route)
    form.page.add_style_tag(content="* { transition: none !important; animation: none !important }")
    form.page.evaluate(site_browser.axe_source())
    assert {look: found for look in site_browser.THEMES if (found := seen_in(form, look))} == {}


def seen_in(form: Form, look: str) -> list[str]:
    """Ce qu'axe trouve dans une apparence, une fois que le programme l'a prise."""
    form.page.emulate_media(color_scheme=look)  # type: ignore[arg-type]
    form.page.wait_for_function(f"() => document.querySelector('[data-theme={look}]')")
    found: list[str] = form.page.evaluate(site_browser.AXE)
    return found


def test_la_page_est_en_francais_et_n_appelle_personne(form: Form) -> None:
    """Un navigateur anglais, une fiche ouverte, une autre commencée : rien n'a quitté le site, et rien n'a manqué."""
    form.go(f"familles/entries/{FAMILY}")
    form.reach("criteres")
    form.go("intentions/new")
    assert form.page.evaluate("document.documentElement.lang") == "fr"
    assert "Création" in form.page.inner_text("body") and "Enregistrer" in form.page.inner_text("body")
    local = (form.address.removesuffix("edition/"), f"blob:{form.address.removesuffix('/edition/')}", "data:")
    assert [url for url in form.requests if not url.startswith(local)] == []
    assert form.errors == []
    fonts = [url for url in form.requests if url.endswith(".woff2")]
    assert len(fonts) >= 2 and all(url.startswith(f"{form.address}polices/") for url in fonts)


def test_creer_une_intention_et_changer_un_critere_par_le_formulaire(browser: Browser, address: str, project: Path, tmp_path: Path) -> None:
    """Saisir, enregistrer, formater, vérifier, construire : la fiche est là, et seuls ces deux fichiers ont changé."""
    family = f"referentials/familles/{FAMILY}.yml"
    before = site_form.files(project)
    known = yaml.load(next(text for path, text in before.items() if "/intentions/2027/" in path), yaml.CBaseLoader)
    codes = {name: _labels(project, name) for name in ("services", "tranches-montant", "departements", "statuts-intention")}
    named = {"famille": yaml.load(before[family], yaml.CBaseLoader)["intitule"], "service_acheteur": codes["services"][known["service_acheteur"]]}
    named |= {"montant_tranche": codes["tranches-montant"][known["montant_tranche"]], "lieux": codes["departements"]["35"]}
    named |= {"statut.code": codes["statuts-intention"]["publiee"]}
    form = Form.open(browser, address, before)
    form.go("intentions/new")
    for key in _order(form, {*TYPED, *CHOSEN}):
        if key in TYPED:
            form.write(key, TYPED[key])
        else:
            form.choose(key, CHOSEN[key] or named[key])
    form.save()
    form.go(f"familles/entries/{FAMILY}")
    form.unfold("criteres")
    form.write("criteres.0.intitule", "Mobilier remis en état, d'abord")
    form.save()
    after = form.read()
    assert form.errors == []
    form.close()

    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert changed == {NEW, family}
    for path in changed:
        (project / path).write_text(after[path], encoding="utf-8")
    data = ["--referentiels", str(project / "referentials")]
    assert CliRunner().invoke(main, ["formater", *data]).exit_code == 0
    assert {path for path, text in site_form.files(project).items() if before.get(path) != text} == changed
    checked = CliRunner().invoke(main, ["verifier", *data])
    assert checked.exit_code == 0, checked.output
    assert (project / NEW).read_text(encoding="utf-8") == _by_hand(known)
    old, new = before[family].splitlines(), (project / family).read_text(encoding="utf-8").splitlines()
    assert set(new) - set(old) == {"    intitule: Mobilier remis en état, d’abord"}
    site = site_build.must_build(tmp_path / "sortie" / "site", project=project)
    assert "Casiers réemployés d’un collège" in (site / "intentions" / "2027-951" / "index.html").read_text(encoding="utf-8")


def _labels(project: Path, name: str) -> dict[str, str]:
    lines = yaml.load((project / "referentials" / "codes" / f"{name}.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)["lignes"]
    return {line["code"]: line["libelle"] for line in lines}


def _order(form: Form, keys: set[str]) -> list[str]:
    """Les champs dans l'ordre de la page."""
    fields = next(item for item in _config(form)["collections"] if item["name"] == "intentions")["fields"]
    paths = [path for field in fields for path in (field["name"], *(f"{field['name']}.{sub['name']}" for sub in field.get("fields", ())))]
    return [path for path in paths if path in keys]


def _config(form: Form) -> dict:
    found = form.page.context.request.get(f"{form.address}config.yml").text()
    return yaml.load(found, yaml.CSafeLoader)


def _by_hand(known: dict) -> str:
    """La même intention, telle qu'une main l'écrirait au format canonique."""
    written = {
        "id": "2027-951",
        "visibilite": "publique",
        "source": {"titre": "Recensement des achats 2027"},
        "verifie_le": "2026-11-23",
        "a_revoir_avant": "2027-11-23",
        "annee": "2027",
        "intitule": "Casiers réemployés d’un collège",
        "description": "Deux cents casiers\u00a0: remis en état, livrés montés.",
        "famille": FAMILY,
        "cpv": "03100000",
        "nature": "fournitures",
        "service_acheteur": known["service_acheteur"],
        "contact": "achats@ille-et-vilaine.example",
        "montant_tranche": known["montant_tranche"],
        "publication_prevue": "2027-T2",
        "lieux": ["35"],
        "statut": {"code": "publiee", "depuis": "2026-11-23"},
    }
    return formatted(NEW, json.dumps(written, ensure_ascii=False))


def test_changer_un_seul_champ_ne_change_rien_d_autre(browser: Browser, address: str, project: Path) -> None:
    """La plus longue fiche de chaque collection du dépôt : après `spaser formater`, seule la ligne saisie diffère, clé inconnue comprise."""
    real = site_form.files(ROOT)
    chosen = {name: _sample(real, name) for name in TOUCHED}
    before = site_form.files(project) | {path: real[path] for path in chosen.values()}
    before = {path: f"{text}cle_inconnue: gardée\n" if path in chosen.values() else text for path, text in before.items()}
    form = Form.open(browser, address, before)
    for name, (collection, key) in TOUCHED.items():
        folder = f"referentials/{collection}/"
        form.go(f"{collection}/entries/{chosen[name].removeprefix(folder).removesuffix('.yml').removeprefix('referentials/')}")
        form.write(key, _typed(key))
        form.save()
    after = form.read()
    form.close()
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} == set(chosen.values())
    wanted = {path: _with(path, before[path], TOUCHED[name][1]) for name, path in chosen.items()}
    assert {path: formatted(path, after[path]) for path in wanted} == wanted


def _with(path: str, text: str, key: str) -> str:
    """Le fichier tel qu'une main le laisserait : une valeur changée, clé inconnue gardée."""
    data = yaml.load(text, yaml.CBaseLoader)
    assert data["cle_inconnue"] == "gardée"
    return formatted(path, json.dumps(data | {key: _typed(key)}, ensure_ascii=False))


def _typed(key: str) -> str:
    return "2031-12-31" if key == "a_revoir_avant" else "Essai d’écriture"


def _sample(files: dict[str, str], name: str) -> str:
    """La plus longue fiche d'une collection : celle qui a le plus à perdre."""
    if name == "collectivite":
        return "referentials/collectivite.yml"
    found = [path for path in files if path.startswith(f"referentials/{name}/") and len(files[path]) < 80_000]
    return max(found, key=lambda path: (len(files[path]), path))


def test_sans_reseau_ni_cache_le_site_se_construit_sans_le_formulaire(project: Path, tmp_path: Path) -> None:
    """La construction réussit, le dit, et la page du guide le dit aussi."""
    patch = f"from pathlib import Path\nfrom spaser.editor import stock\nstock.FOLDER = Path({str(tmp_path / 'vide')!r})\nstock._fetch = lambda: None"
    outcome = site_build.build(tmp_path / "sortie" / "site", "interne", project=project, patch=patch)
    assert outcome.code == 0, outcome.text
    assert f"Édition par formulaire : absente du site interne. {stock.ARCHIVE} n'est pas dans .cache/editeur/" in outcome.text
    assert not (tmp_path / "sortie" / "site" / "edition").exists()
    assert "Le formulaire n’est pas installé" in (tmp_path / "sortie" / "site" / "interne" / "guide" / "index.html").read_text(encoding="utf-8")
