"""Les intentions d'achat : ce que la collectivité prévoit d'acheter, et ce qu'elle en attend."""

from __future__ import annotations

from typing import Annotated, Literal

from spaser.model.base import (
    Annee,
    Booleen,
    CodeTexte,
    Courriel,
    Cpv,
    Entree,
    Euros,
    Identifiant,
    Jour,
    Modele,
    Paragraphe,
    Periode,
    Texte,
    Url,
    interne,
    publique,
)
from spaser.model.critere import Enjeu
from spaser.model.marks import Code, Renvoi

Tranche = Annotated[CodeTexte, Code(("tranches-montant",))]
Reservation = Annotated[CodeTexte, Code(("reservations",))]
Lieu = Annotated[CodeTexte, Code(("departements", "epci", "communes"))]


class Lot(Modele):
    """Un lot de la consultation."""

    intitule: Texte = publique("Objet du lot", exemple="Tables et chaises")
    reservation: Reservation | None = publique("Fondement, si le lot est réservé", defaut=None)
    montant_tranche: Tranche | None = publique("Tranche de montant du lot", defaut=None)


class EnjeuIntention(Modele):
    """Un enjeu de l'achat, par quel levier il passera, et s'il est acquis."""

    code: Enjeu = publique("Enjeu", exemple="circ-econ")
    levier: Annotated[CodeTexte, Code(("leviers",))] = publique("Par quoi il passera", exemple="critere")
    certitude: Annotated[CodeTexte, Code(("certitudes",))] = publique("« acquis » ou « envisage »", exemple="acquis")
    attendu: Texte | None = publique("Ce qui sera demandé, en une phrase", defaut=None, exemple="La part de matières recyclées est notée.")


class Innovation(Modele):
    """Ce que l'achat attend de neuf."""

    ouverte: Booleen = publique("L’achat est-il ouvert à l’innovation ?", exemple="true")
    formes: tuple[Annotated[CodeTexte, Code(("innovation",))], ...] = publique("Formes attendues", defaut=())
    attendu: Texte | None = publique("Ce qui est attendu", defaut=None, exemple="Un revêtement sans solvant")


class ReservationIntention(Modele):
    """La réservation de la consultation ou de certains lots."""

    article: Reservation = publique("Fondement")
    portee: Literal["marche", "lots"] = publique("« marche » entier, ou certains « lots »", exemple="lots")


class Sourcage(Modele):
    """Les rencontres prévues avec les entreprises avant la consultation."""

    prevu: Booleen = publique("Un sourçage est-il prévu ?", exemple="true")
    quand: Periode | None = publique("Quand", defaut=None, exemple="2027-02")
    modalites: Texte | None = publique("Comment y prendre part", defaut=None, exemple="Réunion d’information, sur inscription")


class Renouvelle(Modele):
    """Le contrat que l'achat remplace."""

    reference: Texte = publique("Référence du contrat en cours", exemple="2023-0098")
    fin: Periode | None = publique("Fin prévue du contrat en cours", defaut=None, exemple="2027-10")


class Statut(Modele):
    """Où en est l'intention."""

    code: Annotated[CodeTexte, Code(("statuts-intention",))] = publique("Statut", exemple="publiee")
    depuis: Jour = publique("Date du statut", exemple="2026-11-16")
    motif: Texte | None = publique("Raison d’un report ou d’un abandon", defaut=None, exemple="Besoin à préciser")
    lien: Url | None = publique("Adresse de la consultation, une fois lancée", defaut=None, exemple="https://marches.example/2027-0412")
    reference_decp: Texte | None = publique("Référence du marché attribué", defaut=None, exemple="2027-0412")


class Changement(Modele):
    """Un fait daté de la vie de l'intention, en mots du métier."""

    date: Jour = publique("Date", exemple="2026-11-16")
    ce_qui_change: Texte = publique("Ce qui change", exemple="Intention publiée")


class ComiteRevue(Modele):
    """Le passage en comité de revue des achats."""

    retenu: Booleen = interne("Dossier retenu par le comité", requis=True, exemple="true")
    date: Jour | None = interne("Date du comité", defaut=None, exemple="2026-10-13")
    decision: Paragraphe | None = interne("Décision", defaut=None, exemple="Stratégie validée.")


