"""Une construction réussit en entier ou ne change rien ; la suivante ne refait que ce qui a changé."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import site_build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from site_build import Sites

from spaser import catalogue
from spaser.model import GENRES
from spaser.publication import publish
from spaser.staging import Staging, StagingError

INTENTION = "referentials/intentions/2027/2027-014.yml"


def replace(path: Path, old: str, new: str) -> None:
    """Remplace un texte qui doit être dans le fichier."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"« {old} » n'est plus dans {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def write_in_page(text: str) -> Callable[[Path], None]:
    """Ajoute un paragraphe à une page."""

    def change(project: Path) -> None:
        page = project / "docs" / "aide.md"
        page.write_text(f"{page.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")

    return change


FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "une donnée fautive": (
        lambda p: replace(p / INTENTION, "publication_prevue: 2027-T1", "publication_prevue: 2027-T5"),
        "referentials/intentions/2027/2027-014.yml:36:21: publication_prevue : un trimestre est attendu, lu « 2027-T5 »\n"
        "    Conseil : écrire AAAA-Tn, par exemple 2027-T2\n\n1 erreur dans 1 fichier. Rien n'a été publié.",
    ),
    "un fichier qui manque": (
        lambda p: (p / "referentials" / "collectivite.yml").unlink(),
        "referentials/collectivite.yml:1:1: le fichier de la collectivité manque\n    Conseil : copier celui d'un autre dépôt et l'adapter",
    ),
    "une fiche inconnue": (write_in_page('{{ carte_intention("2027-999") }}'), "« 2027-999 » n'est pas une intention d'achat"),
    "une fiche interne": (write_in_page('{{ carte_intention("2027-040") }}'), "« 2027-040 » n'est pas une intention d'achat"),
    "une macro inconnue": (write_in_page('{{ carte_intension("2027-014") }}'), "« carte_intension » n'est pas une macro connue"),
    "une macro mal écrite": (write_in_page('{{ carte_intention("2027-014" }}'), "la macro n'est pas écrite correctement"),
    "un réglage inconnu": (write_in_page('{{ tableau_intentions(enjeux="circ-econ") }}'), "tableau_intentions : un argument n'est pas accepté"),
    "une valeur mal écrite": (write_in_page('{{ tableau_intentions(annee="abc") }}'), "docs/aide.md : tableau_intentions : annee : un nombre"),
    "un bloc interne": (write_in_page("{{ qualite_des_donnees() }}"), "qualite_des_donnees ne s'emploie que dans docs/interne/"),
    "une valeur interne": (write_in_page('{{ collectivite("url_interne") }}'), "« url_interne » n'est pas un champ de la collectivité"),
    "un lien mort": (write_in_page("[Lire](rien.md)"), "rien.md"),
    "un lien vers une page interne": (write_in_page("[Lire](interne/index.md)"), "interne/index.md"),
}


