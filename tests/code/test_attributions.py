"""Les données essentielles : lues sous leurs vraies formes, refusées en français, reliées aux intentions, comptées à la main."""

import json
import re
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from decp import AUTRE, JOUR, LISTES, SIRET, concession, contrats, enveloppe, importer, marche, modification, titulaires
from tableurs import spaser, tout

from spaser import awards, catalogue, measures
from spaser.imports.decp import nested, opening
from spaser.imports.decp.contracts import as_written
from spaser.imports.decp.loading import understand
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.blocks import attributions, internal
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.renderer import Renderer

RACINE = Path(__file__).resolve().parents[2]
DEMONSTRATION = RACINE / "tests/fixtures/decp/demonstration.json"


@pytest.fixture
def dossier(dossier):
    """Le jeu minimal, avec les listes de codes des contrats."""
    for liste in LISTES:
        shutil.copy(RACINE / f"referentials/codes/{liste}.yml", dossier.root / "codes")
    return dossier


@pytest.fixture(scope="module")
def livre() -> catalogue.Catalogue:
    """Les référentiels livrés, tels qu'on peut les lire."""
    return catalogue.snapshot(RACINE / "referentials")


def champs(contract):
    """Un contrat sans ses champs vides."""
    return contract.model_dump(exclude_defaults=True, mode="json")


# — Le format de 2024 —


def test_un_marche_de_2024_se_lit_en_entier(dossier):
    result = importer(dossier, enveloppe(marche()), "--oui")
    assert result.output == (
        "decp.json : format DECP de 2024, 1 contrat, dont 0 d'autres acheteurs.\n"
        "2026 : 1 contrat, dont 0 concession ; 1 créé, 0 modifié, 0 inchangé.\n"
        "Liens : 0 contrats liés à une intention, 0 avec une proposition à confirmer, 1 sans lien.\n"
        "Écrit : attributions/2026.yml.\n"
    )
    assert champs(contrats(dossier)["2026-001"]) == {
        "id": f"{SIRET}2026-001",
        "objet": "Entretien des toitures",
        "nature": "marche",
        "procedure": "procedure-adaptee",
        "cpv": "45261900",
        "date_notification": "2026-03-02",
        "montant": 120001,
        "duree_mois": 24,
        "titulaires": {"nombre": 1},
        "considerations_sociales": ["clause-sociale"],
        "considerations_environnementales": ["aucune"],
    }


def test_une_concession_dit_sa_signature_sa_valeur_et_ses_concessionnaires(dossier):
    importer(dossier, enveloppe(concessions=[concession()]), "--oui")
    contract = contrats(dossier)["C-1"]
    assert (contract.concession, contract.nature, contract.procedure, contract.cpv) == (True, "delegation-service-public", "negociee-ouverte", None)
    assert (contract.date_notification, contract.montant, contract.titulaires.nombre) == (date(2026, 5, 11), 3_400_000, 1)
    assert contract.considerations_sociales == ("clause-sociale", "marche-reserve")


def test_la_derniere_modification_donne_le_montant_et_la_duree(dossier):
    changes = [modification(2, montant=151000), modification(1, montant=130000, dureeMois=30), modification(3, titulaires=titulaires("9"))]
    importer(dossier, enveloppe(marche(modifications=changes)), "--oui")
    contract = contrats(dossier)["2026-001"]
    assert contract.modifications.model_dump() == {"nombre": 3, "montant": 151_000, "duree_mois": 30}
    assert (contract.montant, awards.amount(contract)) == (120_001, 151_000)
    assert awards.end(contract) == date(2028, 9, 2), "la durée de 24 mois est devenue 30"


def test_une_concession_modifiee_a_une_nouvelle_valeur(dossier):
    change = {
        "modification": {"id": 1, "dateSignatureModification": "2026-09-01", "datePublicationDonneesModification": "2026-10-01", "valeurGlobale": 3500000}
    }
    importer(dossier, enveloppe(concessions=[concession(modifications=[change])]), "--oui")
    assert awards.amount(contrats(dossier)["C-1"]) == 3_500_000


def test_plusieurs_titulaires_se_comptent_une_fois_chacun(dossier):
    importer(dossier, enveloppe(marche(titulaires=titulaires("A", "B", "B", "C"))), "--oui")
    assert contrats(dossier)["2026-001"].titulaires.nombre == 3


def test_aucun_nom_ni_numero_de_titulaire_n_est_garde(dossier):
    holder = [{"titulaire": {"typeIdentifiant": "SIRET", "id": "12345678900011", "denominationSociale": "Toitures Martin"}}]
    importer(dossier, enveloppe(marche(titulaires=holder)), "--oui")
    text = dossier.read("attributions/2026.yml")
    assert "12345678900011" not in text
    assert "Martin" not in text


def test_tous_les_etablissements_de_la_collectivite_comptent_et_eux_seuls(dossier):
    others = [marche("X", acheteur={"id": "99999999900011"}), marche("Y", acheteur={"id": "0000000180"}), marche("Z", acheteur=None)]
    result = importer(dossier, enveloppe(marche(), marche("2026-002", acheteur={"id": AUTRE}), *others), "--oui")
    assert "5 contrats, dont 3 d'autres acheteurs." in result.output
    assert set(contrats(dossier)) == {"2026-001", "2026-002"}


