"""Des commandes chargées quand on les appelle : chacune n'importe que ce qu'il lui faut."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class LazyGroup(click.Group):
    """Un groupe dont chaque commande est nommée par « module:fonction », ou « module:DICTIONNAIRE » s'il la range par son nom."""

    def __init__(self, *arguments: Any, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Les noms des commandes, par ordre alphabétique."""
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """La commande de ce nom, chargée ; rien si elle n'existe pas."""
        if cmd_name not in self._places:
            return None
        module, _, name = self._places[cmd_name].partition(":")
        found: click.Command | Mapping[str, click.Command] = getattr(import_module(f"spaser.commands.{module}"), name)
        return found if isinstance(found, click.Command) else found[cmd_name]
