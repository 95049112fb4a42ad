"""Un classeur hostile ou abîmé est refusé en français, vite, sans remplir la mémoire ni rien écrire."""

import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tableurs import LIGNE, archive, importer, tout, xlsx

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

ABIME = "le fichier est abîmé, ou ce n'est pas un classeur\n    Conseil : l'ouvrir dans le tableur et l'enregistrer à nouveau, en .xlsx ou en .ods"
TROP = "le classeur dépasse ce qu'un recensement peut contenir\n    Conseil : garder la seule feuille des intentions, et la partager en plusieurs fichiers"
LONG = "une feuille dépasse 10000 lignes ou 200 colonnes remplies\n    Conseil : garder les seules intentions, et effacer le reste de la feuille"
TEXTE = "les cellules contiennent trop de texte\n    Conseil : partager le classeur en plusieurs fichiers"
CODE = "le classeur est protégé par un mot de passe\n    Conseil : enlever le mot de passe, puis l'enregistrer à nouveau"
MACRO = "un classeur avec des macros n'est pas accepté\n    Conseil : l'enregistrer au format .xlsx, sans macro"
AUTRE = "le classeur appelle un autre fichier ou des textes répétés à l'infini\n    Conseil : l'ouvrir dans le tableur et l'enregistrer à nouveau"


def classeur(cells, head="", shared="", **others):
    """Un .xlsx écrit à la main : ses lignes, ce qui précède sa feuille, ses textes partagés, ses autres parties."""
    links = f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    links += f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    main = f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>',
        "xl/workbook.xml": f'<workbook {NS} xmlns:r="{RELATIONS}"><sheets><sheet name="Intentions" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/sharedStrings.xml": f"<sst {NS}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {NS}><sheetData>{cells}</sheetData></worksheet>",
    }
    return archive(parts | others)


def document(rows, head="", manifest=""):
    """Un .ods écrit à la main."""
    names = f'xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0"'
    body = f'<office:body><office:spreadsheet><table:table table:name="Intentions">{rows}</table:table></office:spreadsheet></office:body>'
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{head}<office:document-content {names}>{body}</office:document-content>",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0">{manifest}</manifest:manifest>',
        }
    )


def ligne_ods(text="a", row="", cell=""):
    value = f'<table:table-cell office:value-type="string"{cell}><text:p>{text}</text:p></table:table-cell>'
    return f"<table:table-row{row}>{value}</table:table-row>"


def bombe():
    return classeur(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 80_000_000}</t></is></c></row>')


def menteur():
    """La bombe, dont la table du zip annonce mille octets."""
    data = bytearray(bombe())
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        size = struct.unpack("<H", data[start + 28 : start + 30])[0]
        if data[start + 46 : start + 46 + size] == b"xl/worksheets/sheet1.xml":
            data[start + 24 : start + 28] = struct.pack("<I", 1000)
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(data)


def million():
    return classeur("".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 1_000_001)))


def rires():
    """Dix entités qui se répètent dix fois chacune."""
    entities = f'<!ENTITY b0 "{"ha" * 1000}">' + "".join(f'<!ENTITY b{rank} "{f"&b{rank - 1};" * 10}">' for rank in range(1, 9))
    return classeur('<row r="1"><c r="A1" t="inlineStr"><is><t>&b8;</t></is></c></row>', head=f"<!DOCTYPE x [{entities}]>")


def partages():
    """Un seul texte, long, que cinquante mille cellules partagent."""
    rows = "".join(f'<row r="{row}">{"".join(f"""<c r="{letter}{row}" t="s"><v>0</v></c>""" for letter in "ABCDEFGHIJ")}</row>' for row in range(1, 5001))
    return classeur(rows, shared=f"<si><t>{'ab' * 15_000}</t></si>")


