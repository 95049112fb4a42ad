"""Les fautes de la machine pendant une construction : dites en français, sans trace d'exécution, et le site en place reste entier."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import site_build
from site_build import Sites

PAST = "import time\ntime.time = lambda: 86400.0\ntime.time_ns = lambda: 86400 * 10**9"
#: Là où un espace réseau vide n'est pas permis : toute connexion, toute résolution de nom est une faute.
NO_SOCKET = "import socket\ndef refuse(*a, **k): raise AssertionError('le réseau est appelé')\nsocket.socket.connect = refuse\nsocket.getaddrinfo = refuse\n"
#: Une construction qui attend, au milieu, qu'on lui dise de continuer.
WAIT = """
import pathlib, time, spaser.filling as f
real = f.Filling._extras
def slow(self):
    pathlib.Path({begun!r}).touch()
    while not pathlib.Path({go!r}).exists():
        time.sleep(0.02)
    return real(self)
f.Filling._extras = slow
"""


def test_sans_reseau_et_avec_une_horloge_d_hier_le_site_est_le_meme(project: Path, small_sites: Sites, tmp_path: Path) -> None:
    """Rien ne vient du réseau, rien ne vient de l'heure : les mêmes octets, en 1970 comme aujourd'hui."""
    network = site_build.isolated("--net", *([] if os.geteuid() == 0 else ["--map-root-user"]))
    site = site_build.must_build(tmp_path / "sortie" / "site", project=project, prefix=network, patch=NO_SOCKET + PAST)
    assert site_build.differences(site_build.tree(small_sites.publique), site_build.tree(site)) == []


def test_deux_constructions_a_la_fois_ne_se_melangent_pas(project: Path, standing_site: Path, small_sites: Sites, tmp_path: Path) -> None:
    """Deux vraies constructions du même dossier : la seconde est refusée par une phrase, la première finit comme si elle était seule."""
    begun, go = tmp_path / "commencé", tmp_path / "continuer"
    env = site_build.environment(None, (), {})
    with subprocess.Popen(site_build.command(standing_site, "publique", project, WAIT.format(begun=str(begun), go=str(go))), cwd=project, env=env) as first:
        while not begun.exists() and first.poll() is None:
            time.sleep(0.05)
        second = site_build.build(standing_site, project=project)
        go.touch()
    assert (second.code, "Traceback" in second.text) == (1, False), second.text
    assert f"Une autre construction écrit déjà dans {standing_site}. Attendre qu'elle finisse." in second.text
    assert first.returncode == 0
    assert site_build.differences(site_build.tree(small_sites.publique), site_build.tree(standing_site)) == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Monte pour de bon un petit disque, avec ses options."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("monter un disque demande d'être administrateur")
    folder = tmp_path / "disque"
    folder.mkdir()

    def mount(options: str) -> Path:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False, capture_output=True).returncode:
            pytest.skip("monter un disque n'est pas permis ici")
        return folder

    yield mount
    subprocess.run(["umount", str(folder)], check=False, capture_output=True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("size=2m", "La construction s'est arrêtée : le disque est plein. Rien n'a été publié."),
        ("size=2m,ro", "ne peut pas être écrit : le dossier est en lecture seule."),
    ],
    ids=["plein", "fermé"],
)
def test_un_disque_plein_ou_ferme_pendant_la_construction_est_dit(options: str, sentence: str, project: Path, disk: Callable[[str], Path]) -> None:
    """Un vrai disque de deux mégaoctets : le site n'y tient pas, ou rien ne s'y écrit ; rien n'y reste."""
    folder = disk(options)
    outcome = site_build.build(folder / "site", project=project)
    assert (outcome.code, "Traceback" in outcome.text) == (1, False), outcome.text
    assert sentence in outcome.text
    assert [path.name for path in folder.iterdir() if path.is_dir()] == []


def test_sans_le_programme_de_recherche_la_construction_le_dit(project: Path, standing_site: Path, tmp_path: Path) -> None:
    """Le paquet est là, son programme non, et une page a changé : l'index gardé en mémoire ne sert pas. Le site en place n'a pas bougé d'un octet."""
    before, shadow = site_build.tree(standing_site), tmp_path / "ombre"
    with (project / "docs/aide.md").open("a", encoding="utf-8") as page:
        page.write(f"\nUne phrase que seule cette construction a lue : {tmp_path.name}.\n")
    shadow.mkdir()
    for name in ("pagefind_bin", "pagefind_bin_extended"):
        (shadow / f"{name}.py").write_text("raise ImportError(__name__)\n", encoding="utf-8")
    env = {"PYTHONPATH": os.pathsep.join(filter(None, [str(shadow), os.environ.get("PYTHONPATH", "")])), "PATH": "/usr/bin:/bin"}
    outcome = site_build.build(standing_site, project=project, env=env)
    assert (outcome.code, "Traceback" in outcome.text) == (1, False), outcome.text
    assert "L'index de recherche n'a pas pu être fait : le programme Pagefind manque. Le réinstaller : make propre, puis make site." in outcome.text
    assert site_build.differences(before, site_build.tree(standing_site)) == []
