"""La vue d'une exigence de l'éco-référentiel : seuils, phases, preuves, clause."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from spaser import editions
from spaser.checks.requirements import LEVELS
from spaser.model import Exigence, ThemeEco
from spaser.model.exigence import Redaction
from spaser.relations import Relations
from spaser.rendering.redactions import details, facts, size_of
from spaser.rendering.typography import count, day, number
from spaser.rendering.views import common
from spaser.rendering.views.common import View, once, tag

#: Les intentions de travaux montrées sur une fiche : les plus proches.
SHOWN = 6
#: Les exigences qu'un objectif montre une à une ; au-delà, une page de thème les liste.
LISTED = 12


def theme_url(theme: ThemeEco) -> str:
    """L'adresse de la liste des exigences d'un thème."""
    return common.url("exigence", f"theme-{theme.volet}-{theme.theme}")


def edition_url(code: str) -> str:
    """L'adresse de la page d'une édition de l'éco-référentiel."""
    return common.url("exigence", f"edition-{code}")


def theme_of(entry: Exigence, relations: Relations) -> ThemeEco:
    """Le thème qui porte l'exigence."""
    return relations.once(theme_of, lambda: {item.id: theme for theme in relations.edition.themes for item in theme.exigences})[entry.id]


@once
def short(entry: Exigence, relations: Relations) -> View:
    """Une ligne : l'exigence, son thème, son socle, si la loi l'exige."""
    theme, label = theme_of(entry, relations), relations.edition.label
    law = tag("Déjà exigé par la loi", "statut") if entry.deja_exige else tag("Au-delà de la loi", "environnement")
    return {
        "titre": entry.intitule,
        "url": common.url("exigence", entry.id),
        "id": entry.id,
        "volet": label("volets", theme.volet),
        "theme": label("themes", theme.theme),
        "socle": _value(entry.niveaux.socle, entry.sens),
        "phases": [etape.phase for etape in entry.phases],
        "etiquettes": [law],
        "marques": common.marks(entry),
    }


def _value(level: Any, direction: str) -> str:
    return f"{_number(level, direction)}\u00a0{level.unite}"


def _number(level: Any, direction: str) -> str:
    return f"{'≥' if direction == 'au-moins' else '≤'}\u00a0{number(level.valeur)}"


def links(entries: list[Exigence], relations: Relations) -> list[View]:
    """Les liens vers des exigences ; nombreuses, elles tiennent en un lien par thème."""
    if len(entries) <= LISTED:
        return [{"titre": entry.intitule, "url": common.url("exigence", entry.id)} for entry in entries]
    wanted = {entry.id for entry in entries}
    found = [(theme, sum(item.id in wanted for item in theme.exigences)) for theme in relations.edition.themes]
    return [{"titre": f"{theme_name(theme, relations)}\u00a0: {count(size, 'exigence')}", "url": theme_url(theme)} for theme, size in found if size]


def theme_name(theme: ThemeEco, relations: Relations) -> str:
    """« Eau, bâtiment »."""
    label = relations.edition.label
    return f"{label('themes', theme.theme)}, {label('volets', theme.volet).lower()}"


def full(entry: Exigence, relations: Relations) -> View:
    """Tout ce que dit la fiche d'une exigence."""
    label, labels = relations.edition.label, relations.edition.labels
    families, theme = relations.families_of_requirement(entry), theme_of(entry, relations)
    return common.base("exigence", entry, entry.intitule, relations) | {
        "resume": short(entry, relations),
        "fil": [{"titre": theme_name(theme, relations), "url": theme_url(theme)}],
        "description": f"Éco-référentiel, {label('themes', theme.theme)} : {entry.intitule}",
        "texte": entry.resume,
        "version": entry.version,
        "entree": _entrance(entry, relations),
        "precedentes": list(_previous(entry, relations)),
        "remplacees": [{"titre": old.intitule, "url": common.url("exigence", old.id)} for old in relations.replaced_by(entry)],
        "operations": labels("operations", entry.operations),
        "typologies": labels("typologies", entry.typologies),
        "applicabilite": size_of(entry.seuil_applicabilite),
        "seuils": [_level(entry, name, relations) for name in LEVELS if getattr(entry.niveaux, name)],
        "methode": _shared_method(entry),
        "etapes": [_step(etape, relations) for etape in entry.phases],
        "loi": _law(entry, relations),
        "clause": entry.clause or "",
        "penalite": entry.penalite or "",
        "objectifs": common.goals(entry.objectifs, relations),
        "familles": [{"titre": family.intitule, "url": common.url("famille", family.id)} for family in families],
        "intentions": _intentions(entry, relations),
        "prive": _private(entry),
    }


def _entrance(said: Redaction, relations: Relations) -> View | None:
    """L'édition où une rédaction est entrée, la première si elle n'en dit pas ; rien sans liste d'éditions."""
    line = next((line for line in editions.listed(relations.edition) if said.edition in (None, line.code)), None)
    return {"titre": line.libelle, "url": edition_url(line.code), "demonstration": line.demonstration} if line else None


def _previous(entry: Exigence, relations: Relations) -> Iterator[View]:
    """Les rédactions qui ne sont plus en vigueur, de la plus récente à la plus ancienne, et ce qui les a changées."""
    edition = relations.edition
    for after, before in pairwise((entry, *entry.versions_precedentes)):
        changes = details(facts(before, edition), facts(after, edition))
        yield {"version": before.version, "entree": _entrance(before, relations), "motif": getattr(before, "motif", ""), "faits": changes}


def _level(entry: Exigence, name: str, relations: Relations) -> View:
    level = getattr(entry.niveaux, name)
    return {
        "code": name,
        "niveau": relations.edition.label("niveaux-ambition", name),
        "valeur": _number(level, entry.sens),
        "unite": level.unite,
        "indicateur": level.indicateur,
        "methode": level.methode,
        "a_verifier": level.a_verifier,
    }


def _shared_method(entry: Exigence) -> str:
    """La méthode de mesure, si elle est la même à tous les niveaux : dite une fois."""
    methods = {getattr(entry.niveaux, name).methode for name in LEVELS if getattr(entry.niveaux, name)}
    return methods.pop() if len(methods) == 1 else ""


def _step(etape: Any, relations: Relations) -> View:
    line = relations.edition.line("phases", etape.phase)
    return {
        "code": etape.phase,
        "phase": line.libelle,
        "attendu": etape.attendu,
        "preuve": etape.preuve,
        "qui": relations.edition.label("acteurs-operation", etape.qui),
    }


def _law(entry: Exigence, relations: Relations) -> View | None:
    known = entry.deja_exige
    if known is None:
        return None
    return common.law(relations.edition, known.reference) | {"depuis": day(known.depuis) if known.depuis else "", "portee": known.portee}


def _intentions(entry: Exigence, relations: Relations) -> View:
    """Les prochains travaux que l'exigence concernera sans doute, et leur nombre."""
    from spaser.rendering.views import intention  # l'intention cite des exigences par sa famille : import différé

    found = relations.intentions_of_requirement(entry)
    shown = [intention.short(item, relations) for item in found[:SHOWN]]
    return {"nombre": count(len(found), "intention d’achat", "intentions d’achat"), "reste": len(found) > SHOWN, "liens": shown}


def _private(entry: Exigence) -> View | None:
    cost = entry.surcout
    found = {
        "surcout": f"de {number(cost.mini)} à {number(cost.maxi)}\u00a0%" if cost else "",
        "constat": cost.constat if cost else "",
        "retour": entry.retour or "",
    }
    return found if any(found.values()) else None
