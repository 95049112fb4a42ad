"""Un texte public ne nomme ni ne joint une personne : ni mobile, ni boîte à son nom, où que ce soit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spaser.checks.common import problem
from spaser.checks.mailboxes import is_generic
from spaser.corpus import Corpus
from spaser.model.base import Entree
from spaser.model.marks import Forme
from spaser.model.walk import Champ, is_reference, visit
from spaser.problems import Problem

MOBILE = re.compile(r"(?<![\d.,/_-])(?:0|\+33[ \u00a0\u202f]?|0033[ \u00a0\u202f]?)[67](?:[ .\u00a0\u202f-]?\d\d){4}(?![\d_-])")
ADDRESS = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)


def check(corpus: Corpus) -> Iterator[Problem]:
    """Refuse un mobile ou une boîte personnelle dans tout texte public d’une entrée publique."""
    holders = [where for kind, entries in corpus.entries.items() if kind != "eco" for where in entries]
    for where in [*([corpus.settings] if corpus.settings else []), *holders]:
        if isinstance(where.entry, Entree) and where.entry.visibilite != "publique":
            continue
        for path, champ, value in visit(where.entry, _is_written, public=True):
            if isinstance(value, str) and ("@" in value or "6" in value or "7" in value):
                mark = champ.mark(Forme)
                if MOBILE.search(value):
                    yield problem(where, path, "un numéro de mobile est celui d'une personne", "écrire le numéro d'accueil", kind="personne")
                elif (mark is None or mark.nom != "courriel") and any(not is_generic(found.lower()) for found in ADDRESS.findall(value)):
                    yield problem(
                        where, path, "une adresse de courriel nomme une personne", "écrire l'adresse d'un service : contact@…, marches@…", kind="personne"
                    )


def _is_written(champ: Champ) -> bool:
    """Vrai d'un champ que quelqu'un rédige, à la différence d'un code."""
    return not is_reference(champ)
