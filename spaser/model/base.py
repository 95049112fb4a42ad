"""Les briques communes des modèles : l'audience d'un champ, ses types de texte, ses renvois."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from spaser.model.marks import Forme, Renvoi, expected, matching, motif

Audience = Literal["publique", "interne"]
AUDIENCES: tuple[Audience, ...] = ("publique", "interne")


def publique(description: str, *, defaut: Any = ..., exemple: Any = None, **contraintes: Any) -> Any:
    """Déclare un champ que tout le monde peut lire. `description` sert aux schémas, aux formulaires et au guide."""
    return _field("publique", description, defaut, exemple, contraintes)


def interne(description: str, *, defaut: Any = None, requis: bool = False, exemple: Any = None, **contraintes: Any) -> Any:
    """Déclare un champ réservé au site interne ; facultatif, pour que le site public s'en passe.

    `requis` ne vaut que dans un groupe de champs qui est lui-même interne en entier.
    """
    return _field("interne", description, ... if requis else defaut, exemple, contraintes)


def _field(audience: Audience, description: str, defaut: Any, exemple: Any, contraintes: dict[str, Any]) -> Any:
    examples = None if exemple is None else [exemple]
    extra: dict[str, Any] = {"x-visibilite": audience}
    return Field(defaut, description=description, examples=examples, json_schema_extra=extra, **contraintes)


PERIODE = r"20\d\d-(?:T[1-4]|0[1-9]|1[0-2])"
_PERIODE = ("un trimestre ou un mois est attendu", "écrire AAAA-Tn ou AAAA-MM, par exemple 2027-T2")


def _periode(value: Any) -> Any:
    if not isinstance(value, str) or re.fullmatch(PERIODE, value):
        return value
    if "T" in value.upper():
        raise expected("un trimestre est attendu", "écrire AAAA-Tn, par exemple 2027-T2")
    raise expected(*_PERIODE)


def _iso_date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else _bad_date()
    except ValueError:
        return _bad_date()


def _bad_date() -> Any:
    raise expected("une date est attendue", "écrire AAAA-MM-JJ, par exemple 2026-11-22")


def _oui_non(value: Any) -> Any:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str):
        raise expected("« true » ou « false » est attendu", "écrire true pour oui, false pour non")
    return value


SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
MAIL = r"[a-z0-9](?:[a-z0-9._+-]{0,62}[a-z0-9])?@(?:[a-z0-9-]+\.)+[a-z]{2,}"

Identifiant = Annotated[
    str,
    StringConstraints(max_length=80),
    matching(SLUG, "un identifiant est attendu", "lettres minuscules sans accent, chiffres et tirets : « mobilier-scolaire »"),
]
CodeTexte = Annotated[
    str,
    StringConstraints(max_length=60),
    matching(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", "un code est attendu", "lettres sans accent, chiffres et tirets : « circ-econ »"),
]
Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
TexteExact = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), Forme("exact")]
Paragraphe = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
TexteRiche = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000), Forme("riche")]
Url = Annotated[
    str,
    StringConstraints(max_length=500),
    matching(
        r"https?://(?:[A-Za-z0-9à-öø-ÿ-]+\.)+[A-Za-z][A-Za-z0-9-]+(?::\d{1,5})?(?:[/?#][^\s<>\"'`{}|\\^]*)?",
        "une adresse de page web est attendue",
        "elle commence par https:// puis le nom du site, sans mot de passe, et en lettres latines",
    ),
    Forme("url"),
]
Courriel = Annotated[
    str,
    StringConstraints(max_length=120),
    matching(MAIL, "une adresse de courriel est attendue", "en minuscules, par exemple achats@exemple.fr"),
    Forme("courriel"),
]
Telephone = Annotated[
    str,
    matching(r"0\d(?: \d\d){4}", "un numéro de téléphone est attendu", "par exemple 02 61 91 00 00"),
    Forme("telephone"),
]
Siret = Annotated[str, matching(r"\d{14}", "un SIRET de 14 chiffres est attendu", "écrire les 14 chiffres sans espace")]
Siren = Annotated[str, matching(r"\d{9}", "un SIREN de 9 chiffres est attendu", "écrire les 9 chiffres sans espace")]
Cpv = Annotated[
    str,
    matching(r"\d{2,8}", "un code CPV est attendu", "de 2 à 8 chiffres, sans la clé : 39160000 ou 3916"),
]
Periode = Annotated[str, motif(_periode, PERIODE, *_PERIODE)]
Jour = Annotated[date, BeforeValidator(_iso_date, json_schema_input_type=Annotated[str, Field(json_schema_extra={"format": "date"})])]
Annee = Annotated[int, Field(ge=2000, le=2100)]
Booleen = Annotated[bool, BeforeValidator(_oui_non, json_schema_input_type=bool)]
Pourcentage = Annotated[int, Field(ge=0, le=100)]
Nombre = Annotated[Decimal, Field(max_digits=14, decimal_places=4)]
Euros = Annotated[int, Field(ge=0, le=10_000_000_000)]
NumeroObjectif = Annotated[int, Field(ge=1, le=99), Renvoi("objectif")]


class Modele(BaseModel):
    """Racine de tous les modèles : rien d'inconnu n'est accepté, rien ne change après lecture."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Source(Modele):
    """D'où vient une information."""

    titre: Texte = publique("Titre du document ou de la page", exemple="SPASER 2024-2028, objectif 12")
    url: Url | None = publique("Adresse de la page, si elle est en ligne", defaut=None)


class Entree(Modele):
    """Ce que toute entrée dit d'elle-même : son nom, qui peut la lire, d'où elle vient, jusqu'à quand s'y fier."""

    id: Identifiant = publique("Identifiant, unique et jamais réutilisé ; c’est aussi le nom du fichier")
    visibilite: Audience = publique("Qui peut lire l’entrée : « publique » ou « interne »", defaut="interne", exemple="publique")
    demonstration: Booleen = publique("Entrée inventée pour montrer le produit, marquée comme telle partout", defaut=False)
    source: Source = publique("D’où vient l’information")
    verifie_le: Jour = publique("Date de la dernière vérification par une personne", exemple="2026-11-22")
    a_revoir_avant: Jour = publique("Date à laquelle relire l’entrée ; passée, elle est signalée en interne", exemple="2027-11-22")
    retire_le: Jour | None = publique("Date de retrait : l’entrée garde sa page et dit qu’elle n’est plus en vigueur", defaut=None)
    remplace_par: Identifiant | None = publique("Identifiant de l’entrée qui la remplace", defaut=None)


def name_of(entry: Any, default: str = "") -> str:
    """Le nom d'une entrée, qu'elle ait un intitulé ou un nom ; `default` si elle n'a ni l'un ni l'autre."""
    return str(getattr(entry, "intitule", None) or getattr(entry, "nom", None) or default)
