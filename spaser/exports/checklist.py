"""La liste de contrôle d'une opération : un classeur où l'on vise chaque preuve, phase par phase, et la même sélection en lignes."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from spaser.checks.requirements import LEVELS
from spaser.documents.annexes import reference, target
from spaser.documents.grid import ENTRY, text
from spaser.exports import as_xlsx, cells

#: Les états d'un contrôle, dans leur liste déroulante.
STATES = ("à faire", "en cours", "conforme", "non conforme", "sans objet")
CONTROL = {
    "Phase": 22, "Thème": 22, "Exigence": 36, "Seuil retenu": 32, "Attendu": 44, "Preuve": 36, "Qui": 18, "État": 14, "Date": 13, "Visa": 18, "Référence": 36,
}  # fmt: skip
LIST = {
    "Référence": 36, "Version": 9, "Édition": 10, "Thème": 24, "Exigence": 40, "Niveau": 12, "Seuil retenu": 36,
    **{f"Seuil {level}": 36 for level in LEVELS}, "Déjà exigé par la loi": 40,
}  # fmt: skip
#: Les colonnes à saisir dans la liste de contrôle.
STATE, DAY, VISA = (list(CONTROL).index(name) for name in ("État", "Date", "Visa"))
#: La hauteur d'une ligne de texte, en points, et la part d'une colonne que des mots entiers remplissent.
LINE, FILL = 15, 0.9
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E6EDF3"},
    "text": {"text_wrap": True, "valign": "top"},
    "bold": {"bold": True, "valign": "top"},
    "entry": ENTRY | {"text_wrap": True},
    "day": ENTRY | {"num_format": "dd/mm/yyyy"},
}
Said = dict[str, Any]


def write(header: cells.Row, selection: Said) -> bytes:
    """Le classeur entier ; la même sélection donne les mêmes octets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, as_xlsx.OPTIONS) as book:
        created = datetime.fromisoformat(header["date"]).replace(tzinfo=UTC)
        book.set_properties({"title": f"Liste de contrôle\u00a0: {selection['intitule']}", "author": header["producteur"], "created": created})
        styles = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        control, known, about_page = (book.add_worksheet(name) for name in ("Contrôle", "Exigences", "À propos"))
        _control(control, steps(selection), styles)
        _table(known, LIST, [[text(said) for said in line] for line in _listed(selection)], styles)
        _about(about_page, [*cells.about(header), *about(selection).items()], styles)
    return as_xlsx.in_french(buffer.getvalue())


def steps(selection: Said) -> list[list[str]]:
    """Une ligne par preuve attendue, phase par phase ; l'état, la date et le visa y sont vides."""
    lines = []
    for phase, label in selection["phases"].items():
        for one in selection["exigences"]:
            found = [step for step in one["etapes"] if step[0] == phase]
            threshold = target(one, selection["ambition"])[1]
            theme = selection["themes"][one["theme"]]
            lines += [[label, theme, one["titre"], threshold, *step[1:], "", "", "", reference(one)] for step in found]
    return lines


def _listed(selection: Said) -> list[list[str]]:
    lines = []
    for one in selection["exigences"]:
        level, threshold = target(one, selection["ambition"])
        levels = [one["niveaux"].get(name, "") for name in LEVELS]
        place = [selection["edition"], selection["themes"][one["theme"]], one["titre"], level]
        lines.append([one["id"], str(one["version"]), *place, threshold, *levels, one["loi"]])
    return lines


def about(selection: Said) -> dict[str, str]:
    """Ce qu'est la sélection : son opération, son ambition, le nombre d'exigences."""
    return {
        "Opération": selection["intitule"],
        "Critères": selection["criteres"],
        "Ambition": selection["ambition_libelle"],
        "Exigences": str(len(selection["exigences"])),
    }


def flat(selection: Said) -> list[Said]:
    """Une ligne par exigence, pour le CSV et le JSON."""
    lines = []
    for one in selection["exigences"]:
        level, threshold = target(one, selection["ambition"])
        lines.append(
            {
                "id": one["id"],
                "version": one["version"],
                "edition": selection["edition"],
                "volet": one["volet"],
                "theme": one["theme"],
                "intitule": one["titre"],
                "niveau": level,
                "seuil": threshold,
                "indicateur": one["indicateur"],
                "loi": one["loi"],
                "phases": one["phases"],
                "etapes": [{"phase": phase, "attendu": expected, "preuve": proof, "qui": who} for phase, expected, proof, who in one["etapes"]],
                "clause": "\n\n".join(block[1] if block[0] == "p" else "\n".join(f"- {said}" for said in block[1]) for block in one["clause"]),
                "penalite": one["penalite"],
            }
        )
    return lines


def _control(page: Worksheet, lines: list[list[str]], styles: Said) -> None:
    _table(page, CONTROL, [[text(said) for said in line] for line in lines], styles)
    last = len(lines)
    for line in range(1, last + 1):
        page.write_blank(line, STATE, None, styles["entry"])
        page.write_blank(line, DAY, None, styles["day"])
        page.write_blank(line, VISA, None, styles["entry"])
    if last:
        refused = {"error_title": "Saisie refusée"}
        page.data_validation(1, STATE, last, STATE, refused | {"validate": "list", "source": list(STATES), "error_message": "Choisissez un état de la liste."})
        least = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
        page.data_validation(1, DAY, last, DAY, refused | least | {"error_message": "Une date est attendue, par exemple 15/03/2027."})


def _table(page: Worksheet, columns: dict[str, int], lines: list[list[str]], styles: Said) -> None:
    """Une table prête à imprimer : en-têtes figés et répétés, filtre, colonnes à largeur fixe."""
    for rank, (name, width) in enumerate(columns.items()):
        page.set_column(rank, rank, width)
        page.write_string(0, rank, name, styles["head"])
    widths = list(columns.values())
    for line, values in enumerate(lines, 1):
        page.set_row(line, height(values, widths))
        for rank, said in enumerate(values):
            if said:
                page.write_string(line, rank, said, styles["text"])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(lines), len(columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(8)
    page.fit_to_pages(1, 0)


def height(values: list[str], widths: list[int]) -> int:
    """La hauteur d'une ligne, en points : un tableur ne la devine pas toujours, et ses textes se recouvriraient."""
    return LINE * max(1, *(ceil(len(said) / (width * FILL)) for said, width in zip(values, widths, strict=True)))


def _about(page: Worksheet, lines: list[tuple[str, str]], styles: Said) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 80)
    for line, (name, said) in enumerate(lines):
        page.write_string(line, 0, name, styles["bold"])
        page.write_string(line, 1, text(said), styles["text"])
