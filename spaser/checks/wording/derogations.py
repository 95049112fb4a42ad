"""Une dérogation fait taire sa règle ; elle dit pourquoi, elle est seule de sa règle, et elle sert."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spaser.checks.common import problem, weights_are_known
from spaser.checks.wording.texts import Finding, quote
from spaser.corpus import Corpus, Located
from spaser.model.critere import Derogation
from spaser.places import Path_
from spaser.problems import Problem

MOTIVE = 20
Place = tuple[str, Path_]


def silence(findings: Iterable[Finding], corpus: Corpus) -> Iterator[Problem]:
    """Les problèmes qu'aucune dérogation n'écarte, puis les dérogations qui ne tiennent pas.

    Une lecture sans les champs internes n'a pas les dérogations : elle avertit et ne refuse rien.
    """
    known, used = weights_are_known(corpus), set()
    for finding in findings:
        place = _place(finding)
        if place is None:
            yield problem(finding.where, finding.path, finding.message, finding.advice, kind=finding.kind, warning=not known)
        else:
            used.add((str(finding.where.path), place))
    for where in [*corpus.of("famille"), *corpus.of("transverses")]:
        for holder in _holders(where):
            yield from _faults(where, holder, used, known)


def _place(finding: Finding) -> Path_ | None:
    """La dérogation qui écarte ce problème : celle du critère, sinon celle de la famille."""
    holders: list[Path_] = [finding.path[:2]] if finding.path[0] == "criteres" else []
    for holder in (*holders, ()):
        for rank, derogation in enumerate(_written(finding.where, holder)):
            if derogation.regle == finding.kind:
                return (*holder, "derogations", rank)
    return None


def _holders(where: Located) -> Iterator[Path_]:
    """Ce qui porte des dérogations : la famille, puis chaque critère en vigueur."""
    yield ()
    for rank, critere in enumerate(where.entry.criteres):
        if critere.retire_le is None:
            yield ("criteres", rank)


def _written(where: Located, holder: Path_) -> tuple[Derogation, ...]:
    owner = where.entry.criteres[holder[1]] if holder else where.entry
    return getattr(owner, "derogations", ())


def _faults(where: Located, holder: Path_, used: set[Place], known: bool) -> Iterator[Problem]:
    seen: set[str] = set()
    for rank, derogation in enumerate(_written(where, holder)):
        path, rule = (*holder, "derogations", rank), quote(derogation.regle)
        if derogation.regle in seen:
            yield problem(where, path, f"deux dérogations écartent {rule}", "n'en garder qu'une, avec sa raison", kind="derogation-inutile")
        elif known and (str(where.path), path) not in used:
            message = f"cette dérogation à {rule} n'écarte rien, la règle est respectée ici"
            yield problem(where, path, message, "enlever la dérogation", kind="derogation-inutile")
        if len(derogation.motif) < MOTIVE:
            message = f"un motif d'au moins {MOTIVE} caractères est attendu, lu {quote(derogation.motif)}"
            yield problem(where, (*path, "motif"), message, "dire en une phrase pourquoi la règle ne s'applique pas ici", kind="derogation-inutile")
        seen.add(derogation.regle)
