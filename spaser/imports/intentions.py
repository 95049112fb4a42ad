"""L'import des intentions : du tableur aux fichiers, sans rien écrire qui ne passe pas le contrôle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spaser import journal
from spaser.catalogue import Catalogue
from spaser.imports import resembling
from spaser.imports import rows as tables
from spaser.imports.cells import CellProblem, WorkbookError
from spaser.imports.headings import Head, find_child, find_main
from spaser.imports.layout import CHILDREN, COLUMNS, Child
from spaser.imports.merging import Context, merged
from spaser.imports.rows import Row, Table
from spaser.imports.store import Data, Holding, Store
from spaser.imports.values import Reader
from spaser.imports.vocabulary import Vocabulary, root, straight
from spaser.imports.workbook import Sheet
from spaser.problems import DataError, Problem
from spaser.publication import publish
from spaser.rewriting import Changes, rehearse


@dataclass(frozen=True)
class Order:
    """Un import demandé : dans quels dossiers, pour quelle campagne, à quelle date."""

    root: Path
    overlays: tuple[Path, ...]
    year: int
    day: date


@dataclass
class Outcome:
    """Ce qu'un import donne, ou donnerait : colonnes comprises, lignes passées, problèmes, fichiers à écrire, changements."""

    heads: list[Head]
    table: Table
    problems: list[CellProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: Changes = field(default_factory=dict)
    news: list[journal.Change] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True)
class _Draft:
    """Une ligne, l'intention qu'elle crée ou modifie, et ce que celle-ci dirait."""

    row: Row
    holding: Holding
    data: Data


@dataclass(frozen=True)
class Heads:
    """Les titres reconnus : ceux des intentions, et ceux de chaque feuille liée."""

    main: Head
    children: list[tuple[Child, Head]]


def understand(sheets: list[Sheet], name: str) -> Heads:
    """Trouve les feuilles qui parlent d'intentions. Lève `WorkbookError` si aucune ne convient."""
    main = find_main(sheets)
    if main is None:
        seen = ", ".join(f"« {sheet.name} »" for sheet in sheets) or "aucune feuille"
        advice = "nommer les colonnes comme dans le tableur modèle, que donne : spaser modele intentions"
        raise WorkbookError(name, f"aucune feuille ne contient un tableau d'intentions, lu {seen}", advice)
    others = [sheet for sheet in sheets if sheet is not main.sheet]
    return Heads(main, [(child, head) for child in CHILDREN if (head := find_child(others, child))])


