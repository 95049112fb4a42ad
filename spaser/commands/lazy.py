"""Des commandes chargées quand on les appelle : chacune n'importe que ce qu'il lui faut."""

from __future__ import annotations

import errno
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from spaser.problems import reason


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

    def invoke(self, ctx: click.Context) -> Any:
        """Lance la commande ; ce que le système refuse finit par une phrase, sans trace d'exécution."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            place = f" ({error.filename})" if error.filename else ""
            click.echo(f"La commande s'est arrêtée : {reason(error)}{place}.", err=True)
            sys.exit(1)
