"""Un contrat attribué est écrit une fois, dans le fichier de son année de notification, et ses comptes se tiennent."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import Marche
from spaser.problems import Problem, plural


def check(corpus: Corpus) -> Iterator[Problem]:
    """Fichier nommé par l'année ; contrats uniques ; dates dans l'année ; nombre de PME ; liens sans doublon."""
    seen: dict[str, str] = {}
    for where in corpus.of("attributions"):
        if where.entry.id.partition("-")[0] != str(where.entry.annee):
            message = f"l'année {where.entry.annee} n'est pas celle du fichier, « {where.entry.id} »"
            yield problem(where, ("annee",), message, f"ranger le fichier sous attributions/{where.entry.annee}.yml", kind="attribution")
        for rank, marche in enumerate(where.entry.marches):
            if marche.id in seen:
                advice = "garder le contrat une seule fois"
                yield problem(where, ("marches", rank, "id"), f"« {marche.id} » est déjà dans {seen[marche.id]}", advice, kind="attribution")
            seen.setdefault(marche.id, where.file)
            yield from _contract(where, rank, marche)


def _contract(where: Located, rank: int, marche: Marche) -> Iterator[Problem]:
    here = ("marches", rank)
    if marche.date_notification.year != where.entry.annee:
        message = f"le contrat est notifié le {marche.date_notification}, pas en {where.entry.annee}"
        yield problem(where, (*here, "date_notification"), message, "ranger le contrat dans le fichier de son année", kind="attribution")
    if marche.titulaires and (marche.titulaires.pme or 0) > marche.titulaires.nombre:
        message = f"{marche.titulaires.pme} PME pour {plural(marche.titulaires.nombre, 'titulaire')}"
        yield problem(where, (*here, "titulaires", "pme"), message, "revoir l'un des deux nombres", kind="attribution")
    linked = [*marche.intentions, *(lien.intention for lien in marche.liens)]
    for target in sorted({target for target in linked if linked.count(target) > 1}):
        yield problem(where, here, f"l'intention « {target} » est liée deux fois", "garder un seul des deux liens", kind="attribution")