def test_une_faute_chez_un_autre_acheteur_ne_compte_pas(dossier):
    result = importer(dossier, enveloppe(marche(), marche("X", acheteur={"id": "99999999900011"}, montant="beaucoup")), "--oui")
    assert result.exit_code == 0, result.output


def test_un_contrat_publie_deux_fois_garde_sa_derniere_publication(dossier):
    again = marche(datePublicationDonnees="2026-09-02", montant=130000)
    result = importer(dossier, enveloppe(again, marche()), "--oui")
    assert "1 publication d'un contrat déjà lu : la dernière publiée est gardée." in result.output
    assert contrats(dossier)["2026-001"].montant == 130_000


@pytest.mark.parametrize("filler", ["CDL", "NC", "nc", "Donnée absente", "donnee absente", "", "  ", None, "NaN", "null"])
def test_un_remplissage_vaut_une_valeur_absente(dossier, filler):
    item = marche(montant=filler, dureeMois=filler, codeCPV=filler, nature=filler, procedure=filler, considerationsSociales=filler)
    result = importer(dossier, enveloppe(item), "--oui")
    assert result.exit_code == 0, result.output
    contract = contrats(dossier)["2026-001"]
    assert (contract.montant, contract.duree_mois, contract.cpv, contract.nature, contract.procedure) == (None,) * 5
    assert contract.considerations_sociales == ()


@pytest.mark.parametrize("changes", [{"dateNotification": "CDL"}, {"objet": "NC"}, {"id": None}])
def test_un_contrat_sans_numero_sans_objet_ou_sans_date_est_passe_et_dit(dossier, changes):
    result = importer(dossier, enveloppe(marche(**changes), marche("2026-002")), "--oui")
    assert "  Passé, marches.marche[1] : sans numéro, sans objet ou sans date de notification\n" in result.output
    assert set(contrats(dossier)) == {"2026-002"}


def test_une_consideration_ecarte_l_absence_de_consideration(dossier):
    social = {"considerationSociale": ["Pas de considération sociale", "Critère social", "Clause sociale"]}
    importer(dossier, enveloppe(marche(considerationsSociales=social)), "--oui")
    assert contrats(dossier)["2026-001"].considerations_sociales == ("clause-sociale", "critere-social")


# — Les formes plus anciennes —


def test_le_json_de_2019_se_lit_aussi(dossier):
    old = {
        "_type": "Marché",
        "id": "2019-1",
        "uid": f"{SIRET}2019-1",
        "acheteur": {"id": SIRET, "nom": "Ville"},
        "nature": "ACCORD-CADRE",
        "objet": "Électricité",
        "codeCPV": "9310000-5",
        "procedure": "Procédure concurrentielle avec négociation",
        "dureeMois": 36,
        "dateNotification": "2019-01-06+01:00",
        "montant": "85 000,60",
        "titulaires": [{"typeIdentifiant": "SIRET", "id": "1"}, {"typeIdentifiant": "SIRET", "id": "2"}],
        "modifications": [{"objetModification": "Avenant", "dateNotificationModification": "2020-02-03", "montant": 90000, "dureeMois": 40}],
    }
    result = importer(dossier, {"marches": [old]}, "--oui")
    assert "ancien format DECP" in result.output
    assert champs(contrats(dossier)["2019-1"]) == {
        "id": f"{SIRET}2019-1",
        "objet": "Électricité",
        "nature": "accord-cadre",
        "procedure": "procedure-negociation",
        "cpv": "09310000",
        "date_notification": "2019-01-06",
        "montant": 85001,
        "duree_mois": 36,
        "titulaires": {"nombre": 2},
        "modifications": {"nombre": 1, "montant": 90000, "duree_mois": 40},
    }


ENRICHI = """uid,id,acheteur_id,titulaire_id,titulaire_categorie,objet,montant,codeCPV,dureeMois,dateNotification,nature,considerationsSociales,modification_id,type
{s}26-1,26-1,{s},1,PME,Toitures,100000,45261900,24,2026-02-01,Marché,"Clause sociale, Critère social",0,Travaux
{s}26-1,26-1,{s},2,ETI,Toitures,100000,45261900,24,2026-02-01,Marché,CDL,0,Travaux
{s}26-1,26-1,{s},1,PME,Toitures,112000,45261900,30,2026-02-01,Marché,CDL,1,Travaux
{s}26-1,26-1,{s},2,ETI,Toitures,112000,45261900,30,2026-02-01,Marché,CDL,1,Travaux
{s}26-2,26-2,{s},3,,Papier,CDL,30197630,NC,01/03/2026,Marché,CDL,0,Fournitures
999999999000112,2,99999999900011,3,PME,Autre,abc,xyz,NC,hier,Rien,CDL,0,Services
"""


