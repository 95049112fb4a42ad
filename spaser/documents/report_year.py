"""Ce qui s'est passé dans une année : changements, intentions, marchés attribués, retours d'expérience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spaser import awards, measures
from spaser.documents.blocks import Block, table
from spaser.exports.changes import facts
from spaser.model import Intention
from spaser.publication import Edition
from spaser.relations import Relations
from spaser.rendering.typography import NBSP, count, day, euros, number
from spaser.tallies import CAMPAIGNS

#: Un fait répété devient un nombre ; les autres sont dits un à un, jusqu'à cette longueur.
TOLD = 30
#: Les mesures des contrats attribués que le rapport reprend : le code, et ce qui suit le nombre.
MEASURES = (("marches-recensement", "%"), ("marches-sociaux", "%"), ("marches-environnementaux", "%"), ("marches-reserves", ""), ("marches-montant", "€"))


def changes(edition: Edition, year: int) -> Iterator[Block]:
    """Les critères applicables depuis l'année, les faits des intentions, les entrées retirées."""
    yield ["h", 2, f"Ce qui a changé en {year}"]
    yield ["puces", [_criteria(edition, year), *_withdrawn(edition, year)]]
    told = [(fact.day, entry.intitule, fact.text) for entry in edition.entrees["intention"].values() for fact in facts(entry, edition) if fact.day.year == year]
    counts = Counter(text for _, _, text in told)
    repeated = [[text, number(total)] for text, total in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if total > 1]
    if repeated:
        yield table(f"Faits des intentions d’achat en {year}", [("Fait", 80), ("Nombre", 20)], repeated, (1,))
    single = sorted(item for item in told if counts[item[2]] == 1)
    if single:
        yield table(f"Autres faits de {year}", [("Date", 20), ("Intention", 40), ("Fait", 40)], [[day(on), name, text] for on, name, text in single[-TOLD:]])
        if len(single) > TOLD:
            yield ["p", f"Les {TOLD} derniers sur {len(single)}. Les autres sont sur la page de chaque intention."]
    if not told:
        yield ["p", f"Aucun fait daté de {year} dans les intentions d’achat."]


def _criteria(edition: Edition, year: int) -> str:
    found = [critere for critere, _ in edition.criteres.values() if critere.applicable_a_partir_du.year == year]
    rewritten = sum(critere.version > 1 for critere in found)
    if not found:
        return f"Aucun critère n’est devenu applicable en {year}."
    said = count(len(found), "critère applicable", "critères applicables")
    return f"{said} depuis {year}, dont {number(rewritten)} dans une nouvelle rédaction."


def _withdrawn(edition: Edition, year: int) -> Iterator[str]:
    for kind, name in (("famille", "famille d’achat"), ("exigence", "exigence"), ("objectif", "objectif")):
        found = [entry.intitule for entry in edition.entrees[kind].values() if entry.retire_le and entry.retire_le.year == year]
        if found:
            yield f"{name.capitalize()}, en retrait{NBSP}: {', '.join(found)}."


def intentions(relations: Relations, year: int) -> Iterator[Block]:
    """La campagne de l'année : combien d'intentions, où elles en sont, ce qu'elles portent, les dossiers du comité de revue."""
    edition = relations.edition
    entries = [entry for entry in edition.entrees["intention"].values() if entry.annee == year]
    yield ["h", 2, f"Intentions d’achat de {year}"]
    if not entries:
        yield ["p", f"Aucune intention d’achat de {year} n’est dans les référentiels."]
        return
    yield ["p", f"{count(len(entries), 'intention')} d’achat, dont {number(sum(entry.visibilite == 'interne' for entry in entries))} internes."]
    status = Counter(entry.statut.code for entry in entries)
    lines = [[line.libelle, number(status[line.code])] for line in edition.codes["statuts-intention"].lignes if status[line.code]]
    yield table("Où en sont les intentions", [("Statut", 80), ("Nombre", 20)], lines, (1,))
    yield table("Ce qu’elles portent", [("Considération", 60), ("Nombre", 20), ("Part", 20)], _carried(entries, edition), (1, 2))
    yield from _review(entries)


def _carried(entries: list[Intention], edition: Edition) -> list[list[str]]:
    lines = []
    for code, (test, _) in CAMPAIGNS.items():
        found = [entry for entry in entries if test(entry, edition)]
        lines.append([edition.label("calculs", code), number(len(found)), f"{number(measures.share(found, entries) or 0)}{NBSP}%"])
    return lines


def _review(entries: list[Intention]) -> Iterator[Block]:
    kept = [entry for entry in entries if entry.comite_revue and entry.comite_revue.retenu]
    rows = sorted((entry.comite_revue.date.isoformat() if entry.comite_revue and entry.comite_revue.date else "", entry.intitule, entry) for entry in kept)
    lines = [
        [entry.intitule, day(review.date) if review and review.date else "à programmer", (review.decision or "à venir") if review else ""]
        for _, _, entry in rows
        for review in [entry.comite_revue]
    ]
    if lines:
        yield table("Dossiers du comité de revue", [("Intention", 45), ("Comité", 20), ("Décision", 35)], lines)
    else:
        yield ["p", "Aucun dossier n’a été retenu pour le comité de revue."]


def contracts(edition: Edition, year: int) -> Iterator[Block]:
    """Les contrats notifiés dans l'année, d'après les données essentielles."""
    found = awards.by_year(edition).get(year, [])
    yield ["h", 2, f"Marchés attribués en {year}"]
    if not found:
        yield ["p", f"Sans donnée{NBSP}: les données essentielles de {year} sont à charger par la commande publique."]
        return
    read = awards.read_on(edition, year)
    invented = ", données de démonstration" if awards.is_demonstration(edition, year) else ""
    yield [
        "p",
        f"{count(len(found), 'contrat')} notifiés, données essentielles lues le {day(read)}{', année en cours' if read.year == year else ''}{invented}.",
    ]
    lines = [[edition.label("calculs", code), _measured(edition, code, unit, year)] for code, unit in MEASURES]
    yield table("Mesures de l’année", [("Mesure", 70), ("Valeur", 30)], lines, (1,))


def _measured(edition: Edition, code: str, unit: str, year: int) -> str:
    value = measures.AWARDS[code](edition, year)
    if value is None:
        return "sans donnée"
    return euros(int(value)) if unit == "€" else f"{number(value)}{NBSP}{unit}".strip()


def feedback(edition: Edition, year: int) -> Iterator[Block]:
    """Les retours d'expérience de l'année, famille par famille."""
    lines = [
        [family.intitule, edition.criteres[item.critere][0].intitule if item.critere in edition.criteres else "toute la famille", item.enseignement]
        for family in edition.entrees["famille"].values()
        for item in family.retours_experience
        if item.annee == year
    ]
    yield ["h", 2, "Retours d’expérience"]
    if lines:
        yield table(f"Retours des marchés de {year}", [("Famille", 25), ("Critère", 30), ("Enseignement", 45)], lines)
    else:
        yield ["p", f"Aucun retour de {year} n’est dans les fiches des familles."]
        yield ["p", f"Les services qui suivent les marchés les écrivent dans le champ «{NBSP}retours_experience{NBSP}» de la famille."]
