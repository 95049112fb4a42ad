"""Ce qu’une page de prose peut écrire entre accolades : un appel de macro, avec des textes, des nombres et des listes ; rien qui s’exécute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jinja2 import Environment, TemplateSyntaxError, nodes

_ENVIRONMENT = Environment(autoescape=True)
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Keyword, nodes.Assign, nodes.Neg)
#: Ce par quoi du HTML écrit dans une page agirait, ou appellerait un tiers.
ACTIVE = re.compile(
    r"<(script|iframe|object|embed|form(?=[^>]*\saction=[\"']?\s*(?:https?:|//))|style|link|meta|base|template|frame|portal)\b|<[a-z][^<>]*\s(on[a-z]+)\s*=|(?:href|src|action)=[\"']?\s*(javascript|data|vbscript|file):",
    re.IGNORECASE,
)
#: Les réglages qu’une page peut porter en tête : aucun ne choisit un gabarit ni un fichier.
SETTINGS = frozenset({"title", "description", "gabarit", "feuille", "hide", "ilot", "onglet", "coquille", "genre"})
LISTS = frozenset({"feuille", "hide", "ilot"})


def refusal(markdown: str, meta: Mapping[str, object]) -> str:
    """Pourquoi une page ne se construit pas ; vide si elle n’a rien d’autre que du texte et des macros."""
    for name, value in meta.items():
        texts = value if isinstance(value, list) and name in LISTS else [value]
        if name not in SETTINGS or not all(isinstance(text, str | bool) and "<" not in str(text) for text in texts):
            return f"le réglage « {name} » en tête de page n'est pas accepté. Seuls {', '.join(sorted(SETTINGS - {'coquille', 'genre'}))} le sont, en texte."
    line = faulty_line(markdown)
    return f"ligne {line}, une expression fait plus qu'appeler une macro. Écrire seulement le nom d'une macro et ses réglages." if line else ""


def faulty_line(markdown: str) -> int | None:
    """La ligne de la première expression qui fait plus qu’appeler une macro ; rien si toutes s’y tiennent, ou si la page ne se lit pas."""
    try:
        template = _ENVIRONMENT.parse(markdown)
    except TemplateSyntaxError:
        return None
    return next((node.lineno for node in _all(template) if not _is_plain(node)), None)


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def _is_plain(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Call):
        return isinstance(node.node, nodes.Name) and node.dyn_args is None and node.dyn_kwargs is None
    if isinstance(node, nodes.Getattr):
        return isinstance(node.node, nodes.Name) and node.node.name == "exemples" and not node.attr.startswith("_")
    return isinstance(node, _PLAIN)


def active(html: str) -> str:
    """Le nom du premier élément actif d’une page, vide s’il n’y en a pas."""
    found = ACTIVE.search(html)
    return next(filter(None, found.groups())) if found else ""