def test_la_forme_plate_reunit_titulaires_et_modifications(dossier):
    result = importer(dossier, ENRICHI.format(s=SIRET), "--oui", name="decp.csv")
    assert "decp.csv : forme plate, une ligne par titulaire, 3 contrats, dont 1 d'autres acheteurs." in result.output
    first, second = contrats(dossier)["26-1"], contrats(dossier)["26-2"]
    assert (first.montant, first.duree_mois, first.titulaires.model_dump()) == (100_000, 24, {"nombre": 2, "pme": 1})
    assert first.modifications.model_dump() == {"nombre": 1, "montant": 112_000, "duree_mois": 30}
    assert first.considerations_sociales == ("clause-sociale", "critere-social")
    assert (second.montant, second.duree_mois, second.date_notification) == (None, None, date(2026, 3, 1))
    assert second.titulaires.model_dump() == {"nombre": 1, "pme": None}, "une taille inconnue ne se devine pas"


def test_l_ordre_des_lignes_ne_change_rien(dossier):
    head, *rows = ENRICHI.format(s=SIRET).splitlines()
    importer(dossier, "\n".join([head, *rows]), "--oui", name="decp.csv")
    before = tout(dossier)
    assert "Rien ne change." in importer(dossier, "\n".join([head, *reversed(rows)]), "--oui", name="decp.csv").output
    assert tout(dossier) == before


SCDL = """MARCHE_ID;ACHETEURS_ID;MARCHE_OBJET;CPV_CODE;DUREE_MOIS;NOTIFICATION_DATE;MONTANT;TITULAIRES_ID;MODIF_SIGNATURE_DATE;MODIF_DUREE_MOIS;MODIF_MARCHE_MONTANT
7;{s};Voirie;45233000;12;2026-01-05;50000;A;;;
7;{s};Voirie;45233000;12;2026-01-05;50000;B;;;
7;{s};Voirie;45233000;12;2026-01-05;50000;A;2026-06-01;18;60000
8;{s};Bancs;39113600;12;2026-01-06;1000;C;;;
8;{s};Bancs;39113600;12;2026-01-06;2000;D;;;
"""


def test_la_forme_plate_aux_colonnes_de_modification_se_lit(dossier):
    result = importer(dossier, SCDL.format(s=SIRET).encode("cp1252"), "--oui", name="decp.csv")
    contract = contrats(dossier)["7"]
    assert (contract.montant, contract.titulaires.nombre) == (50_000, 2)
    assert contract.modifications.model_dump() == {"nombre": 1, "montant": 60_000, "duree_mois": 18}
    assert "  À vérifier, 8 : ses lignes donnent plusieurs montants, le premier est gardé\n" in result.output
    assert contrats(dossier)["8"].montant == 1_000


def test_un_json_plat_se_lit_comme_un_csv(dossier):
    rows = [
        {"acheteur_id": SIRET, "id": "9", "objet": "Bancs", "dateNotification": "2026-01-05", "montant": 1000.4, "titulaire_id_1": "A", "titulaire_id_2": "B"}
    ]
    importer(dossier, rows, "--oui")
    assert (contrats(dossier)["9"].montant, contrats(dossier)["9"].titulaires.nombre) == (1_000, 2)


# — Refuser —

FAUTES = [
    ({"montant": "beaucoup"}, "montant : un nombre est attendu, lu « beaucoup »\n    Conseil : écrire des chiffres, avec un point pour la décimale"),
    (
        {"montant": -5},
        "montant : un montant entre 0 et 10 milliards d'euros est attendu, lu « -5 »\n    Conseil : corriger le montant dans le fichier, ou à sa source",
    ),
    ({"montant": "1e99999999"}, "montant : un nombre est attendu, lu « 1e99999999 »\n    Conseil : écrire des chiffres, avec un point pour la décimale"),
    ({"montant": True}, "montant : un texte ou un nombre est attendu\n    Conseil : corriger la valeur dans le fichier, ou à sa source"),
    (
        {"dureeMois": 9999},
        "dureeMois : une durée de 1200 mois au plus est attendue, lu « 9999 »\n    Conseil : corriger la durée dans le fichier, ou à sa source",
    ),
    ({"dateNotification": "2026-13-45"}, "dateNotification : une date est attendue, lu « 2026-13-45 »\n    Conseil : écrire AAAA-MM-JJ, entre 2000 et 2100"),
    ({"dateNotification": "0026-03-02"}, "dateNotification : une date est attendue, lu « 0026-03-02 »\n    Conseil : écrire AAAA-MM-JJ, entre 2000 et 2100"),
    ({"codeCPV": "travaux"}, "codeCPV : un code CPV de 8 chiffres est attendu, lu « travaux »\n    Conseil : reprendre le code de l'avis : 39160000"),
    (
        {"procedure": "Appel d'offre ouver"},
        "procedure : « Appel d'offre ouver » n'est ni une procédure ni une procédure de concession\n    Conseil : vouliez-vous écrire « Appel d'offres ouvert » ?",
    ),
    ({"nature": "Cadeau"}, "nature : « Cadeau » n'est pas une nature de contrat\n    Conseil : employer une valeur du schéma officiel"),
    (
        {"considerationsSociales": {"considerationSociale": ["Clause sociale", "Un peu"]}},
        "considerationsSociales.considerationSociale[2] : « Un peu » n'est pas une considération sociale\n"
        "    Conseil : choisir parmi : Clause sociale, Critère social, Marché réservé, Pas de considération sociale",
    ),
    (
        {"modifications": [modification(1, montant="x")]},
        "modifications[1].modification.montant : un nombre est attendu, lu « x »\n    Conseil : écrire des chiffres, avec un point pour la décimale",
    ),
]


