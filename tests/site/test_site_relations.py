"""Les liens entre les fiches se lisent dans les deux sens, sur les pages elles-mêmes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import site_html
from site_build import Sites

from spaser.catalogue import Catalogue
from spaser.model import GENRES
from spaser.model.base import Audience
from spaser.publication import Edition, publish
from spaser.relations import is_ahead
from spaser.rendering import goal_families

#: Une fiche ne cite que les douze premières structures ou intentions ; au-delà, la liste les donne.
LIMIT = 12
#: Ce qu'une page de famille cite : plus léger, le reste à un lien.
ON_FAMILY = 4


class Web:
    """Les liens que portent les fiches d'un site, et les données qui les expliquent."""

    def __init__(self, site: Path, audience: Audience, livre: Catalogue) -> None:
        self.edition: Edition = publish(livre, audience)
        pages = site_html.pages(site)
        self.targets = {path: {page.resolve(href)[0] for _, href in page.links() if site_html.is_internal(href)} for path, page in pages.items()}

    def entries(self, kind: str) -> Iterable[Any]:
        """Les entrées d'un genre."""
        return self.edition.entrees[kind].values()

    def links(self, kind: str, entry: Any, other: str) -> set[str]:
        """Les identifiants des fiches d'un autre genre que cite la fiche d'une entrée."""
        return self.on_page(f"{GENRES[kind].url}/{entry.id}/", other)

    def on_page(self, url: str, other: str) -> set[str]:
        """Les identifiants des fiches d'un genre que cite une page, s'il y en a une à cette adresse."""
        prefix = f"{GENRES[other].url}/"
        cited = self.targets.get(f"{url}index.html", set())
        found = {path.removeprefix(prefix).removesuffix("/index.html") for path in cited if path.startswith(prefix)}
        return found & self.edition.entrees[other].keys()

    def by_id(self, kind: str, identifiants: Iterable[str]) -> list[Any]:
        """Les entrées portant ces identifiants."""
        return [self.edition.entrees[kind][identifiant] for identifiant in identifiants]


@pytest.fixture(scope="module", params=["publique", "interne"])
def web(request: pytest.FixtureRequest, sites: Sites, livre: Catalogue) -> Web:
    """L'un puis l'autre site."""
    return Web(sites[request.param], request.param, livre)


def test_une_intention_mene_a_sa_famille_et_la_famille_a_ses_intentions_a_venir(web: Web) -> None:
    """Une intention passée garde le lien vers sa famille ; seules celles à venir sont citées par elle."""
    for intention in web.entries("intention"):
        if web.edition.entrees["famille"].get(intention.famille):
            assert intention.famille in web.links("intention", intention, "famille"), intention.id
    for family in web.entries("famille"):
        ahead = {i.id for i in web.entries("intention") if i.famille == family.id and is_ahead(i)}
        found = web.links("famille", family, "intention")
        assert found <= ahead and len(found) == min(len(ahead), ON_FAMILY), family.id


def test_une_famille_et_ses_structures_se_citent_l_une_l_autre(web: Web) -> None:
    """Une structure cite toutes ses familles ; une famille, ses quatre premières structures."""
    for supplier in web.entries("fournisseur"):
        cited = web.links("fournisseur", supplier, "famille")
        assert set(supplier.familles) <= cited, supplier.id
        assert cited, supplier.id
    for family in web.entries("famille"):
        found = web.links("famille", family, "fournisseur")
        able = {s.id for s in web.entries("fournisseur") if family.id in web.links("fournisseur", s, "famille")}
        assert found <= able and len(found) == min(len(able), ON_FAMILY), family.id


def test_une_intention_et_les_structures_du_metier_se_citent_l_une_l_autre(web: Web) -> None:
    """Une structure citée par une intention à venir la cite en retour, dans la limite de douze."""
    mutual = 0
    for intention in filter(is_ahead, web.entries("intention")):
        for supplier in web.by_id("fournisseur", web.links("intention", intention, "fournisseur")):
            back = web.links("fournisseur", supplier, "intention")
            assert intention.id in back or len(back) == LIMIT, (intention.id, supplier.id)
            mutual += intention.id in back
    assert mutual > 20


def test_une_famille_et_ses_objectifs_se_citent_l_une_l_autre(web: Web) -> None:
    """Les objectifs que servent les critères d'une famille, et les familles d'un objectif, sur sa page ou sur celle où elle mène."""
    for family in web.entries("famille"):
        served = {goal.id for goal in web.entries("objectif") if any(goal.numero in critere.objectifs for critere in family.criteres)}
        assert web.links("famille", family, "objectif") == served, family.id
        assert served, family.id
        for goal in web.by_id("objectif", served):
            assert family.id in web.links("objectif", goal, "famille") | web.on_page(goal_families.address(goal), "famille"), (family.id, goal.id)


def test_une_famille_et_ses_exigences_se_citent_l_une_l_autre(web: Web) -> None:
    """Une famille de travaux mène aux exigences de l'éco-référentiel, et retour."""
    seen = 0
    for family in web.entries("famille"):
        assert web.links("famille", family, "exigence") == set(family.exigences), family.id
        for requirement in web.by_id("exigence", family.exigences):
            assert family.id in web.links("exigence", requirement, "famille"), (family.id, requirement.id)
            seen += 1
    assert seen > 0


def test_une_exigence_et_ses_objectifs_se_citent_l_une_l_autre(web: Web) -> None:
    """Ce que sert une exigence, et les exigences qui servent un objectif ; s'il en a trop, ses thèmes."""
    for requirement in web.entries("exigence"):
        goals = {goal.id for goal in web.entries("objectif") if goal.numero in requirement.objectifs}
        assert web.links("exigence", requirement, "objectif") == goals, requirement.id
        for goal in web.by_id("objectif", goals):
            cited = web.links("objectif", goal, "exigence")
            themes = {path for path in web.targets[f"{GENRES['objectif'].url}/{goal.id}/index.html"] if path.startswith("eco-referentiel/")}
            assert requirement.id in cited or (not cited and themes), (requirement.id, goal.id)


def test_une_intention_et_ses_objectifs_se_citent_l_une_l_autre(web: Web) -> None:
    """Un objectif cite ses premières intentions à venir, et toute intention cite ses objectifs."""
    for goal in web.entries("objectif"):
        for intention in web.by_id("intention", web.links("objectif", goal, "intention")):
            assert goal.id in web.links("intention", intention, "objectif"), (goal.id, intention.id)
    assert sum(1 for intention in web.entries("intention") if web.links("intention", intention, "objectif")) > 20


def test_les_criteres_d_une_intention_menent_a_la_redaction_entiere(web: Web, sites: Sites) -> None:
    """Le lien d'un critère probable mène à sa page."""
    pages = site_html.pages(sites[web.edition.audience])
    known = set(web.edition.criteres)
    for intention in web.entries("intention"):
        page = pages[f"intentions/{intention.id}/index.html"]
        reached = {page.resolve(href)[0].split("/")[1] for _, href in page.links() if site_html.is_internal(href) and "/vademecum/" in href}
        assert reached & known, intention.id


def test_aucune_fiche_n_est_orpheline(web: Web) -> None:
    """Chaque fiche est citée par au moins une autre page que le plan du site."""
    cited = {target for path, targets in web.targets.items() if not re.match(r"plan-du-site/|[^/]+/plan(-page-\d+)?/", path) for target in targets - {path}}
    pages = {f"{GENRES[kind].url}/{entry.id}/index.html" for kind in GENRES for entry in web.entries(kind)}
    assert pages - cited == set()
