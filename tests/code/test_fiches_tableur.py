"""L'aller-retour de chaque genre de fiches avec un tableur : les mêmes octets, et chaque faute à sa cellule."""

import json

import click
import pytest
import xlsxwriter
from annuaires import RACINE
from click.testing import CliRunner

from spaser.cli import main
from spaser.commands import tableur
from spaser.formatting import canonical, model_of
from spaser.imports import workbook
from spaser.imports.fiches import lines, reading, writing
from spaser.imports.fiches.plan import GENRES, tables
from spaser.imports.vocabulary import Vocabulary, root
from spaser.publication import publish

DATA = RACINE / "referentials"


@pytest.fixture(scope="module")
def edition(livre):
    return publish(livre, "interne")


def spaser(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize("extension", [".xlsx", ".ods"])
@pytest.mark.parametrize("name", GENRES)
def test_ce_que_le_tableur_redonne_est_a_l_octet_pres_ce_qui_etait_ecrit(edition, tmp_path, name, extension):
    """Rien d'autre que le classeur ne sert à refaire les fiches : on le relit comme si aucune n'existait."""
    genre = GENRES[name]
    held = writing.entries(DATA, genre)
    write = writing.to_xlsx if extension == ".xlsx" else writing.to_ods
    path = tmp_path / f"fiches{extension}"
    path.write_bytes(write(edition, genre, held))
    found = reading.understand(workbook.read(path, reading.BOUNDS), path.name, genre, {}, Vocabulary(edition))
    assert found.problems == []
    assert [entry.name for entry in found.entries] == list(held)
    for entry in found.entries:
        place = DATA / genre.folder / f"{entry.name}.yml"
        assert canonical(json.dumps(entry.data), place.name, model_of(place, DATA)) == place.read_text(encoding="utf-8"), entry.name


def test_deux_exports_sont_identiques(edition):
    held = writing.entries(DATA, GENRES["objectif"])
    assert writing.to_xlsx(edition, GENRES["objectif"], held) == writing.to_xlsx(edition, GENRES["objectif"], held)
    assert writing.to_ods(edition, GENRES["objectif"], held) == writing.to_ods(edition, GENRES["objectif"], held)


@pytest.mark.parametrize("name", GENRES)
def test_chaque_colonne_se_reconnait_a_son_nom_et_chaque_feuille_a_le_sien(name):
    sheets = [table.name or GENRES[name].sheet for table in tables(GENRES[name])]
    assert len({root(sheet) for sheet in sheets}) == len(sheets)
    assert not {sheet.casefold() for sheet in sheets} & {writing.GUIDE.casefold(), writing.LISTS.casefold()}
    for table in tables(GENRES[name]):
        assert [lines.BRACKETS.search(field.title)[1] for field in table.fields] == [field.name for field in table.fields]


def classeur(path, feuilles):
    """Un classeur : des feuilles, chacune ses noms de champ puis ses lignes."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in feuilles.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [f"Titre [{column}]" for column in rows[0]])
            for line, row in enumerate(rows[1:], 1):
                sheet.write_row(line, 0, row)
    return path


def test_une_cellule_vide_ne_change_rien_et_un_tiret_efface(dossier, tmp_path):
    rows = [["id", "nom", "telephone", "remarques", "effectif"], ["atelier", "L'Atelier neuf", "", "-", 14]]
    done = spaser("importer", "fournisseur", classeur(tmp_path / "f.xlsx", {"Fournisseurs": rows}))
    assert done.exit_code == 0, done.output
    assert "1 modifiée, 0 inchangée" in done.output
    assert "« L'Atelier » devient « L'Atelier neuf »" in done.output
    text = dossier.read("fournisseurs/atelier.yml")
    assert "nom: L’Atelier neuf" in text
    assert "effectif: 14" in text
    assert "remarques" not in text
    assert "courriel: contact@atelier.example" in text
    assert "marches:" in text


def test_les_lignes_d_une_feuille_liee_remplacent_la_liste(dossier, tmp_path):
    goals = [["id"], ["13-reemploi"]]
    targets = [["fiche", "dans", "rang", "annee", "valeur"], ["13-reemploi", "13-reemploi-part", 1, "", 35], ["13-reemploi", "13-reemploi-part", "", 2030, 50]]
    path = classeur(tmp_path / "o.xlsx", {"Objectifs": [[*goals[0], "intitule"], [*goals[1], ""]], "indicateurs.cibles": targets})
    assert spaser("importer", "objectif", path).exit_code == 0
    assert "    cibles:\n      - annee: 2028\n        valeur: 35\n      - annee: 2030\n        valeur: 50\n" in dossier.read("objectifs/13-reemploi.yml")


def test_une_fiche_neuve_s_ajoute(dossier, tmp_path):
    row = {
        "id": "neuve",
        "source.titre": "Annuaire",
        "verifie_le": "22/11/2026",
        "a_revoir_avant": "22/11/2027",
        "nom": "Neuve",
        "types": "EI",
        "commune": "35238",
    }
    sources = [["fiche", "nom", "date", "licence"], ["neuve", "Annuaire", "22/11/2026", "Licence Ouverte 2.0"]]
    path = classeur(tmp_path / "n.xlsx", {"Fournisseurs": [list(row), list(row.values())], "sources": sources})
    done = spaser("importer", "fournisseur", path)
    assert done.exit_code == 0, done.output
    assert "1 créée, 0 modifiée" in done.output
    assert "verifie_le: 2026-11-22" in dossier.read("fournisseurs/neuve.yml")


FAUTES = [
    ([["id", "verifie_le"], ["atelier", "hier"]], "Fournisseurs!B2 : verifie_le : une date est attendue, lu « hier »"),
    ([["id", "commune"], ["atelier", "Ailleurs"]], "Fournisseurs!B2 : commune : « Ailleurs » n'est pas une commune"),
    ([["id", "siret"], ["atelier", "123"]], "Fournisseurs!B2 : siret : un SIRET de 14 chiffres est attendu"),
    ([["id", "relue"], ["atelier", "peut-être"]], "Fournisseurs!B2 : relue : « oui » ou « non » est attendu, lu « peut-être »"),
    ([["id", "couleur"], ["atelier", "bleu"]], "Fournisseurs!B1 : la colonne « couleur » n'est pas connue"),
    ([["id", "nom"], ["", "Sans nom"]], "Fournisseurs!A2 : la ligne ne dit pas quelle fiche elle décrit"),
    ([["id", "nom"], ["../../x", "Dehors"]], "Fournisseurs!A2 : la ligne ne dit pas quelle fiche elle décrit"),
    ([["id", "nom"], ["atelier", "A"], ["atelier", "B"]], "Fournisseurs!A3 : même fiche que la ligne 2"),
    ([["id", "nom"], ["neuve", "Neuve"]], "Fournisseurs!A2 : source : "),
]


@pytest.mark.parametrize(("rows", "said"), FAUTES)
def test_chaque_faute_est_dite_a_sa_cellule_et_rien_n_est_ecrit(dossier, tmp_path, rows, said):
    before = {path: path.read_bytes() for path in dossier.root.rglob("*.yml")}
    done = spaser("importer", "fournisseur", classeur(tmp_path / "f.xlsx", {"Fournisseurs": rows}))
    assert done.exit_code == 1
    assert said in done.output
    assert "à revoir. Rien n'a été écrit." in done.output
    assert {path: path.read_bytes() for path in dossier.root.rglob("*.yml")} == before


def test_une_faute_d_une_feuille_liee_est_dite_a_sa_cellule(dossier, tmp_path):
    sheets = {
        "Fournisseurs": [["id", "nom"], ["atelier", ""]],
        "marches": [["fiche", "annee", "objet"], ["atelier", 1850, "Tables"], ["inconnue", 2025, "Rien"]],
    }
    done = spaser("importer", "fournisseur", classeur(tmp_path / "f.xlsx", sheets))
    assert "marches!A3 : Fiche : « inconnue » ne mène à aucune fiche" in done.output
    sheets["marches"].pop()
    done = spaser("importer", "fournisseur", classeur(tmp_path / "f.xlsx", sheets))
    assert "marches!B2 : marches[1].annee : " in done.output
    assert done.exit_code == 1


def test_un_classeur_d_un_autre_genre_est_refuse(dossier, tmp_path):
    done = spaser("importer", "famille", classeur(tmp_path / "f.xlsx", {"Fournisseurs": [["id", "nom"], ["atelier", "A"]]}))
    assert done.exit_code == 1
    assert "aucune feuille n'est du plan « famille », lu « Fournisseurs »" in done.output


@pytest.mark.parametrize("name", GENRES)
def test_le_modele_et_l_export_de_chaque_genre_se_demandent_par_son_nom(dossier, tmp_path, name):
    assert spaser("modele", name, tmp_path / "vide.xlsx").exit_code == 0
    book = workbook.read(tmp_path / "vide.xlsx", reading.BOUNDS)
    assert [sheet.name for sheet in book] == [table.name or GENRES[name].sheet for table in tables(GENRES[name])] + [writing.GUIDE]
    done = spaser("exporter", name, tmp_path / "plein.ods")
    assert done.exit_code == 0
    assert "champs internes compris. Ne pas diffuser." in done.output
    assert spaser("exporter", name, tmp_path / "plein.csv").exit_code == 2
    assert "Rien ne change." in spaser("importer", name, tmp_path / "plein.ods").output


def test_un_service_ne_recoit_que_ses_fiches(dossier, tmp_path):
    assert "1 fiche," in spaser("exporter", "fournisseur", tmp_path / "une.xlsx", "--fiche", "atelier").output
    sheet = workbook.read(tmp_path / "une.xlsx", reading.BOUNDS)[0]
    assert [row[0] for row in sheet.rows[1:]] == ["atelier"]
    assert spaser("exporter", "fournisseur", tmp_path / "une.xlsx", "--fiche", "inconnue").exit_code == 2


def test_les_textes_a_plusieurs_lignes_reviennent_entiers(dossier, tmp_path):
    dossier.replace("objectifs/13-reemploi.yml", "  - Un enjeu\n", "  - |-\n    Un enjeu\n    sur deux lignes\n  - Un second ; avec un point-virgule\n")

    spaser("exporter", "objectif", tmp_path / "o.xlsx")
    dossier.replace("objectifs/13-reemploi.yml", "    sur deux lignes\n", "    changé\n")
    assert spaser("importer", "objectif", tmp_path / "o.xlsx").exit_code == 0
    assert spaser("formater").exit_code == 0
    assert "sur deux lignes" in dossier.read("objectifs/13-reemploi.yml")


def test_chaque_genre_a_ses_trois_commandes():
    """La liste des commandes se lit sans charger les genres : rien d'autre ne dirait qu'il y manque le dernier venu."""
    assert set(tableur.GENRES) == set(GENRES)
    for group in (tableur.modele, tableur.exporter, tableur.importer):
        context = click.Context(group)
        names = group.list_commands(context)
        assert set(GENRES) <= set(names)
        assert [group.get_command(context, name).name for name in names] == names
