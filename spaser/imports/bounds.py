"""Les bornes d'un classeur, et ce que l'on dit quand il les passe."""

from __future__ import annotations

MAX_ROWS = 10_000
MAX_COLUMNS = 200
#: Caractères de toutes les cellules, une fois les répétitions déroulées.
MAX_TEXT = 16_000_000
#: Cellules remplies, répétitions comprises, et signes « < » de toutes les parties : de quoi lire en moins d'une seconde.
MAX_CELLS, MAX_TAGS = 400_000, 1_600_000
#: Espaces d'une seule balise OpenDocument.
MAX_SPACES = 10_000

EXTERNAL = ("le classeur appelle un autre fichier ou des textes répétés à l'infini", "l'ouvrir dans le tableur et l'enregistrer à nouveau")
TOO_LONG = (f"une feuille dépasse {MAX_ROWS} lignes ou {MAX_COLUMNS} colonnes remplies", "garder les seules intentions, et effacer le reste de la feuille")
TOO_BIG = ("le classeur dépasse ce qu'un recensement peut contenir", "garder la seule feuille des intentions, et la partager en plusieurs fichiers")
TOO_MUCH = ("les cellules contiennent trop de texte", "partager le classeur en plusieurs fichiers")
LOCKED = ("le classeur est protégé par un mot de passe", "enlever le mot de passe, puis l'enregistrer à nouveau")
MACROS = ("un classeur avec des macros n'est pas accepté", "l'enregistrer au format .xlsx, sans macro")
MISPLACED = ("une feuille du classeur n'est pas à sa place", "l'ouvrir dans le tableur et l'enregistrer à nouveau")


class RefusedPartError(Exception):
    """Une partie de classeur refusée ; porte la phrase et le conseil."""

    def __init__(self, message: str, advice: str) -> None:
        self.message, self.advice = message, advice
        super().__init__(message)
