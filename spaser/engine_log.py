"""Ce que dit MkDocs pendant qu'il bâtit : compter ses avertissements, taire ce qui n'apprend rien."""

from __future__ import annotations

import logging


class Warnings(logging.Handler):
    """Compte les avertissements de MkDocs : une construction stricte qui en a ne remplace pas le site."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.total = 0

    def reset(self) -> None:
        """Repart de zéro, et écoute s'il n'écoute pas déjà."""
        self.total = 0
        if self not in logging.getLogger("mkdocs").handlers:
            logging.getLogger("mkdocs").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002, la signature est celle de `logging`
        """Compte un avertissement."""
        self.total += 1


def silence_empty_pages() -> None:
    """Tait ce que MkDocs dit de chaque page qu'il n'a pas à écrire : le remplissage s'en charge."""
    logging.getLogger("mkdocs.commands.build").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return "Generated empty output" not in record.getMessage()
