"""L'import des intentions : le tableur des services, tel qu'ils le remplissent, jusqu'aux fiches."""

import datetime
import io
import re
import zipfile

import pytest
import python_calamine
from tableurs import JOUR, LIGNE, csv, fiches, importer, ligne, ods, remplir, spaser, tout, xlsx

from spaser.imports.layout import CHILDREN, COLUMNS
from spaser.model import Intention
from spaser.model.walk import champs

ATTENDU = """\
id: 2027-003
demonstration: true
source:
  titre: Recensement des achats 2027
verifie_le: 2026-12-01
a_revoir_avant: 2027-12-01
annee: 2027
intitule: Tables de lecture
description: Douze tables pour la médiathèque.
famille: mobilier
cpv: '39160000'
nature: fournitures
service_acheteur: batiments
contact: achats-batiments@ille-et-vilaine.example
montant_tranche: de-40k-a-90k
publication_prevue: 2027-T3
lieux:
  - '35238'
statut:
  code: a-l-etude
  depuis: 2026-12-01
"""

#: Une intention qui remplit chaque groupe de colonnes du tableur modèle.
COMPLETE = ligne(
    Repère="A1",
    Nature="Services",
    Contact="Achats@Demo.example",
    Procédure="Appel d’offres ouvert",
    Reconductions=3,
    **{
        "Durée (mois)": 48,
        "Montant estimé (interne)": 75000,
        "Remise des offres prévue": "2027-T3",
        "Démarrage prévu": "2027-11",
        "Contrat remplacé": "2023-0098",
        "Fin du contrat remplacé": "2027-10",
        "Considérations sociales": "Clause sociale ; Marché réservé",
        "Considérations environnementales": "Critère environnemental",
        "Enjeu 1": "Économie circulaire",
        "Levier 1": "Critère d’attribution",
        "Certitude 1": "Acquis",
        "Attendu 1": "La part de réemploi est notée.",
        "Enjeu 2": "Égalité entre les femmes et les hommes",
        "Levier 2": "Clause d’exécution",
        "Certitude 2": "Envisagé",
        "Ouvert à l’innovation": "Oui",
        "Formes d’innovation": "Innovation de produit",
        "Réservation": "Insertion",
        "Portée de la réservation": "lots",
        "Sourçage prévu": "Oui",
        "Sourçage : quand": "2027-02",
        "Statut": "Publiée",
        "Statut depuis le": datetime.date(2026, 11, 30),
        "Comité de revue (interne)": "Oui",
        "Date du comité (interne)": datetime.date(2026, 10, 13),
        "Stratégie d’achat (interne)": "Deux lots, pour ouvrir la concurrence.\nUn lot réservé.",
        "Agent (interne)": "Acheteuse du mobilier",
        "Visibilité": "publique",
    },
)
LOTS = [
    {"Intention": "A1", "Lot": "Tables", "Tranche du lot": "De 40 000 à 90 000 € HT"},
    {"Intention": "Tables de lecture", "Lot": "Montage", "Réservation du lot": "Insertion"},
]


@pytest.fixture
def modele(dossier, tmp_path):
    """Le tableur modèle du jeu minimal."""
    path = tmp_path / "modele.xlsx"
    assert spaser("modele", "intentions", path).exit_code == 0
    return path


# Le tableur modèle


def _paths(model, prefix=""):
    for champ in champs(model):
        path = prefix + champ.name
        yield from _paths(champ.sub, f"{path}[]." if champ.many else f"{path}.") if champ.sub else [path]


def test_chaque_champ_d_une_intention_a_sa_colonne():
    """Un champ ajouté au modèle sans colonne serait perdu à l'export."""
    covered = {column.path for column in (*COLUMNS, *(column for child in CHILDREN for column in child.columns))}
    assert set(_paths(Intention)) - covered == set()
    assert covered - set(_paths(Intention)) == set()


def test_deux_colonnes_n_ont_pas_le_meme_titre():
    titles = [column.title for column in COLUMNS]
    assert sorted(set(titles)) == sorted(titles)


def test_le_modele_a_ses_feuilles_et_cache_celle_des_listes(modele):
    book = python_calamine.load_workbook(str(modele))
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Hidden]
    assert book.sheet_names == ["Intentions", "Lots", "Mode d’emploi", "Listes"]
    assert hidden == ["Listes"]


