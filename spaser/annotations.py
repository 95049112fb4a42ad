"""Les problèmes dits à une forge, pour qu'elle les montre à leur ligne : GitLab (qualité du code), GitHub (annotations), SARIF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from spaser.problems import GUIDE, LINE_END, Problem, help_of

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def gitlab(problems: Iterable[Problem]) -> str:
    """Le rapport « qualité du code » de GitLab ; l'empreinte d'un problème ne change pas quand sa ligne bouge."""
    found = [
        {
            "description": said(problem),
            "check_name": problem.kind,
            "fingerprint": _fingerprint(problem),
            "severity": "minor" if problem.warning else "blocker",
            "location": {"path": problem.file, "lines": {"begin": problem.line}},
        }
        for problem in problems
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def github(problems: Iterable[Problem]) -> str:
    """Les commandes d'annotation de GitHub Actions, une par ligne."""
    lines = []
    for problem in problems:
        level = "warning" if problem.warning else "error"
        where = f"file={_property(problem.file)},line={problem.line},col={problem.column},title={_property(problem.kind)}"
        lines.append(f"::{level} {where}::{_data(said(problem))}")
    return "\n".join(lines)


def sarif(problems: Iterable[Problem]) -> str:
    """Le rapport SARIF 2.1.0, que lisent GitHub et la plupart des éditeurs."""
    found = list(problems)
    kinds = sorted({problem.kind for problem in found})
    rules = [{"id": kind, "helpUri": help_of(kind)} for kind in kinds]
    driver = {"name": "spaser", "informationUri": GUIDE, "rules": rules}
    document = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": [_result(problem) for problem in found]}]}
    return json.dumps(document, ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Iterable[Problem]], str]] = {"gitlab": gitlab, "github": github, "sarif": sarif}


def said(problem: Problem) -> str:
    """La phrase, le conseil et l'aide, sur une ligne."""
    subject = f"{problem.field} : " if problem.field else ""
    advice = f" Conseil : {problem.advice}." if problem.advice else ""
    return LINE_END.sub(" ", f"{subject}{problem.message}.{advice} Aide : {help_of(problem.kind)}")


def _result(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    return {
        "ruleId": problem.kind,
        "level": "warning" if problem.warning else "error",
        "message": {"text": said(problem)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": problem.file}, "region": region}}],
        "partialFingerprints": {"spaser/v1": _fingerprint(problem)},
    }


def _fingerprint(problem: Problem) -> str:
    return hashlib.sha256("\0".join((problem.file, problem.field, problem.kind, problem.message)).encode()).hexdigest()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