HOSTILES = {
    "bombe.xlsx": (bombe, TROP),
    "menteur.xlsx": (menteur, ABIME),
    "million.xlsx": (million, LONG),
    "coin.xlsx": (lambda: classeur('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), LONG),
    "sans-adresse.xlsx": (lambda: classeur('<row r="999999"><c><v>1</v></c></row>'), LONG),
    "partages.xlsx": (partages, TEXTE),
    "entite.xlsx": (lambda: classeur('<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>', head=ENTITY), AUTRE),
    "rires.xlsx": (rires, AUTRE),
    "utf16.xlsx": (lambda: classeur("", **{"xl/worksheets/sheet2.xml": f'<?xml version="1.0" encoding="utf-16"?>{ENTITY}<a/>'.encode("utf-16")}), AUTRE),
    "parties.xlsx": (lambda: archive({f"a{rank}.xml": "" for rank in range(2000)}), TROP),
    "macros.xlsx": (lambda: classeur("", **{"xl/vbaProject.bin": "x"}), MACRO),
    "macros.xlsm": (lambda: classeur(""), MACRO),
    "feuille-cachee.xlsx": (
        lambda: classeur("", **{"xl/_rels/autre.rels": f'<Relationships><Relationship Type="{RELATIONS}/worksheet" Target="feuille.png"/></Relationships>'}),
        "une feuille du classeur n'est pas à sa place\n    Conseil : l'ouvrir dans le tableur et l'enregistrer à nouveau",
    ),
    "chiffre.xlsx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), CODE),
    "chiffre.ods": (lambda: document("", manifest="<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"), CODE),
    "lignes.ods": (lambda: document(ligne_ods(row=' table:number-rows-repeated="1000000"')), LONG),
    "colonnes.ods": (lambda: document(ligne_ods(cell=' table:number-columns-repeated="16384"')), LONG),
    "espaces.ods": (lambda: document(ligne_ods('a<text:s text:c="2000000000"/>')), TEXTE),
    "textes.ods": (lambda: document(ligne_ods("a" * 30_000, ' table:number-rows-repeated="1000"', ' table:number-columns-repeated="100"')), TEXTE),
    "cellules.ods": (lambda: document(ligne_ods("a", ' table:number-rows-repeated="9000"', ' table:number-columns-repeated="150"')), TROP),
    "balises.xlsx": (lambda: classeur("<c/>" * 3_000_000), TROP),
    "entite.ods": (lambda: document(ligne_ods("&e;"), head=ENTITY), AUTRE),
    "vide.xlsx": (lambda: b"", ABIME),
    "faux.xlsx": (lambda: b"Ceci est une lettre.", ABIME),
    "faux-zip.xlsx": (lambda: b"PK\x03\x04" + bytes(3000), ABIME),
    "mal-ecrit.xlsx": (lambda: classeur("<row>"), ABIME),
    "adresse.xlsx": (lambda: classeur('<row r="1"><c r="1A"><v>1</v></c></row>'), ABIME),
    "ancien.xls": (lambda: b"\xd0\xcf\x11\xe0", "l'ancien format .xls n'est pas accepté\n    Conseil : l'enregistrer au format .xlsx, .ods ou .csv"),
    "lettre.pdf": (lambda: b"%PDF", "« .pdf » n'est pas un format de tableur connu\n    Conseil : l'enregistrer au format .xlsx, .ods ou .csv"),
    "million.csv": (lambda: b"Objet;Famille\n" + b"a;b\n" * 1_000_000, LONG),
    "gros.csv": (lambda: b"a;b\n" * 6_000_000, "un fichier de 20 Mo au plus est attendu\n    Conseil : garder la seule feuille des intentions, et la partager en plusieurs fichiers"),
    "octets.csv": (
        lambda: b"\0\1\2" * 1000,
        "le fichier n'est pas un texte séparé par des points-virgules\n    Conseil : l'enregistrer au format .xlsx, .ods ou .csv",
    ),
    "guillemet.csv": (
        lambda: b'Objet;Famille\n"' + b"a" * 200_000,
        "un guillemet ouvert n'est pas refermé\n    Conseil : enregistrer à nouveau le fichier depuis le tableur",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILES)
def test_un_classeur_hostile_est_refuse_en_francais_et_rien_n_est_ecrit(dossier, tmp_path, name):
    make, said = HOSTILES[name]
    path, before = tmp_path / name, tout(dossier)
    path.write_bytes(make())
    result = importer(path, "--continuer")
    assert result.output == f"{name} : {said}\n\nRien n'a été écrit.\n"
    assert result.exit_code == 1
    assert tout(dossier) == before


def test_un_classeur_tronque_a_n_importe_quel_octet_est_refuse(dossier, tmp_path):
    data = xlsx(tmp_path / "bon.xlsx", [LIGNE]).read_bytes()
    for cut in range(0, len(data), 503):
        (tmp_path / "tronque.xlsx").write_bytes(data[:cut])
        assert importer(tmp_path / "tronque.xlsx").output == f"tronque.xlsx : {ABIME}\n\nRien n'a été écrit.\n"


def test_une_archive_chiffree_est_refusee(dossier, tmp_path):
    data = bytearray(xlsx(tmp_path / "a.xlsx", [LIGNE]).read_bytes())
    start = data.find(b"PK\x01\x02")
    data[start + 8] |= 1
    (tmp_path / "a.xlsx").write_bytes(data)
    assert importer(tmp_path / "a.xlsx").output == f"a.xlsx : {CODE}\n\nRien n'a été écrit.\n"


def test_une_compression_inconnue_est_refusee(dossier, tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as target:
        target.writestr("xl/workbook.xml", "<a" * 100)
    assert importer(path).output == f"a.xlsx : {ABIME}\n\nRien n'a été écrit.\n"


def test_des_cellules_vides_mises_en_forme_jusqu_en_bas_ne_genent_pas(dossier, tmp_path):
    """C'est ce que laisse qui colore une colonne entière."""
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>Objet</t></is></c><c r="B1" t="inlineStr"><is><t>Famille</t></is></c></row>'
    (tmp_path / "a.xlsx").write_bytes(classeur(f'{row}<row r="1048576"><c r="XFD1048576" s="0"/></row>'))
    assert "0 intention à lire.\n" in importer(tmp_path / "a.xlsx").output
    head = "".join(f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>' for name in ("Objet", "Famille"))
    empty = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    (tmp_path / "a.ods").write_bytes(document(f"<table:table-row>{head}</table:table-row>{empty}"))
    assert "0 intention à lire.\n" in importer(tmp_path / "a.ods").output


#: Lance la commande, puis dit le plus de mémoire que le processus a occupé, en Ko.
MESURE = """
import sys
from spaser.cli import main
try:
    main()
finally:
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="la mémoire se lit dans /proc")
@pytest.mark.parametrize(
    "name",
    ["bombe.xlsx", "menteur.xlsx", "million.xlsx", "coin.xlsx", "partages.xlsx", "lignes.ods", "textes.ods", "cellules.ods", "balises.xlsx", "million.csv"],
)
def test_un_classeur_hostile_est_refuse_en_moins_de_200_mo(dossier, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(HOSTILES[name][0]())
    command = [sys.executable, "-c", MESURE, "importer", "intentions", str(path), "--annee", "2027"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.startswith(f"{name} : ")
    assert done.returncode == 1
    assert int(done.stdout) < 200 * 1024
