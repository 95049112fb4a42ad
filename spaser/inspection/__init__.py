"""Contrôle un site public fini, avant de l’envoyer : rien de ce qui suit ne croit sur parole ce qui l’a construit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from spaser.corpus import Corpus
from spaser.inspection import contents, history, paths, people, properties
from spaser.inspection.findings import Finding
from spaser.inspection.secrets import Known, Secrets, known
from spaser.inspection.unpacking import PackError, unpacked
from spaser.inspection.values import internal_values, public_texts
from spaser.inspection.words import Reader

__all__ = ["Finding", "inspect"]
#: Une pièce que la bibliothèque de tableurs écrit toujours pareille, et qui est pleine de nombres.
LIBRARY = "!xl/theme/theme1.xml"


def inspect(site: Path, corpus: Corpus, project: Path, *, branch: bool = False) -> list[Finding]:
    """Tout ce qui interdit d’envoyer ce dossier, trié ; vide s’il n’y a rien.

    `project` : le dépôt, dont les pages et le thème sont publics. `branch` : le dossier est une branche publiée, avec son historique.
    """
    found = list(paths.check(site, project / "docs", branch=branch))
    secrets = Secrets.of(internal_values(corpus), known(public_texts(corpus)), _written(project))
    reader, own = Reader(), _own(corpus)
    for path in sorted(path for path in paths.files(site) if path.is_file() and not path.is_symlink()):
        name = path.relative_to(site).as_posix()
        found.extend(_safely(name, _file(name, path.read_bytes(), reader, secrets, own)))
    if branch:
        found.extend(_safely(history.FOLDER, _history(site, reader, secrets)))
    return sorted(set(found))


def _safely(name: str, found: Iterator[Finding]) -> Iterator[Finding]:
    """Les défauts trouvés, et celui de ne pas avoir pu tout lire."""
    try:
        yield from found
    except PackError as error:
        yield Finding(name, str(error))


def _file(name: str, raw: bytes, reader: Reader, secrets: Secrets, own: dict[str, str]) -> Iterator[Finding]:
    """Ce qui ne va pas dans un fichier, et dans chaque pièce de son archive."""
    for part, content in unpacked(name, raw):
        read = reader.tags(content) if part.endswith(".html") else content
        said = [*contents.check(part, read, own["adresse"]), *properties.check(part, content, own["nom"]), *people.check(part, read)]
        said += _leaks(part, content, reader, secrets)
        yield from (Finding(name, message if part == name else f"{message} (dans {part.removeprefix(name)})") for message in said)


def _leaks(part: str, raw: bytes, reader: Reader, secrets: Secrets) -> Iterator[str]:
    """Les valeurs internes que disent le nom ou les octets d’une pièce."""
    words = [*reader.words(part.encode()), *(() if part.endswith(LIBRARY) else reader.words(raw))]
    yield from (f"une valeur interne y est écrite : {place}" for place in secrets.found(words))


def _history(site: Path, reader: Reader, secrets: Secrets) -> Iterator[Finding]:
    """Les valeurs internes que garde l’historique, retirées ou non du dernier état."""
    for name, raw in history.objects(site):
        for part, content in unpacked(name, raw):
            yield from (Finding(name, message) for message in _leaks(part, content, reader, secrets))


def _own(corpus: Corpus) -> dict[str, str]:
    """Ce que le site peut dire de lui-même : son adresse, et le nom de son producteur."""
    buyer = corpus.settings.entry if corpus.settings else None
    return {"adresse": re.sub(r"^https?:", "", buyer.url_public.rstrip("/")) if buyer else "", "nom": buyer.nom if buyer else ""}


@cache
def _written(project: Path) -> Known:
    """Ce que disent les textes du dépôt que tout le monde peut lire : pages publiques, gabarits, thème, phrases du programme."""
    hidden = {"interne", "decisions", "__pycache__", "vendor"}
    folders = (("docs", {".md"}), ("macros", {".html"}), ("theme", {".html", ".js"}), ("spaser", {".py"}))
    paths = [path for folder, suffixes in folders for path in sorted((project / folder).rglob("*")) if path.suffix in suffixes]
    return known(path.read_text(encoding="utf-8") for path in paths if not set(path.relative_to(project).parts) & hidden)
