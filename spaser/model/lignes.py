"""Ce que dit une ligne de code, et ce à quoi elle correspond ailleurs (DECP, eForms, OCDS)."""

from __future__ import annotations

from typing import Annotated, Literal

from spaser.model.base import (
    Annee,
    Booleen,
    CodeTexte,
    Courriel,
    Cpv,
    Euros,
    Jour,
    Modele,
    Nombre,
    Paragraphe,
    Pourcentage,
    Texte,
    TexteExact,
    Url,
    interne,
    publique,
)
from spaser.model.marks import Code

StatutFait = Literal["verifie", "a-verifier"]


class Officiel(Modele):
    """Les mêmes choses dans les nomenclatures officielles, caractère pour caractère."""

    decp: TexteExact | None = publique("Valeur exacte des données essentielles (DECP)", defaut=None, exemple="Clause sociale")
    eforms: TexteExact | None = publique("Code eForms de l’Union européenne", defaut=None, exemple="circ-econ")
    ocds: TexteExact | None = publique("Code du standard OCDS", defaut=None, exemple="environmental.circularEconomy")
    approch: TexteExact | None = publique("Valeur de la plateforme APProch", defaut=None, exemple="Fournitures")


class LigneCode(Modele):
    """Un code, son libellé, sa définition, et son équivalent officiel."""

    code: CodeTexte = publique("Code écrit dans les autres fichiers", exemple="circ-econ")
    libelle: Texte = publique("Libellé affiché")
    definition: Paragraphe | None = publique("Ce que le code veut dire, en une ou deux phrases", defaut=None)
    officiel: Officiel | None = publique("Équivalents officiels", defaut=None)
    retire_le: Jour | None = publique("Date de retrait : le code reste lisible, il n’est plus proposé", defaut=None)
    remplace_par: CodeTexte | None = publique("Code qui le remplace", defaut=None)


class LigneMontant(LigneCode):
    """Une tranche de montant, en euros hors taxes."""

    mini: Euros = publique("Borne basse comprise, en euros HT", exemple=90000)
    maxi: Euros | None = publique("Borne haute non comprise, en euros HT ; absente pour la dernière tranche", defaut=None)


class LigneReservation(LigneCode):
    """Un fondement de réservation d'un marché."""

    reference: Annotated[CodeTexte, Code(("references-juridiques",))] = publique("Article qui permet la réservation")
    part_minimale: Pourcentage | None = publique("Part minimale de travailleurs concernés, en %", defaut=None)


class LigneRegle(LigneCode):
    """Une règle de rédaction des critères, et le texte qui la fonde."""

    reference: Annotated[CodeTexte, Code(("references-juridiques",))] = publique("Texte ou décision qui fonde la règle")


class LigneStructure(LigneCode):
    """Un type de structure solidaire, et ce que la loi permet de lui réserver."""

    famille: Literal["insertion", "handicap", "penitentiaire", "ess"] = publique("Grande famille de la structure")
    reservations: tuple[Annotated[CodeTexte, Code(("reservations",))], ...] = publique("Réservations auxquelles la structure peut répondre", defaut=())
    clause_sociale: Booleen = publique("Peut accueillir des heures d’insertion", defaut=False)


class LigneLabel(LigneCode):
    """Un label ou un signe de qualité, toujours accepté « ou équivalent »."""

    url: Url | None = publique("Page officielle du label", defaut=None)


class TauxAgec(Modele):
    """Les parts minimales d'une catégorie à une échéance ; vides quand la source n'a pas été lue."""

    annee: Annee = publique("Année de l’échéance", exemple=2027)
    reemploi: Nombre | None = publique("Part issue du réemploi ou de la réutilisation, en %", defaut=None)
    recycle: Nombre | None = publique("Part comportant des matières recyclées, en %", defaut=None)
    statut: StatutFait = publique("« verifie » si le texte officiel a été lu, sinon « a-verifier »")


class LigneAgec(LigneCode):
    """Une des 17 catégories du décret n° 2024-134."""

    cpv: tuple[Cpv, ...] = publique("Débuts de codes CPV que ce site rapproche de la catégorie ; le décret n’en donne pas", defaut=())
    taux: tuple[TauxAgec, ...] = publique("Parts minimales par échéance", defaut=())


