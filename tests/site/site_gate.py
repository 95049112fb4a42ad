"""Ce que ni axe ni la lecture du HTML ne voient : chaque contrôle regarde une page ouverte et rend les fautes trouvées.

Les numéros sont ceux du RGAA 4.1.2. Un contrôle rend une liste de phrases ; vide, la page est bonne.
"""

from __future__ import annotations

from collections.abc import Callable

import site_browser
from playwright.sync_api import Page

Check = Callable[[Page], list[str]]
#: Quarante touches : aucune, seule et hors d'un champ, ne doit agir (12.10).
KEYS = [*"abcdefghijklmnopqrstuvwxyz", *"0123456789"[:4], *[",", ".", "/", "?", "'", "-", "+", "*", "!", ";"]]
STOPS = 300

_NAME = "const nom = e => (e.tagName + '.' + e.getAttribute('class') + ' ' + (e.textContent || '').trim().slice(0, 30));"
_FOCUS = """() => { const e = document.activeElement; if (!e || e === document.body) return null;
  const s = getComputedStyle(e), b = e.getBoundingClientRect();
  return { nom: (e.id || e.getAttribute('class') || e.tagName) + ' ' + (e.textContent || '').trim().slice(0, 30),
    vu: b.width > 1 && b.height > 1 && b.right > 0 && b.left < innerWidth && s.visibility === 'visible',
    contour: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || (e instanceof SVGElement && parseFloat(s.strokeWidth) >= 3) }; }"""
#: Un lien au milieu d'un texte se distingue autrement que par la couleur (3.1, 10.6).
_UNDERLINES = f"""() => {{ {_NAME} return [...document.querySelectorAll('main p a, main dd a')]
  .filter(e => e.checkVisibility() && !e.classList.contains('bouton') && [...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 2))
  .filter(e => !getComputedStyle(e).textDecorationLine.includes('underline')).map(nom); }}"""
#: Espacement du texte (10.12) : interligne 1,5, paragraphes 2, lettres 0,12, mots 0,16.
_SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
_CLIPPED = f"""() => {{ {_NAME} return [...document.querySelectorAll('header *, main *, footer *')].filter(e => {{
  const s = getComputedStyle(e); if (!e.checkVisibility() || !['hidden', 'clip'].includes(s.overflowY) || s.clipPath !== 'none' || e.closest('.hors-ecran, svg, .leaflet-container')) return false;
  return e.clientHeight > 2 && e.scrollHeight > e.clientHeight + 2; }}).map(nom); }}"""
_MOVES = f"""() => {{ {_NAME} return [...document.querySelectorAll('body *')].filter(e => {{ const s = getComputedStyle(e);
  return (s.animationName !== 'none' && s.animationIterationCount === 'infinite') || parseFloat(s.animationDuration) > 0.01; }}).map(nom); }}"""
_UNREACHABLE = f"""() => {{ {_NAME} return [...document.querySelectorAll('[onclick], [role=button], [role=link], [role=checkbox], [role=tab]')]
  .filter(e => e.checkVisibility() && e.tabIndex < 0).map(nom); }}"""
_TABINDEX = f"() => {{ {_NAME} return [...document.querySelectorAll('[tabindex]')].filter(e => e.tabIndex > 0).map(nom); }}"
_CURRENT = "() => document.querySelectorAll('#menu [aria-current]').length === 1 ? [] : ['le menu ne dit pas la page en cours']"
#: Le bord d'un champ, ou son fond, se détache d'au moins 3:1 de ce qui l'entoure (3.3).
_BORDERS = """() => {
  const rgb = c => { const t = document.createElement('canvas').getContext('2d', { willReadFrequently: true }); t.fillStyle = c; t.fillRect(0, 0, 1, 1); return t.getImageData(0, 0, 1, 1).data; };
  const clair = c => { const [r, v, b] = [...rgb(c)].slice(0, 3).map(x => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * v + 0.0722 * b; };
  const ecart = (a, b) => { const [x, y] = [clair(a), clair(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
  const fond = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (rgb(c)[3] > 250) return c; } return getComputedStyle(document.documentElement).backgroundColor; };
  return [...document.querySelectorAll('input:not([type=checkbox]):not([type=radio]):not([type=hidden]), select, textarea')].filter(e => e.checkVisibility())
    .filter(e => { const s = getComputedStyle(e), autour = fond(e.parentElement);
      return !(parseFloat(s.borderTopWidth) >= 1 && ecart(s.borderTopColor, autour) >= 3) && !(parseFloat(s.borderBottomWidth) >= 1 && ecart(s.borderBottomColor, autour) >= 3) && ecart(fond(e), autour) < 3; })
    .map(e => e.id || e.name); }"""
_STATE = "() => [location.href, scrollY, document.activeElement.tagName, document.querySelector('main').innerHTML]"


def axe(page: Page) -> list[str]:
    """Les violations que voit axe, dans l'apparence où la page est, toutes ses lignes disposées."""
    page.evaluate(site_browser.ALL_LAID_OUT)
    page.evaluate(site_browser.axe_source())
    found: list[str] = page.evaluate(site_browser.AXE)
    return found


