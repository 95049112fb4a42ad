"""Les noms de personnes que le produit garde en interne : où, pourquoi, jusqu’à quand, et comment ils s’effacent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from spaser.campaign import year_fingerprint
from spaser.corpus import Corpus, Located
from spaser.formatting import canonical_of
from spaser.layout import SETTINGS, model_of
from spaser.model import Collectivite
from spaser.reading import read
from spaser.rewriting import Changes


@dataclass(frozen=True)
class Held:
    """Un champ interne qui peut nommer une personne : dans quel genre, pour quoi, et quand il est échu."""

    kind: str
    path: tuple[str, ...]
    purpose: str
    until: str

    @property
    def field(self) -> str:
        """Le nom du champ, tel qu'un message le dit."""
        return ".".join(self.path)


#: Le registre : `docs/interne/donnees-personnelles.md` le dit, un test les compare.
REGISTER = (
    Held("intention", ("agent",), "Savoir qui suit le dossier", "deux ans après l’année de l’intention, ou son retrait"),
    Held("famille", ("contact",), "Savoir à qui demander conseil", "un an après la date de relecture dépassée, ou le retrait"),
    Held("fournisseur", ("contact",), "Joindre la structure", "un an après la date de relecture dépassée, ou le retrait"),
    Held("codes", ("lignes", "responsable"), "Savoir qui dirige le service", "un an après la date de relecture dépassée, ou le retrait"),
)


@dataclass(frozen=True)
class Expired:
    """Un champ échu : le fichier qui le porte et sa ligne du registre, jamais sa valeur."""

    path: Path
    held: Held


def is_expired(kind: str, entry: Any, day: date) -> bool:
    """Vrai si plus rien ne justifie de garder un nom dans cette entrée."""
    if entry.retire_le is not None and entry.retire_le <= day:
        return True
    if kind == "intention":
        return bool(entry.annee + 2 < day.year)
    return bool(entry.a_revoir_avant < day and (day - entry.a_revoir_avant).days > 365)


def expired(read_corpus: Corpus, folders: tuple[Path, ...], day: date) -> Iterator[Expired]:
    """Les champs échus, dans les référentiels et les surcouches, par fichier."""
    for held in REGISTER:
        for where in read_corpus.of(held.kind):
            if is_expired(held.kind, where.entry, day):
                for path in _holders(where, read_corpus.root, folders):
                    if _without(read(path, path.as_posix())[0].data, held.path)[1]:
                        yield Expired(path, held)


def _holders(where: Located, root: Path, folders: tuple[Path, ...]) -> Iterator[Path]:
    """Le fichier d’une entrée, et ceux de même place dans les surcouches."""
    owner = next((folder for folder in folders if where.path.is_relative_to(folder)), root)
    place = where.path.relative_to(owner)
    yield from (folder / place for folder in folders if (folder / place).is_file())


def purge(found: list[Expired], root: Path, folders: tuple[Path, ...]) -> Changes:
    """Les fichiers sans ces champs, au format canonique ; les années closes touchées sont scellées à nouveau."""
    changes: Changes = {}
    for path in dict.fromkeys(item.path for item in found):
        data = read(path, path.as_posix())[0].data
        for item in found:
            if item.path == path:
                data = _without(data, item.held.path)[0]
        folder = next(folder for folder in folders if path.is_relative_to(folder))
        changes[path] = canonical_of(data, path.as_posix(), model_of(path.relative_to(folder).as_posix()))
    return changes | _sealed(root, changes)


def _without(data: Any, path: tuple[str, ...]) -> tuple[Any, bool]:
    """Les données sans ce champ, et s’il y était ; un champ dans une liste en est ôté de chaque élément."""
    if isinstance(data, list):
        pairs = [_without(item, path) for item in data]
        return [item for item, _ in pairs], any(gone for _, gone in pairs)
    if not isinstance(data, dict) or path[0] not in data:
        return data, False
    if len(path) == 1:
        return {name: value for name, value in data.items() if name != path[0]}, True
    inner, gone = _without(data[path[0]], path[1:])
    return data | {path[0]: inner}, gone


def _sealed(root: Path, changes: Changes) -> Changes:
    path = root / SETTINGS
    data = read(path, path.as_posix())[0].data
    closed = [item | {"empreinte": year_fingerprint(root, int(item["annee"]), changes)} for item in data.get("annees_closes", ())]
    if closed == data.get("annees_closes", []):
        return {}
    return {path: canonical_of(data | {"annees_closes": closed}, path.as_posix(), Collectivite)}
