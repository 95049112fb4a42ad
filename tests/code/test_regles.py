"""Chaque règle : une façon de l'enfreindre, avec son message entier, et une façon de la respecter de justesse."""

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from spaser import checks
from spaser.checks import colours, freshness, identity_numbers, mailboxes
from spaser.checks.calendar import period_bounds
from spaser.checks.closed_years import fingerprint

ATELIER, MENUISERIE = "fournisseurs/atelier.yml", "fournisseurs/menuiserie.yml"
MOBILIER, ETUDES, LIVRAISONS = "familles/mobilier.yml", "familles/etudes.yml", "transverses/livraisons.yml"
EAU, BUYER, GOAL = "eco/batiment/eau.yml", "collectivite.yml", "objectifs/13-reemploi.yml"
FIRST, SECOND = "intentions/2027/2027-001.yml", "intentions/2027/2027-002.yml"
SAME = "Le titulaire reprend cartons, palettes et films plastiques à chaque livraison, puis remet un bordereau de tri daté."

FIN_GARANTIE = "      - texte: Certificat de garantie\n    objectifs:\n      - 13\n"
ANCIENNE = (
    "    versions_precedentes:\n      - version: 1\n        applicable_a_partir_du: 2026-01-01\n        intitule: Garantie de cinq ans\n"
    "        redaction: Le titulaire garantit le mobilier cinq ans.\n        motif: La garantie usuelle atteint dix ans.\n"
)


@dataclass(frozen=True)
class Cas:
    """Une règle, des passages remplacés dans le jeu minimal, et les messages attendus (aucun : c'est permis)."""

    regle: str
    titre: str
    changes: tuple[tuple[str, str, str], ...]
    attendu: tuple[str, ...] = ()


def refuse(regle: str, titre: str, *changes: tuple[str, str, str], dit: str | tuple[str, ...]) -> Cas:
    return Cas(regle, titre, changes, (dit,) if isinstance(dit, str) else dit)


def permet(regle: str, titre: str, *changes: tuple[str, str, str]) -> Cas:
    return Cas(regle, titre, changes)


CAS = [
    refuse(
        "identifiers",
        "un identifiant qui n'est pas celui du fichier",
        (ATELIER, "id: atelier", "id: ateliers"),
        dit="referentials/fournisseurs/atelier.yml:1:5: id : « ateliers » n'est pas le nom du fichier, « atelier »\n"
        "    Conseil : écrire id: atelier, ou renommer le fichier",
    ),
    refuse(
        "identifiers",
        "deux exigences du même nom",
        (EAU, "id: bat-eau-pluie\n    visibilite: interne", "id: bat-eau-sobriete\n    visibilite: publique"),
        dit="referentials/eco/batiment/eau.yml:40:9: exigences[2].id : « bat-eau-sobriete » est déjà pris, dans referentials/eco/batiment/eau.yml\n"
        "    Conseil : choisir un autre identifiant",
    ),
    refuse(
        "identifiers",
        "deux critères du même nom dans deux fichiers",
        (ETUDES, "id: etudes-egalite", "id: transverse-emballages"),
        (ETUDES, "  - etudes-egalite", "  - transverse-emballages"),
        dit="referentials/transverses/livraisons.yml:10:9: criteres[1].id : « transverse-emballages » est déjà pris, dans referentials/familles/etudes.yml\n"
        "    Conseil : choisir un autre identifiant",
    ),
    refuse(
        "identifiers",
        "deux objectifs du même numéro",
        ("objectifs/09-insertion.yml", "numero: 9", "numero: 13"),
        (MOBILIER, "      - 9\n", "      - 13\n"),
        (ETUDES, "      - 9\n", "      - 13\n"),
        dit="referentials/objectifs/13-reemploi.yml:7:9: numero : « 13 » est déjà pris, dans referentials/objectifs/09-insertion.yml\n"
        "    Conseil : choisir un autre identifiant",
    ),
    refuse(
        "identifiers",
        "deux indicateurs du même nom",
        (GOAL, "id: 13-reemploi-part", "id: 09-insertion-part"),
        dit="referentials/objectifs/13-reemploi.yml:18:9: indicateurs[1].id : « 09-insertion-part » est déjà pris, "
        "dans referentials/objectifs/09-insertion.yml\n"
        "    Conseil : choisir un autre identifiant",
    ),
    refuse(
        "identifiers",
        "une intention dans le dossier d'une autre année",
        (FIRST, "annee: 2027\n", "annee: 2026\n"),
        dit="referentials/intentions/2027/2027-001.yml:8:8: annee : l'année 2026 n'est pas celle du dossier, « 2027 »\n"
        "    Conseil : ranger le fichier dans intentions/2026/",
    ),
    refuse(
        "identifiers",
        "un thème qui n'est pas celui du fichier",
        (EAU, "theme: eau", "theme: materiaux-reemploi"),
        dit="referentials/eco/batiment/eau.yml:2:8: theme : « batiment/materiaux-reemploi » n'est pas la place du fichier\n"
        "    Conseil : ranger le fichier dans eco/<volet>/<theme>.yml",
    ),
    refuse(
        "codes",
        "un code défini deux fois",
        ("codes/volets.yml", "code: infrastructure", "code: batiment"),
        ("codes/themes.yml", "      - batiment\n      - infrastructure\n  - code: eau", "      - batiment\n  - code: eau"),
        (
            "codes/themes.yml",
            "eau\n    libelle: Eau\n    volets:\n      - batiment\n      - infrastructure",
            "eau\n    libelle: Eau\n    volets:\n      - batiment",
        ),
        dit="referentials/codes/volets.yml:12:11: lignes[2].code : « batiment » est déjà dans la liste\n    Conseil : supprimer l'une des deux lignes",
    ),
    refuse(
        "codes",
        "un code retiré dont le remplaçant n'existe pas",
        ("codes/labels.yml", "- code: rge\n", "- code: rge\n    remplace_par: rgee\n"),
        dit="referentials/codes/labels.yml:11:19: lignes[1].remplace_par : « rgee » n'est pas dans la liste\n    Conseil : vouliez-vous écrire « rge » ?",
    ),
    permet("codes", "un code retiré et remplacé", ("codes/labels.yml", "- code: rge\n", "- code: rge\n    retire_le: 2026-01-01\n    remplace_par: esus\n")),
    refuse(
        "references",
        "un code inconnu",
        (FIRST, "nature: fournitures", "nature: fourniture"),
        dit="referentials/intentions/2027/2027-001.yml:13:9: nature : « fourniture » n'est pas une nature d'achat\n"
        "    Conseil : vouliez-vous écrire « fournitures » ?",
    ),
    refuse(
        "references",
        "un lieu qui n'est dans aucune des trois listes",
        (FIRST, "lieux:\n  - '35238'", "lieux:\n  - '35239'"),
        dit="referentials/intentions/2027/2027-001.yml:25:5: lieux[1] : « 35239 » n'est ni un département ni une intercommunalité ni une commune\n"
        "    Conseil : vouliez-vous écrire « 35238 » ?",
    ),
    refuse(
        "references",
        "une famille inconnue",
        (FIRST, "famille: mobilier", "famille: mobiliers"),
        dit="referentials/intentions/2027/2027-001.yml:11:10: famille : « mobiliers » ne mène à rien, une famille d'achat est attendue\n"
        "    Conseil : vouliez-vous écrire « mobilier » ?",
    ),
    refuse(
        "references",
        "un objectif inconnu",
        (LIVRAISONS, "objectifs:\n      - 13", "objectifs:\n      - 14"),
        dit="referentials/transverses/livraisons.yml:25:9: criteres[1].objectifs[1] : « 14 » ne mène à rien, un objectif est attendu\n"
        "    Conseil : reprendre l'identifiant d'une entrée existante",
    ),
    refuse(
        "references",
        "une entrée retirée dont le remplaçant n'existe pas",
        (ATELIER, "visibilite: publique", "visibilite: publique\nretire_le: 2026-01-01\nremplace_par: menuiseries"),
        dit="referentials/fournisseurs/atelier.yml:4:15: remplace_par : « menuiseries » n'est pas une entrée connue\n"
        "    Conseil : vouliez-vous écrire « menuiserie » ?",
    ),
    permet(
        "references",
        "une entrée retirée et remplacée",
        (ATELIER, "visibilite: publique", "visibilite: publique\nretire_le: 2026-01-01\nremplace_par: menuiserie"),
    ),
    permet(
        "references", "un département, une intercommunalité et une commune", (FIRST, "lieux:\n  - '35238'", "lieux:\n  - '35238'\n  - '35'\n  - '243500139'")
    ),
    refuse(
        "visibility",
        "une entrée publique qui cite une entrée interne",
        (FIRST, "famille: mobilier", "famille: etudes"),
        dit="referentials/intentions/2027/2027-001.yml:11:10: famille : « etudes » est une entrée interne, une entrée publique ne peut pas y renvoyer\n"
        "    Conseil : rendre publique l'entrée visée, ou enlever le renvoi",
    ),
    refuse(
        "visibility",
        "une entrée publique remplacée par une entrée interne",
        (MENUISERIE, "visibilite: publique", "visibilite: interne"),
        (ATELIER, "visibilite: publique", "visibilite: publique\nretire_le: 2026-01-01\nremplace_par: menuiserie"),
        dit="referentials/fournisseurs/atelier.yml:4:15: remplace_par : « menuiserie » est une entrée interne, une entrée publique ne peut pas y renvoyer\n"
        "    Conseil : rendre publique l'entrée visée, ou enlever le renvoi",
    ),
    refuse(
        "visibility",
        "une entrée publique qui emploie une liste de codes interne",
        ("codes/categories-agec.yml", "visibilite: publique", "visibilite: interne"),
        dit="referentials/familles/mobilier.yml:21:5: agec[1] : la liste de codes « categories-agec » est interne, une entrée publique ne peut pas l'employer\n"
        "    Conseil : écrire visibilite: publique dans codes/categories-agec.yml",
    ),
    permet("visibility", "une entrée interne qui cite une entrée interne", (SECOND, "visibilite: interne\n", "")),
    refuse(
        "weights",
        "un poids conseillé hors de ses bornes",
        (MOBILIER, "maxi: 20", "maxi: 14"),
        dit="referentials/familles/mobilier.yml:61:7: criteres[1].ponderation : les poids ne sont pas rangés, lus 10 ≤ 15 ≤ 14\n"
        "    Conseil : écrire mini ≤ conseillee ≤ maxi",
    ),
    refuse(
        "weights",
        "un poids sur une condition d'exécution",
        (LIVRAISONS, "objectifs:\n      - 13", "objectifs:\n      - 13\n    ponderation:\n      conseillee: 5\n      mini: 5\n      maxi: 5"),
        dit="referentials/transverses/livraisons.yml:27:7: criteres[1].ponderation : seul un critère d'attribution a un poids\n"
        "    Conseil : enlever le poids, ou en faire un critère d'attribution",
    ),
    refuse(
        "weights",
        "un barème de deux paliers",
        (MOBILIER, "      - points: 5\n        attendu: Un quart du mobilier\n", ""),
        dit="referentials/familles/mobilier.yml:54:7: criteres[1].bareme : un barème a de 3 à 5 paliers, lus 2\n    Conseil : ajouter ou réunir des paliers",
    ),
    refuse(
        "weights",
        "un barème aux points égaux",
        (MOBILIER, "points: 5", "points: 10"),
        dit="referentials/familles/mobilier.yml:54:7: criteres[1].bareme : les points du barème ne vont pas du plus haut au plus bas\n"
        "    Conseil : ranger les paliers, sans points égaux",
    ),
    refuse(
        "weights",
        "un essentiel sous la part environnementale voulue",
        (MOBILIER, "conseillee: 15", "conseillee: 14"),
        dit="referentials/familles/mobilier.yml:28:3: essentiel : la part environnementale de l'essentiel est de 14 %, au moins 15 % sont attendus\n"
        "    Conseil : relever un poids conseillé ou choisir un autre critère",
    ),
    refuse(
        "weights",
        "un essentiel pris dans une autre famille",
        (MOBILIER, "  - mobilier-insertion\n", "  - transverse-emballages\n"),
        dit="referentials/familles/mobilier.yml:30:5: essentiel[3] : « transverse-emballages » n'est pas un critère de cette famille\n"
        "    Conseil : choisir parmi les criteres du fichier",
    ),
    refuse(
        "weights",
        "un essentiel compté deux fois pour atteindre la part",
        (MOBILIER, "  - mobilier-garantie\n", "  - mobilier-reemploi\n"),
        (MOBILIER, "conseillee: 15", "conseillee: 10"),
        dit=(
            "referentials/familles/mobilier.yml:28:3: essentiel : la part environnementale de l'essentiel est de 10 %, au moins 15 % sont attendus\n"
            "    Conseil : relever un poids conseillé ou choisir un autre critère",
            "referentials/familles/mobilier.yml:29:5: essentiel[2] : « mobilier-reemploi » est écrit deux fois\n    Conseil : choisir trois critères distincts",
        ),
    ),
    permet("weights", "un poids conseillé égal à ses bornes", (MOBILIER, "mini: 10\n      maxi: 20", "mini: 15\n      maxi: 15")),
    refuse(
        "wording",
        "un critère qui préfère un lieu, parmi les règles de test_regles_redaction",
        (MOBILIER, "redaction: Le candidat indique la part de mobilier", "redaction: Le candidat indique la part de mobilier local"),
        dit="referentials/familles/mobilier.yml:42:16: criteres[1].redaction : « mobilier local » juge un lieu et non l'offre, "
        "ce qui écarte des candidats (Code de la commande publique, art. R2152-7)\n"
        "    Conseil : juger ce que le lieu devait apporter : la fraîcheur, le délai, le nombre d'intermédiaires",
    ),
    refuse(
        "likeness",
        "deux critères écrits avec les mêmes mots",
        (MOBILIER, "redaction: Le titulaire garantit le mobilier dix ans.", f"redaction: {SAME}"),
        (LIVRAISONS, "redaction: Le titulaire reprend ses emballages.", f"redaction: {SAME}"),
        dit="referentials/transverses/livraisons.yml:20:16: criteres[1].redaction : « transverse-emballages » a 100 % de sa rédaction en commun avec "
        f"« mobilier-garantie », dont « {SAME.removesuffix('.')} »\n"
        "    Conseil : partager ce texte par un critère transverse, ou l'écrire à neuf pour ce métier",
    ),
    refuse(
        "requirements",
        "un niveau plus haut mais moins exigeant",
        (EAU, "valeur: 45", "valeur: 29.5"),
        dit="referentials/eco/batiment/eau.yml:25:17: exigences[1].niveaux.performant.valeur : "
        "le niveau performant (29.5) est moins exigeant que le niveau socle (30)\n"
        "    Conseil : revoir les valeurs, ou le champ « sens »",
    ),
    refuse(
        "requirements",
        "une unité qui change d'un niveau à l'autre",
        (EAU, "valeur: 45\n        unite: '%'", "valeur: 45\n        unite: litres"),
        dit="referentials/eco/batiment/eau.yml:26:16: exigences[1].niveaux.performant.unite : l'unité « litres » n'est pas celle du niveau socle, « % »\n"
        "    Conseil : écrire la même unité à tous les niveaux",
    ),
    refuse(
        "requirements",
        "une phase décrite deux fois",
        (
            EAU,
            "        preuve: Bilan des consommations\n        qui: maitre-ouvrage\n",
            "        preuve: Bilan des consommations\n        qui: maitre-ouvrage\n"
            "      - phase: PROG\n        attendu: Un second.\n        preuve: Une note\n        qui: maitre-ouvrage\n",
        ),
        dit="referentials/eco/batiment/eau.yml:33:16: exigences[1].phases[2].phase : la phase PROG est déjà décrite\n    Conseil : réunir les deux étapes",
    ),
    refuse(
        "requirements",
        "une pénalité sans clause",
        (EAU, "    surcout:", "    penalite: 100 € par jour\n    surcout:"),
        dit="referentials/eco/batiment/eau.yml:35:15: exigences[1].penalite : une pénalité sans clause ne peut pas s'appliquer\n    Conseil : écrire la clause",
    ),
    permet(
        "requirements",
        "un niveau plus bas quand une valeur basse est meilleure",
        (
            EAU,
            "version: 1\n    operations:\n      - neuf\n    sens: au-moins\n    niveaux:\n      socle:\n        indicateur: Baisse",
            "version: 1\n    operations:\n      - neuf\n    sens: au-plus\n    niveaux:\n      socle:\n        indicateur: Baisse",
        ),
        (EAU, "valeur: 45", "valeur: 15"),
    ),
    permet("requirements", "une pénalité et sa clause", (EAU, "    surcout:", "    clause: Le titulaire mesure.\n    penalite: 100 € par jour\n    surcout:")),
    refuse(
        "calendar",
        "une relecture le jour de la vérification",
        (ATELIER, "a_revoir_avant: 2027-11-22", "a_revoir_avant: 2026-11-22"),
        dit="referentials/fournisseurs/atelier.yml:7:17: a_revoir_avant : la relecture du 2026-11-22 ne suit pas la vérification du 2026-11-22\n"
        "    Conseil : écrire une date plus lointaine",
    ),
    refuse(
        "calendar",
        "un démarrage avant la remise des offres",
        (FIRST, "demarrage_prevu: 2027-T3", "demarrage_prevu: 2027-05"),
        dit="referentials/intentions/2027/2027-001.yml:23:18: demarrage_prevu : « 2027-05 » précède remise_prevue, « 2027-06 »\n"
        "    Conseil : revoir l'une des deux périodes",
    ),
    permet("calendar", "un démarrage le mois de la remise", (FIRST, "demarrage_prevu: 2027-T3", "demarrage_prevu: 2027-06")),
    permet("calendar", "un démarrage dans le trimestre de la remise", (FIRST, "demarrage_prevu: 2027-T3", "demarrage_prevu: 2027-T2")),
    refuse(
        "status",
        "un report sans motif",
        (FIRST, "code: a-l-etude", "code: reportee"),
        dit="referentials/intentions/2027/2027-001.yml:38:3: statut : le statut « reportee » demande le champ « motif »\n    Conseil : ajouter « motif: … »",
    ),
    refuse(
        "status",
        "une consultation lancée sans lien",
        (FIRST, "code: a-l-etude", "code: lancee"),
        dit="referentials/intentions/2027/2027-001.yml:38:3: statut : le statut « lancee » demande le champ « lien »\n    Conseil : ajouter « lien: … »",
    ),
    refuse(
        "status",
        "un montant égal à la borne haute de sa tranche",
        (FIRST, "montant_estime: 60000", "montant_estime: 90000"),
        dit="referentials/intentions/2027/2027-001.yml:43:17: montant_estime : le montant 90000 n'est pas dans la tranche « de-40k-a-90k »\n"
        "    Conseil : revoir le montant ou la tranche",
    ),
    permet("status", "un montant égal à la borne basse de sa tranche", (FIRST, "montant_estime: 60000", "montant_estime: 40000")),
    permet("status", "un report motivé", (FIRST, "code: a-l-etude", "code: reportee\n  motif: Budget revu")),
    refuse(
        "succession",
        "une suite écrite deux fois",
        (SECOND, "statut:", "suites:\n  - 2027-001\n  - 2027-001\nstatut:"),
        dit="referentials/intentions/2027/2027-002.yml:21:5: suites[2] : « 2027-001 » est écrit deux fois\n    Conseil : supprimer l'une des deux lignes",
    ),
    refuse(
        "succession",
        "une intention qui se suit elle-même",
        (SECOND, "statut:", "suites:\n  - 2027-002\nstatut:"),
        dit="referentials/intentions/2027/2027-002.yml:20:3: suites : les suites reviennent à leur départ : 2027-002, puis 2027-002\n"
        "    Conseil : enlever l'une de ces suites",
    ),
    refuse(
        "succession",
        "deux intentions qui se suivent l'une l'autre, dites une fois",
        (FIRST, "visibilite: publique", "visibilite: interne"),
        (FIRST, "statut:", "suites:\n  - 2027-002\nstatut:"),
        (SECOND, "statut:", "suites:\n  - 2027-001\nstatut:"),
        dit="referentials/intentions/2027/2027-001.yml:38:3: suites : les suites reviennent à leur départ : 2027-001, puis 2027-002, puis 2027-001\n"
        "    Conseil : enlever l'une de ces suites",
    ),
    permet("succession", "une intention suivie d'une autre", (SECOND, "statut:", "suites:\n  - 2027-001\nstatut:")),
    refuse(
        "reservations",
        "un lot réservé sans réservation de l'intention",
        (FIRST, "reservation:\n  article: L2113-13\n  portee: lots\n", ""),
        dit="referentials/intentions/2027/2027-001.yml:18:3: lots : un lot est réservé, la réservation manque\n"
        "    Conseil : ajouter « reservation » avec portee: lots",
    ),
    refuse(
        "reservations",
        "une réservation de lots sans lot réservé",
        (FIRST, "    reservation: L2113-13\n", ""),
        dit="referentials/intentions/2027/2027-001.yml:35:11: reservation.portee : aucun lot n'est réservé\n    Conseil : écrire la réservation sur un lot",
    ),
    refuse(
        "reservations",
        "une réservation absente des considérations sociales",
        (FIRST, "- marche-reserve", "- clause-sociale"),
        dit="referentials/intentions/2027/2027-001.yml:27:3: considerations_sociales : la réservation n'est pas parmi les considérations sociales\n"
        "    Conseil : ajouter « marche-reserve »",
    ),
    refuse(
        "reservations",
        "« aucune » à côté d'une considération",
        (FIRST, "- critere-environnemental", "- critere-environnemental\n  - aucune"),
        dit="referentials/intentions/2027/2027-001.yml:29:3: considerations_environnementales : « aucune » est écrit avec d'autres considérations\n"
        "    Conseil : enlever « aucune »",
    ),
    permet("reservations", "« aucune » seule", (FIRST, "- critere-environnemental", "- aucune")),
    refuse(
        "criterion_life",
        "une nouvelle version qui perd l'ancienne",
        (MOBILIER, "id: mobilier-garantie\n    version: 1", "id: mobilier-garantie\n    version: 2"),
        dit="referentials/familles/mobilier.yml:67:14: criteres[2].version : la version 1 n'est plus écrite nulle part\n"
        "    Conseil : la garder dans versions_precedentes",
    ),
    refuse(
        "criterion_life",
        "deux versions du même rang",
        (MOBILIER, FIN_GARANTIE, FIN_GARANTIE + ANCIENNE),
        dit="referentials/familles/mobilier.yml:83:7: criteres[2].versions_precedentes : les versions ne se suivent pas, lu 1, 1\n"
        "    Conseil : de la plus récente à la plus ancienne, sans trou",
    ),
    refuse(
        "criterion_life",
        "une version qui s'applique avant l'ancienne",
        (MOBILIER, "id: mobilier-garantie\n    version: 1", "id: mobilier-garantie\n    version: 2"),
        (MOBILIER, FIN_GARANTIE, FIN_GARANTIE + ANCIENNE.replace("2026-01-01", "2027-06-01")),
        dit="referentials/familles/mobilier.yml:83:7: criteres[2].versions_precedentes : une version ne peut s'appliquer avant celle qu'elle remplace\n"
        "    Conseil : corriger les dates d'application",
    ),
    permet(
        "criterion_life",
        "une version qui garde l'ancienne",
        (MOBILIER, "id: mobilier-garantie\n    version: 1", "id: mobilier-garantie\n    version: 2"),
        (MOBILIER, FIN_GARANTIE, FIN_GARANTIE + ANCIENNE),
    ),
    refuse(
        "criterion_life",
        "un critère retiré encore dans l'essentiel",
        (MOBILIER, FIN_GARANTIE, FIN_GARANTIE + "    retire_le: 2027-02-01\n    remplace_par: mobilier-insertion\n"),
        dit="referentials/familles/mobilier.yml:29:5: essentiel[2] : « mobilier-garantie » est un critère retiré\n    Conseil : employer « mobilier-insertion »",
    ),
    refuse(
        "criterion_life",
        "un critère transverse retiré encore proposé",
        (LIVRAISONS, "type: condition-execution", "retire_le: 2027-02-01\n    type: condition-execution"),
        dit="referentials/familles/mobilier.yml:99:5: transverses[1] : « transverse-emballages » est un critère retiré\n    Conseil : l'enlever",
    ),
    refuse(
        "criterion_life",
        "un critère qui prend l'adresse d'une famille",
        (ETUDES, "id: etudes-egalite", "id: mobilier"),
        (ETUDES, "  - etudes-egalite", "  - mobilier"),
        dit="referentials/familles/etudes.yml:60:9: criteres[2].id : « mobilier » est déjà l'adresse d'une page du vadémécum\n    Conseil : choisir un autre identifiant",
    ),
    permet("reservations", "un marché réservé en entier", (FIRST, "    reservation: L2113-13\n", ""), (FIRST, "portee: lots", "portee: marche")),
    refuse(
        "freshness",
        "une relecture en retard au jour de l'édition",
        (ATELIER, "verifie_le: 2026-11-22\na_revoir_avant: 2027-11-22", "verifie_le: 2025-11-22\na_revoir_avant: 2026-11-21"),
        dit="referentials/fournisseurs/atelier.yml:7:17: a_revoir_avant : relecture en retard depuis le 2026-11-21\n"
        "    Conseil : relire l'entrée et avancer les deux dates",
    ),
    permet(
        "freshness",
        "une relecture due le jour de l'édition",
        (ATELIER, "verifie_le: 2026-11-22\na_revoir_avant: 2027-11-22", "verifie_le: 2025-11-22\na_revoir_avant: 2026-11-22"),
    ),
    permet(
        "freshness",
        "une entrée retirée, qui n'a plus à être relue",
        (ATELIER, "verifie_le: 2026-11-22\na_revoir_avant: 2027-11-22", "verifie_le: 2025-11-22\na_revoir_avant: 2026-01-01\nretire_le: 2026-02-01"),
    ),
    refuse(
        "mailboxes",
        "la boîte d'une personne dans un champ public",
        (ATELIER, "contact@atelier.example", "jeanne.martin@atelier.example"),
        dit="referentials/fournisseurs/atelier.yml:19:11: courriel : une boîte générique est attendue, lu « jeanne.martin@atelier.example »\n"
        "    Conseil : écrire l'adresse d'un service : contact@…, marches@…, accueil@…",
    ),
    refuse(
        "people",
        "un mobile dans un texte public",
        (ATELIER, "prestations: Réparation et montage de mobilier.", "prestations: Joindre le 06 39 98 12 34."),
        dit="referentials/fournisseurs/atelier.yml:14:14: prestations : un numéro de mobile est celui d'une personne\n    Conseil : écrire le numéro d'accueil",
    ),
    permet(
        "people",
        "un numéro d'accueil dans un texte public",
        (ATELIER, "prestations: Réparation et montage de mobilier.", "prestations: Joindre le 02 61 91 67 67."),
    ),
    permet("mailboxes", "un nom de personne dans un champ interne", (ATELIER, "contact: Cheffe d’atelier", "contact: jeanne.martin@atelier.example")),
    refuse(
        "identity_numbers",
        "un SIRET dont un chiffre est faux",
        (ATELIER, "00000002600013", "00000002600014"),
        dit="referentials/fournisseurs/atelier.yml:9:8: siret : la clé de contrôle est fausse, lu « 00000002600014 »\n"
        "    Conseil : recopier le SIRET de l'avis de situation",
    ),
    refuse(
        "identity_numbers",
        "le SIRET d'un autre fournisseur",
        (MENUISERIE, "00000003400017", "00000002600013"),
        dit="referentials/fournisseurs/menuiserie.yml:9:8: siret : « 00000002600013 » est déjà celui de « atelier »\n    Conseil : réunir les deux fiches",
    ),
    refuse(
        "identity_numbers",
        "un SIRET de la collectivité qui n'est pas de son SIREN",
        (BUYER, "siren: '000000018'", "siren: '000000026'"),
        dit="referentials/collectivite.yml:5:8: siret : le SIRET « 00000001800010 » ou le SIREN « 000000026 » est faux\n"
        "    Conseil : les recopier de l'avis de situation",
    ),
    permet("identity_numbers", "le SIRET d'un bureau de poste", (ATELIER, "'00000002600013'", "'35600000000048'"), (ATELIER, "demonstration: true\n", "")),
    refuse(
        "demonstration",
        "une démonstration au SIRET d'une vraie structure",
        (ATELIER, "'00000002600013'", "'35600000000048'"),
        dit="referentials/fournisseurs/atelier.yml:9:8: siret : une entrée de démonstration a un SIRET en 000000…, lu « 35600000000048 »\n"
        "    Conseil : prendre un SIRET de la plage, ou enlever demonstration: true",
    ),
    refuse(
        "demonstration",
        "un SIRET de démonstration sans sa marque",
        (ATELIER, "demonstration: true\n", ""),
        dit="referentials/fournisseurs/atelier.yml:8:8: siret : un SIRET en 000000… est réservé aux démonstrations\n    Conseil : écrire demonstration: true",
    ),
    refuse(
        "closed_years",
        "une année close qui a changé",
        (BUYER, "demonstration: true", "demonstration: true\nannees_closes:\n  - annee: 2027\n    empreinte: autre"),
        dit="referentials/collectivite.yml:29:16: annees_closes[1].empreinte : les intentions de 2027, année close, ont changé\n"
        "    Conseil : remettre les fichiers de intentions/2027/ comme ils étaient",
    ),
    refuse(
        "colours",
        "une couleur trop claire en thème clair",
        (BUYER, "demonstration: true", "demonstration: true\ncouleurs:\n  primaire: '#6fb7e9'"),
        dit="referentials/collectivite.yml:28:13: couleurs.primaire : le contraste de #6fb7e9 est de 2,0, au moins 4,5 est attendu\n"
        "    Conseil : choisir une couleur plus foncée",
    ),
    permet("colours", "une couleur foncée en thème clair", (BUYER, "demonstration: true", "demonstration: true\ncouleurs:\n  primaire: '#14507a'")),
]


@pytest.mark.parametrize("cas", CAS, ids=[f"{cas.regle} {'refuse' if cas.attendu else 'permet'} {cas.titre}" for cas in CAS])
def test_la_regle(dossier, cas):
    """Le jeu minimal, abîmé d'une seule façon, donne exactement les messages attendus."""
    for path, old, new in cas.changes:
        dossier.replace(path, old, new)
    assert dossier.problems() == list(cas.attendu)


RULES = sorted(name for _, name, _ in pkgutil.iter_modules(checks.__path__) if name != "common")


#: Les règles dont le mauvais exemple demande un référentiel que le jeu minimal n'a pas, et le fichier qui les éprouve.
AILLEURS = {
    "agec": "test_agec.py",
    "awards": "test_attributions.py",
    "editions": "test_editions.py",
    "grids": "test_grilles.py",
    "tools": "test_outils.py",
}


@pytest.mark.parametrize("rule", RULES)
def test_chaque_regle_est_appliquee_et_a_son_mauvais_exemple(rule):
    assert importlib.import_module(f"spaser.checks.{rule}").check in checks.CHECKS
    if rule in AILLEURS:
        assert "dossier.problems()" in (Path(__file__).parent / AILLEURS[rule]).read_text(encoding="utf-8")
    else:
        assert any(cas.regle == rule and cas.attendu for cas in CAS)


def test_le_jeu_minimal_respecte_toutes_les_regles(dossier):
    assert dossier.problems() == []


def test_une_annee_close_intacte_est_admise_puis_refusee_au_moindre_octet(dossier):
    dossier.append(BUYER, f"annees_closes:\n  - annee: 2027\n    empreinte: {fingerprint(dossier.root, 2027)}\n")
    assert dossier.problems() == []
    dossier.append(SECOND, "\n")
    assert [line.split(" : ")[1].splitlines()[0] for line in dossier.problems()] == ["les intentions de 2027, année close, ont changé"]


def test_une_annee_close_ne_peut_pas_perdre_un_fichier(dossier):
    dossier.append(BUYER, f"annees_closes:\n  - annee: 2027\n    empreinte: {fingerprint(dossier.root, 2027)}\n")
    (dossier.root / SECOND).unlink()
    assert len(dossier.problems()) == 1


def test_les_retards_se_jugent_au_jour_donne_ou_a_celui_de_l_edition(monkeypatch, dossier):
    """Jamais à l'horloge : deux constructions des mêmes données sont identiques."""
    assert dossier.problems() == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert len(dossier.problems()) == 56


@pytest.mark.parametrize("epoch", ["demain", "²", "9" * 12])
def test_un_jour_de_reference_illisible_vaut_celui_de_l_edition(monkeypatch, epoch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert freshness.reference_day("édition") == "édition"


@pytest.mark.parametrize(
    ("period", "bounds"),
    [("2027-T1", ("2027-01", "2027-03")), ("2027-T4", ("2027-10", "2027-12")), ("2027-06", ("2027-06", "2027-06"))],
)
def test_une_periode_va_de_son_premier_a_son_dernier_mois(period, bounds):
    assert period_bounds(period) == bounds


@pytest.mark.parametrize("address", ["contact@a.fr", "marches-publics@a.fr", "accueil35@a.fr", "atelier.nord@a.fr", "achats+lot1@a.fr"])
def test_une_boite_de_service_est_generique(address):
    assert mailboxes.is_generic(address)


@pytest.mark.parametrize("address", ["jeanne.martin@a.fr", "jm@a.fr", "martin@contact.fr", "contactez.moi@a.fr", "jeanne+contact@a.fr"])
def test_une_boite_de_personne_ne_l_est_pas(address):
    assert not mailboxes.is_generic(address)


@pytest.mark.parametrize("number", ["732829320", "73282932000074", "35600000000048", "000000018"])
def test_un_numero_juste_passe_la_cle(number):
    assert identity_numbers.is_valid(number)


@pytest.mark.parametrize("number", ["732829321", "73282932000075", "35600000000049", "000000019"])
def test_un_chiffre_faux_se_voit(number):
    assert not identity_numbers.is_valid(number)


@pytest.mark.parametrize(("first", "second", "ratio"), [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)])
def test_le_contraste_est_celui_des_regles_internationales(first, second, ratio):
    assert colours.contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert colours.contrast(second, first) == colours.contrast(first, second)
