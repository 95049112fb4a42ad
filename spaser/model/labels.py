"""Le libellé court de chaque champ : ce que montrent un formulaire et l'en-tête d'une colonne de tableur.

Un libellé se lit dans le nom du champ, une fois ses accents remis : `a_revoir_avant` donne « À revoir avant ».
Seuls les noms qui ne se lisent pas ainsi ont leur libellé écrit ici. Le modèle dit le reste : l'aide, l'exemple.
"""

from __future__ import annotations

import re
import unicodedata

#: Les mots qui prennent un accent, tous champs confondus.
_ACCENTED = (
    "à accessibilité appréciation année années barème catégorie ciblée contrôle coût considérations critère critères début décision définition déjà "
    "démarrage démonstration département départements dérogations difficultés échéance édition estimé exigé hébergeur intitulé libellé marché "
    "marchés méthode modalités numéro opération opérations pénalité périodicité portée précédente précédentes présentation prévu prévue "
    "procédure réalisations recyclé recyclés rédaction réemploi référence références région règle remplacé réparabilité réservation réservations réutilisation "
    "résumé retiré sourçage stratégie surcoût téléphone thème unité vérification vérifié vérifier vérifiés visibilité pondération"
)

#: Les libellés qui ne se lisent pas dans le nom du champ.
_OWN = {
    "a_eviter": "À éviter",
    "agec": "Catégories du décret sur le réemploi",
    "approch": "APProch",
    "boites": "Boîtes génériques",
    "comite_revue": "Comité de revue",
    "conseillee": "Poids conseillé",
    "court": "Libellé court",
    "cpv": "Code CPV",
    "date_notification": "Date de notification",
    "decp": "DECP",
    "directeur_publication": "Directeur de la publication",
    "duree_mois": "Durée (mois)",
    "ecart_notes": "Écart de notes",
    "echeance_note": "Précision sur l’échéance",
    "eforms": "eForms",
    "egalite_femmes_hommes": "Égalité femmes-hommes",
    "epci": "EPCI",
    "etat": "État",
    "famille_ess": "Famille de l’économie sociale",
    "fournisseur_valeur": "Qui fournit la valeur",
    "id": "Identifiant",
    "lat": "Latitude",
    "lon": "Longitude",
    "maturite_marche": "Maturité du marché",
    "maxi": "Maximum",
    "mini": "Minimum",
    "montant_ht": "Montant (euros HT)",
    "montant_tranche": "Tranche de montant",
    "mots_cles": "Mots-clés",
    "ocds": "OCDS",
    "part_environnementale": "Part environnementale (%)",
    "part_minimale": "Part minimale (%)",
    "pme": "Dont PME",
    "prefixe_ocds": "Préfixe OCDS",
    "questions_besoin": "Questions sur le besoin",
    "qui": "Par qui",
    "rayon_km": "Rayon (km)",
    "reference_decp": "Référence du marché attribué",
    "remplace": "Remplace",
    "renouvelle": "Contrat remplacé",
    "retours_experience": "Retours d’expérience",
    "schema_achats": "Schéma des achats responsables",
    "seuil_applicabilite": "Seuil d’application",
    "siren": "SIREN",
    "siret": "SIRET",
    "strategie": "Stratégie d’achat",
    "strategie_achat": "Seuil de la stratégie d’achat",
    "suivi_execution": "Suivi d’exécution",
    "surface_m2": "Surface (m²)",
    "url": "Adresse web",
    "url_interne": "Adresse du site interne",
    "url_public": "Adresse du site public",
    "zone_intervention": "Zone d’intervention",
}


def _bare(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


_ACCENTS = {_bare(word): word for word in _ACCENTED.split()}


def label(name: str) -> str:
    """Le libellé d'un champ, d'après son nom."""
    words = " ".join(_ACCENTS.get(word, word) for word in name.split("_"))
    return _OWN.get(name) or words[0].upper() + words[1:]


def singular(text: str) -> str:
    """Le libellé d'un seul élément d'une liste : « Versions précédentes » donne « Version précédente »."""
    return re.sub(r"(?<=[^\W\d_]{2})s\b(?!’)|(?<=eu)x\b", "", text)
