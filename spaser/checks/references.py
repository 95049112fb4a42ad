"""Un code écrit dans une entrée est dans sa liste ; un renvoi mène à une entrée qui existe.

Ce qui mène à un fichier illisible n'est pas signalé : la faute est dans le fichier visé, et elle est déjà dite.
"""

from __future__ import annotations

from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.corpus import Corpus, Located
from spaser.model import GENRES, SANS_PAGE
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import is_reference, visit
from spaser.problems import Problem, did_you_mean

_NAMES = {"critere": "un critère", "transverse": "un critère transverse"}
#: Où sont les fichiers de ce que l'on peut viser, par genre.
_FOLDERS = (
    {kind: [f"{genre.dossier}/"] for kind, genre in GENRES.items()}
    | {
        "critere": ["familles/", "transverses/"],
        "transverse": ["transverses/"],
    }
    | {kind: [f"{kind}/"] for kind in SANS_PAGE}
)


def check(corpus: Corpus) -> Iterator[Problem]:
    """Contrôle tous les codes et tous les renvois de toutes les entrées."""
    codes, names = _codes(corpus), _list_names(corpus)
    targets = known_targets(corpus)
    for where in _holders(corpus):
        for path, champ, value in visit(where.entry, is_reference):
            code, renvoi = champ.mark(Code), champ.mark(Renvoi)
            if code is not None:
                if not any(value in codes.get(liste, ()) for liste in code.listes):
                    yield from _code(corpus, where, path, str(value), code, codes, names)
            elif renvoi is not None and str(value) not in targets[renvoi.genre] and not _is_unread(corpus, _FOLDERS[renvoi.genre], str(value)):
                kind = _NAMES.get(renvoi.genre) or GENRES[renvoi.genre].singulier
                name = kind.replace("’", "'")
                advice = did_you_mean(str(value), targets[renvoi.genre]) or "reprendre l'identifiant d'une entrée existante"
                yield problem(where, path, f"« {value} » ne mène à rien, {name} est attendu{'e' * name.startswith('une ')}", advice, kind="renvoi")
    yield from _replacements(corpus)


def _codes(corpus: Corpus) -> dict[str, dict[str, None]]:
    """Les codes de chaque liste, dans leur ordre."""
    return {where.entry.id: dict.fromkeys(ligne.code for ligne in where.entry.lignes) for where in corpus.of("codes")}


def _list_names(corpus: Corpus) -> dict[str, str]:
    return {where.entry.id: where.entry.singulier for where in corpus.of("codes")}


def known_targets(corpus: Corpus) -> dict[str, set[str]]:
    """Les clés auxquelles on peut renvoyer, par genre."""
    targets = {name: {str(getattr(where.entry, genre.cle)) for where in corpus.of(name)} for name, genre in GENRES.items()}
    targets["critere"] = {critere.id for _, _, critere in corpus.criteria()}
    targets["transverse"] = {critere.id for where in corpus.of("transverses") for critere in where.entry.criteres}
    return targets


def _is_unread(corpus: Corpus, places: list[str], key: str) -> bool:
    """Vrai si ce qui est visé est, ou peut être, dans un fichier refusé, à l'une de ces places."""
    unread = (names for path, names in corpus.unread.items() if path.startswith(tuple(places)))
    return any(names is None or key in names for names in unread)


def _holders(corpus: Corpus) -> Iterator[Located]:
    """Ce qui peut contenir un code ou un renvoi ; les exigences sont vues une seule fois, par leur fichier de thème."""
    if corpus.settings:
        yield corpus.settings
    for kind, entries in corpus.entries.items():
        if kind != "exigence":
            yield from entries


def _code(
    corpus: Corpus, where: Located, path: tuple[str | int, ...], value: str, mark: Code, codes: dict[str, dict[str, None]], names: dict[str, str]
) -> Iterator[Problem]:
    """Le problème d'un code qui n'est dans aucune de ses listes."""
    if _is_unread(corpus, [f"codes/{liste}.yml" for liste in mark.listes], value):
        return
    kinds = [names.get(liste, f"un code de « {liste} »").replace("’", "'") for liste in mark.listes]
    denial = f"n'est pas {kinds[0]}" if len(kinds) == 1 else f"n'est ni {' ni '.join(kinds)}"
    known = [code for liste in mark.listes for code in codes.get(liste, ())]
    yield problem(where, path, f"« {value} » {denial}", did_you_mean(value, known), kind="code")


def _replacements(corpus: Corpus) -> Iterator[Problem]:
    for kind in (*GENRES, *SANS_PAGE):
        known = [where.entry.id for where in corpus.of(kind)]
        for where in corpus.of(kind):
            target = where.entry.remplace_par
            if target is not None and target not in known and not _is_unread(corpus, _FOLDERS[kind], target):
                yield problem(where, ("remplace_par",), f"« {target} » n'est pas une entrée connue", did_you_mean(target, known), kind="renvoi")
