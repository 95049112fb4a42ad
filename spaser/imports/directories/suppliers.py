"""L'import d'un annuaire : chaque structure retrouve sa fiche ou en crée une, et rien n'est écrit qui ne passe le contrôle."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path

from spaser import journal
from spaser.catalogue import Catalogue
from spaser.imports.directories import fiches
from spaser.imports.directories.base import Record, Values
from spaser.imports.directories.merging import DECISIVE, Merge, merge
from spaser.imports.directories.outcome import Doubt, Line, Order, Outcome
from spaser.imports.directories.register import CERTAIN, WEAK, Fiche, Found, Register
from spaser.imports.directories.towns import OutsideError, Town, Towns, UnknownTownError
from spaser.model import Fournisseur
from spaser.problems import DataError, Problem
from spaser.publication import Edition, dump, publish
from spaser.rewriting import Changes, rehearse

CODED = {"types": "types-structure", "labels": "labels", "secteurs": "secteurs"}
OUTSIDE, NO_FICHE = "hors du département et de ses voisins", "qu'aucune fiche ne connaît"


class Import:
    """Un import en cours ; `run` l'essaie, et rend ce qu'il faudrait écrire."""

    def __init__(self, order: Order, loaded: Catalogue) -> None:
        self.order, self.loaded = order, loaded
        self.folders = (order.root, *order.overlays)
        self.edition: Edition = publish(loaded, "interne")
        self.towns = Towns(self.edition, order.root)
        self.register, self.outcome = Register(), Outcome()
        self.touched: dict[str, tuple[Fiche, Record]] = {}
        self.before: dict[str, Values] = {}
        for entry in loaded.entrees["fournisseur"].values():
            data = _state(entry)
            self.before[entry.id] = deepcopy(data)
            self.register.add(Fiche(entry.id, data, self.edition.commune(entry.commune).code_postal))

    def run(self, records: list[Record]) -> Outcome:
        """Pose chaque structure sur sa fiche, puis essaie le tout. Lève `DataError` si la faute n'est dans aucune fiche touchée."""
        for record in records:
            self.outcome.personal.update(record.personal)
            if record.skip:
                self.outcome.skipped[record.skip] += 1
            else:
                for said in record.doubts:
                    self._doubt(record, said)
                self._complete(record) if self.order.directory.completes else self._place(record)
        self._rehearse()
        return self.outcome

    def _doubt(self, record: Record, said: str) -> None:
        self.outcome.doubts.append(Doubt(record.place, record.nom, said))

    def _complete(self, record: Record) -> None:
        """Pose un agrément sur toutes les fiches de l'entreprise."""
        found = self.register.of_company(record.siren)
        if not found and record.siren:
            self.outcome.skipped[NO_FICHE] += 1
        for fiche in found:
            self._merge(record, Found(fiche, "SIREN", CERTAIN))

    def _place(self, record: Record) -> None:
        try:
            town = self.towns.find(record.insee, record.town, record.postcode)
        except OutsideError:
            self.outcome.skipped[OUTSIDE] += 1
            return
        except UnknownTownError as error:
            self._doubt(record, str(error))
            return
        record.fields["commune"] = town.code
        self._bound(record)
        found = self._follow(self.register.match(record, town, self.order.source.nom))
        if found.doubt:
            self._doubt(record, found.doubt)
        if not found.hold:
            self._merge(record, found, town)

    def _bound(self, record: Record) -> None:
        """Ne garde que les codes que les listes du dépôt connaissent."""
        for name, liste in CODED.items():
            known = {line.code for line in self.edition.codes[liste].lignes}
            if name in record.fields:
                record.fields[name] = [code for code in record.fields[name] if code in known]
        record.fields = {name: value for name, value in record.fields.items() if value != []}
        if not set(record.fields.get("zone_intervention", {}).get("departements", ())) <= self.towns.departments:
            del record.fields["zone_intervention"]

    def _follow(self, found: Found) -> Found:
        """Une fiche retirée mène à celle qui la remplace ; sans remplaçante, une personne l'a écartée."""
        seen: set[str] = set()
        fiche = found.fiche
        while fiche and fiche.data.get("retire_le") and fiche.id not in seen:
            seen.add(fiche.id)
            fiche = self.register.fiches.get(str(fiche.data.get("remplace_par")))
        if found.fiche and fiche is None:
            return Found(None, doubt=f"la fiche {found.fiche.id} a été retirée", hold=True)
        return Found(fiche, found.by, found.confidence, found.doubt, found.hold)

    def _merge(self, record: Record, found: Found, town: Town | None = None) -> None:
        fiche = found.fiche or (self._create(record, town) if town else None)
        if fiche is None:
            return
        done = merge(fiche, record.fields, record.reference, self.order.source)
        if fiche.id not in self.register.fiches:
            self.register.add(fiche)
        self.register.learn(fiche)
        self.touched[fiche.id] = (fiche, record)
        for name in done.kept:
            if name in DECISIVE:
                self._doubt(record, self._disagreement(name, fiche, record))
        if found.confidence == WEAK:
            self._doubt(record, f"rapprochée de {fiche.id} par le nom et la commune seulement")
        self.outcome.lines.append(_line(record, found, fiche, done))

    def _disagreement(self, name: str, fiche: Fiche, record: Record) -> str:
        words = [str(value) if not isinstance(value, list) else ", ".join(value) for value in (record.fields[name], fiche.data.get(name, "rien"))]
        return f"l'annuaire dit {DECISIVE[name]} {words[0]}, la fiche {fiche.id} garde {words[1]}"

    def _create(self, record: Record, town: Town) -> Fiche | None:
        missing = [word for name, word in (("nom", "le nom"), ("types", "le type de structure")) if not record.fields.get(name)]
        if missing:
            self._doubt(record, f"{' et '.join(missing)} manque{'nt' * (len(missing) > 1)} : la fiche n'est pas créée")
            return None
        identifier = fiches.slug(record.nom, town, self.register.fiches)
        data = fiches.blank(identifier, self.order.directory, self.order.day)
        return Fiche(identifier, data, town.postcode, new=True)

    def _rehearse(self) -> None:
        """Essaie les changements sur une copie ; une fiche qui ne passe pas le contrôle est laissée de côté, avec sa raison."""
        texts = dict(self._texts())
        after = self.loaded
        while texts:
            changes = dict(texts.values()) | self._towns_of(texts)
            try:
                after = rehearse(changes, self.order.root, self.order.overlays)
            except DataError as error:
                self._set_aside(error.problems, texts)
                continue
            self.outcome.changes = changes
            break
        self.outcome.unchanged = len(self.touched.keys() - texts.keys())
        compared = journal.compare(publish(self.loaded, "interne"), publish(after, "interne")) if texts else ()
        self.outcome.news = [change for change in compared if change.kind == "fournisseur"]

    def _texts(self) -> list[tuple[str, tuple[Path, str]]]:
        """Le fichier et le texte de chaque fiche qui change."""
        found = []
        for identifier, (fiche, _) in self.touched.items():
            before = self.before.get(identifier, {})
            if fiche.data != before:
                path = fiches.path_of(identifier, self.folders, private=fiche.data["visibilite"] == "interne")
                found.append((identifier, (path, fiches.text(fiche, before, path))))
        return found

    def _towns_of(self, texts: dict[str, tuple[Path, str]]) -> Changes:
        towns = (self.towns.by_code[self.touched[identifier][0].data["commune"]] for identifier in texts)
        return fiches.neighbours((town for town in towns if not town.home), self.order.root, self.order.day)

    def _set_aside(self, problems: list[Problem], texts: dict[str, tuple[Path, str]]) -> None:
        """Écarte les fiches fautives. Lève `DataError` si aucune ne l'est."""
        faulty = {found[1]: problem for problem in problems if (found := re.search(r"fournisseurs/([^/]+)\.yml$", problem.file)) and found[1] in texts}
        if not faulty:
            raise DataError(problems)
        for identifier, problem in faulty.items():
            del texts[identifier]
            fiche, record = self.touched.pop(identifier)
            self._doubt(record, f"la fiche {fiche.id} ne passerait pas le contrôle ({problem.field} : {problem.message})")
            self.outcome.lines = [line for line in self.outcome.lines if line.fiche != identifier]


def _state(entry: Fournisseur) -> Values:
    """Les champs d'une fiche, comme l'import les compare : une zone n'y dit que ce qu'elle couvre."""
    data = dump(entry, "interne")
    data["zone_intervention"] = {name: value for name, value in data.pop("zone_intervention").items() if value}
    return data


def _line(record: Record, found: Found, fiche: Fiche, done: Merge) -> Line:
    by, confidence = (found.by, found.confidence) if found.fiche else ("nouvelle fiche", "")
    return Line(record.place, record.nom or str(fiche.data.get("nom", "")), fiche.id, by, confidence, tuple(done.written), tuple(done.kept))
