"""Les éditions de l'éco-référentiel sans JavaScript : une page par édition, et ce qui change pour chaque opération usuelle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from spaser import editions
from spaser.editions import Difference
from spaser.model.lignes import LigneEdition
from spaser.operations import Operation
from spaser.publication import Edition
from spaser.rendering.redactions import details, facts
from spaser.rendering.renderer import FICHE_ROOT, Fiche, Renderer
from spaser.rendering.typography import count, day
from spaser.rendering.views.common import View, url
from spaser.rendering.views.exigence import edition_url, theme_name

#: Le nombre de changements qu'une page montre en entier, avant et après ; au-delà elle nomme ce qui change, et la fiche de l'exigence le détaille.
DETAILED = 24
#: Le titre et l'ancre de chaque sorte de changement.
TITLES = {
    editions.ADDED: ("Ajoutées", "ajoutees"),
    editions.ENTERS: ("S’appliquent désormais", "desormais"),
    editions.CHANGED: ("Modifiées", "modifiees"),
    editions.LEAVES: ("Ne s’appliquent plus", "plus"),
    editions.REMOVED: ("Retirées", "retirees"),
}


def pages(renderer: Renderer) -> Iterator[Fiche]:
    """Une page par édition : ce qu'elle est, et tout ce qu'elle change."""
    for previous, line in editions.pairs(renderer.relations.edition):
        yield _page(renderer, previous, line)


def links(edition: Edition) -> list[View]:
    """Les éditions, de celle en vigueur à la plus ancienne."""
    return [_named(line) | {"nombre": _total(line, edition)} for line in reversed(editions.listed(edition))]


def changed(wanted: Operation, edition: Edition) -> View | None:
    """Ce que l'édition en vigueur change pour une opération ; rien s'il n'y a pas deux éditions."""
    last = editions.latest(edition)
    if last is None:
        return None
    found = list(editions.differences(edition, *last, wanted))
    rows = [
        {"titre": item.entry.intitule, "url": url("exigence", item.entry.id), "evenement": item.event, "dit": _said(item, edition)} for item in _ordered(found)
    ]
    return {"de": _named(last[0]), "a": _named(last[1]), "bilan": summary([item.event for item in found]), "changements": rows}


def summary(events: list[str]) -> str:
    """« 2 ajoutées, 5 modifiées »."""
    counts = {event: events.count(event) for event in editions.EVENTS if event in events}
    return ", ".join(_counted(event, times) for event, times in counts.items()) or "rien ne change"


def _counted(event: str, times: int) -> str:
    plural = {editions.ENTERS: "s’appliquent désormais", editions.LEAVES: "ne s’appliquent plus"}
    return count(times, event, plural.get(event, ""))


def _ordered(found: list[Difference]) -> list[Difference]:
    return sorted(found, key=lambda item: editions.EVENTS.index(item.event))


def _named(line: LigneEdition) -> View:
    return {"titre": line.libelle, "code": line.code, "url": edition_url(line.code), "date": day(line.du), "demonstration": line.demonstration}


def _total(line: LigneEdition, edition: Edition) -> str:
    found = (editions.at(entry, line, edition) for theme in edition.themes for entry in theme.exigences)
    return count(sum(said is not None for said in found), "exigence")


def _said(item: Difference, edition: Edition) -> str:
    """Les faits qui changent, nommés : « seuil socle, clause »."""
    if item.before is None or item.after is None:
        return ""
    return ", ".join(said["fait"].lower() for said in details(facts(item.before, edition), facts(item.after, edition)))


def _page(renderer: Renderer, previous: LigneEdition | None, line: LigneEdition) -> Fiche:
    edition = renderer.relations.edition
    found = _ordered(list(editions.differences(edition, previous, line))) if previous else []
    whole = len(found) <= DETAILED
    groups = [_group(event, [_change(item, renderer, whole=whole) for item in items]) for event, items in groupby(found, key=lambda item: item.event)]
    view: View = _named(line) | {
        "definition": line.definition or "",
        "compte": _total(line, edition),
        "precedente": _named(previous) if previous else None,
        "bilan": summary([item.event for item in found]),
        "groupes": groups,
    }
    title = f"Éco-référentiel, {line.libelle[0].lower()}{line.libelle[1:]}"
    body = str(renderer.macro("edition", "page", view | {"titre": title}, FICHE_ROOT))
    told = f"Ce que l’{line.libelle[0].lower()}{line.libelle[1:]} de l’éco-référentiel change"
    return Fiche("exigence", view["url"], title, told, body, tuple((group["code"], group["titre"]) for group in groups), indexed=body)


def _group(event: str, changes: list[View]) -> View:
    title, anchor = TITLES[event]
    return {"titre": f"{title} ({len(changes)})", "code": anchor, "changements": changes}


def _change(item: Difference, renderer: Renderer, *, whole: bool) -> View:
    """Un changement : l'exigence, ses versions, les raisons, et chaque fait avant et après, ou seulement leurs noms."""
    edition, before, after = renderer.relations.edition, item.before, item.after
    successor = edition.entrees["exigence"].get(item.entry.remplace_par) if item.entry.remplace_par else None
    return {
        "titre": item.entry.intitule,
        "url": url("exigence", item.entry.id),
        "theme": theme_name(item.theme, renderer.relations),
        "versions": f"version {before.version} puis {after.version}" if before and after else f"version {(after or before or item.entry).version}",
        "motifs": list(item.reasons),
        "faits": details(facts(before, edition), facts(after, edition)) if whole and before and after else [],
        "dit": "" if whole else _said(item, edition),
        "remplace_par": {"titre": successor.intitule, "url": url("exigence", successor.id)} if successor else None,
    }
