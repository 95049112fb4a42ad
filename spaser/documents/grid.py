"""La grille d'analyse des offres : un classeur où l'on saisit les notes et les prix, qui calcule le total et le rang.

Le prix prend le reste des poids, et le maximum de chaque note est lu dans la feuille « Barèmes ». Une case vide ne donne pas d'erreur.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from spaser.documents.assembly import Said, awards
from spaser.exports import as_xlsx, cells
from spaser.rendering.typography import day

SCALES = "Barèmes"
#: Le nombre d'offres d'une grille, et le plus grand qu'elle admet.
OFFERS, MOST_OFFERS = 5, 20
#: La note du prix le plus bas, et celle d'un critère dont le barème reste à écrire.
HIGHEST = 10
#: La première colonne des offres, après le critère et son poids.
FIRST = 2
ENTRY = {"bg_color": "#FFF7E0", "border": 1, "border_color": "#8A8577", "valign": "top"}
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#E6EDF3"},
    "text": {"text_wrap": True, "valign": "top"},
    "bold": {"bold": True, "text_wrap": True, "valign": "top"},
    "weight": {"num_format": '0" %"', "valign": "top"},
    "entry": ENTRY,
    "price": ENTRY | {"num_format": "#,##0.00"},
    "note": {"num_format": "0.00", "valign": "top"},
    "total": {"num_format": "0.00", "bold": True, "top": 1},
    "rank": {"num_format": "0", "bold": True},
}
Styles = dict[str, Any]


def write(header: cells.Row, selection: Said, offers: int = OFFERS) -> bytes:
    """Le classeur entier d'une sélection sans sous-critère ; la même sélection donne les mêmes octets."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, as_xlsx.OPTIONS) as book:
        created = datetime.fromisoformat(header["date"]).replace(tzinfo=UTC)
        book.set_properties({"title": header["titre"], "author": header["producteur"], "created": created})
        styles = {name: book.add_format(properties) for name, properties in FORMATS.items()}
        notes, scales, about = (book.add_worksheet(name) for name in ("Notation", SCALES, "À propos"))
        noted = awards(selection)
        _notes(Sheet(notes, noted, _scales(scales, noted, styles), styles, min(max(offers, OFFERS), MOST_OFFERS)), selection)
        _about(about, header, selection, styles)
    return as_xlsx.in_french(buffer.getvalue())


@dataclass(frozen=True)
class Sheet:
    """La feuille de notation : ce qu'elle note, la case du maximum de chaque note, et le rang de chaque ligne, compté de 1."""

    page: Worksheet
    noted: list[Said]
    tops: list[str]
    styles: Styles
    offers: int

    @property
    def price(self) -> int:
        """La ligne où l'on saisit le prix ; sa note est sur la suivante."""
        return len(self.noted) + 2

    @property
    def weighted(self) -> int:
        """La première note pondérée."""
        return self.price + 3

    @property
    def total(self) -> int:
        """Le total ; le rang est sur la ligne suivante."""
        return self.weighted + len(self.noted) + 1

    @property
    def columns(self) -> list[str]:
        """Les lettres des colonnes des offres."""
        return [xl_col_to_name(FIRST + rank) for rank in range(self.offers)]

    def span(self, line: int) -> str:
        """Les cases de toutes les offres, sur une ligne."""
        return f"${self.columns[0]}${line}:${self.columns[-1]}${line}"

    def say(self, line: int, said: str, style: str = "text") -> None:
        """Écrit le nom d'une ligne."""
        self.page.write_string(f"A{line}", text(said), self.styles[style])

    def compute(self, line: int, formula: str, style: str) -> None:
        """Écrit une formule pour chaque offre ; `{0}` y est sa colonne."""
        for column in self.columns:
            self.page.write_formula(f"{column}{line}", formula.format(column), self.styles[style], "")

    def ask(self, line: int, rule: Said, style: str) -> None:
        """Ouvre une case à saisir pour chaque offre, et la contrôle."""
        for column in self.columns:
            self.page.write_blank(f"{column}{line}", None, self.styles[style])
        self.page.data_validation(self.span(line).replace("$", ""), {"validate": "decimal", "error_title": "Saisie refusée"} | rule)


def text(said: str) -> str:
    """Un texte venu des données : jamais une formule, jamais plus long qu'une cellule."""
    return cells.printable(cells.text(said))[: cells.CELL_LIMIT]


def _notes(sheet: Sheet, selection: Said) -> None:
    _head(sheet.page, {"Critère": 60, "Poids": 10} | {f"Offre {rank + 1}": 12 for rank in range(sheet.offers)}, sheet.styles)
    sheet.page.freeze_panes(1, FIRST)
    for rank, (choice, top) in enumerate(zip(sheet.noted, sheet.tops, strict=True)):
        _criterion(sheet, rank, choice, top)
    _price(sheet, selection)
    _results(sheet)


