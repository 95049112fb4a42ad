"""Abonnements Atom (RFC 4287) : un article à la création d'une intention, puis à chaque changement, qui dit lequel."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from markupsafe import Markup

from spaser.exports.base import DEMONSTRATION, LICENCE, SUBSCRIPTIONS, Export, site_url
from spaser.exports.cells import printable
from spaser.exports.changes import Fact, facts, is_dropped, moment
from spaser.exports.selections import Selection, selections, stakes, tag
from spaser.model import Intention
from spaser.publication import Edition
from spaser.rendering.typography import day, period
from spaser.rendering.views import common

ATOM = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
#: Un lecteur relit tout le fichier à chaque visite : au-delà, les articles les plus anciens n'y sont plus.
LIMIT = 200

Node = ElementTree.Element
Article = tuple[Fact, bytes]
END = b"</feed>"


def produce(edition: Edition) -> Iterator[Export]:
    """Le fil de chaque sélection."""
    articles = {entry.id: _articles(entry, edition) for entry in edition.entrees["intention"].values()}
    for selection in selections(edition):
        found = [article for entry in selection.entries for article in articles[entry.id]]
        found.sort(key=lambda article: article[0].day, reverse=True)
        yield Export(path(selection), _feed(selection, found[:LIMIT], edition), selection.title, "Atom", len(found[:LIMIT]), "abonnements")


def path(selection: Selection) -> str:
    """L'adresse du fil d'une sélection."""
    return f"{SUBSCRIPTIONS}{selection.name}.atom"


def _feed(selection: Selection, articles: list[Article], edition: Edition) -> bytes:
    """Le document Atom ; sans article, sa date est celle de l'édition."""
    buyer, root = edition.collectivite, site_url(edition)
    feed = ElementTree.Element("feed", {"xmlns": ATOM, LANGUAGE: "fr"})
    _add(feed, "id", tag(edition, f"abonnement/{selection.name}"))
    _add(feed, "title", selection.title)
    _add(feed, "subtitle", f"Édition {buyer.edition} du {day(buyer.edition_du)}." + (f" {DEMONSTRATION}" if buyer.demonstration else ""))
    _add(feed, "updated", moment(articles[0][0].day if articles else buyer.edition_du).isoformat())
    _add(feed, "rights", LICENCE)
    _add(_add(feed, "author"), "name", buyer.nom)
    _add(feed, "link", rel="self", type="application/atom+xml", href=root + path(selection))
    _add(feed, "link", rel="alternate", type="text/html", hreflang="fr", href=root + selection.page)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return b"".join([written.removesuffix(END), *(article for _, article in articles), END, b"\n"])


def _articles(entry: Intention, edition: Edition) -> list[Article]:
    """Les articles d'une intention, chacun écrit une fois, puis repris dans les fils qui le contiennent."""
    said = _state(entry, edition)
    return [(fact, ElementTree.tostring(_article(entry, fact, said, edition), encoding="utf-8")) for fact in reversed(facts(entry, edition))]


def _article(entry: Intention, fact: Fact, said: Markup, edition: Edition) -> Node:
    article = ElementTree.Element("entry")
    rank = "" if fact.rank == 1 else f"/{fact.rank}"
    _add(article, "id", tag(edition, f"intention/{entry.id}/{fact.day.isoformat()}{rank}"))
    _add(article, "title", ("Nouvelle intention\u00a0: " if fact.created else "") + f"{entry.intitule} – {fact.text}")
    _add(article, "updated", moment(fact.day).isoformat())
    _add(article, "link", rel="alternate", type="text/html", hreflang="fr", href=site_url(edition) + common.url("intention", entry.id))
    _add(article, "category", term=entry.famille)
    for code in sorted(stakes(entry)):
        _add(article, "category", term=code, label=common.stake(edition, code)["libelle"])
    _add(article, "summary", fact.text)
    _add(article, "content", str(Markup("<p>{} ({})</p>{}").format(fact.text, day(fact.day), said)), type="html")
    return article


def _state(entry: Intention, edition: Edition) -> Markup:
    """Où en est l'intention aujourd'hui, que disent tous ses articles."""
    rows = Markup("").join(Markup("<li>{}\u00a0: {}</li>").format(name, value) for name, value in state(entry, edition) if value)
    mark = Markup("<p><strong>{}</strong></p>").format(DEMONSTRATION) if entry.demonstration or edition.collectivite.demonstration else Markup("")
    return Markup("<ul>{}</ul>{}<p>{}</p>").format(rows, mark, edition.collectivite.mention or "")


def state(entry: Intention, edition: Edition) -> list[tuple[str, str]]:
    """Où en est une intention, en quelques lignes : noms et valeurs, vides comprises."""
    status = edition.label("statuts-intention", entry.statut.code)
    stakes_said = ", ".join(common.stake(edition, enjeu.code)["libelle"] for enjeu in entry.enjeux)
    return [
        ("Statut", f"{status}, sans suite sous ce nom" if is_dropped(entry) and entry.statut.code != "abandonnee" else status),
        ("Publication prévue", period(entry.publication_prevue)),
        ("Montant", edition.label("tranches-montant", entry.montant_tranche)),
        ("Enjeux", stakes_said),
        ("Réservation", edition.label("reservations", entry.reservation.article) if entry.reservation else ""),
        ("Contact", entry.contact),
    ]


def _add(parent: Node, name: str, text: str = "", **attributes: str) -> Node:
    node = ElementTree.SubElement(parent, name, {key: printable(value) for key, value in attributes.items()})
    node.text = printable(text) or None
    return node
