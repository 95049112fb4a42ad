"""Pose ce qu'un annuaire dit sur une fiche : il complète, il met à jour ce qu'il a écrit, il ne touche à rien d'autre.

Un champ n'est remplacé que si l'import l'a écrit lui-même (`empreintes`), que personne ne l'a changé depuis, et
que la fiche n'a pas été relue (`relue`, `champs_verifies`). Tout le reste ne fait que se lire.
"""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from spaser.checks.demonstration import PREFIX
from spaser.imports.directories.base import UNKNOWN_LICENCE, Values
from spaser.imports.directories.register import Fiche

LISTS = ("types", "labels", "secteurs", "references")
FIELDS = (
    *("nom", "siret", "types", "famille_ess", "labels", "secteurs", "prestations", "zone_intervention", "commune"),
    *("adresse", "position", "site", "telephone", "courriel", "effectif", "references"),
)
#: Un désaccord sur ces champs se tranche ; sur les autres, il se compte.
DECISIVE = {"siret": "SIRET", "commune": "commune", "types": "type", "labels": "label"}


@dataclass(frozen=True)
class Source:
    """L'annuaire tel que la fiche le citera ; `dated` : sa date d'extraction a été donnée."""

    nom: str
    date: str
    licence: str
    dated: bool = False


@dataclass
class Merge:
    """Ce que la fusion a fait : champs complétés ou mis à jour, champs gardés malgré un désaccord."""

    written: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merge(fiche: Fiche, fields: Values, reference: str, source: Source) -> Merge:
    """Pose les champs d'une structure sur sa fiche."""
    done, marks = Merge(), _marks(fiche.data)
    item = next((item for item in fiche.data.setdefault("sources", []) if item["nom"] == source.nom), None)
    for name in FIELDS:
        if name in fields:
            _put(fiche, name, fields[name], marks, done, set(item.get("champs", ())) if item else set())
    if fiche.data.get("siret", "").startswith(PREFIX):
        fiche.data["demonstration"] = True
    _cite(fiche, item, reference, source, done.written)
    _show(fiche, marks)
    marks |= {name: mark(fiche.data[name]) for name in done.written}
    lines = [f"{name} {marks[name]}" for name in ("visibilite", *FIELDS) if name in marks]
    if lines:
        fiche.data["empreintes"] = lines
    return done


def _show(fiche: Fiche, marks: dict[str, str]) -> None:
    """Une fiche que l'import crée est publique si toutes ses licences sont connues ; sinon elle attend, sauf si une personne a décidé."""
    known = all(item["licence"] != UNKNOWN_LICENCE for item in fiche.data["sources"])
    mine = marks.get("visibilite") == mark(fiche.data.get("visibilite"))
    if (mine and known) or (fiche.new and "visibilite" not in marks):
        fiche.data["visibilite"] = "publique" if known else "interne"
        marks["visibilite"] = mark(fiche.data["visibilite"])


def _put(fiche: Fiche, name: str, value: Any, marks: dict[str, str], done: Merge, mine: set[str]) -> None:
    old = fiche.data.get(name)
    new = [*(old or []), *(item for item in value if item not in (old or []))] if name in LISTS else value
    if new == old:
        fiche.stated.add(name)
        return
    if _is_free(fiche, name, marks, mine):
        fiche.data[name] = deepcopy(new)
        done.written.append(name)
        fiche.stated.add(name)
    elif name in LISTS or name not in fiche.stated:
        done.kept.append(name)


def _is_free(fiche: Fiche, name: str, marks: dict[str, str], mine: set[str]) -> bool:
    """Vrai si l'import peut écrire ce champ ; le premier qui parle dans un fichier l'emporte, sauf pour une liste."""
    old = fiche.data.get(name)
    if name in fiche.data.get("champs_verifies", ()):
        return False
    if not old and name not in marks:
        return True
    if fiche.data.get("relue", True) or marks.get(name) != mark(old):
        return False
    return name in LISTS or (name in mine and name not in fiche.stated)


def _cite(fiche: Fiche, item: Values | None, reference: str, source: Source, written: list[str]) -> None:
    """Cite l'annuaire : une fois, avec ses identifiants et les champs qui viennent de lui ; sa date suit ce qui change."""
    if item is None:
        item = {"nom": source.nom, "date": source.date, "licence": source.licence}
        fiche.data["sources"].append(item)
    before = deepcopy(item)
    for name, values in (("identifiants", [reference] if reference else []), ("champs", written)):
        merged = list(dict.fromkeys([*item.get(name, ()), *values]))
        if merged:
            item[name] = merged if name == "identifiants" else [field for field in FIELDS if field in merged]
    if source.licence != UNKNOWN_LICENCE:
        item["licence"] = source.licence
    if item != before or written or source.dated:
        item["date"] = max(source.date, item["date"])


def _marks(data: Values) -> dict[str, str]:
    """L'empreinte de chaque champ, telle que l'import l'a laissée."""
    return dict(line.split(" ", 1) for line in data.get("empreintes", ()) if " " in line)


def mark(value: Any) -> str:
    """L'empreinte d'une valeur."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:10]
