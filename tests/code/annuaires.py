"""Un dossier de référentiels avec les vraies listes de codes et le vrai territoire, sans aucune fiche ; et de quoi y importer un annuaire."""

import shutil
from pathlib import Path

import yaml
from click.testing import CliRunner

from spaser.cli import main
from spaser.imports.directories import DIRECTORIES, read

RACINE = Path(__file__).resolve().parents[2]
FICHIERS = RACINE / "tests" / "fixtures" / "annuaires"
JOUR = "2026-12-01"
#: Les listes qu'une fiche de structure cite.
LISTES = (
    "communes",
    "communes-voisines",
    "epci",
    "departements",
    "types-structure",
    "reservations",
    "references-juridiques",
    "labels",
    "secteurs",
    "familles-ess",
)


def preparer(tmp_path, monkeypatch):
    """Dans un dossier courant neuf : la collectivité, les listes et le territoire du dépôt, sans aucune fiche."""
    source, target = RACINE / "referentials", tmp_path / "referentials"
    shutil.copytree(source / "territoire", target / "territoire")
    (target / "codes").mkdir()
    for name in (*(f"codes/{liste}.yml" for liste in LISTES), "collectivite.yml"):
        shutil.copy(source / name, target / name)
    monkeypatch.chdir(tmp_path)


def importer(path, source, *options, jour=JOUR):
    return CliRunner().invoke(main, ["importer", "fournisseurs", str(path), "--source", source, "--oui", "--le", jour, *options])


def essayer(path, source, *options):
    """Sans `--oui` : dit, et n'écrit rien."""
    return CliRunner().invoke(main, ["importer", "fournisseurs", str(path), "--source", source, "--le", JOUR, *options])


def fiche(name):
    """Les champs d'une fiche, en textes, comme ils sont écrits."""
    return yaml.load(Path(f"referentials/fournisseurs/{name}.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)


def fiches():
    """Les octets de toutes les fiches."""
    return {path.stem: path.read_bytes() for path in sorted(Path("referentials/fournisseurs").glob("*.yml"))}


def tout():
    """Les octets de tout le dossier."""
    return {path.as_posix(): path.read_bytes() for path in sorted(Path("referentials").rglob("*")) if path.is_file()}


def lire(path, source):
    """Les structures d'un fichier, comprises."""
    return read(path, DIRECTORIES[source])
