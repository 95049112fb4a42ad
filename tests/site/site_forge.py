"""Un processus où MkDocs et le produit sont déjà chargés, et qui se dédouble à chaque commande : charger coûte plus cher que bâtir un petit site.

Chaque commande a donc son propre processus, que l'on peut tuer, et ne sait rien des tests ni des commandes d'avant.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TIMEOUT = 180
#: Ce que fait ce processus : une ligne par commande, une ligne par code de sortie.
LOOP = f"""
import json, os, signal, sys, traceback
import mkdocs.__main__, mkdocs.commands.build, mkdocs_macros.plugin, material, rich.progress, spaser.cli, spaser.commands.construction, spaser.commands.resume, spaser.plugin

def obey(order):
    out = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1), os.dup2(out, 2)
    os.chdir(order["cwd"])
    os.environ.clear(), os.environ.update(order["env"])
    signal.alarm({TIMEOUT})
    sys.argv = order["command"]
    exec(order["patch"], {{"__name__": "__main__"}})
    mkdocs.__main__.cli() if sys.argv[0] == "mkdocs" else spaser.cli.main()

for line in sys.stdin:
    pid = os.fork()
    if not pid:
        code = 1
        try:
            obey(json.loads(line))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


@cache
def _forge() -> subprocess.Popen[str]:
    """Le processus, un par processus de test, prêt à la première commande."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    process = subprocess.Popen([sys.executable, "-c", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    atexit.register(_close, process)
    return process


def _close(process: subprocess.Popen[str]) -> None:
    assert process.stdin and process.stdout
    process.stdin.close()
    process.stdout.close()
    process.wait()


def run(command: list[str], cwd: Path, env: Mapping[str, str], patch: str = "") -> tuple[int, str]:
    """Le code de sortie d'une commande (« mkdocs » ou « spaser »), et tout ce qu'elle a écrit ; `patch` est du Python exécuté avant elle."""
    process = _forge()
    assert process.stdin and process.stdout
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        order = {"command": command, "cwd": str(cwd), "env": dict(env), "patch": patch, "log": log.name}
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()
        code = int(process.stdout.readline())
        return code, log.read()
