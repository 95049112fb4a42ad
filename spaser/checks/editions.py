"""L'éco-référentiel garde son histoire : ses éditions se suivent, et chaque rédaction d'une exigence dit l'édition où elle est entrée."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.problems import Problem

LIST = "editions-eco"


def check(corpus: Corpus) -> Iterator[Problem]:
    """Éditions datées dans l'ordre, jusqu'à celle du site ; rédactions sans trou, chacune dans une édition plus récente."""
    found = next((where for where in corpus.of("codes") if where.entry.id == LIST), None)
    codes = [line.code for line in found.entry.lignes] if found else []
    if found:
        yield from _dates(found)
        yield from _last(found, corpus)
    for where in corpus.of("exigence"):
        yield from _versions(where)
        yield from _order(where, codes)


def _dates(where: Located) -> Iterator[Problem]:
    for rank, (before, line) in enumerate(pairwise(where.entry.lignes), 1):
        if line.du <= before.du:
            message = f"l'édition {line.code} n'est pas plus récente que l'édition {before.code}"
            yield problem(where, ("lignes", rank, "du"), message, "ranger les éditions de la plus ancienne à la plus récente", kind="edition-eco")


def _last(where: Located, corpus: Corpus) -> Iterator[Problem]:
    """La dernière édition est celle que les documents et les exports nomment."""
    site, rank = corpus.settings.entry.edition if corpus.settings else "", len(where.entry.lignes) - 1
    if site and site != where.entry.lignes[rank].code:
        message = f"la dernière édition est {where.entry.lignes[rank].code}, celle du site est {site}"
        yield problem(where, ("lignes", rank, "code"), message, f"ajouter l'édition {site}, même si rien n'y change", kind="edition-eco")


def _versions(where: Located) -> Iterator[Problem]:
    """Toutes les rédactions sont là : de la dernière à la première, sans trou."""
    known = [said.version for said in where.entry.versions_precedentes]
    expected = list(range(where.entry.version - 1, 0, -1))
    if known != expected:
        read, wanted = (", ".join(map(str, numbers)) or "rien" for numbers in (known, expected))
        message = f"les versions précédentes ne se suivent pas, lu {read}"
        yield problem(where, ("versions_precedentes",), message, f"écrire, dans cet ordre : {wanted}", kind="edition-eco")


def _order(where: Located, codes: list[str]) -> Iterator[Problem]:
    """Chaque rédaction entre dans une édition plus récente que celle qu'elle remplace ; seule la première peut ne pas la dire."""
    for rank, (said, older) in enumerate(pairwise((where.entry, *where.entry.versions_precedentes))):
        path = ("edition",) if rank == 0 else ("versions_precedentes", rank - 1, "edition")
        if said.edition is None:
            message = f"la version {said.version} ne dit pas l'édition où elle est entrée"
            yield problem(where, path, message, "ajouter le champ edition", kind="edition-eco")
        elif said.edition in codes and older.edition in (None, *codes) and codes.index(said.edition) <= _rank(older.edition, codes):
            message = f"la version {said.version} n'entre pas dans une édition plus récente que la version {older.version}"
            yield problem(where, path, message, "corriger l'une des deux éditions", kind="edition-eco")


def _rank(code: str | None, codes: list[str]) -> int:
    return codes.index(code) if code else 0
