"""Un document dans les deux traitements de texte : refait si ses blocs ou son squelette ont changé, repris sinon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from spaser.documents import as_docx, as_odt, skeletons
from spaser.documents.blocks import Document
from spaser.publication import Edition

WRITERS: dict[str, Callable[[bytes, Document], bytes]] = {"docx": as_docx.write, "odt": as_odt.write}


def empty(edition: Edition) -> dict[str, bytes]:
    """Le squelette de chaque format."""
    return {extension: skeletons.build(edition, extension) for extension in WRITERS}


def written(document: Document, skeleton: Mapping[str, bytes], edition: Edition) -> dict[str, bytes]:
    """Le document dans chaque format, sur son squelette."""
    return {form: edition.files.answer((form, skeleton[form], document), partial(write, skeleton[form], document)) for form, write in WRITERS.items()}
