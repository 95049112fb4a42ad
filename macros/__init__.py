"""Donne aux pages de prose les mêmes macros qu'aux fiches, par leur nom.

Une macro appelée dans une page n'y laisse qu'un jeton ; le greffon le remplace par le HTML fini après
Markdown. Le texte des données n'est donc jamais relu comme du Markdown ni comme un gabarit.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import TemplateError
from jinja2.exceptions import TemplateSyntaxError
from mkdocs.exceptions import Abort
from mkdocs.structure.pages import Page
from mkdocs_macros.errors import format_error

from spaser.frame import Call
from spaser.problems import Problem, did_you_mean
from spaser.rendering.blocks import BLOCKS


def define_env(env: Any) -> None:
    """Déclare les macros (appelé par mkdocs-macros au début de la construction)."""
    plugin = env.conf.plugins["spaser"]
    env.variables["exemples"] = plugin.site.examples()
    for name in BLOCKS:
        env.macro(_deferred(name, plugin.calls), name)
    for kind in (TemplateError, TemplateSyntaxError, Exception):
        format_error.register(kind, _refuse)


def _deferred(name: str, calls: list[Call]) -> Any:
    def macro(*arguments: Any, **options: Any) -> str:
        calls.append(Call(name, arguments, options))
        return f"@@BLOC{len(calls) - 1}@@"

    macro.__doc__ = BLOCKS[name].__doc__
    return macro


def _refuse(error: Exception, markdown: str, page: Page) -> str:
    """Dit en une ligne quelle macro est fautive et où, à la place de la trace d'exécution de mkdocs-macros."""
    unknown = re.search(r"'(\w+)' is undefined", str(error))
    word = unknown[1] if unknown else ""
    lines = page.file.content_string.splitlines()
    line = next((rank for rank, text in enumerate(lines, 1) if word and word in text), getattr(error, "lineno", 1))
    message = f"« {word} » n'est pas une macro connue" if unknown else "la macro n'est pas écrite correctement"
    advice = did_you_mean(word, BLOCKS) or "comparer avec la page « Macros » du site interne"
    raise Abort(f"{Problem(f'docs/{page.file.src_uri}', line, 1, '', message, advice)}\n\nRien n'a été publié.") from None
