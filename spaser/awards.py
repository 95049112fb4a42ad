"""Les contrats attribués d'une édition : par année, leurs liens avec les intentions, leur fin."""

from __future__ import annotations

from datetime import date
from itertools import chain

from spaser.model import Famille, Intention, Marche
from spaser.publication import Edition

#: Dernier jour, mois et quantième, où une intention compte comme « recensée en début d'année » (objectif 1).
START_OF_YEAR = (3, 31)


def by_year(edition: Edition) -> dict[int, list[Marche]]:
    """Les contrats par année de notification, les années dans l'ordre."""
    years: dict[int, list[Marche]] = {}
    for item in sorted(edition.attributions, key=lambda item: (item.annee, item.id)):
        years.setdefault(item.annee, []).extend(item.marches)
    return years


def read_on(edition: Edition, year: int) -> date:
    """Le jour de la dernière lecture des données d'une année."""
    return max(item.verifie_le for item in edition.attributions if item.annee == year)


def is_demonstration(edition: Edition, year: int) -> bool:
    """Vrai si les contrats de l'année sont inventés."""
    return any(item.demonstration for item in edition.attributions if item.annee == year)


def number(contract: Marche) -> str:
    """Le numéro que l'acheteur a donné au contrat, sans son SIRET."""
    return contract.id[14:].strip()


def amount(contract: Marche) -> int | None:
    """Le montant en vigueur : celui de la dernière modification, sinon celui de la notification."""
    changed = contract.modifications.montant if contract.modifications else None
    return changed if changed is not None else contract.montant


def end(contract: Marche) -> date | None:
    """Le jour où le contrat finit, modifications comprises ; rien si sa durée n'est pas connue."""
    changed = contract.modifications.duree_mois if contract.modifications else None
    months = changed or contract.duree_mois
    return later(contract.date_notification, months) if months else None


def later(day: date, months: int) -> date:
    """Le même jour, des mois plus tard ; le dernier du mois s'il n'existe pas."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))


def family_of(edition: Edition, contract: Marche) -> Famille | None:
    """La famille d'achat dont un code CPV commence comme celui du contrat, la plus précise ; rien s'il n'y en a pas."""
    code, families = contract.cpv or "", edition.entrees["famille"].values()
    prefixes = ((cpv.rstrip("0"), family.id) for family in families for cpv in family.cpv)
    found = [(len(prefix), name) for prefix, name in prefixes if len(prefix) > 1 and code.startswith(prefix)]
    longest = max((size for size, _ in found), default=0)
    return edition.entrees["famille"][min(name for size, name in found if size == longest)] if found else None


def confirmed(contract: Marche) -> set[str]:
    """Les intentions dont le contrat est issu, liens confirmés seulement."""
    return {*contract.intentions, *(lien.intention for lien in contract.liens if lien.lien == "confirme")}


def proposed(contract: Marche) -> list[tuple[str, str]]:
    """Les liens à confirmer : l'intention, et l'indice."""
    return [(lien.intention, lien.indice or "") for lien in contract.liens if lien.lien == "propose"]


def has(codes: tuple[str, ...]) -> bool:
    """Vrai si au moins une considération est déclarée."""
    return bool(set(codes) - {"aucune"})


def recorded(edition: Edition, year: int, *, published: bool = True) -> list[Intention]:
    """Les intentions d'une campagne recensées en début d'année ; les seules publiées, ou toutes."""
    limit = date(year, *START_OF_YEAR)
    entries = (entry for entry in edition.entrees["intention"].values() if entry.annee == year)
    return [entry for entry in entries if _first_day(entry) <= limit and (not published or entry.visibilite == "publique")]


def _first_day(entry: Intention) -> date:
    return min(chain((entry.statut.depuis,), (fact.date for fact in entry.historique)))


def ending(edition: Edition, months: int) -> list[tuple[Marche, date]]:
    """Les contrats qui finissent dans les mois qui suivent l'édition, du plus proche au plus lointain, sauf ceux qu'une intention renouvelle déjà."""
    day = edition.collectivite.edition_du
    taken = {entry.renouvelle.reference for entry in edition.entrees["intention"].values() if entry.renouvelle}
    found = [(contract, last) for contracts in by_year(edition).values() for contract in contracts if (last := end(contract)) is not None]
    kept = [(contract, last) for contract, last in found if day <= last <= later(day, months) and not {contract.id, number(contract)} & taken]
    return sorted(kept, key=lambda pair: (pair[1], pair[0].id))
