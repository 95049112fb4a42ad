"""Les modèles : la seule déclaration des données. Schémas, formulaires et guide en sont tirés."""

from __future__ import annotations

from dataclasses import dataclass

from spaser.model.base import Entree, Modele
from spaser.model.codes import LIGNES, LigneCode, ListeCodes
from spaser.model.collectivite import Collectivite
from spaser.model.exigence import Exigence, ThemeEco
from spaser.model.famille import Critere, Famille, ListeTransverses
from spaser.model.fournisseur import Fournisseur
from spaser.model.intention import Intention
from spaser.model.objectif import Objectif


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

__all__ = [
    "GENRES",
    "LIGNES",
    "Collectivite",
    "Critere",
    "Entree",
    "Exigence",
    "Famille",
    "Fournisseur",
    "Genre",
    "Intention",
    "LigneCode",
    "ListeCodes",
    "ListeTransverses",
    "Modele",
    "Objectif",
    "ThemeEco",
]
