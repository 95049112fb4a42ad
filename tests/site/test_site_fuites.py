"""Ce qui est interne ne sort pas : ni dans un octet du site public, ni par son absence."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import site_build
import site_leaks
from site_build import Sites
from site_canary import Planted

from spaser import catalogue
from spaser.inspection import history, inspect
from spaser.model.base import Modele
from spaser.model.walk import champs

#: Ce qui n'est dans aucun fichier d'aucun site, et pourquoi ; tout le reste doit paraître sur le site interne.
HORS_DU_SITE = {
    "codes:titre": "la source d’une liste de codes reste dans le dépôt",
    "codes:singulier": "le nom d’un code ne sert qu’aux messages",
}
#: Ce que dit une question d'un outil.
QUESTION = ("libelle", "aide", "options", "colonnes", "lignes")
#: Ce que le site interne garde dans ses exports sans le montrer dans une page, et pourquoi.
HORS_DES_PAGES = {
    "criteres.maturite_marche.source.url": "la page montre le titre de la source",
    "lignes.responsable": "la liste des services n’a pas de page",
    "empreintes": "la mémoire de l’import des annuaires ne sert qu’à lui",
    "forge.application": "le formulaire le lit dans ses réglages",
    "forge.branche": "le formulaire la lit dans ses réglages",
    "forge.depot": "le formulaire le lit dans ses réglages",
    **{f"parties.{name}": "la page propose le document à remplir, qui la dit" for name in ("consigne", *(f"questions.{part}" for part in QUESTION))},
}


def kind_of(place: str) -> str:
    """Le dossier et le champ d'une place : « codes:titre »."""
    return f"{place.split('/')[0]}:{place.rsplit(':', 1)[-1]}"


def field_of(place: str) -> str:
    """Le nom d'un champ d'après la place d'un jeton : « familles/x.yml:criteres[0]:vigilance » donne « criteres.vigilance »."""
    return re.sub(r"\[\d+\]", "", place).split(":", 1)[-1].replace(":", ".").strip()


def test_aucun_octet_du_site_public_ne_contient_un_jeton_interne(planted_public: Path, planted: Planted) -> None:
    """Canari : un jeton dans chaque champ, chaque entrée, chaque page interne ; aucun ne sort, sous aucune forme."""
    assert site_leaks.leaks(planted_public, planted.canary) == []


def objects_of_a_branch(site: Path, folder: Path) -> Path:
    """Chaque objet du dépôt git d'une branche faite d'un seul site, dans un fichier."""
    git = ["git", "-C", str(site), "-c", "user.name=Forge", "-c", "user.email=forge@achats.example", "-c", "gc.auto=0", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "Publication"]):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    folder.mkdir()
    for rank, (_, raw) in enumerate(history.objects(site)):
        (folder / str(rank)).write_bytes(raw)
    return folder


def test_l_historique_d_une_branche_publiee_ne_contient_aucun_jeton(planted_public: Path, planted: Planted, tmp_path: Path) -> None:
    """Un déploiement par branche pousse des objets git : fichiers, dossiers, messages. Aucun ne dit rien d'interne."""
    site = tmp_path / "branche"
    shutil.copytree(planted_public, site)
    objects = objects_of_a_branch(site, tmp_path / "objets")
    assert len(list(objects.iterdir())) > len({*site_build.tree(planted_public).values()})
    assert site_leaks.leaks(objects, planted.canary) == []


def test_le_canari_est_vivant_le_site_interne_contient_chaque_jeton(planted_internal: Path, planted: Planted) -> None:
    """Sans cette preuve, un jeton mal posé laisserait croire que rien ne fuit."""
    tokens, numbers = site_leaks.seen(planted_internal)
    missing = {kind_of(place) for token, place in planted.canary.texts.items() if token not in tokens}
    missing |= {kind_of(place) for value, place in planted.canary.numbers.items() if value not in numbers}
    assert missing == set(HORS_DU_SITE)


def test_les_champs_internes_absents_des_pages_du_site_interne_sont_connus(planted_internal: Path, planted: Planted) -> None:
    """Un champ interne que personne ne peut lire dans une page est une saisie perdue, sauf s'il est nommé ici avec sa raison."""
    tokens, numbers = site_leaks.seen(planted_internal, (".html",))
    unseen = {field_of(place) for token, place in planted.canary.texts.items() if token not in tokens and ".yml:" in place}
    unseen |= {field_of(place) for value, place in planted.canary.numbers.items() if value not in numbers and ".yml:" in place}
    assert unseen == set(HORS_DES_PAGES)


