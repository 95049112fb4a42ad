"""Le guide : chaque commande y est expliquée, chaque aide qu'un message donne existe, chaque schéma a son texte."""

import re

import pytest

from spaser.cli import COMMANDS
from spaser.imports.fiches.plan import GENRES

PAGES = ("guide", "guide-campagne", "publier", "adopter", "campagne", "attributions", "agec", "qualite", "messages")


@pytest.fixture
def pages(racine):
    return {name: (racine / f"docs/interne/{name}.md").read_text(encoding="utf-8") for name in PAGES}


def test_chaque_commande_est_expliquee_dans_le_guide(pages):
    text = "\n".join(pages.values())
    others = {"construire", "generer", "rapport", "relier"}  # celles du responsable technique sont dans CONTRIBUTING.md
    assert sorted(name for name in set(COMMANDS) - others if f"spaser {name}" not in text and f"make {name[:-2]}" not in text) == []


def test_chaque_genre_de_tableur_est_nomme_dans_le_guide(pages):
    assert [name for name in GENRES if f"`{name}`" not in pages["guide-campagne"]] == []


def test_chaque_aide_qu_une_commande_cite_existe(racine):
    cited = set()
    for path in (racine / "spaser").rglob("*.py"):
        cited |= set(re.findall(r"docs/interne/([a-z]+)\.md#([a-z-]+)", path.read_text(encoding="utf-8")))
    assert ("publier", "fuite") in cited
    missing = [f"{page}.md#{anchor}" for page, anchor in cited if f"#{anchor} }}" not in (racine / f"docs/interne/{page}.md").read_text(encoding="utf-8")]
    assert missing == []


def test_chaque_schema_a_son_titre_et_son_equivalent_en_texte(pages):
    seen = 0
    for name in ("guide", "publier", "adopter"):
        for svg, following in re.findall(r"(<svg.*?</svg>)\n\n(.*)", pages[name]):
            seen += 1
            label = re.search(r'role="img" aria-labelledby="([\w-]+)"', svg)
            assert label
            assert f'<title id="{label[1]}">' in svg
            assert following.startswith("Le schéma montre")
            assert len(svg) < 4000
    assert seen >= 2
