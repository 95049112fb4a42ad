"""Une campagne close ne change plus : l'empreinte de ses fichiers est celle qui a été écrite à la clôture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Compare l'empreinte de chaque année close à celle de ses fichiers."""
    for rank, closed in enumerate(corpus.settings.entry.annees_closes if corpus.settings else ()):
        assert corpus.settings is not None
        if fingerprint(corpus.root, closed.annee) != closed.empreinte:
            message = f"les intentions de {closed.annee}, année close, ont changé"
            advice = f"remettre les fichiers de intentions/{closed.annee}/ comme ils étaient"
            yield problem(corpus.settings, ("annees_closes", rank, "empreinte"), message, advice, kind="annee-close")


def fingerprint(root: Path, year: int) -> str:
    """L'empreinte SHA-256 des fichiers d'une année : leurs noms et leurs octets, dans l'ordre des noms."""
    digest = hashlib.sha256()
    for path in sorted((root / "intentions" / str(year)).glob("*.yml")):
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
