"""Ce que trouve la recherche : quatre-vingts vraies questions, posées dans un navigateur, dont 95 % au moins ont leur réponse en tête."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import site_browser
import yaml
from playwright.sync_api import Browser, Page
from site_build import ROOT, Sites

#: La part de bonnes réponses, tenue à chaque publication.
SHARE = 0.95
#: Jusqu'où la réponse attendue peut descendre, quand la question ne dit pas mieux.
RANK = 3


@dataclass(frozen=True)
class Question:
    """Une question, la page qui doit y répondre, jusqu'à quel rang, et sur quel site."""

    requete: str
    page: str
    rang: int
    audience: str


def questions() -> list[Question]:
    """Toutes les questions du dépôt."""
    groups = yaml.safe_load((ROOT / "tests/data/recherche.yml").read_text(encoding="utf-8"))
    return [
        Question(asked["requete"], asked["page"], asked.get("rang", RANK), "interne" if asked.get("interne") else "publique")
        for group in groups.values()
        for asked in group
    ]


@pytest.fixture(scope="module")
def pages(browser: Browser, addresses: dict[str, str]) -> Iterator[dict[str, Page]]:
    """La page de recherche de chaque site, ouverte une fois."""
    context = site_browser.context_of(browser)
    opened = {audience: context.new_page() for audience in addresses}
    for audience, page in opened.items():
        site_browser.load(page, f"{addresses[audience]}recherche/")
    yield opened
    context.close()


def rank(page: Page, question: Question) -> int:
    """La place de la réponse attendue parmi les résultats montrés, zéro si elle n'y est pas."""
    page.get_by_label("Que cherchez-vous").fill(question.requete)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('[data-resultats]').ariaBusy === 'false'")
    found = page.locator(".resultat a").evaluate_all("links => links.map(link => new URL(link.href).pathname.slice(1))")
    return found.index(question.page) + 1 if question.page in found else 0


def test_les_questions_sont_quatre_vingts_et_leur_reponse_existe(sites: Sites) -> None:
    """Une page retirée ferait mentir la part de bonnes réponses."""
    asked = questions()
    assert len(asked) == len({question.requete for question in asked}) == 80
    assert [question.page for question in asked if not (sites[question.audience] / question.page / "index.html").is_file()] == []


def test_les_vraies_questions_trouvent_leur_reponse_en_tete(pages: dict[str, Page], record_property: pytest.RecordProperty) -> None:
    """La part de bonnes réponses est dite, et tenue."""
    asked = questions()
    missed = {
        f"{question.requete} : {question.page}": place for question in asked if not 0 < (place := rank(pages[question.audience], question)) <= question.rang
    }
    share = 1 - len(missed) / len(asked)
    record_property("part de bonnes réponses", f"{share:.1%}")
    assert share >= SHARE, f"{share:.1%} de bonnes réponses ; manquées, avec leur rang : {missed}"
