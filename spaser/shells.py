"""Les coquilles : une page du thème rendue une fois par genre, dans laquelle chaque fiche est posée.

Une entrée n'est jamais une page de MkDocs : sa fiche se colle entre les morceaux d'une page déjà faite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import escape

from spaser.model import GENRES
from spaser.rendering.renderer import FICHE_ROOT, Fiche
from spaser.rendering.typography import french

#: Le nom de la page dont MkDocs fait la coquille d'un genre.
SHELL = "coquille-spaser"
TOKENS = ("TITRE", "DESCRIPTION", "CANONIQUE", "FIL", "SOMMAIRE", "TETE", "CORPS")
_TOKEN = re.compile(f"@@({'|'.join(TOKENS)})@@")


class ShellError(Exception):
    """Le thème n'a pas laissé les jetons d'une coquille à leur place."""


@dataclass(frozen=True)
class Shell:
    """Une page découpée à ses jetons : les morceaux fixes et, entre eux, les noms des jetons."""

    parts: tuple[str, ...]
    section: str
    site_url: str

    def stamp(self, fiche: Fiche) -> str:
        """La page entière d'une fiche."""
        values = {
            "TITRE": str(escape(fiche.title)),
            "DESCRIPTION": str(escape(french(fiche.description))),
            "CANONIQUE": f"{self.site_url}{fiche.url}",
            "FIL": self._trail(fiche),
            "SOMMAIRE": _contents(fiche),
            "TETE": "",
            "CORPS": fiche.body,
        }
        return "".join(values[part] if rank % 2 else part for rank, part in enumerate(self.parts))

    def _trail(self, fiche: Fiche) -> str:
        steps = [(FICHE_ROOT, "Accueil"), ("../", self.section), *((f"{FICHE_ROOT}{url}", title) for title, url in fiche.trail)]
        return _links(steps) + f'<li aria-current="page">{escape(fiche.title)}</li>'


def source(kind: str) -> str:
    """La page Markdown dont MkDocs fait la coquille d'un genre."""
    return f"---\ntitle: Coquille\ncoquille: true\ngenre: {kind}\ngabarit: fiche\nonglet: {GENRES[kind].url}/\n---\n@@CORPS@@\n"


def cut(html: str, section: str, site_url: str) -> Shell:
    """Découpe une page rendue à ses jetons. Lève `ShellError` si l'un d'eux manque."""
    missing = [token for token in TOKENS if f"@@{token}@@" not in html]
    if missing:
        raise ShellError(f"Le thème n'écrit pas le jeton @@{missing[0]}@@ de la coquille « {section} ».")
    return Shell(tuple(_TOKEN.split(html)), section, site_url)


def _contents(fiche: Fiche) -> str:
    return f"<ul>{_links((f'#{anchor}', title) for anchor, title in fiche.headings)}</ul>"


def _links(steps: Iterable[tuple[str, str]]) -> str:
    """Une suite de liens : adresse et titre, échappés."""
    return "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for url, title in steps)
