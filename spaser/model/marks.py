"""Ce qu'un champ dit de plus que son type : le code, le renvoi, l'usage ou le motif de son texte."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError


@dataclass(frozen=True)
class Code:
    """Marque un texte qui doit être un code d'une des listes de `referentials/codes/`."""

    listes: tuple[str, ...]

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "x-codes": list(self.listes)}


@dataclass(frozen=True)
class Renvoi:
    """Marque un texte qui doit être l'identifiant d'une entrée d'un autre référentiel."""

    genre: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "x-renvoi": self.genre}


@dataclass(frozen=True)
class Forme:
    """Marque l'usage d'un texte : `riche` (Markdown réduit), `exact` (au caractère près), `courriel`, `url`, `telephone`, `fichier`."""

    nom: str

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "x-forme": self.nom}


@dataclass(frozen=True, slots=True)
class Motif(BeforeValidator):
    """Contrôle qu'un texte suit un motif ; dit ce qui est attendu et comment réparer."""

    motif: str = ""
    attendu: str = ""
    conseil: str = ""


def matching(pattern: str, attendu: str, conseil: str) -> Motif:
    """Contrôle qu'un texte suit un motif ; dit ce qui est attendu, ce qui est lu, et comment réparer."""
    regex = re.compile(pattern)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not regex.fullmatch(value):
            raise expected(attendu, conseil)
        return value

    return motif(check, pattern, attendu, conseil)


def motif(check: Any, pattern: str, attendu: str, conseil: str) -> Motif:
    """Un contrôle, et le motif qu'il suit pour qui ne peut pas l'appeler : schéma, formulaire."""
    return Motif(check, json_schema_input_type=Annotated[str, Field(pattern=f"^(?:{pattern})$")], motif=pattern, attendu=attendu, conseil=conseil)


def expected(attendu: str, conseil: str) -> PydanticCustomError:
    """L'erreur d'une valeur qui n'est pas celle attendue."""
    return PydanticCustomError("motif", "{attendu}", {"attendu": attendu, "conseil": conseil})
