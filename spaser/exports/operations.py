"""Les données de « Mon opération » : un index pour choisir, le détail de chaque volet, les squelettes, et les fichiers des opérations usuelles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spaser import operations
from spaser.checks.requirements import LEVELS
from spaser.documents import annexes, blocks
from spaser.exports import as_csv, as_json, checklist, documents
from spaser.exports.base import Export, header, page_data
from spaser.model import Exigence, ThemeEco
from spaser.model.lignes import LigneOperation
from spaser.operations import Operation
from spaser.publication import Edition
from spaser.rendering.redactions import threshold
from spaser.rendering.typography import day

FOLDER, READY = "eco-referentiel/mon-operation/", "operations/"
TITLE = "Données de «\u00a0Mon opération\u00a0»"
#: Le niveau des fichiers tout faits : le socle s'applique à toute opération, la page interactive donne les autres.
AMBITION = "socle"
#: Ce que dit chaque fichier tout fait, par la fin de son nom.
FILES = {
    "controle.xlsx": "Liste de contrôle",
    "programme.docx": "Annexe au programme",
    "programme.odt": "Annexe au programme",
    "dce.docx": "Annexe au dossier de consultation",
    "dce.odt": "Annexe au dossier de consultation",
    "exigences.csv": "Exigences",
    "exigences.json": "Exigences",
}
Said = dict[str, Any]


def produce(edition: Edition) -> Iterator[Export]:
    """Ce que la page interactive charge, puis les fichiers de chaque opération usuelle."""
    rows = {entry.id: row(theme, entry, edition) for theme in edition.themes for entry in theme.exigences if entry.retire_le is None}
    yield _file("index", index(edition, rows), len(rows))
    for line in edition.codes["volets"].lignes:
        own = {name: _detail(said) for name, said in rows.items() if said["volet"] == line.code}
        yield _file(line.code, {"volet": line.code, "exigences": own}, len(own))
    empty = documents.empty(edition)
    for extension, content in empty.items():
        yield Export(f"{FOLDER}squelette.{extension}", content, TITLE, extension.upper(), 1, "page")
    for usual in operations.usual(edition):
        yield from _ready(usual, selection(usual, edition, rows), empty, edition)


def files_of(exports: Iterable[Export]) -> dict[str, list[Said]]:
    """Les fichiers tout faits de chaque opération usuelle, par code : `titre`, `format`, `url` depuis la racine du site, `poids`."""
    found: dict[str, list[Said]] = {}
    for export in exports:
        if export.groupe == "operations":
            name = next(name for name in FILES if export.path.endswith(f"-{name}"))
            code = export.path.removeprefix(READY).removesuffix(f"-{name}")
            found.setdefault(code, []).append({"titre": FILES[name]} | export.link)
    return found


def index(edition: Edition, rows: dict[str, Said]) -> Said:
    """De quoi choisir et compter : les listes de codes, les opérations usuelles, et chaque exigence sans son détail."""
    listes = {name: _lines(edition, name) for name in ("volets", "operations", "typologies", "phases", "themes")}
    usual = [
        {"code": line.code, "libelle": line.libelle, "volet": line.volet, "operation": line.operation, "typologie": line.typologie}
        for line in operations.usual(edition)
    ]
    return (
        header(edition, TITLE)
        | {"edition_date": day(edition.collectivite.edition_du), "ambitions": _lines(edition, "niveaux-ambition"), "usuelles": usual}
        | listes
        | {"exigences": [{name: said for name, said in one.items() if name not in DETAIL} for one in rows.values()]}
    )


def _lines(edition: Edition, name: str) -> list[Said]:
    return [{"code": line.code, "libelle": line.libelle} for line in edition.codes[name].lignes if line.retire_le is None]


#: Ce qui n'est chargé que pour lire une phase ou faire un fichier.
DETAIL = ("resume", "indicateur", "etapes", "portee", "clause", "penalite")


def _detail(said: Said) -> Said:
    return {name: said[name] for name in DETAIL}


def row(theme: ThemeEco, entry: Exigence, edition: Edition) -> Said:
    """Une exigence telle que la page et les fichiers la disent."""
    bound = entry.seuil_applicabilite
    return {
        "id": entry.id,
        "version": entry.version,
        "volet": theme.volet,
        "theme": theme.theme,
        "titre": entry.intitule,
        "operations": list(entry.operations),
        "typologies": list(entry.typologies),
        "surface": bound.surface_m2 if bound else None,
        "montant": bound.montant_ht if bound else None,
        "niveaux": {name: threshold(getattr(entry.niveaux, name), entry.sens) for name in LEVELS if getattr(entry.niveaux, name)},
        "loi": edition.label("references-juridiques", entry.deja_exige.reference) if entry.deja_exige else "",
        "phases": [step.phase for step in entry.phases],
        "resume": entry.resume,
        "indicateur": entry.niveaux.socle.indicateur,
        "etapes": [[step.phase, step.attendu, step.preuve, edition.label("acteurs-operation", step.qui)] for step in entry.phases],
        "portee": entry.deja_exige.portee if entry.deja_exige else "",
        "clause": blocks.paragraphs(entry.clause) if entry.clause else [],
        "penalite": entry.penalite or "",
    }


def selection(line: LigneOperation, edition: Edition, rows: dict[str, Said]) -> Said:
    """L'opération usuelle et ses exigences, prêtes à écrire dans un fichier."""
    buyer, wanted = edition.collectivite, operations.of_line(line)
    return {
        "intitule": line.libelle,
        "criteres": criteria(wanted, edition),
        "ambition": AMBITION,
        "ambition_libelle": edition.label("niveaux-ambition", AMBITION),
        "producteur": buyer.nom,
        "edition": buyer.edition,
        "edition_date": day(buyer.edition_du),
        "demonstration": buyer.demonstration,
        "volet": edition.label("volets", wanted.volet),
        "themes": {line.code: line.libelle for line in edition.codes["themes"].lignes},
        "phases": {line.code: line.libelle for line in edition.codes["phases"].lignes},
        "exigences": [rows[entry.id] for _, entry in operations.requirements(edition, wanted)],
    }


def criteria(wanted: Operation, edition: Edition) -> str:
    """L'opération en mots : « Bâtiment, réhabilitation, collège »."""
    label = edition.label
    said = [label("volets", wanted.volet), label("operations", wanted.operation).lower(), label("typologies", wanted.typologie).lower() or "tout ouvrage"]
    return ", ".join(said)


def _ready(line: LigneOperation, chosen: Said, empty: dict[str, bytes], edition: Edition) -> Iterator[Export]:
    said = header(edition, f"Exigences\u00a0: {line.libelle}")
    flat = checklist.flat(chosen)
    texts = {"programme": annexes.programme(chosen), "dce": annexes.dce(chosen)}
    written = {
        "controle.xlsx": edition.files.answer(("controle", said, chosen), lambda: checklist.write(said, chosen)),
        **{f"{name}.{form}": content for name, text in texts.items() for form, content in documents.written(text, empty, edition).items()},
        "exigences.csv": as_csv.write(said, flat),
        "exigences.json": as_json.write(said | {"operation": checklist.about(chosen)}, flat),
    }
    for name, content in written.items():
        yield Export(f"{READY}{line.code}-{name}", content, f"{FILES[name]}\u00a0: {line.libelle}", name.rpartition(".")[2].upper(), len(flat), "operations")


def _file(name: str, document: Said, count: int) -> Export:
    return page_data(f"{FOLDER}{name}.json", document, TITLE, count)