class Import:
    """Un import en cours ; `run` l'essaie, et rend ce qu'il faudrait écrire."""

    def __init__(self, order: Order, loaded: Catalogue) -> None:
        self.order, self.loaded = order, loaded
        self.context = Context(Vocabulary(publish(loaded, "interne")), order.year, order.day)
        self.store = Store(order.root, order.overlays, loaded, order.year)

    def run(self, heads: Heads, *, go_on: bool) -> Outcome:
        """Lit les feuilles et essaie le résultat ; avec `go_on`, les lignes fautives sont laissées de côté.

        Lève `DataError` si la faute n'est dans aucune ligne.
        """
        reader = Reader(self.context.vocabulary, self.order.year)
        outcome = Outcome([heads.main, *(head for _, head in heads.children)], tables.read(heads.main, reader))
        rows = outcome.table.rows
        outcome.problems = [problem for child, head in heads.children for problem in tables.attach(rows, head, child, reader)]
        drafts = list(self._drafts(rows))
        changes = self._rehearse(drafts)
        while go_on and any(draft.row.problems for draft in drafts):
            drafts = list(self._drafts([draft.row for draft in drafts if not draft.row.problems]))
            changes = self._rehearse(drafts)
        outcome.problems = sorted({*outcome.problems, *(problem for row in rows for problem in row.problems)})
        if go_on or not outcome.problems:
            self._conclude(outcome, drafts, changes)
        return outcome

    def _drafts(self, rows: Iterable[Row]) -> Iterator[_Draft]:
        """Donne à chaque ligne son intention : par son identifiant, sinon par son objet et sa famille, sinon une neuve."""
        numbers, taken = self.store.numbers(), dict[str, int]()
        asked = {str(row.values.get("id")) for row in rows}
        for row in rows:
            known = self._known(row)
            name = known.id if known else f"{root(str(row.values.get('intitule', row.cell)))} / {row.values.get('famille')}"
            if name in taken:
                row.refuse("id", "Identifiant", f"même intention que la ligne {taken[name]}", "garder une seule des deux lignes")
                continue
            taken[name] = row.cell.row
            holding = known or Holding(next(number for number in numbers if number not in asked))
            yield _Draft(row, holding, {"id": holding.id} | merged(holding.data, row, self.context))

    def _known(self, row: Row) -> Holding | None:
        asked, year = str(row.values.get("id") or ""), self.order.year
        if row.values.get("annee") not in (None, str(year)):
            row.refuse(
                "annee", "Année", f"l'année {row.values['annee']} n'est pas celle de l'import, {year}", f"importer la ligne avec --annee {row.values['annee']}"
            )
        if asked in self.store.holdings:
            return self.store.holdings[asked]
        if re.fullmatch(r"\d{4}-\d{3,}", asked):
            if not asked.startswith(f"{year}-"):
                row.refuse("id", "Identifiant", f"« {asked} » n'est pas une intention de {year}", "vider la cellule si l'intention est nouvelle")
            return Holding(asked)
        return self._alike(row)

    def _alike(self, row: Row) -> Holding | None:
        title, family = row.values.get("intitule"), row.values.get("famille")
        found = self.store.like(str(title), str(family) if family else None) if title else []
        if len(found) > 1:
            row.refuse(
                "intitule", "Objet", f"plusieurs intentions ont cet objet : {', '.join(holding.id for holding in found)}", "écrire l'identifiant de la bonne"
            )
        return found[0] if found else None

    def _rehearse(self, drafts: list[_Draft]) -> Changes:
        """Essaie les lignes sur une copie ; les problèmes trouvés vont à leur cellule. Lève `DataError` pour les autres."""
        owners: dict[str, _Draft] = {}
        changes: Changes = {}
        for draft in drafts:
            for path, content in self.store.texts(draft.holding, draft.data).items():
                changes[path] = content
                owners[draft.holding.id] = draft
        try:
            self.after = rehearse(changes, self.order.root, self.order.overlays) if changes else self.loaded
        except DataError as error:
            stray = [problem for problem in error.problems if not _assign(problem, owners)]
            if stray:
                raise DataError(stray) from None
        return changes

    def _conclude(self, outcome: Outcome, drafts: list[_Draft], changes: Changes) -> None:
        outcome.changes = changes
        before, after = publish(self.loaded, "interne"), publish(self.after, "interne")
        outcome.news = [change for change in journal.compare(before, after) if change.kind == "intention"]
        touched = {path.stem for path in changes}
        outcome.unchanged = sum(draft.holding.id not in touched for draft in drafts)
        outcome.notes = list(resembling.notes(self.store.holdings.values(), {draft.holding.id: (draft.holding, draft.data) for draft in drafts}))


def _assign(problem: Problem, owners: dict[str, _Draft]) -> bool:
    """Pose un problème sur la cellule d'où vient le champ ; faux si le fichier ne vient d'aucune ligne."""
    found = re.search(r"intentions/\d{4}/([^/]+)\.yml$", problem.file)
    draft = owners.get(found[1]) if found else None
    if draft is None:
        return False
    cell = draft.row.place(problem.field)
    if not any((known.file, known.line, known.column) == (cell.sheet, cell.row, cell.column) for known in draft.row.problems):
        title = _title(problem.field)
        advice = f"remplir la colonne « {title} »" if problem.kind == "champ-absent" else problem.advice
        draft.row.problems.append(cell.problem(title, problem.message, advice))
    return True


def _title(path: str) -> str:
    """Le titre de la colonne d'un champ, ou son nom s'il n'en a pas."""
    bare = re.sub(r"\[\d+\]", "[]", path)
    columns = [*COLUMNS, *(column for child in CHILDREN for column in child.columns)]
    return straight(next((column.title for column in columns if column.path in (bare, bare.removesuffix("[]")) or column.path.startswith(f"{bare}.")), path))
