"""Ce que pèse une page telle qu'un navigateur l'ouvre : éléments, requêtes, octets compressés, ecoindex."""

from __future__ import annotations

import gzip
import posixpath
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml
from site_html import Page, is_internal

#: Les déciles publiés de l'ecoindex (cnumr/ecoindex_reference) : éléments, requêtes, Ko.
DOM = (0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601)
REQUESTS = (0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920)
SIZE = (
    *(0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32),
    *(1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26),
)
#: Un import écrit en tête d'un module : le navigateur va le chercher aussitôt ; `import(…)` attend un geste.
_IMPORT = re.compile(r"""^(?:import|export)\b[^;"'()=]*?(?:\bfrom\s*)?["'](\.[^"']+)["']""", re.MULTILINE)


def ecoindex(elements: int, requests: int, kilo: float) -> float:
    """L'ecoindex d'une page, de 0 à 100 : les éléments comptent pour trois, les requêtes pour deux, le poids pour un."""
    return 100 - 5 * (3 * _rank(DOM, elements) + 2 * _rank(REQUESTS, requests) + _rank(SIZE, kilo)) / 6


def _rank(steps: tuple[float, ...], value: float) -> float:
    for rank, (low, high) in enumerate(pairwise(steps)):
        if value < high:
            return rank + (value - low) / (high - low)
    return len(steps) - 1


@dataclass(frozen=True)
class Weight:
    """Ce que pèse une page."""

    elements: int
    requests: int
    kilo: float

    @property
    def ecoindex(self) -> float:
        """L'ecoindex de la page."""
        return ecoindex(self.elements, self.requests, self.kilo)


def weigh(site: Path, page: Page) -> Weight:
    """Le poids d'une page : elle-même, ses styles, ses modules et leurs imports, ses images."""
    found = {page.path}
    for node in page.root.all("link", "script", "img"):
        href = node.attrs.get("src") or (node.attrs["href"] if node.attrs.get("rel") in ("stylesheet", "icon") else "")
        if href and is_internal(href):
            path = page.resolve(href)[0]
            found |= {path, *(imports(site, path) if path.endswith(".js") else ())}
    return Weight(sum(1 for _ in page.root.all()), len(found), sum(compressed(site / path) for path in found) / 1024)


@cache
def imports(site: Path, path: str) -> frozenset[str]:
    """Les modules qu'un module charge en s'ouvrant, et les leurs."""
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        here = waiting.pop()
        for target in _IMPORT.findall((site / here).read_text(encoding="utf-8")):
            near = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
            if near not in seen:
                seen.add(near)
                waiting.append(near)
    return frozenset(seen)


@cache
def compressed(path: Path) -> int:
    """Le poids d'un fichier une fois compressé."""
    return len(gzip.compress(path.read_bytes(), 6))


@dataclass(frozen=True)
class Budget:
    """Ce qu'une sorte de page peut peser."""

    name: str
    pattern: re.Pattern[str]
    elements: int
    requests: int
    kilo: int
    ecoindex: int
    internal: int

    def faults(self, weight: Weight, audience: str) -> list[str]:
        """Ce qui dépasse, en mots."""
        internal = audience == "interne"
        bounds = (
            (weight.elements, self.internal if internal else self.elements, "éléments"),
            (weight.requests, self.requests + internal, "requêtes"),
            (round(weight.kilo), self.kilo, "Ko"),
        )
        over = [f"{value} {unit}, {bound} au plus" for value, bound, unit in bounds if value > bound]
        light = [f"ecoindex {weight.ecoindex:.1f}, plus de {self.ecoindex} attendu"] if weight.ecoindex <= self.ecoindex else []
        return over + light


def budgets(families: set[str], entries: set[str]) -> list[Budget]:
    """Les budgets du dépôt ; `@famille@` et `@entree@` y tiennent lieu des identifiants publiés."""
    data = yaml.safe_load((Path(__file__).parent / "budgets.yml").read_text(encoding="utf-8"))["sortes"]
    names = {"@famille@": families, "@entree@": entries}
    found = []
    for name, said in data.items():
        pattern = said["motif"]
        for token, known in names.items():
            pattern = pattern.replace(token, f"(?:{'|'.join(map(re.escape, sorted(known)))})")
        allowed = said.get("interne", said["elements"] + 40)
        found.append(Budget(name, re.compile(pattern), said["elements"], said["requetes"], said["ko"], said["ecoindex"], allowed))
    return found
