"""Ce que les gens écrivent dans une cellule, et ce qu'on en comprend."""

import datetime

import pytest

from spaser.imports import amounts, dates
from spaser.imports.cells import Cell, UnreadableCellError, letters, position
from spaser.imports.columns import Column
from spaser.imports.layout import COLUMNS
from spaser.imports.values import Reader, text
from spaser.imports.vocabulary import Vocabulary, plain, root
from spaser.model.lignes import LigneMontant

BANDS = [
    LigneMontant(code="petit", libelle="Moins de 40 000 € HT", mini=0, maxi=40000),
    LigneMontant(code="moyen", libelle="De 40 000 à 90 000 € HT", mini=40000, maxi=90000),
    LigneMontant(code="grand", libelle="De 90 000 à 221 000 € HT", mini=90000, maxi=221000),
    LigneMontant(code="million", libelle="De 500 000 à 1 million d’euros HT", mini=500000, maxi=1000000),
    LigneMontant(code="plus", libelle="5 millions d’euros HT et plus", mini=5000000),
]


@pytest.fixture(scope="module")
def reader(internal) -> Reader:
    return Reader(Vocabulary(internal.edition), 2027)


def column(path) -> Column:
    return next(column for column in COLUMNS if column.path == path)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2027-T2", "2027-T2"),
        ("T1", "2028-T1"),
        ("t2 2027", "2027-T2"),
        ("T1-2027", "2027-T1"),
        ("1T2027", "2027-T1"),
        ("2027 T4", "2027-T4"),
        ("trimestre 1", "2028-T1"),
        ("1er trimestre 2027", "2027-T1"),
        ("Premier trimestre 2027", "2027-T1"),
        ("2ème trim. 2027", "2027-T2"),
        ("mars 2027", "2027-03"),
        ("Août", "2028-08"),
        ("fév. 27", "2027-02"),
        ("03/2027", "2027-03"),
        ("3/27", "2027-03"),
        ("2027-03", "2027-03"),
        ("15/03/2027", "2027-03"),
        (datetime.date(2027, 3, 15), "2027-03"),
        (datetime.datetime(2027, 3, 15), "2027-03"),
        (46500.0, "2027-04"),
        ("46500", "2027-04"),
    ],
)
def test_un_trimestre_ou_un_mois_se_lit_comme_on_l_ecrit(written, expected):
    """Sans année, c'est celle de la campagne, ici 2028."""
    assert dates.period(written, 2028) == expected


@pytest.mark.parametrize("written", ["S1 2027", "2027", 2027.0, "T5", "2027-T5", "13/2027", "février-mars 2027", "bientôt", float("inf"), "²", True])
def test_une_periode_douteuse_est_refusee_avec_un_conseil(written):
    with pytest.raises(UnreadableCellError) as refused:
        dates.period(written, 2028)
    assert refused.value.message.startswith("un trimestre ou un mois est attendu, lu « ")
    assert refused.value.advice == "écrire T2 2027, mars 2027 ou 03/2027"


@pytest.mark.parametrize(
    "written", ["15/03/2027", "15.03.27", "2027-03-15", "2027-03-15 00:00:00", "15 mars 2027", 46461.0, "46461", datetime.date(2027, 3, 15)]
)
def test_une_date_se_lit_comme_on_l_ecrit(written):
    assert dates.day(written) == "2027-03-15"


@pytest.mark.parametrize("written", ["31/02/2027", "hier", "²", 12.0, float("inf"), float("nan"), "mars 2027", True])
def test_une_date_impossible_est_refusee(written):
    with pytest.raises(UnreadableCellError, match="une date est attendue"):
        dates.day(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (150000.0, "150000"),
        ("150 000", "150000"),
        ("150 000 € HT", "150000"),
        ("150.000 €", "150000"),
        ("150k€", "150000"),
        ("environ 150 k€", "150000"),
        ("1,2 M€", "1200000"),
        ("1.200.000", "1200000"),
        ("2 millions d'euros", "2000000"),
    ],
)
def test_un_montant_se_lit_comme_on_l_ecrit(written, expected):
    assert amounts.amount(written) == expected


def test_l_unite_de_la_colonne_vaut_pour_un_nombre_nu():
    assert amounts.amount("150", scale=1000) == "150000"
    assert amounts.amount("1,2 M€", scale=1000) == "1200000"


@pytest.mark.parametrize("written", ["-5", "10 000 €/an", "peu", "", True, float("nan"), float("inf"), "1e9", "90 à 221 k€"])
def test_un_montant_douteux_est_refuse(written):
    with pytest.raises(UnreadableCellError, match="un montant en euros est attendu"):
        amounts.amount(written)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("90 à 221 k€", "grand"),
        ("de 90 000 à 221 000 € HT", "grand"),
        ("90k-221k", "grand"),
        ("150 000", "grand"),
        (90000, "grand"),
        (89999.0, "moyen"),
        ("< 40 k€", "petit"),
        ("moins de 40 000 €", "petit"),
        ("entre 40 et 90 k€", "moyen"),
        ("500 000 à 1 million d'euros", "million"),
        ("plus de 5 M€", "plus"),
        ("> 5M€", "plus"),
        ("6 M€ et plus", "plus"),
    ],
)
def test_un_montant_ou_une_fourchette_tombe_dans_sa_tranche(written, expected):
    assert amounts.band(written, BANDS) == expected


