"""La porte d'accessibilité, et la preuve qu'elle ferme : des fautes semées une à une dans de vraies pages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import site_browser
import site_gate
from playwright.sync_api import Browser, Page
from site_gate import Check

FICHE = "intentions/2027-014/"
EXPLORER = "intentions/"
HELP = "aide/"
PROSE = "main .contenu"

#: Les pages saines que chaque contrôle doit laisser passer.
SOUND: dict[Check, tuple[str, ...]] = {
    site_gate.keyboard: ("", EXPLORER, FICHE, "vademecum/", "fournisseurs/"),
    site_gate.shortcuts: ("", EXPLORER, "fournisseurs/", "eco-referentiel/mon-operation/"),
    site_gate.reflow: ("", EXPLORER, FICHE, "vademecum/", "fournisseurs/", "schema/tableau-de-bord/", "donnees-ouvertes/"),
    site_gate.spacing: ("", EXPLORER, FICHE, "vademecum/", "schema/tableau-de-bord/"),
    site_gate.enlarged: ("", EXPLORER, FICHE, HELP),
    site_gate.underlines: ("", HELP, FICHE, "donnees-ouvertes/", "schema/"),
    site_gate.borders: ("", EXPLORER, "recherche/?q=mobilier", "vademecum/", "fournisseurs/"),
    site_gate.stillness: ("", EXPLORER, FICHE),
    site_gate.landmarks: (EXPLORER, "vademecum/", HELP),
    site_gate.menu: ("", FICHE),
    site_gate.announcement: (EXPLORER,),
    site_gate.dialog: (EXPLORER,),
    site_gate.without_script: ("", EXPLORER, "fournisseurs/", "vademecum/", "eco-referentiel/mon-operation/", "recherche/"),
}


@dataclass(frozen=True)
class Fault:
    """Une faute : le critère RGAA qu'elle enfreint, la page où la semer, comment, et le contrôle qui doit la voir."""

    rgaa: str
    url: str
    script: str
    check: Check
    dark: bool = False


def add(html: str) -> str:
    """Ajoute du HTML à la fin du contenu."""
    return f"document.querySelector('{PROSE}').insertAdjacentHTML('beforeend', `{html}`)"


def style(css: str) -> str:
    """Ajoute une règle de style."""
    return f"document.head.insertAdjacentHTML('beforeend', `<style>{css}</style>`)"


AXE, KEYBOARD = site_gate.axe, site_gate.keyboard
FAULTS = {
    "une image sans texte de remplacement": Fault("1.1", HELP, add("<img src='../assets/images/marque.svg' width=20 height=20>"), AXE),
    "un dessin sans nom": Fault("1.1", HELP, add("<svg role=img width=20 height=20><path d='M0 0h9v9z'/></svg>"), AXE),
    "un cadre sans titre": Fault("2.1", HELP, add("<iframe srcdoc='<p>x</p>'></iframe>"), AXE),
    "un lien dit par sa seule couleur": Fault("3.1", HELP, style("main p a { text-decoration: none !important }"), site_gate.underlines),
    "un texte trop pâle": Fault("3.2", HELP, style("main p { color: #9a9a9a !important }"), AXE),
    "un texte trop pâle en sombre": Fault("3.2", HELP, style("main p { color: #555 !important }"), AXE, dark=True),
    "un bouton au texte pâle": Fault("3.2", EXPLORER, style(".bouton { color: #aaa !important; background: #fff !important }"), AXE),
    "un champ sans bord": Fault("3.3", EXPLORER, style("input, select { border: 0 !important; background: Canvas !important }"), site_gate.borders),
    "un champ au bord pâle": Fault(
        "3.3", EXPLORER, style("input, select { border-color: #e4e4e4 !important; background: Canvas !important }"), site_gate.borders
    ),
    "un lien vide": Fault("6.2", HELP, add("<p><a href='../'></a></p>"), AXE),
    "un rôle inconnu": Fault("7.1", HELP, add("<div role=carte>x</div>"), AXE),
    "un bouton sans nom": Fault("7.1", HELP, add("<button type=button></button>"), AXE),
    "un état que le menu ne dit pas": Fault("7.1", "", "document.querySelector('.menu-bouton').removeAttribute('aria-expanded')", site_gate.menu),
    "une boîte sans nom": Fault(
        "7.1",
        EXPLORER,
        "new MutationObserver(() => document.querySelectorAll('dialog').forEach(e => { e.removeAttribute('aria-label'); e.removeAttribute('aria-labelledby'); }))"
        ".observe(document, { subtree: true, childList: true, attributes: true })",
        site_gate.dialog,
    ),
    "un bouton que le clavier n'atteint pas": Fault("7.3", HELP, add("<div role=button>Ouvrir</div>"), KEYBOARD),
    "un geste à la souris seule": Fault("7.3", HELP, add("<span onclick='1'>Ouvrir</span>"), KEYBOARD),
    "Échap sans effet sur le menu": Fault(
        "7.3", "", "addEventListener('keydown', e => e.key === 'Escape' && e.stopImmediatePropagation(), true)", site_gate.menu
    ),
    "Échap sans effet sur la boîte": Fault(
        "7.3",
        EXPLORER,
        "addEventListener('keydown', e => { if (e.key === 'Escape') { e.preventDefault(); e.stopImmediatePropagation(); } }, true);"
        "addEventListener('cancel', e => { e.preventDefault(); e.stopImmediatePropagation(); }, true)",
        site_gate.dialog,
    ),
    "un filtre que rien n'annonce": Fault(
        "7.5", EXPLORER, "document.querySelectorAll('[role=status], [aria-live]').forEach(e => e.remove())", site_gate.announcement
    ),
    "une langue qui n'existe pas": Fault("8.7", HELP, add("<p lang=zz-qq>Hello</p>"), AXE),
    "une liste dont un élément est dehors": Fault("9.3", HELP, add("<li>seul</li>"), AXE),
    "une liste qui tient autre chose": Fault("9.3", HELP, add("<ul><p>x</p></ul>"), AXE),
    "un texte coupé quand il grandit": Fault("10.4", HELP, style("main h1 { height: 40px; overflow: hidden }"), site_gate.enlarged),
    "un contour ôté": Fault("10.7", HELP, style(":focus, :focus-visible { outline: 0 !important }"), KEYBOARD),
    "une halte hors de l'écran": Fault("10.7", HELP, add("<a href='../' style='position:absolute;left:-999px'>Caché</a>"), KEYBOARD),
    "une halte invisible": Fault("10.8", HELP, add("<p aria-hidden=true><a href='../'>Caché</a></p>"), AXE),
    "une largeur fixe": Fault("10.11", FICHE, style("main p { min-width: 500px }"), site_gate.reflow),
    "un texte coupé quand il s'espace": Fault("10.12", HELP, style("main p { max-height: 1.7em; overflow: hidden }"), site_gate.spacing),
    "un champ sans étiquette": Fault("11.1", HELP, add("<input type=text>"), AXE),
    "une liste de choix sans étiquette": Fault("11.1", HELP, add("<select><option>x</option></select>"), AXE),
    "un menu qui ne dit pas la page en cours": Fault(
        "12.2", EXPLORER, "document.querySelectorAll('#menu [aria-current]').forEach(e => e.removeAttribute('aria-current'))", site_gate.landmarks
    ),
    "deux régions du même nom": Fault("12.6", HELP, add("<nav aria-label=x><a href='../'>a</a></nav><nav aria-label=x><a href='../'>b</a></nav>"), AXE),
    "un évitement qui ne mène nulle part": Fault("12.7", HELP, "document.querySelector('#contenu-principal').id = 'ailleurs'", site_gate.landmarks),
    "un ordre forcé des haltes": Fault("12.8", HELP, add("<button type=button tabindex=3>x</button>"), KEYBOARD),
    "un focus resté derrière la boîte": Fault("12.8", EXPLORER, "HTMLDialogElement.prototype.showModal = function () { this.show(); }; 0", site_gate.dialog),
    "un piège au clavier": Fault(
        "12.9", HELP, add("<button type=button id=piege>x</button>") + "; piege.addEventListener('blur', () => piege.focus())", KEYBOARD
    ),
    "un raccourci d'une seule touche": Fault(
        "12.10", HELP, "addEventListener('keydown', e => { if (e.key === 'n') location.hash = 'suite'; })", site_gate.shortcuts
    ),
    "une animation sans fin": Fault("13.8", HELP, style("@keyframes t { to { opacity: .9 } } main h1 { animation: t 2s infinite }"), site_gate.stillness),
}


