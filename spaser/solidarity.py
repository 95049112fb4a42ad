"""Qui pourrait répondre : le métier, le territoire et la réservation joignent les structures solidaires aux achats.

Chaque réponse se garde : une édition de dix mille structures et six mille intentions se joint une fois.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from spaser.model import Famille, Fournisseur
from spaser.publication import Edition
from spaser.reach import Reaches, grouped

#: Nombre de structures qui rend possible chaque niveau de réservation.
POTENTIAL = ((30, "reserver"), (10, "lot"), (1, "clause"), (0, "critere"))


def potential(count: int) -> str:
    """Le verdict du potentiel solidaire pour un nombre de structures : `reserver`, `lot`, `clause` ou `critere`."""
    return next(verdict for minimum, verdict in POTENTIAL if count >= minimum)


class Solidarity:
    """Les structures solidaires d'une édition, jointes aux familles et aux lieux."""

    def __init__(self, edition: Edition) -> None:
        self.edition, self.reaches = edition, Reaches(edition)
        self._answers: dict[tuple[str, tuple[str, ...], str | None], list[Fournisseur]] = {}
        self._trades: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Famille]] = {}

    def suppliers(self, family: Famille, places: tuple[str, ...] = (), reservation: str | None = None) -> list[Fournisseur]:
        """Les structures du métier de la famille, qui servent un des lieux, et que la réservation admet."""
        key = (family.id, places, reservation)
        if key not in self._answers:
            self._answers[key] = self._answer(family, places, reservation)
        return self._answers[key]

    def _answer(self, family: Famille, places: tuple[str, ...], reservation: str | None) -> list[Fournisseur]:
        if reservation is not None:
            return [supplier for supplier in self.suppliers(family, places) if supplier.id in self._admitted[reservation]]
        if not places:
            return self._by_family[family.id]
        near = frozenset[str]().union(*map(self.reaches.serving, places))
        return [supplier for supplier in self._by_family[family.id] if supplier.id in near]

    @cached_property
    def _by_family(self) -> dict[str, list[Fournisseur]]:
        found: dict[str, list[Fournisseur]] = {family: [] for family in self.edition.entrees["famille"]}
        for supplier in self.active:
            for family in self.families_of(supplier):
                found[family.id].append(supplier)
        return found

    @cached_property
    def active(self) -> list[Fournisseur]:
        """Les structures en activité : celles qui ne sont pas retirées."""
        return [supplier for supplier in self.edition.entrees["fournisseur"].values() if supplier.retire_le is None]

    def reservations_of(self, supplier: Fournisseur) -> set[str]:
        """Les articles au titre desquels on peut réserver un marché à cette structure."""
        return {article for kind in supplier.types for article in self.edition.line("types-structure", kind).reservations}

    @cached_property
    def _admitted(self) -> defaultdict[str, set[str]]:
        """Les structures que chaque article admet."""
        return grouped((article, supplier.id) for supplier in self.active for article in self.reservations_of(supplier))

    @cached_property
    def coverage(self) -> dict[str, Counter[str]]:
        """Pour chaque famille, combien de structures interviennent dans chaque intercommunalité."""
        epcis = [line.code for line in self.edition.codes["epci"].lignes]
        found: dict[str, Counter[str]] = {family: Counter() for family in self.edition.entrees["famille"]}
        for supplier in self.active:
            places = [epci for epci in epcis if self.reaches.serves(supplier, epci)]
            for family in self.families_of(supplier):
                found[family.id].update(places)
        return found

    def families_of(self, supplier: Fournisseur) -> list[Famille]:
        """Les familles d'achat que la structure peut servir : celles qu'elle nomme, et celles dont l'un de ses secteurs fait le métier."""
        key = (supplier.familles, supplier.secteurs)
        if key not in self._trades:
            named = set(supplier.familles).union(*(self._sectors[code] for code in supplier.secteurs))
            self._trades[key] = [family for name, family in self.edition.entrees["famille"].items() if name in named]
        return self._trades[key]

    @cached_property
    def _sectors(self) -> defaultdict[str, set[str]]:
        """Les familles dont chaque secteur fait le métier (docs/decisions/0014-metier.md)."""
        return grouped((code, family.id) for family in self.edition.entrees["famille"].values() for code in family.secteurs)
