"""`spaser journal --markdown` : le résumé d'une proposition, et la ligne « ce qui devient public », tenue mot pour mot."""

import subprocess

import pytest
from click.testing import CliRunner
from outillage import Dossier
from test_grilles import GRILLE

from spaser.cli import main

NBSP = "\u00a0"
RIEN = f"**Ce qui devient public{NBSP}: rien.**"


def git(*arguments):
    base = ["-c", "user.name=Test", "-c", "user.email=test@exemple.example", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *base, *arguments], check=True, capture_output=True)


@pytest.fixture
def depot(dossier) -> Dossier:
    """Le jeu minimal et une page, dans un dépôt git."""
    dossier.write("../docs/aide.md", "# Aide\n")
    for arguments in (["init"], ["add", "."], ["commit", "-m", "Départ"]):
        git(*arguments)
    return dossier


def resume():
    done = CliRunner().invoke(main, ["journal", "--depuis", "HEAD", "--markdown"])
    assert done.exit_code == 0, done.output
    return done.output


def test_sans_changement_rien_ne_devient_public(depot):
    assert resume() == f"# Ce que la modification change\n\n{RIEN}\n\n## Site public\n\nRien ne change.\n\n## Site interne seulement\n\nRien ne change.\n"


def test_une_fiche_interne_qui_devient_publique_est_dite_en_tete(depot):
    text = depot.read("intentions/2027/2027-002.yml").replace("famille: etudes", "famille: mobilier").replace("visibilite: interne\n", "")
    depot.write("intentions/2027/2027-002.yml", text.replace("id: 2027-002\n", "id: 2027-002\nvisibilite: publique\n"))
    said = resume().splitlines()
    assert said[2] == f"**Ce qui devient public{NBSP}: 1 fiche ou page.** Relisez chaque ligne avant d’accepter."
    assert said[4].startswith("- **")
    assert said[4].endswith(f"(intention d’achat, 2027-002){NBSP}: elle était interne")


def test_un_champ_rempli_une_fiche_neuve_et_une_page_neuve_sont_comptes(depot):
    depot.replace("fournisseurs/atelier.yml", "effectif: 12\n", "")
    git("commit", "-am", "Sans effectif")
    depot.replace("fournisseurs/atelier.yml", "contact: Cheffe", "effectif: 12\ncontact: Cheffe")
    depot.write("fournisseurs/neuve.yml", depot.read("fournisseurs/atelier.yml").replace("id: atelier", "id: neuve").replace("siret: '00000002600013'\n", ""))
    depot.write("../docs/partenaires.md", "# Partenaires\n")
    git("add", ".")
    said = resume()
    assert f"**Ce qui devient public{NBSP}: 2 fiches ou pages et 1 texte.** Relisez chaque ligne avant d’accepter." in said
    assert f"(fournisseur solidaire, neuve){NBSP}: fiche nouvelle" in said
    assert f"- `docs/partenaires.md`{NBSP}: nouvelle page" in said
    assert f"- **L’Atelier** (atelier), Effectif, en équivalents temps plein{NBSP}: «{NBSP}12{NBSP}»" in said


def test_ce_qui_reste_interne_ne_se_lit_que_sous_le_site_interne(depot):
    depot.replace("fournisseurs/atelier.yml", "Délais tenus.", "Délais dépassés.")
    depot.write("../docs/interne/note.md", "# Note\n")
    git("add", ".")
    public, internal = resume().split("## Site interne seulement")
    assert RIEN in public
    assert "Rien ne change." in public
    assert f"Appréciation des services{NBSP}: «{NBSP}Délais tenus.{NBSP}» devient «{NBSP}Délais dépassés.{NBSP}»" in internal
    assert "docs/interne/note.md" in internal


def test_un_libelle_de_code_et_un_reglage_se_disent_aussi(depot):
    depot.replace("collectivite.yml", depot.read("collectivite.yml").split("nom: ")[1].splitlines()[0], "Département des Essais")
    said = resume()
    assert "### Réglages de la collectivité" in said
    assert f"Nom officiel{NBSP}: «" in said


def test_une_grille_du_site_public_se_dit_aussi(depot):
    depot.write("grilles/rgaa.yml", GRILLE)
    git("add", ".")
    assert f"- **Grille** (grilles de conformité, rgaa){NBSP}: fiche nouvelle" in resume()
    git("commit", "-m", "La grille")
    depot.replace("grilles/rgaa.yml", "objet: Une décoration.", "objet: Une image décorative.")
    assert "### Grilles de conformité" in resume()


def test_la_presentation_d_un_theme_se_dit_aussi(depot):
    depot.replace("eco/batiment/eau.yml", "L’eau potable et l’eau de pluie.", "L’eau sous toutes ses formes.")
    said = resume().split("## Site interne seulement")[0]
    assert "### Thèmes de l’éco-référentiel" in said
    assert f"(batiment/eau){NBSP}: modifiée" in said
    assert f"Ce que le thème recouvre{NBSP}: «{NBSP}L’eau potable et l’eau de pluie.{NBSP}» devient «{NBSP}L’eau sous toutes ses formes.{NBSP}»" in said


def test_une_exigence_changee_n_est_dite_qu_une_fois(depot):
    depot.replace("eco/batiment/eau.yml", "Des équipements économes suffisent.", "Des équipements économes.")
    said = resume()
    assert said.count("Des équipements économes.") == 1
    assert "### Thèmes" not in said


def test_une_revision_inconnue_est_dite_en_francais(depot):
    done = CliRunner().invoke(main, ["journal", "--depuis", "nulle-part", "--markdown"])
    assert done.exit_code == 2
    assert "n'est pas un état connu du dépôt" in done.output


def test_un_element_sans_nom_se_dit_par_son_texte_et_jamais_par_ses_rouages():
    from spaser.journal import _name
    from spaser.model.critere import Palier
    from spaser.model.famille import AEviter

    assert _name(AEviter(formulation="À ne pas écrire", pourquoi="Flou")) == "À ne pas écrire"
    assert _name(Palier(points=3, attendu="Un plan")) == "Un plan"
