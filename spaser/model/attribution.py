"""Les marchés attribués, tels que les données essentielles (DECP) les publient, et les intentions dont ils viennent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from spaser.model.base import Annee, Booleen, CodeTexte, Cpv, Entree, Euros, Identifiant, Jour, Modele, Paragraphe, Texte, interne, publique
from spaser.model.marks import Code, Forme, Renvoi, matching

#: L'identifiant unique d'un contrat : le SIRET de l'acheteur, puis le numéro qu'il lui a donné.
Uid = Annotated[
    str,
    StringConstraints(max_length=60),
    matching(r"\d{14}\S(?:.*\S)?", "un SIRET de 14 chiffres suivi d'un numéro de contrat est attendu", "par exemple 220000000000012027-0412"),
    Forme("exact"),
]
RefIntention = Annotated[Identifiant, Renvoi("intention")]
Mois = Annotated[int, "mois"]


class Titulaires(Modele):
    """Les entreprises retenues, en nombre : aucun nom."""

    nombre: Annotated[int, "nombre"] = publique("Nombre de titulaires à la notification, cotraitants compris", ge=1, le=999)
    pme: Annotated[int, "nombre"] | None = publique("Combien sont des petites ou moyennes entreprises ; absent si on l’ignore", defaut=None, ge=0, le=999)


class Modifications(Modele):
    """Ce que les modifications du contrat ont changé ; la dernière valeur compte."""

    nombre: Annotated[int, "nombre"] = publique("Nombre de modifications", ge=1, le=999)
    montant: Euros | None = publique("Dernier montant, en euros HT", defaut=None)
    duree_mois: Mois | None = publique("Dernière durée, en mois", defaut=None, ge=1, le=1200)


class Lien(Modele):
    """Un lien entre un contrat et une intention, à confirmer ou déjà jugé."""

    intention: RefIntention = interne("Intention", requis=True)
    lien: Literal["propose", "confirme", "ecarte"] = interne("« propose », « confirme » ou « ecarte »", requis=True)
    indice: Texte | None = interne("Ce qui a fait proposer le lien", exemple="Même code CPV, objet proche")


class Marche(Modele):
    """Un marché ou une concession, notifié dans l'année."""

    id: Uid = publique("Identifiant unique : SIRET de l’acheteur, puis numéro du contrat")
    objet: Paragraphe = publique("Objet du contrat")
    concession: Booleen = publique("Vrai pour un contrat de concession", defaut=False)
    nature: Annotated[CodeTexte, Code(("natures-contrat",))] | None = publique("Nature du contrat", defaut=None)
    procedure: Annotated[CodeTexte, Code(("procedures", "procedures-concession"))] | None = publique("Procédure de passation", defaut=None)
    cpv: Cpv | None = publique("Code CPV principal ; une concession n’en a pas", defaut=None)
    date_notification: Jour = publique("Date de notification, ou de signature d’une concession")
    montant: Euros | None = publique("Montant attribué, en euros HT, arrondi à l’euro", defaut=None)
    duree_mois: Mois | None = publique("Durée, en mois", defaut=None, ge=1, le=1200)
    titulaires: Titulaires | None = publique("Titulaires ; absent si la source ne les dit pas", defaut=None)
    considerations_sociales: tuple[Annotated[CodeTexte, Code(("considerations-sociales",))], ...] = publique(
        "Considérations sociales ; vide si la source ne les dit pas", defaut=()
    )
    considerations_environnementales: tuple[Annotated[CodeTexte, Code(("considerations-environnementales",))], ...] = publique(
        "Considérations environnementales ; vide si la source ne les dit pas", defaut=()
    )
    modifications: Modifications | None = publique("Modifications depuis la notification", defaut=None)
    intentions: tuple[RefIntention, ...] = publique("Intentions publiées dont le contrat est issu : liens confirmés", defaut=())
    liens: tuple[Lien, ...] = interne("Liens proposés ou écartés, et liens vers des intentions internes", defaut=())


class Attributions(Entree):
    """Les contrats notifiés dans une année : `referentials/attributions/<annee>.yml`, puis `<annee>-2.yml` si le fichier déborde."""

    annee: Annee = publique("Année de notification", exemple=2026)
    marches: tuple[Marche, ...] = publique("Les contrats, par date de notification", min_length=1)
