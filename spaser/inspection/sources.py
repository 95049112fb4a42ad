"""Les fichiers du dépôt que MkDocs s’apprête à copier : ceux qu’un site peut publier, et pourquoi les autres ne le peuvent pas."""

from __future__ import annotations

from pathlib import Path

from spaser.inspection import images

IMAGES = (".svg", ".png", ".webp", ".jpg")
THEME_FILES = (".css", ".js", *IMAGES)


def page_refusal(uri: str, source: Path, docs: Path, *, page: bool) -> str:
    """Pourquoi un fichier de docs/ n'est pas publiable : ni page Markdown, ni image de docs/assets/, ou un lien ; vide s'il l'est."""
    allowed = page or (uri.startswith("assets/") and source.suffix in IMAGES)
    if not allowed or _is_linked(source, docs):
        return f"docs/{uri} : ce fichier n'est pas publiable. Seules des pages .md et des images de docs/assets/ le sont."
    refused = images.refusal(source.read_bytes(), source.suffix) if source.suffix in IMAGES else ""
    return f"docs/{uri} : {refused}" if refused else ""


def theme_refusal(uri: str, source: Path, theme: Path) -> str:
    """Pourquoi un fichier de theme/assets/ n'est pas publiable ; vide s'il l'est."""
    if source.suffix in THEME_FILES and not _is_linked(source, theme):
        return ""
    return f"theme/{uri} : ce fichier n'est pas publiable. Seuls des styles, des modules et des images de theme/assets/ le sont."


def _is_linked(source: Path, folder: Path) -> bool:
    """Vrai si un fichier, ou un dossier qui le contient, est un lien : MkDocs le suit hors du dépôt."""
    return source.resolve() != folder.resolve() / source.relative_to(folder)
