"""Le plan du tableur des intentions : ses feuilles, ses colonnes, et les noms que les gens leur donnent."""

from __future__ import annotations

from dataclasses import dataclass

from spaser.imports.columns import Column

#: Nombre d'enjeux du tableur donné aux services ; un tableur exporté en a autant qu'il en faut.
STAKES = 4


def _hidden(path: str, title: str, synonyms: str = "") -> Column:
    return Column(path, title, synonyms, given=False)


COLUMNS: tuple[Column, ...] = (
    Column("id", "Identifiant", "id, numéro, n°, référence de l'intention, réf, référence", width=12),
    Column("intitule", "Objet", "intitulé, objet du marché, objet de l'achat, libellé, titre, désignation, nom du marché, projet, achat", width=40),
    Column("description", "Description", "descriptif, description du besoin, besoin, contenu, détail, précisions", width=50),
    Column("famille", "Famille d’achat", "famille, catégorie, domaine d'achat", width=32),
    Column("cpv", "Code CPV", "cpv, cpv principal, code cpv principal", width=12),
    Column("nature", "Nature", "nature de l'achat, nature du marché, type de marché, type d'achat, catégorie de marché"),
    Column("service_acheteur", "Service acheteur", "service, direction, service demandeur, direction acheteuse, service prescripteur, pôle"),
    Column("contact", "Contact", "courriel, mail, e-mail, adresse mail, boîte générique, adresse de contact, courriel de contact", width=30),
    Column("montant_tranche", "Tranche de montant", "tranche, montant, montant prévisionnel, fourchette, fourchette de montant, montant ht", width=28),
    Column("montant_estime", "Montant estimé", "estimation, montant exact, montant estimé ht, estimation ht, montant estimatif, budget", width=16),
    Column("procedure", "Procédure", "procédure envisagée, type de procédure, mode de passation", width=26),
    Column("technique", "Technique d’achat", "technique, forme du marché, type de contrat"),
    Column("forme", "Forme du prix", "forme de prix, prix, type de prix"),
    Column("duree_mois", "Durée (mois)", "durée, durée du marché, durée du contrat, durée en mois", width=12),
    Column("reconductions", "Reconductions", "nombre de reconductions, nb reconductions, reconduction", width=14),
    Column(
        "publication_prevue",
        "Publication prévue",
        "publication, date de publication, date prévisionnelle de publication, lancement, lancement prévu, date de lancement, "
        "date prévisionnelle de lancement, trimestre, trimestre de publication",
    ),
    Column("remise_prevue", "Remise des offres prévue", "remise des offres, date limite, réception des offres, remise des plis, date de remise des offres"),
    Column("demarrage_prevu", "Démarrage prévu", "démarrage, début, début du marché, date de début, notification, date de démarrage"),
    Column("lieux", "Lieux d’exécution", "lieux, lieu, lieu d'exécution, communes, commune, territoire, secteur géographique", width=30),
    Column("renouvelle.reference", "Contrat remplacé", "marché remplacé, contrat en cours, marché en cours, renouvellement, référence du contrat en cours"),
    Column("renouvelle.fin", "Fin du contrat remplacé", "fin du contrat en cours, fin du marché en cours, échéance, date d'échéance"),
    Column("considerations_sociales", "Considérations sociales", "considération sociale, clauses sociales, clause sociale, social", width=30),
    Column(
        "considerations_environnementales",
        "Considérations environnementales",
        "considération environnementale, clauses environnementales, clause environnementale, environnement",
        width=34,
    ),
    Column("enjeux[].code", "Enjeu", "enjeux", width=30),
    Column("enjeux[].levier", "Levier", "levier de l'enjeu, moyen"),
    Column("enjeux[].certitude", "Certitude", "certitude de l'enjeu", width=12),
    Column("enjeux[].attendu", "Attendu", "attendu de l'enjeu, attente, ce qui sera demandé", width=40),
    Column("innovation.ouverte", "Ouvert à l’innovation", "innovation, innovant, achat innovant", width=14),
    Column("innovation.formes", "Formes d’innovation", "type d'innovation, forme d'innovation", width=24),
    Column("innovation.attendu", "Innovation attendue", "attendu de l'innovation", width=30),
    Column("reservation.article", "Réservation", "marché réservé, réservé, réservation du marché, article de réservation", width=24),
    Column("reservation.portee", "Portée de la réservation", "portée", width=14),
    Column("sourcage.prevu", "Sourçage prévu", "sourçage, sourcing, sourcing prévu", width=14),
    Column("sourcage.quand", "Sourçage : quand", "date du sourçage, date de sourcing, période de sourçage", width=16),
    Column("sourcage.modalites", "Sourçage : comment", "modalités du sourçage, modalités de sourcing", width=30),
    Column("groupement", "Groupement de commandes", "groupement", width=26),
    Column("statut.code", "Statut", "état, avancement, état d'avancement", width=16),
    Column("statut.depuis", "Statut depuis le", "date du statut, statut depuis", width=14),
    Column("statut.motif", "Motif du report ou de l’abandon", "motif, raison, motif du statut", width=30),
    Column("statut.lien", "Lien de la consultation", "lien, url, adresse de la consultation", width=30),
    Column("statut.reference_decp", "Référence du marché attribué", "référence decp, numéro de marché, n° de marché"),
    Column("comite_revue.retenu", "Comité de revue", "retenu en comité, comité, passage en comité, comité de revue des achats", width=14),
    Column("comite_revue.date", "Date du comité", width=14),
    Column("comite_revue.decision", "Décision du comité", "décision", width=30),
    Column("strategie", "Stratégie d’achat", "stratégie", width=40),
    Column("agent", "Agent", "acheteur, acheteuse, agent référent, référent, acheteur en charge, suivi par", width=24),
    Column("visibilite", "Visibilité", "publication sur le site, diffusion, public ou interne", width=12),
    _hidden("source.titre", "Source"),
    _hidden("source.url", "Adresse de la source"),
    _hidden("verifie_le", "Vérifiée le", "date de vérification"),
    _hidden("a_revoir_avant", "À revoir avant", "date de relecture"),
    Column("demonstration", "Démonstration", given=False, explicit=True),
    _hidden("retire_le", "Retirée le", "date de retrait"),
    _hidden("remplace_par", "Remplacée par"),
    _hidden("suites", "Suites", "intentions qui la remplacent"),
    _hidden("annee", "Année", "année de la campagne, campagne"),
)