def test_le_modele_marque_ce_qui_est_obligatoire_et_ce_qui_est_interne(modele):
    titles = python_calamine.load_workbook(str(modele)).get_sheet_by_name("Intentions").to_python()[0]
    assert titles[:5] == ["Identifiant", "Repère", "Objet *", "Description *", "Famille d’achat *"]
    assert {"Montant estimé (interne)", "Agent (interne)", "Enjeu 4", "Attendu 4", "Publication prévue *"} <= set(titles)
    assert "Enjeu 5" not in titles


def test_le_modele_propose_les_codes_et_les_familles_et_fige_les_titres(modele):
    parts = zipfile.ZipFile(modele)
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane xSplit="2" ySplit="1"' in sheet
    assert sheet.count('<dataValidation type="list"') > 15
    assert 'prompt="Nature de l’achat. Exemple : Fournitures"' in sheet
    lists = python_calamine.load_workbook(str(modele)).get_sheet_by_name("Listes").to_python()
    named = {column[0]: [value for value in column[1:] if value] for column in zip(*lists, strict=True)}
    assert named["natures"] == ["Travaux", "Fournitures", "Services"]
    assert named["familles"] == ["Mobilier scolaire", "Études en préparation"]
    assert named["oui, non"] == ["Oui", "Non"]


def test_le_mode_d_emploi_decrit_chaque_colonne_d_apres_le_modele(modele):
    guide = python_calamine.load_workbook(str(modele)).get_sheet_by_name("Mode d’emploi").to_python()
    rows = {row[0]: row for row in guide}
    assert rows["Publication prévue"][:6] == ["Publication prévue", "oui", "tous", "Publication prévue", "2027-T2", "la ligne est refusée"]
    assert rows["Agent (interne)"][1:3] == ["non", "agents"]
    assert rows["Statut"][5] == "« à l’étude »"
    assert rows["Licence"][1] == "Licence Ouverte 2.0"
    assert rows["Démonstration"][1].startswith("oui")


def test_le_modele_dit_sa_langue_et_ne_depend_que_des_donnees(modele, tmp_path):
    again = tmp_path / "encore.xlsx"
    spaser("modele", "intentions", again)
    assert again.read_bytes() == modele.read_bytes()
    core = zipfile.ZipFile(modele).read("docProps/core.xml").decode()
    assert "<dc:language>fr-FR</dc:language>" in core
    assert "<dc:title>Intentions d’achat 2027</dc:title>" in core


def test_le_modele_est_un_xlsx_ou_rien(dossier, tmp_path):
    result = spaser("modele", "intentions", tmp_path / "modele.ods")
    assert result.exit_code == 2
    assert not (tmp_path / "modele.ods").exists()


# L'aller-retour


def test_le_modele_rempli_donne_une_fiche_au_format_canonique(dossier, modele):
    result = importer(remplir(modele, [LIGNE]))
    assert result.exit_code == 0, result.output
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU
    assert "2027-003.yml" not in spaser("formater", "--verifier").output
    assert dossier.problems() == []


@pytest.mark.parametrize("suffixe", ["xlsx", "ods", "csv"])
def test_rempli_importe_exporte_importe_donne_les_memes_octets(dossier, modele, tmp_path, suffixe):
    assert importer(remplir(modele, [COMPLETE, ligne(Objet="Chaises")], LOTS)).exit_code == 0
    before = tout(dossier)
    assert len(fiches(dossier)) == 4
    path = tmp_path / f"export.{suffixe}"
    assert spaser("exporter", "intentions", path).exit_code == 0
    result = importer(path)
    assert result.exit_code == 0, result.output
    assert "0 créée, 0 modifiée, 4 inchangées." in result.output
    assert tout(dossier) == before


@pytest.mark.parametrize("suffixe", ["xlsx", "ods", "csv"])
def test_l_export_dit_tout_ce_qu_il_faut_pour_refaire_les_fiches(dossier, modele, tmp_path, suffixe):
    """Le dossier vidé, l'import de l'export rend les fiches octet pour octet, faits et lots compris."""
    importer(remplir(modele, [COMPLETE], LOTS))
    before = fiches(dossier)
    path = tmp_path / f"export.{suffixe}"
    spaser("exporter", "intentions", path)
    for name in before:
        (dossier.root / "intentions/2027" / name).unlink()
    result = importer(path)
    assert result.exit_code == 0, result.output
    assert fiches(dossier) == before