def _criterion(sheet: Sheet, rank: int, choice: Said, top: str) -> None:
    """Un critère : la note à saisir, puis plus bas la note pondérée."""
    line, name = rank + 2, choice["critere"]["intitule"]
    sheet.say(line, name)
    if choice["poids"] is None:
        sheet.page.write_blank(f"B{line}", None, sheet.styles["entry"])
    else:
        sheet.page.write_number(f"B{line}", choice["poids"], sheet.styles["weight"])
    message = "La note va de zéro au plus haut palier de la feuille «\u00a0Barèmes\u00a0»."
    sheet.ask(line, {"criteria": "between", "minimum": 0, "maximum": f"={top}", "input_message": message, "error_message": message}, "entry")
    sheet.say(sheet.weighted + rank, name)
    sheet.compute(sheet.weighted + rank, f'=IF(AND(ISNUMBER({{0}}{line}),ISNUMBER($B{line})),{{0}}{line}/{top}*$B{line},"")', "note")


def _price(sheet: Sheet, selection: Said) -> None:
    """Le prix : le montant à saisir, sa note, puis plus bas sa note pondérée."""
    name, line = selection["prix_libelle"], sheet.price
    sheet.say(line, f"{name} de l’offre (€ HT)")
    sheet.ask(line, {"criteria": ">", "value": 0, "error_message": "Le montant est un nombre plus grand que zéro."}, "price")
    sheet.say(line + 1, f"{name}, note sur {HIGHEST}")
    weights = f"B2:B{line - 1}"
    rest = f'=IF(COUNT({weights})={len(sheet.noted)},100-SUM({weights}),"")' if sheet.noted else "=100"
    sheet.page.write_formula(f"B{line + 1}", rest, sheet.styles["weight"], "" if selection["prix"] is None else selection["prix"])
    sheet.compute(line + 1, f'=IF(N({{0}}{line})>0,{HIGHEST}*MIN({sheet.span(line)})/{{0}}{line},"")', "note")
    last = sheet.total - 1
    sheet.say(last, name)
    sheet.compute(last, f'=IF(AND(ISNUMBER({{0}}{line + 1}),ISNUMBER($B{line + 1})),{{0}}{line + 1}/{HIGHEST}*$B{line + 1},"")', "note")


def _results(sheet: Sheet) -> None:
    """Le total d'une offre paraît quand toutes ses notes sont saisies ; son rang aussi."""
    first, line = sheet.weighted, sheet.total
    sheet.say(first - 1, "Notes pondérées", "bold")
    sheet.say(line, "Total (sur 100)", "bold")
    notes = f"{{0}}{first}:{{0}}{line - 1}"
    sheet.compute(line, f'=IF(COUNT({notes})={len(sheet.noted) + 1},SUM({notes}),"")', "total")
    sheet.say(line + 1, "Rang", "bold")
    sheet.compute(line + 1, f'=IF(ISNUMBER({{0}}{line}),RANK({{0}}{line},{sheet.span(line)}),"")', "rank")


def _scales(page: Worksheet, noted: list[Said], styles: Styles) -> list[str]:
    """Écrit les barèmes ; rend, pour chaque critère, la case de sa note la plus haute."""
    _head(page, {"Critère": 40, "Palier": 80, "Points": 10}, styles)
    page.freeze_panes(1, 0)
    tops, line = [], 2
    for choice in noted:
        tops.append(f"'{SCALES}'!$C${line}")
        for step in choice["critere"]["bareme"] or [{"points": HIGHEST, "attendu": "Barème à écrire"}]:
            page.write_string(f"A{line}", text(choice["critere"]["intitule"]), styles["text"])
            page.write_string(f"B{line}", text(step["attendu"]), styles["text"])
            page.write_number(f"C{line}", step["points"], styles["text"])
            line += 1
    return tops


def _about(page: Worksheet, header: cells.Row, selection: Said, styles: Styles) -> None:
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 80)
    used = [("Critère employé", _version(choice["critere"])) for choice in selection["choix"]]
    for line, (name, value) in enumerate([*cells.about(header), *used], 1):
        page.write_string(f"A{line}", name, styles["bold"])
        page.write_string(f"B{line}", text(value), styles["text"])


def _version(critere: Said) -> str:
    applicable = day(date.fromisoformat(critere["applicable"]))
    return f"{critere['id']}, version {critere['version']}, applicable à partir du {applicable}\u00a0: {critere['intitule']}"


def _head(page: Worksheet, columns: dict[str, int], styles: Styles) -> None:
    """La ligne d'en-tête, répétée à l'impression ; chaque colonne a sa largeur."""
    for rank, (name, width) in enumerate(columns.items()):
        page.set_column(rank, rank, width)
        page.write_string(0, rank, name, styles["head"])
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
