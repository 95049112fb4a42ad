"""Ce qu'un semis sait avant d'écrire : sa graine, sa taille, les codes du dépôt, les dates, et ce qu'une entrée peut citer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from semis.prose import Writer
from semis.wordings import Wordings

#: Les pages publiques de la taille S, et ce que valent les autres.
PAGES = 940
SIZES = {"S": 1, "M": 5, "L": 20, "XL": 100}
#: Combien d'entrées font une taille S : avec les critères, les listes et la prose, environ 940 pages publiques.
MIX = {"intention": 285, "famille": 22, "fournisseur": 150, "exigence": 80, "marche": 110}
GOALS = 20
#: Une entrée sur tant est interne.
HIDDEN = 20
#: Au plus dans un fichier de thème : 256 Ko par fichier.
PER_THEME = 75

Entry = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """Un semis : son nombre d'entrées par genre, ses codes, ses dates."""

    seed: int
    counts: dict[str, int]
    codes: dict[str, list[Entry]]
    settings: Entry
    wordings: Wordings = field(default_factory=Wordings)

    def writer(self, *name: object) -> Writer:
        """La plume d'une entrée : la même graine, le même nom, les mêmes phrases."""
        return Writer(self.seed, *name)

    def codes_of(self, name: str) -> list[str]:
        """Les codes en vigueur d'une liste ; rien si le dépôt n'a pas la liste."""
        return [line["code"] for line in self.codes.get(name, []) if "retire_le" not in line]

    @property
    def today(self) -> date:
        """Le jour de l'édition : le semis n'a pas d'horloge."""
        return date.fromisoformat(self.settings["edition_du"])

    @property
    def year(self) -> int:
        """L'année des intentions mises en avant."""
        return int(self.settings["annee_courante"])

    @property
    def mailbox(self) -> str:
        """La boîte des achats de la collectivité."""
        box: str = self.settings["boites"]["achats"]
        return box

    def themes(self) -> list[tuple[str, str]]:
        """Les fichiers de l'éco-référentiel : chaque volet, et ses thèmes."""
        return [(volet, line["code"]) for line in self.codes["themes"] for volet in line["volets"]]

    def head(self, identifiant: str, rank: int, title: str, **more: Any) -> Entry:
        """Ce que toute entrée dit d'elle-même ; une sur vingt est interne."""
        writer = self.writer("tete", identifiant)
        return {
            "id": identifiant,
            "visibilite": "interne" if is_hidden(rank) else "publique",
            **more,
            "source": {"titre": title},
            "verifie_le": self.today - timedelta(days=writer.number(1, 200)),
            "a_revoir_avant": self.today + timedelta(days=writer.number(60, 500)),
        }


def is_hidden(rank: int) -> bool:
    """Vrai pour une entrée interne."""
    return rank % HIDDEN == 4


def counts_for(pages: float) -> dict[str, int]:
    """Le nombre d'entrées de chaque genre, pour un nombre de pages publiques."""
    return {kind: max(3, round(count * pages / PAGES)) for kind, count in MIX.items()}


def load(root: Path, seed: int, pages: float) -> Plan:
    """Le plan d'un semis, d'après les listes de codes et la collectivité d'un dossier de référentiels."""
    codes = {path.stem: read(path)["lignes"] for path in sorted((root / "codes").glob("*.yml"))}
    plan = Plan(seed, counts_for(pages), codes, read(root / "collectivite.yml"))
    room = PER_THEME * len(plan.themes())
    surplus = max(0, plan.counts["exigence"] - room)
    return Plan(seed, plan.counts | {"exigence": plan.counts["exigence"] - surplus, "intention": plan.counts["intention"] + surplus}, codes, plan.settings)


def read(path: Path) -> Entry:
    """Un fichier du dépôt, chaque valeur en texte."""
    found: Entry = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - rien que des textes
    return found
