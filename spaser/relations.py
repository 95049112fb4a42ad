"""Les liens qui se déduisent des entrées, dans les deux sens ; jamais écrits à la main.

Tout part d'une édition : un lien ne peut pas mener à ce que l'audience ne voit pas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from spaser.model import Critere, Exigence, Famille, Fournisseur, Intention, Objectif
from spaser.model.famille import Retour
from spaser.publication import Edition
from spaser.solidarity import Solidarity

T = TypeVar("T")


@dataclass(frozen=True)
class Relations:
    """Les jointures d'une édition."""

    edition: Edition
    _kept: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """Garde, sous `key`, ce que `make` tire de la seule édition."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

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
        return matching[:6] or essentials(family)

    def transverses_of(self, family: Famille) -> list[Critere]:
        """Les critères transverses en vigueur d'une famille, dans son ordre."""
        known = self.edition.criteres
        return [critere for name in family.transverses if name in known and (critere := known[name][0]).retire_le is None]

    def families_using(self, identifiant: str) -> list[Famille]:
        """Les familles qui renvoient à un critère transverse."""
        return self._users.get(identifiant, [])

    @cached_property
    def _users(self) -> dict[str, list[Famille]]:
        return _grouped((name, family) for family in self._all("famille") for name in dict.fromkeys(family.transverses))

    def feedback(self, identifiant: str) -> list[Retour]:
        """Les retours des marchés passés qui ont employé un critère."""
        return self._feedback.get(identifiant, [])

    @cached_property
    def _feedback(self) -> dict[str, list[Retour]]:
        return _grouped((item.critere, item) for family in self._all("famille") for item in family.retours_experience if item.critere)

    @cached_property
    def solidarity(self) -> Solidarity:
        """Les structures solidaires, jointes aux métiers et aux lieux."""
        return Solidarity(self.edition)

    def suppliers_for(self, intention: Intention) -> list[Fournisseur]:
        """Les structures qui pourraient répondre à une intention, ou s'associer à une réponse."""
        family = self.family(intention)
        article = intention.reservation.article if intention.reservation else None
        return self.solidarity.suppliers(family, intention.lieux, article) if family else []

    def intentions_of_family(self, family: Famille) -> list[Intention]:
        """Les intentions en cours d'une famille, par date de publication prévue."""
        return self._purchases.get(family.id, [])

    @cached_property
    def _purchases(self) -> dict[str, list[Intention]]:
        return _grouped((intention.famille, intention) for intention in sorted(self._all("intention"), key=lambda i: (i.publication_prevue, i.id)))

    def intentions_for(self, supplier: Fournisseur) -> list[Intention]:
        """Les intentions du métier et du territoire d'une structure, par date de publication prévue."""
        return self._offers.get(supplier.id, [])

    @cached_property
    def _offers(self) -> dict[str, list[Intention]]:
        ahead = sorted(filter(is_ahead, self._all("intention")), key=lambda i: (i.publication_prevue, i.id))
        return _grouped((supplier.id, intention) for intention in ahead for supplier in self.suppliers_for(intention))

    def suites_of(self, intention: Intention) -> list[Intention]:
        """Les intentions qui remplacent une intention : une après une reprise ou une fusion, plusieurs après une scission."""
        known = self.edition.entrees["intention"]
        return [known[identifiant] for identifiant in intention.suites if identifiant in known]

    def origins_of(self, intention: Intention) -> list[Intention]:
        """Les intentions qu'une intention remplace : plusieurs après une fusion."""
        return self._origins.get(intention.id, [])

    @cached_property
    def _origins(self) -> dict[str, list[Intention]]:
        return _grouped((name, origin) for origin in self._all("intention") for name in dict.fromkeys(origin.suites))

    def families_of_requirement(self, requirement: Exigence) -> list[Famille]:
        """Les familles de travaux qui renvoient à l'exigence."""
        return self._builders.get(requirement.id, [])

    @cached_property
    def _builders(self) -> dict[str, list[Famille]]:
        return _grouped((name, family) for family in self._all("famille") for name in dict.fromkeys(family.exigences))

    def intentions_of_requirement(self, requirement: Exigence) -> list[Intention]:
        """Les travaux à venir dont la famille renvoie à l'exigence, par date de publication prévue."""
        return list(upcoming(i for family in self.families_of_requirement(requirement) for i in self.intentions_of_family(family)))

    def requirements_of(self, family: Famille) -> list[Exigence]:
        """Les exigences en vigueur de l'éco-référentiel liées à une famille."""
        known = self.edition.entrees["exigence"]
        found = [known[identifiant] for identifiant in family.exigences if identifiant in known]
        return [requirement for requirement in found if requirement.retire_le is None]

    def replaced_by(self, requirement: Exigence) -> list[Exigence]:
        """Les exigences retirées que celle-ci remplace."""
        return self._successions.get(requirement.id, [])

    @cached_property
    def _successions(self) -> dict[str, list[Exigence]]:
        return _grouped((old.remplace_par or "", old) for old in self._all("exigence"))

    def goals(self, numbers: Iterable[int]) -> list[Objectif]:
        """Les objectifs portant ces numéros, dans l'ordre."""
        wanted = set(numbers)
        return [goal for goal in self._all("objectif") if goal.numero in wanted]

    def families_of_goal(self, goal: Objectif) -> list[Famille]:
        """Les familles dont un critère sert l'objectif."""
        return [family for family in self._all("famille") if goal.numero in family_goals(family)]

    def requirements_of_goal(self, goal: Objectif) -> list[Exigence]:
        """Les exigences en vigueur qui servent l'objectif."""
        return [requirement for requirement in self._all("exigence") if requirement.retire_le is None and goal.numero in requirement.objectifs]

    def intentions_of_goal(self, goal: Objectif) -> list[Intention]:
        """Les intentions dont un critère probable sert l'objectif."""
        return [i for i in self._all("intention") if is_ahead(i) and goal.numero in self.goals_of_intention(i)]

    def goals_of_intention(self, intention: Intention) -> set[int]:
        """Les numéros des objectifs que servent les critères probables d'une intention."""
        return {number for critere in self.likely_criteria(intention) for number in critere.objectifs}


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    """Ce qui va avec chaque identifiant, dans l'ordre."""
    found: dict[str, list[T]] = {}
    for name, item in pairs:
        found.setdefault(name, []).append(item)
    return found


def in_force(family: Famille) -> list[Critere]:
    """Les critères d'une famille qui ne sont pas retirés."""
    return [critere for critere in family.criteres if critere.retire_le is None]


def essentials(family: Famille) -> list[Critere]:
    """Les trois critères essentiels d'une famille, dans son ordre."""
    own = {critere.id: critere for critere in family.criteres}
    return [own[identifiant] for identifiant in family.essentiel if identifiant in own]


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
