"""Les blocs que les pages de prose appellent par leur nom : une liste écrite, rien d'autre n'est appelable."""

from __future__ import annotations

import inspect
from typing import Any, get_args, get_type_hints

from markupsafe import Markup

from spaser.rendering.blocks import (
    agec,
    attributions,
    composer,
    data,
    eco,
    editing,
    entries,
    explorer,
    grids,
    helpers,
    internal,
    map,
    news,
    pages,
    potential,
    review,
    steering,
    tools,
    vademecum,
)
from spaser.rendering.blocks.base import Block, BlockError, Page

BLOCKS: dict[str, Block] = {
    block.__name__: block
    for block in (
        entries.carte_intention,
        entries.carte_famille,
        entries.carte_exigence,
        entries.carte_fournisseur,
        entries.carte_objectif,
        entries.tableau_intentions,
        entries.tableau_familles,
        entries.tableau_exigences,
        entries.tableau_fournisseurs,
        entries.tableau_objectifs,
        entries.objectifs_par_axe,
        vademecum.chercher_famille,
        vademecum.familles_par_segment,
        vademecum.liste_transverses,
        eco.matrice_exigences,
        eco.mon_operation,
        eco.operations_usuelles,
        eco.editions_eco,
        entries.lien,
        entries.nombre,
        explorer.explorateur,
        explorer.frise_intentions,
        explorer.listes_intentions,
        map.carte_fournisseurs,
        map.listes_fournisseurs,
        map.fiche_sourcage,
        potential.regle_potentiel,
        potential.outil_potentiel,
        potential.hypotheses_potentiel,
        potential.manques_carte,
        potential.manques_territoires,
        potential.manques_segments,
        pages.champ_recherche,
        pages.chiffres_cles,
        pages.prochaines_intentions,
        data.donnees_ouvertes,
        data.abonnements,
        data.dictionnaire,
        news.nouveautes,
        news.depuis_edition,
        news.archives_nouveautes,
        pages.plan_des_fiches,
        pages.plan_des_pages,
        pages.tableau_codes,
        pages.collectivite,
        pages.qualite_des_donnees,
        composer.composeur,
        editing.edition_par_formulaire,
        internal.campagne_interne,
        attributions.attributions_interne,
        steering.tableau_de_bord,
        agec.declaration_agec,
        agec.rappel_agec,
        tools.outils_du_schema,
        helpers.cout_complet,
        helpers.approche_carbone,
        helpers.approches_carbone,
        review.plan_action,
        grids.grille,
        grids.bilan_grille,
        grids.declaration_accessibilite,
    )
}

__all__ = ["BLOCKS", "BlockError", "Page", "call"]
#: Ce qu'un argument peut être, en mots.
WORDS = {str: "un texte entre guillemets", int: "un nombre entier", bool: "true ou false"}


def call(name: str, page: Page, *arguments: Any, **options: Any) -> Markup:
    """Rend un bloc. Lève `BlockError` si un argument n'est pas de ceux qu'il accepte."""
    try:
        given = inspect.signature(BLOCKS[name]).bind(page, *arguments, **options).arguments
    except TypeError:
        accepted = ", ".join(list(inspect.signature(BLOCKS[name]).parameters)[1:]) or "aucun"
        raise BlockError(f"{name} : un argument n'est pas accepté (arguments possibles : {accepted})") from None
    try:
        _check(BLOCKS[name], given)
        return BLOCKS[name](page, *arguments, **options)
    except BlockError as error:
        raise BlockError(f"{name} : {error}") from None


def _check(block: Block, given: dict[str, Any]) -> None:
    """Refuse une valeur qui n'est pas du type que le bloc déclare."""
    for name, hint in get_type_hints(block).items():
        if name in given and not isinstance(given[name], hint):
            expected = " ou ".join(WORDS[kind] for kind in get_args(hint) or (hint,) if kind in WORDS)
            raise BlockError(f"{name} : {expected} est attendu, lu « {given[name]} »")
