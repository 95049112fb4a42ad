"""`spaser importer decp`, `spaser relier`, `spaser renouveler` : les contrats attribués, leurs liens avec les intentions, leurs suites."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from spaser.commands.common import DATA, DAY, FILE, OVERLAYS, UNWRITTEN, YEAR, YES, fail, load, refuse, save, say, today
from spaser.imports.decp import links, renewals
from spaser.imports.decp.ledger import Ledger
from spaser.imports.decp.loading import Loading, understand
from spaser.imports.decp.record import AwardsError
from spaser.problems import DataError, plural
from spaser.rendering.typography import day as said_day
from spaser.rewriting import Changes, rehearse

#: Nombre de lignes d'une liste que l'on montre.
SHOWN = 20


@click.command("decp")
@click.argument("fichier", type=FILE)
@click.option("--annee", type=YEAR, help="Année de notification ; toutes par défaut.")
@YES
@DAY
@DATA
def read(fichier: Path, annee: int | None, yes: bool, day: datetime | None, referentiels: Path) -> None:
    """Lit les données essentielles (DECP), JSON ou CSV, et met à jour les contrats de la collectivité."""
    loaded = load(referentiels)
    try:
        outcome = understand(fichier, referentiels, loaded, today(day), annee)
    except AwardsError as error:
        fail(f"{error}\n\nRien n'a été écrit.")
    _understood(outcome, fichier.name)
    if outcome.problems:
        fail("\n".join([*map(str, outcome.problems), "", f"{plural(len(outcome.problems), 'valeur')} à revoir. Rien n'a été écrit."]))
    _write(outcome.changes, referentiels, yes=yes)


def _understood(outcome: Loading, name: str) -> None:
    """Dit ce qui a été lu, gardé, passé, puis ce qui change année par année."""
    say(f"{name} : {outcome.form}, {plural(outcome.read, 'contrat')}, dont {outcome.others} d'autres acheteurs.")
    if outcome.doubles:
        say(f"{plural(outcome.doubles, 'publication')} d'un contrat déjà lu : la dernière publiée est gardée.")
    _list("Passé", outcome.skipped)
    _list("À vérifier", outcome.notes)
    for year, counts in sorted(outcome.years.items()):
        said = ", ".join(f"{counts[word]} {word}{'s' * (counts[word] > 1)}" for word in ("créé", "modifié", "inchangé"))
        concessions = sum(item["date_notification"].startswith(str(year)) and "concession" in item for item in outcome.kept.values())
        say(f"{year} : {plural(counts.total(), 'contrat')}, dont {plural(concessions, 'concession')} ; {said}.")
    if outcome.ledger:
        say(_links(outcome.ledger))


def _list(word: str, lines: list[str]) -> None:
    for line in lines[:SHOWN]:
        say(f"  {word}, {line}")
    if len(lines) > SHOWN:
        say(f"  … et {len(lines) - SHOWN} de plus.")


def _links(ledger: Ledger) -> str:
    """Combien de contrats sont liés, combien ont une proposition."""
    states = [{item["lien"] for item in contract.get("liens", ())} for contract in ledger.contracts.values()]
    sure = sum(bool(contract.get("intentions")) or "confirme" in state for contract, state in zip(ledger.contracts.values(), states, strict=True))
    offered = sum("propose" in state for state in states)
    return f"Liens : {sure} contrats liés à une intention, {offered} avec une proposition à confirmer, {len(states) - sure - offered} sans lien."


def _write(changes: Changes, root: Path, overlays: tuple[Path, ...] = (), *, yes: bool) -> None:
    """Essaie les changements, puis les écrit si on l'a demandé."""
    try:
        rehearse(changes, root, overlays)
    except DataError as error:
        refuse(error)
    if not changes:
        say("Rien ne change.")
    elif yes:
        save(changes)
        say("Écrit : " + ", ".join(f"{path.parent.name}/{path.name}" for path in sorted(changes)[:SHOWN]) + (" …" if len(changes) > SHOWN else "."))
    else:
        say(UNWRITTEN)


@click.command()
@click.argument("contrat", required=False)
@click.argument("intention", required=False)
@click.option("--ecarter", "reject", is_flag=True, help="Écarte le lien : il ne sera plus proposé.")
@DAY
@DATA
def relier(contrat: str | None, intention: str | None, reject: bool, day: datetime | None, referentiels: Path) -> None:
    """Confirme le lien d'un contrat et d'une intention, ou l'écarte ; sans argument, refait les liens certains et les propositions."""
    loaded = load(referentiels)
    ledger = Ledger.load(referentiels)
    plans = {plan.id: plan for plan in links.plans(loaded)}
    if contrat is None:
        ledger.contracts = {uid: links.link(item, plans.values()) for uid, item in ledger.contracts.items()}
    else:
        if intention not in plans:
            fail("Le contrat et une intention connue sont attendus : spaser relier CONTRAT INTENTION", code=2)
        uid = _uid(ledger, contrat)
        ledger.contracts[uid] = links.judge(ledger.contracts[uid], plans[intention], keep=not reject)
    _write(ledger.changes(today(day)), referentiels, yes=True)
    say(_links(ledger))


def _uid(ledger: Ledger, name: str) -> str:
    """L'identifiant d'un contrat, donné en entier ou par son seul numéro."""
    found = [uid for uid in ledger.contracts if name in (uid, uid[14:])]
    if len(found) != 1:
        fail(f"« {name} » désigne {plural(len(found), 'contrat')}. Rien n'a été écrit.")
    return found[0]


@click.command()
@click.option("--avant", "months", type=click.IntRange(1, 60), default=18, show_default=True, help="Mois qui suivent l'édition en vigueur.")
@YES
@DAY
@DATA
@OVERLAYS
def renouveler(months: int, yes: bool, day: datetime | None, referentiels: Path, surcouches: tuple[Path, ...]) -> None:
    """Fait un brouillon d'intention, interne, de chaque contrat qui finit bientôt et qu'aucune intention ne renouvelle."""
    outcome = renewals.prepare(referentiels, surcouches, load(referentiels, surcouches), months, today(day))
    say(f"{plural(len(outcome.drafts), 'brouillon')} d'intention, {plural(len(outcome.by_hand), 'contrat')} à reprendre à la main.")
    for identifier, contract, last in outcome.drafts:
        say(f"  {identifier}, {contract.objet} (fin le {said_day(last)})")
    for contract, reason in outcome.by_hand:
        say(f"  À la main, {contract.objet} : {reason}")
    _write(outcome.changes, referentiels, surcouches, yes=yes)
