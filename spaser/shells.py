"""Les coquilles : une page du thème rendue une fois par genre, dans laquelle chaque fiche est posée.

Une entrée n'est jamais une page de MkDocs : sa fiche se colle entre les morceaux d'une page déjà faite.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from spaser.rendering.renderer import FICHE_ROOT, Fiche
from spaser.rendering.typography import french

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
            "FIL": str(self._trail(fiche)),
            "SOMMAIRE": str(_contents(fiche)),
            "TETE": "",
            "CORPS": fiche.body,
        }
        return "".join(values[part] if rank % 2 else part for rank, part in enumerate(self.parts))

    def _trail(self, fiche: Fiche) -> Markup:
        step = Markup('<li><a href="{}">{}</a></li>')
        steps = [(FICHE_ROOT, "Accueil"), ("../", self.section), *((f"{FICHE_ROOT}{url}", title) for title, url in fiche.trail)]
        return Markup("").join(step.format(*item) for item in steps) + Markup('<li aria-current="page">{}</li>').format(fiche.title)


def cut(html: str, section: str, site_url: str) -> Shell:
    """Découpe une page rendue à ses jetons. Lève `ShellError` si l'un d'eux manque."""
    missing = [token for token in TOKENS if f"@@{token}@@" not in html]
    if missing:
        raise ShellError(f"Le thème n'écrit pas le jeton @@{missing[0]}@@ de la coquille « {section} ».")
    return Shell(tuple(_TOKEN.split(html)), section, site_url)


def _contents(fiche: Fiche) -> Markup:
    item = Markup('<li><a href="#{}">{}</a></li>')
    return Markup("<ul>") + Markup("").join(item.format(anchor, title) for anchor, title in fiche.headings) + Markup("</ul>")