@pytest.mark.parametrize(("changes", "said"), FAUTES, ids=[said.split("\n")[0] for _, said in FAUTES])
def test_une_valeur_fautive_est_refusee_a_sa_place(dossier, changes, said):
    """Le premier élément d'une liste porte le numéro 1, comme dans tous les messages."""
    before = tout(dossier)
    result = importer(dossier, enveloppe(marche(), marche("2026-002", **changes)), "--oui")
    assert result.exit_code == 1
    assert f"decp.json : marches.marche[2].{said}\n" in result.output
    assert result.output.endswith("\n1 valeur à revoir. Rien n'a été écrit.\n")
    assert tout(dossier) == before


def test_toutes_les_fautes_sont_dites_ensemble(dossier):
    result = importer(dossier, enveloppe(marche(montant="x", dureeMois="y"), concessions=[concession(valeurGlobale="z")]), "--oui")
    places = ["marches.marche[1].dureeMois", "marches.marche[1].montant", "marches.contrat-concession[1].valeurGlobale"]
    assert [line.split(" : ")[1] for line in result.output.splitlines() if line.startswith("decp.json : marches.")] == places
    assert "3 valeurs à revoir." in result.output


def test_une_ligne_de_csv_se_nomme_par_son_rang_et_sa_colonne(dossier):
    result = importer(dossier, SCDL.format(s=SIRET).replace("50000;B", "5x;B").replace("50000;A", ";A"), "--oui", name="decp.csv")
    assert "decp.csv : ligne 3, MONTANT : un nombre est attendu, lu « 5x »" in result.output


REFUS = [
    ("{", "le fichier n'est pas un JSON complet, ligne 1, colonne 2"),
    ('{"marches": {"marche": [{"id": NaN}]}}', "« NaN » n'est pas un nombre"),
    ('{"marches": {"marche": {"id": "1"}}}', "marches.marche : une liste de contrats est attendue"),
    ('{"marches": {"marche": [7]}}', "marches.marche[1] : un contrat est attendu"),
    ('{"releases": []}', "le fichier n'a pas la forme des données essentielles"),
    ('{"marches": [1, 2]}', "le fichier n'a pas la forme des données essentielles"),
    ("[" * 5000, "le fichier a plus de 12 niveaux"),
    (b'{"marches": "\xe9"}', "le fichier n'est pas en UTF-8"),
    ("", "le fichier ne contient aucune ligne"),
    ("a;b\n1;2\n", "colonne introuvable : objet, date de notification, identifiant de l'acheteur, numéro du contrat"),
    (f"acheteur_id;id;objet;dateNotification\n{SIRET};1;{'x' * 30_000};2026-01-01\n", "la ligne 2 ne se lit pas"),
    (json.dumps(enveloppe(marche(acheteur={"id": "99999999900011"}))), "aucun contrat de la collectivité (SIREN 000000018) parmi les 1 du fichier"),
]


@pytest.mark.parametrize(("content", "said"), REFUS, ids=[said for _, said in REFUS])
def test_un_fichier_qui_n_est_pas_le_bon_est_refuse_en_francais(dossier, content, said):
    before = tout(dossier)
    result = importer(dossier, content, "--oui")
    assert result.exit_code == 1
    assert result.output.startswith(f"decp.json : {said}\n    Conseil : ")
    assert result.output.endswith("\n\nRien n'a été écrit.\n")
    assert tout(dossier) == before


def test_les_bornes_sont_dites_et_tenues(dossier, monkeypatch):
    deep: dict = {}
    for _ in range(nested.MAX_DEPTH):
        deep = {"x": deep}
    assert "le contrat a plus de 12 niveaux" in importer(dossier, enveloppe(marche(x=deep)), "--oui").output
    wide = list(range(nested.MAX_VALUES))
    assert "de 5000 valeurs" in importer(dossier, enveloppe(marche(x=wide)), "--oui").output
    monkeypatch.setattr(opening, "MAX_CONTRACTS", 1)
    assert "le fichier dépasse 1 contrats" in importer(dossier, enveloppe(marche(), marche("2")), "--oui").output
    monkeypatch.setattr(opening, "MAX_BYTES", 1024 * 1024)
    assert "le fichier dépasse 1 Mo" in importer(dossier, " " * (1024 * 1024 + 1), "--oui").output
    assert not (dossier.root / "attributions").exists()


# — Écrire, deux fois, en gardant ce qui est jugé —


def test_sans_oui_rien_ne_s_ecrit(dossier):
    before = tout(dossier)
    result = importer(dossier, enveloppe(marche()))
    assert result.output.endswith("Rien n'a été écrit. Pour écrire : ajouter --oui.\n")
    assert (result.exit_code, tout(dossier)) == (0, before)


