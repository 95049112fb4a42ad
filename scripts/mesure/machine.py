"""Ce que l'on dit de la machine et des versions, pour qu'une mesure se relise."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("mkdocs", "mkdocs-material", "jinja2", "pydantic", "pagefind")


def described(hugo: Path) -> list[str]:
    """La machine, puis les versions."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return [
        f"{os.cpu_count()} cœurs {_processor()}, {memory:.0f} Gio, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, {versions}, {_hugo(hugo)}",
    ]


def load() -> str:
    """La charge des cinq dernières minutes."""
    return f"{os.getloadavg()[1]:.1f}".replace(".", ",")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _hugo(binary: Path) -> str:
    said = subprocess.run([str(binary), "version"], capture_output=True, text=True, check=True).stdout
    return said.partition("-")[0]
