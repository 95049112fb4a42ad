"""Une entrée se relit avant sa date de relecture ; passée, c'est un avertissement, jamais un blocage."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from spaser.checks.common import problem
from spaser.corpus import Corpus
from spaser.model import GENRES, SANS_PAGE
from spaser.problems import Problem


def check(corpus: Corpus) -> Iterator[Problem]:
    """Signale les relectures en retard au jour de référence."""
    today = reference_day(corpus.settings.entry.edition_du if corpus.settings else date.min)
    for kind in (*GENRES, *SANS_PAGE):
        for where in corpus.of(kind):
            due = where.entry.a_revoir_avant
            if due < today and where.entry.retire_le is None:
                yield problem(
                    where,
                    ("a_revoir_avant",),
                    f"relecture en retard depuis le {due}",
                    "relire l'entrée et avancer les deux dates",
                    kind="fraicheur",
                    warning=True,
                )


def reference_day(edition: date) -> date:
    """Le jour auquel on juge les retards : `SOURCE_DATE_EPOCH` s'il est donné, sinon la date de l'édition.

    Jamais l'horloge : deux constructions des mêmes données sont identiques.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if re.fullmatch(r"\d{1,11}", epoch, re.ASCII) else edition
