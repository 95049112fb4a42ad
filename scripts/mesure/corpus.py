"""Mesure le corpus hostile : lance la vraie commande sur chaque cas, et dit les plus lents et les plus gros.

Usage : .venv/bin/python scripts/mesure/corpus.py [début du nom des cas]
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "code")]

import hostile  # noqa: E402
import test_annuaires_bornes  # noqa: E402
import test_import_bornes  # noqa: E402
import test_lecture  # noqa: E402

PLACE = "referentials/fournisseurs/essai.yml"
VERIFY = ("verifier",)
#: Lance la commande, et dit le plus de mémoire qu'elle a prise : `wait4` compterait aussi celle du processus qui la lance.
START = """
import atexit, os
from spaser.cli import main
atexit.register(lambda: os.write(3, next(line.split()[1] for line in open("/proc/self/status", "rb") if line.startswith(b"VmHWM"))))
main()
"""


def cases() -> Iterator[tuple[str, str, bytes, tuple[str, ...]]]:
    """Le nom, le fichier, son contenu et la commande de chaque cas."""
    for name, text in hostile.FICHIERS.items():
        yield f"fichier {name}", PLACE, text if isinstance(text, bytes) else text.encode(), VERIFY
    for name, (text, *_) in test_lecture.HOSTILE.items():
        yield f"lecture {name}", PLACE, text if isinstance(text, bytes) else text.encode(), VERIFY
    for (field, value), line in hostile.CHAMPS.items():
        yield f"champ {field} {value[:20]!r}", PLACE, f"{test_lecture.GOOD}{line}\n".encode(), VERIFY
    for name, file in hostile.NOMS.items():
        yield f"nom {name}", f"referentials/fournisseurs/{file}", test_lecture.GOOD.encode(), VERIFY
    for name, content in hostile.CONTOURS.items():
        yield f"contours {name}", "referentials/territoire/essai.geojson", content, VERIFY
    for name, (make, _) in test_import_bornes.HOSTILES.items():
        yield f"classeur {name}", name, make(), ("importer", "intentions", name, "--annee", "2027")
    for name, (source, make, _) in test_annuaires_bornes.HOSTILES.items():
        yield f"annuaire {name}", name, make(), ("importer", "fournisseurs", name, "--source", source, "--oui")


def environment(cache: str) -> dict[str, str]:
    """L'environnement d'un cas : le programme y est compilé une fois, comme chez qui l'a déjà lancé."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": cache}


def run(path: str, content: bytes, command: tuple[str, ...], cache: str) -> tuple[int, float, float]:
    """Le code de sortie, les secondes de processeur et les mégaoctets d'une commande sur un cas."""
    with tempfile.TemporaryDirectory(prefix="spaser-corpus-") as folder:
        shutil.copytree(ROOT / "tests/fixtures/minimal", Path(folder) / "referentials")
        (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
        (Path(folder) / path).write_bytes(content)
        told, tell = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.chdir(folder)
            os.dup2(tell, 3)
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            os.execve(sys.executable, [sys.executable, "-c", START, *command], environment(cache))  # noqa: S606
        os.close(tell)
        _, status, usage = os.wait4(pid, 0)
        peak = int(os.read(told, 100) or 0)
        os.close(told)
    return os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, peak / 1024


def main() -> None:
    """Écrit un tableau : code, secondes de processeur, mégaoctets."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    start, found = time.monotonic(), [case for case in cases() if case[0].startswith(wanted)]
    with tempfile.TemporaryDirectory(prefix="spaser-corpus-") as cache:
        for command in {case[3][:2]: case for case in found}.values():
            run(*command[1:], cache)
        rows = [(*run(path, content, command, cache), name) for name, path, content, command in found]
    bad = [row for row in rows if row[0] != 1]
    print(f"{len(rows)} cas en {time.monotonic() - start:.0f} s ; {len(bad)} qui ne finissent pas par 1")
    for row in bad:
        print(f"  code {row[0]} : {row[3]}")
    for title, rank, unit in (("Les plus lents", 1, "s de processeur"), ("Les plus gros", 2, "Mo")):
        print(title)
        for row in sorted(rows, key=lambda row: -float(row[rank]))[:5]:
            print(f"  {row[rank]:.2f} {unit} : {row[3]}")


if __name__ == "__main__":
    main()
