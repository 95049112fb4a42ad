"""Les encadrés « en clair » du dépôt : présents partout, en phrases courtes, et plus faciles que le reste."""

from pathlib import Path

import pytest
import yaml

from spaser.rendering.readability import measure

ROOT = Path(__file__).resolve().parents[2]
FRONTS = ("index.md", "intentions/index.md", "vademecum/index.md", "eco-referentiel/index.md", "fournisseurs/index.md", "schema/index.md")
GOALS = sorted((ROOT / "referentials/objectifs").glob("*.yml"))


@pytest.mark.parametrize("path", GOALS, ids=lambda path: path.stem)
def test_chaque_objectif_se_dit_en_clair(path):
    """Vingt mots par phrase au plus en moyenne, et un indice d'au moins 65."""
    found = measure(yaml.safe_load(path.read_text(encoding="utf-8"))["en_clair"])
    assert found.sentences >= 3
    assert found.length <= 20 and found.score >= 65


@pytest.mark.parametrize("name", FRONTS)
def test_l_accueil_et_chaque_referentiel_ont_leur_encadre(name):
    lines = (ROOT / "docs" / name).read_text(encoding="utf-8").splitlines()
    rank = lines.index("{ .en-clair }")
    text = lines[rank - 1].removeprefix("En clair : ")
    assert lines[rank - 1].startswith("En clair : ")
    found = measure(text.replace("{{ ", "").replace(" }}", ""))
    assert found.sentences >= 3 and found.length <= 15 and found.score >= 65