@pytest.mark.parametrize(("fault", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_une_construction_ratee_dit_pourquoi_et_laisse_le_site_entier(fault: Callable[[Path], None], sentence: str, project: Path, standing_site: Path) -> None:
    """Code de sortie 1, phrase en français, pas de trace d'exécution, et le site en place n'a pas bougé d'un octet."""
    before = site_build.tree(standing_site)
    fault(project)
    outcome = site_build.build(standing_site, project=project)
    assert (outcome.code, "Traceback" in outcome.text) == (1, False), outcome.text
    assert sentence in outcome.text
    assert site_build.differences(before, site_build.tree(standing_site)) == []


def test_une_premiere_construction_ratee_ne_laisse_rien(project: Path, tmp_path: Path) -> None:
    """Sans site précédent, il n'y a ni site ni dossier d'attente."""
    FAULTS["une fiche inconnue"][0](project)
    assert site_build.build(tmp_path / "sortie" / "site", project=project).code == 1
    assert [path.name for path in (tmp_path / "sortie").iterdir() if path.is_dir()] == []


# — Une coupure —

KILL = "import os, signal\ndie = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
CUTS = {
    "pendant les pages": KILL + "from spaser.plugin import SpaserPlugin\nSpaserPlugin.on_post_page = die",
    "pendant les fiches": KILL + "import spaser.filling as f\nf.Filling._extras = die",
    # sans quoi l'index, gardé en mémoire par un autre test, ne se referait pas
    "pendant l'index de recherche": KILL + "import spaser.memory as m\nm.Memory.known = lambda *a: None\nimport spaser.search as s\ns._settle = die",
    "juste avant l'échange": KILL + "import spaser.staging as s\ns._exchange = die",
}
KILLED = -9


def test_une_construction_tuee_laisse_le_site_entier_et_la_suivante_est_bonne(project: Path, standing_site: Path, small_sites: Sites) -> None:
    """Un « kill -9 » à chaque étape, l'un après l'autre : le site précédent reste entier, et rien n'est à réparer à la main."""
    before = site_build.tree(standing_site)
    for cut, patch in CUTS.items():
        assert site_build.build(standing_site, project=project, patch=patch).code == KILLED, cut
        assert site_build.differences(before, site_build.tree(standing_site)) == [], cut
    site_build.must_build(standing_site, project=project)
    assert site_build.differences(site_build.tree(small_sites.publique), site_build.tree(standing_site)) == []
    assert sorted(path.name for path in standing_site.parent.iterdir() if path.is_dir()) == ["site"]


def test_une_construction_tuee_apres_l_echange_laisse_le_nouveau_site_entier(project: Path, standing_site: Path, tmp_path: Path) -> None:
    """Entre l'échange et le ménage, le site est le nouveau, et la construction suivante ne s'y trompe pas."""
    replace(project / INTENTION, "Nettoyage des bâtiments", "Entretien des bâtiments")
    patch = KILL + "import spaser.staging as s\nreal = s._exchange\ns._exchange = lambda *folders: (real(*folders), die())"
    assert site_build.build(standing_site, project=project, patch=patch).code == KILLED
    clean = site_build.tree(site_build.must_build(tmp_path / "neuf" / "site", project=project))
    assert site_build.differences(clean, site_build.tree(standing_site)) == []
    site_build.must_build(standing_site, project=project)
    assert site_build.differences(clean, site_build.tree(standing_site)) == []


def test_le_site_ecarte_par_une_coupure_est_remis(tmp_path: Path) -> None:
    """Là où deux dossiers ne s'échangent pas d'un geste, la construction suivante remet celui qui a été écarté."""
    site = tmp_path / "site"
    staging = Staging(site)
    staging.old.mkdir()
    (staging.old / "index.html").write_text("le site précédent", encoding="utf-8")
    staging.open()
    assert (site / "index.html").read_text(encoding="utf-8") == "le site précédent"
    staging.close()


def test_deux_constructions_du_meme_site_ne_se_melangent_pas(tmp_path: Path) -> None:
    """La seconde est refusée par une phrase, tant que la première n'a pas fini."""
    first, second = Staging(tmp_path / "site"), Staging(tmp_path / "site")
    first.open()
    with pytest.raises(StagingError, match=r"^Une autre construction écrit déjà dans .*/site\. Attendre qu'elle finisse\.$"):
        second.open()
    first.close()
    second.open()
    second.close()


# — Ne refaire que ce qui a changé —


def states(site: Path) -> dict[str, os.stat_result]:
    """L'état de chaque fichier d'un site."""
    return {path.relative_to(site).as_posix(): path.stat() for path in site.rglob("*") if path.is_file()}


def identity(state: os.stat_result) -> tuple[int, int]:
    """Ce qui change quand un fichier est récrit."""
    return state.st_ino, state.st_mtime_ns


def test_une_construction_sans_changement_garde_tous_les_fichiers(project: Path, standing_site: Path) -> None:
    """Le même fichier, au même endroit du disque, à la même heure : un envoi ne porterait rien."""
    before = states(standing_site)
    site_build.must_build(standing_site, project=project)
    after = states(standing_site)
    assert {path: identity(state) for path, state in after.items()} == {path: identity(state) for path, state in before.items()}


def test_une_entree_changee_une_otee_une_ajoutee(project: Path, standing_site: Path, tmp_path: Path) -> None:
    """Les fiches sans rapport sont gardées, celle de l'entrée ôtée disparaît, et le tout égale une construction propre."""
    before = states(standing_site)
    replace(project / INTENTION, "Nettoyage des bâtiments", "Entretien des bâtiments")
    gone, new = min((project / "referentials/fournisseurs").glob("*.yml")), project / "referentials/intentions/2027/2027-941.yml"
    gone.unlink()
    replace(copied(project / INTENTION, new), "id: 2027-014", "id: 2027-941")
    site_build.must_build(standing_site, project=project)
    after = states(standing_site)
    lost, found = ({path for path in one.keys() - other.keys() if path.endswith(".html")} for one, other in ((before, after), (after, before)))
    assert f"fournisseurs/{gone.stem}/index.html" in lost
    assert {path for path in lost if not path.startswith(("fournisseurs/secteur-", "fournisseurs/intervient-"))} == {f"fournisseurs/{gone.stem}/index.html"}
    assert found == {"intentions/2027-941/index.html"}
    assert identity(after["intentions/2027-014/index.html"]) != identity(before["intentions/2027-014/index.html"])
    assert identity(after["eco-referentiel/bat-eau-sobriete-equipements/index.html"]) == identity(
        before["eco-referentiel/bat-eau-sobriete-equipements/index.html"]
    )
    clean = site_build.must_build(tmp_path / "neuf" / "site", project=project)
    assert site_build.differences(site_build.tree(clean), site_build.tree(standing_site)) == []


#: Ce qui peut arriver à un dépôt ; refait, chaque changement se défait.
CHANGES: dict[str, tuple[str, str, str]] = {
    "une intention": (INTENTION, "Nettoyage des bâtiments", "Entretien des bâtiments"),
    "son calendrier": (INTENTION, "publication_prevue: 2027-T1", "publication_prevue: 2027-T2"),
    "un critère": ("referentials/transverses/produits.yml", "intitule: ", "intitule: Autrement, "),
    "une liste de codes": ("referentials/codes/natures.yml", "libelle: Fournitures", "libelle: Fourniture de biens"),
    "une page": ("docs/aide.md", "# ", "# Besoin d'"),
    "une structure, ôtée": ("referentials/fournisseurs", "", ""),
}
#: Une construction qui n'a rien en mémoire.
NEW = "from pathlib import Path\nimport spaser.memory\nhere = Path({folder!r})\n"
NEW += "spaser.memory.FOLDER = here"


def change(project: Path, path: str, old: str, new: str) -> None:
    """Fait un changement, ou le défait s'il est fait."""
    found, aside = project / path, project / "a-part.yml"
    if old:
        done = new in found.read_text(encoding="utf-8")
        replace(found, new if done else old, old if done else new)
    elif aside.exists():
        name = aside.read_text(encoding="utf-8").partition("id: ")[2].split()[0]
        shutil.move(aside, found / f"{name}.yml")
    else:
        shutil.move(min(found.glob("*.yml")), aside)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(list(CHANGES)), min_size=1, max_size=3))