def test_un_ods_et_un_csv_donnent_les_memes_fiches_qu_un_xlsx(dossier, tmp_path):
    rows = [ligne(**{"Montant estimé": 60000, "Statut depuis le": datetime.date(2026, 11, 30), "Statut": "Publiée"})]
    found = []
    for path in (xlsx(tmp_path / "a.xlsx", rows), ods(tmp_path / "a.ods", rows), csv(tmp_path / "a.csv", rows)):
        result = importer(path)
        assert result.exit_code == 0, result.output
        found.append(dossier.read("intentions/2027/2027-003.yml"))
        (dossier.root / "intentions/2027/2027-003.yml").unlink()
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(("separateur", "encodage"), [(";", "utf-8"), (";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-16")])
def test_un_csv_se_lit_quel_que_soit_son_encodage_et_son_separateur(dossier, tmp_path, separateur, encodage):
    rows = [ligne(**{"Tranche de montant": "60 000"})]
    assert importer(csv(tmp_path / "a.csv", rows, separateur=separateur, encodage=encodage)).exit_code == 0
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU


@pytest.mark.parametrize("suffixe", ["xlsx", "ods", "csv"])
def test_un_texte_qui_ressemble_a_une_formule_revient_intact(dossier, tmp_path, suffixe):
    before = dossier.read("intentions/2027/2027-001.yml")
    dossier.replace("intentions/2027/2027-001.yml", "strategie: Deux lots pour ouvrir la concurrence.", "strategie: '=1+1'")
    spaser("formater")
    changed = fiches(dossier)
    spaser("exporter", "intentions", tmp_path / f"e.{suffixe}")
    for name in changed:
        (dossier.root / "intentions/2027" / name).unlink()
    importer(tmp_path / f"e.{suffixe}")
    assert fiches(dossier) == changed
    assert changed["2027-001.yml"].decode() != before


def test_un_export_porte_sa_date_sa_licence_et_ne_depend_que_des_donnees(dossier, tmp_path):
    for suffixe in ("xlsx", "ods"):
        one, two = tmp_path / f"un.{suffixe}", tmp_path / f"deux.{suffixe}"
        spaser("exporter", "intentions", one)
        spaser("exporter", "intentions", two)
        assert one.read_bytes() == two.read_bytes()
        said = str([sheet.to_python() for sheet in map(python_calamine.load_workbook(str(one)).get_sheet_by_index, (2, 3))])
        assert "2026-11-22" in said or "2026, 11, 22" in said
        assert "Licence Ouverte 2.0" in said


def test_exporter_vers_un_format_inconnu_est_une_faute_de_commande(dossier, tmp_path):
    result = spaser("exporter", "intentions", tmp_path / "a.pdf")
    assert result.exit_code == 2
    assert result.output == f"{tmp_path}/a.pdf : un fichier .xlsx, .ods ou .csv est attendu\n"


# Le tableur comme les gens le remplissent


def test_titres_au_dessus_colonnes_deplacees_et_renommees_lignes_vides_et_totaux(dossier, tmp_path):
    rows = [
        {"Lancement": "T3", "N°": 12, "Objet du marché": "Tables de lecture", "Descriptif": "Douze tables pour la médiathèque.", "Montant (k€)": 60,
         "Familles d'achat": "MOBILIERS SCOLAIRES", "CPV": "39160000-1", "Direction": "batiment", "Lieu": "35238", "Commentaire": "à revoir", "Montant TTC": 72},
        {},
        {"N°": "DIRECTION DES ROUTES"},
        {"N°": "TOTAL", "Montant (k€)": 60},
    ]  # fmt: skip
    path = xlsx(tmp_path / "recu.xlsx", rows, avant=["RECENSEMENT 2027", "Version du 3 mars"], feuille="Feuil1")
    result = importer(path)
    assert result.exit_code == 0, result.output
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU
    assert result.output == (
        "Feuille « Feuil1 », titres en ligne 3 :\n"
        "  A « Lancement » : publication_prevue (synonyme)\n"
        "  B « N° » : id (synonyme)\n"
        "  C « Objet du marché » : intitule (synonyme)\n"
        "  D « Descriptif » : description (synonyme)\n"
        "  E « Montant (k€) » : montant_tranche (synonyme)\n"
        "  F « Familles d'achat » : famille (ressemblance)\n"
        "  G « CPV » : cpv\n"
        "  H « Direction » : service_acheteur (synonyme)\n"
        "  I « Lieu » : lieux (synonyme)\n"
        "  J « Commentaire » : non comprise, ignorée\n"
        "  K « Montant TTC » : non comprise, ignorée (montant TTC : un montant hors taxes est attendu)\n"
        "1 intention à lire.\n"
        "  Passée, ligne 6 : « DIRECTION DES ROUTES », un titre\n"
        "  Passée, ligne 7 : « TOTAL », un total\n"
        "\n"
        "1 créée, 0 modifiée, 0 inchangée.\n"
        "  2027-003, Tables de lecture : créée\n"
    )


