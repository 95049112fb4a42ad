"""Les modèles : la seule déclaration des données. Schémas, formulaires et guide en sont tirés."""

from __future__ import annotations

from dataclasses import dataclass

from spaser.model.agec import DeclarationAgec
from spaser.model.attribution import Attributions, Marche
from spaser.model.base import Entree, Modele
from spaser.model.codes import LIGNES, ListeCodes
from spaser.model.collectivite import Collectivite
from spaser.model.critere import Critere, ListeTransverses
from spaser.model.exigence import Exigence, ThemeEco
from spaser.model.famille import Famille
from spaser.model.fournisseur import Fournisseur
from spaser.model.grille import Grille
from spaser.model.intention import Intention
from spaser.model.lignes import LigneCode
from spaser.model.objectif import Objectif
from spaser.model.outil import Outil


@dataclass(frozen=True)
class Genre:
    """Un genre d'entrées : son modèle, où sont ses fichiers, où sont ses pages, et ses noms en français."""

    nom: str
    modele: type[Modele]
    dossier: str
    url: str
    singulier: str
    pluriel: str
    cle: str = "id"


GENRES: dict[str, Genre] = {
    genre.nom: genre
    for genre in (
        Genre("intention", Intention, "intentions", "intentions", "une intention d’achat", "intentions d’achat"),
        Genre("famille", Famille, "familles", "vademecum", "une famille d’achat", "familles d’achat"),
        Genre("exigence", Exigence, "eco", "eco-referentiel", "une exigence", "exigences"),
        Genre("fournisseur", Fournisseur, "fournisseurs", "fournisseurs", "un fournisseur solidaire", "fournisseurs solidaires"),
        Genre("objectif", Objectif, "objectifs", "schema", "un objectif", "objectifs", cle="numero"),
    )
}

#: Les entrées sans page : elles servent les autres, et suivent les mêmes règles de dates, de renvois et de visibilité.
SANS_PAGE = ("codes", "transverses", "attributions", "agec", "outils", "grilles")

__all__ = [
    "GENRES",
    "LIGNES",
    "SANS_PAGE",
    "Attributions",
    "Collectivite",
    "Critere",
    "DeclarationAgec",
    "Entree",
    "Exigence",
    "Famille",
    "Fournisseur",
    "Genre",
    "Grille",
    "Intention",
    "LigneCode",
    "ListeCodes",
    "ListeTransverses",
    "Marche",
    "Modele",
    "Objectif",
    "Outil",
    "ThemeEco",
]
