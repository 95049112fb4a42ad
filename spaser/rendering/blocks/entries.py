"""Les blocs qui montrent des entrées : cartes, tableaux, liens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from spaser import operations
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.typography import count, number
from spaser.rendering.views import common


def _card(page: Page, kind: str, identifiant: str | int) -> Markup:
    return page.macro(kind, "cartes", [page.renderer.short(kind, page.entry(kind, identifiant))])


def carte_intention(page: Page, identifiant: str) -> Markup:
    """La carte d'une intention."""
    return _card(page, "intention", identifiant)


def carte_famille(page: Page, identifiant: str) -> Markup:
    """La carte d'une famille d'achat."""
    return _card(page, "famille", identifiant)


def carte_exigence(page: Page, identifiant: str) -> Markup:
    """La carte d'une exigence."""
    return _card(page, "exigence", identifiant)


def carte_fournisseur(page: Page, identifiant: str) -> Markup:
    """La carte d'un fournisseur solidaire."""
    return _card(page, "fournisseur", identifiant)


def carte_objectif(page: Page, identifiant: str | int) -> Markup:
    """La carte d'un objectif, par son identifiant ou son numéro."""
    return _card(page, "objectif", identifiant)


def _table(page: Page, kind: str, entries: Iterable[Any], title: str) -> Markup:
    views = [page.renderer.short(kind, entry) for entry in entries]
    return page.renderer.macro(kind, "tableau", views, page.root, title)


def tableau_intentions(
    page: Page, annee: int | None = None, enjeu: str = "", famille: str = "", reserve: bool | None = None, nombre: int | None = None
) -> Markup:
    """Les intentions, par date de publication prévue ; filtres facultatifs."""
    found = [
        entry
        for entry in sorted(page.entries("intention"), key=lambda entry: (entry.publication_prevue, entry.id))
        if (annee is None or entry.annee == annee)
        and (not enjeu or enjeu in {item.code for item in entry.enjeux})
        and (not famille or entry.famille == famille)
        and (reserve is None or bool(entry.reservation) == reserve)
    ]
    return _table(page, "intention", found[:nombre], f"{count(len(found), 'intention')} d’achat")


def tableau_familles(page: Page, segment: str = "") -> Markup:
    """Les familles d'achat, par ordre alphabétique."""
    found = sorted((f for f in page.entries("famille") if not segment or f.segment == segment), key=lambda f: f.intitule)
    return _table(page, "famille", found, f"{count(len(found), 'famille')} d’achat")


def tableau_exigences(page: Page, volet: str = "", theme: str = "") -> Markup:
    """Les exigences en vigueur, thème par thème."""
    themes = [t for t in page.edition.themes if (not volet or t.volet == volet) and (not theme or t.theme == theme)]
    found = [item for t in themes for item in operations.in_force(t)]
    subject = f"\u00a0: {page.label('themes', theme)}" if theme else " de l’éco-référentiel"
    return _table(page, "exigence", found, f"{count(len(found), 'exigence')}{subject}")


def tableau_fournisseurs(page: Page, secteur: str = "", type: str = "") -> Markup:
    """Les structures solidaires, par nom."""
    found = [f for f in page.entries("fournisseur") if (not secteur or secteur in f.secteurs) and (not type or type in f.types)]
    found.sort(key=lambda f: f.nom)
    return _table(page, "fournisseur", found, count(len(found), "structure solidaire", "structures solidaires"))


def tableau_objectifs(page: Page, axe: str = "") -> Markup:
    """Les objectifs du schéma, avec leurs cibles et leurs échéances."""
    found = [goal for goal in page.entries("objectif") if not axe or goal.axe == axe]
    subject = f"\u00a0: {page.label('axes', axe)}" if axe else " du schéma"
    return _table(page, "objectif", found, f"{count(len(found), 'objectif')}{subject}")


def objectifs_par_axe(page: Page) -> Markup:
    """Un titre et un tableau d'objectifs par axe du schéma."""
    tables = [(line.code, line.libelle, tableau_objectifs(page, line.code)) for line in page.edition.codes["axes"].lignes]
    return Markup("").join(Markup('<h2 id="{}">{}</h2>{}').format(*table) for table in tables)


def lien(page: Page, identifiant: str, texte: str = "") -> Markup:
    """Un lien vers une fiche, par son identifiant, quel que soit son genre."""
    for kind, entries in page.edition.entrees.items():
        if identifiant in entries:
            title = texte or page.renderer.short(kind, entries[identifiant])["titre"]
            return Markup('<a href="{}{}">{}</a>').format(page.root, common.url(kind, identifiant), title)
    raise BlockError(f"« {identifiant} » n'est l'identifiant d'aucune fiche")


def nombre(page: Page, genre: str) -> Markup:
    """Le nombre d'entrées d'un genre."""
    return Markup("{}").format(number(len(list(page.entries(genre)))))
