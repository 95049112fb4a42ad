"""Les fautes de la machine pendant une construction : dites en français, sans trace d'exécution, et le site en place reste entier."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import site_build
from site_build import Sites

PAST = "import time\ntime.time = lambda: 86400.0\ntime.time_ns = lambda: 86400 * 10**9"
#: Là où un espace réseau vide n'est pas permis : toute connexion, toute résolution de nom est une faute.
NO_SOCKET = "import socket\ndef refuse(*a, **k): raise AssertionError('le réseau est appelé')\nsocket.socket.connect = refuse\nsocket.getaddrinfo = refuse\n"


def isolated() -> list[str]:
    """De quoi lancer une commande sans aucune route ; vide si la machine ne le permet pas."""
    prefix = ["unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    if not shutil.which("unshare") or subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode:
        return []
    return prefix


def test_sans_reseau_et_avec_une_horloge_d_hier_le_site_est_le_meme(project: Path, small_sites: Sites, tmp_path: Path) -> None:
    """Rien ne vient du réseau, rien ne vient de l'heure : les mêmes octets, en 1970 comme aujourd'hui."""
    site = tmp_path / "sortie" / "site"
    command = [*isolated(), *site_build.command(site, "publique", project, NO_SOCKET + PAST)]
    done = subprocess.run(
        command, cwd=project, env=site_build.environment(None, (), {}), capture_output=True, text=True, timeout=site_build.TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert site_build.differences(site_build.tree(small_sites.publique), site_build.tree(site)) == []


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="monter un disque demande d'être administrateur")
def test_un_disque_plein_pendant_la_construction_est_dit(project: Path, tmp_path: Path) -> None:
    """Un vrai disque de deux mégaoctets : le site n'y tient pas, rien n'y reste."""
    disk = tmp_path / "disque"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("monter un disque n'est pas permis ici")
    try:
        outcome = site_build.build(disk / "site", project=project)
        assert (outcome.code, "Traceback" in outcome.text) == (1, False), outcome.text
        assert "La construction s'est arrêtée : le disque est plein. Rien n'a été publié." in outcome.text
        assert [path.name for path in disk.iterdir() if path.is_dir()] == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_sans_le_programme_de_recherche_la_construction_le_dit(project: Path, standing_site: Path) -> None:
    """Le site en place n'a pas bougé d'un octet."""
    before = site_build.tree(standing_site)
    patch = "import spaser.search as s, types\ns.sys = types.SimpleNamespace(executable='/nulle/part')"
    outcome = site_build.build(standing_site, project=project, patch=patch)
    assert (outcome.code, "Traceback" in outcome.text) == (1, False), outcome.text
    assert "L'index de recherche n'a pas pu être fait : le fichier ou le programme n'existe pas." in outcome.text
    assert site_build.differences(before, site_build.tree(standing_site)) == []
