"""Les éditions de l'éco-référentiel : la rédaction d'une exigence à chacune, et ce qui change de l'une à l'autre.

Une opération s'engage sous une édition : elle doit pouvoir lire ce que cette édition demandait, et ce que la suivante y a changé.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spaser import operations
from spaser.model import Exigence, ThemeEco
from spaser.model.exigence import Redaction
from spaser.model.lignes import LigneEdition
from spaser.operations import Operation
from spaser.publication import Edition

EDITIONS = "editions-eco"
ADDED, REMOVED, CHANGED, ENTERS, LEAVES = "ajoutée", "retirée", "modifiée", "s’applique désormais", "ne s’applique plus"
#: Les évènements, dans l'ordre où on les dit.
EVENTS = (ADDED, ENTERS, CHANGED, LEAVES, REMOVED)


@dataclass(frozen=True)
class Difference:
    """Ce qui arrive à une exigence entre deux éditions ; `before` ou `after` est vide si elle n'y est pas."""

    theme: ThemeEco
    entry: Exigence
    event: str
    before: Redaction | None
    after: Redaction | None
    reasons: tuple[str, ...]


def listed(edition: Edition) -> list[LigneEdition]:
    """Les éditions, de la plus ancienne à celle en vigueur ; aucune si la collectivité n'en tient pas la liste."""
    found = edition.codes.get(EDITIONS)
    return [line for line in found.lignes if isinstance(line, LigneEdition)] if found else []


def pairs(edition: Edition) -> Iterator[tuple[LigneEdition | None, LigneEdition]]:
    """Chaque édition, avec celle qui la précède."""
    lines = listed(edition)
    yield from zip([None, *lines], lines, strict=False)


def latest(edition: Edition) -> tuple[LigneEdition, LigneEdition] | None:
    """L'avant-dernière édition et celle en vigueur, s'il y en a deux."""
    lines = listed(edition)
    return (lines[-2], lines[-1]) if len(lines) > 1 else None


def history(entry: Exigence) -> tuple[Redaction, ...]:
    """Les rédactions d'une exigence, de la plus ancienne à celle en vigueur."""
    return (*reversed(entry.versions_precedentes), entry)


def at(entry: Exigence, line: LigneEdition, edition: Edition) -> Redaction | None:
    """La rédaction en vigueur à une édition ; rien si l'exigence n'y était pas encore, ou n'y est plus."""
    if entry.retire_le is not None and entry.retire_le <= line.du:
        return None
    codes = [one.code for one in listed(edition)]
    known = codes[: codes.index(line.code) + 1]
    return next((said for said in reversed(history(entry)) if said.edition is None or said.edition in known), None)


def differences(edition: Edition, old: LigneEdition, new: LigneEdition, wanted: Operation | None = None) -> Iterator[Difference]:
    """Ce qui change d'une édition à la suivante, thème par thème ; pour une opération, ou pour toutes."""
    volets = [wanted.volet] if wanted else [line.code for line in edition.codes["volets"].lignes]
    for theme in (theme for volet in volets for theme in operations.themes(edition, volet)):
        for entry in theme.exigences:
            before, after = at(entry, old, edition), at(entry, new, edition)
            event = _event(before, after, wanted)
            if event:
                yield Difference(theme, entry, event, before, after, _reasons(entry, before, after))


def _event(before: Redaction | None, after: Redaction | None, wanted: Operation | None) -> str:
    """Ce qui arrive à l'exigence, pour l'opération si l'on en dit une ; vide s'il ne lui arrive rien."""
    was, now = (said is not None and (wanted is None or operations.concerns(said, wanted)) for said in (before, after))
    if not was and not now:
        return ""
    if was and now:
        return CHANGED if before is not after else ""
    if now:
        return ADDED if before is None else ENTERS
    return REMOVED if after is None else LEAVES


def _reasons(entry: Exigence, before: Redaction | None, after: Redaction | None) -> tuple[str, ...]:
    """Pourquoi la rédaction a changé, de la plus ancienne raison à la plus récente."""
    if before is None or after is None:
        return ()
    return tuple(item.motif for item in reversed(entry.versions_precedentes) if before.version <= item.version < after.version)
