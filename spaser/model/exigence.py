"""Les exigences de l'éco-référentiel : bâtiments, puis infrastructures."""

from __future__ import annotations

from typing import Annotated, Literal

from spaser.model.base import Booleen, CodeTexte, Entree, Euros, Jour, Modele, Nombre, NumeroObjectif, Paragraphe, Texte, TexteRiche, interne, publique
from spaser.model.marks import Code

Volet = Annotated[CodeTexte, Code(("volets",))]
Theme = Annotated[CodeTexte, Code(("themes",))]
Edition = Annotated[CodeTexte, Code(("editions-eco",))]


class Seuil(Modele):
    """Un seuil mesurable."""

    indicateur: Texte = publique("Ce qui est mesuré", exemple="Part de matériaux issus du réemploi")
    valeur: Nombre = publique("Valeur à atteindre", exemple=5)
    unite: Texte = publique("Unité", exemple="% de la masse des lots de second œuvre")
    methode: Texte = publique("Comment on mesure")
    a_verifier: Booleen = publique("Vrai tant que la valeur n’a pas été confirmée", defaut=False)


class Niveaux(Modele):
    """Les trois niveaux d'ambition ; chacun contient le précédent."""

    socle: Seuil = publique("Minimum de toute opération")
    performant: Seuil | None = publique("Niveau visé par une opération ambitieuse", defaut=None)
    exemplaire: Seuil | None = publique("Niveau d’une opération exemplaire", defaut=None)


class SeuilApplicabilite(Modele):
    """La taille d'opération à partir de laquelle l'exigence s'applique."""

    surface_m2: Annotated[int, "m²"] | None = publique("Surface de plancher minimale, en m²", defaut=None, ge=1, le=10_000_000)
    montant_ht: Euros | None = publique("Montant de travaux minimal, en euros HT", defaut=None)


class Etape(Modele):
    """Ce qui est attendu et prouvé à une phase de l'opération."""

    phase: Annotated[CodeTexte, Code(("phases",))] = publique("Phase", exemple="APD")
    attendu: Texte = publique("Ce qui est attendu")
    preuve: Texte = publique("La pièce qui le prouve")
    qui: Annotated[CodeTexte, Code(("acteurs-operation",))] = publique("Qui la produit")


class DejaExige(Modele):
    """Ce que la loi demande déjà."""

    reference: Annotated[CodeTexte, Code(("references-juridiques",))] = publique("Texte de droit")
    depuis: Jour | None = publique("Date d’effet", defaut=None)
    portee: Texte = publique("Ce que le texte exige, et ce que l’éco-référentiel ajoute")


class Surcout(Modele):
    """Une estimation du surcoût, en % du coût du lot."""

    mini: Nombre = interne("Borne basse, en %", requis=True)
    maxi: Nombre = interne("Borne haute, en %", requis=True)
    constat: Texte = interne("D’où vient l’estimation", requis=True)


class Redaction(Modele):
    """Ce qu'une exigence demande, à une version donnée."""

    intitule: Texte = publique("L’exigence, en une ligne")
    resume: Paragraphe = publique("Pourquoi cette exigence, et ce qu’elle change")
    version: Annotated[int, "rang"] = publique("Rang de la rédaction", ge=1, le=999)
    edition: Edition | None = publique("Édition où cette rédaction est entrée ; absente : la première", defaut=None, exemple="2027-1")
    operations: tuple[Annotated[CodeTexte, Code(("operations",))], ...] = publique("Opérations concernées", min_length=1)
    typologies: tuple[Annotated[CodeTexte, Code(("typologies",))], ...] = publique("Ouvrages concernés ; vide : tous ceux du volet", defaut=())
    seuil_applicabilite: SeuilApplicabilite | None = publique("Taille à partir de laquelle elle s’applique", defaut=None)
    sens: Literal["au-moins", "au-plus"] = publique("« au-moins » si une valeur haute est meilleure, sinon « au-plus »")
    niveaux: Niveaux = publique("Seuils par niveau d’ambition")
    phases: tuple[Etape, ...] = publique("Ce qui est attendu et prouvé, phase par phase", min_length=1)
    deja_exige: DejaExige | None = publique("Ce que la loi exige déjà ; absent : au-delà de la loi", defaut=None)
    clause: TexteRiche | None = publique("Clause pour le CCTP ou le CCAP", defaut=None)
    penalite: Texte | None = publique("Pénalité, pour une exigence de chantier", defaut=None)
    objectifs: tuple[NumeroObjectif, ...] = publique("Objectifs du schéma", min_length=1)


class RedactionPrecedente(Redaction):
    """Une rédaction qui n'est plus en vigueur, gardée entière : une opération engagée sous son édition s'y réfère encore."""

    motif: Texte = publique("Ce que la rédaction suivante a changé, et pourquoi")


class Exigence(Redaction, Entree):
    """Une exigence de l'éco-référentiel, dans `referentials/eco/<volet>/<theme>.yml`."""

    surcout: Surcout | None = interne("Surcoût estimé")
    retour: Paragraphe | None = interne("Retour des opérations passées")
    versions_precedentes: tuple[RedactionPrecedente, ...] = publique("Rédactions précédentes, de la plus récente à la plus ancienne", defaut=())


class ThemeEco(Modele):
    """Un thème d'un volet de l'éco-référentiel : un fichier, ses exigences comparées entre elles."""

    volet: Volet = publique("Volet")
    theme: Theme = publique("Thème")
    presentation: Paragraphe = publique("Ce que le thème recouvre")
    exigences: tuple[Exigence, ...] = publique("Les exigences du thème", min_length=1)
