"""Les liens qui se déduisent des entrées, dans les deux sens ; jamais écrits à la main.

Tout part d'une édition : un lien ne peut pas mener à ce que l'audience ne voit pas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from spaser.model import Critere, Exigence, Famille, Fournisseur, Intention, Objectif
from spaser.model.famille import Retour
from spaser.publication import Edition

#: Nombre de structures qui rend possible chaque niveau de réservation (data-model.md, « Derived, never typed »).
POTENTIAL = ((30, "reserver"), (10, "lot"), (1, "clause"), (0, "critere"))


@dataclass(frozen=True)
class Relations:
    """Les jointures d'une édition."""

    edition: Edition

    def _all(self, kind: str) -> Iterable[Any]:
        return self.edition.entrees[kind].values()

    def family(self, intention: Intention) -> Famille | None:
        """La famille d'une intention, si elle est publiée."""
        found: Famille | None = self.edition.entrees["famille"].get(intention.famille)
        return found

    def likely_criteria(self, intention: Intention) -> list[Critere]:
        """Les critères que l'intention rencontrera sans doute : ceux de sa famille qui répondent à ses enjeux, sinon l'essentiel."""
        family = self.family(intention)
        if family is None:
            return []
        stakes = {enjeu.code for enjeu in intention.enjeux}
        matching = [critere for critere in in_force(family) if stakes & set(critere.enjeux)]
        return matching[:6] or self.essentials(family)

    def essentials(self, family: Famille) -> list[Critere]:
        """Les trois critères essentiels d'une famille, dans son ordre."""
        own = {critere.id: critere for critere in family.criteres}
        return [own[identifiant] for identifiant in family.essentiel if identifiant in own]

    def transverses_of(self, family: Famille) -> list[Critere]:
        """Les critères transverses en vigueur d'une famille, dans son ordre."""
        known = self.edition.criteres
        found = [known[identifiant][0] for identifiant in family.transverses if identifiant in known]
        return [critere for critere in found if critere.retire_le is None]

    def families_using(self, identifiant: str) -> list[Famille]:
        """Les familles qui renvoient à un critère transverse."""
        return [family for family in self._all("famille") if identifiant in family.transverses]

    def feedback(self, identifiant: str) -> Iterator[Retour]:
        """Les retours des marchés passés qui ont employé un critère."""
        for family in self._all("famille"):
            yield from (item for item in family.retours_experience if item.critere == identifiant)

    def suppliers(self, family: Famille, places: tuple[str, ...] = (), reservation: str | None = None) -> list[Fournisseur]:
        """Les structures du métier de la famille, qui servent un des lieux, et que la réservation admet."""
        return [
            supplier
            for supplier in self._all("fournisseur")
            if supplier.retire_le is None
            and _trades(supplier, family)
            and (not places or any(self.serves(supplier, place) for place in places))
            and (reservation is None or reservation in self.reservations_of(supplier))
        ]

    def suppliers_for(self, intention: Intention) -> list[Fournisseur]:
        """Les structures qui pourraient répondre à une intention, ou s'associer à une réponse."""
        family = self.family(intention)
        article = intention.reservation.article if intention.reservation else None
        return self.suppliers(family, intention.lieux, article) if family else []

    def potential(self, count: int) -> str:
        """Le verdict du potentiel solidaire pour un nombre de structures : `reserver`, `lot`, `clause` ou `critere`."""
        return next(verdict for minimum, verdict in POTENTIAL if count >= minimum)

    def reservations_of(self, supplier: Fournisseur) -> set[str]:
        """Les articles au titre desquels on peut réserver un marché à cette structure."""
        return {article for kind in supplier.types for article in self.edition.line("types-structure", kind).reservations}

    def serves(self, supplier: Fournisseur, place: str) -> bool:
        """Vrai si la structure intervient dans ce lieu : département (2 chiffres), commune (5) ou EPCI (9)."""
        zone = supplier.zone_intervention
        home = self.edition.collectivite.departement
        if zone.france or zone.region or place == home:
            return True
        served = {*zone.departements, *zone.epci, *zone.communes, supplier.commune}
        return place in served or bool(served & self._around(place)) or (home in served and self._is_inside(place))

    def _is_inside(self, place: str) -> bool:
        """Vrai si le lieu est une commune ou un EPCI du département de la collectivité."""
        return place in self._communes or place in self._communes.values()

    def _around(self, place: str) -> set[str]:
        """Les lieux qui contiennent `place`, ou qu'il contient."""
        communes = self._communes
        inside = {code for code, epci in communes.items() if epci == place}
        return inside | ({communes[place]} if place in communes else set())

    @cached_property
    def _communes(self) -> dict[str, str]:
        return {line.code: line.epci for line in self.edition.codes["communes"].lignes}  # type: ignore[attr-defined]

    def intentions_of_family(self, family: Famille) -> list[Intention]:
        """Les intentions en cours d'une famille, par date de publication prévue."""
        return sorted((i for i in self._all("intention") if i.famille == family.id), key=lambda i: (i.publication_prevue, i.id))

    def intentions_for(self, supplier: Fournisseur) -> list[Intention]:
        """Les intentions du métier et du territoire d'une structure."""
        found = [i for i in self._all("intention") if is_ahead(i) and supplier in self.suppliers_for(i)]
        return sorted(found, key=lambda i: (i.publication_prevue, i.id))

    def suites_of(self, intention: Intention) -> list[Intention]:
        """Les intentions qui remplacent une intention : une après une reprise ou une fusion, plusieurs après une scission."""
        known = self.edition.entrees["intention"]
        return [known[identifiant] for identifiant in intention.suites if identifiant in known]

    def origins_of(self, intention: Intention) -> list[Intention]:
        """Les intentions qu'une intention remplace : plusieurs après une fusion."""
        return [origin for origin in self._all("intention") if intention.id in origin.suites]

    def families_of_supplier(self, supplier: Fournisseur) -> list[Famille]:
        """Les familles d'achat que la structure peut servir."""
        return [family for family in self._all("famille") if _trades(supplier, family)]

    def families_of_requirement(self, requirement: Exigence) -> list[Famille]:
        """Les familles de travaux qui renvoient à l'exigence."""
        return [family for family in self._all("famille") if requirement.id in family.exigences]

    def requirements_of(self, family: Famille) -> list[Exigence]:
        """Les exigences de l'éco-référentiel liées à une famille."""
        known = self.edition.entrees["exigence"]
        return [known[identifiant] for identifiant in family.exigences if identifiant in known]

    def goals(self, numbers: Iterable[int]) -> list[Objectif]:
        """Les objectifs portant ces numéros, dans l'ordre."""
        wanted = set(numbers)
        return [goal for goal in self._all("objectif") if goal.numero in wanted]

    def families_of_goal(self, goal: Objectif) -> list[Famille]:
        """Les familles dont un critère sert l'objectif."""
        return [family for family in self._all("famille") if goal.numero in family_goals(family)]

    def requirements_of_goal(self, goal: Objectif) -> list[Exigence]:
        """Les exigences qui servent l'objectif."""
        return [requirement for requirement in self._all("exigence") if goal.numero in requirement.objectifs]

    def intentions_of_goal(self, goal: Objectif) -> list[Intention]:
        """Les intentions dont un critère probable sert l'objectif."""
        return [i for i in self._all("intention") if is_ahead(i) and goal.numero in self.goals_of_intention(i)]

    def goals_of_intention(self, intention: Intention) -> set[int]:
        """Les numéros des objectifs que servent les critères probables d'une intention."""
        return {number for critere in self.likely_criteria(intention) for number in critere.objectifs}


