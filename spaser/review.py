"""Le résumé d'une proposition de modification : ce qu'un lecteur verra changer sur chaque site, ce qui devient public d'abord."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spaser.journal import Change, compare, compare_rest
from spaser.model import GENRES
from spaser.problems import plural
from spaser.publication import Edition
from spaser.rendering.typography import NBSP

#: Comment le résumé nomme ce qui n'est pas un genre de fiches.
REST = {
    "collectivite": "réglages de la collectivité",
    "codes": "listes de codes",
    "transverses": "critères transverses",
    "eco": "thèmes de l’éco-référentiel",
    "attributions": "marchés attribués",
    "agec": "déclaration AGEC",
    "outils": "outils",
    "grilles": "grilles de conformité",
}
#: Un texte plus long se lit dans la modification elle-même.
SHOWN = 160


@dataclass(frozen=True)
class Page:
    """Une page écrite à la main que la modification touche : son fichier, et « A », « M » ou « D » comme le dit git."""

    path: str
    state: str

    @property
    def is_public(self) -> bool:
        """Vrai si la page est sur le site public."""
        return not self.path.startswith(("docs/interne/", "docs/decisions/"))

    @property
    def event(self) -> str:
        """Ce qui arrive à la page."""
        return {"A": "nouvelle page", "D": "page retirée"}.get(self.state, "page modifiée")


@dataclass(frozen=True)
class States:
    """Les deux éditions de chaque site, avant et après la modification, et les pages touchées."""

    public: tuple[Edition, Edition]
    internal: tuple[Edition, Edition]
    pages: tuple[Page, ...] = ()


def summarise(states: States) -> str:
    """Le résumé en Markdown : ce qui devient public, puis le site public, puis ce qui ne se voit que sur le site interne."""
    seen, known = list(_changes(*states.public)), list(_changes(*states.internal))
    entries, texts = list(_new_entries(seen, states)), list(_new_texts(seen))
    lines = ["# Ce que la modification change", "", _headline(len(entries), len(texts)), "", *entries, *texts]
    lines += [*[""] * bool(entries or texts), "## Site public", "", *_section(seen, [page for page in states.pages if page.is_public])]
    lines += ["## Site interne seulement", "", *_section(_hidden(known, seen), [page for page in states.pages if not page.is_public])]
    return "\n".join(lines).rstrip() + "\n"


def _changes(before: Edition, after: Edition) -> Iterator[Change]:
    yield from compare(before, after)
    yield from compare_rest(before, after)


def _headline(entries: int, texts: int) -> str:
    """La ligne qu'un relecteur doit lire avant d'accepter."""
    found = [f"{entries} {'fiches ou pages' if entries > 1 else 'fiche ou page'}"] * bool(entries) + [plural(texts, "texte")] * bool(texts)
    said = " et ".join(found)
    ask = " Relisez chaque ligne avant d’accepter." if said else ""
    return f"**Ce qui devient public{NBSP}: {said or 'rien'}.**{ask}"


def _new_entries(changes: Iterable[Change], states: States) -> Iterator[str]:
    """Les fiches et les pages que tout le monde pourra lire."""
    before = states.internal[0]
    for change in changes:
        if change.event == "créée":
            was = "elle était interne" if change.kind in GENRES and change.entry in before.entrees[change.kind] else "fiche nouvelle"
            yield f"- **{change.title}** ({_kind(change.kind)}, {change.entry}){NBSP}: {was}"
    for page in states.pages:
        if page.is_public and page.state == "A":
            yield f"- `{page.path}`{NBSP}: {page.event}"


def _new_texts(changes: Iterable[Change]) -> Iterator[str]:
    """Les champs jusqu'ici vides, ou internes, d'une fiche déjà publique."""
    for change in changes:
        for label, was, now in change.details:
            if was == "rien" or (was, now) == ("absent", "ajouté"):
                yield f"- **{change.title}** ({change.entry}), {label}{NBSP}: «{NBSP}{_short(now)}{NBSP}»"


def _hidden(known: list[Change], seen: list[Change]) -> Iterator[Change]:
    """Ce que le site interne montre de plus : des fiches internes, des champs internes."""
    public = {(change.kind, change.entry): change for change in seen}
    for change in known:
        told = public.get((change.kind, change.entry))
        details = tuple(detail for detail in change.details if told is None or detail not in told.details)
        if told is None or details:
            yield replace(change, details=details)


def _section(changes: Iterable[Change], pages: list[Page]) -> list[str]:
    """Les changements d'un site, genre par genre, puis ses pages."""
    found, lines = list(changes), list[str]()
    for kind in (*GENRES, *REST):
        same = [change for change in found if change.kind == kind]
        lines += [f"### {_kind(kind, many=True).capitalize()}", "", *(line for change in same for line in _entry(change)), ""] if same else []
    lines += ["### Pages", "", *(f"- `{page.path}`{NBSP}: {page.event}" for page in pages), ""] if pages else []
    return lines or ["Rien ne change.", ""]


def _entry(change: Change) -> Iterator[str]:
    yield f"- **{change.title}** ({change.entry}){NBSP}: {change.event}"
    for label, was, now in change.details:
        yield f"    - {label}{NBSP}: «{NBSP}{_short(was)}{NBSP}» devient «{NBSP}{_short(now)}{NBSP}»"


def _kind(kind: str, *, many: bool = False) -> str:
    if kind in GENRES:
        return GENRES[kind].pluriel if many else GENRES[kind].singulier.split(maxsplit=1)[1]
    return REST[kind]


def _short(text: str) -> str:
    """Un texte sur une ligne, coupé s'il est long : une forge lit du Markdown, où un retour à la ligne changerait le sens."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"
