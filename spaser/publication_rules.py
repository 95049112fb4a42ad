"""Dit si un champ, à son chemin, est lisible par tous : il l'est si tous les groupes qui le contiennent le sont."""

from __future__ import annotations

from spaser.model.base import Modele
from spaser.model.walk import Step, champs


def public_paths(model: type[Modele], path: tuple[Step, ...]) -> bool:
    """Vrai si chaque étape nommée du chemin est un champ public."""
    current: type[Modele] | None = model
    for step in path:
        if isinstance(step, int) or current is None:
            continue
        champ = next(champ for champ in champs(current) if champ.name == step)
        if champ.audience == "interne":
            return False
        current = champ.sub
    return True
