"""Du catalogue publié au HTML : les gabarits de `macros/`, échappés, compilés une fois."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from spaser.memory import Memory
from spaser.relations import Relations
from spaser.rendering.compiled import memory
from spaser.rendering.richtext import rich
from spaser.rendering.views import FULL, SHORT, View, critere, famille
from spaser.rendering.views.common import joined
from spaser.timing import stage

MACROS = Path(__file__).resolve().parent.parent.parent / "macros"
#: Une fiche est à deux dossiers de la racine du site : « intentions/2027-014/ ».
FICHE_ROOT = "../../"
_HEADING = re.compile(r'<h2 (?:class="[^"]*" )?id="([^"]+)"[^>]*>(.*?)</h2>')


@dataclass(frozen=True)
class Fiche:
    """Une fiche prête à être posée dans la coquille de `kind` ; `trail` dit les pages d'où l'on vient, `indexed` ce que la recherche en lit."""

    kind: str
    url: str
    title: str
    description: str
    body: str
    headings: tuple[tuple[str, Markup], ...]
    trail: tuple[tuple[str, str], ...] = ()
    indexed: str = ""


class Renderer:
    """Rend les entrées d'une édition : fiches, tableaux, cartes."""

    def __init__(self, relations: Relations, known: Memory | None = None) -> None:
        self.relations = relations
        self._memory = known
        loader, compiled = FileSystemLoader(MACROS), memory()
        self.env = Environment(loader=loader, bytecode_cache=compiled, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        self.env.filters["riche"] = rich
        self.env.filters["jointes"] = joined
        self.env.filters["minuscule"] = lambda text: text[:1].lower() + text[1:]

    def macro(self, kind: str, name: str, *arguments: Any) -> Markup:
        """Appelle une macro du fichier d'un genre, ou s'en souvient : elle ne dépend que de ses valeurs. Lève `UndefinedError` si l'une manque à la vue."""

        def call() -> bytes:
            made: Markup = getattr(self.env.get_template(f"{kind}.html").module, name)(*arguments)
            return made.encode()

        written = self._memory.answer((kind, name, arguments), call) if self._memory else call()
        return Markup(written.decode())  # noqa: S704, c'est ce que le gabarit a rendu

    def view(self, kind: str, entry: Any) -> View:
        """La vue entière d'une entrée."""
        return FULL[kind](entry, self.relations)

    def derived(self) -> Iterator[View]:
        """Les vues des pages qui ne sont pas des entrées : chaque critère, et la feuille « se préparer » de chaque famille."""
        edition = self.relations.edition
        for owner in (*edition.entrees["famille"].values(), *edition.transverses):
            yield from (critere.full(item, owner, self.relations) for item in owner.criteres)
        yield from (famille.prepare(entry, self.relations) for entry in edition.entrees["famille"].values())

    def short(self, kind: str, entry: Any) -> View:
        """La vue courte d'une entrée."""
        return SHORT[kind](entry, self.relations)

    @stage("rendre")
    def fiche(self, view: View) -> Fiche:
        """Le HTML d'une fiche, avec ses titres de niveau 2 pour le sommaire."""
        body = str(self.macro(view["genre"], "fiche", view, FICHE_ROOT))
        # Ces titres sortent du gabarit, déjà échappés.
        headings = tuple((anchor, Markup(title)) for anchor, title in _HEADING.findall(body))  # noqa: S704
        trail = tuple((step["titre"], step["url"]) for step in view.get("fil", ()))
        return Fiche(str(view.get("coquille") or view["genre"]), view["url"], view["titre"], view["description"], body, headings, trail)