class LigneReference(LigneCode):
    """Une référence juridique, avec la date à laquelle quelqu'un l'a lue."""

    url: Url | None = publique("Adresse du texte", defaut=None)
    depuis: Jour | None = publique("Date d’entrée en vigueur", defaut=None)
    lu_le: Jour | None = publique("Date de lecture du texte officiel", defaut=None)
    statut: StatutFait = publique("« verifie » si le texte officiel a été lu, sinon « a-verifier »")


class LigneTheme(LigneCode):
    """Un thème de l'éco-référentiel."""

    volets: tuple[Annotated[CodeTexte, Code(("volets",))], ...] = publique("Volets qui emploient le thème")


class LigneTypologie(LigneCode):
    """Un type d'ouvrage, et les volets de l'éco-référentiel qui le concernent."""

    volets: tuple[Annotated[CodeTexte, Code(("volets",))], ...] = publique("Volets qui concernent l’ouvrage ; vide : tous", defaut=())


class LigneOperation(LigneCode):
    """Une opération usuelle : ses exigences ont une page et des fichiers tout faits."""

    volet: Annotated[CodeTexte, Code(("volets",))] = publique("Volet de l’éco-référentiel", exemple="batiment")
    operation: Annotated[CodeTexte, Code(("operations",))] = publique("Type d’opération", exemple="rehabilitation")
    typologie: Annotated[CodeTexte, Code(("typologies",))] | None = publique("Type d’ouvrage ; absent : tous ceux du volet", defaut=None, exemple="college")


class LigneEdition(LigneCode):
    """Une édition de l'éco-référentiel : ce qu'une opération engagée à sa date doit respecter."""

    du: Jour = publique("Date de l’édition", exemple="2026-11-22")
    demonstration: Booleen = publique("Édition inventée pour montrer la comparaison", defaut=False)


class LigneEnjeu(LigneCode):
    """Un enjeu environnemental ou social."""

    court: Texte = publique("Libellé court, pour les étiquettes", exemple="Climat")
    dimension: Literal["environnement", "social"] = publique("Environnement ou social")


class LigneChantier(LigneCode):
    """Un chantier du schéma, dans son axe."""

    axe: Annotated[CodeTexte, Code(("axes",))] = publique("Axe du schéma")


class LigneCommune(LigneCode):
    """Une commune du territoire, repérée par son code INSEE."""

    epci: Annotated[CodeTexte, Code(("epci",))] = publique("EPCI de la commune, par son SIREN")
    code_postal: Texte = publique("Code postal principal")
    population: int | None = publique("Population municipale", defaut=None, ge=0, le=100_000_000)
    latitude: Nombre | None = publique("Latitude de la mairie", defaut=None)
    longitude: Nombre | None = publique("Longitude de la mairie", defaut=None)


class LigneCommuneVoisine(LigneCode):
    """Une commune d'un département voisin où siège une structure, repérée par son code INSEE."""

    departement: Annotated[CodeTexte, Code(("departements",))] = publique("Département de la commune")
    code_postal: Texte = publique("Code postal principal")
    latitude: Nombre | None = publique("Latitude de la mairie", defaut=None)
    longitude: Nombre | None = publique("Longitude de la mairie", defaut=None)


class LigneHypothese(LigneCode):
    """Une hypothèse chiffrée du potentiel solidaire, que chacun peut changer dans l'outil."""

    valeur: Nombre = publique("Valeur proposée")
    unite: Texte = publique("Unité affichée après la valeur", exemple="%")
    mini: Nombre = publique("Plus petite valeur admise")
    maxi: Nombre = publique("Plus grande valeur admise")
    nature: Annotated[CodeTexte, Code(("natures",))] | None = publique("Nature d’achat à laquelle elle s’applique", defaut=None)
    statut: StatutFait = publique("« verifie » si une source officielle a été lue, sinon « a-verifier »")


class LigneService(LigneCode):
    """Un service de la collectivité et sa boîte générique."""

    courriel: Courriel | None = publique("Boîte générique du service", defaut=None)
    responsable: Texte | None = interne("Personne responsable du service")
