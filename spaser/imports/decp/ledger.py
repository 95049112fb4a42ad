"""Le registre des contrats écrits dans `referentials/attributions/` : le relire, le compléter, le réécrire sans rien perdre."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from spaser.checks.calendar import reviewed
from spaser.formatting import canonical_of
from spaser.model import Attributions
from spaser.reading import read
from spaser.rewriting import Changes

Data = dict[str, Any]
FOLDER = "attributions"
#: Contrats par fichier : au-delà, un fichier passerait les bornes de lecture.
PER_FILE = 150
SOURCE = "Données essentielles de la commande publique, contrats notifiés en"


@dataclass
class Ledger:
    """Les contrats par identifiant, et les fichiers d'où ils viennent."""

    root: Path
    contracts: dict[str, Data] = field(default_factory=dict)
    files: dict[str, Data] = field(default_factory=dict)

    @classmethod
    def load(cls, root: Path) -> Ledger:
        """Relit le dossier, déjà contrôlé."""
        ledger = cls(root)
        for path in sorted((root / FOLDER).glob("*.yml")):
            ledger.files[path.stem] = data = read(path, path.as_posix())[0].data
            ledger.contracts |= {item["id"]: item for item in data["marches"]}
        return ledger

    def years(self) -> set[int]:
        """Les années écrites."""
        return {int(data["annee"]) for data in self.files.values()}

    def is_demonstration(self, year: int) -> bool:
        """Vrai si l'année est écrite, et inventée."""
        return any(data.get("demonstration") == "true" for data in self.files.values() if data["annee"] == str(year))

    def changes(self, day: date, demonstrations: frozenset[int] = frozenset()) -> Changes:
        """Les fichiers à écrire pour dire tous les contrats ; ceux qui ne changent pas n'y sont pas."""
        years: dict[int, list[Data]] = {}
        for contract in sorted(self.contracts.values(), key=lambda item: (item["date_notification"], item["id"])):
            years.setdefault(int(contract["date_notification"][:4]), []).append(contract)
        changes: Changes = {}
        for year, contracts in years.items():
            for name, part in self._parts(year, contracts):
                if part != self.files.get(name, {}).get("marches"):
                    path = self.root / FOLDER / f"{name}.yml"
                    data = self._head(name, year, day, demonstration=year in demonstrations) | {"marches": part}
                    changes[path] = canonical_of(data, path.as_posix(), Attributions)
        return changes

    def _parts(self, year: int, contracts: list[Data]) -> list[tuple[str, list[Data]]]:
        """Les fichiers d'une année et leurs contrats ; un fichier écrit n'est jamais laissé vide."""
        written = sum(data["annee"] == str(year) for data in self.files.values())
        size = PER_FILE if written <= ceil(len(contracts) / PER_FILE) else ceil(len(contracts) / written)
        starts = range(0, len(contracts), size)
        return [(f"{year}" if not rank else f"{year}-{rank + 1}", contracts[start : start + size]) for rank, start in enumerate(starts)]

    def _head(self, name: str, year: int, day: date, *, demonstration: bool) -> Data:
        """Ce qui précède les contrats ; un fichier connu garde sa source et sa visibilité."""
        known = {key: value for key, value in self.files.get(name, {}).items() if key not in ("marches", "verifie_le", "a_revoir_avant")}
        neuf = {"id": name, "visibilite": "publique", "source": {"titre": f"{SOURCE} {year}{' (jeu de démonstration)' * demonstration}"}, "annee": str(year)}
        return neuf | ({"demonstration": "true"} if demonstration else {}) | known | reviewed(day)
