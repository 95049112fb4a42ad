"""Ce que dit MkDocs pendant qu'il bâtit : compter ses avertissements, taire ce qui n'apprend rien, dire le reste en français."""

from __future__ import annotations

import logging
import re

#: Ce que MkDocs dit d'une construction et d'un aperçu, et comment le dire ; rien : ce qui n'apprend rien.
SAID = {
    r"Building documentation\.\.\.": "Construction du site.",
    r"Building documentation to directory: (.*)": r"Construction du site dans \1.",
    r"Cleaning site directory|.*Generated empty output\.": "",
    r"Documentation built in (\d+)\.(\d)\d seconds": r"Site construit en \1,\2 s.",
    r"Watching paths for changes: (.*)": r"Dossiers suivis : \1.",
    r"Serving on (.*)": r"Le site est à l'adresse \1 ; Ctrl+C pour finir.",
    r"Detected file changes": "Un fichier a changé.",
    r"Reloading browsers": "Les pages ouvertes se rechargent.",
    r"Browser connected: (.*)": r"Page ouverte : \1",
    r"An error happened during the rebuild.*": "Les pages attendent que ce soit corrigé, puis se rechargent.",
    r"Shutting down\.\.\.": "Fin de l'aperçu.",
}
#: L'heure que l'aperçu met devant ce qu'il dit.
_TIMED = re.compile(r"(\[[\d:]+\] )?(.*)", re.DOTALL)
LOGGERS = ("mkdocs.commands.build", "mkdocs.commands.serve", "mkdocs.livereload")


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


def translate() -> None:
    """Fait parler MkDocs français, et tait la liste des macros, que l'aperçu redirait à chaque changement."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_in_french)
    logging.getLogger("mkdocs.plugins.mkdocs_macros.util").setLevel(logging.WARNING)


def _in_french(record: logging.LogRecord) -> bool:
    """Récrit un message connu ; faux s'il n'apprend rien."""
    time, message = _TIMED.findall(record.getMessage())[0]
    for pattern, said in SAID.items():
        if found := re.fullmatch(pattern, message):
            record.msg, record.args = time + found.expand(said), ()
            return bool(said)
    return True
