"""Les intentions qu'un import créerait et qui ressemblent à une autre, que le tableur ne cite pas : peut-être le même achat, renommé."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from spaser.imports.store import Data, Holding
from spaser.imports.vocabulary import plain, straight

#: Au-delà, deux objets se ressemblent assez pour demander s'il s'agit du même achat.
RESEMBLANCE = 0.85
#: Comparer deux à deux plus d'intentions ferait attendre.
MAX_COMPARED = 20_000


def notes(known: Iterable[Holding], drafts: Mapping[str, tuple[Holding, Data]]) -> Iterator[str]:
    """Une phrase par paire, avec ce qu'il faut écrire si c'est le même achat ; `drafts` : les lignes lues, par identifiant."""
    others = [(holding.id, holding.data) for holding in known if holding.id not in drafts]
    created = {name: data for name, (holding, data) in drafts.items() if not holding.files}
    for name, data in created.items() if len(created) * len(others) <= MAX_COMPARED else ():
        for other, said in others:
            if said["famille"] == data["famille"] and _resemble(said, data):
                yield f"{name} ressemble à {other}, « {straight(said['intitule'])} » : si c'est le même achat, écrire {other} en identifiant"


def _resemble(one: Data, other: Data) -> bool:
    return SequenceMatcher(None, plain(one["intitule"]), plain(other["intitule"])).ratio() >= RESEMBLANCE
