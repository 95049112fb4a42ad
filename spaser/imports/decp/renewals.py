"""Fait d'un contrat qui finit un brouillon d'intention, interne, à relire et à compléter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spaser import awards
from spaser.catalogue import Catalogue
from spaser.checks.calendar import period_bounds
from spaser.imports.decp.contracts import as_written
from spaser.imports.store import Store, text
from spaser.model import Famille, Marche
from spaser.publication import Edition, publish
from spaser.relations import quarter
from spaser.rendering.typography import day as said
from spaser.rewriting import Changes

#: Mois entre la publication d'un avis et le début du contrat suivant : préparer, publier, analyser, notifier.
LEAD = 9


@dataclass
class Renewals:
    """Les brouillons préparés (identifiant, contrat, fin), et les contrats à reprendre à la main avec la raison."""

    drafts: list[tuple[str, Marche, date]] = field(default_factory=list)
    by_hand: list[tuple[Marche, str]] = field(default_factory=list)
    changes: Changes = field(default_factory=dict)


def prepare(root: Path, overlays: tuple[Path, ...], loaded: Catalogue, months: int, day: date) -> Renewals:
    """Prépare un brouillon par contrat qui finit dans les mois à venir, sans rien écrire."""
    edition = publish(loaded, "interne")
    store = Store(root, overlays, loaded, edition.collectivite.annee_courante)
    numbers, outcome = store.numbers(), Renewals()
    for contract, last in awards.ending(edition, months):
        family, amount = awards.family_of(edition, contract), awards.amount(contract)
        band = None if amount is None else _band(edition, amount)
        if family is None or amount is None or band is None or _is_works(contract):
            outcome.by_hand.append((contract, _reason(contract, family, amount)))
            continue
        identifier = next(numbers)
        path = store.path(store.folders[-1], identifier)
        draft = _draft(edition, contract, last, family, amount, day) | {"id": identifier, "montant_tranche": band}
        outcome.changes[path] = text(as_written(draft), path)
        outcome.drafts.append((identifier, contract, last))
    return outcome


def _is_works(contract: Marche) -> bool:
    """Vrai pour des travaux (division 45 du CPV) : la plupart s'achèvent, et ne se renouvellent pas."""
    return (contract.cpv or "").startswith("45")


def _reason(contract: Marche, family: Famille | None, amount: int | None) -> str:
    if _is_works(contract):
        return "travaux, à reprendre seulement si le contrat est à bons de commande"
    if family is None:
        return "sans famille d’achat connue"
    return "sans montant" if amount is None else "montant hors des tranches de la collectivité"


def _draft(edition: Edition, contract: Marche, last: date, family: Famille, amount: int, day: date) -> dict[str, Any]:
    """Les champs du brouillon : ce que le contrat dit, et ce qu'il faut pour que la fiche soit valable."""
    buyer, name = edition.collectivite, awards.number(contract)
    return {
        "visibilite": "interne",
        "source": {"titre": f"Données essentielles de la commande publique, contrat {name}"},
        "verifie_le": day,
        "a_revoir_avant": awards.later(day, 6),
        "annee": buyer.annee_courante,
        "intitule": contract.objet[:400],
        "description": f"Brouillon\u00a0: renouvellement du contrat {name}, qui finit le {said(last)}. Besoin, service, lieux et enjeux sont à revoir.",
        "famille": family.id,
        "cpv": contract.cpv,
        "nature": family.nature,
        "service_acheteur": edition.codes["services"].lignes[0].code,
        "contact": buyer.boites.achats,
        "lieux": [buyer.departement],
        "renouvelle": {"reference": name, "fin": f"{last:%Y-%m}"},
        "statut": {"code": "a-l-etude", "depuis": day},
        "historique": [{"date": day, "ce_qui_change": f"Brouillon tiré du contrat {name}"}],
        "montant_estime": amount,
        **({"demonstration": True} if awards.is_demonstration(edition, contract.date_notification.year) else {}),
        **({"procedure": contract.procedure} if contract.procedure in {line.code for line in edition.codes["procedures"].lignes} else {}),
        **({"duree_mois": contract.duree_mois} if contract.duree_mois and contract.duree_mois <= 600 else {}),
        **_considerations(contract),
        **_calendar(last, buyer.annee_courante),
    }


def _band(edition: Edition, amount: int) -> str | None:
    lines: Any = edition.codes["tranches-montant"].lignes
    return next((str(line.code) for line in lines if line.mini <= amount and (line.maxi is None or amount < line.maxi)), None)


def _considerations(contract: Marche) -> dict[str, Any]:
    """Les considérations du contrat ; une réservation se décide à nouveau, avec son article."""
    social = [code for code in contract.considerations_sociales if code != "marche-reserve"]
    found = {"considerations_sociales": social, "considerations_environnementales": list(contract.considerations_environnementales)}
    return {name: codes for name, codes in found.items() if codes}


def _calendar(last: date, year: int) -> dict[str, str]:
    """Publication neuf mois avant la fin, jamais avant la campagne ; démarrage à la fin, s'il reste possible."""
    published = max(quarter(f"{awards.later(date(last.year, last.month, 1), -LEAD):%Y-%m}"), f"{year}-T1")
    start = f"{last:%Y-%m}"
    return {"publication_prevue": published, **({"demarrage_prevu": start} if start > period_bounds(published)[1] else {})}
