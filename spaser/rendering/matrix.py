"""La matrice d'un volet, thème × phase : un dessin fait à la construction, et le tableau qui le double.

Le dessin a la largeur d'un téléphone et s'agrandit avec la page : ses textes restent lisibles à 390 pixels comme sur une feuille A3.
"""

from __future__ import annotations

from collections import Counter

from spaser import operations
from spaser.model import ThemeEco
from spaser.publication import Edition
from spaser.rendering.typography import count
from spaser.rendering.views.common import View
from spaser.rendering.views.exigence import theme_url

#: En unités du dessin : sa largeur, la hauteur d'un thème (son nom, puis ses cases), celle des cases, celle des noms de phases.
WIDTH, BAND, NAME, CELL, HEAD = 358, 46, 18, 24, 20
#: Où se pose un texte sous le haut de sa bande, et la demi-largeur d'un chiffre.
BASE, DIGIT = 13, 3.6
#: Les teintes, de la plus claire à la plus soutenue : la part du plus grand nombre que chacune n'atteint pas.
SHADES = (0.25, 0.5, 0.75, 1.01)


def matrix(edition: Edition, volet: str) -> View:
    """La matrice d'un volet : les traits du dessin, les lignes du tableau, la phrase qui la résume."""
    phases = [line.code for line in edition.codes["phases"].lignes]
    found = [(theme, steps(theme)) for theme in operations.themes(edition, volet)]
    highest = max((number for _, counts in found for number in counts.values()), default=1)
    return {
        "code": volet,
        "volet": edition.label("volets", volet),
        "largeur": WIDTH,
        "hauteur": HEAD + BAND * len(found),
        "phases": [{"code": code, "x": _middle(rank, phases)} for rank, code in enumerate(phases)],
        "bandes": [_band(rank, theme, counts, phases, edition) for rank, (theme, counts) in enumerate(found)],
        "teintes": _shades([counts for _, counts in found], phases, highest),
        "themes": [_row(theme, counts, phases, edition) for theme, counts in found],
        "total": count(sum(len(operations.in_force(theme)) for theme, _ in found), "exigence"),
    }


def steps(theme: ThemeEco) -> Counter[str]:
    """Le nombre d'exigences d'un thème que l'on prouve à chaque phase."""
    return Counter(step.phase for entry in operations.in_force(theme) for step in entry.phases)


def _middle(rank: int, phases: list[str]) -> float:
    return round(WIDTH / len(phases) * (rank + 0.5), 1)


def _band(rank: int, theme: ThemeEco, counts: Counter[str], phases: list[str], edition: Edition) -> View:
    """Un thème du dessin : son nom, et ses nombres en un seul texte, chaque chiffre à sa place."""
    top = HEAD + BAND * rank
    said, places = "", []
    for place, phase in enumerate(phases):
        digits = str(counts[phase]) if counts[phase] else ""
        start = _middle(place, phases) - DIGIT * (len(digits) - 1)
        places += [f"{start + 2 * DIGIT * step:.1f}" for step in range(len(digits))]
        said += digits
    return {"nom": edition.label("themes", theme.theme), "y": top + BASE, "nombres": said, "x": " ".join(places), "y_nombres": top + NAME + CELL / 2 + 4.5}


def _shades(found: list[Counter[str]], phases: list[str], highest: int) -> list[View]:
    """Les cases de chaque teinte, en un seul trait."""
    drawn: dict[int, list[str]] = {level: [] for level in range(len(SHADES))}
    width = WIDTH / len(phases)
    for rank, counts in enumerate(found):
        for place, phase in enumerate(phases):
            if counts[phase]:
                level = next(level for level, bound in enumerate(SHADES) if counts[phase] / highest < bound)
                drawn[level].append(f"M{width * place + 1:.1f} {HEAD + BAND * rank + NAME}h{width - 2:.1f}v{CELL}h-{width - 2:.1f}z")
    return [{"rang": level + 1, "trait": "".join(paths)} for level, paths in drawn.items() if paths]


def _row(theme: ThemeEco, counts: Counter[str], phases: list[str], edition: Edition) -> View:
    return {
        "nom": edition.label("themes", theme.theme),
        "url": theme_url(theme),
        "nombre": len(operations.in_force(theme)),
        "phases": ", ".join(f"{phase}\u00a0{counts[phase]}" for phase in phases if counts[phase]),
    }
