"""Des passages aux tableaux : médianes, rapports passage par passage, profil, buts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from mesure.contenders import BOTH, CHANGED, COLD, EMPTY, HUGO, HUGO_HTML, INTERNAL, MKDOCS, SAME, WARM
from mesure.processes import Result, Run

_STAGE = re.compile(r"(\w+) (-?[\d.]+) s \((-?[\d.]+)\)")
_PROFILE = re.compile(r"^Profil (.*?) : (.*)$", re.MULTILINE)
#: Comptés à part : les autres générateurs ne font ni exports ni index, ou les font autrement.
ASIDE = ("exports", "recherche")
Stages = dict[str, tuple[float, float]]
#: Ce que mesure un rapport : les secondes d'un passage.
Measure = Callable[[Run], float]


@dataclass(frozen=True)
class Target:
    """Un but : un rapport de deux concurrents, et son plafond."""

    name: str
    ours: str
    other: str
    most: float
    aside: bool = True


TARGETS = (
    Target("à froid / Hugo Markdown + YAML", COLD, HUGO, 0.40),
    Target("à froid / Hugo HTML + JSON", COLD, HUGO_HTML, 1.0),
    Target("lectures gardées / Hugo HTML + JSON", WARM, HUGO_HTML, 0.75),
    Target("à froid / MkDocs ordinaire", COLD, MKDOCS, 1 / 12),
    Target("une entrée changée / site vide", CHANGED, EMPTY, 2),
    Target("rien changé / site vide", SAME, EMPTY, 1.2, aside=False),
    Target("deux audiences / le site public seul", BOTH, COLD, 1.6, aside=False),
    Target("deux audiences / le site interne seul", BOTH, INTERNAL, 1.6, aside=False),
)


def stages(run: Run) -> dict[str, Stages]:
    """Le profil d'un passage : par commande ou par site, chaque étape, à l'horloge et de processeur."""
    return {name: {stage: (float(wall), float(cpu)) for stage, wall, cpu in _STAGE.findall(text)} for name, text in _PROFILE.findall(run.text)}


def wall(run: Run) -> float:
    """Les secondes à l'horloge."""
    return run.wall


def cpu(run: Run) -> float:
    """Les secondes de processeur."""
    return run.cpu


def wall_alone(run: Run) -> float:
    """À l'horloge, sans ce qu'on y attend des exports et de la recherche, qui courent à côté du reste."""
    return run.wall - _aside(run, 0)


def cpu_alone(run: Run) -> float:
    """De processeur, sans exports ni recherche."""
    return run.cpu - _aside(run, 1)


def _aside(run: Run, rank: int) -> float:
    """Le temps mis à part ; deux sites se bâtissent ensemble, seul le plus long compte à l'horloge."""
    found = [sum(site[stage][rank] for stage in ASIDE if stage in site) for site in stages(run).values()]
    return (sum(found) if rank else max(found)) if found else 0.0


def ratio(ours: Result, other: Result, measure: Measure) -> float:
    """La médiane des rapports, passage par passage : la machine peut ralentir sans la fausser."""
    return median(measure(mine) / measure(its) for mine, its in zip(ours.runs, other.runs, strict=False))


def rows(results: Iterable[Result]) -> list[list[str]]:
    """Une ligne par concurrent."""
    made = []
    for result in results:
        walls = [run.wall for run in result.runs]
        alone = [median(map(measure, result.runs)) for measure in (wall_alone, cpu_alone)]
        profiled = any(stages(run) for run in result.runs)
        made.append(
            [
                result.name,
                f"{seconds(median(walls))} ({seconds(min(walls))} à {seconds(max(walls))})",
                seconds(median(run.cpu for run in result.runs)),
                " ; ".join(map(seconds, alone)) if profiled else "",
                mib(result.peak),
                mib(max(run.largest for run in result.runs)),
                str(result.pages),
                mib(result.octets),
                str(len(result.runs)),
            ]
        )
    return made


def targets(found: dict[str, Result]) -> list[list[str]]:
    """Une ligne par but : à l'horloge et au processeur, entier et sans exports ni recherche."""
    made = []
    for target in TARGETS:
        pair = found[target.ours], found[target.other]
        whole = [ratio(*pair, measure) for measure in (wall, cpu)]
        alone = [ratio(*pair, measure) for measure in (wall_alone, cpu_alone)] if target.aside else []
        held = (alone or whole)[0] <= target.most
        made.append([target.name, f"≤ {number(target.most)}", _two(whole), _two(alone), "tenu" if held else "non tenu"])
    memory = [found[COLD].peak / found[name].peak for name in (HUGO, HUGO_HTML)]
    made.append(["mémoire / Hugo (Markdown ; HTML)", "≤ 0,40 à L", _two(memory), "", "tenu" if max(memory) <= 0.4 else "non tenu"])
    return made


def profile(result: Result) -> list[list[str]]:
    """Une ligne par étape du passage médian, de la plus longue à la plus courte ; la part est celle du processeur."""
    typical = sorted(result.runs, key=cpu)[(len(result.runs) - 1) // 2]
    lines = {(stage, place): spent for place, found in stages(typical).items() for stage, spent in found.items()}
    if len({place for _, place in lines}) <= 2:  # deux sites se bâtissent ensemble : leurs temps ne s'ajoutent pas
        walls, cpus = zip(*lines.values(), strict=True)
        lines["démarrage et reste", "tout"] = typical.wall - sum(walls), typical.cpu - sum(cpus)
    ordered = sorted(lines.items(), key=lambda item: -item[1][1])
    return [[stage, place, seconds(spent[0]), seconds(spent[1]), f"{100 * spent[1] / typical.cpu:.0f}\u00a0%"] for (stage, place), spent in ordered]


def table(head: list[str], lines: Iterable[list[str]]) -> str:
    """Un tableau Markdown."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *lines])


def seconds(value: float) -> str:
    """« 1,83 »."""
    return f"{value:.2f}".replace(".", ",")


def number(value: float) -> str:
    """« 0,083 »."""
    return f"{value:.3g}".replace(".", ",")


def mib(octets: float) -> str:
    """Des Mio."""
    return f"{octets / 2**20:.0f}"


def _two(values: list[float]) -> str:
    return " ; ".join(map(number, values))
