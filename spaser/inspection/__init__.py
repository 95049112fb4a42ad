"""Contrôle un site public fini, avant de l’envoyer : rien de ce qui suit ne croit sur parole ce qui l’a construit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from spaser.corpus import Corpus
from spaser.inspection import contents, paths, people, properties
from spaser.inspection.findings import Finding
from spaser.inspection.secrets import Known, Secrets, known
from spaser.inspection.unpacking import PackError, unpacked
from spaser.inspection.values import internal_values, public_texts
from spaser.inspection.words import Reader

__all__ = ["Finding", "inspect"]
#: Une pièce que la bibliothèque de tableurs écrit toujours pareille, et qui est pleine de nombres.
LIBRARY = "!xl/theme/theme1.xml"


def inspect(site: Path, corpus: Corpus, project: Path) -> list[Finding]:
    """Tout ce qui interdit d’envoyer ce dossier, trié ; vide s’il n’y a rien. `project` : le dépôt, dont les pages et le thème sont publics."""
    found = list(paths.check(site, project / "docs"))
    secrets = Secrets.of(internal_values(corpus), known(public_texts(corpus)), _written(project))
    reader, own = Reader(), _own(corpus)
    for path in sorted(path for path in site.rglob("*") if path.is_file() and not path.is_symlink()):
        name = path.relative_to(site).as_posix()
        try:
            for part, raw in unpacked(name, path.read_bytes()):
                found.extend(_part(name, part, raw, reader, secrets, own))
        except PackError as error:
            found.append(Finding(name, str(error)))
    return sorted(set(found))


def _part(name: str, part: str, raw: bytes, reader: Reader, secrets: Secrets, own: dict[str, str]) -> Iterator[Finding]:
    """Ce qui ne va pas dans un fichier, ou dans une pièce de son archive."""
    read = reader.tags(raw) if part.endswith(".html") else raw
    said = [*contents.check(part, read, own["adresse"]), *properties.check(part, raw, own["nom"]), *people.check(part, read)]
    words = [*reader.words(part.encode()), *(() if part.endswith(LIBRARY) else reader.words(raw))]
    said += [f"une valeur interne y est écrite : {place}" for place in secrets.found(words)]
    yield from (Finding(name, message if part == name else f"{message} (dans {part.removeprefix(name)})") for message in said)


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
