"""La seule porte des données : lit et contrôle tout, puis rend un catalogue figé, ou tous les problèmes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spaser import checks, corpus
from spaser.model import GENRES, Attributions, Collectivite, DeclarationAgec, Grille, ListeCodes, ListeTransverses, Outil, ThemeEco
from spaser.problems import DataError, Problem
from spaser.territory import Territory
from spaser.timing import stage


@dataclass(frozen=True)
class Catalogue:
    """Des données sans faute : la collectivité, les listes de codes, et les entrées de chaque genre, par identifiant."""

    collectivite: Collectivite
    codes: MappingProxyType[str, ListeCodes]
    transverses: tuple[ListeTransverses, ...]
    themes: tuple[ThemeEco, ...]
    attributions: tuple[Attributions, ...]
    agec: tuple[DeclarationAgec, ...]
    outils: tuple[Outil, ...]
    grilles: tuple[Grille, ...]
    entrees: MappingProxyType[str, MappingProxyType[str, Any]]
    warnings: tuple[Problem, ...]
    territoire: Territory


def verify(root: Path, overlays: tuple[Path, ...] = ()) -> tuple[corpus.Corpus, list[Problem]]:
    """Lit et contrôle un dossier ; rend ce qui a été lu et tous les problèmes, avertissements compris."""
    with stage("lire"):
        read = corpus.load(root, overlays)
    with stage("contrôler"):
        return read, sorted({*read.problems, *checks.run(read)})


def load(root: Path, overlays: tuple[Path, ...] = ()) -> Catalogue:
    """Le catalogue d'un dossier de référentiels et de ses surcouches. Lève `DataError` avec toutes les erreurs."""
    read, problems = verify(root, overlays)
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        raise DataError(errors)
    return _assemble(read, tuple(problem for problem in problems if problem.warning))


def snapshot(root: Path) -> Catalogue:
    """Un état ancien des référentiels, tel qu'on peut le lire aujourd'hui : ce qui ne s'y lit plus est passé, rien n'est contrôlé.

    Lève `DataError` si la collectivité elle-même ne se lit pas.
    """
    return _assemble(corpus.load(root), ())


def _assemble(read: corpus.Corpus, warnings: tuple[Problem, ...]) -> Catalogue:
    if read.settings is None:
        raise DataError(read.problems)
    return Catalogue(
        collectivite=read.settings.entry,
        codes=MappingProxyType({where.entry.id: where.entry for where in read.of("codes")}),
        transverses=tuple(where.entry for where in read.of("transverses")),
        themes=tuple(where.entry for where in read.of("eco")),
        attributions=tuple(where.entry for where in read.of("attributions")),
        agec=tuple(where.entry for where in read.of("agec")),
        outils=tuple(where.entry for where in read.of("outils")),
        grilles=tuple(where.entry for where in read.of("grilles")),
        entrees=MappingProxyType({name: _sorted(read, name) for name in GENRES}),
        warnings=warnings,
        territoire=read.territory,
    )


def _sorted(read: corpus.Corpus, kind: str) -> MappingProxyType[str, Any]:
    genre = GENRES[kind]
    entries = sorted((where.entry for where in read.of(kind)), key=lambda entry: getattr(entry, genre.cle))
    return MappingProxyType({entry.id: entry for entry in entries})
