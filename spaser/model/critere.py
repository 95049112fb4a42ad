"""Un critère du vadémécum, de sa rédaction à son contrôle, et les listes de critères que plusieurs familles partagent."""

from __future__ import annotations

from typing import Annotated

from spaser.model.base import (
    Booleen,
    CodeTexte,
    Entree,
    Identifiant,
    Jour,
    Modele,
    Nombre,
    NumeroObjectif,
    Paragraphe,
    Pourcentage,
    Source,
    Texte,
    TexteRiche,
    interne,
    publique,
)
from spaser.model.marks import Code, Renvoi

Enjeu = Annotated[CodeTexte, Code(("enjeux-environnementaux", "enjeux-sociaux"))]
Reference = Annotated[CodeTexte, Code(("references-juridiques",))]
RefCritere = Annotated[Identifiant, Renvoi("critere")]


class Preuve(Modele):
    """Ce qu'un candidat remet pour prouver, et ce qu'une petite entreprise peut remettre à la place."""

    texte: Texte = publique("La preuve demandée")
    petite_entreprise: Texte | None = publique("Preuve équivalente à la portée d’une petite entreprise", defaut=None)


class Palier(Modele):
    """Un palier du barème."""

    points: Nombre = interne("Points obtenus", exemple=10, requis=True)
    attendu: Texte = interne("Ce que l’offre doit montrer pour les obtenir", requis=True)


class Verification(Modele):
    """Comment l'analyste vérifie, et le temps que cela prend."""

    methode: Paragraphe = interne("Marche à suivre pour analyser une offre", requis=True)
    minutes: Annotated[int, "minutes"] = interne("Temps d’analyse par offre, en minutes", ge=1, le=480, requis=True)


class Ponderation(Modele):
    """Le poids du critère dans la note finale, en %."""

    conseillee: Pourcentage = interne("Poids conseillé, en % de la note finale", requis=True)
    mini: Pourcentage = interne("Poids minimal raisonnable, en %", requis=True)
    maxi: Pourcentage = interne("Poids maximal raisonnable, en %", requis=True)


class SuiviExecution(Modele):
    """Ce qui est contrôlé une fois le marché signé."""

    controle: Texte = interne("Ce qui est contrôlé, et sur quelle pièce", requis=True)
    periodicite: Texte = interne("Quand", exemple="à chaque livraison", requis=True)
    penalite: Texte | None = interne("Pénalité encourue", defaut=None)


class MaturiteMarche(Modele):
    """Combien de fournisseurs savent répondre ; une estimation, sauf source."""

    niveau: Annotated[CodeTexte, Code(("maturites",))] = interne("Niveau de maturité", requis=True)
    constat: Texte = interne("Ce qui est constaté ou estimé", requis=True)
    source: Source | None = interne("Source du constat ; absente, c’est une estimation", defaut=None)


class VersionPrecedente(Modele):
    """Une rédaction qui n'est plus en vigueur : elle garde son adresse, et dit ce qui l'a remplacée."""

    version: Annotated[int, "rang"] = publique("Rang de cette rédaction", ge=1, le=998)
    applicable_a_partir_du: Jour = publique("Date à partir de laquelle elle s’employait")
    intitule: Texte = publique("Titre qu’elle portait")
    redaction: TexteRiche = publique("Texte qu’elle donnait à coller")
    motif: Texte = publique("Ce que la rédaction suivante a changé, et pourquoi")


class Derogation(Modele):
    """Une règle de rédaction écartée en connaissance de cause : sa raison est écrite et datée."""

    regle: Annotated[CodeTexte, Code(("regles-redaction",))] = interne("Règle écartée", requis=True)
    motif: Texte = interne("Pourquoi la règle ne s’applique pas ici", requis=True)
    date: Jour = interne("Date de la décision", requis=True)


class Critere(Modele):
    """Un critère prêt à l'emploi : discriminant, adapté au métier, lié à l'objet du marché, simple à analyser."""

    id: Identifiant = publique("Identifiant unique, jamais réutilisé", exemple="mobilier-reemploi")
    version: Annotated[int, "rang"] = publique("Rang de la rédaction ; il augmente à chaque changement", ge=1, le=999)
    applicable_a_partir_du: Jour = publique("Date à partir de laquelle employer cette version")
    type: Annotated[CodeTexte, Code(("types-critere",))] = publique("Place du texte dans le marché")
    niveau: Annotated[CodeTexte, Code(("niveaux-critere",))] = publique("Base, significatif ou exemplaire")
    remplace: RefCritere | None = publique("Critère de niveau inférieur que celui-ci remplace", defaut=None)
    considerations: tuple[Annotated[CodeTexte, Code(("dimensions",))], ...] = publique("Environnementale, sociale", min_length=1)
    enjeux: tuple[Enjeu, ...] = publique("Enjeux auxquels le critère répond", min_length=1)
    intitule: Texte = publique("Titre court")
    redaction: TexteRiche = publique("Texte complet, à coller tel quel dans le marché")
    justification: Paragraphe = publique("Pourquoi ce critère pour cette famille")
    preuves: tuple[Preuve, ...] = publique("Preuves demandées", min_length=1)
    references: tuple[Reference, ...] = publique("Textes de droit qui fondent le critère", defaut=())
    objectifs: tuple[NumeroObjectif, ...] = publique("Objectifs du schéma", min_length=1)
    verification: Verification | None = interne("Méthode d’analyse")
    bareme: tuple[Palier, ...] = interne("Barème, de 3 à 5 paliers", defaut=())
    ponderation: Ponderation | None = interne("Poids dans la note, pour un critère d’attribution")
    tient_lieu_de_prix: Booleen = publique("Vrai pour un coût complet, qui juge aussi le prix (R2152-7, 1°)", defaut=False)
    suivi_execution: SuiviExecution | None = interne("Contrôle pendant le marché")
    vigilance: tuple[Texte, ...] = interne("Points de vigilance", defaut=())
    maturite_marche: MaturiteMarche | None = interne("Maturité du marché fournisseur")
    versions_precedentes: tuple[VersionPrecedente, ...] = publique("Rédactions précédentes, de la plus récente à la plus ancienne", defaut=())
    retire_le: Jour | None = publique("Date de retrait : le critère garde sa page et n’est plus proposé", defaut=None)
    remplace_par: RefCritere | None = publique("Critère à employer à la place, s’il est retiré", defaut=None)
    derogations: tuple[Derogation, ...] = interne("Règles de rédaction écartées, avec leur raison", defaut=())


class ListeTransverses(Entree):
    """Des critères partagés par plusieurs familles : un fichier de `referentials/transverses/`."""

    intitule: Texte = publique("Titre du groupe", exemple="Livraisons et emballages")
    description: Paragraphe = publique("Quand employer ces critères")
    criteres: tuple[Critere, ...] = publique("Les critères du groupe", min_length=1)
