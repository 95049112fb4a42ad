"""Les données ouvertes : lisibles par un tableur ou un programme, sans piège, et qui disent d'où elles viennent."""

import csv
import io
import json
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaser.exports import as_csv, as_json
from spaser.exports.producers import produce
from spaser.publication import publish

HEADER = {"titre": "T", "edition": "2027-1", "date": "2026-11-22", "licence": "Licence Ouverte 2.0", "demonstration": True}


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _unzipped(content: bytes) -> bytes:
    """Les octets d'un fichier, et ceux de tout ce qu'il contient si c'est une archive (.xlsx, .ods)."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(info.filename.encode() + archive.read(info) for info in archive.infolist())


@pytest.fixture(scope="module")
def published(public):
    """Les exports du site public, par adresse."""
    return {export.path: export for export in produce(public.edition)}


def test_chaque_referentiel_a_son_export_dans_chaque_format(published):
    names = ["intentions", "familles", "exigences", "fournisseurs", "objectifs", "criteres", "codes"]
    assert {f"donnees/{name}.{extension}" for name in names for extension in ("json", "csv")} <= set(published)


def test_un_export_dit_combien_il_a_de_lignes(published):
    assert published["donnees/fournisseurs.csv"].count == 2
    assert len(_rows(published["donnees/fournisseurs.csv"].content)) == 2
    assert len(json.loads(published["donnees/codes.json"].content)["entrees"]) == published["donnees/codes.json"].count


def test_un_export_json_dit_d_abord_d_ou_il_vient(published):
    document = json.loads(published["donnees/fournisseurs.json"].content)
    entries = document.pop("entrees")
    assert document == {
        "titre": "Fournisseurs solidaires",
        "producteur": "Ville de Démo",
        "siret": "00000001800010",
        "edition": "2027-1",
        "date": "2026-11-22",
        "licence": "Licence Ouverte 2.0",
        "licence_url": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "demonstration": True,
    }
    assert [entry["id"] for entry in entries] == ["atelier", "menuiserie"]


def test_un_export_csv_porte_sur_chaque_ligne_son_edition_sa_licence_et_la_marque_de_demonstration(published):
    for row in _rows(published["donnees/intentions.csv"].content):
        assert row["export.edition"] == "2027-1"
        assert row["export.date"] == "2026-11-22"
        assert row["export.licence"] == "Licence Ouverte 2.0"
        assert row["export.demonstration"] == "oui"


def test_un_export_cesse_de_se_dire_demonstration_quand_les_donnees_cessent_de_l_etre(dossier):
    dossier.replace("collectivite.yml", "demonstration: true", "demonstration: false")
    edition = publish(dossier.load(), "publique")
    contents = {export.path: export.content for export in produce(edition)}
    assert json.loads(contents["donnees/objectifs.json"])["demonstration"] is False
    assert _rows(contents["donnees/objectifs.csv"])[0]["export.demonstration"] == "non"


def test_un_critere_dit_a_quelle_famille_il_est_et_une_exigence_a_quel_theme(published):
    assert [row["famille"] for row in _rows(published["donnees/criteres.csv"].content)] == ["mobilier"] * 3 + ["livraisons"]
    assert [(row["volet"], row["theme"]) for row in _rows(published["donnees/exigences.csv"].content)] == [("batiment", "eau")]


def test_un_code_dit_de_quelle_liste_il_est(published):
    rows = _rows(published["donnees/codes.csv"].content)
    assert [row["code"] for row in rows if row["liste"] == "axes"] == ["axe-1", "axe-3"]


def test_deux_exports_des_memes_donnees_ont_les_memes_octets(dossier):
    first, second = (produce(publish(dossier.load(), "publique")) for _ in range(2))
    assert first == second


def test_rien_d_interne_n_est_dans_un_export_public(published, internal):
    secrets = ["2027-002", "Acheteuse du mobilier", "Délais tenus", "montant_estime", "ponderation", "surcout", "bat-eau-pluie", "realisations"]
    assert [(export.path, secret) for export in published.values() for secret in secrets if _says(secret, export.content)] == []
    known = produce(internal.edition)
    assert [secret for secret in secrets if not any(_says(secret, export.content) for export in known)] == []


def _says(secret: str, content: bytes) -> bool:
    """Vrai si un fichier contient ces mots en entier : « montant_estime » n'est pas le « montant_estime_du_marche » d'APProch."""
    return re.search(rb"(?<!\w)" + re.escape(secret.encode()) + rb"(?!\w)", _unzipped(content)) is not None


def test_un_csv_commence_par_l_indicateur_d_ordre_et_finit_ses_lignes_comme_un_tableur_l_attend():
    content = as_csv.write(HEADER, [{"a": "é"}])
    assert content.startswith(b"\xef\xbb\xbfa,export.edition")
    assert content.endswith(b"oui\r\n")


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "+33 2 99", "-"])
def test_une_cellule_qui_ressemble_a_une_formule_est_neutralisee(text):
    assert _rows(as_csv.write(HEADER, [{"a": text}]))[0]["a"] == f"'{text}"


@pytest.mark.parametrize("text", ["-12", "+3.5", "-0.5", "12 tables", "l'été = chaud", "'cité'", ""])
def test_une_cellule_ordinaire_reste_comme_elle_est(text):
    assert _rows(as_csv.write(HEADER, [{"a": text}]))[0]["a"] == text


def test_une_liste_tient_dans_une_cellule_et_un_groupe_dans_plusieurs_colonnes():
    row = _rows(
        as_csv.write(HEADER, [{"types": ["EI", "EA"], "source": {"titre": "T", "lieu": {"nom": "N"}}, "lots": [{"intitule": "É"}], "oui": True, "vide": []}])
    )[0]
    assert row["types"] == "EI|EA"
    assert row["source.titre"] == "T"
    assert row["source.lieu.nom"] == "N"
    assert json.loads(row["lots"]) == [{"intitule": "É"}]
    assert row["oui"] == "oui"
    assert row["vide"] == ""


def test_une_liste_qui_commence_par_une_formule_est_neutralisee():
    assert _rows(as_csv.write(HEADER, [{"a": ["=1", "b"]}]))[0]["a"] == "'=1|b"


def test_une_ligne_a_qui_manque_un_champ_a_une_cellule_vide():
    assert [row["b"] for row in _rows(as_csv.write(HEADER, [{"a": "1"}, {"a": "2", "b": "3"}]))] == ["", "3"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_tout_texte_survit_a_l_export_et_n_est_jamais_une_formule(text):
    content = as_csv.write(HEADER, [{"a": text, "b": "fin"}])
    row = _rows(content)[0]
    assert row["a"] in (text, f"'{text}")
    assert row["b"] == "fin"
    assert not row["a"].startswith(("=", "@", "\t", "\r"))


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.text(st.characters(exclude_categories=["Cs"])) | st.integers() | st.booleans()
    )
)
def test_tout_se_relit_dans_un_export_json(row):
    assert json.loads(as_json.write(HEADER, [row])) == HEADER | {"entrees": [row]}
