"""Ce que le public ne doit pas lire, et ce qu’il peut lire : tiré des modèles, sans rien devoir à `publication`, que cette liste contrôle."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from spaser.corpus import Corpus
from spaser.model import Outil, ThemeEco
from spaser.model.base import Entree
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import Champ, visit
from spaser.publication_rules import public_paths


def internal_values(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Chaque texte et chaque nombre interne, avec sa place dans les référentiels ; ni codes, ni dates, ni oui ou non."""
    yield from ((place, text) for hidden, place, text in _values(corpus) if hidden)


def public_texts(corpus: Corpus) -> Iterator[str]:
    """Chaque texte et chaque nombre public."""
    yield from (text for hidden, _, text in _values(corpus) if not hidden)


def _values(corpus: Corpus) -> Iterator[tuple[bool, str, str]]:
    holders = [where for entries in corpus.entries.values() for where in entries]
    for where in [*([corpus.settings] if corpus.settings else []), *holders]:
        if isinstance(where.entry, ThemeEco) and where.entry.exigences:
            continue  # ses exigences sont lues une à une, chacune avec sa visibilité
        name = "/".join(where.path.parts[-3:])
        for path, champ, value in visit(where.entry):
            if _is_told(champ, value):
                hidden = _is_hidden(where.entry) or not public_paths(type(where.entry), path)
                yield hidden, f"{name}, {'.'.join(map(str, path))}", str(value)


def _is_told(champ: Champ, value: Any) -> bool:
    return isinstance(value, str | int | Decimal) and not isinstance(value, bool) and not champ.mark(Code) and not champ.mark(Renvoi)


def _is_hidden(entry: Any) -> bool:
    return isinstance(entry, Outil) or (isinstance(entry, Entree) and entry.visibilite != "publique")
