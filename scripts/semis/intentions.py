"""Les intentions d'achat d'un semis : quatre campagnes, tous les statuts, des reports et des reprises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from semis.plan import Entry, Plan, is_hidden
from semis.prose import Writer
from semis.words import CPV

#: Les campagnes, de la plus ancienne à celle qui s'ouvre, et leur part.
CAMPAIGNS = ((-2, 0.2), (-1, 0.3), (0, 0.5))
PAST = ("attribuee", "attribuee", "lancee", "abandonnee")
AHEAD = ("publiee", "publiee", "publiee", "publiee", "a-l-etude", "a-l-etude", "reportee", "lancee")


def names(plan: Plan) -> list[tuple[int, str]]:
    """La campagne et l'identifiant de chaque intention."""
    found, total = [], plan.counts["intention"]
    for shift, share in CAMPAIGNS:
        year = plan.year + shift
        found += [(year, f"{year}-{rank:03}") for rank in range(1, max(2, round(total * share)) + 1)]
    return found


def intention(rank: int, known: list[tuple[int, str]], families: list[str], plan: Plan) -> Entry:
    """Une intention ; sa famille est tirée selon la loi de Zipf, comme ses mots."""
    year, name = known[rank]
    writer = plan.writer("intention", name)
    status = writer.pick(PAST if year < plan.year else AHEAD)
    band = writer.pick(plan.codes["tranches-montant"])
    start = year * 4 + writer.number(0, 3)
    reserved = writer.pick(plan.codes_of("reservations")) if writer.chance(0.12) else None
    lots = _lots(writer, plan, reserved)
    return {
        **plan.head(name, rank, f"Jeu semé, campagne {year}", demonstration=True),
        "annee": year,
        "intitule": f"{writer.title()}, {writer.brand()}",
        "description": writer.text(3, 6),
        "famille": writer.zipf(families),
        "cpv": writer.pick(CPV),
        "nature": writer.pick(plan.codes_of("natures")),
        "service_acheteur": writer.pick(plan.codes_of("services")),
        "contact": plan.mailbox,
        "montant_tranche": band["code"],
        "procedure": writer.pick(plan.codes_of("procedures")),
        "technique": writer.pick(plan.codes_of("techniques")) if writer.chance(0.6) else None,
        "forme": writer.pick(plan.codes_of("formes-prix")),
        "lots": lots,
        "duree_mois": writer.pick((12, 24, 36, 48)),
        "reconductions": writer.number(0, 3),
        "publication_prevue": _quarter(start),
        "remise_prevue": _quarter(start + 1),
        "demarrage_prevu": _quarter(start + 2),
        "lieux": _places(writer, plan),
        "renouvelle": {"reference": f"{year - 4}-{writer.number(1000, 9999)}", "fin": _quarter(start + 1)} if writer.chance(0.5) else None,
        **_considerations(writer, plan, reserved),
        "innovation": _innovation(writer, plan) if writer.chance(0.2) else None,
        "reservation": {"article": reserved, "portee": "lots" if lots else "marche"} if reserved else None,
        "sourcage": {"prevu": True, "quand": _quarter(start - 1), "modalites": writer.text(1, 1)} if writer.chance(0.3) else None,
        "groupement": writer.title() if writer.chance(0.1) else None,
        "statut": _status(writer, status, name, plan),
        "historique": _history(writer, plan),
        "suites": _suites(rank, status, known),
        **_private(writer, band, plan),
    }


def _quarter(rank: int) -> str:
    return f"{rank // 4}-T{rank % 4 + 1}"


def _lots(writer: Writer, plan: Plan, reserved: str | None) -> list[Entry]:
    count = writer.pick((0, 0, 2, 3, 5))
    bands = plan.codes_of("tranches-montant")
    return [{"intitule": writer.title(), "reservation": reserved if rank == 0 else None, "montant_tranche": writer.pick(bands)} for rank in range(count)]


def _places(writer: Writer, plan: Plan) -> list[str]:
    kind = writer.number(1, 10)
    if kind <= 5:
        return [plan.settings["departement"]]
    return writer.some(plan.codes_of("epci"), 1, 2) if kind <= 8 else writer.some(plan.codes_of("communes"), 1, 4)


def _considerations(writer: Writer, plan: Plan, reserved: str | None) -> Entry:
    social = ["marche-reserve"] if reserved else writer.some(("clause-sociale", "critere-social"), 0, 2)
    stakes = writer.some([*plan.codes_of("enjeux-environnementaux"), *plan.codes_of("enjeux-sociaux")], 1, 4)
    levers, sureness = plan.codes_of("leviers"), plan.codes_of("certitudes")
    return {
        "considerations_sociales": social or ["aucune"],
        "considerations_environnementales": writer.some(("clause-environnementale", "critere-environnemental"), 1, 2),
        "enjeux": [{"code": code, "levier": writer.pick(levers), "certitude": writer.pick(sureness), "attendu": writer.text(1, 1)} for code in stakes],
    }


def _innovation(writer: Writer, plan: Plan) -> Entry:
    return {"ouverte": True, "formes": writer.some(plan.codes_of("innovation"), 1, 2), "attendu": writer.text(1, 1)}


def _status(writer: Writer, status: str, name: str, plan: Plan) -> Entry:
    needed: dict[str, Entry] = {
        "reportee": {"motif": writer.text(1, 1)},
        "abandonnee": {"motif": writer.text(1, 1)},
        "lancee": {"lien": f"https://marches.example/{name}"},
        "attribuee": {"reference_decp": f"{name}-01"},
    }
    return {"code": status, "depuis": plan.today - timedelta(days=writer.number(1, 90)), **needed.get(status, {})}


def _history(writer: Writer, plan: Plan) -> list[dict[str, Any]]:
    days = sorted(writer.random.sample(range(1, 500), writer.number(1, 4)), reverse=True)
    facts: list[tuple[date, str]] = [(plan.today - timedelta(days=day), writer.title()) for day in days]
    return [{"date": day, "ce_qui_change": text} for day, text in facts]


def _suites(rank: int, status: str, known: list[tuple[int, str]]) -> list[str] | None:
    """Une intention abandonnée sur deux est reprise par une plus récente, que tout le monde peut lire."""
    target = len(known) - 1 - rank % (len(known) // 3 or 1)
    return [known[target][1]] if status == "abandonnee" and rank % 2 and target > rank and not is_hidden(target) else None


def _private(writer: Writer, band: Entry, plan: Plan) -> Entry:
    low = int(band["mini"])
    high = int(band.get("maxi", low * 2))
    return {
        "montant_estime": writer.number(low, high - 1) // 100 * 100 if low % 100 == 0 else low,
        "comite_revue": {"retenu": True, "date": plan.today - timedelta(days=writer.number(30, 90)), "decision": writer.text(1, 2)}
        if writer.chance(0.3)
        else None,
        "strategie": writer.text(2, 3),
        "agent": f"Acheteuse, {writer.noun().one}",
    }