def in_force(family: Famille) -> list[Critere]:
    """Les critères d'une famille qui ne sont pas retirés."""
    return [critere for critere in family.criteres if critere.retire_le is None]


def family_goals(family: Famille) -> set[int]:
    """Les numéros des objectifs que servent les critères d'une famille."""
    return {number for critere in in_force(family) for number in critere.objectifs}


def is_ahead(intention: Intention) -> bool:
    """Vrai si l'achat est encore à venir, et qu'aucune autre intention ne l'a remplacé."""
    return intention.statut.code in ("a-l-etude", "publiee", "reportee") and intention.retire_le is None and not intention.suites


def quarter(value: str) -> str:
    """Le trimestre d'une période : « 2027-T2 » pour 2027-T2 comme pour 2027-05."""
    year, part = value.split("-")
    return value if part.startswith("T") else f"{year}-T{(int(part) + 2) // 3}"


def upcoming(intentions: Iterable[Intention]) -> Iterator[Intention]:
    """Les intentions à venir, de la plus proche à la plus lointaine."""
    yield from sorted((i for i in intentions if is_ahead(i)), key=lambda i: (i.publication_prevue, i.id))


def _trades(supplier: Fournisseur, family: Famille) -> bool:
    return family.id in supplier.familles or bool(set(supplier.secteurs) & set(family.secteurs))
