"""Les fichiers du formulaire : le programme sans tiers, ses polices, sa langue, sa configuration, sa page."""

from __future__ import annotations

from collections.abc import Iterator

from spaser.editor import page, settings, stock, trimming
from spaser.memory import Memory
from spaser.publication import Edition

FOLDER = "edition/"
SCRIPT = "dist/sveltia-cms.js"
#: Les fichiers du paquet que la page emploie tels quels, et leur place dans le site.
KEPT = {
    "locales/fr.json": "langues/fr.json",
    "LICENSE.txt": "licences/sveltia-cms.txt",
    "npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2": "polices/source-sans-3.woff2",
    "npm/assets/source-sans-3.LICENSE.txt": "licences/source-sans-3.txt",
    "npm/assets/noto-mono-latin-400-normal-DiC8lJru.woff2": "polices/noto-mono.woff2",
    "npm/assets/noto-mono.LICENSE.txt": "licences/noto-mono.txt",
    "npm/assets/material-symbols-outlined-latin-wght-normal-_Z1IJPLg.woff2": "polices/material-symbols-outlined.woff2",
    "npm/assets/material-symbols-outlined.LICENSE.txt": "licences/material-symbols-outlined.txt",
}


def files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Les fichiers du formulaire, par chemin depuis la racine du site ; aucun si le programme n'est pas à portée. Lève `TrimmingError`."""
    archive = stock.archive() if edition.audience == "interne" else None
    if archive is None:
        return
    found, known = stock.members(archive, (SCRIPT, *KEPT)), Memory("editeur")
    yield f"{FOLDER}sveltia-cms.js", known.answer(stock.SHA256, lambda: trimming.trim(found[SCRIPT].decode()).encode())
    for name, place in KEPT.items():
        yield f"{FOLDER}{place}", found[name]
    forge = edition.collectivite.forge
    read = settings.settings(edition)
    yield f"{FOLDER}config.yml", known.answer(read, lambda: settings.as_yaml(read))
    known.save()
    yield f"{FOLDER}index.html", page.page(read["app_title"], settings.origins(forge), local_only=forge is None)
