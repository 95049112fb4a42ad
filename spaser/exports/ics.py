"""Abonnements ICS (RFC 5545) : la publication prévue de chaque intention, et son sourçage, au premier jour de leur période."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from icalendar import Calendar, Event, vText

from spaser.exports.atom import state
from spaser.exports.base import DEMONSTRATION, LICENCE, SUBSCRIPTIONS, Export, site_url
from spaser.exports.cells import printable
from spaser.exports.changes import facts, first_day, is_dropped, moment
from spaser.exports.selections import Selection, authority, selections, stakes
from spaser.model import Intention
from spaser.publication import Edition
from spaser.rendering.typography import day, period
from spaser.rendering.views import common

#: Combien de temps un agenda attend avant de relire le fichier.
REFRESH = timedelta(days=1)
END = b"END:VCALENDAR\r\n"
WIDTH = 74


def produce(edition: Edition) -> Iterator[Export]:
    """L'agenda de chaque sélection ; un évènement n'est écrit qu'une fois, puis repris dans les agendas qui le contiennent."""
    written = {entry.id: [_folded(event) for event in _events(entry, edition)] for entry in edition.entrees["intention"].values()}
    for selection in selections(edition):
        events = [event for entry in selection.entries for event in written[entry.id]]
        content = _calendar(selection, edition).to_ical().removesuffix(END) + b"".join(events) + END
        yield Export(path(selection), content, selection.title, "ICS", len(events), "abonnements")


def path(selection: Selection) -> str:
    """L'adresse de l'agenda d'une sélection."""
    return f"{SUBSCRIPTIONS}{selection.name}.ics"


def _folded(event: Event) -> bytes:
    """Un évènement, comme l'écrit la bibliothèque ; elle le plie caractère par caractère, un septième du temps des exports."""
    return b"".join(_fold(line) for line in event.content_lines() if line)


def _fold(line: str) -> bytes:
    """Une ligne, pliée à 74 octets (RFC 5545, § 3.1), jamais au milieu d'un caractère ni d'une échappée."""
    raw, parts = line.encode(), []
    while len(raw) > WIDTH:
        end = next(end for end in range(WIDTH, 0, -1) if raw[end] & 0xC0 != 0x80)
        end -= raw[end - 1] in b"\\^"
        parts.append(raw[:end])
        raw = raw[end:]
    return b"\r\n ".join([*parts, raw]) + b"\r\n"


def _calendar(selection: Selection, edition: Edition) -> Calendar:
    buyer = edition.collectivite
    mark = f" {DEMONSTRATION}" if buyer.demonstration else ""
    about = f"{buyer.nom}. Édition {buyer.edition} du {day(buyer.edition_du)}, {LICENCE}.{mark}"
    calendar = Calendar()
    calendar.add("prodid", f"-//{printable(buyer.nom)}//SPASER//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(printable(selection.title)))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(printable(about)))
    calendar.add("url", site_url(edition) + selection.page)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    return calendar


def _events(entry: Intention, edition: Edition) -> Iterator[Event]:
    """La publication prévue, puis le sourçage s'il a une date."""
    yield _event(entry, edition, "publication", "Publication prévue", entry.publication_prevue, "")
    sourcing = entry.sourcage
    if sourcing and sourcing.prevu and sourcing.quand:
        yield _event(entry, edition, "sourcage", "Sourçage prévu", sourcing.quand, sourcing.modalites or "")


def _event(entry: Intention, edition: Edition, kind: str, label: str, when: str, detail: str) -> Event:
    """Un évènement d'un jour, sans heure ni fuseau, qui n'occupe pas l'agenda ; son titre dit la vraie précision de la date."""
    found = facts(entry, edition)
    event = Event()
    event.add("uid", f"{entry.id}-{kind}@{authority(edition)}")
    event.add("dtstamp", moment(found[-1].day))
    event.add("last-modified", moment(found[-1].day))
    event.add("sequence", len(found) - 1)
    event.add("dtstart", first_day(when))
    event.add("summary", printable(f"{label} ({period(when)})\u00a0: {entry.intitule}"))
    event.add("description", printable("\n".join(_lines(entry, edition, period(when), detail))))
    event.add("url", site_url(edition) + common.url("intention", entry.id))
    event.add("categories", [printable(word) for word in _categories(entry, edition)])
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT")
    return event


def _lines(entry: Intention, edition: Edition, when: str, detail: str) -> Iterator[str]:
    """Le texte d'un évènement, ligne par ligne."""
    yield f"Date prévue\u00a0: {when}. L’évènement est placé au premier jour de cette période."
    if detail:
        yield detail
    yield from (f"{name}\u00a0: {value}" for name, value in state(entry, edition) if value)
    if entry.demonstration or edition.collectivite.demonstration:
        yield DEMONSTRATION
    if edition.collectivite.mention:
        yield edition.collectivite.mention


def _categories(entry: Intention, edition: Edition) -> list[str]:
    family = edition.entrees["famille"].get(entry.famille)
    return [family.intitule if family else entry.famille, *(common.stake(edition, code)["court"] for code in sorted(stakes(entry)))]


def _status(entry: Intention) -> str:
    """Un évènement annulé reste dans l'agenda, barré : qui s'y est abonné doit l'apprendre."""
    if is_dropped(entry):
        return "CANCELLED"
    return "TENTATIVE" if entry.statut.code in ("a-l-etude", "reportee") else "CONFIRMED"
