"""Le modèle de menace dit vrai : chaque garde y nomme un test qui existe, et chaque commande citée aussi."""

import ast
import re

import pytest

from spaser.cli import COMMANDS

PAGES = ("docs/interne/menaces.md", "docs/interne/menaces-mesures.md", "SECURITY.md", "docs/interne/donnees-personnelles.md")


def _tests(racine):
    """Les noms de tous les tests du dépôt."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (racine / "tests").rglob("test_*.py")]
    return {node.name for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_chaque_test_nomme_par_le_modele_de_menace_existe(racine):
    pages = "".join(path.read_text(encoding="utf-8") for path in (racine / "docs/interne").glob("menaces*.md"))
    named = set(re.findall(r"`(test_\w+)`", pages))
    assert len(named) > 25
    assert named - _tests(racine) == set()


def test_chaque_porte_nomme_au_moins_un_test(racine):
    doors = (racine / "docs/interne/menaces.md").read_text(encoding="utf-8").split("## Les portes")[1].split("\n## ")[0].split("\n### ")[1:]
    assert len(doors) >= 9
    assert [door.splitlines()[0] for door in doors if "`test_" not in door] == []


@pytest.mark.parametrize("page", PAGES)
def test_chaque_commande_citee_existe(racine, page):
    text = (racine / page).read_text(encoding="utf-8")
    assert set(re.findall(r"`spaser ([a-z-]+)", text)) - set(COMMANDS) == set()
    makefile = (racine / "Makefile").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"`make ([a-z-]+)", text) if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []
