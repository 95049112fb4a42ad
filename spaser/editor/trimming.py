"""Ôte de Sveltia CMS ce qui appellerait un tiers (polices, langue, mise à jour, pages d'état, modules), et les défauts qu'axe y voit.

Chaque substitution vaut pour la version exacte que nomme `stock` : si elle ne s'applique pas le nombre de fois prévu,
le programme n'est pas celui que l'on a relu, et rien n'est publié.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CDN = "https://cdn.jsdelivr.net/fontsource/fonts"


class TrimmingError(Exception):
    """Une substitution ne s'applique pas comme prévu : la version du programme a changé."""


@dataclass(frozen=True)
class Cut:
    """Une substitution : ce qu'elle fait, le texte cherché, celui qui le remplace, et combien de fois."""

    why: str
    before: str
    after: str
    times: int = 1


CUTS = (
    Cut("police du texte", f"{CDN}/source-sans-3:vf@5.3.0/latin-wght-normal.woff2", "polices/source-sans-3.woff2"),
    Cut("police à chasse fixe", f"{CDN}/noto-mono@5.3.0/latin-400-normal.woff2", "polices/noto-mono.woff2"),
    Cut("police des icônes", f"{CDN}/material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2", "polices/material-symbols-outlined.woff2"),
    Cut("textes de l'interface", "USe=`${iP}@${rP}/locales`", "USe=`langues`"),
    Cut("langue de l'interface : le français, quel que soit le navigateur", "return e&&jQ.includes(e)?e:AQ", "return`fr`"),
    Cut("recherche d'une nouvelle version", "e=await fetch(NSe)", "e={ok:!1}"),
    Cut("page d'état de GitHub", "=await ez(Oye)", "={status:{indicator:`none`}}"),
    Cut("page d'état de GitLab", "=await ez(jbe)", "={result:{status_overall:{status_code:100}}}"),
    Cut("modules pris à la demande sur un serveur tiers", "https://unpkg.com", "absent", 4),
    Cut("dépôt local proposé aussi hors de « localhost »", "l=k(()=>ZR.isLocalHost&&!R(s))", "l=k(()=>!R(s))"),
    Cut("zoom borné (RGAA 10.4)", "`maximum-scale=1`,", ""),
    Cut(
        "région principale dans une liste (RGAA 9.2) : la page en a une",
        'z(`<main><!> <div role="none" class="main-inner',
        'z(`<div role="group"><!> <div role="none" class="main-inner',
    ),
    Cut("fin de cette région", "</div></main>`", "</div></div>`"),
    Cut("carte des sources, non publiée", "\n//# sourceMappingURL=sveltia-cms.js.map", ""),
)


def trim(script: str, cuts: Iterable[Cut] = CUTS) -> str:
    """Le programme sans ses appels à des tiers. Lève `TrimmingError` si une substitution ne s'applique pas comme prévu."""
    for cut in cuts:
        found = script.count(cut.before)
        if found != cut.times:
            raise TrimmingError(f"Édition par formulaire : « {cut.why} » devait être trouvé {cut.times} fois, l'est {found}. Relire spaser/editor/trimming.py.")
        script = script.replace(cut.before, cut.after)
    return script
