"""`scripts/semer.py` : un jeu de taille quelconque, toujours le même, sans faute, avec tous les genres et les deux audiences."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from spaser import catalogue
from spaser.imports import directories
from spaser.model import GENRES
from spaser.publication import publish

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "semer.py"
#: Le quart de la taille S : assez pour que chaque genre ait une entrée interne.
PAGES = "250"


def sow(folder: Path, *options: str) -> Path:
    """Sème un jeu ; le test échoue avec ce qu'a dit la commande si elle échoue."""
    done = subprocess.run([sys.executable, str(SCRIPT), *options, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def digests(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def sown(tmp_path_factory) -> Path:
    return sow(tmp_path_factory.mktemp("semis") / "jeu", "--taille", PAGES)


def test_deux_semis_de_meme_graine_sont_identiques(sown, tmp_path):
    """Octet pour octet ; une autre graine écrit autre chose."""
    assert digests(sow(tmp_path / "meme", "--taille", PAGES)) == digests(sown)
    assert digests(sow(tmp_path / "autre", "--taille", PAGES, "--graine", "2")) != digests(sown)


def test_un_semis_est_sans_faute(sown):
    """Règles de rédaction et de ressemblance comprises, et sans avertissement."""
    read, problems = catalogue.verify(sown)
    assert [str(problem) for problem in problems] == []
    assert all(read.of(kind) for kind in (*GENRES, "codes", "transverses", "attributions"))


def test_un_semis_a_de_quoi_cacher(sown):
    """Des entrées internes, des champs internes, et de quoi joindre les entrées entre elles."""
    loaded = catalogue.load(sown)
    public, internal = (publish(loaded, audience) for audience in ("publique", "interne"))
    for kind in ("intention", "famille", "fournisseur", "exigence"):
        assert 0 < len(public.entrees[kind]) < len(internal.entrees[kind]), kind
    assert all(entry.strategie for entry in internal.entrees["intention"].values())
    assert any(entry.exigences for entry in public.entrees["famille"].values())
    assert any(entry.suites for entry in public.entrees["intention"].values())


def test_un_semis_garde_le_vocabulaire_du_depot(sown):
    """Les listes de codes, au caractère près."""
    source = SCRIPT.parents[1] / "referentials" / "codes"
    assert digests(sown / "codes") == digests(source)


def test_un_semis_grandit_avec_sa_taille(sown, tmp_path):
    """Deux fois plus de pages demandées, deux fois plus d'intentions."""
    double = sow(tmp_path / "double", "--taille", str(2 * int(PAGES)))
    counts = [len(list((folder / "intentions").rglob("*.yml"))) for folder in (sown, double)]
    assert counts[1] == pytest.approx(2 * counts[0], rel=0.1)


@pytest.mark.parametrize("size", ["XXL", "beaucoup"])
def test_une_taille_inconnue_est_refusee(tmp_path, size):
    done = subprocess.run([sys.executable, str(SCRIPT), "--taille", size, str(tmp_path / "jeu")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"« {size} »" in done.stderr
    assert not (tmp_path / "jeu").exists()


def test_un_dossier_qui_existe_n_est_pas_ecrase(tmp_path):
    (tmp_path / "jeu").mkdir()
    done = subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "jeu")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "existe déjà" in done.stderr


def test_un_annuaire_seme_se_lit_et_chaque_ligne_est_une_structure(tmp_path):
    """Autant de structures que demandé, chacune avec son nom, son type, son SIRET et sa commune ; deux fois les mêmes octets."""
    script = SCRIPT.with_name("semer_annuaire.py")
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        subprocess.run([sys.executable, str(script), "--nombre", "300", str(path)], check=True)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    records = directories.read(paths[0], directories.DIRECTORIES["csv"])
    assert len(records) == len({record.fields["siret"] for record in records}) == 300
    assert all(record.nom and record.fields["types"] and record.town and not record.doubts and not record.skip for record in records)
