"""Le site d'un autre département, bâti d'un dépôt tout juste démarré : il ne dit plus rien d'Ille-et-Vilaine."""

import gzip
import io
import re
import shutil
import zipfile
from pathlib import Path

from click.testing import CliRunner
from site_build import ROOT, must_build

from spaser.cli import main

#: Le nom, le chef-lieu, le SIREN, la commune et le département « 35 », dans n'importe quel fichier du site.
TRACES = re.compile(rb"ille[-_ ]et[-_ ]vilaine|\brennes\b|223500018|\b35238\b|d\xc3\xa9partement\W{1,8}35\b|\(35\)|departements?\W{1,6}35\b", re.IGNORECASE)


def _contents(content: bytes):
    """Les octets d'un fichier, et ceux de chaque partie s'il est compressé."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from _contents(archive.read(name))
    else:
        yield gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def _started(source: Path, folder: Path) -> Path:
    """Les référentiels d'un autre département, tirés de ceux-ci."""
    data = shutil.copytree(source / "referentials", folder)
    asked = ["--nom", "Département de la Guadeloupe", "--siret", "00000012500013", "--departement", "971", "--territoire", "Guadeloupe"]
    asked += ["--nom-court", "le Département", "--couleurs", "", "--objectifs", "garder", "--le", "2026-11-23", "--referentiels", str(data)]
    assert CliRunner().invoke(main, ["demarrer", *asked]).exit_code == 0
    return data


def _traces(folder: Path) -> list[str]:
    """Les fichiers d'un dossier qui disent encore le premier département."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 100
    return [path.relative_to(folder).as_posix() for path in files for part in _contents(path.read_bytes()) if TRACES.search(part)]


def test_les_donnees_d_un_autre_departement_ne_disent_rien_du_premier(tmp_path: Path) -> None:
    """Le dépôt entier : chaque famille, chaque critère, chaque code, interne ou public."""
    assert _traces(_started(ROOT, tmp_path / "referentials")) == []


def test_le_site_d_un_autre_departement_ne_dit_rien_du_premier(tmp_path: Path, small_project: Path) -> None:
    """Ce que les gabarits, les pages et le programme y ajoutent : une entrée de chaque genre suffit à le voir."""
    site = must_build(tmp_path / "site", referentials=_started(small_project, tmp_path / "referentials"))
    assert "Département de la Guadeloupe" in (site / "mentions-legales/index.html").read_text(encoding="utf-8")
    assert _traces(site) == []
