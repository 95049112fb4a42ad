"""Les retouches du HTML des pages de prose que Markdown ne sait pas faire : titres des tableaux, commentaires, espaces du sommaire."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup, escape

from spaser.rendering.typography import french

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_CODE = re.compile(r"<(/?)(?:code|pre|kbd|samp)\b")
_BARE_TABLE = "<table>\n<thead>"


def finish(html: str) -> str:
    """Ôte les commentaires, pose les espaces insécables, et donne à chaque tableau nu le titre de sa rubrique (RGAA 4.1, critère 5.4)."""
    before, *rest = _typeset(_COMMENT.sub("", html)).split(_BARE_TABLE)
    captions: list[str] = []
    parts = [before]
    for part in rest:
        captions.append(_caption("".join(parts), captions))
        parts.append(f'<table>\n<caption class="hors-ecran">{captions[-1]}</caption>\n<thead>{part}')
    return "".join(parts)


def typeset(items: Iterable[Any]) -> None:
    """Remet les espaces insécables que MkDocs ôte des titres du sommaire."""
    for item in items:
        item.title = french(item.title)
        typeset(item.children)


def _typeset(html: str) -> str:
    """La typographie française du texte, hors des balises et du code : qui écrit une page tape des espaces ordinaires."""
    parts, code = _TAG.split(html), 0
    for rank, part in enumerate(parts):
        mark = _CODE.match(part) if rank % 2 else None
        code += {"": 1, "/": -1}[mark[1]] if mark else 0
        parts[rank] = part if rank % 2 or code else french(part)
    return "".join(parts)


def _caption(before: str, taken: list[str]) -> str:
    """Le texte du dernier titre lu, numéroté s'il a déjà servi."""
    headings = _HEADING.findall(before)
    title = french(Markup(headings[-1]).striptags()) if headings else "Tableau"  # noqa: S704, on n'en garde que le texte
    used = sum(1 for caption in taken if caption.startswith(str(escape(title))))
    return str(escape(f"{title}, suite {used}" if used else title))
