"""Lance une commande et compte ce qu'elle coûte, processus qu'elle lance compris."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

#: Entre deux relevés de mémoire, en secondes : assez pour que relever ne coûte rien.
INTERVAL = 0.2
LAUNCH = Path(__file__).resolve().parent / "launch.py"
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class FailedError(Exception):
    """Une commande du banc a échoué : la mesure ne vaut rien."""


@dataclass(frozen=True)
class Run:
    """Un passage : secondes à l'horloge et de processeur, mémoire du plus gros processus, ce qui a été dit."""

    wall: float
    cpu: float
    largest: int
    text: str


@dataclass
class Result:
    """Un concurrent : ses passages, sa mémoire la plus haute, ses pages et ses octets."""

    name: str
    peak: int = 0
    pages: int = 0
    octets: int = 0
    runs: list[Run] = field(default_factory=list)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Lance une commande jusqu'à sa fin. Lève `FailedError` si elle échoue."""
    with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile("r") as counted:
        launched = [sys.executable, "-IS", str(LAUNCH), counted.name, *command]
        subprocess.run(launched, cwd=folder, env={**os.environ, **environment}, stdout=said, stderr=subprocess.STDOUT, check=True)
        wall, cpu, largest, code = counted.read().split()
        said.seek(0)
        text = said.read().decode(errors="replace")
    if int(code):
        raise FailedError(f"{' '.join(command)[:300]}\n{text[-3000:]}")
    return Run(float(wall), float(cpu), int(largest), text)


class Peak(threading.Thread):
    """Relève la mémoire des commandes lancées d'ici, pages partagées comptées une fois (PSS) ; garde le plus haut."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.highest = 0
        self._over = threading.Event()

    def run(self) -> None:
        """Relève jusqu'à la fin."""
        while not self._over.wait(INTERVAL):
            self.highest = max(self.highest, sum(map(_pss, _commands(os.getpid()))))

    def __enter__(self) -> Peak:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self.join()


def _commands(root: int) -> list[int]:
    """Les processus d'une commande ; le lanceur, né de `root`, n'en est pas."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit() and (parent := _parent(path.name)):
            children.setdefault(parent, []).append(int(path.name))
    found, waiting = [], children.get(root, [])
    while waiting:
        born = children.get(waiting.pop(), [])
        found += born
        waiting += born
    return found


def _parent(pid: str) -> int:
    try:
        return int(Path("/proc", pid, "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def _pss(pid: int) -> int:
    try:
        found = _PSS.search(Path("/proc", str(pid), "smaps_rollup").read_text(encoding="utf-8"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