def test_deux_imports_du_meme_fichier_ne_changent_rien(dossier):
    content = enveloppe(marche(), marche("2025-9", dateNotification="2025-12-31"), concessions=[concession()])
    importer(dossier, content, "--oui")
    before = tout(dossier)
    result = importer(dossier, content, "--oui", jour="2027-02-03")
    assert "2026 : 2 contrats, dont 1 concession ; 0 créé, 0 modifié, 2 inchangés.\n" in result.output
    assert result.output.endswith("Rien ne change.\n")
    assert tout(dossier) == before
    assert dossier.problems() == []
    assert "attributions" not in spaser("formater", "--verifier").output


def test_un_fichier_plus_recent_complete_sans_rien_oter(dossier):
    importer(dossier, enveloppe(marche()), "--oui")
    result = importer(dossier, enveloppe(marche("2026-002")), "--oui")
    assert "1 créé, 0 modifié, 0 inchangé" in result.output
    assert set(contrats(dossier)) == {"2026-001", "2026-002"}


def test_une_annee_demandee_laisse_les_autres(dossier):
    importer(dossier, enveloppe(marche(), marche("2025-9", dateNotification="2025-12-31")), "--annee", "2025", "--oui")
    assert set(contrats(dossier)) == {"2025-9"}


def test_une_annee_trop_longue_deborde_dans_un_second_fichier(dossier):
    content = enveloppe(*(marche(f"n{rank:03}") for rank in range(301)))
    importer(dossier, content, "--oui")
    assert sorted(path.name for path in (dossier.root / "attributions").iterdir()) == ["2026-2.yml", "2026-3.yml", "2026.yml"]
    assert len(awards.by_year(publish(dossier.load(), "publique"))[2026]) == 301
    assert "Rien ne change." in importer(dossier, content, "--oui").output


def test_de_vrais_contrats_ne_se_melent_pas_a_une_demonstration(dossier):
    importer(dossier, enveloppe(marche(titulaires=titulaires("00000010100010"))), "--oui")
    assert dossier.load().attributions[0].demonstration
    result = importer(dossier, enveloppe(marche("2026-002")), "--oui")
    assert result.exit_code == 1
    assert "l'année 2026 mêlerait de vrais contrats et des contrats de démonstration" in result.output


# — Relier —

MOBILIER = {"objet": "Mobilier scolaire pour les collèges", "codeCPV": "39160000", "dateNotification": "2027-06-10"}


def attribuer(dossier, identifier="2027-001", reference="2027-12"):
    dossier.replace(f"intentions/2027/{identifier}.yml", "  code: a-l-etude\n", f"  code: attribuee\n  reference_decp: {reference}\n")


def liens(dossier, number):
    contract = contrats(dossier)[number]
    return list(contract.intentions), [(lien.intention, lien.lien) for lien in contract.liens]


@pytest.mark.parametrize("reference", ["2027-12", f"{SIRET}2027-12", "2027-11, 2027-12", "2027-11 et 2027-12"])
def test_une_reference_lie_a_coup_sur(dossier, reference):
    attribuer(dossier, reference=reference)
    importer(dossier, enveloppe(marche("2027-12", dateNotification="2027-06-10")), "--oui")
    assert liens(dossier, "2027-12") == (["2027-001"], [])


def test_une_intention_interne_se_lie_dans_un_champ_interne(dossier):
    attribuer(dossier, "2027-002")
    importer(dossier, enveloppe(marche("2027-12", dateNotification="2027-12-10")), "--oui")
    assert liens(dossier, "2027-12") == ([], [("2027-002", "confirme")])
    assert awards.confirmed(contrats(dossier)["2027-12"]) == {"2027-002"}
    assert "2027-002" not in repr(publish(dossier.load(), "publique").attributions)


def test_un_meme_code_un_objet_proche_et_une_date_possible_font_une_proposition(dossier):
    importer(dossier, enveloppe(marche("p", **MOBILIER)), "--oui")
    assert liens(dossier, "p") == ([], [("2027-001", "propose")])
    assert contrats(dossier)["p"].liens[0].indice == "Code CPV proche, mots communs\u00a0: college, mobilier"


@pytest.mark.parametrize(
    "changes",
    [{"codeCPV": "45261900"}, {"objet": "Bancs publics des parcs"}, {"dateNotification": "2027-01-31"}, {"dateNotification": "2029-01-02"}],
)
def test_il_faut_les_trois(dossier, changes):
    importer(dossier, enveloppe(marche("p", **MOBILIER | changes)), "--oui")
    assert liens(dossier, "p") == ([], [])


def test_le_lot_d_un_marche_cite_est_propose_par_son_numero(dossier):
    attribuer(dossier)
    importer(dossier, enveloppe(marche("2027-12-L2"), marche("2027-123")), "--oui")
    assert liens(dossier, "2027-12-L2") == ([], [("2027-001", "propose")])
    assert liens(dossier, "2027-123") == ([], []), "un numéro plus long n'est pas un lot"


def test_une_proposition_ne_compte_pas_avant_d_etre_confirmee(dossier):
    importer(dossier, enveloppe(marche("p", **MOBILIER), marche("q", dateNotification="2027-01-05")), "--oui")
    dossier.replace("intentions/2027/2027-001.yml", "  - date: 2026-11-22\n", "  - date: 2026-11-21\n")
    assert measures.announced(publish(dossier.load(), "publique"), 2027) == 0
    result = spaser("relier", "p", "2027-001", "--le", JOUR)
    assert result.exit_code == 0, result.output
    assert liens(dossier, "p") == (["2027-001"], [])
    assert measures.announced(publish(dossier.load(), "publique"), 2027) == 50


