"""Les listes de codes : le vocabulaire commun, et ce que dit chaque ligne de chaque liste."""

from __future__ import annotations

from functools import cache

from pydantic import create_model

from spaser.model.base import Entree, Paragraphe, Texte, publique
from spaser.model.lignes import (
    LigneAgec,
    LigneChantier,
    LigneCode,
    LigneCommune,
    LigneCommuneVoisine,
    LigneEdition,
    LigneEnjeu,
    LigneHypothese,
    LigneLabel,
    LigneMontant,
    LigneOperation,
    LigneReference,
    LigneRegle,
    LigneReservation,
    LigneService,
    LigneStructure,
    LigneTheme,
    LigneTypologie,
)

#: Les listes dont les lignes disent plus que le code et son libellé.
LIGNES: dict[str, type[LigneCode]] = {
    "tranches-montant": LigneMontant,
    "reservations": LigneReservation,
    "types-structure": LigneStructure,
    "regles-redaction": LigneRegle,
    "labels": LigneLabel,
    "categories-agec": LigneAgec,
    "references-juridiques": LigneReference,
    "themes": LigneTheme,
    "typologies": LigneTypologie,
    "operations-usuelles": LigneOperation,
    "editions-eco": LigneEdition,
    "enjeux-environnementaux": LigneEnjeu,
    "enjeux-sociaux": LigneEnjeu,
    "chantiers": LigneChantier,
    "communes": LigneCommune,
    "communes-voisines": LigneCommuneVoisine,
    "services": LigneService,
    "hypotheses-insertion": LigneHypothese,
}


#: Les lieux d'un dépôt neuf restent à dériver : `scripts/deriver_territoire.py` les écrit.
TERRITOIRE = frozenset({"communes", "communes-voisines", "epci"})


class ListeCodes(Entree):
    """Une liste de codes : un fichier de `referentials/codes/`."""

    intitule: Texte = publique("Titre de la liste", exemple="Natures d’achat")
    singulier: Texte = publique("Nom d’un élément, avec son article, pour les messages", exemple="une nature d’achat")
    note: Paragraphe | None = publique("Ce qu’il faut savoir de la liste", defaut=None)
    lignes: tuple[LigneCode, ...] = publique("Les codes, dans l’ordre d’affichage")


def modele_liste(identifiant: str) -> type[ListeCodes]:
    """Le modèle d'une liste : le même pour toutes, sauf ce que disent ses lignes."""
    return _liste(identifiant if identifiant in LIGNES or identifiant in TERRITOIRE else "codes")


def __getattr__(name: str) -> type[ListeCodes]:
    """Le modèle d'une sorte de lignes, par son nom : c'est ainsi qu'une liste gardée en mémoire le retrouve."""
    identifiant = name.removeprefix("Liste_")
    if identifiant != name and (identifiant == "codes" or identifiant in LIGNES or identifiant in TERRITOIRE):
        return _liste(identifiant)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _liste(identifiant: str) -> type[ListeCodes]:
    """Un modèle par sorte de lignes : un modèle coûte plus à bâtir qu'une liste à lire."""
    ligne = LIGNES.get(identifiant, LigneCode)
    lignes = publique("Les codes, dans l’ordre d’affichage", min_length=0 if identifiant in TERRITOIRE else 1)
    return create_model(f"Liste_{identifiant}", __base__=ListeCodes, __doc__=ListeCodes.__doc__, lignes=(tuple[ligne, ...], lignes))  # type: ignore[valid-type]