def test_la_feuille_des_intentions_est_la_plus_ressemblante_ou_qu_elle_soit(dossier, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [{"Chapitre": "011", "Crédits": 12}], feuille="Budget", lots=[])
    book = python_calamine.load_workbook(str(path))
    assert book.sheet_names == ["Budget", "Lots"]
    result = importer(path)
    assert result.output == (
        "a.xlsx : aucune feuille ne contient un tableau d'intentions, lu « Budget », « Lots »\n"
        "    Conseil : nommer les colonnes comme dans le tableur modèle, que donne : spaser modele intentions\n"
        "\nRien n'a été écrit.\n"
    )


def test_deux_colonnes_pour_un_champ_la_plus_sure_est_lue_et_l_autre_est_dite(dossier, tmp_path):
    result = importer(xlsx(tmp_path / "a.xlsx", [ligne(Titre="Autre nom")]))
    assert "  I « Titre » : non comprise, ignorée (déjà lue en colonne A)\n" in result.output
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU


def test_chaque_cellule_illisible_est_dite_a_sa_place_avec_un_conseil(dossier, tmp_path):
    before = tout(dossier)
    row = ligne(
        **{"Famille d’achat": "Mobilié", "Code CPV": "mobilier", "Tranche de montant": "30 à 300 k€", "Publication prévue": "2027-T5", "Nature": "foutnitures"}
    )
    path = xlsx(tmp_path / "a.xlsx", [ligne(Objet="Chaises"), row])
    result = importer(path)
    assert result.exit_code == 1
    assert tout(dossier) == before
    assert result.output.partition("2 intentions à lire.\n\n")[2] == (
        "Intentions!C3 : Famille d'achat : « Mobilié » n'est pas une famille d'achat\n"
        "    Conseil : choisir parmi : Études en préparation, Mobilier scolaire\n"
        "Intentions!D3 : Code CPV : un code CPV est attendu, lu « mobilier »\n"
        "    Conseil : de 2 à 8 chiffres, sans la clé : 39160000 ou 3916\n"
        "Intentions!F3 : Tranche de montant : « 30 à 300 k€ » ne tient pas dans une seule tranche\n"
        "    Conseil : choisir parmi : Moins de 40 000 € HT, De 40 000 à 90 000 € HT, De 90 000 à 221 000 € HT\n"
        "Intentions!G3 : Publication prévue : un trimestre ou un mois est attendu, lu « 2027-T5 »\n"
        "    Conseil : écrire T2 2027, mars 2027 ou 03/2027\n"
        "Intentions!I3 : Nature : « foutnitures » n'est pas une nature d'achat\n"
        "    Conseil : vouliez-vous écrire « Fournitures » ?\n"
        "\n5 cellules à revoir. Rien n'a été écrit. Pour écrire les bonnes lignes seulement : ajouter --continuer.\n"
        "    aide: docs/interne/messages.md#tableur\n"
    )


def test_continuer_ecrit_les_bonnes_lignes_et_elles_seules(dossier, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [ligne(Objet="Chaises", Nature="servises"), LIGNE])
    result = importer(path, "--continuer")
    assert result.exit_code == 1
    assert "1 cellule à revoir. Les autres lignes ont été écrites.\n" in result.output
    assert "1 créée, 0 modifiée, 0 inchangée.\n  2027-003, Tables de lecture : créée\n" in result.output
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU
    assert len(fiches(dossier)) == 3


def test_un_essai_dit_tout_et_n_ecrit_rien(dossier, tmp_path):
    before = tout(dossier)
    result = importer(xlsx(tmp_path / "a.xlsx", [LIGNE]), "--essai")
    assert result.exit_code == 0
    assert "1 créée, 0 modifiée, 0 inchangée (essai : rien n'a été écrit).\n" in result.output
    assert tout(dossier) == before