def test_un_lien_juge_survit_a_un_nouvel_import(dossier):
    content = enveloppe(marche("p", **MOBILIER), marche("q", **MOBILIER))
    importer(dossier, content, "--oui")
    spaser("relier", "p", "2027-001", "--le", JOUR)
    spaser("relier", "q", "2027-001", "--ecarter", "--le", JOUR)
    before = tout(dossier)
    assert "Rien ne change." in importer(dossier, content, "--oui").output
    assert tout(dossier) == before
    assert (liens(dossier, "p"), liens(dossier, "q")) == ((["2027-001"], []), ([], [("2027-001", "ecarte")]))
    importer(dossier, enveloppe(marche("p", **MOBILIER | {"montant": 7000})), "--oui")
    assert liens(dossier, "p") == (["2027-001"], [])


def test_plusieurs_contrats_et_plusieurs_intentions_se_lient(dossier):
    importer(dossier, enveloppe(marche("p", **MOBILIER), marche("q", **MOBILIER)), "--oui")
    for number, target in (("p", "2027-001"), ("p", "2027-002"), ("q", "2027-001")):
        assert spaser("relier", number, target, "--le", JOUR).exit_code == 0
    assert [awards.confirmed(contrats(dossier)[number]) for number in "pq"] == [{"2027-001", "2027-002"}, {"2027-001"}]


def test_relier_sans_argument_refait_les_liens(dossier):
    importer(dossier, enveloppe(marche("2027-12", **MOBILIER)), "--oui")
    attribuer(dossier)
    assert "1 contrats liés" in spaser("relier", "--le", JOUR).output
    assert liens(dossier, "2027-12") == (["2027-001"], [])


def test_relier_dit_ce_qu_il_ne_trouve_pas(dossier):
    importer(dossier, enveloppe(marche("p")), "--oui")
    before = tout(dossier)
    assert spaser("relier", "zzz", "2027-001").output == "« zzz » désigne 0 contrat. Rien n'a été écrit.\n"
    assert spaser("relier", "p", "2027-999").exit_code == 2
    assert tout(dossier) == before


# — Compter —


def test_la_demonstration_livree_est_ce_que_la_commande_lit(tmp_path, livre):
    """Les fichiers livrés viennent du fichier fabriqué ; les propositions, elles, suivent les intentions."""
    outcome = understand(DEMONSTRATION, tmp_path, livre, date(2026, 11, 22))
    written = {contract.id: contract for item in livre.attributions for contract in item.marches}
    assert set(outcome.kept) == set(written)
    for uid, contract in outcome.kept.items():
        assert contract == as_written(written[uid].model_dump(mode="json", exclude_defaults=True, exclude={"intentions", "liens"}))


def brut():
    """Les contrats de démonstration de la collectivité, comptés sans le produit."""
    data = json.loads(DEMONSTRATION.read_text(encoding="utf-8"))["marches"]
    mine = [item for item in data["marche"] if item["acheteur"]["id"].startswith("223500018")] + data["contrat-concession"]
    return [(item.get("dateNotification") or item["dateSignature"], item) for item in mine]


@pytest.mark.parametrize("year", [2025, 2026])
def test_les_mesures_sont_celles_que_l_on_compte_a_la_main(livre, year):
    edition = publish(livre, "publique")
    items = [item for day, item in brut() if day.startswith(str(year))]
    social = [item["considerationsSociales"]["considerationSociale"] for item in items]
    green = [item["considerationsEnvironnementales"]["considerationEnvironnementale"] for item in items]

    def part(number):
        return (100 * Decimal(number) / len(items)).quantize(Decimal("0.1"))

    found = {code: compute(edition, year) for code, compute in measures.AWARDS.items()}
    assert found["marches-sociaux"] == part(sum(not any(word.startswith("Pas de") for word in words) for words in social))
    assert found["marches-environnementaux"] == part(sum(not any(word.startswith("Pas de") for word in words) for words in green))
    assert found["marches-clause-sociale"] == part(sum("Clause sociale" in words for words in social))
    assert found["marches-reserves"] == sum(bool({"Marché réservé", "Concession réservée"} & {*words}) for words in social)
    assert found["marches-montant"] == sum(round(Decimal(str(item.get("montant") or item["valeurGlobale"])) + Decimal("0.0001")) for item in items)
    assert found["marches-pme"] is None, "la taille des entreprises n'est pas dans le fichier"
    assert len(awards.by_year(edition)[year]) == len(items)


def test_le_taux_de_recensement_rapporte_les_intentions_aux_marches(livre):
    edition = publish(livre, "publique")
    entries = [entry for entry in edition.entrees["intention"].values() if entry.annee == 2026]
    early = [entry for entry in entries if min([entry.statut.depuis, *(fact.date for fact in entry.historique)]) <= date(2026, 3, 31)]
    assert 0 < len(early) < len(entries), "sans quoi ce test ne prouverait rien"
    contracts = [day for day, _ in brut() if day.startswith("2026")]
    assert measures.recorded_rate(edition, 2026) == (100 * Decimal(len(early)) / len(contracts)).quantize(Decimal("0.1"))
    assert measures.recorded_rate(edition, 2025) is None, "la campagne 2025 n'est pas dans les référentiels : ce n'est pas zéro"