LOTS: tuple[Column, ...] = (
    Column("lots[].intitule", "Lot", "intitulé du lot, objet du lot, libellé du lot, lots", width=40),
    Column("lots[].reservation", "Réservation du lot", "réservation, lot réservé", width=24),
    Column("lots[].montant_tranche", "Tranche du lot", "tranche de montant, montant du lot, tranche, montant", width=28),
)
HISTORY: tuple[Column, ...] = (
    Column("historique[].date", "Fait : date", "date, date du fait", given=False, width=14),
    Column("historique[].ce_qui_change", "Fait : ce qui change", "ce qui change, fait, évènement", given=False, width=60),
)


@dataclass(frozen=True)
class Child:
    """Une feuille liée : chaque ligne est un élément d'un champ répété, et cite son intention."""

    sheet: str
    columns: tuple[Column, ...]
    given: bool

    @property
    def group(self) -> str:
        """Le champ répété."""
        return self.columns[0].group


CHILDREN = (Child("Lots", LOTS, given=True), Child("Historique", HISTORY, given=False))
MAIN_SHEET = "Intentions"
#: Les colonnes qui ne portent aucun champ : un repère libre, que la feuille des lots peut citer, et cette citation.
MARK, LINK = "Repère", "Intention"
MARK_NAMES = ("repère", "repère interne", "référence interne", "clé")
LINK_NAMES = ("intention", "identifiant", "repère", "identifiant ou repère", "objet", "objet de l'intention", "référence", "id", "marché")
#: Ce qu'une intention neuve reçoit quand la cellule est vide ; toute autre colonne obligatoire doit être remplie.
WHEN_EMPTY = {
    "id": "le premier numéro libre",
    "contact": "la boîte du service acheteur",
    "nature": "la nature de la famille",
    "montant_tranche": "la tranche du montant estimé",
    "statut.code": "« à l’étude »",
    "statut.depuis": "le jour de l’import",
    "reservation.portee": "« lots » si un lot est réservé, sinon « marche »",
    "innovation.ouverte": "oui, si la suite est remplie",
    "sourcage.prevu": "oui, si la suite est remplie",
    "visibilite": "interne",
    "source.titre": "« Recensement des achats », et l’année",
    "verifie_le": "le jour de l’import",
    "a_revoir_avant": "un an après l’import",
    "annee": "celle de l’import",
}
