"""Un défaut d’un site fini."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """Un fichier du site et ce qui ne va pas ; le message ne cite jamais la valeur trouvée, que le journal d’une chaîne publierait."""

    file: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} : {self.message}"
