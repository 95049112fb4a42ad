"""Les blocs de l'éco-référentiel : la matrice de chaque volet, et le choix d'une opération."""

from __future__ import annotations

from itertools import pairwise

from markupsafe import Markup

from spaser import operations
from spaser.exports.operations import FOLDER
from spaser.rendering import editions
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.matrix import matrix
from spaser.rendering.operations import link
from spaser.rendering.typography import euros, number
from spaser.rendering.views.common import View


def matrice_exigences(page: Page, volet: str) -> Markup:
    """Le nombre d'exigences à prouver, par thème et par phase : un dessin, et le tableau qui le double."""
    if volet not in [line.code for line in page.edition.codes["volets"].lignes]:
        raise BlockError(f"« {volet} » n'est pas un volet de l'éco-référentiel")
    found = matrix(page.edition, volet)
    return page.macro("operation", "matrice", found) if found["themes"] else Markup("")


def mon_operation(page: Page) -> Markup:
    """Le formulaire qui retient les exigences d'une opération, ses sorties, et les opérations usuelles pour qui n'a pas JavaScript."""
    edition = page.edition
    choices = {name: edition.codes[name].lignes for name in ("volets", "operations", "typologies", "niveaux-ambition")}
    bounds = operations.sizes(edition)
    sizes = {
        "surface": _bands(bounds["surface"], [f"{number(bound)}\u00a0m²" for bound in bounds["surface"]]),
        "montant": _bands(bounds["montant"], [f"{euros(bound)}\u00a0HT" for bound in bounds["montant"]]),
    }
    return page.macro("operation", "choisir", choices, sizes, _usual(page), f"{page.root}{FOLDER}", page.version(FOLDER), editions.links(edition))


def _bands(bounds: list[int], said: list[str]) -> list[View]:
    """Les tranches que séparent ces bornes ; chacune vaut sa borne basse."""
    if not bounds:
        return []
    middle = [f"de {low} à moins de {high}" for low, high in pairwise(said)]
    return [{"valeur": low, "texte": text} for low, text in zip([0, *bounds], [f"moins de {said[0]}", *middle, f"{said[-1]} et plus"], strict=True)]


def operations_usuelles(page: Page) -> Markup:
    """Les liens vers les pages des opérations usuelles, par volet."""
    return page.macro("operation", "usuelles", _usual(page))


def editions_eco(page: Page) -> Markup:
    """Les éditions de l'éco-référentiel, de celle en vigueur à la plus ancienne ; rien si la collectivité n'en tient pas la liste."""
    found = editions.links(page.edition)
    return page.macro("edition", "liste", found) if found else Markup("")


def _usual(page: Page) -> list[View]:
    links = [link(line, page.edition) for line in operations.usual(page.edition)]
    groups = [{"titre": line.libelle, "liens": [one for one in links if one["volet"] == line.code]} for line in page.edition.codes["volets"].lignes]
    return [group for group in groups if group["liens"]]