def test_une_reference_de_la_demonstration_est_un_lien(livre):
    cited = {entry.statut.reference_decp: entry.id for entry in livre.entrees["intention"].values() if entry.statut.reference_decp}
    linked = {awards.number(contract): contract.intentions for item in livre.attributions for contract in item.marches if contract.intentions}
    assert linked == {number: (target,) for number, target in cited.items()}
    assert len(linked) == 35


def test_la_part_des_pme_ne_compte_que_les_tailles_connues(dossier):
    importer(dossier, ENRICHI.format(s=SIRET), "--oui", name="decp.csv")
    edition = publish(dossier.load(), "publique")
    assert measures.small_firms(edition, 2026) == 100, "un contrat connu, qui a une PME ; l'autre n'est pas compté"


def test_toute_mesure_de_marche_est_dans_la_liste_des_calculs_et_inversement(livre):
    codes = {line.code for line in livre.codes["calculs"].lignes if line.code.startswith("marches-")}
    assert codes == set(measures.AWARDS)


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_une_serie_dit_les_seules_annees_connues_et_ce_qu_il_faut_en_savoir(livre, audience):
    edition = publish(livre, audience)
    goal = next(goal for goal in edition.entrees["objectif"].values() if goal.numero == 1)
    found = measures.series(edition, goal.indicateurs[0].calcul)
    assert [(item.year, item.partial, item.demonstration) for item in found] == [(2026, True, True)], "sans intention de 2025, pas de taux"
    assert found[0].value == measures.recorded_rate(publish(livre, "publique"), 2026)


def test_sans_contrat_charge_une_mesure_n_a_aucune_valeur(minimal):
    assert [measures.series(publish(minimal, "interne"), code) for code in measures.AWARDS] == [[]] * len(measures.AWARDS)


def page(data, audience="interne"):
    return Page(Renderer(Relations(publish(data, audience))), [], {})


def test_le_bloc_interne_sans_contrat_dit_comment_en_charger(minimal):
    text = str(attributions.attributions_interne(page(minimal)))
    assert "Sans donnée" in text
    assert "spaser importer decp FICHIER --oui" in text
    assert "spaser importer decp FICHIER --oui" in str(internal.campagne_interne(page(minimal)))


def test_le_dessin_et_le_tableau_disent_les_memes_nombres(livre):
    text = str(attributions.attributions_interne(page(livre)))
    drawing, table = text.split("</svg>")[0], text.split("Mesures calculées, par année de notification")[1].split("</table>")[0]
    values = re.findall(r'font-size="15">([\d,]+)\u00a0%</text>', drawing)
    assert len(values) == 4
    assert sorted(values) == sorted(value for row in table.split("<tr>")[2:4] for value in re.findall(r">([\d,]+)\u00a0%</td>", row))


def test_le_bloc_interne_ne_s_emploie_pas_sur_une_page_publique(livre):
    with pytest.raises(BlockError, match="docs/interne"):
        attributions.attributions_interne(page(livre, "publique"))


def test_rien_d_interne_n_est_dans_l_edition_publique(livre):
    links = [lien for item in livre.attributions for contract in item.marches for lien in contract.liens]
    assert len(links) >= 5, "sans quoi ce test ne prouverait rien"
    seen = repr(publish(livre, "publique").attributions)
    assert "propose" not in seen
    assert all(lien.indice not in seen for lien in links)


def test_les_mesures_publiques_ne_dependent_pas_de_ce_qui_est_interne(dossier):
    """Une intention interne de plus, un lien proposé de plus : les mêmes nombres des deux côtés."""
    importer(dossier, enveloppe(marche("p", **MOBILIER)), "--oui")
    data = dossier.load()
    found = [{code: compute(publish(data, audience), 2027) for code, compute in measures.AWARDS.items()} for audience in ("publique", "interne")]
    assert found[0] == found[1]


# — Renouveler —


def fins(dossier, months=18):
    return [(awards.number(contract), last) for contract, last in awards.ending(publish(dossier.load(), "interne"), months)]


def test_les_contrats_qui_finissent_bientot_sont_listes_sauf_ceux_deja_repris(dossier):
    days = {"fini": ("2024-11-21", 24), "proche": ("2024-11-22", 24), "loin": ("2026-05-22", 24), "trop": ("2026-05-23", 24), "repris": ("2025-01-31", 25)}
    importer(dossier, enveloppe(*(marche(name, dateNotification=day, dureeMois=months) for name, (day, months) in days.items())), "--oui")
    dossier.append("intentions/2027/2027-001.yml", "renouvelle:\n  reference: repris\n")
    assert fins(dossier) == [("proche", date(2026, 11, 22)), ("loin", date(2028, 5, 22))]


