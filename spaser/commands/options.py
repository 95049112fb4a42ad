"""Les options que les commandes partagent ; ce module n'importe rien de lourd."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


class OrdinaryFile(click.Path):
    """Un fichier que l'on peut lire en entier : un tuyau ou un périphérique ne finirait jamais."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Le chemin, s'il mène à un fichier ordinaire."""
        path = Path(str(super().convert(value, param, ctx)))
        return path if path.is_file() else self.fail(f"« {value} » n'est pas un fichier ordinaire.", param, ctx)


ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = OrdinaryFile(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
DATA = click.option("--referentiels", type=FOLDER, default="referentials", help="Dossier des référentiels.")
OVERLAYS = click.option("--surcouche", "surcouches", type=FOLDER, multiple=True, help="Dossier de données internes à ajouter.")
YEAR = click.IntRange(2000, 2100)
YES = click.option("--oui", "yes", is_flag=True, help="Écrit ; sans elle, la commande dit ce qu'elle ferait.")
DAY = click.option("--le", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date à inscrire, AAAA-MM-JJ ; aujourd'hui par défaut.")
