"""Les rédactions déjà semées : à toute taille, deux critères n'ont pas le même texte, ce que le contrôle de ressemblance refuse."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from semis.prose import CRITERION, Writer
from spaser.checks.likeness import FEWEST, runs

Run = tuple[str, ...]


@dataclass
class Wordings:
    """Les suites de mots de chaque rédaction, et le rang de celles qui les emploient."""

    holders: dict[Run, list[int]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def draw(self, writer: Writer) -> str:
        """Une rédaction de deux paragraphes, tirée de nouveau tant qu'elle ressemble à une autre."""
        while True:
            text = "\n\n".join(writer.text(3, 5, CRITERION) for _ in range(2))
            found = runs(text)
            common = Counter(rank for run in found for rank in self.holders.get(run, ()))
            if max(common.values(), default=0) < FEWEST:
                break
        self.count += 1
        for run in found:
            self.holders[run].append(self.count)
        return text