def keyboard(page: Page) -> list[str]:
    """La touche Tab parcourt la page et en sort ; chaque halte se voit, avec un contour (10.7, 12.8, 12.9)."""
    seen: list[str] = page.evaluate(_TABINDEX) + page.evaluate(_UNREACHABLE)
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None:
            return seen
        if not (stop["vu"] and stop["contour"]):
            seen.append(f"halte qui ne se voit pas : {stop['nom']}")
    return [*seen, "le clavier ne sort pas de la page"]


def shortcuts(page: Page) -> list[str]:
    """Aucune touche seule n'agit hors d'un champ (12.10)."""
    before = page.evaluate(_STATE)
    for key in KEYS:
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    return [] if page.evaluate(_STATE) == before else ["une touche seule a changé la page"]


def reflow(page: Page) -> list[str]:
    """Rien ne déborde à 320 pixels (10.11)."""
    page.set_viewport_size({"width": 320, "height": 800})
    found: list[str] = page.evaluate(site_browser.OVERFLOW)
    return found


def spacing(page: Page) -> list[str]:
    """Un texte plus espacé n'est ni coupé ni débordant (10.12)."""
    page.add_style_tag(content=_SPACING)
    found: list[str] = page.evaluate(_CLIPPED) + page.evaluate(site_browser.OVERFLOW)
    return found


def enlarged(page: Page) -> list[str]:
    """Le texte agrandi deux fois n'est ni coupé ni débordant (10.4)."""
    page.add_style_tag(content="html { font-size: 200% !important }")
    found: list[str] = page.evaluate(_CLIPPED) + page.evaluate(site_browser.OVERFLOW)
    return found


def underlines(page: Page) -> list[str]:
    """Un lien dans un texte est souligné (10.6)."""
    found: list[str] = page.evaluate(_UNDERLINES)
    return found


def borders(page: Page) -> list[str]:
    """Le bord d'un champ se voit (3.3)."""
    found: list[str] = page.evaluate(_BORDERS)
    return found


def stillness(page: Page) -> list[str]:
    """Rien ne bouge pour qui a demandé moins de mouvement (13.8)."""
    found: list[str] = page.evaluate(_MOVES)
    return found


def landmarks(page: Page) -> list[str]:
    """Le menu dit la page en cours, et l'évitement mène au contenu (12.2, 12.7)."""
    found: list[str] = page.evaluate(_CURRENT)
    page.evaluate("document.activeElement.blur()")
    page.locator("a.evitement").focus()
    page.keyboard.press("Enter")
    there = page.evaluate("document.activeElement.id") == "contenu-principal"
    return found if there else [*found, "l'évitement ne mène pas au contenu"]


def menu(page: Page) -> list[str]:
    """Au téléphone, le menu s'ouvre, dit son état, se ferme par Échap et rend la main (7.1, 7.3)."""
    page.set_viewport_size({"width": 390, "height": 800})
    button = page.locator(".menu-bouton")
    state = lambda: (button.get_attribute("aria-expanded"), page.locator("#menu").is_visible())  # noqa: E731
    found = [] if state() == ("false", False) else ["le menu fermé ne se dit pas fermé"]
    button.focus()
    page.keyboard.press("Enter")
    found += [] if state() == ("true", True) else ["le menu ouvert ne se dit pas ouvert"]
    page.keyboard.press("Escape")
    closed = state() == ("false", False) and button.evaluate("e => e === document.activeElement")
    return found if closed else [*found, "Échap ne referme pas le menu"]


def announcement(page: Page) -> list[str]:
    """Un filtre choisi est dit aux lecteurs d'écran (7.5)."""
    page.locator("[data-facette=segment] input").first.check()
    page.wait_for_function("() => location.search.includes('segment=')")
    page.wait_for_timeout(300)
    said = page.evaluate("() => [...document.querySelectorAll('[role=status], [aria-live]')].map(e => e.textContent).join(' ')")
    return [] if "intention" in said else ["le nombre de résultats n'est pas annoncé"]


def dialog(page: Page) -> list[str]:
    """La boîte des filtres a un nom, prend le focus, se ferme par Échap et le rend (7.1, 7.3, 12.8)."""
    page.set_viewport_size({"width": 390, "height": 800})
    opener = page.get_by_role("button", name="Filtrer", exact=True)
    opener.click()
    page.wait_for_selector("dialog[open]")
    box = page.locator("dialog[open]")
    named = box.evaluate("e => !!(e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent)")
    found = [] if named else ["la boîte n'a pas de nom"]
    found += [] if box.evaluate("e => e.contains(document.activeElement) && e.matches(':modal')") else ["le focus reste derrière la boîte"]
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    closed = page.locator("dialog[open]").count() == 0 and opener.evaluate("e => e === document.activeElement")
    return found if closed else [*found, "Échap ne ferme pas la boîte, ou perd le focus"]


def without_script(page: Page) -> list[str]:
    """Sans JavaScript, aucun bouton visible n'est mort : il envoie un formulaire (page ouverte sans JavaScript)."""
    visible = [item for item in page.locator("main button, header button").all() if item.is_visible()]
    return [item.inner_text() for item in visible if item.get_attribute("type") == "button" or not item.locator("xpath=ancestor::form[@action]").count()]
