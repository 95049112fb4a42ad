"""Ce qu'une audience peut voir : de nouveaux objets, bâtis champ par champ sur ce que les modèles déclarent.

La publication est une liste de ce qui sort, jamais un filtre de ce qui reste : un champ, une entrée ou
une liste que rien ne déclare publics ne sont pas dans l'édition publique.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar, cast

from spaser.catalogue import Catalogue
from spaser.memory import Memory
from spaser.model import (
    SANS_PAGE,
    Attributions,
    Collectivite,
    Critere,
    DeclarationAgec,
    Grille,
    LigneCode,
    ListeCodes,
    ListeTransverses,
    Modele,
    Outil,
    ThemeEco,
)
from spaser.model.base import Audience, Entree
from spaser.model.walk import champs
from spaser.problems import Problem
from spaser.territory import Territory
from spaser.timing import stage

M = TypeVar("M", bound=Modele)
E = TypeVar("E", bound=Entree)


@dataclass(frozen=True)
class Edition:
    """Les données d'une audience, et elles seules."""

    audience: Audience
    collectivite: Collectivite
    codes: MappingProxyType[str, ListeCodes]
    transverses: tuple[ListeTransverses, ...]
    themes: tuple[ThemeEco, ...]
    attributions: tuple[Attributions, ...]
    agec: tuple[DeclarationAgec, ...]
    outils: tuple[Outil, ...]
    grilles: tuple[Grille, ...]
    entrees: MappingProxyType[str, MappingProxyType[str, Any]]
    warnings: tuple[Problem, ...]
    territoire: Territory

    @cached_property
    def files(self) -> Memory:
        """Les fichiers que les constructions précédentes ont tirés des mêmes valeurs : un classeur se relit cent fois plus vite qu'il ne se refait."""
        return Memory(f"fichiers-{self.audience}")

    @cached_property
    def criteres(self) -> dict[str, tuple[Critere, str]]:
        """Chaque critère, avec l'identifiant de la famille ou du groupe transverse qui le porte."""
        owners = [*self.entrees["famille"].values(), *self.transverses]
        return {critere.id: (critere, owner.id) for owner in owners for critere in owner.criteres}

    @cached_property
    def _lines(self) -> dict[str, dict[str, LigneCode]]:
        return {name: {line.code: line for line in liste.lignes} for name, liste in self.codes.items()}

    @property
    def sans_page(self) -> dict[str, Iterable[Entree]]:
        """Les entrées qui n'ont pas de fiche, par genre."""
        return {kind: getattr(self, kind) for kind in SANS_PAGE} | {"codes": self.codes.values()}

    @cached_property
    def stakes(self) -> dict[str, Any]:
        """La ligne de chaque enjeu, environnemental ou social, par son code."""
        return {**self._lines["enjeux-environnementaux"], **self._lines["enjeux-sociaux"]}

    def line(self, liste: str, code: str) -> Any:
        """La ligne d'un code. Lève `KeyError` si la liste n'est pas publiée."""
        return self._lines[liste][code]

    def label(self, liste: str, code: str | None) -> str:
        """Le libellé d'un code, vide s'il n'y a pas de code."""
        return self.line(liste, code).libelle if code else ""

    def commune(self, code: str) -> Any:
        """La ligne d'une commune, du territoire ou d'un département voisin."""
        return self.line("communes" if code in self._lines["communes"] else "communes-voisines", code)

    def labels(self, liste: str, codes: Iterable[str]) -> list[str]:
        """Les libellés de plusieurs codes."""
        return [self.label(liste, code) for code in codes]


@stage("projeter")
def publish(catalogue: Catalogue, audience: Audience) -> Edition:
    """L'édition d'une audience, tirée du catalogue."""
    return Edition(
        audience=audience,
        collectivite=project(catalogue.collectivite, audience),
        codes=MappingProxyType({liste.id: liste for liste in _visible(catalogue.codes.values(), audience)}),
        transverses=_visible(catalogue.transverses, audience),
        themes=tuple(_theme(theme, audience) for theme in catalogue.themes if _theme(theme, audience).exigences),
        attributions=_visible(catalogue.attributions, audience),
        agec=_visible(catalogue.agec, audience),
        outils=catalogue.outils if audience == "interne" else (),  # le genre entier est interne, quoi que dise une entrée
        grilles=_visible(catalogue.grilles, audience),
        entrees=MappingProxyType(
            {kind: MappingProxyType({entry.id: entry for entry in _visible(entries.values(), audience)}) for kind, entries in catalogue.entrees.items()}
        ),
        warnings=catalogue.warnings if audience == "interne" else (),
        territoire=catalogue.territoire,
    )


def _visible(entries: Iterable[E], audience: Audience) -> tuple[E, ...]:
    return tuple(project(entry, audience) for entry in entries if audience == "interne" or entry.visibilite == "publique")


def _theme(theme: ThemeEco, audience: Audience) -> ThemeEco:
    return ThemeEco.model_construct(volet=theme.volet, theme=theme.theme, presentation=theme.presentation, exigences=_visible(theme.exigences, audience))


def project(entry: M, audience: Audience) -> M:
    """Une nouvelle entrée du même modèle, où seuls les champs que l'audience peut lire ont une valeur."""
    if audience == "interne":
        return entry
    values = {champ.name: getattr(entry, champ.name) for champ in champs(type(entry)) if champ.audience == "publique"}
    for champ in champs(type(entry)):
        if champ.sub is not None and champ.name in values:
            values[champ.name] = _value(values[champ.name], audience)
    return cast(M, type(entry).model_construct(**values))


def _value(value: Any, audience: Audience) -> Any:
    if isinstance(value, Modele):
        return project(value, audience)
    return tuple(_value(item, audience) for item in value) if isinstance(value, tuple) else value


def dump(entry: Modele, audience: Audience) -> dict[str, Any]:
    """Les champs visibles d'une entrée, prêts pour JSON, dans l'ordre du modèle ; les champs vides sont omis."""
    visible = (champ.name for champ in champs(type(entry)) if audience == "interne" or champ.audience == "publique")
    return {name: _plain(value, audience) for name in visible if (value := getattr(entry, name)) not in (None, ())}


def _plain(value: Any, audience: Audience) -> Any:
    if isinstance(value, Modele):
        return dump(value, audience)
    if isinstance(value, tuple):
        return [_plain(item, audience) for item in value]
    return value if isinstance(value, str | int | float | bool) else plain_scalar(value)


def plain_scalar(value: Any) -> str | int | float:
    """Une date ou un nombre décimal, tels que JSON peut les dire."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return int(value) if value == int(value) else float(value)
