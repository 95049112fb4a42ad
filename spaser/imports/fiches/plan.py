"""Le plan du tableur d'un genre : ses feuilles et leurs colonnes, tirées du modèle et de lui seul."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from spaser.model import LIGNES, Attributions, Famille, Fournisseur, ListeTransverses, Modele, Objectif, ThemeEco
from spaser.model.base import Audience, Booleen, Jour
from spaser.model.codes import modele_liste
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import Champ, champs, parts, words

#: Les colonnes qui disent de quelle fiche, de quel élément et à quel rang est une ligne de feuille liée.
ENTRY, PARENT, RANK = "fiche", "dans", "rang"
LINKS = {ENTRY: "Fiche", PARENT: "Élément qui la contient", RANK: "Rang"}
#: Le nom d'une feuille de classeur n'a pas plus de caractères.
SHEET_NAME = 31


@dataclass(frozen=True)
class Genre:
    """Un genre que l'on met en tableur : le mot de la commande, son dossier, le nom de sa première feuille, ses modèles."""

    name: str
    folder: str
    sheet: str
    models: tuple[type[Modele], ...]
    nested: bool = False
    #: Les listes de codes se définissent elles-mêmes : leurs cellules gardent les codes, jamais les libellés.
    raw: bool = False


GENRES = {
    genre.name: genre
    for genre in (
        Genre("famille", "familles", "Familles", (Famille,)),
        Genre("transverse", "transverses", "Critères transverses", (ListeTransverses,)),
        Genre("exigence", "eco", "Thèmes", (ThemeEco,), nested=True),
        Genre("fournisseur", "fournisseurs", "Fournisseurs", (Fournisseur,)),
        Genre("objectif", "objectifs", "Objectifs", (Objectif,)),
        Genre("codes", "codes", "Listes", tuple(modele_liste(name) for name in ("", *LIGNES)), raw=True),
        Genre("attribution", "attributions", "Années", (Attributions,)),
    )
}


@dataclass(frozen=True)
class Field:
    """Une colonne : le chemin du champ dans sa ligne, et ce que le modèle en dit."""

    path: tuple[str, ...]
    champ: Champ
    kinds: tuple[Any, ...]
    help: str
    audience: Audience
    is_required: bool
    example: str

    @property
    def name(self) -> str:
        """Le chemin, tel que l'en-tête le montre entre crochets."""
        return ".".join(self.path)

    @property
    def title(self) -> str:
        """Le titre : ce que dit le champ, s'il est interne, s'il est obligatoire, puis son nom."""
        hint = " (interne)" if self.audience == "interne" else ""
        return f"{self.help}{hint}{' *' if self.is_required else ''} [{self.name}]"

    @property
    def lists(self) -> tuple[str, ...]:
        """Les listes de codes du champ."""
        mark = self.champ.mark(Code)
        return mark.listes if mark else ()

    @property
    def is_day(self) -> bool:
        """Vrai pour une date."""
        return Jour in self.kinds

    @property
    def is_flag(self) -> bool:
        """Vrai pour un oui ou non."""
        return Booleen in self.kinds

    @property
    def is_number(self) -> bool:
        """Vrai pour un nombre."""
        return bool({int, float, Decimal} & {kind for kind in self.kinds if isinstance(kind, type)})

    @property
    def is_token(self) -> bool:
        """Vrai pour un mot sans point-virgule : code, identifiant, nombre."""
        return self.is_number or any(self.champ.mark(kind) for kind in (Code, Renvoi))

    @property
    def words(self) -> tuple[str, ...]:
        """Les mots entre lesquels choisir, quand le modèle les énumère."""
        return words(self.kinds)


@dataclass(frozen=True)
class Table:
    """Une feuille : le chemin de sa liste (vide pour la première), et ses colonnes."""

    steps: tuple[tuple[str, ...], ...]
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Le nom de la feuille liée ; trop long, les listes qui la contiennent y sont abrégées."""
        names = [".".join(step) for step in self.steps]
        full = ".".join(names)
        return full if len(full) <= SHEET_NAME else ".".join([*(name[:9] for name in names[:-1]), names[-1]])[:SHEET_NAME]

    @property
    def links(self) -> tuple[str, ...]:
        """Les colonnes de repère : aucune pour la première feuille."""
        return () if not self.steps else (ENTRY, RANK) if len(self.steps) == 1 else (ENTRY, PARENT, RANK)

    @property
    def key(self) -> str:
        """Le champ qui nomme un élément, ou rien."""
        names = {field.name for field in self.fields}
        return next((name for name in ("id", "code") if name in names), "")


@cache
def tables(genre: Genre) -> tuple[Table, ...]:
    """Les feuilles d'un genre, chacune après celle qui la contient ; les modèles d'un même genre mettent leurs champs en commun."""
    found: dict[tuple[tuple[str, ...], ...], dict[tuple[str, ...], Field]] = {}
    for model in genre.models:
        _gather(model, (), (), found)
    return tuple(Table(steps, tuple(fields.values())) for steps, fields in found.items())


def _gather(model: type[Modele], steps: tuple[tuple[str, ...], ...], prefix: tuple[str, ...], found: Any, audience: Audience = "publique") -> None:
    fields = found.setdefault(steps, {})
    for champ in champs(model):
        path = (*prefix, champ.name)
        seen: Audience = "interne" if "interne" in (audience, champ.audience) else "publique"
        if champ.sub is None:
            fields.setdefault(path, _field(model, champ, path, seen, top=not prefix))
        elif champ.many:
            _gather(champ.sub, (*steps, path), (), found, seen)
        else:
            _gather(champ.sub, steps, path, found, seen)


def _field(model: type[Modele], champ: Champ, path: tuple[str, ...], audience: Audience, *, top: bool) -> Field:
    info = model.model_fields[champ.name]
    kinds = tuple(parts(get_type_hints(model, include_extras=True)[champ.name]))
    return Field(path, champ, kinds, str(info.description), audience, top and info.is_required(), str(info.examples[0]) if info.examples else "")


def elements(data: Any, steps: tuple[str, ...]) -> list[Any]:
    """Les éléments d'une liste au bout d'un chemin, ou aucun."""
    for name in steps:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def lines(data: Any, table: Table, plan: tuple[Table, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Chaque élément d'une feuille : les noms de ceux qui le contiennent et le sien, puis ses données."""
    if not table.steps:
        yield (), data
        return
    above = next(other for other in plan if other.steps == table.steps[:-1])
    for keys, holder in lines(data, above, plan):
        for rank, item in enumerate(elements(holder, table.steps[-1]), 1):
            yield (*keys, named(item, table, rank)), item


def named(item: Any, table: Table, rank: int) -> str:
    """Le nom d'un élément : son identifiant, à défaut son rang."""
    return str(item.get(table.key) or rank) if table.key else str(rank)
