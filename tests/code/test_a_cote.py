"""Un travail fait à côté rend ce qu'il rendrait sur place, et son échec se dit."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spaser import beside

#: Un processus à part : ceux des tests ont des fils d'exécution, et ne se dédoublent pas.
START = "import os, signal\nfrom spaser import beside\nbeside.cores = lambda: {cores}\n"


def _run(cores, script):
    done = subprocess.run([sys.executable, "-c", START.format(cores=cores) + script], capture_output=True, text=True, check=False, timeout=60)
    return done.stdout.split(), done.returncode, done.stderr


@pytest.mark.parametrize(("cores", "elsewhere"), [(1, "False"), (2, "True")])
def test_le_resultat_est_le_meme_a_cote_ou_sur_place(cores, elsewhere):
    script = "here = os.getpid()\nwait = beside.begin(lambda: (6 * 7, os.getpid()))\nprint(wait()[0], wait() == wait(), wait()[1] != here)"
    assert _run(cores, script)[:2] == (["42", "True", elsewhere], 0)


@pytest.mark.parametrize("cores", [1, 2])
def test_un_echec_a_cote_se_leve_quand_on_attend(cores):
    script = "wait = beside.begin(lambda: {}['x'])\nprint('avance')\ntry:\n    wait()\nexcept KeyError as error:\n    print(error)"
    assert _run(cores, script)[:2] == (["avance", "'x'"], 0)


def test_un_processus_tue_se_dit():
    script = "wait = beside.begin(lambda: os.kill(os.getpid(), signal.SIGKILL))\ntry:\n    wait()\nexcept OSError as error:\n"
    said, code, _ = _run(2, script + "    from spaser.problems import reason\n    print(reason(error))")
    assert (" ".join(said), code) == ("un de ses processus a été interrompu", 0)


def test_qui_n_attend_plus_ne_laisse_ni_processus_ni_trace():
    script = "import multiprocessing, time\nbeside.begin(lambda: time.sleep(60))\nprint(multiprocessing.active_children()[0].pid)"
    (pid,), code, errors = _run(2, script)
    assert (code, errors, Path("/proc", pid).exists()) == (0, "", False)


def test_un_travail_arrete_ne_dure_pas():
    script = "import multiprocessing, time\nwork = beside.begin(lambda: time.sleep(60))\nwork.stop()\nwork.stop()\nprint(multiprocessing.active_children())"
    assert _run(2, script)[:2] == (["[]"], 0)


def test_qui_est_tue_ne_laisse_pas_de_processus_qui_l_attende():
    """Le résultat est plus gros que ce qu'un tuyau retient : l'écrire attendrait un lecteur."""
    script = "import multiprocessing\nbeside.begin(lambda: bytes(10_000_000))\nprint(multiprocessing.active_children()[0].pid, flush=True)\n"
    (pid,), code, _ = _run(2, script + "os.kill(os.getpid(), signal.SIGKILL)")
    deadline = time.monotonic() + 20
    while _works(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (code, _works(pid)) == (-9, False)


def _works(pid):
    """Faux aussi pour un processus fini que personne n'a relevé."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_un_processus_qui_a_des_fils_ne_se_dedouble_pas(monkeypatch):
    monkeypatch.setattr(beside.threading, "active_count", lambda: 2)
    monkeypatch.setattr(beside, "cores", lambda: 2)
    assert beside.begin(os.getpid)() == os.getpid()