@pytest.mark.parametrize(("written", "message"), [("50 à 300 k€", "ne tient pas dans une seule tranche"), ("beaucoup", "n'est pas un montant")])
def test_une_fourchette_sans_tranche_est_refusee_et_les_tranches_sont_dites(written, message):
    with pytest.raises(UnreadableCellError) as refused:
        amounts.band(written, BANDS)
    assert refused.value.message == f"« {written} » {message}"
    assert refused.value.advice.startswith("choisir parmi : Moins de 40 000 € HT, De 40 000 à 90 000 € HT,")


@pytest.mark.parametrize("written", ["fournitures", "Fournitures", "FOURNITURE", " fourniture ", "Fournitures (biens)", "fournitures - mobilier"])
def test_un_code_se_lit_sans_accent_sans_casse_et_au_singulier(reader, written):
    assert reader.read(written, column("nature")) == "fournitures"


def test_un_code_inconnu_propose_le_libelle_le_plus_proche(reader):
    with pytest.raises(UnreadableCellError) as refused:
        reader.read("foutnitures", column("nature"))
    assert refused.value.message == "« foutnitures » n'est pas une nature d'achat"
    assert refused.value.advice == "vouliez-vous écrire « Fournitures » ?"


@pytest.mark.parametrize(
    ("written", "expected"), [("MAPA", "procedure-adaptee"), ("AOO", "appel-offres-ouvert"), ("Appel d'offres ouvert", "appel-offres-ouvert")]
)
def test_un_sigle_d_acheteur_vaut_un_code(reader, written, expected):
    assert reader.read(written, column("procedure")) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Rennes", ["35238"]),
        ("35238", ["35238"]),
        (35238.0, ["35238"]),
        ("Rennes (35238)", ["35238"]),
        ("Rennes ; St Malo", ["35238", "35288"]),
        ("Rennes, Bruz et Saint-Malo", ["35238", "35047", "35288"]),
        ("Rennes\nBruz", ["35238", "35047"]),
        ("Pays de Saint-Malo", ["243500782"]),
        ("CA du Pays de Saint-Malo", ["243500782"]),
        ("Tout le département", ["35"]),
        ("Rennes ; rennes", ["35238"]),
    ],
)
def test_des_lieux_se_lisent_par_leur_nom_ou_leur_code(reader, written, expected):
    assert reader.read(written, column("lieux")) == expected


def test_un_lieu_inconnu_parmi_d_autres_est_cite_seul(reader):
    with pytest.raises(UnreadableCellError) as refused:
        reader.read("Rennes, Atlantide", column("lieux"))
    assert refused.value.message == "« Atlantide » n'est ni un département ni une intercommunalité ni une commune"


@pytest.mark.parametrize(("written", "expected"), [("Mobilier scolaire", "mobilier"), ("mobilier", "mobilier"), ("MOBILIERS SCOLAIRES", "mobilier")])
def test_une_famille_se_lit_par_son_nom(reader, written, expected):
    assert reader.read(written, column("famille")) == expected


@pytest.mark.parametrize("written", ["oui", "Oui", "O", "x", "X", True, 1.0, "vrai"])
def test_oui_se_dit_de_plusieurs_facons(reader, written):
    assert reader.read(written, column("sourcage.prevu")) == "true"


@pytest.mark.parametrize("written", ["non", "N", False, 0.0, "faux"])
def test_non_se_dit_de_plusieurs_facons(reader, written):
    assert reader.read(written, column("sourcage.prevu")) == "false"


@pytest.mark.parametrize(
    ("written", "expected"), [("39160000-1", "39160000"), (39160000.0, "39160000"), (3110000.0, "03110000"), ("39160000 - Mobilier", "39160000")]
)
def test_un_code_cpv_perd_sa_cle_et_retrouve_son_zero(reader, written, expected):
    assert reader.read(written, column("cpv")) == expected


@pytest.mark.parametrize(("written", "expected"), [(48.0, "48"), ("48 mois", "48"), ("4 ans", "48"), ("1 an", "12"), ("2 ans et 6 mois", "30")])
def test_une_duree_se_dit_en_mois_ou_en_annees(reader, written, expected):
    assert reader.read(written, column("duree_mois")) == expected


@pytest.mark.parametrize("written", ["longtemps", "", "ans", "1 an, reconductible"])
def test_une_duree_douteuse_est_refusee(reader, written):
    with pytest.raises(UnreadableCellError, match="une durée en mois est attendue"):
        reader.read(written, column("duree_mois"))


@pytest.mark.parametrize(("written", "expected"), [("Marché entier", "marche"), ("Certains lots", "lots"), ("lot", "lots")])
def test_un_choix_se_lit_dans_une_phrase(reader, written, expected):
    assert reader.read(written, column("reservation.portee")) == expected


def test_une_formule_en_erreur_est_dite(reader):
    with pytest.raises(UnreadableCellError, match="la formule de la cellule est en erreur"):
        reader.read("#REF!", column("intitule"))


def test_un_texte_perd_ses_caracteres_invisibles_et_garde_ses_paragraphes_si_le_champ_en_a(reader):
    dirty = "  Tables\u200b et\u00ad chaises  \r\nneuves\t!_x000D_"
    assert reader.read(dirty, column("intitule")) == "Tables et chaises neuves !"
    assert reader.read(dirty, column("description")) == "Tables et chaises\nneuves !"
    assert text(12.0) == "12"


def test_deux_noms_se_comparent_sans_leur_forme():
    assert plain("Cœur de ST Malo, l’Été") == "coeur de saint malo l ete"
    assert root("Considérations sociales") == root("consideration SOCIALE")


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_une_colonne_a_le_nom_que_le_tableur_lui_donne(number, name):
    assert letters(number) == name
    assert position(f"{name}12") == (12, number)
    assert str(Cell("Intentions", 12, number)) == f"Intentions!{name}12"
