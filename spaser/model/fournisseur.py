"""Les acteurs solidaires du territoire : structures d'insertion, du handicap, de l'économie sociale."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from spaser.model.base import (
    Annee,
    Booleen,
    CodeTexte,
    Courriel,
    Entree,
    Identifiant,
    Jour,
    Modele,
    Paragraphe,
    Siret,
    Telephone,
    Texte,
    TexteExact,
    Url,
    interne,
    publique,
)
from spaser.model.marks import Code, Forme, Renvoi, matching

Commune = Annotated[CodeTexte, Code(("communes",))]
#: Le siège peut être dans un département voisin ; la zone d'intervention, elle, reste dans le territoire.
Siege = Annotated[CodeTexte, Code(("communes", "communes-voisines"))]


class Zone(Modele):
    """Où la structure accepte de travailler ; les mentions s'ajoutent."""

    communes: tuple[Commune, ...] = publique("Communes, par code INSEE", defaut=())
    epci: tuple[Annotated[CodeTexte, Code(("epci",))], ...] = publique("EPCI, par SIREN", defaut=())
    departements: tuple[Annotated[CodeTexte, Code(("departements",))], ...] = publique("Départements", defaut=())
    region: Booleen = publique("Toute la région", defaut=False)
    france: Booleen = publique("Toute la France", defaut=False)
    rayon_km: Annotated[int, "km"] | None = publique("Rayon autour de la commune, en km", defaut=None, ge=1, le=500)


class Position(Modele):
    """Un point, en degrés décimaux (WGS 84)."""

    lat: Annotated[float, Field(ge=-90, le=90)] = publique("Latitude")
    lon: Annotated[float, Field(ge=-180, le=180)] = publique("Longitude")


CodeChamp = Annotated[str, matching(r"[a-z]+(?:_[a-z]+)*", "un nom de champ est attendu", "par exemple zone_intervention"), Forme("exact")]


class SourceAnnuaire(Modele):
    """Un annuaire où figure la structure : quand il a été lu, sous quelle licence, et ce que la fiche lui doit."""

    nom: Texte = publique("Nom de l’annuaire", exemple="Le marché de l’inclusion")
    date: Jour = publique("Date de l’extraction")
    licence: Texte = publique("Licence de réutilisation", exemple="Licence Ouverte 2.0")
    identifiants: tuple[TexteExact, ...] = publique("Identifiants de la structure dans l’annuaire", defaut=())
    champs: tuple[CodeChamp, ...] = publique("Champs de la fiche repris de cet annuaire", defaut=())


class MarcheDetenu(Modele):
    """Un marché confié à la structure."""

    annee: Annee = interne("Année de notification", requis=True)
    objet: Texte = interne("Objet du marché", requis=True)
    reference: Texte | None = interne("Référence", defaut=None)


class Fournisseur(Entree):
    """Un acteur solidaire : `referentials/fournisseurs/<id>.yml`."""

    nom: Texte = publique("Raison sociale ou enseigne")
    siret: Siret | None = publique("SIRET de l’établissement ; absent tant qu’il n’est pas connu", defaut=None)
    types: tuple[Annotated[CodeTexte, Code(("types-structure",))], ...] = publique("Types de structure", min_length=1)
    famille_ess: Annotated[CodeTexte, Code(("familles-ess",))] | None = publique("Famille de l’économie sociale", defaut=None)
    labels: tuple[Annotated[CodeTexte, Code(("labels",))], ...] = publique("Labels et agréments", defaut=())
    secteurs: tuple[Annotated[CodeTexte, Code(("secteurs",))], ...] = publique(
        "Secteurs d’activité ; sans eux ni famille, la structure n’est proposée nulle part", defaut=()
    )
    familles: tuple[Annotated[Identifiant, Renvoi("famille")], ...] = publique("Familles d’achat servies", defaut=())
    prestations: Paragraphe | None = publique("Ce que la structure sait faire", defaut=None)
    zone_intervention: Zone = publique("Où elle intervient ; vide, on ne lui connaît que sa commune", defaut=Zone())
    commune: Siege = publique("Commune du siège, par code INSEE ; celle d’un département voisin est dans `communes-voisines`", exemple="01053")
    adresse: Texte | None = publique("Adresse, sans la commune", defaut=None)
    position: Position | None = publique("Position ; absente, celle de la commune", defaut=None)
    site: Url | None = publique("Site web", defaut=None)
    telephone: Telephone | None = publique("Téléphone d’accueil", defaut=None)
    courriel: Courriel | None = publique("Boîte générique, jamais celle d’une personne", defaut=None)
    effectif: Annotated[int, "équivalents temps plein"] | None = publique("Effectif, en équivalents temps plein", defaut=None, ge=0, le=1_000_000)
    references: tuple[Texte, ...] = publique("Réalisations ou clients cités par la structure", defaut=())
    sources: tuple[SourceAnnuaire, ...] = publique("Annuaires d’origine", min_length=1)
    relue: Booleen = publique("Relue par une personne ; « false » : reprise telle quelle d’un annuaire", defaut=True)
    champs_verifies: tuple[CodeChamp, ...] = interne("Champs qu’une personne a vérifiés : aucun import ne les remplace", defaut=())
    empreintes: tuple[TexteExact, ...] = interne("Ce que l’import a écrit ; un champ qui s’en écarte a été changé par une personne", defaut=())
    contact: Texte | None = interne("Interlocuteur nommé")
    appreciation: Paragraphe | None = interne("Appréciation des services")
    marches: tuple[MarcheDetenu, ...] = interne("Marchés confiés", defaut=())
    remarques: Paragraphe | None = interne("Remarques")
