"""Un annuaire abîmé, énorme, mal encodé ou hostile est refusé en français, avec sa ligne, sans rien écrire."""

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from annuaires import FICHIERS, importer, lire, preparer, tout
from tableurs import xlsx
from test_import_bornes import ENTITY, MESURE, classeur

from spaser.imports.directories.towns import _points
from spaser.problems import DataError

ENCORE = "    Conseil : télécharger à nouveau le document\n"
MOINS = "    Conseil : le demander pour un seul département\n"
SOURCE = "    Conseil : vérifier l'annuaire donné à --source\n"
FIN = "\nRien n'a été écrit.\n"
TETE = "Nom;Type;Commune;Code postal\n"


@pytest.fixture(autouse=True)
def depot(tmp_path, monkeypatch):
    preparer(tmp_path, monkeypatch)


def elements(*items):
    return ('{"results": [\n' + ",\n".join(items) + "\n]}").encode()


HOSTILES = {
    "profond.json": ("emplois", lambda: elements('{"id": 1}', '{"a":' * 100_000), "ligne 3 : les groupes sont emboîtés trop profond\n" + ENCORE),
    "nombre.json": ("emplois", lambda: elements('{"id": ' + "9" * 500_000 + "}"), "ligne 2 : un nombre trop grand n'est pas accepté, lu « 99999999999999999999… »\n" + ENCORE),
    "infini.json": ("emplois", lambda: elements('{"latitude": NaN}'), "ligne 2 : un nombre trop grand n'est pas accepté, lu « NaN… »\n" + ENCORE),
    "double.json": ("emplois", lambda: elements('{"id": 1}', '{"siret": "1", "siret": "2"}'), "ligne 3 : « siret » est écrit deux fois dans le même élément\n" + ENCORE),
    "coupe.json": ("emplois", lambda: elements('{"id": 1}', '{"id": 2}')[:-8], "ligne 3 : le document est coupé ou mal écrit\n" + ENCORE),
    "suite.json": ("emplois", lambda: elements('{"id": 1}') + b"}", "ligne 3 : le document est coupé ou mal écrit\n" + ENCORE),
    "virgule.json": ("emplois", lambda: elements('{"id": 1} {"id": 2}'), "ligne 2 : le document est coupé ou mal écrit\n" + ENCORE),
    "texte.json": ("emplois", lambda: elements('"une structure"'), "ligne 2 : l'élément 1 n'est pas une structure\n" + ENCORE),
    "vide.json": ("emplois", lambda: b"", "ligne 1 : le document est coupé ou mal écrit\n" + ENCORE),
    "autre.json": ("emplois", lambda: b'{"type": "FeatureCollection"}', "le document n'a pas de liste « results » ou « data »\n" + SOURCE),
    "latin.json": ("emplois", lambda: elements('{"id": 1}', '{"name": "Propreté"}').decode().encode("latin-1"), "ligne 3 : le document n'est pas écrit en UTF-8\n    Conseil : l'enregistrer en UTF-8\n"),
    "utf16.json": ("emplois", lambda: elements('{"id": 1}').decode().encode("utf-16"), "ligne 1 : le document n'est pas écrit en UTF-8\n    Conseil : l'enregistrer en UTF-8\n"),
    "valeurs.json": ("emplois", lambda: b"[" + b"{}," * 2_000_000 + b"{}]", "le document contient trop de valeurs\n" + MOINS),
    "trop.json": ("emplois", lambda: b"[" + b"{}," * 20_000 + b"{}]", "ligne 1 : le document dépasse 20000 éléments\n" + MOINS),
    "gros.json": ("emplois", lambda: b" " * 21_000_000, "un fichier de 20 Mo au plus est attendu\n" + MOINS),
    "tableau.json": ("hosmoz", lambda: b"[]", "cet annuaire ne se lit pas en .json\n    Conseil : l'exporter en .xlsx, .ods, .xls ou .csv\n"),
    "a.csv": ("carteco", lambda: b"a;b\n", "cet annuaire se lit en .json\n    Conseil : télécharger le document de son API\n"),
    "colonnes.csv": ("hosmoz", lambda: b"Nom;Ville\na;b\n", "aucune feuille n'a les colonnes de cet annuaire : « Raison Sociale », « Siret », « Catégorie »\n" + SOURCE),
    "abime.csv": ("csv", lambda: f"{TETE}Bon;EI;Rennes;35000\nPropretÃ©;EI;Rennes;35000\n".encode(), "ligne 3 : les accents sont abîmés, lu « PropretÃ© »\n    Conseil : exporter à nouveau l'annuaire, en UTF-8\n"),
    "utf16.csv": ("csv", lambda: TETE.encode("utf-16-le"), "le fichier n'est pas un texte séparé par des points-virgules\n    Conseil : l'enregistrer au format .xlsx, .ods ou .csv\n"),
    "million.csv": ("csv", lambda: TETE.encode() + b"a;b;c;d\n" * 1_000_000, "une feuille dépasse 20000 lignes ou 200 colonnes remplies\n    Conseil : garder les seules structures, et effacer le reste de la feuille\n"),
    "entite.xlsx": ("csv", lambda: classeur('<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>', head=ENTITY), "le classeur appelle un autre fichier ou des textes répétés à l'infini\n    Conseil : l'ouvrir dans le tableur et l'enregistrer à nouveau\n"),
    "bombe.xlsx": ("csv", lambda: classeur(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 80_000_000}</t></is></c></row>'), "le classeur dépasse ce qu'un annuaire peut contenir\n    Conseil : garder la seule feuille des structures, et la partager en plusieurs fichiers\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILES)
def test_un_annuaire_hostile_est_refuse_en_francais_et_rien_n_est_ecrit(name):
    source, make, said = HOSTILES[name]
    before = tout()
    Path(name).write_bytes(make())
    result = importer(name, source)
    assert result.output == f"{name} : {said}{FIN}"
    assert result.exit_code == 1
    assert tout() == before


@pytest.mark.parametrize(
    "said", [{"nom": "Laval"}, {"nom": "Laval", "departement": "53", "codes_postaux": []}, {"nom": "Laval", "departement": "53", "codes_postaux": 5}]
)
def test_une_commune_voisine_incomplete_est_refusee_et_rien_n_est_ecrit(said):
    point = {"type": "Feature", "properties": {"code": "53130", **said}, "geometry": {"type": "Point", "coordinates": [-0.77, 48.07]}}
    Path("referentials/territoire/communes-voisines.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [point]}), encoding="utf-8")
    Path("a.csv").write_text(f"{TETE}Bon;EI;Rennes;35000\n", encoding="utf-8")
    before = tout()
    result = importer("a.csv", "csv")
    assert "referentials/territoire/communes-voisines.geojson:1:1: une commune n'a pas son nom" in result.output
    assert result.exit_code == 1
    assert tout() == before


LOURD = {"type": "FeatureCollection", "features": [], "credits": "a" * 5_000_000}


@pytest.mark.parametrize(
    ("text", "said"),
    [(json.dumps(LOURD), "le fichier dépasse 4 Mo"), ("{}", "une commune n'a pas son nom"), ("{", "une commune n'a pas")],
    ids=["lourd", "vide", "coupé"],
)
def test_un_fichier_de_communes_trop_lourd_ou_mal_fait_est_refuse(text, said):
    file = Path("referentials/territoire/communes-voisines.geojson")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said) as refused:
        _points(file, home=False)
    assert str(refused.value).startswith("referentials/territoire/communes-voisines.geojson:1:1: ")


@pytest.mark.parametrize("name", ["emplois.json", "carteco.json"])
def test_un_document_coupe_a_n_importe_quel_octet_est_refuse(name):
    before, data = tout(), (FICHIERS / name).read_bytes().rstrip()
    for cut in range(1, len(data), 97):
        Path("a.json").write_bytes(data[:cut])
        result = importer("a.json", name.removesuffix(".json"))
        assert result.exit_code == 1, cut
        assert result.output.endswith(FIN)
    assert tout() == before


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la mémoire se lit dans /proc")
@pytest.mark.parametrize("name", ["valeurs.json", "profond.json", "million.csv", "bombe.xlsx"])
def test_un_annuaire_hostile_ne_remplit_pas_la_memoire(name):
    source, make, _ = HOSTILES[name]
    Path(name).write_bytes(make())
    command = [sys.executable, "-c", MESURE, "importer", "fournisseurs", name, "--source", source, "--oui"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert int(run.stdout.splitlines()[-1]) < 200_000, "moins de 200 Mo"


@pytest.mark.parametrize(("name", "key"), [("marche-inclusion", "results"), ("emplois", "results"), ("carteco", "data"), ("data-inclusion", None)])
def test_une_valeur_a_une_place_inattendue_ne_fait_rien_tomber(name, key):
    """Chaque champ reçoit tour à tour une valeur d'un autre genre."""
    document = json.loads((FICHIERS / f"{name}.json").read_text(encoding="utf-8"))
    base = (document[key] if key else document)[0]
    odd = [None, 12, -1.5, True, "", "x" * 5000, "\ud800", [], {}, [None], [[["a"]]], {"name": {"name": "b"}}, ["\u202e"], [{"name": None}], 10**22]
    items = [base | {"id": f"n{rank}", field: value} for field in base for rank, value in enumerate(odd)]
    Path("a.json").write_text(json.dumps(items), encoding="utf-8")
    result = importer("a.json", name)
    assert result.exit_code == 0, result.output + repr(result.exception)
    before = tout()
    assert importer("a.json", name).exit_code == 0
    assert tout() == before


def test_une_ligne_decalee_est_laissee_et_signalee():
    Path("a.csv").write_text(f"{TETE}Bon;EI;Bruz;35170\nL'un;l'autre;EI;Bruz;35170\n", encoding="utf-8")
    result = importer("a.csv", "csv")
    assert "1 structure laissée : une ligne décalée" in result.output
    assert "1 créée, 0 modifiée, 0 inchangée." in result.output


def test_une_formule_de_tableur_reste_un_texte_et_le_rapport_la_neutralise():
    Path("a.csv").write_text(f"{TETE}=cmd|calc;EI;Bruz;35170\n", encoding="utf-8")
    importer("a.csv", "csv", "--rapport", "r.csv")
    assert ";'=cmd|calc;" in Path("r.csv").read_text(encoding="utf-8-sig")


def test_un_classeur_excel_se_lit_comme_le_csv(tmp_path):
    row = {"Nom": "Le Fil", "SIRET": 90100017, "Type": "EI", "Commune": "Bruz", "Code postal": 35170}
    result = importer(xlsx(tmp_path / "a.xlsx", [row]), "csv")
    assert "1 créée" in result.output
    assert "siret: 00000090100017" in Path("referentials/fournisseurs/le-fil.yml").read_text(encoding="utf-8").replace("'", "")


def test_l_export_xls_du_marche_de_l_inclusion_se_lit_comme_son_csv():
    found = [lire(FICHIERS / f"marche-inclusion.{suffix}", "marche-inclusion") for suffix in ("csv", "xls")]
    assert found[0] == found[1] != []


def _xls(*, row=5, column=12, end=None):
    """L'export .xls, sa dernière cellule déplacée, ou coupé."""
    data = (FICHIERS / "marche-inclusion.xls").read_bytes()
    place = data.rfind(b"\xfd\x00\x0a\x00") + 4
    return (data[:place] + struct.pack("<HH", row, column) + data[place + 4 :])[:end]


ABIME = "le fichier est abîmé, ou ce n'est pas un classeur\n    Conseil : l'ouvrir dans le tableur et l'enregistrer à nouveau, en .xlsx ou en .ods\n"
LONG = "une feuille dépasse 20000 lignes ou 200 colonnes remplies\n    Conseil : garder les seules structures, et effacer le reste de la feuille\n"
XLS = {
    "coupe": (_xls(end=3000), ABIME),
    "texte": (b"Nom;Type\n", ABIME),
    "coins": (_xls(row=65535, column=255), ABIME),
    "long": (_xls(row=30_000), LONG),
    "large": (_xls(column=255), LONG),
    "macros": (
        _xls() + "_VBA_PROJECT".encode("utf-16-le"),
        "un classeur avec des macros n'est pas accepté\n    Conseil : l'enregistrer au format .xlsx, sans macro\n",
    ),
}


@pytest.mark.parametrize("name", XLS)
def test_un_xls_hostile_est_refuse_et_rien_n_est_ecrit(name):
    data, said = XLS[name]
    before = tout()
    Path("a.xls").write_bytes(data)
    result = importer("a.xls", "marche-inclusion")
    assert (result.output, result.exit_code) == (f"a.xls : {said}{FIN}", 1)
    assert tout() == before