def test_un_champ_obligatoire_vide_est_dit_sur_la_ligne(dossier, tmp_path):
    result = importer(xlsx(tmp_path / "a.xlsx", [ligne(**{"Code CPV": None})]))
    assert "Intentions!A2 : Code CPV : champ obligatoire absent\n    Conseil : remplir la colonne « Code CPV »\n" in result.output


def test_ce_que_le_controle_refuse_est_dit_a_la_cellule_d_ou_cela_vient(dossier, tmp_path):
    """La règle est celle de `spaser verifier` : rien n'est redit dans l'import."""
    rows = [ligne(**{"Démarrage prévu": "2026-T1", "Réservation": "Insertion", "Considérations sociales": "Clause sociale", "Visibilité": "publique"})]
    result = importer(xlsx(tmp_path / "a.xlsx", rows))
    assert result.exit_code == 1
    assert (
        "Intentions!I2 : Démarrage prévu : « 2026-T1 » précède publication_prevue, « 2027-T3 »\n    Conseil : revoir l'une des deux périodes\n" in result.output
    )
    assert "Intentions!K2 : Considérations sociales : la réservation n'est pas parmi les considérations sociales\n" in result.output
    assert len(fiches(dossier)) == 2


def test_une_faute_d_un_lot_est_dite_sur_sa_feuille(dossier, tmp_path):
    lots = [{"Intention": "Tables de lecture", "Lot": "Montage", "Réservation": "tous"}, {"Intention": "Bancs", "Lot": "Pose"}, {"Lot": "Dépose"}]
    result = importer(xlsx(tmp_path / "a.xlsx", [LIGNE], lots=lots))
    assert result.output.partition("à lire.\n\n")[2] == (
        "Lots!C2 : Réservation du lot : « tous » n'est pas un fondement de réservation\n    Conseil : choisir parmi : Handicap, Insertion\n"
        "Lots!A3 : Intention : « Bancs » ne mène à rien\n    Conseil : reprendre l'identifiant, le repère ou l'objet de la feuille des intentions\n"
        "Lots!A4 : Intention : la ligne ne dit pas à quelle intention elle appartient\n    Conseil : reprendre l'identifiant, le repère ou l'objet de la feuille des intentions\n"
        "\n3 cellules à revoir. Rien n'a été écrit. Pour écrire les bonnes lignes seulement : ajouter --continuer.\n"
        "    aide: docs/interne/messages.md#tableur\n"
    )


def test_un_enjeu_saute_ne_deplace_pas_la_faute_de_l_enjeu_suivant(dossier, tmp_path):
    result = importer(xlsx(tmp_path / "a.xlsx", [ligne(**{"Enjeu 1": "-", "Enjeu 3": "Économie circulaire", "Levier 3": "Clause d’exécution"})]))
    assert "Intentions!J2 : Certitude : champ obligatoire absent\n" in result.output


def test_une_fourchette_a_la_place_du_montant_exact_dit_la_tranche(dossier, tmp_path):
    assert importer(xlsx(tmp_path / "a.xlsx", [ligne(**{"Tranche de montant": None, "Montant estimé": "40 à 90 k€"})])).exit_code == 0
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU


def test_le_montant_exact_dit_la_tranche(dossier, tmp_path):
    assert importer(xlsx(tmp_path / "a.xlsx", [ligne(**{"Tranche de montant": None, "Montant estimé": "60 000 €"})])).exit_code == 0
    assert dossier.read("intentions/2027/2027-003.yml") == ATTENDU + "montant_estime: 60000\n"


# Le second import


def test_un_second_import_ne_change_rien(dossier, tmp_path):
    path = xlsx(tmp_path / "a.xlsx", [LIGNE])
    importer(path)
    before = tout(dossier)
    result = importer(path, "--le", "2027-06-01")
    assert "0 créée, 0 modifiée, 1 inchangée.\n" in result.output
    assert tout(dossier) == before


def test_sans_identifiant_l_objet_et_la_famille_retrouvent_la_fiche(dossier, tmp_path):
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    result = importer(xlsx(tmp_path / "b.xlsx", [ligne(Objet="TABLES DE LECTURE", **{"Publication prévue": "octobre"})]))
    assert result.exit_code == 0
    assert result.output.partition("à lire.\n\n")[2] == (
        "0 créée, 1 modifiée, 0 inchangée.\n"
        "  2027-003, TABLES DE LECTURE : modifiée\n"
        "    Objet de l'achat : « Tables de lecture » devient « TABLES DE LECTURE »\n"
        "    Publication prévue : « 3e trimestre 2027 » devient « octobre 2027 »\n"
    )
    assert len(fiches(dossier)) == 3


