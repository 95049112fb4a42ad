"""Un site entier, éprouvé au hasard : un texte hostile dans chaque champ n'y change aucun élément, et rien d'interne n'y change un octet."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import site_build
import site_canary
import site_hostile
import site_leaks
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from site_build import Sites

#: Ce qui dépend des textes par métier : la page compte les phrases difficiles, un texte de plus en allonge.
READS_TEXTS = {"interne/qualite/index.html"}
#: Ce que ni le dépôt réduit ni le canari ne remplissent : des groupes que des règles lient à d'autres entrées.
UNFILLED = {
    ("Audit", "environnements"),
    ("Audit", "outils"),
    ("Audit", "pages"),
    ("Audit", "par"),
    ("Derogation", "motif"),
    ("Exclu", "alternative"),
    ("Exclu", "contenu"),
    ("Exclu", "raison"),
    ("SourceAnnuaire", "identifiants"),
    ("VersionPrecedente", "intitule"),
    ("VersionPrecedente", "motif"),
    ("VersionPrecedente", "redaction"),
}


@pytest.fixture(scope="session")
def filled(once: Callable[[str, Callable[[Path], None]], Path], small_project: Path) -> Path:
    """La petite copie, dont tous les champs sont remplis."""

    def make(folder: Path) -> None:
        site_canary.plant(site_build.copy_project(folder / "projet", small_project) / "referentials", site_canary.Canary())

    return once("rempli", make) / "projet"


@pytest.fixture(scope="session")
def written(once: Callable[[str, Callable[[Path], None]], Path], filled: Path) -> Callable[[str], Sites]:
    """Les deux sites de cette copie, une fois le texte nommé mis au bout de chaque champ."""

    def built(name: str) -> Sites:
        def make(folder: Path) -> None:
            project = site_build.copy_project(folder / "projet", filled)
            site_hostile.write(project, getattr(site_hostile, name))
            for audience in site_build.SETTINGS:
                site_build.must_build(folder / audience / "site", audience, project=project)

        folder = once(f"textes-{name}", make)
        return Sites(folder / "publique" / "site", folder / "interne" / "site")

    return built


def test_chaque_champ_de_texte_de_chaque_modele_recoit_le_texte(filled: Path, tmp_path: Path) -> None:
    """Les champs sont lus dans les modèles : un champ ajouté demain est éprouvé, ou nommé ici."""
    project = site_build.copy_project(tmp_path / "projet", filled)
    wanted = site_hostile.text_fields(site_canary.sources(project / "referentials"))
    assert wanted - site_hostile.write(project, site_hostile.HOSTILE) == UNFILLED
    assert len(wanted) > 200


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_un_texte_hostile_dans_chaque_champ_ne_change_aucun_element(audience: str, written: Callable[[str], Sites]) -> None:
    """Les mêmes pages, les mêmes éléments, les mêmes attributs qu'avec un texte anodin ; rien n'a été calculé."""
    plain, hostile = written("PLAIN")[audience], written("HOSTILE")[audience]
    pages = {path.relative_to(plain).as_posix() for path in plain.rglob("*.html")}
    assert pages == {path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html")}
    changed = [page for page in sorted(pages - READS_TEXTS) if site_hostile.shape(plain / page) != site_hostile.shape(hostile / page)]
    assert changed == []
    assert [name for name, raw in site_leaks.contents(hostile) if site_hostile.PRODUCT in raw] == []


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_les_donnees_et_les_flux_restent_bien_formes(audience: str, written: Callable[[str], Sites]) -> None:
    """Un texte hostile ne ferme ni une balise de flux, ni un objet JSON."""
    site = written("HOSTILE")[audience]
    for path in sorted(site.rglob("*.json")):
        json.loads(path.read_bytes())
    found = [path for path in sorted(site.rglob("*")) if path.suffix in (".atom", ".xml", ".svg")]
    for path in found:
        ElementTree.parse(path)
    assert found


# — Non-interférence : l'interne tiré au hasard, le site public entier rebâti —


#: Ce qui note une offre va ensemble, partout ou nulle part : un seul critère sans poids arrêterait la construction.
SCORED = {*site_canary.RULED, "verification"}


def scramble(root: Path, chance: random.Random) -> None:
    """Remplit tout ce qui est interne, puis en ôte au hasard : des champs, des entrées entières."""
    canary = site_canary.Canary(texts={str(rank): "" for rank in range(chance.randrange(500))})
    site_canary.plant(root, canary)
    unscored = chance.random() < 0.3
    for source in site_canary.sources(root):
        if site_canary.PREFIX in source.path.name and chance.random() < 0.5:
            source.path.unlink()
        elif not source.name.startswith("outils/"):
            share = chance.choice((0.0, 0.3, 0.7))
            site_leaks.clean(source.data, source.model, lambda name, share=share: chance.random() < share if name not in SCORED else unscored)
            source.write()
    site_canary.seal(root)


def test_rien_d_interne_tire_au_hasard_ne_change_un_octet_du_site_public(
    small_sites: Sites, small_project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Champs changés ou ôtés, entrées internes ajoutées ou non : pages, index, données, flux, plan et noms de fichiers restent les mêmes."""
    expected = site_build.tree(small_sites.publique)

    @settings(max_examples=3, phases=[Phase.generate])
    @given(seed=st.integers(0, 10**6))
    def same(seed: int) -> None:
        folder = tmp_path_factory.mktemp("hasard")
        project = site_build.copy_project(folder / "projet", small_project)
        scramble(project / "referentials", random.Random(seed))
        site = site_build.must_build(folder / "site", project=project)
        assert site_build.differences(expected, site_build.tree(site)) == []

    same()
