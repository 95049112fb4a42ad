"""L'entretien mensuel : les relectures en retard au jour dit, et les liens qui ne répondent plus. Une liste à traiter, jamais un blocage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from spaser.model import GENRES
from spaser.model.base import name_of
from spaser.model.marks import Forme
from spaser.model.walk import visit
from spaser.publication import Edition
from spaser.rendering.typography import NBSP
from spaser.rendering.typography import day as said_day

AGENT = "spaser-entretien/1 (contrôle mensuel des liens)"
TIMEOUT, WORKERS = 15, 4
#: Réponses d'un site qui refuse les robots : le lien n'est pas mort pour autant.
REFUSALS = frozenset({401, 403, 405, 429, 503})


def late(edition: Edition, today: date) -> Iterator[tuple[str, str, date]]:
    """Chaque entrée à relire avant ce jour : son identifiant, son nom, la date attendue."""
    for entry in _entries(edition):
        if entry.a_revoir_avant < today and not entry.retire_le:
            yield entry.id, name_of(entry, entry.id), entry.a_revoir_avant


def links(edition: Edition) -> dict[str, list[str]]:
    """Chaque adresse externe des données, et les entrées qui la citent."""
    found: dict[str, list[str]] = {}
    for entry in [edition.collectivite, *_entries(edition)]:
        for _, champ, value in visit(entry):
            forme = champ.mark(Forme)
            if isinstance(value, str) and ((forme and forme.nom == "url") or value.startswith(("https://", "http://"))) and " " not in value:
                found.setdefault(value, []).append(getattr(entry, "id", "collectivite"))
    return {address: sorted(set(names)) for address, names in sorted(found.items()) if ".example" not in address}


def _entries(edition: Edition) -> list[Any]:
    """Chaque entrée datée, avec ou sans page."""
    pages = [entry for kind in GENRES for entry in edition.entrees[kind].values()]
    return pages + [entry for held in edition.sans_page.values() for entry in held]


def answer(address: str) -> str:
    """Ce qui ne va pas avec une adresse ; vide si elle répond."""
    try:
        with urlopen(Request(address, headers={"User-Agent": AGENT}), timeout=TIMEOUT):  # noqa: S310 (le modèle n'admet que http et https)
            return ""
    except HTTPError as error:
        return "" if error.code in REFUSALS else f"réponse {error.code}"
    except (URLError, OSError, ValueError):
        return "pas de réponse"


def dead(edition: Edition, ask: Callable[[str], str] = answer) -> Iterator[tuple[str, str, list[str]]]:
    """Les adresses qui ne répondent plus, ce qu'elles disent, et qui les cite."""
    found = links(edition)
    with ThreadPoolExecutor(WORKERS) as pool:
        for (address, names), said in zip(found.items(), pool.map(ask, found), strict=True):
            if said:
                yield address, said, names


def markdown(today: date, overdue: list[tuple[str, str, date]], broken: list[tuple[str, str, list[str]]] | None) -> str:
    """La liste à traiter, en Markdown, pour un ticket."""
    lines = [f"# Entretien du {said_day(today)}", "", f"## Relectures en retard{NBSP}: {len(overdue) or 'aucune'}", ""]
    lines += [f"- [ ] {name} (`{key}`), à relire avant le {said_day(when)}" for key, name, when in sorted(overdue, key=lambda item: (item[2], item[0]))]
    if broken is not None:
        lines += ["", f"## Liens qui ne répondent plus{NBSP}: {len(broken) or 'aucun'}", ""]
        lines += [f"- [ ] <{address}>{NBSP}: {said} ({', '.join(names[:5])}{'…' if len(names) > 5 else ''})" for address, said, names in broken]
    return "\n".join(lines).rstrip() + "\n"
