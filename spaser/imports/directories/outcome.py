"""Ce qu'un import d'annuaire demande, et ce qu'il rend : rapprochements, doutes, changements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spaser import journal
from spaser.imports.directories.base import Directory
from spaser.imports.directories.merging import Source
from spaser.problems import LINE_END
from spaser.rewriting import Changes


@dataclass(frozen=True)
class Order:
    """Un import demandé : dans quels dossiers, de quel annuaire, sous quelle licence, extrait quand, fait quel jour."""

    root: Path
    overlays: tuple[Path, ...]
    directory: Directory
    source: Source
    day: date


@dataclass(frozen=True)
class Line:
    """Une ligne du tableau des rapprochements."""

    place: str
    nom: str
    fiche: str
    by: str
    confidence: str
    written: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """Ce qu'une personne doit trancher."""

    place: str
    nom: str
    said: str

    def __str__(self) -> str:
        text = f"{self.place}, « {self.nom} » : {self.said}" if self.nom else f"{self.place} : {self.said}"
        return LINE_END.sub(" ", text)


@dataclass
class Outcome:
    """Ce qu'un import donne, ou donnerait."""

    lines: list[Line] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    personal: Counter[str] = field(default_factory=Counter)
    changes: Changes = field(default_factory=dict)
    news: list[journal.Change] = field(default_factory=list)
    unchanged: int = 0
