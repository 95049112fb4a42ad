"""Comparer deux éditions de l'éco-référentiel dans un vrai navigateur : la page dit ce que disent les données, et l'adresse le retient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import site_browser
import site_html
from playwright.sync_api import Browser, Page
from site_build import Sites
from test_site_operation import HOME, URL, edition, every, query, ready, shown  # noqa: F401  — la même édition, les mêmes gestes

from spaser import editions, operations
from spaser.operations import Operation
from spaser.publication import Edition
from spaser.rendering.editions import summary
from spaser.rendering.redactions import details, facts

pytestmark = pytest.mark.xdist_group("operation")
Known = dict[str, list[dict[str, str]]]
COLLEGE = Operation("batiment", "rehabilitation", "college")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Une page neuve, qui n'admet aucune erreur."""
    context = site_browser.context_of(browser)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def address(addresses: dict[str, str]) -> str:
    """L'adresse de « Mon opération », sur le site public."""
    return addresses["publique"] + URL


def changed(found: Edition) -> Known:
    """Les faits que l'édition en vigueur change dans chaque exigence : les mêmes pour toutes les opérations."""
    last = editions.latest(found)
    assert last is not None
    changes = editions.differences(found, *last)
    return {item.entry.id: details(facts(item.before, found), facts(item.after, found)) for item in changes if item.before and item.after}


def expected(found: Edition, wanted: Operation, known: Known) -> list[dict[str, Any]]:
    """Ce que l'édition en vigueur change pour une opération, d'après les données, dans l'ordre de la page."""
    last = editions.latest(found)
    assert last is not None
    changes = sorted(editions.differences(found, *last, wanted), key=lambda item: editions.EVENTS.index(item.event))
    return [{"id": item.entry.id, "evenement": item.event, "faits": known[item.entry.id] if item.before and item.after else []} for item in changes]


def test_le_navigateur_compare_comme_les_donnees(page: Page, address: str, edition: Edition) -> None:  # noqa: F811
    """Toutes les opérations que le formulaire permet de dire, tailles comprises : mêmes exigences, mêmes évènements, mêmes avant et après."""
    wanted = every(edition)
    old, new = editions.listed(edition)[-2:]
    page.goto(address)
    found = page.evaluate(
        """async ([address, wanted, de, a]) => {
          const { differences } = await import(`${address}../../assets/js/operation/editions.js`);
          const { Donnees } = await import(`${address}../../assets/js/operation/donnees.js`);
          const donnees = new Donnees(new URL(address), 'x');
          await donnees.preparer();
          const histoire = await donnees.editions();
          const dire = (valeur) => (valeur === null ? '' : String(valeur));
          return wanted.map((un) => differences(histoire, { ...Object.fromEntries(Object.entries(un).map(([nom, valeur]) => [nom, dire(valeur)])), de, a }, histoire.rangs)
            .map(({ exigence, evenement, faits }) => ({ id: exigence.id, evenement, faits })));
        }""",
        [address, [vars(one) for one in wanted], old.code, new.code],
    )
    assert {change["evenement"] for one in found for change in one} == {editions.ADDED, editions.ENTERS, editions.CHANGED, editions.REMOVED}
    known = changed(edition)
    assert [one for one, changes in zip(wanted, found, strict=True) if changes != expected(edition, one, known)] == []


