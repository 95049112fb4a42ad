"""Les grilles de contrôle du site lui-même : accessibilité (RGAA) et écoconception (RGESN), critère par critère."""

from __future__ import annotations

from typing import Annotated, Literal

from spaser.model.base import Entree, Jour, Modele, Paragraphe, Texte, TexteExact, Url, publique
from spaser.model.marks import matching

Numero = Annotated[str, matching(r"\d{1,2}\.\d{1,2}", "un numéro de critère est attendu", "le numéro du thème, un point, le rang : 1.10")]
EtatControle = Literal["teste", "respecte", "en-partie", "non-respecte", "a-auditer", "non-applicable"]
ResultatAudit = Literal["conforme", "non-conforme", "non-applicable"]


class Controle(Modele):
    """Un critère de la grille : ce qu'il demande, où l'on en est, et ce qui le prouve."""

    numero: Numero = publique("Numéro officiel du critère", exemple="5.6")
    objet: Texte = publique("Ce que le critère demande, redit en une phrase")
    etat: EtatControle = publique("« teste », « respecte », « en-partie », « non-respecte », « a-auditer » ou « non-applicable »", exemple="teste")
    tests: tuple[TexteExact, ...] = publique("Noms des tests automatiques qui tiennent le critère", defaut=())
    note: Paragraphe | None = publique("La preuve, la raison, ou ce qui reste à juger par une personne", defaut=None)
    resultat: ResultatAudit | None = publique("Résultat du dernier audit par une personne : « conforme », « non-conforme » ou « non-applicable »", defaut=None)
    defaut: Paragraphe | None = publique("Ce que l’audit a trouvé de non conforme", defaut=None)


class ThemeGrille(Modele):
    """Un thème de la grille et ses critères."""

    titre: Texte = publique("Titre du thème", exemple="Tableaux")
    criteres: tuple[Controle, ...] = publique("Les critères, dans l’ordre officiel", min_length=1)


class Audit(Modele):
    """Un audit mené par une personne, sur un échantillon de pages."""

    fait_le: Jour = publique("Date de l’audit")
    par: Texte = publique("Qui l’a mené : le service, ou la société")
    pages: tuple[Texte, ...] = publique("Pages de l’échantillon", min_length=1)
    environnements: tuple[Texte, ...] = publique("Navigateurs et technologies d’assistance employés", min_length=1)
    outils: tuple[Texte, ...] = publique("Outils employés", min_length=1)
    rapport: Url | None = publique("Adresse du rapport", defaut=None)


class Exclu(Modele):
    """Un contenu qui n'est pas accessible, et pourquoi ce n'est pas une non-conformité."""

    contenu: Texte = publique("Le contenu")
    raison: Texte = publique("La raison")
    alternative: Texte | None = publique("Par quoi le remplacer", defaut=None)


class Declaration(Modele):
    """Ce que la déclaration d'accessibilité dit de plus que la grille."""

    etablie_le: Jour = publique("Date de la déclaration")
    mise_a_jour_le: Jour | None = publique("Date de sa dernière mise à jour", defaut=None)
    schema_pluriannuel: Url | None = publique("Adresse du schéma pluriannuel d’accessibilité", defaut=None)
    plan_annuel: Url | None = publique("Adresse du plan d’action de l’année", defaut=None)
    technologies: tuple[Texte, ...] = publique("Technologies du site", min_length=1)
    audit: Audit | None = publique("Dernier audit ; absent tant qu’aucune personne n’en a mené", defaut=None)
    derogations: tuple[Exclu, ...] = publique("Dérogations pour charge disproportionnée", defaut=())
    exemptes: tuple[Exclu, ...] = publique("Contenus non soumis à l’obligation d’accessibilité", defaut=())


class Grille(Entree):
    """Une grille de contrôle du site : `referentials/grilles/rgaa.yml` et `rgesn.yml`."""

    intitule: Texte = publique("Nom du référentiel", exemple="Référentiel général d’amélioration de l’accessibilité")
    sigle: Texte = publique("Son sigle", exemple="RGAA")
    version: Texte = publique("Version suivie", exemple="4.1.2")
    licence: Texte | None = publique("Licence de la liste officielle", defaut=None)
    themes: tuple[ThemeGrille, ...] = publique("Les thèmes, dans l’ordre officiel", min_length=1)
    declaration: Declaration | None = publique("La déclaration d’accessibilité, pour le RGAA", defaut=None)
