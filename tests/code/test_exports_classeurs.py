"""Les classeurs XLSX et ODS : les lignes du CSV, prêtes à filtrer, sans formule, et toujours les mêmes octets."""

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from spaser.exports import archives, as_csv, as_ods, as_xlsx, cells, tables
from spaser.exports.base import header

HEADER = {
    "titre": "Essai",
    "producteur": "Ville",
    "siret": "0",
    "edition": "2027-1",
    "date": "2026-11-22",
    "licence": "Licence Ouverte 2.0",
    "licence_url": "https://licence.example/",
    "demonstration": True,
}
WRITERS = {"xlsx": as_xlsx.write, "ods": as_ods.write}
FORBIDDEN = ["Cs"]


@pytest.fixture(params=WRITERS)
def extension(request) -> str:
    return request.param


def _book(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def _lines(content: bytes, sheet: int = 0) -> list[list[str]]:
    """Les cellules d'une feuille, dites comme dans le CSV."""
    return [[_said(value) for value in line] for line in _book(content).get_sheet_by_index(sheet).to_python()]


def _said(value) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _written(extension: str, rows, columns=()) -> bytes:
    return WRITERS[extension](HEADER, cells.sheet(rows, columns))


def _parts(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith(".xml"))


def test_un_classeur_a_les_memes_lignes_que_le_csv(internal, extension):
    for table in tables.tables(internal.edition):
        said = header(internal.edition, table.title)
        expected = list(csv.reader(io.StringIO(as_csv.write(said, table.rows, table.columns).decode("utf-8-sig"), newline="")))
        found = _lines(WRITERS[extension](said, cells.sheet(table.rows, table.columns)))
        assert found == [line[: -len(as_csv.SUFFIX)] for line in expected], table.name


def test_la_feuille_a_propos_dit_le_producteur_l_edition_la_licence_et_la_demonstration(extension):
    content = _written(extension, [{"a": "1"}])
    assert _book(content).sheet_names == ["Essai", "À propos"]
    said = dict(_lines(content, 1))
    assert said["Producteur"] == "Ville"
    assert (said["Édition"], said["Date"]) == ("2027-1", "2026-11-22")
    assert said["Licence"] == "Licence Ouverte 2.0"
    assert said["Démonstration"].startswith("oui")


def test_un_classeur_reel_ne_se_dit_pas_demonstration(extension):
    content = WRITERS[extension](HEADER | {"demonstration": False}, cells.sheet([{"a": "1"}]))
    assert dict(_lines(content, 1))["Démonstration"] == "non"


@pytest.mark.parametrize(
    ("extension", "marks"),
    [
        (
            "xlsx",
            ['<pane ySplit="1"', 'state="frozen"', '<autoFilter ref="A1:B2"', "<dc:title>Essai</dc:title>", "<dc:language>fr-FR</dc:language>", 'width="11.'],
        ),
        (
            "ods",
            [
                'config:name="VerticalSplitMode" config:type="short">2<',
                "table:target-range-address=\"'Essai'.A1:'Essai'.B2\" table:display-filter-buttons=\"true\"",
                "<dc:title>Essai</dc:title>",
                "<dc:language>fr-FR</dc:language>",
                "table:table-header-rows",
                'style:column-width="2.2cm"',
            ],
        ),
    ],
)
def test_un_classeur_fige_ses_en_tetes_les_filtre_et_dit_sa_langue_et_son_titre(extension, marks):
    said = _parts(_written(extension, [{"colonne": "0123456789", "b": "x"}]))
    assert [mark for mark in marks if mark not in said] == []


def test_une_date_est_une_date_un_nombre_un_nombre_et_un_code_un_texte(extension):
    line = (
        _book(_written(extension, [{"jour": "2026-11-22", "mois": 12, "code": "01", "periode": "2027-02", "faux": "2026-13-45"}]))
        .get_sheet_by_index(0)
        .to_python()[1]
    )
    assert line == [date(2026, 11, 22), 12, "01", "2027-02", "2026-13-45"]


def test_une_table_vide_garde_ses_colonnes(extension):
    assert _lines(_written(extension, [], ("id", "intitule"))) == [["id", "intitule"]]


def test_un_texte_trop_long_pour_une_cellule_est_coupe_et_le_dit(extension):
    found = _lines(_written(extension, [{"a": "x" * 40_000}]))[1][0]
    assert len(found) == cells.CELL_LIMIT
    assert found.endswith("(suite dans le fichier JSON)")


def test_les_paragraphes_et_les_espaces_d_un_texte_ods_sont_gardes():
    assert _lines(_written("ods", [{"a": "un  deux\n trois"}]))[1][0] == "un  deux\n trois"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_une_formule_est_neutralisee_et_reste_un_texte(extension, text):
    content = _written(extension, [{"a": text}])
    assert _lines(content)[1][0] == f"'{text}"
    assert "<f>" not in _parts(content)
    assert "table:formula" not in _parts(content)


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=FORBIDDEN), min_size=1))
def test_aucun_texte_ne_casse_un_classeur_ni_n_y_devient_une_formule(text):
    for extension in WRITERS:
        content = _written(extension, [{"a": text, "b": "fin"}])
        assert _lines(content)[1][1] == "fin"
        assert "<f>" not in _parts(content)


def test_un_caractere_qu_xml_interdit_disparait():
    assert cells.printable("a\x00b\x0bc\ud800d\ufffe\ne\tf") == "abcd\ne\tf"


def test_un_classeur_a_toujours_les_memes_octets(extension, monkeypatch):
    first = _written(extension, [{"a": "1"}])
    monkeypatch.setattr("time.time", lambda: 2_200_000_000.0)
    assert _written(extension, [{"a": "1"}]) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {archives.EPOCH}


def test_un_classeur_ods_commence_par_son_type_non_compresse():
    with zipfile.ZipFile(io.BytesIO(_written("ods", [{"a": "1"}]))) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
