"""Construit des sites pour les tests, et les compare octet par octet."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import site_forge

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {"publique": "mkdocs.yml", "interne": "mkdocs.interne.yml"}
PARTS = ("docs", "theme", "macros", "referentials", "mkdocs.yml", "mkdocs.interne.yml")
TIMEOUT = site_forge.TIMEOUT


@dataclass(frozen=True)
class Outcome:
    """Ce qu'une construction a rendu : son code de sortie et tout ce qu'elle a écrit à l'écran."""

    code: int
    text: str


@dataclass(frozen=True)
class Sites:
    """Les deux sites finis d'un même dépôt ; à lire, jamais à changer."""

    publique: Path
    interne: Path

    def __getitem__(self, audience: str) -> Path:
        return self.publique if audience == "publique" else self.interne


def command(site: Path, audience: str, project: Path, patch: str) -> list[str]:
    """La commande d'une construction ; `patch` est du Python exécuté avant, dans le même processus."""
    start = ["-c", f"{patch}\nfrom mkdocs.__main__ import cli\ncli()"] if patch else ["-m", "mkdocs"]
    return [sys.executable, *start, "build", "-f", str(project / SETTINGS[audience]), "-d", str(site)]


def environment(referentials: Path | None, overlays: tuple[Path, ...], extra: Mapping[str, str]) -> dict[str, str]:
    """L'environnement d'une construction : celui du test, sans les réglages du produit qu'il pourrait porter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SPASER_", "SOURCE_DATE_EPOCH"))}
    kept |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    if referentials:
        kept["SPASER_REFERENTIELS"] = str(referentials)
    if overlays:
        kept["SPASER_SURCOUCHES"] = os.pathsep.join(map(str, overlays))
    return kept | dict(extra)


def isolated(*options: str) -> tuple[str, ...]:
    """De quoi lancer une commande à part (`--net` : sans aucune route, `--user` : sous un autre utilisateur) ; vide si la machine ne le permet pas."""
    prefix = ("unshare", *options)
    allowed = shutil.which("unshare") and subprocess.run([*prefix, "true"], check=False, capture_output=True).returncode == 0
    return prefix if allowed else ()


def build(
    site: Path,
    audience: str = "publique",
    *,
    project: Path = ROOT,
    referentials: Path | None = None,
    overlays: tuple[Path, ...] = (),
    env: Mapping[str, str] | None = None,
    prefix: tuple[str, ...] = (),
    patch: str = "",
) -> Outcome:
    """Construit un site dans `site` et rend ce qui s'est passé ; ne lève rien si la construction échoue.

    `env`, `prefix` : d'autres réglages de la machine, ou de quoi l'isoler ; la construction a alors un Python à elle.
    """
    if not env and not prefix:
        return Outcome(*site_forge.run(command(site, audience, project, "")[2:], project, environment(referentials, overlays, {}), patch))
    done = subprocess.run(
        [*prefix, *command(site, audience, project, patch)],
        cwd=project,
        env=environment(referentials, overlays, env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIMEOUT,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(errors="replace"))


def construct(*arguments: str | Path, patch: str = "") -> Outcome:
    """Lance `spaser construire` ; `patch` est du Python exécuté avant, dans le même processus."""
    return Outcome(*site_forge.run(["spaser", "construire", *map(str, arguments)], ROOT, environment(None, (), {}), patch))


def must_build(site: Path, audience: str = "publique", **options: object) -> Path:
    """Construit un site ; le test échoue avec le texte de la construction si elle échoue."""
    outcome = build(site, audience, **options)  # type: ignore[arg-type]
    assert outcome.code == 0, f"la construction du site « {audience} » a échoué :\n{outcome.text}"
    return site


def copy_project(folder: Path, origin: Path = ROOT) -> Path:
    """Une copie d'un projet à modifier : pages, thème, macros, référentiels et réglages."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = origin / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / part)
    return folder


def tree(site: Path) -> dict[str, str]:
    """Chaque fichier d'un site, par chemin relatif, avec l'empreinte SHA-256 de ses octets."""
    files = (path for path in sorted(site.rglob("*")) if path.is_file() or path.is_symlink())
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Ce qui distingue deux arbres : fichiers en trop, en moins, changés ; vide s'ils sont identiques."""
    gone = [f"{path} : absent du second" for path in sorted(before.keys() - after.keys())]
    new = [f"{path} : absent du premier" for path in sorted(after.keys() - before.keys())]
    changed = [f"{path} : octets différents" for path in sorted(before.keys() & after.keys()) if before[path] != after[path]]
    return gone + new + changed
