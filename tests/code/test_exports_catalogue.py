"""Le CSV aux champs d'APProch, le schéma du CSV des intentions et le catalogue des exports."""

import csv
import io
import json
import re

import pytest

from spaser.exports import approch, dcat, table_schema, tables
from spaser.exports.as_csv import PREFIX
from spaser.exports.cells import leaves
from spaser.exports.producers import produce
from spaser.model import Intention
from spaser.publication import publish

INTENTION = "intentions/2027/2027-001.yml"


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _only(exports) -> bytes:
    (export,) = exports
    return export.content


@pytest.fixture(scope="module")
def published(public):
    return produce(public.edition)


# — APProch —


def test_une_ligne_approch_a_les_champs_nationaux(public):
    (row,) = _rows(_only(approch.produce(public.edition)))
    assert {name: row[name] for name in approch.COLUMNS} == {
        "code": "2027-001",
        "libelle": "Mobilier des collèges",
        "description": "Tables et chaises de trois collèges.",
        "statut": "À l’étude",
        "categorie_d_achat": "",
        "siren_de_l_entite_acheteuse": "000000018",
        "code_s_cpv": "39160000",
        "montant_estime_du_marche": "De 40\u00a0000 à 90\u00a0000\u00a0€\u00a0HT",
        "duree_previsionnelle_du_marche": "",
        "date_previsionnelle_de_publication": "2027-04-01",
        "date_cible_de_remise_des_offres": "2027-06-01",
        "type_de_procedure": "",
        "departement_s_d_execution_du_marche": "35",
        "lien_vers_la_consultation": "",
        "considerations_sociales": "Marché réservé",
        "considerations_environnementales": "Critère environnemental",
        "periode_previsionnelle_de_publication": "2e\u00a0trimestre 2027",
    }
    assert row[f"{PREFIX}demonstration"] == "oui"
    assert row[f"{PREFIX}licence"] == "Licence Ouverte 2.0"


@pytest.mark.parametrize(
    ("cpv", "expected"), [("45210000", "Travaux"), ("48", "Fournitures"), ("03220000", "Fournitures"), ("50", "Services"), ("98", "Services")]
)
def test_une_nature_sans_equivalent_approch_suit_le_code_cpv(dossier, cpv, expected):
    for code, label in (("travaux", "Travaux"), ("fournitures", "Fournitures"), ("services", "Services")):
        dossier.replace("codes/natures.yml", f"  - code: {code}\n", f"  - code: {code}\n    officiel:\n      approch: {label}\n")
    dossier.append("codes/natures.yml", "  - code: informatique\n    libelle: Informatique\n")
    dossier.replace(INTENTION, "cpv: '39160000'\nnature: fournitures", f"cpv: '{cpv}'\nnature: informatique")
    (row,) = _rows(_only(approch.produce(publish(dossier.load(), "publique"))))
    assert row["categorie_d_achat"] == expected
    assert len(row["code_s_cpv"]) == 8


@pytest.mark.parametrize(
    ("places", "expected"),
    [(("35238", "35047"), ["35"]), (("22", "35"), ["22", "35"]), (("243500139",), ["35"]), (("2A004",), ["2A"]), (("97411",), ["974"]), (("999999999",), [])],
)
def test_les_lieux_donnent_leurs_departements(public, places, expected):
    assert approch.departments(places, public.edition) == expected


def test_une_intention_retiree_n_est_plus_dans_le_fichier_approch(dossier):
    dossier.append(INTENTION, "retire_le: 2026-11-22\n")
    assert _rows(_only(approch.produce(publish(dossier.load(), "publique")))) == []


