"""Les grilles de contrôle du site : complètes, prouvées, et une déclaration qui ne dit jamais plus que l'audit."""

import re
from pathlib import Path

import pytest
from outillage import MINIMAL

from spaser import catalogue, conformity
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.blocks import BlockError, Page, call
from spaser.rendering.renderer import Renderer

TESTS = Path(__file__).resolve().parents[1]
#: Le nombre de critères de chaque thème, dans la liste officielle.
OFFICIAL = {
    "rgaa": (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12),
    "rgesn": (10, 10, 7, 15, 8, 7, 4, 10, 7),
}
GRILLE = """\
id: rgaa
visibilite: publique
source:
  titre: Jeu minimal des tests
verifie_le: 2026-11-22
a_revoir_avant: 2027-11-22
intitule: Grille
sigle: RGAA
version: '4.1.2'
themes:
  - titre: Images
    criteres:
      - numero: '1.1'
        objet: Une alternative.
        etat: a-auditer
      - numero: '1.2'
        objet: Une décoration.
        etat: a-auditer
declaration:
  etablie_le: 2026-11-22
  technologies:
    - HTML5
"""
AUDIT = """\
  audit:
    fait_le: 2026-10-01
    par: une société
    pages:
      - Accueil
    environnements:
      - Firefox et NVDA
    outils:
      - Validateur
"""
AUDITED = (
    ("etat: a-auditer\n      - numero", "etat: a-auditer\n        resultat: {}\n        defaut: Une image muette.\n      - numero"),
    ("etat: a-auditer\ndec", "etat: a-auditer\n        resultat: {}\ndec"),
)
PLACE = "referentials/grilles/rgaa.yml"


@pytest.fixture(scope="module")
def grids():
    """Les grilles du dépôt, par identifiant."""
    read = catalogue.load(TESTS.parent / "referentials")
    return {grid.id: grid for grid in read.grilles}


@pytest.mark.parametrize("name", OFFICIAL)
def test_la_grille_a_tous_les_criteres_officiels(grids, name):
    assert tuple(len(theme.criteres) for theme in grids[name].themes) == OFFICIAL[name]
    assert len(conformity.controls(grids[name])) == sum(OFFICIAL[name])


def test_chaque_test_nomme_par_une_grille_existe(grids):
    """Une preuve se retrouve : le test est dans le dépôt, sous ce nom."""
    written = {name for path in TESTS.rglob("test_*.py") for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)}
    named = {test for grid in grids.values() for control in conformity.controls(grid) for test in control.tests}
    assert named - written == set()
    assert len(named) > 20


def test_une_grille_modeste_est_admise(dossier):
    dossier.write("grilles/rgaa.yml", GRILLE)
    assert dossier.problems() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "numero: '1.2'",
            "numero: '1.4'",
            f"{PLACE}:16:17: themes[1].criteres[2].numero : le critère 1.2 est attendu, lu 1.4\n    Conseil : suivre l'ordre du référentiel officiel",
        ),
        (
            "etat: a-auditer\ndec",
            "etat: teste\ndec",
            f"{PLACE}:18:15: themes[1].criteres[2].etat : un critère testé nomme ses tests\n    Conseil : ajouter « tests », ou écrire etat: a-auditer",
        ),
        (
            "etat: a-auditer\ndec",
            "etat: non-applicable\ndec",
            f"{PLACE}:18:15: themes[1].criteres[2].etat : cet état demande une raison\n    Conseil : ajouter « note »",
        ),
        (
            "etat: a-auditer\ndec",
            "etat: respecte\n        note: Vu.\ndec",
            f"{PLACE}:18:15: themes[1].criteres[2].etat : seul l'audit d'une personne dit si un critère d'accessibilité est respecté\n"
            "    Conseil : écrire etat: a-auditer, et « resultat » une fois l'audit fait",
        ),
        (
            "etat: a-auditer\ndec",
            "etat: a-auditer\n        resultat: conforme\ndec",
            f"{PLACE}:19:19: themes[1].criteres[2].resultat : un résultat d'audit demande un audit\n    Conseil : décrire l'audit dans « declaration », ou ôter le résultat",
        ),
    ],
    ids=["numéro sauté", "sans preuve", "sans raison", "sans audit", "résultat sans audit"],
)
def test_une_grille_qui_dit_trop_est_refusee(dossier, old, new, said):
    dossier.write("grilles/rgaa.yml", GRILLE.replace(old, new))
    assert dossier.problems() == [said]


