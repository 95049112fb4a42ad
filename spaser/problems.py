"""Ce que le produit dit quand une donnée est fautive : un problème, son lieu, sa phrase, son conseil."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

#: Un problème tient sur une ligne, même s'il cite un texte qui en a plusieurs.
LINE_END = re.compile(r"\s*[\n\r\x85\u2028\u2029]\s*")

#: La page qui explique chaque sorte de message, rubrique par rubrique ; le site interne la publie.
GUIDE = "docs/interne/messages.md"
#: Les messages qui ont une autre page : une seule pèserait trop.
APART = {
    "docs/interne/messages-fiches.md": (
        *("poids", "bareme", "version-critere", "edition-eco", "critere-retire", "exigence", "statut", "reservation", "suites", "annee-close"),
        *("attribution", "outil", "grille", "agec", "decp", "courriel", "personne", "siret", "demonstration"),
    ),
    "docs/interne/messages-redaction.md": (
        *("preference-geographique", "label-ou-equivalent", "politique-generale", "selection-attribution"),
        *("critere-sans-preuve", "somme-des-poids", "part-environnementale", "critere-unique", "derogation-inutile", "ressemblance"),
    ),
}


#: Ce que le système refuse, dit en français.
_REASONS = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le quota de disque est atteint",
    errno.EROFS: "le dossier est en lecture seule",
    errno.EACCES: "les droits manquent",
    errno.EPERM: "les droits manquent",
    errno.ENOENT: "le fichier ou le programme n'existe pas",
    errno.ENOTDIR: "un fichier est à la place d'un dossier",
    errno.EISDIR: "un dossier est à la place d'un fichier",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENAMETOOLONG: "le nom du fichier est trop long",
    errno.EIO: "le disque ne répond pas",
    errno.ENOMEM: "la mémoire manque",
    errno.ECHILD: "un de ses processus a été interrompu",
}


def reason(error: OSError) -> str:
    """Pourquoi le système a refusé, en français."""
    told = re.search(r"\[Errno (\d+)\]", str(error))  # une copie de dossier ne garde de ses refus que leur texte
    code = error.errno or int(told[1] if told else 0)
    return _REASONS.get(code, f"erreur {code} du système")


def printable(name: str) -> str:
    """Un nom de fichier, tel qu'un message peut le dire : ce qui changerait de ligne ou de couleur s'y lit en toutes lettres."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in name)


@dataclass(frozen=True, order=True)
class Problem:
    """Un défaut d'une donnée, à sa place.

    `file` est relatif au dossier courant, `line` et `column` comptent à partir de 1, `field` est le
    chemin du champ (« criteres[2].bareme »), vide pour le fichier entier. `warning` : signalé sur le
    site interne, ne bloque rien. `kind` nomme la rubrique d'aide.
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    advice: str = ""
    warning: bool = False
    kind: str = "forme"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: "
        subject = f"{self.field} : " if self.field else ""
        advice = f"\n    Conseil : {self.advice}" if self.advice else ""
        return f"{place}{LINE_END.sub(' ', subject + self.message)}{advice}"


class DataError(Exception):
    """Des données refusées ; porte tous les problèmes, triés."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(report(self.problems))


def plural(count: int, word: str) -> str:
    """Accorde un nom régulier avec son nombre : « 1 erreur », « 2 erreurs »."""
    return f"{count} {word}{'s' if count > 1 else ''}"


def total(problems: list[Problem]) -> str:
    """Dit combien d'erreurs dans combien de fichiers, et que rien n'est publié."""
    files = len({problem.file for problem in problems})
    return f"{plural(len(problems), 'erreur')} dans {plural(files, 'fichier')}. Rien n'a été publié."


def report(problems: list[Problem]) -> str:
    """Rassemble les problèmes, un par ligne, puis leur total et la rubrique d'aide de chaque sorte."""
    return "\n".join([*(str(problem) for problem in problems), "", total(problems), *helps(problems)])


def help_of(kind: str) -> str:
    """La rubrique qui explique une sorte de message."""
    page = next((page for page, kinds in APART.items() if kind in kinds), GUIDE)
    return f"{page}#{kind}"


def helps(problems: Sequence[Problem]) -> list[str]:
    """Où chaque sorte de message est expliquée, une ligne par rubrique."""
    return [f"    aide: {help_of(kind)}" for kind in sorted({problem.kind for problem in problems})]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Propose le mot connu le plus proche, de longueur voisine, ou rien."""
    likely = [name for name in known if abs(len(name) - len(word)) <= 2 + len(word) // 3]
    near = get_close_matches(word, likely, n=1, cutoff=0.72)
    return f"vouliez-vous écrire « {near[0]} » ?" if near else ""
