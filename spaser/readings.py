"""La mémoire des lectures : un fichier dont pas un octet n'a changé n'est ni lu deux fois par l'analyseur YAML, ni converti deux fois.

L'entrée y est rangée sous l'empreinte du texte, du modèle et du code ; les places n'y sont pas, elles ne servent qu'à dire un problème.
"""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path

from spaser import reading
from spaser.memory import Memory, digest
from spaser.model import Modele
from spaser.places import Tree
from spaser.problems import Problem
from spaser.skimming import DoubtError, skim
from spaser.validation import build


class Readings:
    """Lit des fichiers en se souvenant des précédents."""

    def __init__(self) -> None:
        self._memory = Memory("lectures")

    def read(self, path: Path, name: str, model: type[Modele]) -> tuple[Tree, list[Problem]]:
        """Lit `path`, nommé `name` dans les messages ; rend l'arbre et les clés doublées. Lève `UnreadableError`."""
        text = reading.read_text(path, name)
        tree = Tree(name, lambda: reading.parse(text, name)[0], partial(skim, text))
        tree.key = digest((model.__module__, model.__qualname__, text))
        known = self._memory.known(tree.key)
        if known is not None:
            tree.entry = pickle.loads(known)  # noqa: S301, .cache/ est à qui bâtit, comme le code
            return tree, []
        try:
            tree.data  # noqa: B018, lire dès maintenant : un doute demande la lecture entière
        except DoubtError:
            return reading.parse(text, name)
        return tree, []

    def entry(self, model: type[Modele], tree: Tree) -> tuple[Modele | None, list[Problem]]:
        """L'entrée d'un arbre, ou `None` et tous les problèmes."""
        if tree.entry is not None:
            return tree.entry, []
        entry, problems = build(model, tree)
        if entry is not None and tree.key:
            self._memory.keep(tree.key, pickle.dumps(entry, protocol=5))
        return entry, problems

    def save(self) -> None:
        """Garde ce qui vient d'être lu."""
        self._memory.save()
