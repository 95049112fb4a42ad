"""Les outils du schéma : des documents à remplir, décrits une fois, écrits dans les deux traitements de texte."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from spaser.model.base import Entree, Modele, NumeroObjectif, Paragraphe, Texte, TexteRiche, interne

Forme = Literal["ligne", "texte", "oui-non", "choix", "tableau"]
Rangs = Annotated[int, Field(ge=1, le=20)]


class Question(Modele):
    """Ce que l'on demande, et comment on y répond."""

    libelle: Texte = interne("La question", requis=True)
    aide: Texte | None = interne("Précision, ou exemple de réponse")
    forme: Forme = interne("« ligne », « texte », « oui-non », « choix » ou « tableau »", defaut="texte")
    options: tuple[Texte, ...] = interne("Réponses possibles, pour un choix", defaut=())
    colonnes: tuple[Texte, ...] = interne("Colonnes, pour un tableau ; la première nomme les lignes s’il y en a", defaut=(), max_length=6)
    lignes: tuple[Texte, ...] = interne("Lignes déjà nommées, pour un tableau", defaut=())
    vides: Rangs | None = interne("Nombre de lignes vides, pour un tableau")


class PartieOutil(Modele):
    """Une partie du document : une consigne, puis des questions."""

    titre: Texte = interne("Titre de la partie", requis=True)
    consigne: Paragraphe | None = interne("Ce qu’il faut savoir avant de répondre")
    questions: tuple[Question, ...] = interne("Les questions", requis=True, min_length=1)


class Outil(Entree):
    """Un outil du schéma : `referentials/outils/<id>.yml` ; il n'existe que sur le site interne."""

    rang: Annotated[int, "rang"] = interne("Place dans la liste", requis=True, ge=1, le=99)
    intitule: Texte = interne("Nom de l’outil", requis=True)
    usage: Texte = interne("Quand s’en servir, en une phrase", requis=True)
    remplit: Texte = interne("Qui le remplit", requis=True)
    objectifs: tuple[NumeroObjectif, ...] = interne("Objectifs du schéma", requis=True, min_length=1)
    guide: TexteRiche = interne("Comment s’en servir", requis=True)
    parties: tuple[PartieOutil, ...] = interne("Les parties du document", requis=True, min_length=1)
