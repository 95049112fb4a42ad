"""Relie les contrats aux intentions : à coup sûr par leur référence, sinon par des propositions qu'une personne confirme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spaser.catalogue import Catalogue
from spaser.checks.calendar import period_bounds
from spaser.imports.vocabulary import root
from spaser.model import Intention

Data = dict[str, Any]
#: Un contrat suit la publication de son intention : au plus deux mois avant, au plus dix-huit mois après.
BEFORE, AFTER = 2, 18
#: La part des mots en commun, rapportée au plus court des deux objets ; une concession n'a pas de code CPV, elle doit se ressembler plus.
ALIKE, ALIKE_ALONE, FEWEST = 0.5, 0.7, 2
#: Chiffres en commun au début de deux codes CPV : les quatre premiers nomment le groupe et la classe.
CPV_DIGITS = 4
MOST = 3
_SMALL = {"pour", "dans", "avec", "sans", "leur", "chez", "entre", "travaux", "marche", "marches", "accord", "cadre", "fourniture", "prestation", "service"}
_SMALL |= {"lot", "achat", "departement", "departemental", "departementale", "departementaux", "et", "de", "du", "des", "la", "le", "les", "un", "une", "aux"}


@dataclass(frozen=True)
class Plan:
    """Une intention, prête à être comparée : ses mots, ses débuts de codes CPV, ses mois possibles, les références qu'elle cite."""

    id: str
    public: bool
    words: frozenset[str]
    cpv: tuple[str, ...]
    months: tuple[int, int]
    references: tuple[str, ...]


def plans(loaded: Catalogue) -> list[Plan]:
    """Les intentions que l'on peut relier ; une intention abandonnée ou remplacée ne l'est que par sa référence."""
    return [_plan(entry, loaded) for entry in loaded.entrees["intention"].values()]


def _plan(entry: Intention, loaded: Catalogue) -> Plan:
    family = loaded.entrees["famille"].get(entry.famille)
    prefixes = [entry.cpv[:CPV_DIGITS], *(code.rstrip("0") for code in (family.cpv if family else ()))]
    over = entry.statut.code == "abandonnee" or entry.retire_le is not None or bool(entry.suites)
    first, last = (_month(bound) for bound in period_bounds(entry.publication_prevue))
    references = tuple(re.split(r"\s*[,;]\s*|\s+et\s+", entry.statut.reference_decp or ""))
    months = (0, -1) if over else (first - BEFORE, last + AFTER)
    return Plan(entry.id, entry.visibilite == "publique", words(entry.intitule), tuple(code for code in prefixes if len(code) > 1), months, references)


def words(text: str) -> frozenset[str]:
    """Les mots pleins d'un objet, sans accent ni pluriel."""
    return frozenset(word for word in root(text).split() if len(word) > 2 and word not in _SMALL and not word.isdigit())


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7])


def link(contract: Data, known: Iterable[Plan]) -> Data:
    """Le contrat avec ses liens : ceux d'une personne restent, les certains s'ajoutent, les propositions sont refaites."""
    known = list(known)
    judged = {item["intention"]: item for item in contract.get("liens", ()) if item["lien"] != "propose"}
    public = list(contract.get("intentions", ()))
    for plan in known:
        if _cites(plan, contract) and plan.id not in {*public, *judged}:
            public += [plan.id] * plan.public
            judged |= {} if plan.public else {plan.id: {"intention": plan.id, "lien": "confirme"}}
    sure = public or any(item["lien"] == "confirme" for item in judged.values())
    offers = [] if sure else _offers(contract, [plan for plan in known if plan.id not in judged])
    links = sorted([*judged.values(), *offers], key=lambda item: str(item["intention"]))
    return _with(contract, sorted(public), links)


def judge(contract: Data, plan: Plan, *, keep: bool) -> Data:
    """Le contrat une fois qu'une personne a confirmé ou écarté un lien."""
    links = [item for item in contract.get("liens", ()) if item["intention"] != plan.id]
    public = [target for target in contract.get("intentions", ()) if target != plan.id]
    if keep and plan.public:
        public.append(plan.id)
    else:
        links.append({"intention": plan.id, "lien": "confirme" if keep else "ecarte"})
    return _with(contract, sorted(public), sorted(links, key=lambda item: str(item["intention"])))


def _with(contract: Data, public: list[str], links: list[Data]) -> Data:
    bare = {name: value for name, value in contract.items() if name not in ("intentions", "liens")}
    return bare | ({"intentions": public} if public else {}) | ({"liens": links} if links else {})


def _cites(plan: Plan, contract: Data) -> bool:
    return bool({contract["id"], contract["id"][14:]} & {*plan.references} - {""})


def _offers(contract: Data, known: list[Plan]) -> list[Data]:
    """Les meilleures propositions, de la plus proche à la moins proche, trois au plus."""
    found = sorted((pair for plan in known if (pair := _likeness(contract, plan))), key=lambda pair: (-pair[0], pair[1]))
    return [{"intention": target, "lien": "propose", "indice": hint} for _, target, hint in found[:MOST]]


def _likeness(contract: Data, plan: Plan) -> tuple[float, str, str] | None:
    """La ressemblance d'un contrat et d'une intention, et ce qui la fonde ; rien s'ils ne vont pas ensemble."""
    number = contract["id"][14:]
    if any(len(cited) > 3 and number.startswith(cited) and not number[len(cited)].isdigit() for cited in plan.references):
        return 2.0, plan.id, "Le numéro du contrat commence par la référence de l’intention"
    code, common = contract.get("cpv", ""), words(contract["objet"]) & plan.words
    share = len(common) / max(1, min(len(plan.words), len(words(contract["objet"]))))
    near = not code or code.startswith(plan.cpv)
    timely = plan.months[0] <= _month(contract["date_notification"]) <= plan.months[1]
    if not near or not timely or len(common) < FEWEST or share < (ALIKE if code else ALIKE_ALONE):
        return None
    return share, plan.id, f"{'Code CPV proche' if code else 'Concession'}, mots communs\u00a0: {', '.join(sorted(common)[:6])}"
