"""La collectivité : tout ce qu'un autre acheteur public change pour adopter le produit."""

from __future__ import annotations

from typing import Annotated, Literal

from spaser.model.base import (
    Annee,
    Booleen,
    Courriel,
    Euros,
    Jour,
    Modele,
    Paragraphe,
    Pourcentage,
    Siren,
    Siret,
    Source,
    Telephone,
    Texte,
    TexteExact,
    Url,
    interne,
    publique,
)
from spaser.model.marks import Forme, matching

Couleur = Annotated[str, matching(r"#[0-9a-f]{6}", "une couleur est attendue", "écrire # et six chiffres de 0 à f : #14507a")]

Chemin = Annotated[
    str,
    matching(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)+", "le chemin d'un dépôt est attendu", "groupe, barre, nom du dépôt : achats/referentiels"),
    Forme("exact"),
]
PrefixeOcds = Annotated[str, matching(r"ocds-[a-z0-9]{6}", "un préfixe OCDS est attendu", "« ocds- » puis six lettres ou chiffres : ocds-213czf")]


class Boites(Modele):
    """Les boîtes génériques, jamais nominatives."""

    achats: Courriel = publique("Questions sur les achats et les intentions")
    accessibilite: Courriel = publique("Signaler un défaut d’accessibilité")
    corrections: Courriel = publique("Signaler une erreur ou proposer une correction")


class Hebergeur(Modele):
    """Qui héberge le site, pour les mentions légales."""

    nom: Texte = publique("Nom de l’hébergeur")
    adresse: Texte = publique("Adresse postale")
    telephone: Telephone | None = publique("Téléphone", defaut=None)


class Couleurs(Modele):
    """Les couleurs de la collectivité ; leurs contrastes sont contrôlés."""

    primaire: Couleur = publique("Liens et boutons en thème clair", defaut="#14507a")
    primaire_fort: Couleur = publique("Survol et bandeau en thème clair", defaut="#0e3a5a")
    primaire_sombre: Couleur = publique("Liens et boutons en thème sombre", defaut="#8ec5e8")


class Seuils(Modele):
    """Les règles chiffrées que la collectivité s'est données."""

    part_environnementale: Pourcentage = publique("Poids minimal du critère environnemental, en % de la note", exemple=15)
    strategie_achat: Euros = publique("Montant HT à partir duquel une stratégie d’achat est due", exemple=40000)


class Cibles(Modele):
    """Les cibles nationales, pour comparer."""

    considerations_environnementales: Pourcentage = publique("Part des contrats avec une considération environnementale, en %")
    considerations_sociales: Pourcentage = publique("Part des contrats avec une considération sociale, en %")
    source: Source = publique("Texte qui fixe les cibles")


class Schema(Modele):
    """Le schéma de promotion des achats responsables (art. L2111-3 du code de la commande publique)."""

    titre: Texte = publique("Titre complet du schéma")
    titre_court: Texte = publique("Titre court", exemple="SPASER 2024-2028")
    debut: Annee = publique("Première année")
    fin: Annee = publique("Dernière année")
    url: Url | None = publique("Adresse du schéma adopté", defaut=None)


class Forge(Modele):
    """La forge où le formulaire du site interne enregistre ; sans elle, il ne travaille que sur une copie locale du dépôt."""

    genre: Literal["gitlab", "github", "gitea"] = interne("« gitlab », « github » ou « gitea » (Forgejo compris)", requis=True, exemple="gitlab")
    depot: Chemin = interne("Groupe et nom du dépôt", requis=True, exemple="achats/referentiels")
    adresse: Url | None = interne("Adresse de la forge ; absente, celle du service en ligne", defaut=None, exemple="https://forge.exemple.fr")
    branche: Texte | None = interne("Branche à modifier ; absente, la principale", defaut=None, exemple="main")
    application: TexteExact | None = interne("Identifiant d’application (OAuth), pour se connecter sans jeton", defaut=None)
    relais: Url | None = interne("Relais de connexion, que GitHub demande pour se connecter sans jeton", defaut=None)
    directe: Booleen | None = interne("Chaque modification est publiée aussitôt, sans être proposée à la relecture", defaut=None)


class AnneeClose(Modele):
    """Une campagne d'intentions close : ses fichiers ne changent plus."""

    annee: Annee = publique("Année close")
    empreinte: Texte = publique("Empreinte des fichiers de l’année, écrite par `spaser nouvelle-annee`")


class Collectivite(Modele):
    """La collectivité qui publie, ses règles et son édition en vigueur : `referentials/collectivite.yml`."""

    nom: Texte = publique("Nom officiel", exemple="Département de l’Ain")
    nom_court: Texte = publique("Nom employé dans les phrases, avec son article", exemple="le Département")
    territoire: Texte = publique("Nom du territoire", exemple="Ain")
    siren: Siren = publique("SIREN")
    siret: Siret = publique("SIRET du siège, celui des données essentielles")
    departement: Texte = publique("Code du département", exemple="01")
    boites: Boites = publique("Boîtes génériques")
    directeur_publication: Texte = publique("Fonction du directeur de la publication")
    adresse: Texte = publique("Adresse postale")
    hebergeur: Hebergeur = publique("Hébergeur du site")
    url_public: Url = publique("Adresse du site public")
    url_interne: Url | None = interne("Adresse du site interne")
    prefixe_ocds: PrefixeOcds | None = publique(
        "Préfixe des identifiants OCDS, attribué par l’Open Contracting Partnership ; absent, ils disent « ocds-a-enregistrer »",
        defaut=None,
        exemple="ocds-213czf",
    )
    edition: Texte = publique("Édition en vigueur", exemple="2027-1")
    edition_du: Jour = publique("Date de l’édition en vigueur ; c’est aussi la date des exports")
    edition_precedente_du: Jour | None = publique("Date de l’édition précédente : « quoi de neuf » part de là", defaut=None)
    annee_courante: Annee = publique("Année des intentions mises en avant", exemple=2027)
    schema_achats: Schema = publique("Le schéma des achats responsables")
    logo: Annotated[str, Forme("fichier")] | None = publique("Fichier du logo, dans `docs/assets/`", defaut=None)
    couleurs: Couleurs = publique("Couleurs", defaut=Couleurs())
    demonstration: Booleen = publique("Vrai tant que les données sont une démonstration : bandeau et marque partout")
    seuils: Seuils = publique("Règles chiffrées de la collectivité")
    cibles: Cibles = publique("Cibles nationales")
    annees_closes: tuple[AnneeClose, ...] = publique("Campagnes closes", defaut=())
    forge: Forge | None = interne("Forge où le formulaire enregistre")
    mention: Paragraphe | None = publique("Mention affichée sous les intentions", defaut=None)
