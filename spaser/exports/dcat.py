"""Le catalogue des exports, en DCAT-AP (JSON-LD) : ce qu'un portail de données ouvertes moissonne."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from spaser.exports.base import DATA, DEMONSTRATION, LICENCE_URL, Export, site_url
from spaser.publication import Edition

PATH = f"{DATA}catalogue.jsonld"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "atom": "application/atom+xml",
    "ics": "text/calendar",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, Any]


def produce(edition: Edition, exports: Iterable[Export]) -> Iterator[Export]:
    """Le catalogue des autres exports."""
    document = describe(edition, exports)
    content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    yield Export(PATH, content.encode(), "Catalogue des données", "JSON-LD, DCAT", len(document["dcat:dataset"]))


def describe(edition: Edition, exports: Iterable[Export]) -> Node:
    """Le catalogue : un jeu de données par titre, une distribution par fichier ; les abonnements n'en sont pas."""
    buyer, root = edition.collectivite, site_url(edition)
    published = sorted((export for export in exports if export.groupe == "donnees"), key=lambda export: export.title)
    sets = [_dataset(title, list(files), edition) for title, files in groupby(published, key=lambda export: export.title)]
    return {
        "@context": CONTEXT,
        "@id": root + PATH,
        "@type": "dcat:Catalog",
        "dct:title": _french(f"Données ouvertes des achats responsables, {buyer.nom}"),
        "dct:description": _french(_about(edition, f"Édition {buyer.edition}.")),
        "foaf:homepage": _link(f"{root}donnees-ouvertes/"),
        **_common(edition),
        "dcat:dataset": sets,
    }


def _common(edition: Edition) -> Node:
    """Ce que le catalogue et chaque jeu disent pareillement : qui publie, quand, en quelle langue, sous quelle licence."""
    buyer = edition.collectivite
    return {
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": buyer.nom, "dct:identifier": buyer.siret},
        "dct:modified": {"@type": "xsd:date", "@value": buyer.edition_du.isoformat()},
        "dct:language": _link(f"{AUTHORITY}language/FRA"),
        "dct:license": _link(LICENCE_URL),
    }


def _dataset(title: str, files: list[Export], edition: Edition) -> Node:
    root = site_url(edition)
    name = files[0].path.removeprefix(DATA).split(".")[0]
    return {
        "@id": f"{root}donnees-ouvertes/#{name}",
        "@type": "dcat:Dataset",
        "dct:title": _french(title),
        "dct:description": _french(_about(edition, f"{title}, édition {edition.collectivite.edition}.")),
        "dct:identifier": name,
        **_common(edition) | {"dct:license": _link(files[0].licence_url)},
        "dcat:theme": _link(f"{AUTHORITY}data-theme/GOVE"),
        "dcat:version": edition.collectivite.edition,
        "dcat:distribution": [_distribution(export, root) for export in files],
    }


def _distribution(export: Export, root: str) -> Node:
    url = root + export.path
    extension = export.path.rsplit(".", 1)[1]
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": _french(f"{export.title} ({export.format})"),
        "dcat:accessURL": _link(url),
        "dcat:downloadURL": _link(url),
        "dcat:mediaType": _link(f"https://www.iana.org/assignments/media-types/{MEDIA[extension]}"),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(export.size)},
        "dct:license": _link(export.licence_url),
    }


def _about(edition: Edition, text: str) -> str:
    return f"{text} {DEMONSTRATION}" if edition.collectivite.demonstration else text


def _french(text: str) -> Node:
    return {"@language": "fr", "@value": text}


def _link(url: str) -> Node:
    return {"@id": url}
