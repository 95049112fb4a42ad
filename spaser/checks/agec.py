"""Une déclaration AGEC porte le nom de son année, une ligne par catégorie, et des parts qui ne dépassent pas leur total."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model.agec import LigneDeclaration
from spaser.problems import Problem

#: Les dépenses dont un montant est une part ; la valeur d'un don n'est pas une dépense, elle peut dépasser le total.
PARTS = ("montant_reemploi_et_reutilisation", "montant_produits_recycles")


def check(corpus: Corpus) -> Iterator[Problem]:
    """Fichier nommé par l'année ; catégories uniques ; réemploi et recyclé au plus égaux au total."""
    for where in corpus.of("agec"):
        if where.entry.id != str(where.entry.annee):
            advice = f"ranger le fichier sous agec/{where.entry.annee}.yml"
            yield problem(where, ("annee",), f"l'année {where.entry.annee} n'est pas celle du fichier, « {where.entry.id} »", advice, kind="agec")
        seen: set[str] = set()
        for rank, line in enumerate(where.entry.lignes):
            if line.categorie in seen:
                message = f"la catégorie « {line.categorie} » a déjà sa ligne"
                yield problem(where, ("lignes", rank, "categorie"), message, "additionner les montants sur une seule ligne", kind="agec")
            seen.add(line.categorie)
            yield from _amounts(where, rank, line)


def _amounts(where: Located, rank: int, line: LigneDeclaration) -> Iterator[Problem]:
    for name in PARTS:
        if getattr(line, name) > line.montant_total:
            message = f"{getattr(line, name)} € dépassent le total de la catégorie, {line.montant_total} €"
            yield problem(where, ("lignes", rank, name), message, "revoir l'un des deux montants", kind="agec")
