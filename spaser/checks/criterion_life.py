"""La vie d'un critère : ses rédactions se suivent, un critère retiré n'est plus proposé, son adresse n'est à personne d'autre."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import Critere
from spaser.problems import Problem

#: Une page du vadémécum porte déjà cette adresse : « vademecum/transverses/ », « vademecum/se-preparer-mobilier/ ».
TAKEN, TAKEN_PREFIX = "transverses", "se-preparer-"


def check(corpus: Corpus) -> Iterator[Problem]:
    """Rédactions précédentes rangées et complètes, retraits sans renvoi, adresses libres."""
    families = {where.entry.id for where in corpus.of("famille")}
    retired = {critere.id: critere for _, _, critere in corpus.criteria() if critere.retire_le}
    for owner, rank, critere in corpus.criteria():
        yield from _versions(owner, rank, critere)
        yield from _address(owner, rank, critere, families)
        if critere.id in retired and critere.remplace_par in retired:
            message = f"« {critere.remplace_par} », qui doit le remplacer, est retiré lui aussi"
            yield problem(owner, ("criteres", rank, "remplace_par"), message, "choisir un critère en vigueur", kind="critere-retire")
    for where in corpus.of("famille"):
        yield from _proposed(where, retired)


def _versions(owner: Located, rank: int, critere: Critere) -> Iterator[Problem]:
    path, known = ("criteres", rank, "versions_precedentes"), [item.version for item in critere.versions_precedentes]
    if known != list(range(critere.version - 1, critere.version - 1 - len(known), -1)):
        message = f"les versions ne se suivent pas, lu {', '.join(map(str, [critere.version, *known]))}"
        yield problem(owner, path, message, "de la plus récente à la plus ancienne, sans trou", kind="version-critere")
    elif len(known) < critere.version - 1:
        message = f"la version {critere.version - 1 - len(known)} n'est plus écrite nulle part"
        yield problem(owner, ("criteres", rank, "version"), message, "la garder dans versions_precedentes", kind="version-critere")
    days = [critere.applicable_a_partir_du, *(item.applicable_a_partir_du for item in critere.versions_precedentes)]
    if days != sorted(set(days), reverse=True):
        yield problem(owner, path, "une version ne peut s'appliquer avant celle qu'elle remplace", "corriger les dates d'application", kind="version-critere")


def _address(owner: Located, rank: int, critere: Critere, families: set[str]) -> Iterator[Problem]:
    if critere.id in families or critere.id == TAKEN or critere.id.startswith(TAKEN_PREFIX):
        message = f"« {critere.id} » est déjà l'adresse d'une page du vadémécum"
        yield problem(owner, ("criteres", rank, "id"), message, "choisir un autre identifiant", kind="identifiant")


def _proposed(where: Located, retired: dict[str, Critere]) -> Iterator[Problem]:
    for field in ("essentiel", "transverses"):
        for rank, identifiant in enumerate(getattr(where.entry, field)):
            if identifiant in retired:
                successor = retired[identifiant].remplace_par
                advice = f"employer « {successor} »" if successor else "l'enlever"
                yield problem(where, (field, rank), f"« {identifiant} » est un critère retiré", advice, kind="critere-retire")
