"""Les données de l'explorateur des intentions : un JSON en colonnes, que la page filtre dans le navigateur.

Chaque colonne donne ses libellés une fois, puis un caractère par intention : six mille tiennent en moins de 100 Ko compressés.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spaser.checks.calendar import period_bounds
from spaser.exports import cells
from spaser.exports.base import Export, header, page_data
from spaser.exports.facets import FACETS, Codes, Labels
from spaser.exports.selections import authority
from spaser.model import Intention
from spaser.publication import Edition
from spaser.relations import Relations, is_ahead
from spaser.rendering.typography import period
from spaser.rendering.views import common, intention, terms
from spaser.rendering.views.common import View

PATH = "intentions/explorateur.json"
#: Les identifiants et les intitulés au-delà des premiers, que la page ne demande que s'ils lui servent.
NEXT = "intentions/explorateur-suite.json"
FIRST_TITLES = 1000
#: Le rang zéro s'écrit « 0 », le suivant « 1 », puis les caractères d'Unicode qui suivent.
ZERO = ord("0")
#: Les colonnes qu'une autre suffit à connaître.
PARENTS = {"trimestre": "publication", "segment": "famille", "lieu": "lieux"}


@dataclass(frozen=True)
class Column:
    """Une colonne : ses valeurs, les groupes de valeurs différents, et le rang du groupe de chaque ligne."""

    labels: Labels
    groups: tuple[Codes, ...]
    rows: tuple[int, ...]

    def dump(self, parent: Column | None = None) -> dict[str, Any]:
        """La colonne telle qu'elle est écrite ; si une autre suffit à la connaître, un caractère par groupe de cette autre.

        `groupes` est absent quand chaque groupe est une valeur, dans le même ordre.
        """
        rank = {code: position for position, code in enumerate(self.labels)}
        groups = [[rank[code] for code in group] for group in self.groups]
        rows = [row for _, row in sorted(dict(zip(parent.rows, self.rows, strict=True)).items())] if parent else self.rows
        values = {"codes": list(self.labels), "libelles": list(self.labels.values())}
        plain = groups == [[position] for position in range(len(rank))]
        return values | ({} if plain else {"groupes": groups}) | {"lignes": "".join(chr(ZERO + row) for row in rows)}

    def counts(self) -> dict[str, int]:
        """Le nombre de lignes de chaque valeur, par code."""
        found = Counter(code for row in self.rows for code in self.groups[row])
        return {code: found[code] for code in self.labels}

    @classmethod
    def of(cls, codes: Sequence[Codes], labels: Labels) -> Column:
        """La colonne des codes de chaque ligne ; des valeurs possibles, elle ne garde que celles employées, dans leur ordre."""
        used = {code for row in codes for code in row}
        order = {code: position for position, code in enumerate(labels)}
        groups = sorted(set(codes), key=lambda group: [order[code] for code in group])
        rank = {group: position for position, group in enumerate(groups)}
        return cls({code: label for code, label in labels.items() if code in used}, tuple(groups), tuple(rank[row] for row in codes))


def ordered(relations: Relations) -> list[Intention]:
    """Les intentions dans l'ordre de l'explorateur : celles à venir d'abord, puis par date de publication prévue."""

    def key(entry: Intention) -> tuple[bool, str, str]:
        return not is_ahead(entry), period_bounds(entry.publication_prevue)[0], entry.id

    return sorted(relations.edition.entrees["intention"].values(), key=key)


def columns(entries: Sequence[Intention], relations: Relations) -> dict[str, Column]:
    """La colonne de chaque filtre, par nom."""
    return {facet.name: Column.of([facet.codes(entry, relations) for entry in entries], facet.labels(relations)) for facet in FACETS}


def produce(edition: Edition) -> Iterator[Export]:
    """Le fichier de l'explorateur, et celui des lignes suivantes s'il en faut un."""
    relations = Relations(edition)
    entries = ordered(relations)
    named = columns(entries, relations) | _display(entries, relations)
    families = edition.entrees["famille"]
    following = _titles(entries[FIRST_TITLES:])
    heading = header(edition, "Intentions d’achat")
    document = heading | {
        "apropos": cells.about(heading),
        "domaine": authority(edition),
        "avenir": sum(map(is_ahead, entries)),
        **_titles(entries[:FIRST_TITLES]),
        "suite": NEXT.rpartition("/")[2] if following["id"] else None,
        "synonymes": [" ".join(families[code].mots_cles) for code in named["famille"].labels],
        "courts": _short_stakes(named, edition),
        "facettes": {facet.name: facet.title for facet in FACETS},
        "parents": PARENTS,
        "colonnes": {name: column.dump(named.get(PARENTS.get(name, ""))) for name, column in named.items()},
    }
    yield _file(PATH, document, len(entries))
    if following["id"]:
        yield _file(NEXT, following, len(following["id"]))


def _titles(entries: Sequence[Intention]) -> dict[str, list[str]]:
    return {"id": [entry.id for entry in entries], "intitule": [entry.intitule for entry in entries]}


def _short_stakes(named: dict[str, Column], edition: Edition) -> dict[str, str]:
    """Le nom court de chaque enjeu, celui de son étiquette, par code."""
    return {code: common.stake(edition, code)["court"] for side in ("environnement", "social") for code in named[side].labels}


def _file(path: str, document: Any, count: int) -> Export:
    return page_data(path, document, "Colonnes de l’explorateur des intentions", count)


def _display(entries: Sequence[Intention], relations: Relations) -> dict[str, Column]:
    """Ce que montre une ligne et qu'aucun filtre ne dit : date, lieux, étiquettes. Celles des enjeux se lisent dans leurs filtres."""
    views = [intention.short(entry, relations) for entry in entries]
    places = {code: terms.place(code, relations) for entry in entries for code in entry.lieux}
    periods = sorted({entry.publication_prevue for entry in entries})
    return {
        "publication": Column.of([(entry.publication_prevue,) for entry in entries], {code: period(code) for code in periods}),
        "lieux": Column.of([entry.lieux for entry in entries], places),
        "socialdabord": _words([("oui",) if _social_first(view["etiquettes"]) else () for view in views]),
        "reserve": _words([tuple(tag["texte"] for tag in view["etiquettes"] if tag["genre"] == "reserve") for view in views]),
        "marques": _words([tuple(tag["texte"] for tag in view["marques"]) for view in views]),
    }


def _words(rows: Sequence[Codes]) -> Column:
    """La colonne de textes qui sont leurs propres codes."""
    return Column.of(rows, {text: text for row in rows for text in row})


def _social_first(tags: Sequence[View]) -> bool:
    """Vrai si l'étiquette des enjeux sociaux précède celle des enjeux environnementaux."""
    kinds = [tag["genre"] for tag in tags]
    return "environnement" in kinds and kinds[0] == "social"