class Intention(Entree):
    """Une intention d'achat : `referentials/intentions/<annee>/<id>.yml`."""

    annee: Annee = publique("Année de la campagne", exemple=2027)
    intitule: Texte = publique("Objet de l’achat", exemple="Mobilier scolaire de douze collèges")
    description: Paragraphe = publique(
        "Ce qui sera acheté, pour qui, et pourquoi", exemple="Tables, chaises et rangements pour remplacer le mobilier de douze collèges."
    )
    famille: Annotated[Identifiant, Renvoi("famille")] = publique("Famille d’achat", exemple="mobilier-bureau-scolaire")
    cpv: Cpv = publique("Code CPV principal", exemple="39160000")
    nature: Annotated[CodeTexte, Code(("natures",))] = publique("Nature de l’achat", exemple="fournitures")
    service_acheteur: Annotated[CodeTexte, Code(("services",))] = publique("Service qui achète", exemple="education")
    contact: Courriel = publique("Boîte générique à qui écrire", exemple="achats@exemple.fr")
    montant_tranche: Tranche = publique("Tranche de montant estimé, en euros HT", exemple="de-90k-a-221k")
    procedure: Annotated[CodeTexte, Code(("procedures",))] | None = publique("Procédure envisagée", defaut=None)
    technique: Annotated[CodeTexte, Code(("techniques",))] | None = publique("Technique d’achat", defaut=None)
    forme: Annotated[CodeTexte, Code(("formes-prix",))] | None = publique("Forme du prix", defaut=None)
    lots: tuple[Lot, ...] = publique("Lots prévus", defaut=())
    duree_mois: Annotated[int, "mois"] | None = publique("Durée du contrat, en mois", defaut=None, exemple=48, ge=1, le=600)
    reconductions: Annotated[int, "nombre"] = publique("Nombre de reconductions", defaut=0, exemple=3, ge=0, le=10)
    publication_prevue: Periode = publique("Publication prévue", exemple="2027-T2")
    remise_prevue: Periode | None = publique("Remise des offres prévue", defaut=None, exemple="2027-06")
    demarrage_prevu: Periode | None = publique("Démarrage prévu", defaut=None, exemple="2027-09")
    lieux: tuple[Lieu, ...] = publique("Lieux d’exécution : département, EPCI ou communes", min_length=1, exemple="01")
    renouvelle: Renouvelle | None = publique("Contrat que l’achat remplace", defaut=None)
    considerations_sociales: tuple[Annotated[CodeTexte, Code(("considerations-sociales",))], ...] = publique(
        "Considérations sociales, au sens des données essentielles", defaut=()
    )
    considerations_environnementales: tuple[Annotated[CodeTexte, Code(("considerations-environnementales",))], ...] = publique(
        "Considérations environnementales, au sens des données essentielles", defaut=()
    )
    enjeux: tuple[EnjeuIntention, ...] = publique("Enjeux environnementaux et sociaux", defaut=())
    innovation: Innovation | None = publique("Ouverture à l’innovation", defaut=None)
    reservation: ReservationIntention | None = publique("Réservation", defaut=None)
    sourcage: Sourcage | None = publique("Sourçage", defaut=None)
    groupement: Texte | None = publique("Groupement de commandes", defaut=None, exemple="Groupement avec les collèges")
    statut: Statut = publique("Statut")
    historique: tuple[Changement, ...] = publique("Faits datés", defaut=())
    suites: tuple[Annotated[Identifiant, Renvoi("intention")], ...] = publique(
        "Intentions qui la remplacent : plusieurs après une scission ; après une fusion, plusieurs intentions citent la même", defaut=()
    )
    montant_estime: Euros | None = interne("Montant estimé, en euros HT", exemple=150000)
    comite_revue: ComiteRevue | None = interne("Comité de revue des achats")
    strategie: Paragraphe | None = interne("Stratégie d’achat", exemple="Deux lots, pour ouvrir la concurrence aux petites entreprises.")
    agent: Texte | None = interne("Agent qui suit le dossier", exemple="Acheteuse du mobilier")
