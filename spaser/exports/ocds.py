"""Export OCDS 1.1 : les intentions au format du standard international de la commande publique.

Un code officiel vient des équivalents écrits dans `referentials/codes/` ; sans équivalent, le champ est omis.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.exports import as_json
from spaser.exports.base import DATA, LICENCE_URL, Export, site_url
from spaser.exports.changes import last_change, moment
from spaser.exports.ocds_tender import milestone, tender
from spaser.model import Intention
from spaser.publication import Edition
from spaser.rendering.typography import count
from spaser.rendering.views import common

PATH = f"{DATA}intentions-ocds.json"
#: Le registre des identifiants (liste org-id) où se trouvent SIREN et SIRET : le répertoire de l'Insee.
REGISTER = "FR-INSEE"
EXTENSIONS = [
    f"https://raw.githubusercontent.com/open-contracting-extensions/ocds_{name}_extension/master/extension.json"
    for name in ("lots", "otherRequirements", "sustainability", "techniques")
]
#: Tant que l'Open Contracting Partnership n'a pas attribué de préfixe : il se voit, et aucun préfixe attribué ne lui ressemble.
UNREGISTERED = "ocds-a-enregistrer"

Node = dict[str, Any]


def produce(edition: Edition) -> Iterator[Export]:
    """Le paquet de toutes les intentions ; aucun s'il n'y en a pas, car le standard en veut au moins une."""
    entries = list(edition.entrees["intention"].values())
    if entries:
        document = package(edition, entries)
        releases = document.pop("releases")
        content = as_json.write(document, releases, "releases")
        yield Export(PATH, content, "Intentions d’achat", "JSON, OCDS 1.1", len(entries))


def package(edition: Edition, entries: list[Intention]) -> Node:
    """Le paquet : qui publie, quand, sous quelle licence, puis une publication (« release ») par intention."""
    buyer = edition.collectivite
    published = max(buyer.edition_du, *(last_change(entry, edition) for entry in entries))
    return {
        "uri": site_url(edition) + PATH,
        "version": "1.1",
        "extensions": EXTENSIONS,
        "publishedDate": moment(published).isoformat(),
        "publisher": {"name": _publisher(edition), "scheme": REGISTER, "uid": buyer.siren, "uri": site_url(edition)},
        "license": LICENCE_URL,
        "publicationPolicy": f"{site_url(edition)}donnees-ouvertes/",
        "releases": [release(entry, edition) for entry in entries],
    }


def _publisher(edition: Edition) -> str:
    """Le nom de qui publie ; le standard n'a pas d'autre place pour la marque de démonstration."""
    buyer = edition.collectivite
    return f"{buyer.nom} (données de démonstration)" if buyer.demonstration else buyer.nom


def release(entry: Intention, edition: Edition) -> Node:
    """La publication d'une intention ; une consultation lancée est aussi un appel d'offres (« tender »)."""
    buyer = edition.collectivite
    ocid = f"{buyer.prefixe_ocds or UNREGISTERED}-{buyer.siren}-{entry.id}"
    changed = last_change(entry, edition)
    organization = {"id": f"{REGISTER}-{buyer.siret}", "name": buyer.nom}
    written = tender(entry, edition, organization)
    return {
        "ocid": ocid,
        "id": f"{ocid}-{changed.isoformat()}",
        "date": moment(changed).isoformat(),
        "tag": ["planning", "tender"] if written.get("status") in ("active", "complete") else ["planning"],
        "initiationType": "tender",
        "language": "fr",
        "parties": [_party(entry, edition, organization)],
        "buyer": organization,
        "planning": _planning(entry, edition),
        "tender": written,
    }


def _party(entry: Intention, edition: Edition, organization: Node) -> Node:
    buyer = edition.collectivite
    return organization | {
        "identifier": {"scheme": REGISTER, "id": buyer.siret, "legalName": buyer.nom},
        "contactPoint": {"name": edition.label("services", entry.service_acheteur), "email": entry.contact},
        "roles": ["buyer", "procuringEntity"],
    }


def _planning(entry: Intention, edition: Edition) -> Node:
    """Ce qui précède la consultation : la tranche de montant, la fiche, et les étapes datées."""
    fiche = {
        "id": "fiche",
        "documentType": "plannedProcurementNotice",
        "title": entry.intitule,
        "url": site_url(edition) + common.url("intention", entry.id),
        "dateModified": moment(last_change(entry, edition)).isoformat(),
        "format": "text/html",
        "language": "fr",
    }
    budget = {"description": f"Montant estimé\u00a0: {edition.label('tranches-montant', entry.montant_tranche)}"}
    return {"budget": budget, "documents": [fiche], "milestones": list(_milestones(entry))}


def _milestones(entry: Intention) -> Iterator[Node]:
    """Les étapes, chacune au premier jour de sa période : le calendrier d'une intention n'est jamais connu au jour près."""
    sourcing = entry.sourcage
    if sourcing and sourcing.prevu and sourcing.quand:
        yield milestone("sourcage", "Sourçage", sourcing.quand, "engagement", sourcing.modalites or "")
    yield milestone("publication", "Publication de la consultation", entry.publication_prevue, "preProcurement")
    if entry.remise_prevue:
        yield milestone("remise", "Remise des offres", entry.remise_prevue)
    if entry.demarrage_prevu:
        yield milestone("demarrage", "Démarrage du contrat", entry.demarrage_prevu, "delivery", _duration(entry))
    if entry.renouvelle and entry.renouvelle.fin:
        yield milestone("fin-contrat-en-cours", f"Fin du contrat en cours {entry.renouvelle.reference}", entry.renouvelle.fin)


def _duration(entry: Intention) -> str:
    if entry.duree_mois is None:
        return ""
    renewals = f", {count(entry.reconductions, 'reconduction')}" if entry.reconductions else ""
    return f"Durée du contrat\u00a0: {entry.duree_mois} mois{renewals}."
