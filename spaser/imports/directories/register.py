"""Rapproche une structure lue d'une fiche connue : par SIRET, puis SIREN et code postal, puis nom et commune ; dit la confiance."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from spaser.imports.directories.base import Record, Values
from spaser.imports.directories.towns import Town
from spaser.imports.vocabulary import root

CERTAIN, STRONG, WEAK = "certaine", "forte", "à confirmer"
#: Deux noms qui se ressemblent assez, dans la même commune, pour demander s'il s'agit de la même structure.
RESEMBLANCE = 0.86
#: Un mot que plus de fiches d'une commune portent ne rapproche rien ; au-delà d'autant d'établissements, un nom seulement voisin non plus.
COMMON = 20
#: La forme juridique ne fait pas le nom ; « ESAT » ou « EA » si : une association a souvent l'un et l'autre.
_FORMS = re.compile(r"\b(?:association|assoc|asso|sarl|sasu?|sa|scop|scic|eurl|societe|cooperative)\b")


@dataclass(eq=False)
class Fiche:
    """Une fiche connue, ou que cet import crée : son identifiant, ses champs, et le code postal de sa commune."""

    id: str
    data: Values
    postcode: str
    new: bool = False
    stated: set[str] = field(default_factory=set)

    @property
    def siret(self) -> str:
        """Son SIRET, vide s'il n'est pas connu."""
        return str(self.data.get("siret") or "")


@dataclass(frozen=True)
class Found:
    """La fiche rapprochée (aucune si la structure est nouvelle), par quoi, avec quelle confiance, et ce qu'il faut trancher.

    `hold` : plusieurs fiches conviennent, la structure attend qu'une personne dise laquelle.
    """

    fiche: Fiche | None
    by: str = ""
    confidence: str = ""
    doubt: str = ""
    hold: bool = False


@lru_cache(maxsize=65_536)
def bare(name: str) -> str:
    """Un nom comparable, sans forme juridique ni pluriel."""
    return " ".join(_FORMS.sub(" ", root(name)).split()) or root(name)


class Register:
    """Les fiches, retrouvées par ce qui les désigne ; chaque fiche créée s'y ajoute."""

    def __init__(self) -> None:
        self.fiches: dict[str, Fiche] = {}
        self._references: dict[tuple[str, str], Fiche] = {}
        self._sirets: dict[str, Fiche] = {}
        self._sirens: dict[str, dict[str, Fiche]] = defaultdict(dict)
        self._offices: dict[tuple[str, str], dict[str, Fiche]] = defaultdict(dict)
        self._names: dict[tuple[str, str], list[Fiche]] = defaultdict(list)
        self._words: dict[tuple[str, str], list[Fiche]] = defaultdict(list)

    def add(self, fiche: Fiche) -> None:
        """Ajoute une fiche."""
        self.fiches[fiche.id] = fiche
        self._names[bare(fiche.data["nom"]), fiche.data["commune"]].append(fiche)
        for word in set(bare(fiche.data["nom"]).split()):
            self._words[word, fiche.data["commune"]].append(fiche)
        self.learn(fiche)

    def learn(self, fiche: Fiche) -> None:
        """Retient les numéros et les références qu'une fiche vient de recevoir."""
        for source in fiche.data.get("sources", ()):
            for reference in source.get("identifiants", ()):
                self._references.setdefault((source["nom"], reference), fiche)
        siren = fiche.siret[:9]
        if siren and self._sirets.setdefault(fiche.siret, fiche) is fiche:
            self._sirens[siren][fiche.id] = self._offices[siren, fiche.postcode][fiche.id] = fiche

    def of_company(self, siren: str) -> list[Fiche]:
        """Les fiches d'une entreprise."""
        return [*self._sirens.get(siren, {}).values()]

    def match(self, record: Record, town: Town, source: str) -> Found:
        """Le rapprochement le plus sûr, ou une structure nouvelle ; un nom que l'annuaire avait déjà donné à la fiche n'est plus douteux."""
        found = self._match(record, town, source)
        cited = found.fiche is not None and any(item["nom"] == source for item in found.fiche.data.get("sources", ()))
        return replace(found, confidence=STRONG) if found.confidence == WEAK and cited else found

    def _match(self, record: Record, town: Town, source: str) -> Found:
        siret = str(record.fields.get("siret", ""))
        known = self._references.get((source, record.reference)) if record.reference else None
        if siret and siret in self._sirets:
            return Found(self._sirets[siret], "SIRET", CERTAIN)
        if known and _agree(known.siret, siret):
            return Found(known, "identifiant dans l'annuaire", CERTAIN)
        return self._by_siren(record, town, siret) or self._by_name(record, town, siret) or self._alike(record, town)

    def _by_siren(self, record: Record, town: Town, siret: str) -> Found | None:
        same = [*self._offices.get((record.siren, town.postcode), {}).values()] if record.siren else []
        alike = same if not siret else self._named(same, record, town)
        if len(alike) == 1:
            return Found(alike[0], "SIREN et code postal", STRONG, _other_siret(alike[0], siret))
        if same and siret:
            return Found(None, doubt=f"même SIREN et même code postal que {_ids(same)}, sous un autre nom : deux établissements, ou un seul ?")
        return Found(None, doubt=f"plusieurs fiches ont ce SIREN et ce code postal : {_ids(same)}", hold=True) if same else None

    def _named(self, offices: list[Fiche], record: Record, town: Town) -> list[Fiche]:
        """Les établissements dont le nom ressemble à celui de la structure lue ; s'ils sont nombreux, ceux qui ont le même dans la commune."""
        if len(offices) <= COMMON:
            return [fiche for fiche in offices if close(fiche.data["nom"], record)]
        return [fiche for fiche in self._namesakes(record, town) if fiche.siret.startswith(record.siren)]

    def _namesakes(self, record: Record, town: Town) -> list[Fiche]:
        """Les fiches de la commune qui portent l'un des noms de la structure lue."""
        names = dict.fromkeys(bare(name) for name in (record.nom, record.brand) if name)
        return list({fiche.id: fiche for name in names for fiche in self._names.get((name, town.code), ())}.values())

    def _by_name(self, record: Record, town: Town, siret: str) -> Found | None:
        same = self._namesakes(record, town)
        mine = [fiche for fiche in same if _agree(fiche.siret, siret)]
        if len(mine) == 1:
            return Found(mine[0], "nom et commune", WEAK)
        if mine:
            return Found(None, doubt=f"plusieurs fiches ont ce nom dans cette commune : {_ids(mine)}", hold=True)
        return Found(None, doubt=f"même nom et même commune que {_ids(same)}, mais un autre SIRET") if same else None

    def _alike(self, record: Record, town: Town) -> Found:
        """Une structure nouvelle ; ses noms voisins partagent un mot rare de la commune avec le sien."""
        holders = [self._words.get((word, town.code), []) for word in bare(record.nom).split()]
        others = {fiche.id: fiche for fiches in holders if len(fiches) <= COMMON for fiche in fiches}
        near = [fiche for fiche in others.values() if close(fiche.data["nom"], record)]
        return Found(None, doubt=f"ressemble à {_ids(near)}, dans la même commune") if near else Found(None)


def close(name: str, record: Record) -> bool:
    """Vrai si l'un des noms de la structure lue ressemble à celui-là."""
    return any(_resemble(bare(name), bare(other)) for other in dict.fromkeys((record.nom, record.brand)) if other)


def _resemble(one: str, other: str) -> bool:
    """Vrai si deux noms comparables se ressemblent ; les longueurs, puis les lettres, suffisent souvent à dire que non."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return all(measure() >= RESEMBLANCE for measure in (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio))


def _agree(one: str, other: str) -> bool:
    """Deux SIRET qui peuvent être ceux d'une même structure : l'un manque, ou ce sont les mêmes."""
    return not one or not other or one == other


def _other_siret(fiche: Fiche, siret: str) -> str:
    return f"l'annuaire donne un autre SIRET, {siret}, que la fiche {fiche.id}, {fiche.siret}" if siret and siret != fiche.siret else ""


def _ids(fiches: list[Fiche]) -> str:
    return ", ".join(fiche.id for fiche in fiches[:4])
