"""Un identifiant est unique, et c'est le nom de son fichier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.places import Path_
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Identifiants uniques dans leur genre ; fichier nommé par l'identifiant ; dossier nommé par l'année ou le volet."""
    for kind, entries in corpus.entries.items():
        yield from _unique((entry, ("id",), entry.entry.id) for entry in entries if hasattr(entry.entry, "id"))
        if kind not in ("eco", "exigence"):
            yield from _file_names(entries)
    yield from _unique((owner, ("criteres", rank, "id"), critere.id) for owner, rank, critere in corpus.criteria())
    yield from _unique((entry, ("numero",), entry.entry.numero) for entry in corpus.of("objectif"))
    yield from _unique((entry, ("indicateurs", rank, "id"), item.id) for entry in corpus.of("objectif") for rank, item in enumerate(entry.entry.indicateurs))
    yield from _folders(corpus)


def _unique(values: Iterator[tuple[Located, Path_, Any]]) -> Iterator[Problem]:
    seen: dict[Any, Located] = {}
    for where, path, value in values:
        if value in seen:
            message = f"« {value} » est déjà pris, dans {seen[value].file}"
            yield problem(where, path, message, "choisir un autre identifiant", kind="identifiant")
        seen.setdefault(value, where)


def _file_names(entries: list[Located]) -> Iterator[Problem]:
    for where in entries:
        if where.entry.id != where.path.stem:
            message = f"« {where.entry.id} » n'est pas le nom du fichier, « {where.path.stem} »"
            yield problem(where, ("id",), message, f"écrire id: {where.path.stem}, ou renommer le fichier", kind="identifiant")


def _folders(corpus: Corpus) -> Iterator[Problem]:
    for where in corpus.of("intention"):
        folder, year = where.path.parent.name, str(where.entry.annee)
        if folder != year:
            message = f"l'année {year} n'est pas celle du dossier, « {folder} »"
            yield problem(where, ("annee",), message, f"ranger le fichier dans intentions/{year}/", kind="identifiant")
        elif not where.entry.id.startswith(f"{year}-"):
            yield problem(where, ("id",), f"l'identifiant ne commence pas par l'année {year}", f"écrire {year}-001, par exemple", kind="identifiant")
    for where in corpus.of("eco"):
        if (where.entry.volet, where.entry.theme) != (where.path.parent.name, where.path.stem):
            message = f"« {where.entry.volet}/{where.entry.theme} » n'est pas la place du fichier"
            yield problem(where, ("theme",), message, "ranger le fichier dans eco/<volet>/<theme>.yml", kind="identifiant")
