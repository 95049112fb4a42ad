"""À quoi l'on s'abonne : toutes les intentions, celles d'une famille, d'un enjeu ou d'une réservation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from spaser.model import Intention
from spaser.publication import Edition
from spaser.rendering.views import common

#: L'année où la forme de ces identifiants a été fixée (RFC 4151) : elle ne change jamais, sinon tout serait lu comme nouveau.
TAG_YEAR = 2026


#: Les sortes de sélections : leur nom au singulier, et le titre de leur rubrique.
KINDS = {"": ("", "Tout"), "famille": ("famille", "Par famille d’achat"), "enjeu": ("enjeu", "Par enjeu"), "reservation": ("réservation", "Par réservation")}


@dataclass(frozen=True)
class Selection:
    """Des intentions que l'on peut suivre : leur sorte, son code, son libellé, et les intentions."""

    kind: str
    code: str
    label: str
    entries: tuple[Intention, ...]

    @property
    def name(self) -> str:
        """Le nom des fichiers de la sélection : `famille-mobilier`."""
        return f"{self.kind}-{self.code}" if self.kind else self.code

    @property
    def title(self) -> str:
        """Le titre de l'abonnement, qui se comprend seul."""
        return f"Intentions d’achat, {KINDS[self.kind][0]} «\u00a0{self.label}\u00a0»" if self.kind else "Intentions d’achat"

    @property
    def page(self) -> str:
        """La page du site qui montre ces intentions : leur liste si elle existe, sinon toutes les intentions."""
        return common.url("intention", self.name) if self.entries and self.kind in ("famille", "enjeu") else "intentions/"


def selections(edition: Edition) -> Iterator[Selection]:
    """Toutes les sélections d'une édition ; celles qui sont encore vides ont déjà leur adresse."""
    entries: tuple[Intention, ...] = tuple(edition.entrees["intention"].values())
    yield Selection("", "intentions", "Toutes les intentions", entries)
    families = _grouped(entries, lambda entry: {entry.famille})
    for family in edition.entrees["famille"].values():
        yield Selection("famille", family.id, family.intitule, tuple(families[family.id]))
    found = _grouped(entries, stakes)
    for line in (*edition.codes["enjeux-environnementaux"].lignes, *edition.codes["enjeux-sociaux"].lignes):
        yield Selection("enjeu", line.code, line.libelle, tuple(found[line.code]))
    found = _grouped(entries, reservations)
    for line in edition.codes["reservations"].lignes:
        yield Selection("reservation", line.code, line.libelle, tuple(found[line.code]))


def _grouped(entries: Iterable[Intention], codes: Callable[[Intention], set[str]]) -> dict[str, list[Intention]]:
    """Les intentions de chaque code ; un code peut n'en avoir aucune."""
    found: dict[str, list[Intention]] = defaultdict(list)
    for entry in entries:
        for code in codes(entry):
            found[code].append(entry)
    return found


def stakes(entry: Intention) -> set[str]:
    """Les enjeux d'une intention."""
    return {enjeu.code for enjeu in entry.enjeux}


def reservations(entry: Intention) -> set[str]:
    """Les fondements de réservation d'une intention, lots compris."""
    whole = {entry.reservation.article} if entry.reservation else set()
    return whole | {lot.reservation for lot in entry.lots if lot.reservation}


def authority(edition: Edition) -> str:
    """Le nom de domaine du site public : il ne dépend pas de l'audience, les identifiants non plus."""
    return urlsplit(edition.collectivite.url_public).hostname or "localhost"


def tag(edition: Edition, name: str) -> str:
    """Un identifiant stable, unique au monde (URI « tag: », RFC 4151)."""
    return f"tag:{authority(edition)},{TAG_YEAR}:{name}"