def internal_fields(model: type[Modele], path: str = "") -> set[str]:
    """Tous les champs internes qu'un modèle déclare, à toute profondeur."""
    found = set()
    for champ in champs(model):
        if champ.audience == "interne":
            found.add(f"{path}{champ.name}")
        elif champ.sub is not None:
            found |= internal_fields(champ.sub, f"{path}{champ.name}.")
    return found


@pytest.mark.parametrize(
    "name",
    [
        "collectivite.yml",
        "codes/services.yml",
        "familles/x.yml",
        "transverses/x.yml",
        "eco/x/x.yml",
        "fournisseurs/x.yml",
        "intentions/x/x.yml",
        "objectifs/x.yml",
        "attributions/x.yml",
        "outils/x.yml",
    ],
)
def test_le_canari_touche_chaque_champ_interne_de_chaque_modele(name: str, planted: Planted) -> None:
    """Un champ interne ajouté à un modèle reçoit un jeton sans toucher aux tests."""
    folder = name.split("/")[0]
    places = [*planted.canary.texts.values(), *planted.canary.numbers.values(), *planted.canary.untokened.values(), *planted.canary.untokened]
    touched = {field_of(place) for place in places if place.startswith(folder)}
    missing = {field for field in internal_fields(site_leaks.site_canary.model_of(name)) if not any(t == field or t.startswith(f"{field}.") for t in touched)}
    assert missing == set()


def test_le_site_public_est_le_meme_avec_ou_sans_rien_d_interne(stripped_public: Path, small_sites: Sites, planted_public: Path) -> None:
    """Non-interférence : entrées, champs, pages et surcouches internes présents, autres ou absents, les octets ne changent pas.

    La copie pleine de jetons a tout champ interne et une entrée interne de chaque genre : le dépôt entier n’en dirait pas plus.
    """
    assert site_build.differences(site_build.tree(stripped_public), site_build.tree(planted_public)) == []
    assert site_build.differences(site_build.tree(small_sites.publique), site_build.tree(planted_public)) == []


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_deux_constructions_rendent_les_memes_octets(audience: str, small_sites: Sites, small_project: Path, tmp_path: Path) -> None:
    """Ni le dossier, ni l'utilisateur, ni le fuseau, ni la langue, ni le hasard de Python ne changent un octet."""
    elsewhere = {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "HOME": str(tmp_path), "USER": "autre"}
    project = site_build.copy_project(tmp_path / "projet", small_project)
    again = site_build.must_build(tmp_path / "ailleurs" / "site", audience, project=project, env=elsewhere, prefix=site_build.isolated("--user"))
    assert site_build.differences(site_build.tree(small_sites[audience]), site_build.tree(again)) == []


def test_le_site_interne_ne_porte_aucun_chemin_de_machine(sites: Sites) -> None:
    """Un chemin absolu trahit qui a construit le site, et change d'une machine à l'autre."""
    here = str(site_build.ROOT).encode()
    assert [name for site in (sites.publique, sites.interne) for name, raw in site_leaks.contents(site) if here in raw] == []


# — Ce que la garde attrape : chaque mutation du programme doit être vue —

MUTATIONS = {
    "un champ interne déclaré public": """
from spaser.model import Fournisseur
Fournisseur.model_fields["remarques"].json_schema_extra = {"x-visibilite": "publique"}
""",
    "la projection contournée": """
import spaser.publication as p
p.project = lambda entry, audience: entry
""",
    "les entrées internes gardées": """
import spaser.publication as p
p._visible = lambda entries, audience: tuple(p.project(entry, audience) for entry in entries)
""",
    "les exports écrits pour l'autre audience": """
import spaser.plugin as p, spaser.site as s
real, produce = p.publish, s.produce
def both(catalogue, audience):
    s.produce = lambda edition, keep: produce(real(catalogue, "interne"), keep)
    return real(catalogue, audience)
p.publish = both
""",
}


