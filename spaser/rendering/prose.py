"""Les retouches du HTML des pages de prose que Markdown ne sait pas faire : titres des tableaux, commentaires, espaces du sommaire."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_BARE_TABLE = "<table>\n<thead>"


def finish(html: str) -> str:
    """Ôte les commentaires, et donne à chaque tableau nu le titre de sa rubrique (RGAA 4.1, critère 5.4)."""
    before, *rest = _COMMENT.sub("", html).split(_BARE_TABLE)
    captions: list[str] = []
    parts = [before]
    for part in rest:
        captions.append(_caption("".join(parts), captions))
        parts.append(f'<table>\n<caption class="hors-ecran">{captions[-1]}</caption>\n<thead>{part}')
    return "".join(parts)


def _caption(before: str, taken: list[str]) -> str:
    """Le texte du dernier titre lu, numéroté s'il a déjà servi."""
    headings = _HEADING.findall(before)
    title = Markup(headings[-1]).striptags() if headings else "Tableau"  # noqa: S704, on n'en garde que le texte
    used = sum(1 for caption in taken if caption.startswith(str(escape(title))))
    return str(escape(f"{title}, suite {used}" if used else title))