def test_toute_suite_de_changements_donne_le_site_d_une_construction_a_neuf(
    changes: list[str], small_project: Path, small_sites: Sites, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Pages, listes, exports, abonnements et index : bâtis l'un après l'autre, avec tout ce que la machine a en mémoire, ou à neuf et sans rien."""
    folder = tmp_path_factory.mktemp("suite")
    project, site = site_build.copy_project(folder / "projet", small_project), folder / "sortie" / "site"
    shutil.copytree(small_sites.publique, site)
    for name in changes:
        change(project, *CHANGES[name])
        site_build.must_build(site, project=project)
    new = site_build.must_build(folder / "neuf" / "site", project=project, patch=NEW.format(folder=str(folder / "cache")))
    assert site_build.differences(site_build.tree(new), site_build.tree(site)) == []


def copied(source: Path, target: Path) -> Path:
    """Copie un fichier et rend sa copie."""
    shutil.copy2(source, target)
    return target


def test_une_fiche_effacee_du_site_est_refaite(project: Path, standing_site: Path, small_sites: Sites) -> None:
    """Rien ne fait oublier de regarder le disque."""
    (standing_site / "intentions" / "2027-014" / "index.html").unlink()
    site_build.must_build(standing_site, project=project)
    assert site_build.differences(site_build.tree(small_sites.publique), site_build.tree(standing_site)) == []


def test_le_site_interne_bati_par_dessus_le_public_n_en_garde_rien(project: Path, standing_site: Path, small_sites: Sites) -> None:
    """Changer d'audience dans le même dossier refait toutes les fiches."""
    site_build.must_build(standing_site, "interne", project=project)
    assert site_build.differences(site_build.tree(small_sites.interne), site_build.tree(standing_site)) == []


# — Le site entier, d'une commande —


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_mkdocs_build_seul_donne_tout_le_site(audience: str, small_sites: Sites, small_project: Path) -> None:
    """Une fiche par entrée visible, les exports, l'index de recherche, le plan, la page 404 : sans autre commande."""
    site = small_sites[audience]
    edition = publish(catalogue.load(small_project / "referentials"), "publique" if audience == "publique" else "interne")
    expected = {f"{GENRES[kind].url}/{identifiant}/index.html" for kind, entries in edition.entrees.items() for identifiant in entries}
    others = {
        "index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "recherche/index.html",
        "pagefind/pagefind.js",
        "donnees/intentions.csv",
        "assets/css/site.css",
    }
    assert (expected | others) - site_build.tree(site).keys() == set()


def test_les_robots_ne_lisent_que_le_site_public(small_sites: Sites) -> None:
    """Le site interne demande à ne pas être lu."""
    assert "Allow: /\nSitemap: https://" in (small_sites.publique / "robots.txt").read_text(encoding="utf-8")
    assert (small_sites.interne / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
