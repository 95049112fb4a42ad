"""La commande `spaser construire` : les deux sites d'un coup, les mêmes que ceux de `mkdocs build`, ou rien."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import site_build
import site_leaks
from site_build import ROOT, Outcome, Sites

Once = Callable[[str, Callable[[Path], None]], Path]
UNCHANGED = "Rien n'a changé depuis la dernière construction."


@pytest.fixture(scope="module")
def small_output(once: Once, small_project: Path) -> Path:
    """Les deux sites de la petite copie du dépôt, bâtis par la commande."""

    def make(folder: Path) -> None:
        outcome = site_build.construct("--sortie", folder / "sortie", "--referentiels", small_project / "referentials")
        assert outcome.code == 0, outcome.text

    return once("petite-commande", make) / "sortie"


@pytest.fixture
def output(small_output: Path, tmp_path: Path) -> Path:
    """Une copie de ces sites, à reconstruire ou à abîmer."""
    return shutil.copytree(small_output, tmp_path / "sortie")


def states(output: Path) -> dict[str, tuple[int, int]]:
    """La place sur le disque et l'heure de chaque fichier des deux sites."""
    files = [path for name in ("public", "interne") for path in (output / name / "site").rglob("*") if path.is_file()]
    return {path.relative_to(output).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_la_commande_batit_les_memes_sites_que_mkdocs(small_output: Path, small_sites: Sites) -> None:
    """Octet pour octet, pour les deux audiences."""
    for name, site in (("public", small_sites.publique), ("interne", small_sites.interne)):
        assert site_build.differences(site_build.tree(site), site_build.tree(small_output / name / "site")) == []


def test_la_commande_dit_ce_qu_elle_a_bati_et_ou_regarder(built: tuple[Path, Outcome]) -> None:
    """Une ligne par référentiel, les pages, le poids, la durée, l'adresse de chaque site."""
    output, outcome = built
    for words in ("Intentions d’achat", "Familles d’achat", "Exigences", "Fournisseurs solidaires", "Objectifs", "Pages", "Poids", "Construit en "):
        assert words in outcome.text
    for name in ("public", "interne"):
        assert f"Site {name} : {os.path.relpath(output / name / 'site', ROOT)}/index.html" in outcome.text


def test_une_seconde_commande_sans_changement_ne_touche_a_rien(output: Path, small_project: Path) -> None:
    """Pas un fichier récrit, et la phrase le dit."""
    before = states(output)
    again = site_build.construct("--sortie", output, "--referentiels", small_project / "referentials")
    assert again.code == 0 and UNCHANGED in again.text
    assert states(output) == before


def test_un_site_abime_est_refait_meme_si_les_donnees_n_ont_pas_change(output: Path, small_project: Path, small_sites: Sites) -> None:
    """Un fichier effacé ou ajouté dans le site se voit."""
    (output / "public" / "site" / "intentions" / "2027-014" / "index.html").unlink()
    (output / "interne" / "site" / "egare.txt").write_text("égaré", encoding="utf-8")
    outcome = site_build.construct("--sortie", output, "--referentiels", small_project / "referentials")
    assert outcome.code == 0 and UNCHANGED not in outcome.text
    for name, site in (("public", small_sites.publique), ("interne", small_sites.interne)):
        assert site_build.differences(site_build.tree(site), site_build.tree(output / name / "site")) == []


def test_une_donnee_changee_refait_les_sites(output: Path, project: Path) -> None:
    """L'empreinte suit le contenu des référentiels, pas seulement leur nom."""
    changed = project / "referentials" / "intentions" / "2027" / "2027-014.yml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("Nettoyage des bâtiments", "Entretien des bâtiments"), encoding="utf-8")
    outcome = site_build.construct("--sortie", output, "--referentiels", project / "referentials")
    assert outcome.code == 0 and UNCHANGED not in outcome.text
    for name in ("public", "interne"):
        assert "Entretien des bâtiments" in (output / name / "site" / "intentions" / "2027-014" / "index.html").read_text(encoding="utf-8")


def test_ce_que_la_charpente_dit_de_la_collectivite_suit_la_donnee(output: Path, project: Path, small_project: Path) -> None:
    """Une charpente gardée n'est pas celle d'une autre collectivité : son nom change sur les fiches comme sur les pages de prose."""
    construct = lambda folder: site_build.construct("--sortie", output, "--referentiels", folder / "referentials", "--audience", "publique")  # noqa: E731
    assert construct(small_project).code == 0
    settings = project / "referentials" / "collectivite.yml"
    settings.write_text(re.sub(r"(?m)^nom: .*", "nom: Communauté de Val-Neuf", settings.read_text(encoding="utf-8")), encoding="utf-8")
    assert construct(project).code == 0
    for page in ("aide", "intentions/2027-014"):
        assert "Communauté de Val-Neuf" in (output / "public" / "site" / page / "index.html").read_text(encoding="utf-8")


def test_une_donnee_fautive_arrete_les_deux_sites_et_n_en_change_aucun(output: Path, project: Path) -> None:
    """Code 1, les messages et leur total, une seule fois, pas de trace ; les deux sites restent entiers."""
    faulty = project / "referentials" / "intentions" / "2027" / "2027-014.yml"
    faulty.write_text(faulty.read_text(encoding="utf-8").replace("publication_prevue: 2027-T1", "publication_prevue: 2027-T5"), encoding="utf-8")
    before = site_build.tree(output)
    outcome = site_build.construct("--sortie", output, "--referentiels", project / "referentials")
    assert (outcome.code, "Traceback" in outcome.text) == (1, False)
    assert outcome.text.count("publication_prevue : un trimestre est attendu, lu « 2027-T5 »") == 1
    assert outcome.text.endswith("1 erreur dans 1 fichier. Rien n'a été publié.\n    aide: docs/interne/messages.md#valeur\n")
    assert site_build.differences(before, site_build.tree(output)) == []


def test_une_construction_tuee_n_attend_pas_sans_fin(output: Path) -> None:
    """Un processus tué (mémoire épuisée) : code 1, une phrase par site, et les sites précédents entiers."""
    before = site_build.tree(output)
    patch = "import os, spaser.commands.construction as c, spaser.building as b\nc._publish = lambda *a: os.kill(os.getpid(), 9)\nb.Order.is_fresh = lambda self: False"
    outcome = site_build.construct("--sortie", output, patch=patch)
    assert outcome.code == 1
    for name in ("public", "interne"):
        assert f"La construction du site {name} a été interrompue. Rien n'a été publié." in outcome.text
    assert site_build.differences(before, site_build.tree(output)) == []


@pytest.mark.parametrize(("audience", "name"), [("publique", "public"), ("interne", "interne")])
def test_une_seule_audience_se_demande(audience: str, name: str, tmp_path: Path, small_project: Path, small_sites: Sites) -> None:
    """`--audience` ne bâtit que le site demandé."""
    assert site_build.construct("--audience", audience, "--sortie", tmp_path / "sortie", "--referentiels", small_project / "referentials").code == 0
    assert [path.name for path in (tmp_path / "sortie").iterdir()] == [name]
    assert site_build.differences(site_build.tree(small_sites[audience]), site_build.tree(tmp_path / "sortie" / name / "site")) == []


def test_une_surcouche_n_atteint_que_le_site_interne(small_output: Path, small_project: Path, tmp_path: Path) -> None:
    """Un champ d'un dossier privé paraît sur le site interne, et le site public n'en change pas d'un octet."""
    folder = tmp_path / "privé" / "objectifs"
    folder.mkdir(parents=True)
    (folder / "01-programmation-pluriannuelle.yml").write_text("realisations:\n  - Réalisation zqkxvwjhqzbbbbk\n", encoding="utf-8")
    data = small_project / "referentials"
    assert site_build.construct("--sortie", tmp_path / "sortie", "--referentiels", data, "--surcouche", tmp_path / "privé").code == 0
    assert site_build.differences(site_build.tree(small_output / "public" / "site"), site_build.tree(tmp_path / "sortie" / "public" / "site")) == []
    assert site_leaks.seen(tmp_path / "sortie" / "interne" / "site")[0] == {"zqkxvwjhqzbbbbk"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [(("--audience", "tous"), "'tous'"), (("--referentiels", "dossier-absent"), "dossier-absent"), (("--inconnue",), "--inconnue")],
)
def test_une_commande_mal_ecrite_rend_le_code_2(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """La ligne de commande est en cause, pas les données ; rien n'est écrit."""
    outcome = site_build.construct(*arguments, "--sortie", tmp_path / "sortie")
    assert (outcome.code, "Traceback" in outcome.text) == (2, False)
    assert sentence in outcome.text
    assert not (tmp_path / "sortie").exists()