# — Table Schema —


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_le_schema_decrit_toutes_les_colonnes_du_csv_dans_leur_ordre(minimal, audience):
    exports = {export.path: export.content for export in tables.produce(publish(minimal, audience))}
    header = exports["donnees/intentions.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    assert [field["name"] for field in table_schema.fields(publish(minimal, audience))] == header


def test_le_schema_public_ne_nomme_aucun_champ_interne(public):
    document = table_schema.describe(public.edition)
    assert not {"montant_estime", "strategie", "agent", "comite_revue.retenu"} & {field["name"] for field in document["fields"]}


def test_chaque_cellule_du_csv_suit_son_schema(internal):
    """Obligatoire, énuméré, au bon motif, d'un type lisible : ce que contrôlerait un outil Table Schema."""
    checks = {
        "integer": int,
        "number": float,
        "array": json.loads,
        "boolean": {"oui": True, "non": False}.__getitem__,
        "date": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text) or 1 / 0,
        "string": str,
    }
    exports = {export.path: export.content for export in tables.produce(internal.edition)}
    rows = _rows(exports["donnees/intentions.csv"])
    assert len(rows) == 2
    for field in table_schema.fields(internal.edition):
        rules = field.get("constraints", {})
        for row in rows:
            value = row[field["name"]]
            assert value or not rules.get("required"), field["name"]
            if value:
                checks[field["type"]](value)
                assert value in rules.get("enum", [value]), field["name"]
                assert re.search(rules.get("pattern", ""), value), field["name"]


def test_le_schema_dit_les_codes_admis_et_le_sens_de_chaque_colonne(public):
    fields = {field["name"]: field for field in table_schema.fields(public.edition)}
    assert fields["nature"]["constraints"]["enum"] == ["travaux", "fournitures", "services"]
    assert fields["id"]["constraints"]["required"] is True
    assert "required" not in fields["innovation.ouverte"].get("constraints", {})
    assert fields["contact"]["format"] == "email"
    assert fields["lots"]["type"] == "array"
    assert all(field["description"] for field in fields.values())


def test_une_colonne_d_un_groupe_facultatif_n_est_pas_obligatoire():
    required = {leaf.name for leaf in leaves(Intention, "publique") if leaf.required}
    assert {"id", "statut.code", "statut.depuis"} <= required
    assert not {"sourcage.prevu", "reservation.article", "lots"} & required


# — Catalogue —


def test_le_catalogue_decrit_chaque_fichier_de_donnees_et_lui_seul(published):
    document = json.loads(next(export.content for export in published if export.path == dcat.PATH))
    files = [item for dataset in document["dcat:dataset"] for item in dataset["dcat:distribution"]]
    expected = {
        f"https://achats.demo.example/{export.path}": len(export.content) for export in published if export.groupe == "donnees" and export.path != dcat.PATH
    }
    assert {item["dcat:downloadURL"]["@id"]: int(item["dcat:byteSize"]["@value"]) for item in files} == expected


def test_le_catalogue_dit_le_producteur_la_date_la_langue_la_licence_et_la_demonstration(published):
    document = json.loads(next(export.content for export in published if export.path == dcat.PATH))
    for node in (document, *document["dcat:dataset"]):
        assert node["dct:publisher"]["foaf:name"] == "Ville de Démo"
        assert node["dct:modified"]["@value"] == "2026-11-22"
        assert node["dct:language"]["@id"].endswith("/FRA")
        assert node["dct:license"]["@id"].startswith("https://www.etalab.gouv.fr/")
        assert "démonstration" in node["dct:description"]["@value"]


def test_tout_prefixe_du_catalogue_est_declare(published):
    text = next(export.content for export in published if export.path == dcat.PATH).decode()
    document = json.loads(text)
    assert set(re.findall(r'"(\w+):\w+"(?=:)', text.replace('": ', '":'))) <= set(document["@context"])


def test_les_adresses_du_site_interne_sont_les_siennes(internal):
    document = json.loads(next(export.content for export in produce(internal.edition) if export.path == dcat.PATH))
    assert document["@id"] == "https://interne.demo.example/donnees/catalogue.jsonld"


def test_chaque_fichier_a_une_adresse_a_lui(published):
    paths = [export.path for export in published]
    assert len(set(paths)) == len(paths)