def test_ce_qui_change_pour_une_entreprise_recoit_sa_ligne_d_historique(dossier, tmp_path):
    """Les abonnements annoncent l'historique : la date, le montant, la réservation et les enjeux y sont dits par l'import."""
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    changed = {"Publication prévue": "octobre", "Enjeu 1": "Économie circulaire", "Levier 1": "Critère d’attribution", "Certitude 1": "Acquis"}
    assert importer(xlsx(tmp_path / "b.xlsx", [ligne(**changed)])).exit_code == 0
    assert dossier.read("intentions/2027/2027-003.yml").endswith(
        "historique:\n  - date: 2026-12-01\n    ce_qui_change: >-\n"
        "      Publication prévue\u00a0: octobre 2027 (auparavant 3e\u00a0trimestre 2027)\u00a0; enjeux ajoutés\u00a0: économie circulaire\n"
    )


def test_un_tableur_ne_peut_pas_effacer_l_historique(dossier, tmp_path):
    """Un tableur exporté avant un changement ne connaît pas la ligne qui l'a dit : elle reste."""
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    importer(xlsx(tmp_path / "b.xlsx", [ligne(**{"Publication prévue": "octobre"})]))
    importer(xlsx(tmp_path / "c.xlsx", [ligne(**{"Publication prévue": "novembre"})]))
    text = dossier.read("intentions/2027/2027-003.yml")
    assert "octobre 2027 (auparavant 3e\u00a0trimestre 2027)" in text and "novembre 2027 (auparavant octobre 2027)" in text


def test_un_identifiant_connu_met_a_jour_meme_si_l_objet_change(dossier, tmp_path):
    rows = [{"Identifiant": "2027-001", "Objet": "Mobilier de cinq collèges"}]
    result = importer(xlsx(tmp_path / "a.xlsx", rows))
    assert result.exit_code == 0, result.output
    assert "Objet de l'achat : « Mobilier des collèges » devient « Mobilier de cinq collèges »" in result.output
    assert fiches(dossier).keys() == {"2027-001.yml", "2027-002.yml"}


def test_un_champ_absent_du_tableur_n_est_pas_touche(dossier, tmp_path):
    before = dossier.read("intentions/2027/2027-001.yml")
    importer(xlsx(tmp_path / "a.xlsx", [{"Identifiant": "2027-001", "Objet": "Mobilier des lycées"}]))
    assert dossier.read("intentions/2027/2027-001.yml") == before.replace("Mobilier des collèges", "Mobilier des lycées")


def test_une_cellule_vide_ne_change_rien_et_un_tiret_efface(dossier, tmp_path):
    before = dossier.read("intentions/2027/2027-001.yml")
    rows = [{"Identifiant": "2027-001", "Objet": "", "Remise des offres prévue": "-", "Agent": None, "Stratégie d’achat": "effacer"}]
    assert importer(xlsx(tmp_path / "a.xlsx", rows)).exit_code == 0
    after = before.replace("remise_prevue: 2027-06\n", "").replace("strategie: Deux lots pour ouvrir la concurrence.\n", "")
    assert dossier.read("intentions/2027/2027-001.yml") == after


def test_un_espace_ou_une_apostrophe_de_tableur_n_est_pas_un_changement(dossier, tmp_path):
    rows = [{"Identifiant": "2027-002", "Objet": "Étude en préparation", "Description": "Étude qui n'est  pas\u00a0encore annoncée."}]
    result = importer(xlsx(tmp_path / "a.xlsx", rows))
    assert "0 créée, 0 modifiée, 1 inchangée.\n" in result.output


def test_un_enjeu_garde_ce_que_la_ligne_ne_dit_pas(dossier, tmp_path):
    dossier.replace("intentions/2027/2027-001.yml", "    certitude: acquis\n", "    certitude: acquis\n    attendu: Une part de réemploi.\n")
    importer(xlsx(tmp_path / "a.xlsx", [{"Identifiant": "2027-001", "Objet": "", "Enjeu 1": "Économie circulaire", "Certitude 1": "envisagé"}]))
    assert "    certitude: envisage\n    attendu: Une part de réemploi.\n" in dossier.read("intentions/2027/2027-001.yml")