def opened(browser: Browser, address: str, **options: object) -> Page:
    """Une page ouverte, prête à être contrôlée."""
    page = site_browser.context_of(browser, **options).new_page()  # type: ignore[arg-type]
    site_browser.load(page, address)
    return page


@pytest.mark.parametrize(
    ("check", "url"), [pytest.param(check, url, id=f"{check.__name__} {url or 'accueil'}") for check, urls in SOUND.items() for url in urls]
)
def test_une_page_saine_passe_la_porte(browser: Browser, addresses: dict[str, str], check: Check, url: str) -> None:
    """Chaque contrôle, sur chaque page où il a de quoi regarder, ne trouve rien."""
    page = opened(browser, addresses["publique"] + url, java_script_enabled=check is not site_gate.without_script)
    assert check(page) == []
    page.context.close()


@pytest.mark.parametrize("name", FAULTS)
def test_la_porte_voit_chaque_faute_semee(browser: Browser, addresses: dict[str, str], name: str) -> None:
    """Sans la faute, la page passe (test précédent, ou axe sur chaque page) ; avec elle, le contrôle la nomme."""
    fault = FAULTS[name]
    page = opened(browser, addresses["publique"] + fault.url)
    if fault.dark:
        page.emulate_media(color_scheme="dark")
    page.evaluate(fault.script)
    assert fault.check(page) != []
    page.context.close()


def test_un_bouton_mort_sans_javascript_se_voit(browser: Browser, addresses: dict[str, str]) -> None:
    """La faute est dans le HTML servi : un bouton que seul un programme animerait."""
    page = site_browser.context_of(browser, java_script_enabled=False).new_page()
    page.route(
        "**/aide/",
        lambda route: route.fulfill(response=(found := route.fetch()), body=found.text().replace("</main>", "<button type=button>Ouvrir</button></main>")),
    )
    page.goto(addresses["publique"] + HELP)
    assert site_gate.without_script(page) == ["Ouvrir"]
    page.context.close()


@pytest.mark.parametrize("url", ["", EXPLORER, FICHE, "vademecum/", "fournisseurs/", "schema/tableau-de-bord/"])
def test_axe_ne_trouve_rien_en_couleurs_forcees_ni_a_320_pixels(browser: Browser, addresses: dict[str, str], url: str) -> None:
    """Les apparences qui manquent à la visite de chaque page : couleurs forcées, et un écran de 320 pixels."""
    page = opened(browser, addresses["publique"] + url)
    page.emulate_media(forced_colors="active")
    forced = site_gate.axe(page)
    page.context.close()
    narrow = opened(browser, addresses["publique"] + url, width=320)
    assert (forced, site_gate.axe(narrow)) == ([], [])
    narrow.context.close()
