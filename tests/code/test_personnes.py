"""Les données personnelles : aucune dans ce qui est public, un registre de celles qui restent en interne, et de quoi les effacer."""

import re

import pytest
from click.testing import CliRunner
from test_publication import every_model

from spaser.checks.closed_years import fingerprint
from spaser.cli import main
from spaser.model import Critere, Famille, Fournisseur, Intention
from spaser.model.lignes import LigneService
from spaser.model.walk import champs
from spaser.retention import REGISTER

NAMED = {("intention", "agent"): Intention, ("famille", "contact"): Famille, ("fournisseur", "contact"): Fournisseur, ("codes", "responsable"): LigneService}


def purger(*options):
    return CliRunner().invoke(main, ["purger", *options])


@pytest.mark.parametrize("text", ["Joindre le 06 39 98 12 34.", "Joindre le 07.39.98.12.34.", "Joindre le +33 6 39 98 12 34.", "Joindre le 0639981234."])
def test_un_mobile_dans_un_texte_public_est_refuse(dossier, text):
    dossier.write(
        "fournisseurs/atelier.yml", re.sub(r"^prestations: .*$", f"prestations: {text}", dossier.read("fournisseurs/atelier.yml"), flags=re.MULTILINE)
    )
    assert [line for line in dossier.problems() if "prestations : un numéro de mobile est celui d'une personne" in line]


def test_une_boite_personnelle_dans_un_texte_public_est_refusee(dossier):
    dossier.write(
        "fournisseurs/atelier.yml",
        re.sub(r"^prestations: .*$", "prestations: Écrire à prenom.nom@atelier.example", dossier.read("fournisseurs/atelier.yml"), flags=re.MULTILINE),
    )
    assert [line for line in dossier.problems() if "prestations : une adresse de courriel nomme une personne" in line]


@pytest.mark.parametrize("text", ["SIRET 06399812345678", "Loi 2021-1104, 0,6 à 0,7 %", "contact@atelier.example", "02 61 91 67 67"])
def test_un_texte_sans_personne_passe(dossier, text):
    dossier.write(
        "fournisseurs/atelier.yml", re.sub(r"^prestations: .*$", f"prestations: {text}", dossier.read("fournisseurs/atelier.yml"), flags=re.MULTILINE)
    )
    assert dossier.problems() == []


def test_un_champ_interne_peut_nommer_quelqu_un(dossier):
    dossier.replace("fournisseurs/atelier.yml", "contact: Cheffe d’atelier", "contact: 06 39 98 12 34, prenom.nom@atelier.example")
    assert dossier.problems() == []


def test_chaque_champ_interne_qui_nomme_une_personne_est_au_registre():
    """Un champ qui dit « personne », « interlocuteur » ou « agent » sans y être se voit."""
    found = {
        (model.__name__, champ.name)
        for model in every_model()
        for champ in champs(model)
        if champ.audience == "interne" and re.search(r"\b(personne|interlocuteur|agent)\b", model.model_fields[champ.name].description or "", re.IGNORECASE)
    }
    said_of_someone = {("Fournisseur", "champs_verifies"), ("Fournisseur", "empreintes")}  # ce qu'une personne a relu, sans la nommer
    assert found - said_of_someone == {(model.__name__, name) for (_, name), model in NAMED.items()}
    assert {(held.kind, held.path[-1]) for held in REGISTER} == set(NAMED)
    assert Critere not in NAMED.values()


def test_la_page_du_registre_dit_ce_que_le_programme_fait(racine):
    page = (racine / "docs/interne/donnees-personnelles.md").read_text(encoding="utf-8")
    for held in REGISTER:
        assert f"`{held.path[-1]}` | {held.purpose} | {held.until[0].upper()}{held.until[1:]}" in page, held


def test_rien_n_est_echu_dans_des_donnees_a_jour(dossier):
    assert purger("--le", "2026-12-01").output == "Aucun nom échu.\n"


def test_un_nom_echu_est_dit_sans_etre_cite_puis_efface(dossier):
    before = dossier.read("fournisseurs/atelier.yml")
    said = purger("--le", "2030-12-01")
    assert "referentials/fournisseurs/atelier.yml : contact" in said.output
    assert "Cheffe" not in said.output
    assert "fournisseur : 1 champ « contact », à garder jusque-là : un an après la date de relecture dépassée, ou le retrait.\n" in said.output
    assert "Rien n'a été effacé : relancer avec --oui.\n" in said.output
    assert dossier.read("fournisseurs/atelier.yml") == before
    done = purger("--le", "2030-12-01", "--oui")
    assert (done.exit_code, "effacé" in done.output) == (0, True)
    assert "contact: Cheffe" not in dossier.read("fournisseurs/atelier.yml")
    assert "agent:" not in dossier.read("intentions/2027/2027-001.yml")
    assert dossier.problems() == []
    assert purger("--le", "2030-12-01").output == "Aucun nom échu.\n"


def test_une_annee_close_est_scellee_a_nouveau(dossier):
    dossier.append("collectivite.yml", f"annees_closes:\n  - annee: 2027\n    empreinte: {fingerprint(dossier.root, 2027)}\n")
    if "annees_closes" in str(dossier.problems()):
        pytest.skip("l'année du jeu minimal ne peut pas être close")
    assert purger("--le", "2030-12-01", "--oui").exit_code == 0
    assert f"empreinte: {fingerprint(dossier.root, 2027)}" in dossier.read("collectivite.yml")


def test_une_surcouche_est_purgee_aussi(dossier):
    overlay = dossier.overlay("prive")
    overlay.write("fournisseurs/menuiserie.yml", "contact: Une menuisière\n")
    assert purger("--le", "2029-12-01", "--surcouche", "prive", "--oui").exit_code == 0
    assert "menuisière" not in overlay.read("fournisseurs/menuiserie.yml")
