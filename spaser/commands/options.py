"""Les options que les commandes partagent ; ce module n'importe rien de lourd."""

from __future__ import annotations

from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)
DATA = click.option("--referentiels", type=FOLDER, default="referentials", help="Dossier des référentiels.")
OVERLAYS = click.option("--surcouche", "surcouches", type=FOLDER, multiple=True, help="Dossier de données internes à ajouter.")
YEAR = click.IntRange(2000, 2100)
DAY = click.option("--le", "day", type=click.DateTime(["%Y-%m-%d"]), help="Date à inscrire, AAAA-MM-JJ ; aujourd'hui par défaut.")
