"""De quoi fabriquer des fichiers DECP comme les plateformes les publient, et lancer leur import."""

import json

from tableurs import spaser

SIREN = "000000018"
SIRET = "00000001800010"
AUTRE = "00000001800028"
JOUR = "2026-12-01"
LISTES = ("natures-contrat", "procedures-concession")


def titulaires(*names, enveloppe="titulaire"):
    return [{enveloppe: {"typeIdentifiant": "SIRET", "id": name}} for name in names]


def marche(number="2026-001", **changes):
    """Un marché complet au sens du schéma officiel v2.0.3 ; `None` enlève un champ."""
    full = {
        "id": number,
        "acheteur": {"id": SIRET},
        "nature": "Marché",
        "objet": "Entretien des toitures",
        "codeCPV": "45261900",
        "techniques": {"technique": ["Sans objet"]},
        "modalitesExecution": {"modaliteExecution": ["Bons de commande"]},
        "marcheInnovant": False,
        "ccag": "Travaux",
        "offresRecues": 3,
        "attributionAvance": True,
        "typeGroupementOperateurs": "Pas de groupement",
        "procedure": "Procédure adaptée",
        "lieuExecution": {"code": "35", "typeCode": "Code département"},
        "dureeMois": 24,
        "dateNotification": "2026-03-02",
        "datePublicationDonnees": "2026-04-02",
        "montant": 120000.5,
        "typesPrix": {"typePrix": ["Définitif ferme"]},
        "formePrix": "Unitaire",
        "sousTraitanceDeclaree": False,
        "titulaires": titulaires("10000000100011"),
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Pas de considération environnementale"]},
    }
    return {name: value for name, value in (full | changes).items() if value is not None}


def concession(number="C-1", **changes):
    """Un contrat de concession complet au sens du schéma officiel."""
    full = {
        "id": number,
        "autoriteConcedante": {"id": SIRET},
        "nature": "Délégation de service public",
        "objet": "Exploitation d’un port",
        "procedure": "Procédure négociée ouverte",
        "dureeMois": 120,
        "dateSignature": "2026-05-11",
        "datePublicationDonnees": "2026-06-11",
        "dateDebutExecution": "2026-07-01",
        "valeurGlobale": 3400000,
        "montantSubventionPublique": 0,
        "concessionnaires": titulaires("10000000200011", enveloppe="concessionnaire"),
        "considerationsSociales": {"considerationSociale": ["Concession réservée", "Clause sociale"]},
        "considerationsEnvironnementales": {"considerationEnvironnementale": ["Critère environnemental"]},
    }
    return {name: value for name, value in (full | changes).items() if value is not None}


def modification(rank, **values):
    dates = {"dateNotificationModification": f"2026-0{rank + 5}-01", "datePublicationDonneesModification": f"2026-0{rank + 6}-01"}
    return {"modification": {"id": rank, **dates, **values}}


def enveloppe(*marches, concessions=()):
    return {"marches": {"marche": list(marches), "contrat-concession": list(concessions)}}


def fichier(dossier, content, name="decp.json"):
    """Écrit un fichier DECP à côté des référentiels : un texte, des octets, ou ce que JSON sait dire."""
    path = dossier.root.with_name(name)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


def importer(dossier, content, *options, name="decp.json", jour=JOUR):
    return spaser("importer", "decp", fichier(dossier, content, name), "--le", jour, *options)


def contrats(dossier):
    """Les contrats du dossier, par numéro."""
    return {contract.id[14:]: contract for item in dossier.load().attributions for contract in item.marches}
