"""Un annuaire, ce qu'il écrit d'une structure, et ce que l'on en retient."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from spaser.reading import INVISIBLE

Values = dict[str, Any]
_SURROGATE = re.compile("[\ud800-\udfff]")
#: Une licence que personne n'a lue : la fiche reste interne tant qu'on ne l'a pas donnée.
UNKNOWN_LICENCE = "à vérifier auprès de l’annuaire"


@dataclass(frozen=True)
class Raw:
    """Une ligne d'un tableur ou un élément d'un document, et sa place dans le fichier."""

    place: str
    values: Values

    def value(self, *names: str) -> Any:
        """La première valeur qui dit quelque chose, sous l'un de ces noms ; « a.b » cherche dans un groupe."""
        for name in names:
            found = self._at(name)
            if found not in (None, "", [], {}):
                return found
        return None

    def text(self, *names: str) -> str:
        """La même, en texte d'une seule valeur ; vide s'il n'y en a pas."""
        found = self.value(*names)
        return "" if isinstance(found, list | dict) else said(found)

    def texts(self, *names: str) -> list[str]:
        """La même, en liste de textes ; un groupe y vaut par son nom."""
        found = self.value(*names)
        items = found if isinstance(found, list) else [found]
        return [text for item in items if (text := said(item.get("name", item.get("slug")) if isinstance(item, dict) else item))]

    def _at(self, name: str) -> Any:
        found: Any = self.values
        for step in (name,) if name in self.values else name.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found


def said(value: Any) -> str:
    """Le texte d'une valeur : un nombre entier perd sa virgule, une date s'écrit AAAA-MM-JJ."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return visible(str(value)).strip()


def visible(text: str) -> str:
    """Un texte sans caractère caché, commande de terminal ni demi-caractère : aucun fichier ni écran n'en veut."""
    return INVISIBLE.sub("", _SURROGATE.sub("", text))


@dataclass
class Record:
    """Ce qu'un annuaire dit d'une structure, une fois compris.

    `fields` sont les champs de la fiche ; `doubts` ce qu'une personne doit trancher ; `personal` ce qui
    désignait une personne et n'est pas repris ; `skip` la raison de ne pas en faire une fiche.
    """

    place: str
    fields: Values = field(default_factory=dict)
    reference: str = ""
    brand: str = ""
    siren: str = ""
    postcode: str = ""
    town: str = ""
    insee: str = ""
    doubts: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)
    skip: str = ""

    @property
    def nom(self) -> str:
        """Le nom de la structure, vide s'il n'est pas dit."""
        return str(self.fields.get("nom", ""))


@dataclass(frozen=True)
class Directory:
    """Un annuaire : son nom dans la commande, son titre, sa licence, et comment il se lit.

    `required` sont les titres qu'un tableur doit avoir, `keys` les noms sous lesquels un document range ses éléments.
    `completes` : il complète des fiches, il n'en crée pas.
    """

    name: str
    titre: str
    licence: str
    read: Callable[[Raw], Record]
    url: str = ""
    required: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    completes: bool = False
