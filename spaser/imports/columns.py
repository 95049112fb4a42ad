"""Une colonne du tableur des intentions : son titre, ses autres noms, et le champ qu'elle porte.

Le modèle `Intention` dit tout le reste : l'aide, l'exemple, l'audience, le caractère obligatoire, la liste de codes.
Un chemin « enjeux[].code » est celui d'un champ répété : une colonne par élément, ou une ligne de feuille liée.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from spaser.model import Intention, Modele
from spaser.model.base import Audience
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import Champ, champs, parts, words


@dataclass(frozen=True)
class Column:
    """Une colonne ; `synonyms` sont séparés par des virgules, `width` est en caractères.

    `given` dit si elle est dans le tableur donné aux services ; `explicit`, si l'export l'écrit même quand la fiche s'en tient
    à la valeur par défaut.
    """

    path: str
    title: str
    synonyms: str = ""
    given: bool = True
    width: int = 18
    explicit: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Tous les noms de la colonne : son titre, celui du champ, ses synonymes."""
        return (self.title, self.path.replace("[]", ""), *(name.strip() for name in self.synonyms.split(",") if name.strip()))

    @property
    def group(self) -> str:
        """Le champ répété dont la colonne porte un élément, ou rien."""
        return self.path.partition("[].")[0] if "[]." in self.path else ""

    @property
    def leaf(self) -> str:
        """Le nom du champ dans son groupe répété."""
        return self.path.rpartition("[].")[2]

    def at(self, rank: int | None) -> str:
        """Le chemin du champ tel que les messages le montrent, pour l'élément de ce rang (0 pour le premier)."""
        return self.path if rank is None else self.path.replace("[]", f"[{rank + 1}]")

    def heading(self, rank: int | None = None) -> str:
        """Le titre de la colonne, numéroté dans un groupe répété ; ce qui est interne le dit."""
        title = self.title if rank is None else f"{self.title} {rank + 1}"
        return f"{title} (interne)" if self.audience == "interne" else title

    def value(self, entry: Any) -> Any:
        """La valeur écrite du champ dans une entrée, ou dans un élément d'un champ répété ; `None` si rien n'est écrit."""
        for name in self.leaf.split("."):
            if entry is None or not (self.explicit or name in entry.model_fields_set):
                return None
            entry = getattr(entry, name)
        return entry

    @cached_property
    def _way(self) -> list[tuple[type[Modele], Champ]]:
        model: type[Modele] | None = Intention
        way = []
        for name in self.path.replace("[]", "").split("."):
            assert model is not None
            champ = next(champ for champ in champs(model) if champ.name == name)
            way.append((model, champ))
            model = champ.sub
        return way

    @property
    def champ(self) -> Champ:
        """Le champ du modèle."""
        return self._way[-1][1]

    @property
    def _field(self) -> Any:
        return self._way[-1][0].model_fields[self.champ.name]

    @cached_property
    def parts(self) -> list[Any]:
        """Tout ce dont le type du champ est fait."""
        model, champ = self._way[-1]
        return list(parts(get_type_hints(model, include_extras=True)[champ.name]))

    @property
    def audience(self) -> Audience:
        """« interne » si le champ, ou un groupe qui le contient, l'est."""
        return "interne" if any(champ.audience == "interne" for _, champ in self._way) else "publique"

    @property
    def is_required(self) -> bool:
        """Vrai si toute intention doit avoir ce champ."""
        return all(model.model_fields[champ.name].is_required() for model, champ in self._way)

    @property
    def lists(self) -> tuple[str, ...]:
        """Les listes de codes du champ."""
        mark = self.champ.mark(Code)
        return mark.listes if mark else ()

    @property
    def words(self) -> tuple[str, ...]:
        """Les mots entre lesquels choisir, quand le modèle les énumère."""
        return words(self.parts)

    @property
    def target(self) -> str:
        """Le genre d'entrée que le champ désigne, ou rien."""
        mark = self.champ.mark(Renvoi)
        return mark.genre if mark else ""

    @property
    def many(self) -> bool:
        """Vrai si la cellule peut porter plusieurs valeurs."""
        return self.champ.many

    @property
    def help(self) -> str:
        """L'aide, tirée du modèle."""
        return str(self._field.description)

    @property
    def example(self) -> str:
        """L'exemple du modèle, tel que le fichier YAML l'écrit ; vide s'il n'en donne pas."""
        return str(self._field.examples[0]) if self._field.examples else ""
