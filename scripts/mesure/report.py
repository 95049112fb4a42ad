"""Écrit le chapitre d'une taille, et le met à sa place dans la page des mesures."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

from mesure import results
from mesure.contenders import BOTH, CHANGED, COLD, SAME
from mesure.processes import Result

HEAD = """# Mesures

Écrit par `make bench` (`make bench TAILLE=S` pour une autre taille) ; ne pas corriger à la main.
Les temps sont ceux d'une machine partagée : ce sont les rapports, pris tour par tour, qui comptent.
« Mémoire » : la plus haute de tous les processus ensemble, puis le plus gros processus.
« À part » : sans les exports ni l'index de recherche, que Hugo ne fait pas ; horloge (moins ce que la construction en attend), puis processeur.
Le profil est celui des étapes que `spaser construire --profil` compte, chacune sans celles qu'elle contient.
"""
COLUMNS = ["", "horloge, s", "processeur, s", "à part, s", "mémoire, Mio", "plus gros, Mio", "pages", "écrit, Mio", "passages"]
_CHAPTER = re.compile(r"^## Taille (\w+)", re.MULTILINE)


def chapter(size: str, day: date, facts: list[str], found: list[Result], *, faithful: bool) -> str:
    """Le chapitre d'une taille."""
    named = {result.name: result for result in found}
    same = "identique, octet pour octet, à une construction à neuf" if faithful else "DIFFÉRENT d'une construction à neuf"
    parts = [
        f"## Taille {size}, le {day:%d/%m/%Y}",
        "\n".join(f"- {fact}" for fact in [*facts, f"le site dont une intention a changé est {same}"]),
        results.table(COLUMNS, results.rows(found)),
        results.table(["rapport", "but", "entier (horloge ; processeur)", "à part (horloge ; processeur)", "verdict"], results.targets(named)),
    ]
    for name in (COLD, CHANGED, SAME, BOTH):
        parts += [f"Profil : {name}", results.table(["étape", "où", "horloge, s", "processeur, s", "part"], results.profile(named[name]))]
    return "\n\n".join(parts) + "\n"


def store(path: Path, size: str, text: str) -> None:
    """Met un chapitre à la place de celui de la même taille, sinon à la fin."""
    old = path.read_text(encoding="utf-8") if path.exists() else HEAD
    starts = [*(found.start() for found in _CHAPTER.finditer(old)), len(old)]
    chapters = {_CHAPTER.match(part)[1]: part for part in (old[a:b] for a, b in pairwise(starts))}  # type: ignore[index]
    chapters[size] = text
    path.write_text("\n".join([HEAD, *(part.strip() + "\n" for part in chapters.values())]), encoding="utf-8")


def tree(site: Path) -> dict[str, str]:
    """L'empreinte de chaque fichier d'un site."""
    return {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in site.rglob("*") if path.is_file()}
