"""Les outils du schéma : un choix a ses réponses, un tableau ses colonnes, et l'outil reste interne."""

import pytest

OUTIL = """\
id: bilan
visibilite: interne
source:
  titre: Jeu minimal des tests
verifie_le: 2026-11-22
a_revoir_avant: 2027-11-22
rang: 1
intitule: Bilan de fin de marché
usage: À la fin de chaque marché.
remplit: L’acheteur
objectifs:
  - 13
guide: Une heure suffit.
parties:
  - titre: Le marché
    questions:
      - libelle: Le marché est-il à refaire ?
        forme: oui-non
"""
PLACE = "referentials/outils/bilan.yml"


def problemes(dossier, *changes):
    text = OUTIL
    for old, new in changes:
        text = text.replace(old, new)
    dossier.write("outils/bilan.yml", text)
    return dossier


def test_un_outil_complet_est_admis(dossier):
    assert problemes(dossier).problems() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "visibilite: interne",
            "visibilite: publique",
            f"{PLACE}:2:13: visibilite : un outil du schéma est un document de travail, il reste interne\n    Conseil : écrire visibilite: interne",
        ),
        (
            "forme: oui-non",
            "forme: choix",
            f"{PLACE}:17:9: parties[1].questions[1].options : un choix a au moins deux réponses\n    Conseil : ajouter des options, ou écrire forme: texte",
        ),
        (
            "forme: oui-non",
            "forme: tableau",
            f"{PLACE}:17:9: parties[1].questions[1].colonnes : un tableau a au moins deux colonnes\n    Conseil : ajouter des colonnes, ou écrire forme: texte",
        ),
        (
            "forme: oui-non",
            "forme: texte\n        options:\n          - Oui\n          - Non",
            f"{PLACE}:20:11: parties[1].questions[1].options : seul un choix a des options\n    Conseil : écrire forme: choix, ou ôter les options",
        ),
    ],
    ids=["public", "choix sans réponse", "tableau sans colonne", "options sans choix"],
)
def test_un_outil_mal_ecrit_est_refuse(dossier, old, new, said):
    problemes(dossier, (old, new))
    assert dossier.problems() == [said]
