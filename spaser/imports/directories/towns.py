"""Retrouve une commune par son nom et son code postal, sans rien demander à personne : le territoire, puis ses voisins."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from spaser.imports.vocabulary import plain
from spaser.places import Place, UnreadableError
from spaser.problems import DataError
from spaser.publication import Edition
from spaser.territory import ADVICE, content
from spaser.territory import FOLDER as TERRITORY

NEIGHBOURS = "communes-voisines"
_CEDEX = re.compile(r"\bcedex\b.*$")


@dataclass(frozen=True)
class Town:
    """Une commune : son code, son nom, ses codes postaux, son point de mairie, et si elle est du territoire."""

    code: str
    libelle: str
    departement: str
    postcodes: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    home: bool

    @property
    def postcode(self) -> str:
        """Le code postal principal."""
        return self.postcodes[0]


class OutsideError(Exception):
    """La structure siège hors du territoire et de ses voisins."""


class UnknownTownError(Exception):
    """La commune n'a pas été reconnue ; porte la phrase."""


class Towns:
    """Les communes du territoire (liste de codes) et celles des départements voisins (`territoire/communes-voisines.geojson`)."""

    def __init__(self, edition: Edition, root: Path) -> None:
        self.departments = {line.code for line in edition.codes["departements"].lignes}
        more = {town.code: town for town in _points(root / TERRITORY / "mairies.geojson", home=True)}
        found = [*_home(edition, more), *_points(root / TERRITORY / f"{NEIGHBOURS}.geojson", home=False), *_listed(edition)]
        self.by_code: dict[str, Town] = {}
        for town in found:
            self.by_code.setdefault(town.code, town)
        self.by_name: dict[str, list[Town]] = {}
        self.by_postcode: dict[str, list[Town]] = {}
        for town in self.by_code.values():
            self.by_name.setdefault(plain(town.libelle), []).append(town)
            for postcode in town.postcodes:
                self.by_postcode.setdefault(postcode, []).append(town)

    def find(self, insee: str, name: str, postcode: str) -> Town:
        """La commune. Lève `OutsideError` si elle est ailleurs, `UnknownTownError` si elle n'est pas reconnue."""
        if insee in self.by_code:
            return self.by_code[insee]
        if (postcode or insee) and not self._is_near(postcode or insee):
            raise OutsideError
        bare = _CEDEX.sub("", plain(re.sub(r"\([^)]*\)", " ", name))).strip()
        named = self.by_name.get(re.sub(r" \d+(?:er?|eme)?$", "", bare), [])
        exact = [town for town in named if postcode in town.postcodes]
        close = [town for town in named if postcode and _department(postcode, town)]
        for found in (exact, close, named if not postcode else [], self.by_postcode.get(postcode, []) if not bare else []):
            if len(found) == 1:
                return found[0]
        raise UnknownTownError(f"commune inconnue, lu « {f'{postcode} {name}'.strip()} »" if postcode or name else "la commune manque")

    def _is_near(self, code: str) -> bool:
        corsica = code.startswith("20") and bool({"2A", "2B"} & self.departments)
        return code[:2] in self.departments or code[:3] in self.departments or corsica


def _department(postcode: str, town: Town) -> bool:
    """Vrai si le code postal peut être du département : un bureau de CEDEX n'est le code d'aucune commune."""
    return postcode.startswith(town.departement) or (postcode.startswith("20") and town.departement in ("2A", "2B"))


def _home(edition: Edition, more: dict[str, Town]) -> list[Town]:
    found = []
    for line in edition.codes["communes"].lignes:
        main, others = str(getattr(line, "code_postal", "")), more[line.code].postcodes if line.code in more else ()
        postcodes = tuple(dict.fromkeys((main, *others)))
        found.append(Town(line.code, line.libelle, edition.collectivite.departement, postcodes, None, None, home=True))
    return found


def _listed(edition: Edition) -> list[Town]:
    lines = edition.codes[NEIGHBOURS].lignes if NEIGHBOURS in edition.codes else ()
    return [Town(line.code, line.libelle, line.departement, (line.code_postal,), line.latitude, line.longitude, home=False) for line in lines]  # type: ignore[attr-defined]


def _points(path: Path, *, home: bool) -> list[Town]:
    """Les communes d'un fichier de points ; aucune si le fichier n'est pas là. Lève `DataError` s'il est trop lourd, ou si une commune y est incomplète."""
    if not path.exists():
        return []
    place = Place(f"{path.parent.parent.name}/{TERRITORY}/{path.name}")
    try:
        return [_town(feature["properties"], feature["geometry"], home) for feature in json.loads(content(path, place))["features"]]
    except UnreadableError as error:
        raise DataError([error.problem]) from None
    except (LookupError, TypeError, ValueError, RecursionError):
        raise DataError([UnreadableError(place, "une commune n'a pas son nom, son département, ses codes postaux ou son point", ADVICE).problem]) from None


def _town(said: dict[str, str], geometry: dict[str, list[float]] | None, home: bool) -> Town:
    longitude, latitude = geometry["coordinates"] if geometry else (None, None)
    postcodes = tuple(str(postcode) for postcode in said["codes_postaux"])
    if not postcodes:
        raise ValueError
    return Town(said["code"], said["nom"], said["departement"], postcodes, latitude, longitude, home)
