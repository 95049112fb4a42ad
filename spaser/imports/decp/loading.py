"""Lit un fichier de données essentielles pour la collectivité, et prépare ce qui s'écrirait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spaser.catalogue import Catalogue
from spaser.checks.demonstration import PREFIX
from spaser.imports.decp import links, opening
from spaser.imports.decp.contracts import Reader
from spaser.imports.decp.ledger import Ledger
from spaser.imports.decp.record import AwardProblem, AwardsError, Record
from spaser.publication import publish
from spaser.rewriting import Changes

#: Au-delà, le fichier n'est pas celui d'un acheteur pour quelques années.
MAX_KEPT = 20_000
Data = dict[str, Any]


@dataclass
class Loading:
    """Le résultat d'une lecture : ce qui a été compris, ce qui ne se lit pas, ce qui changerait."""

    form: str = ""
    read: int = 0
    others: int = 0
    kept: dict[str, Data] = field(default_factory=dict)
    doubles: int = 0
    skipped: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[AwardProblem] = field(default_factory=list)
    years: dict[int, Counter[str]] = field(default_factory=dict)
    changes: Changes = field(default_factory=dict)
    ledger: Ledger | None = None


def understand(path: Path, root: Path, loaded: Catalogue, day: date, year: int | None = None) -> Loading:
    """Lit le fichier et prépare l'écriture, sans rien écrire. Lève `AwardsError` si le fichier entier est refusé."""
    outcome = Loading()
    form, records = opening.read(path)
    outcome.form = opening.FORMS[form]
    reader = Reader(publish(loaded, "interne"), path.name)
    invented = _keep(outcome, _latest(outcome, _ours(outcome, records, loaded, path.name)), reader, year)
    outcome.problems = sorted(reader.problems)
    if not outcome.problems:
        _prepare(outcome, Ledger.load(root), loaded, day, invented, path.name)
    return outcome


def _ours(outcome: Loading, records: Iterable[Record], loaded: Catalogue, name: str) -> Iterable[Record]:
    """Les contrats de la collectivité, quel que soit l'établissement qui achète."""
    siren = loaded.collectivite.siren
    for record in records:
        outcome.read += 1
        if len(record.buyer) == 14 and record.buyer.startswith(siren):
            yield record
        else:
            outcome.others += 1
    if outcome.read == outcome.others:
        advice = "vérifier que le fichier est celui de la collectivité, et le SIREN de collectivite.yml"
        raise AwardsError(name, f"aucun contrat de la collectivité (SIREN {siren}) parmi les {outcome.read} du fichier", advice)


def _latest(outcome: Loading, records: Iterable[Record]) -> list[Record]:
    """Un contrat par identifiant : le dernier publié, sinon le plus modifié, sinon le premier écrit."""
    found: dict[str, Record] = {}
    for record in records:
        known = found.setdefault(record.uid, record)
        if known is not record:
            outcome.doubles += 1
            found[record.uid] = max(known, record, key=lambda item: (item.get("publication").text[:10], len(item.changes)))
    return list(found.values())


def _keep(outcome: Loading, records: list[Record], reader: Reader, year: int | None) -> frozenset[int]:
    """Lit chaque contrat ; rend les années dont un titulaire est inventé."""
    invented = set()
    if len(records) > MAX_KEPT:
        raise AwardsError(reader.name, f"la collectivité a plus de {MAX_KEPT} contrats dans le fichier", "le partager année par année")
    for record in records:
        before = len(reader.problems)
        contract = reader.contract(record)
        if contract is None and len(reader.problems) == before:
            outcome.skipped.append(f"{record.place} : sans numéro, sans objet ou sans date de notification")
        elif contract is not None and year in (None, int(contract["date_notification"][:4])):
            outcome.kept[contract["id"]] = contract
            outcome.notes += [f"{contract['id'][14:]} : {note}" for note in dict.fromkeys(record.notes)]
            invented |= {int(contract["date_notification"][:4])} if any(holder.startswith(PREFIX) for holder in record.holders) else set()
    return frozenset(invented)


def _prepare(outcome: Loading, ledger: Ledger, loaded: Catalogue, day: date, invented: frozenset[int], name: str) -> None:
    """Réunit ce qui est lu à ce qui est écrit, puis refait les liens."""
    years = {int(contract["date_notification"][:4]) for contract in outcome.kept.values()}
    for year in sorted(years & ledger.years()):
        if ledger.is_demonstration(year) != (year in invented):
            advice = f"supprimer d'abord les fichiers attributions/{year}*.yml"
            raise AwardsError(name, f"l'année {year} mêlerait de vrais contrats et des contrats de démonstration", advice)
    plans = links.plans(loaded)
    for uid, contract in outcome.kept.items():
        known = ledger.contracts.get(uid, {})
        kept = {field: known[field] for field in ("intentions", "liens") if field in known}
        fresh = links.link(contract | kept, plans)
        state = "inchangé" if fresh == known else "modifié" if known else "créé"
        outcome.years.setdefault(int(contract["date_notification"][:4]), Counter())[state] += 1
        ledger.contracts[uid] = fresh
    outcome.ledger = ledger
    outcome.changes = ledger.changes(day, invented)
