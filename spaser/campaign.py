"""La vie d'une campagne d'intentions : ouvrir une année, reporter ce qui continue, clore et figer la précédente."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spaser.catalogue import Catalogue
from spaser.checks.closed_years import fingerprint
from spaser.formatting import canonical_of
from spaser.imports.store import Data, Store, text
from spaser.layout import SETTINGS
from spaser.model import Collectivite, Intention
from spaser.reading import read
from spaser.relations import is_ahead
from spaser.rewriting import Changes

#: Ce qui est fini : le marché est attribué, ou l'achat n'aura pas lieu.
FINISHED = ("attribuee", "abandonnee")


class CampaignError(Exception):
    """Une campagne qui ne peut pas s'ouvrir ; porte la phrase et le conseil."""


@dataclass
class Opening:
    """L'ouverture d'une campagne : années closes, intentions reprises (l'ancienne, le nouvel identifiant), laissées, fichiers."""

    year: int
    closed: list[int]
    carried: list[tuple[Intention, str]] = field(default_factory=list)
    left: list[Intention] = field(default_factory=list)
    changes: Changes = field(default_factory=dict)


def open_year(root: Path, overlays: tuple[Path, ...], loaded: Catalogue, year: int, day: date) -> Opening:
    """Prépare l'ouverture d'une année, sans rien écrire. Lève `CampaignError` si ce n'est pas la suivante."""
    current = loaded.collectivite.annee_courante
    if year <= current:
        raise CampaignError(f"La campagne {year} est déjà ouverte, ou passée : la campagne en cours est {current}.")
    if year > current + 1:
        raise CampaignError(f"La campagne qui suit {current} est {current + 1}.\n    Conseil : ouvrir les années une à une")
    entries: list[Intention] = list(loaded.entrees["intention"].values())
    closed = {item.annee for item in loaded.collectivite.annees_closes}
    opening = Opening(year, sorted({current, *(entry.annee for entry in entries if entry.annee < year)} - closed))
    going = [entry for entry in entries if entry.annee in opening.closed and continues(entry, year)]
    opening.left = [entry for entry in entries if entry.annee in opening.closed and is_ahead(entry) and entry not in going]
    target = Store(root, overlays, loaded, year)
    numbers = target.numbers()
    for entry in going:
        _carry(opening, entry, Store(root, overlays, loaded, entry.annee), target, numbers, day)
    opening.changes[root / SETTINGS] = _settings(root, opening)
    return opening


def continues(entry: Intention, year: int) -> bool:
    """Vrai si une intention se poursuit l'année suivante : ni finie ni déjà reprise, et reportée ou prévue cette année-là."""
    if entry.statut.code in FINISHED or entry.retire_le is not None or entry.suites:
        return False
    return entry.statut.code == "reportee" or entry.publication_prevue.startswith(f"{year}-")


def _carry(opening: Opening, entry: Intention, source: Store, target: Store, numbers: Iterator[str], day: date) -> None:
    """Reprend une intention : une nouvelle entrée, que l'ancienne désigne comme sa suite ; ou l'entrée déjà inscrite, s'il y en a une."""
    known = target.like(entry.intitule, entry.famille)
    identifier = known[0].id if known else next(numbers)
    opening.carried.append((entry, identifier))
    for rank, (path, data) in enumerate(source.holdings[entry.id].files.items()):
        if rank == 0:
            opening.changes[path] = text(data | {"suites": [identifier]}, path)
        if not known:
            copy = _copy(data, entry, identifier, opening.year, day if rank == 0 else None)
            opening.changes[target.path(path.parents[2], identifier)] = text(copy, path)


def _copy(data: Data, entry: Intention, identifier: str, year: int, day: date | None) -> Data:
    """Ce que dit un fichier de l'ancienne intention, sous le nom de la nouvelle ; `day` date sa reprise dans l'historique."""
    renamed: dict[str, Any] = {"id": identifier, "annee": str(year)}
    copy = {name: renamed.get(name, value) for name, value in data.items()}
    if day is not None:
        fact = {"date": day.isoformat(), "ce_qui_change": f"Reprise de l’intention {entry.id}, de la campagne {entry.annee}"}
        copy["historique"] = [*data.get("historique", ()), fact]
    return copy


def _settings(root: Path, opening: Opening) -> str:
    """Le fichier de la collectivité : la nouvelle année en cours, les années closes et leur empreinte."""
    path = root / SETTINGS
    data = read(path, path.as_posix())[0].data
    sealed = [{"annee": str(year), "empreinte": year_fingerprint(root, year, opening.changes)} for year in opening.closed]
    data |= {"annee_courante": str(opening.year), "annees_closes": [*data.get("annees_closes", ()), *sealed]}
    return canonical_of(data, path.as_posix(), Collectivite)


def year_fingerprint(root: Path, year: int, changes: Changes) -> str:
    """L'empreinte d'une année telle que ses fichiers seront écrits."""
    place = Path("intentions") / str(year)
    with tempfile.TemporaryDirectory(prefix="spaser-empreinte-") as folder:
        copy = Path(folder) / place
        copy.mkdir(parents=True)
        for path in (root / place).glob("*.yml"):
            shutil.copyfile(path, copy / path.name)
        for path, content in changes.items():
            if path.parent == root / place:
                (copy / path.name).write_bytes(content.encode())
        return fingerprint(Path(folder), year)
