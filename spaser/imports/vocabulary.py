"""Le vocabulaire d'un tableur : ce que les gens écrivent pour un code, une famille ou un lieu."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property

from spaser.imports.cells import UnreadableCellError
from spaser.model import LigneCode
from spaser.model.lignes import LigneEnjeu
from spaser.publication import Edition

#: Les sigles que les acheteurs écrivent à la place d'un code.
INITIALS = {
    "mapa": "procedure-adaptee",
    "ao": "appel-offres-ouvert",
    "aoo": "appel-offres-ouvert",
    "aor": "appel-offres-restreint",
    "ac": "accord-cadre",
    "sad": "systeme-acquisition-dynamique",
    "moe": "maitrise-oeuvre",
    "pi": "prestations-intellectuelles",
    "tic": "techniques-information",
    "ea esat": "L2113-12",
    "siae": "L2113-13",
    "ess": "L2113-15",
}
SUGGESTIONS = 8
Names = dict[str, set[str]]


def plain(text: str) -> str:
    """Un texte sans accent, sans majuscule ni ponctuation, pour comparer : « Saint-Malo » et « st malo » sont égaux."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    words = re.sub(r"[^a-z0-9]+", " ", "".join(sign for sign in bare if not unicodedata.combining(sign))).split()
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in words)


def root(text: str) -> str:
    """La même chose sans la marque du pluriel : « fourniture » et « Fournitures » sont égaux."""
    return " ".join(word.rstrip("sx") if len(word) > 3 else word for word in plain(text).split())


def straight(text: str) -> str:
    """Un texte des référentiels tel que le terminal le montre : apostrophes droites, espaces simples."""
    return re.sub(r"[\u00a0\u202f]", " ", text).replace("’", "'")


def short_place(name: str) -> str:
    """Le nom d'une intercommunalité sans sa forme : « CC Val d'Ille-Aubigné » devient « val d ille aubigne »."""
    bare = re.sub(r"^(?:communaute (?:d agglomeration|de communes|urbaine)|ca|cc|cu) (?:de |du |des |d )?", "", plain(name))
    return re.sub(r" (?:communaute|agglomeration|agglo)$", "", bare)


class Vocabulary:
    """Les noms de tout ce qu'une cellule peut désigner, tirés de l'édition interne."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self._names: dict[tuple[str, ...], Names] = {}

    def lines(self, lists: tuple[str, ...]) -> list[LigneCode]:
        """Les lignes de plusieurs listes de codes, dans l'ordre."""
        return [line for name in lists if name in self.edition.codes for line in self.edition.codes[name].lignes]

    def code(self, lists: tuple[str, ...], text: str) -> str:
        """Le code que désigne un texte : code, libellé, équivalent officiel ou sigle. Lève `UnreadableCellError`."""
        found = self._find(self._known(lists), text)
        if len(found) == 1:
            return found.pop()
        if found:
            raise UnreadableCellError(f"« {text} » désigne plusieurs codes : {', '.join(sorted(found))}", "écrire le code voulu")
        names = [straight(self.edition.codes[name].singulier) for name in lists if name in self.edition.codes]
        denial = f"n'est pas {names[0]}" if len(names) == 1 else f"n'est ni {' ni '.join(names)}"
        raise UnreadableCellError(f"« {text} » {denial}", _advice(text, [line.libelle for line in self.lines(lists) if line.retire_le is None]))

    def label(self, lists: tuple[str, ...], code: str) -> str:
        """Le libellé d'un code, s'il suffit à le retrouver ; sinon le code."""
        label = next((line.libelle for line in self.lines(lists) if line.code == code), code)
        return label if self._find(self._known(lists), label) == {code} else code

    def family(self, text: str) -> str:
        """L'identifiant de la famille que désigne un texte. Lève `UnreadableCellError`."""
        found = self._find(self._families, text)
        if len(found) == 1:
            return found.pop()
        families = self.edition.entrees["famille"].values()
        near = [family.intitule for family in families if root(text) in {root(word) for word in family.mots_cles}]
        advice = f"vouliez-vous écrire « {straight(near[0])} » ?" if near else _advice(text, [family.intitule for family in families])
        raise UnreadableCellError(f"« {text} » n'est pas une famille d'achat", advice)

    def family_label(self, identifier: str) -> str:
        """L'intitulé d'une famille, s'il suffit à la retrouver ; sinon son identifiant."""
        label: str = self.edition.entrees["famille"][identifier].intitule
        return label if self._find(self._families, label) == {identifier} else identifier

    @cached_property
    def _families(self) -> Names:
        families = self.edition.entrees["famille"].values()
        return _index([(family.id, family.id) for family in families], [(family.intitule, family.id) for family in families])

    def _known(self, lists: tuple[str, ...]) -> Names:
        if lists not in self._names:
            self._names[lists] = _index(*self._tiers(lists))
        return self._names[lists]

    def _tiers(self, lists: tuple[str, ...]) -> Iterator[list[tuple[str, str]]]:
        """Tous les noms de chaque code, les plus sûrs d'abord."""
        lines = self.lines(lists)
        codes = {line.code for line in lines}
        yield [(line.code, line.code) for line in lines]
        yield [(line.libelle, line.code) for line in lines]
        yield [(line.court, line.code) for line in lines if isinstance(line, LigneEnjeu)]
        yield [(name, line.code) for line in lines if line.officiel for name in line.officiel.model_dump().values() if name]
        yield [(name, code) for name, code in INITIALS.items() if code in codes]
        yield [(short_place(line.libelle), line.code) for line in self.lines(tuple(name for name in lists if name == "epci"))]
        if "departements" in lists:
            buyer = self.edition.collectivite
            yield [(name, buyer.departement) for name in (buyer.nom, buyer.territoire, "département", "tout le département")]

    def _find(self, names: Names, text: str) -> set[str]:
        """Ce que désigne un texte, en entier d'abord, puis par ses morceaux : « Rennes (35238) », « 35238 - Rennes »."""
        for part in _readings(text):
            found = names.get(root(part))
            if found:
                return set(found)
        return set()


def _readings(text: str) -> Iterator[str]:
    yield text
    yield re.sub(r"\([^)]*\)", " ", text)
    yield re.sub(r"\b[Aa]rt(icle|\.)?\s*L\.?\s*", "L", text)
    yield short_place(text)
    yield from re.findall(r"\(([^)]+)\)", text)
    yield from re.split(r"\s[-–—:]\s|\s:", text)


def _index(*tiers: Iterable[tuple[str, str]]) -> Names:
    """Chaque nom comparable, et ce qu'il désigne ; un nom déjà pris par un rang plus sûr ne désigne rien d'autre."""
    names: Names = {}
    for tier in tiers:
        found: Names = {}
        for name, code in tier:
            found.setdefault(root(name), set()).add(code)
        names = found | names
    return names


def _advice(text: str, labels: list[str]) -> str:
    """Le libellé le plus proche, sinon les libellés possibles s'ils sont peu nombreux."""
    shown = {root(label): straight(label) for label in labels}
    near = get_close_matches(root(text), list(shown), n=1, cutoff=0.72)
    if near:
        return f"vouliez-vous écrire « {shown[near[0]]} » ?"
    if len(labels) <= SUGGESTIONS:
        return f"choisir parmi : {', '.join(shown.values())}"
    return "choisir dans la liste déroulante du tableur modèle"
