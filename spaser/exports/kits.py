"""Le kit de chaque famille, sur le site interne seulement : l'essentiel prêt à coller, en deux traitements de texte, et sa grille d'analyse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spaser.documents import grid
from spaser.documents.assembly import AWARD, assemble
from spaser.exports import composer, documents
from spaser.exports.base import Export, header
from spaser.model import Critere, Famille
from spaser.publication import Edition
from spaser.relations import essentials
from spaser.rendering.typography import day

FOLDER = "kits/"
#: Le composeur laisse le choix du mot.
PRICE = "Prix"
Said = dict[str, Any]


def produce(edition: Edition) -> Iterator[Export]:
    """Trois fichiers par famille en vigueur ; rien pour le public, qui ne voit ni poids ni barème."""
    if edition.audience != "interne":
        return
    empty = documents.empty(edition)
    for family in composer.families(edition):
        for extension, content in _written(selection(family, edition), empty, edition).items():
            yield Export(f"{FOLDER}{family.id}.{extension}", content, f"Kit «\u00a0{family.intitule}\u00a0»", extension.upper(), len(family.essentiel), "kits")


def files_of(exports: Iterable[Export]) -> dict[str, list[Said]]:
    """Les fichiers du kit de chaque famille, par identifiant : `format`, `url` depuis la racine du site, `poids` en mots."""
    found: dict[str, list[Said]] = {}
    for export in exports:
        if export.groupe == "kits":
            family = export.path.removeprefix(FOLDER).rpartition(".")[0]
            found.setdefault(family, []).append(export.link)
    return found


def selection(family: Famille, edition: Edition) -> Said:
    """L'essentiel d'une famille, à ses poids conseillés ; le prix prend le reste."""
    buyer, chosen = edition.collectivite, essentials(family)
    weights = [_weight(critere) for critere in chosen if critere.type == AWARD]
    return {
        "famille": family.id,
        "intitule": family.intitule,
        "producteur": buyer.nom,
        "edition": buyer.edition,
        "edition_date": day(buyer.edition_du),
        "demonstration": buyer.demonstration or family.demonstration,
        "choix": [{"critere": composer.criterion(critere, edition), "poids": _weight(critere), "parent": None} for critere in chosen],
        "prix": _price(chosen, weights),
        "prix_libelle": PRICE,
    }


def _price(chosen: list[Critere], weights: list[int | None]) -> int | None:
    """Ce qui reste au prix ; rien si un coût complet en tient lieu, inconnu si un poids l'est."""
    if any(critere.tient_lieu_de_prix for critere in chosen):
        return 0
    return None if None in weights else 100 - sum(weight or 0 for weight in weights)


def _weight(critere: Critere) -> int | None:
    """Le poids conseillé ; il n'est pas connu quand les poids sont dans une surcouche que cette construction n'a pas."""
    return critere.ponderation.conseillee if critere.ponderation else None


def _written(chosen: Said, empty: dict[str, bytes], edition: Edition) -> dict[str, bytes]:
    said = header(edition, f"Grille d’analyse des offres\u00a0: {chosen['intitule']}")
    workbook = edition.files.answer(("grille", said, chosen), lambda: grid.write(said, chosen))
    return {**documents.written(assemble(chosen), empty, edition), "xlsx": workbook}
