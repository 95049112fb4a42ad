"""Le potentiel solidaire : combien de structures peuvent répondre, et ce que l'acheteur peut en faire."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from spaser.model import Famille, Fournisseur
from spaser.publication import Edition
from spaser.relations import Relations
from spaser.rendering.typography import NBSP, count, french, number
from spaser.rendering.views import common
from spaser.rendering.views.common import View
from spaser.solidarity import POTENTIAL, potential

#: La réservation la plus large : au handicap et à l'insertion à la fois (article L2113-14).
JOINT = "L2113-12-13"
TOOL = "fournisseurs/potentiel/"
_RESERVED = ("ccp-l2113-12", "ccp-l2113-13", "ccp-l2113-14")
#: Chaque verdict : ce que l'on peut faire, ce que cela veut dire, et les articles qui le permettent.
VERDICTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "reserver": ("Réserver le marché", "assez de structures pour une vraie concurrence entre elles", _RESERVED),
    "lot": ("Réserver un lot", "assez de structures pour un lot, trop peu pour tout le marché", _RESERVED),
    "clause": (
        "Prévoir une clause d’insertion",
        "trop peu de structures pour réserver, mais un titulaire peut travailler avec elles",
        ("ccp-l2112-2",),
    ),
    "critere": ("Retenir un critère social", "personne à qui réserver : la qualité sociale se note dans l’offre", ("ccp-r2152-7",)),
}


def rules(edition: Edition) -> list[View]:
    """La règle entière, du verdict le plus fort au plus faible."""
    found, above = [], None
    for minimum, code in POTENTIAL:
        title, meaning, laws = VERDICTS[code]
        said = f"{minimum} structures ou plus" if above is None else _between(minimum, above - 1)
        found.append({"code": code, "mini": minimum, "titre": title, "sens": french(meaning), "nombre": said, "lois": _laws(edition, laws)})
        above = minimum
    return found


def _between(low: int, high: int) -> str:
    return f"de {low} à {high} structures" if low else "aucune structure"


def _laws(edition: Edition, codes: Sequence[str]) -> list[View]:
    known = {line.code for line in edition.codes["references-juridiques"].lignes}
    return [common.law(edition, code) for code in codes if code in known]


def block(family: Famille | None, relations: Relations, places: tuple[str, ...] = (), yearly: float | None = None) -> View:
    """Le bloc d'une fiche : le nombre, le verdict, la règle, les articles, et ce qui a été écarté."""
    solidarity = relations.solidarity
    every = solidarity.suppliers(family, places) if family else []
    reservable = solidarity.suppliers(family, places, JOINT) if family else []
    kept = independent(reservable, yearly, relations)
    ruled = relations.once(rules, lambda: rules(relations.edition))
    rule = next(rule for rule in ruled if rule["code"] == potential(len(kept)))
    return rule | {
        "ensemble": count(len(every), "structure"),
        "reservables": number(len(reservable)),
        "comptees": len(kept),
        "ecartees": len(reservable) - len(kept),
        "montant": yearly is not None,
        "articles": _articles(rule["lois"]),
        "dependance": f"{number(hypothesis(relations.edition, 'dependance-maximale'))}{NBSP}%",
        "outil": _address(family, places),
    }


def _articles(laws: list[View]) -> str:
    """Les articles en une ligne, pour une fiche : les liens vers les textes sont sur la page de l'outil."""
    names = [law["libelle"].rpartition("art.")[2].strip(f" {NBSP}") for law in laws]
    said = " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    unread = "" if all(law["verifie"] for law in laws) else ", à vérifier"
    return f"code de la commande publique, art.{NBSP}{said}{unread}" if names else ""


def _address(family: Famille | None, places: tuple[str, ...]) -> str:
    """L'outil, déjà réglé sur la famille, et sur le lieu s'il n'y en a qu'un et que c'est une commune."""
    asked = [("famille", family.id)] if family else []
    asked += [("ou", places[0])] if len(places) == 1 and len(places[0]) == 5 else []
    return f"{TOOL}?{'&'.join(f'{name}={quote(value)}' for name, value in asked)}" if asked else TOOL


def hypothesis(edition: Edition, code: str) -> float:
    """La valeur d'une hypothèse ; sans la liste, la valeur neutre, qui n'écarte personne."""
    try:
        return float(edition.line("hypotheses-insertion", code).valeur)
    except KeyError:
        return 0.0


def independent(found: list[Fournisseur], yearly: float | None, relations: Relations) -> list[Fournisseur]:
    """Les structures dont un contrat ne dépasserait pas la part d'activité admise, estimée d'après l'effectif : qui ne l'a pas dit n'est pas écarté."""
    produced, share = relations.once(independent, lambda: [hypothesis(relations.edition, code) for code in ("production-etp", "dependance-maximale")])
    if not yearly or produced <= 0:
        return found
    wanted = 100 * yearly
    return [entry for entry in found if not entry.effectif or entry.effectif * produced * share >= wanted]