def test_la_fin_d_un_contrat_tombe_un_jour_qui_existe():
    assert awards.later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert awards.later(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert awards.later(date(2026, 12, 31), 12) == date(2027, 12, 31)


def test_un_contrat_au_dela_des_tranches_se_reprend_a_la_main(dossier):
    importer(dossier, enveloppe(marche("g", codeCPV="39160000", dateNotification="2025-09-15", montant=300_000)), "--oui")
    dry = spaser("renouveler", "--le", JOUR)
    assert dry.exit_code == 0, dry.output
    assert "0 brouillon d'intention, 1 contrat à reprendre à la main.\n" in dry.output
    assert ": montant hors des tranches de la collectivité\n" in dry.output


def test_un_contrat_qui_finit_donne_un_brouillon_interne_une_seule_fois(dossier):
    items = [
        marche(
            "m", objet="Tables d'école", codeCPV="39160000", dateNotification="2025-09-15", considerationsSociales={"considerationSociale": ["Marché réservé"]}
        ),
        marche("t", dateNotification="2025-09-15"),
        marche("z", codeCPV="03221000", dateNotification="2025-09-15"),
    ]
    importer(dossier, enveloppe(*items), "--oui")
    before = tout(dossier)
    dry = spaser("renouveler", "--le", JOUR)
    assert (dry.exit_code, tout(dossier)) == (0, before)
    assert dry.output == (
        "1 brouillon d'intention, 2 contrats à reprendre à la main.\n"
        "  2027-003, Tables d'école (fin le 15 septembre 2027)\n"
        "  À la main, Entretien des toitures : travaux, à reprendre seulement si le contrat est à bons de commande\n"
        "  À la main, Entretien des toitures : sans famille d'achat connue\n"
        "Rien n'a été écrit. Pour écrire : ajouter --oui.\n"
    )
    assert spaser("renouveler", "--le", JOUR, "--oui").exit_code == 0
    draft = dossier.load().entrees["intention"]["2027-003"]
    assert (draft.visibilite, draft.famille, draft.publication_prevue, draft.demarrage_prevu) == ("interne", "mobilier", "2027-T1", "2027-09")
    assert (draft.renouvelle.reference, draft.renouvelle.fin, draft.considerations_sociales) == ("m", "2027-09", ())
    assert (draft.montant_estime, draft.statut.code) == (120_001, "a-l-etude")
    assert "0 brouillon d'intention" in spaser("renouveler", "--le", JOUR, "--oui").output
    assert dossier.problems() == []


def test_un_brouillon_va_dans_la_surcouche_s_il_y_en_a_une(dossier):
    private = dossier.overlay("prive")
    importer(dossier, enveloppe(marche("m", codeCPV="39160000", dateNotification="2025-09-15")), "--oui")
    before = tout(dossier)
    assert spaser("renouveler", "--le", JOUR, "--oui", "--surcouche", private.root).exit_code == 0
    assert tout(dossier) == before
    assert [path.name for path in private.root.rglob("*.yml")] == ["2027-003.yml"]


def test_les_contrats_de_demonstration_se_comptent_par_annee(livre):
    years = Counter(day[:4] for day, _ in brut())
    assert {str(year): len(contracts) for year, contracts in awards.by_year(publish(livre, "interne")).items()} == dict(years)


def test_un_fichier_de_toutes_les_sortes_se_compte_a_la_main(dossier):
    """Six contrats de 2026, comptés sur le papier : modifié, à trois titulaires, rempli de CDL, réservé, sans considération, et une concession.

    Sociale : modifié, réservé, concession, donc 3 sur 6. Environnementale : à trois titulaires, concession, donc 2 sur 6.
    Montant à la notification : 120 000 + 40 000 + 60 000 + 20 000 + 3 400 000 ; celui qui est rempli de CDL ne compte pas pour zéro.
    """
    none_social = {"considerationSociale": ["Pas de considération sociale"]}
    green = {"considerationEnvironnementale": ["Clause environnementale", "Critère environnemental"]}
    reserved = {"considerationSociale": ["Marché réservé"]}
    contracts = (
        marche("1", montant=120000, modifications=[modification(1, montant=500000)]),
        marche("2", montant=40000, titulaires=titulaires("A", "B", "C"), considerationsSociales=none_social, considerationsEnvironnementales=green),
        marche("3", montant="CDL", dureeMois="CDL", codeCPV="CDL", considerationsSociales="CDL", considerationsEnvironnementales="CDL"),
        marche("4", montant=60000, considerationsSociales=reserved),
        marche("5", montant=20000, considerationsSociales=none_social),
        marche("6", dateNotification="2025-12-31", montant=7),
    )
    own = concession(valeurGlobale=3400000, considerationsEnvironnementales=green)
    importer(dossier, enveloppe(*contracts, concessions=[own]), "--oui")
    edition = publish(dossier.load(), "publique")
    found = {code: compute(edition, 2026) for code, compute in measures.AWARDS.items()}
    assert found == {
        "marches-recensement": None,
        "marches-annonces": None,
        "marches-sociaux": Decimal("50.0"),
        "marches-environnementaux": Decimal("33.3"),
        "marches-clause-sociale": Decimal("33.3"),
        "marches-reserves": Decimal(2),
        "marches-montant": Decimal(3_640_000),
        "marches-pme": None,
    }
    assert [len(awards.by_year(edition)[year]) for year in (2025, 2026)] == [1, 6]