def test_un_audit_incomplet_est_refuse(dossier):
    """Un audit donne le résultat de chaque critère, et décrit chaque non-conformité."""
    text = (GRILLE + AUDIT).replace("etat: a-auditer\ndec", "etat: a-auditer\n        resultat: non-conforme\ndec")
    dossier.write("grilles/rgaa.yml", text)
    assert [line.split("\n")[0].split(" : ", 1)[1] for line in dossier.problems()] == ["le résultat de l'audit manque", "une non-conformité se décrit"]


def page_of(dossier, *results, done="2026-10-01"):
    """La page d'une édition dont l'audit, s'il y en a un, a donné ces résultats."""
    text = GRILLE + (AUDIT if results else "")
    for (old, new), result in zip(AUDITED, results, strict=False):
        text = text.replace(old, new.format(result))
    dossier.write("grilles/rgaa.yml", text.replace("2026-10-01", done))
    assert dossier.problems() == []
    return Page(Renderer(Relations(publish(dossier.load(), "publique"))), [], {})


@pytest.mark.parametrize(
    ("results", "done", "mention", "rate"),
    [
        ((), "2026-10-01", "non conforme", None),
        (("conforme", "conforme"), "2026-10-01", "totalement conforme", 100),
        (("conforme", "non-applicable"), "2026-10-01", "totalement conforme", 100),
        (("non-conforme", "conforme"), "2026-10-01", "partiellement conforme", 50),
        (("non-conforme", "non-applicable"), "2026-10-01", "non conforme", 0),
        (("conforme", "conforme"), "2023-10-01", "non conforme", None),
    ],
    ids=["sans audit", "tout respecté", "un sans objet", "la moitié", "rien", "audit de plus de trois ans"],
)
def test_la_mention_suit_l_audit_et_lui_seul(dossier, results, done, mention, rate):
    page = page_of(dossier, *results, done=done)
    state = conformity.conformity(page.edition)
    assert (state.mention, state.rate) == (mention, rate)
    assert mention in call("declaration_accessibilite", page, "etat")
    assert ("Aucun audit" in call("declaration_accessibilite", page, "resultats")) == (rate is None)


def test_un_etat_teste_ne_change_pas_la_mention(dossier):
    """Tous les tests verts ne valent pas un audit."""
    dossier.write("grilles/rgaa.yml", GRILLE.replace("etat: a-auditer", "etat: teste\n        tests:\n          - test_x"))
    assert conformity.conformity(publish(dossier.load(), "publique")).mention == "non conforme"


def test_une_non_conformite_est_enumeree(dossier):
    page = page_of(dossier, "non-conforme", "conforme")
    assert "Une image muette." in call("declaration_accessibilite", page, "defauts")
    assert "Firefox et NVDA" in call("declaration_accessibilite", page, "environnement")


def test_sans_grille_le_site_reste_non_conforme_et_le_bloc_est_refuse():
    page = Page(Renderer(Relations(publish(catalogue.load(MINIMAL), "publique"))), [], {})
    assert conformity.conformity(page.edition).mention == "non conforme"
    with pytest.raises(BlockError, match="n'est pas une grille"):
        call("grille", page, "rgaa")
    with pytest.raises(BlockError, match="n'est pas une partie"):
        call("declaration_accessibilite", page, "autre")


def test_seul_le_site_interne_nomme_les_tests(dossier):
    dossier.write("grilles/rgaa.yml", GRILLE.replace("etat: a-auditer\ndec", "etat: teste\n        tests:\n          - test_de_preuve\ndec"))
    shown = {audience: call("grille", Page(Renderer(Relations(publish(dossier.load(), audience))), [], {}), "rgaa") for audience in ("publique", "interne")}
    assert "test_de_preuve" in shown["interne"] and "test_de_preuve" not in shown["publique"]
    assert "Contrôlé par des tests" in shown["publique"]
