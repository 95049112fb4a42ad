"""Les couleurs choisies restent lisibles : contraste d'au moins 4,5 avec leurs fonds (RGAA 4.1, critère 3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem

#: Les fonds clairs et sombres du thème, ceux de `theme/assets/css/jetons.css`.
SURFACES = {"primaire": ("#ffffff", "#f7f5f0"), "primaire_fort": ("#ffffff", "#f7f5f0"), "primaire_sombre": ("#12181d", "#1b242b")}
MINIMUM = 4.5


def check(corpus: Corpus) -> Iterator[Problem]:
    """Calcule le contraste de chaque couleur avec chacun de ses fonds."""
    for name, surfaces in SURFACES.items() if corpus.settings else ():
        assert corpus.settings is not None
        colour = getattr(corpus.settings.entry.couleurs, name)
        worst = min(contrast(colour, surface) for surface in surfaces)
        if worst < MINIMUM:
            message = f"le contraste de {colour} est de {worst:.1f}, au moins {MINIMUM} est attendu".replace(".", ",")
            direction = "plus claire" if name == "primaire_sombre" else "plus foncée"
            yield problem(corpus.settings, ("couleurs", name), message, f"choisir une couleur {direction}", kind="couleurs")


def contrast(first: str, second: str) -> float:
    """Le rapport de contraste de deux couleurs « #rrvvbb », de 1 à 21 (WCAG 2.1, § 1.4.3)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