def test_choisir_la_vue_compare_l_edition_en_vigueur_a_la_precedente(page: Page, address: str, edition: Edition) -> None:  # noqa: F811
    """Rien ne se charge avant ; l'adresse retient les deux éditions, et se rouvre telle quelle."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    ready(page, address, COLLEGE)
    assert not any("editions.js" in url for url in requests)
    page.get_by_label("ce qui change d’une édition à l’autre").check()
    page.wait_for_selector(".changements")
    changes = expected(edition, COLLEGE, changed(edition))
    old, new = (line.code for line in editions.listed(edition)[-2:])
    assert shown(page) == [change["id"] for change in changes]
    assert page.url == address + query(COLLEGE, vue="editions", de=old, a=new)
    said = page.locator("[data-liste] > p").inner_text()
    assert said == f"De l’édition {old} (démonstration) à l’édition {new}\u00a0: {summary([change['evenement'] for change in changes])}."
    page.goto(page.url)
    page.wait_for_selector(".changements")
    assert shown(page) == [change["id"] for change in changes]
    text = page.locator('[data-exigence="bat-dechets-valorisation"]').inner_text()
    assert "Avant\u00a0: ≥\u00a060\u00a0%" in text and "Après\u00a0: ≥\u00a070\u00a0%" in text


def test_deux_fois_la_meme_edition_se_dit(page: Page, address: str, edition: Edition) -> None:  # noqa: F811
    new = editions.listed(edition)[-1].code
    ready(page, address, COLLEGE, vue="editions")
    page.get_by_label("De l’édition").select_option(new)
    page.get_by_text("Choisissez deux éditions différentes.").wait_for()
    assert page.url.endswith(f"vue=editions&de={new}&a={new}") and shown(page) == []
    page.get_by_role("button", name="Recommencer").click()
    page.wait_for_selector("[data-usuelles]")
    assert page.url == address


def test_des_editions_absentes_se_disent_et_se_redemandent(browser: Browser, address: str) -> None:
    context = site_browser.context_of(browser)
    page = context.new_page()
    broken = [True]
    page.route("**/editions.json*", lambda route: route.abort() if broken[0] else route.continue_())
    ready(page, address, COLLEGE, vue="editions")
    page.locator(".operation__changements", has_text="Les éditions ne sont pas arrivées. Réessayez dans un instant.").wait_for()
    broken[0] = False
    page.get_by_label("par thème").check()
    page.get_by_label("ce qui change d’une édition à l’autre").check()
    page.wait_for_selector(".changements")
    context.close()


@pytest.mark.parametrize("width", site_browser.WIDTHS)
def test_la_comparaison_reste_accessible_et_legere(browser: Browser, address: str, width: int) -> None:
    context = site_browser.context_of(browser, width)
    page = context.new_page()
    ready(page, address, COLLEGE, vue="editions")
    page.wait_for_selector(".changements")
    assert page.evaluate("document.querySelectorAll('*').length") <= 400
    assert site_browser.violations(page) == {}
    assert page.evaluate(site_browser.OVERFLOW) == []
    context.close()


def test_sans_javascript_chaque_edition_a_sa_page(browser: Browser, addresses: dict[str, str], edition: Edition) -> None:  # noqa: F811
    """De la page de l'éco-référentiel à l'édition, puis à une exigence retirée et à celle qui la remplace."""
    context = site_browser.context_of(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(addresses["publique"] + HOME)
    names = page.locator("#editions ~ ul a").all_inner_texts()
    assert names == [line.libelle for line in reversed(editions.listed(edition))]
    page.get_by_role("link", name=names[0], exact=True).click()
    page.get_by_role("link", name="Séparer les bennes du chantier").click()
    assert "Entrée retirée le" in page.locator("main").inner_text()
    page.get_by_role("link", name="Trier les déchets sur le chantier, flux par flux").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Trier les déchets sur le chantier, flux par flux"
    context.close()


def test_chaque_edition_et_chaque_operation_usuelle_sont_dans_la_recherche(browser: Browser, addresses: dict[str, str]) -> None:
    """« éco-référentiel collège réhabilitation » mène à la page de l'opération."""
    context = site_browser.context_of(browser)
    page = context.new_page()
    for words, url in (("éco-référentiel collège réhabilitation", "operation-college-rehabilitation/"), ("édition 2026-1 démonstration", "edition-2026-1/")):
        page.goto(f"{addresses['publique']}recherche/?q={words}")
        page.wait_for_selector(".resultat a")
        links = page.locator(".resultat a").evaluate_all("nodes => nodes.map(node => node.href)")
        assert any(link.endswith(f"eco-referentiel/{url}") for link in links[:5]), (words, links)
    context.close()


def test_chaque_page_de_changements_mene_a_ses_exigences(sites: Sites, edition: Edition) -> None:  # noqa: F811
    """Aucun lien mort : chaque exigence citée, retirée comprise, a sa fiche."""
    pages = site_html.pages(sites.publique)
    urls = [f"eco-referentiel/edition-{line.code}/index.html" for line in editions.listed(edition)]
    urls += [f"eco-referentiel/operation-{line.code}/index.html" for line in operations.usual(edition)]
    for url in urls:
        html = pages[url]
        targets = {html.resolve(href)[0] for _, href in html.links() if site_html.is_internal(href)}
        assert targets - set(pages) <= {path for path in targets if not path.endswith(".html")}, url
