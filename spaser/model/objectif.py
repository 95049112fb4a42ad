"""Les objectifs du schéma, leurs indicateurs et leurs cibles."""

from __future__ import annotations

from typing import Annotated, Literal

from spaser.model.base import Annee, CodeTexte, Entree, Identifiant, Jour, Modele, Nombre, Paragraphe, Source, Texte, interne, publique
from spaser.model.marks import Code


class Cible(Modele):
    """La valeur visée pour une année."""

    annee: Annee = publique("Année")
    valeur: Nombre = publique("Valeur visée")


class Valeur(Modele):
    """Une valeur constatée, avec sa source."""

    annee: Annee = publique("Année")
    valeur: Nombre = publique("Valeur constatée")
    source: Source = publique("D’où vient la valeur")
    date: Jour | None = publique("Date du relevé", defaut=None)


class ValeurInterne(Modele):
    """Une valeur constatée que l'on ne publie pas encore."""

    annee: Annee = interne("Année", requis=True)
    valeur: Nombre = interne("Valeur constatée", requis=True)
    source: Source = interne("D’où vient la valeur", requis=True)
    date: Jour | None = interne("Date du relevé")


class Indicateur(Modele):
    """Un indicateur de l'objectif, sa formule et ses cibles."""

    id: Identifiant = publique("Identifiant de l’indicateur")
    libelle: Texte = publique("Ce que l’indicateur mesure")
    formule: Texte = publique("Comment il se calcule, en mots")
    unite: Texte = publique("Unité", exemple="%")
    sens: Literal["hausse", "baisse"] = publique("Le sens du progrès")
    cibles: tuple[Cible, ...] = publique("Cibles", defaut=())
    calcul: Annotated[CodeTexte, Code(("calculs",))] = publique("Mesure calculée par le produit, ou « saisie »")
    valeurs: tuple[Valeur, ...] = publique("Valeurs constatées", defaut=())
    valeurs_internes: tuple[ValeurInterne, ...] = interne("Valeurs constatées, pas encore publiées", defaut=())
    fournisseur_valeur: Annotated[CodeTexte, Code(("services",))] | None = publique("Service qui fournit la valeur", defaut=None)


class Objectif(Entree):
    """Un objectif du schéma : `referentials/objectifs/<nn>-….yml`."""

    numero: Annotated[int, "rang"] = publique("Numéro de l’objectif", ge=1, le=99)
    axe: Annotated[CodeTexte, Code(("axes",))] = publique("Axe du schéma")
    chantier: Annotated[CodeTexte, Code(("chantiers",))] | None = publique("Chantier du schéma", defaut=None)
    intitule: Texte = publique("Intitulé de l’objectif")
    resume: Paragraphe = publique("L’objectif en quelques phrases")
    en_clair: Paragraphe | None = publique("Le même en phrases très courtes et en mots courants, pour tout le monde", defaut=None)
    enjeux: tuple[Texte, ...] = publique("Enjeux", min_length=1)
    modalites: tuple[Texte, ...] = publique("Modalités", min_length=1)
    action_ciblee: Texte | None = publique("Action ciblée", defaut=None)
    echeance: Annee = publique("Échéance")
    echeance_note: Texte | None = publique("Précision sur l’échéance", defaut=None)
    pilote: Annotated[CodeTexte, Code(("services",))] | None = publique("Service pilote", defaut=None)
    indicateurs: tuple[Indicateur, ...] = publique("Indicateurs", defaut=())
    etat: Annotated[CodeTexte, Code(("etats-objectif",))] | None = publique("Appréciation du comité de pilotage", defaut=None)
    realisations: tuple[Texte, ...] = interne("Réalisations", defaut=())
    difficultes: tuple[Texte, ...] = interne("Difficultés", defaut=())