@pytest.fixture
def mutant(once: Callable[[str, Callable[[Path], None]], Path], planted: Planted) -> Callable[[str], Path]:
    """Le site public que bâtit le programme, une garde retirée ; bâti une fois pour tous les tests."""

    def made(mutation: str) -> Path:
        rank = [*MUTATIONS].index(mutation)
        return once(f"mutant-{rank}", lambda folder: planted.build(folder / "site", "publique", MUTATIONS[mutation]) and None) / "site"

    return made


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_le_canari_voit_chaque_garde_retiree(mutation: str, planted: Planted, mutant: Callable[[str], Path]) -> None:
    """Test du test : une garde retirée dans le programme fait paraître des jetons, et le canari les trouve."""
    assert site_leaks.leaks(mutant(mutation), planted.canary) != []


def test_le_canari_voit_un_jeton_cache_sous_chaque_forme(tmp_path: Path, planted: Planted) -> None:
    """Test du test : chaque déguisement prévu est trouvé, y compris dans un gzip, un classeur et un nom de fichier."""
    token = next(iter(planted.canary.texts))
    for rank, form in enumerate([*site_leaks.disguises(token).values(), *site_leaks.base64_forms(token)]):
        site = tmp_path / str(rank)
        site.mkdir()
        (site / "page.html").write_bytes(b"avant " + form + " après".encode())
        assert site_leaks.leaks(site, planted.canary) != [], form


def test_le_canari_voit_un_jeton_dans_une_archive_et_dans_un_nom(tmp_path: Path, planted: Planted) -> None:
    """Test du test : un index compressé, un classeur et le nom d'un fichier sont ouverts."""
    token = next(iter(planted.canary.texts))
    cases = {"gzip": tmp_path / "a", "zip": tmp_path / "b", "nom": tmp_path / "c"}
    for folder in cases.values():
        folder.mkdir()
    (cases["gzip"] / "x.pf_index").write_bytes(gzip.compress(token.encode()))
    with zipfile.ZipFile(cases["zip"] / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/feuille.xml", f"<t>{token.upper()}</t>")
    (cases["nom"] / f"{token}.html").touch()
    assert {name: bool(site_leaks.leaks(folder, planted.canary)) for name, folder in cases.items()} == dict.fromkeys(cases, True)


def test_une_difference_d_un_octet_se_voit(tmp_path: Path) -> None:
    """Test du test : la comparaison de deux sites voit un fichier changé, ajouté, ôté."""
    first, second = tmp_path / "un", tmp_path / "deux"
    first.mkdir()
    (first / "a.html").write_text("a")
    (first / "b.html").write_text("b")
    shutil.copytree(first, second)
    assert site_build.differences(site_build.tree(first), site_build.tree(second)) == []
    (second / "a.html").write_text("A")
    (second / "b.html").rename(second / "c.html")
    found = site_build.differences(site_build.tree(first), site_build.tree(second))
    assert found == ["b.html : absent du second", "c.html : absent du premier", "a.html : octets différents"]


# — Le dernier contrôle avant l'envoi —


def check(site: Path, project: Path, *overlays: Path) -> list[str]:
    """Ce que `spaser verifier-publication` reproche à un site."""
    corpus, _ = catalogue.verify(project / "referentials", overlays)
    return [str(finding) for finding in inspect(site, corpus, project)]


def test_le_dernier_controle_laisse_partir_le_site_public(public_site: Path) -> None:
    """Sans fausse alerte, sans quoi on apprendrait à ne plus le lire."""
    assert check(public_site, site_build.ROOT) == []


def test_le_dernier_controle_arrete_le_site_interne(small_sites: Sites, small_project: Path) -> None:
    """L'erreur la plus simple : envoyer le mauvais dossier."""
    found = check(small_sites.interne, small_project)
    assert len([line for line in found if "une valeur interne y est écrite" in line]) > 100
    assert any(line.startswith("interne/index.html : ") for line in found)


@pytest.mark.parametrize("mutation", ["la projection contournée", "les entrées internes gardées"])
def test_le_dernier_controle_voit_une_garde_retiree(mutation: str, planted: Planted, mutant: Callable[[str], Path]) -> None:
    """Il ne doit rien à la garde : quand elle manque, il le dit."""
    assert any("une valeur interne y est écrite" in line for line in check(mutant(mutation), planted.project, planted.overlay))
