"""Les bornes d'un classeur, et ce que l'on dit quand il les passe."""

from __future__ import annotations

from dataclasses import dataclass

Refusal = tuple[str, str]
MAX_COLUMNS = 200
#: Caractères de toutes les cellules, une fois les répétitions déroulées.
MAX_TEXT = 16_000_000
#: Cellules remplies, répétitions comprises, et signes « < » de toutes les parties : de quoi lire en moins d'une seconde.
MAX_CELLS, MAX_TAGS = 400_000, 1_600_000
#: Espaces d'une seule balise OpenDocument.
MAX_SPACES = 10_000

EXTERNAL = ("le classeur appelle un autre fichier ou des textes répétés à l'infini", "l'ouvrir dans le tableur et l'enregistrer à nouveau")
TOO_MUCH = ("les cellules contiennent trop de texte", "partager le classeur en plusieurs fichiers")
LOCKED = ("le classeur est protégé par un mot de passe", "enlever le mot de passe, puis l'enregistrer à nouveau")
MACROS = ("un classeur avec des macros n'est pas accepté", "l'enregistrer au format .xlsx, sans macro")
MISPLACED = ("une feuille du classeur n'est pas à sa place", "l'ouvrir dans le tableur et l'enregistrer à nouveau")


@dataclass(frozen=True)
class Bounds:
    """Ce qu'un classeur a le droit de contenir, d'après ce qu'il recense : combien de lignes, et de quoi."""

    rows: int
    census: str
    what: str

    @property
    def too_long(self) -> Refusal:
        """Ce que l'on dit d'une feuille trop longue ou trop large."""
        said = f"une feuille dépasse {self.rows} lignes ou {MAX_COLUMNS} colonnes remplies"
        return said, f"garder les seules {self.what}, et effacer le reste de la feuille"

    @property
    def too_big(self) -> Refusal:
        """Ce que l'on dit d'un fichier trop gros."""
        said = f"le classeur dépasse ce qu'un {self.census} peut contenir"
        return said, f"garder la seule feuille des {self.what}, et la partager en plusieurs fichiers"


INTENTIONS = Bounds(10_000, "recensement", "intentions")


class RefusedPartError(Exception):
    """Une partie de classeur refusée ; porte la phrase et le conseil."""

    def __init__(self, message: str, advice: str) -> None:
        self.message, self.advice = message, advice
        super().__init__(message)
