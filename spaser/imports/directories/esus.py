"""La liste nationale des agréments ESUS : des SIREN, qui complètent les fiches connues et n'en créent pas."""

from __future__ import annotations

from spaser.imports.directories.base import UNKNOWN_LICENCE, Directory, Raw, Record
from spaser.imports.directories.reading import Said, understand


def read(raw: Raw) -> Record:
    """Un agrément : le SIREN de l'entreprise, et le label qu'il donne."""
    record = understand(raw, Said(siren=raw.text("siren"), labels=["esus"], reference=raw.text("siren").replace(" ", "")))
    if not record.siren and not record.doubts:
        record.skip = "une ligne sans SIREN"
    return record


DIRECTORY = Directory(
    name="esus",
    titre="Liste nationale des agréments ESUS",
    licence=UNKNOWN_LICENCE,
    url="https://www.tresor.economie.gouv.fr/banque-assurance-finance/finance-sociale-et-solidaire/liste-nationale-agrements-esus",
    read=read,
    required=("SIREN",),
    completes=True,
)
