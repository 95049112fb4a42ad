"""Les familles d'achat : une page du vadémécum chacune."""

from __future__ import annotations

from typing import Annotated

from spaser.model.base import Annee, CodeTexte, Cpv, Entree, Identifiant, Jour, Modele, Nombre, Paragraphe, Texte, interne, publique
from spaser.model.critere import Critere, Derogation, Enjeu, RefCritere, Reference
from spaser.model.marks import Code, Renvoi

RefTransverse = Annotated[Identifiant, Renvoi("transverse")]


class RangEnjeu(Modele):
    """Un enjeu de la famille, à son rang."""

    code: Enjeu = publique("Enjeu")
    pourquoi: Texte = publique("Ce qui le rend important pour cette famille")


class ApprocheCarbone(Modele):
    """Par où réduire l'empreinte carbone de la famille (objectif 17)."""

    methode: Annotated[CodeTexte, Code(("methodes-carbone",))] = publique("Méthode conseillée")
    postes: tuple[Texte, ...] = publique("Postes d’émission qui comptent", min_length=1)
    alternatives: tuple[Texte, ...] = publique("Solutions plus sobres à étudier d’abord", defaut=())


class Obligation(Modele):
    """Une obligation de droit qui pèse sur la famille."""

    texte: Texte = publique("L’obligation, en une phrase")
    reference: Reference = publique("Texte de droit")
    depuis: Jour | None = publique("Date d’effet", defaut=None)


class ClauseSociale(Modele):
    """Ce que la famille permet comme clause sociale (objectif 9)."""

    pertinence: Annotated[CodeTexte, Code(("pertinences",))] = publique("Pertinence d’une clause sociale")
    formes: tuple[Texte, ...] = publique("Formes qui conviennent", defaut=())
    conseil: Paragraphe = publique("Conseil, ou raison de ne pas y recourir")
    publics: tuple[Annotated[CodeTexte, Code(("publics-insertion",))], ...] = publique("Publics concernés", defaut=())


class CoutComplet(Modele):
    """Ce qui pèse dans le coût complet de la famille (objectif 19)."""

    pertinence: Annotated[CodeTexte, Code(("pertinences",))] = publique("Pertinence d’une analyse en coût complet")
    postes: tuple[Texte, ...] = publique("Postes de coût à compter", defaut=())


class AEviter(Modele):
    """Une formulation à éviter, et pourquoi."""

    formulation: Texte = publique("La formulation à éviter")
    pourquoi: Texte = publique("Le risque")
    reference: Reference | None = publique("Texte ou décision", defaut=None)


class Retour(Modele):
    """Le retour d'un marché passé."""

    annee: Annee = interne("Année du marché", requis=True)
    critere: RefCritere | None = interne("Critère concerné ; absent, le retour porte sur toute la famille", defaut=None)
    ecart_notes: Nombre | None = interne("Écart entre la meilleure et la moins bonne note du critère", defaut=None)
    questions: Annotated[int, "nombre"] | None = interne("Questions reçues des candidats", defaut=None, ge=0, le=9999)
    enseignement: Paragraphe = interne("Ce qu’il faut retenir", requis=True)


class Famille(Entree):
    """Une famille d'achat : la page du vadémécum, `referentials/familles/<id>.yml`."""

    intitule: Texte = publique("Nom de la famille", exemple="Mobilier de bureau et scolaire")
    nature: Annotated[CodeTexte, Code(("natures",))] = publique("Nature de l’achat")
    segment: Annotated[CodeTexte, Code(("segments",))] = publique("Segment d’achat")
    cpv: tuple[Cpv, ...] = publique("Codes CPV ou débuts de codes CPV", min_length=1)
    mots_cles: tuple[Texte, ...] = publique("Mots que les agents emploient", min_length=1)
    description: Paragraphe = publique("Ce que la famille couvre, et ce qu’elle ne couvre pas")
    questions_besoin: tuple[Texte, ...] = publique("Questions à se poser avant d’acheter (objectif 17)", min_length=1)
    enjeux: tuple[RangEnjeu, ...] = publique("Enjeux par ordre d’importance", min_length=1)
    approche_carbone: ApprocheCarbone | None = publique("Approche carbone", defaut=None)
    agec: tuple[Annotated[CodeTexte, Code(("categories-agec",))], ...] = publique("Catégories du décret n° 2024-134", defaut=())
    obligations: tuple[Obligation, ...] = publique("Obligations en vigueur", defaut=())
    clause_sociale: ClauseSociale = publique("Clause sociale (objectif 9)")
    egalite_femmes_hommes: Paragraphe | None = publique("Égalité entre les femmes et les hommes (objectif 11)", defaut=None)
    reemploi: Paragraphe | None = publique("Réemploi (objectif 13)", defaut=None)
    reparabilite: Paragraphe | None = publique("Réparabilité (objectif 14)", defaut=None)
    cout_complet: CoutComplet | None = publique("Coût complet (objectif 19)", defaut=None)
    secteurs: tuple[Annotated[CodeTexte, Code(("secteurs",))], ...] = publique(
        "Secteurs qui font ce métier ; sans eux, seules comptent les structures qui nomment la famille", defaut=()
    )
    essentiel: tuple[RefCritere, ...] = publique("Les trois critères qui comptent le plus", min_length=3, max_length=3)
    criteres: tuple[Critere, ...] = publique("Critères propres à la famille", min_length=1)
    transverses: tuple[RefTransverse, ...] = publique("Critères transverses qui s’appliquent", defaut=())
    a_eviter: tuple[AEviter, ...] = publique("Ce qu’il faut éviter", defaut=())
    exigences: tuple[Annotated[Identifiant, Renvoi("exigence")], ...] = publique("Exigences de l’éco-référentiel liées", defaut=())
    derogations: tuple[Derogation, ...] = interne("Règles de rédaction écartées pour la famille, avec leur raison", defaut=())
    retours_experience: tuple[Retour, ...] = interne("Retours des marchés passés", defaut=())
    contact: Texte | None = interne("Personne à qui demander conseil")