def test_un_statut_qui_change_prend_le_jour_de_l_import(dossier, tmp_path):
    importer(xlsx(tmp_path / "a.xlsx", [{"Identifiant": "2027-001", "Objet": "", "Statut": "Publiée"}]))
    assert f"statut:\n  code: publiee\n  depuis: {JOUR}\n" in dossier.read("intentions/2027/2027-001.yml")


def test_un_numero_suit_le_plus_grand_et_ne_comble_pas_un_trou(dossier, tmp_path):
    text = dossier.read("intentions/2027/2027-002.yml")
    dossier.write("intentions/2027/2027-041.yml", text.replace("id: 2027-002", "id: 2027-041").replace("Étude en", "Autre étude en"))
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    assert "2027-042.yml" in fiches(dossier)


def test_deux_lignes_pour_une_intention_la_seconde_est_refusee(dossier, tmp_path):
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    result = importer(xlsx(tmp_path / "b.xlsx", [{"Identifiant": "2027-003"} | LIGNE, {"Identifiant": ""} | LIGNE]))
    assert "Intentions!B3 : Identifiant : même intention que la ligne 2\n    Conseil : garder une seule des deux lignes\n" in result.output
    assert result.exit_code == 1


def test_deux_lignes_neuves_et_pareilles_sont_une_seule_intention(dossier, tmp_path):
    result = importer(xlsx(tmp_path / "a.xlsx", [LIGNE, LIGNE]))
    assert "Intentions!A3 : Identifiant : même intention que la ligne 2\n" in result.output
    assert len(fiches(dossier)) == 2


def test_une_intention_renommee_sans_identifiant_est_creee_mais_signalee(dossier, tmp_path):
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    result = importer(xlsx(tmp_path / "b.xlsx", [ligne(Objet="Estrades")]))
    assert "1 créée" in result.output
    result = importer(xlsx(tmp_path / "c.xlsx", [ligne(Objet="Tables de la lecture")]))
    assert "  À vérifier : 2027-005 ressemble à 2027-003, « Tables de lecture » : si c'est le même achat, écrire 2027-003 en identifiant.\n" in result.output


def test_une_ligne_d_une_autre_annee_est_refusee(dossier, tmp_path):
    rows = [{"Identifiant": "2026-014"} | ligne(Objet="Bancs"), ligne(Année=2028)]
    result = importer(xlsx(tmp_path / "a.xlsx", rows))
    assert (
        "Intentions!A2 : Identifiant : « 2026-014 » n'est pas une intention de 2027\n    Conseil : vider la cellule si l'intention est nouvelle\n"
        in result.output
    )
    assert "Intentions!J3 : Année : l'année 2028 n'est pas celle de l'import, 2027\n    Conseil : importer la ligne avec --annee 2028\n" in result.output


# Tout ou rien


def test_des_referentiels_deja_fautifs_ne_recoivent_rien(dossier, tmp_path):
    dossier.replace("fournisseurs/atelier.yml", "effectif: 12", "effectifs: 12")
    before = tout(dossier)
    result = importer(xlsx(tmp_path / "a.xlsx", [LIGNE]), "--continuer")
    assert result.exit_code == 1
    assert result.output.startswith("referentials/fournisseurs/atelier.yml:20:1: effectifs : champ inconnu\n")
    assert tout(dossier) == before


def test_une_faute_qui_n_est_dans_aucune_ligne_arrete_tout(dossier, tmp_path):
    """2027-001 est publique et cite 2027-003 : la rendre interne met 2027-001 en faute, qui n'est pas dans le tableur."""
    importer(xlsx(tmp_path / "a.xlsx", [ligne(Visibilité="publique")]))
    dossier.replace("intentions/2027/2027-001.yml", "montant_estime: 60000\n", "suites:\n  - 2027-003\nmontant_estime: 60000\n")
    before = tout(dossier)
    result = importer(xlsx(tmp_path / "b.xlsx", [{"Identifiant": "2027-003", "Objet": "", "Visibilité": "interne"}]), "--continuer")
    assert result.exit_code == 1
    assert result.output == (
        "referentials/intentions/2027/2027-001.yml:44:5: suites[1] : « 2027-003 » est une entrée interne, une entrée publique ne peut pas y renvoyer\n"
        "    Conseil : rendre publique l'entrée visée, ou enlever le renvoi\n"
        "\nLe résultat ne passerait pas le contrôle. Rien n'a été écrit.\n"
    )
    assert tout(dossier) == before


def test_une_annee_close_ne_recoit_rien(dossier, tmp_path):
    assert spaser("nouvelle-annee", 2028, "--le", JOUR).exit_code == 0
    before = tout(dossier)
    result = importer(xlsx(tmp_path / "a.xlsx", [LIGNE]))
    assert result.exit_code == 1
    assert result.output == "La campagne 2027 est close : ses fiches ne changent plus. Rien n'a été écrit.\n"
    assert tout(dossier) == before


def test_un_disque_qui_refuse_au_milieu_laisse_tout_comme_avant(dossier, tmp_path, monkeypatch):
    before, written = tout(dossier), []

    def refuse(path, content):
        from spaser.staging import write_atomic

        written.append(path)
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        write_atomic(path, content)

    monkeypatch.setattr("spaser.rewriting.write_atomic", refuse)
    result = importer(xlsx(tmp_path / "a.xlsx", [LIGNE, ligne(Objet="Chaises")]))
    assert result.exit_code == 1
    assert result.output.endswith("L'écriture a échoué (le disque est plein). Rien n'a été changé.\n")
    assert tout(dossier) == before


# Les données internes dans une surcouche


def test_avec_une_surcouche_ce_qui_est_interne_s_y_ecrit(dossier, tmp_path):
    private = dossier.overlay("prive")
    rows = [ligne(Visibilité="publique", **{"Montant estimé": 60000, "Agent": "Acheteuse"})]
    result = importer(xlsx(tmp_path / "a.xlsx", rows), "--surcouche", private.root)
    assert result.exit_code == 0, result.output
    assert "agent" not in dossier.read("intentions/2027/2027-003.yml")
    assert private.read("intentions/2027/2027-003.yml") == "montant_estime: 60000\nagent: Acheteuse\n"
    assert dossier.problems(private) == []


def test_avec_une_surcouche_une_intention_interne_y_vit_en_entier(dossier, tmp_path):
    private = dossier.overlay("prive")
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]), "--surcouche", private.root)
    assert private.read("intentions/2027/2027-003.yml") == ATTENDU
    assert len(fiches(dossier)) == 2


def test_un_champ_interne_change_la_ou_il_est_deja(dossier, tmp_path):
    private = dossier.overlay("prive")
    importer(xlsx(tmp_path / "a.xlsx", [{"Identifiant": "2027-001", "Objet": "", "Agent": "Acheteur"}]), "--surcouche", private.root)
    assert dossier.read("intentions/2027/2027-001.yml").endswith("agent: Acheteur\n")
    assert not (private.root / "intentions").exists()


def test_le_numero_d_une_intention_de_surcouche_est_pris(dossier, tmp_path):
    private = dossier.overlay("prive")
    importer(xlsx(tmp_path / "a.xlsx", [LIGNE]), "--surcouche", private.root)
    importer(xlsx(tmp_path / "b.xlsx", [ligne(Objet="Chaises", Visibilité="publique")]), "--surcouche", private.root)
    assert "2027-004.yml" in fiches(dossier)


# Les mots


JARGON = re.compile(r"\b(mapping|schema|null|none|string|enum|boolean|integer|dict|tuple|traceback|exception|parse|token|scalar|zip|xml)\b", re.IGNORECASE)


def test_rien_de_ce_qui_s_affiche_ne_parle_la_langue_des_programmes(dossier, tmp_path):
    bad = dict.fromkeys(LIGNE, "???") | {"Statut depuis le": "hier", "Durée (mois)": "long", "Sourçage prévu": "bof", "Montant estimé": "cher"}
    outputs = [importer(xlsx(tmp_path / "a.xlsx", [bad])).output, importer(xlsx(tmp_path / "b.xlsx", [LIGNE])).output]
    (tmp_path / "c.xlsx").write_bytes(io.BytesIO(b"PK").getvalue())
    outputs.append(importer(tmp_path / "c.xlsx").output)
    assert [line for output in outputs for line in output.splitlines() if JARGON.search(line)] == []
    assert "’" not in "".join(outputs)
    assert "\u00a0" not in "".join(outputs)
