"""Ce que la recherche retient d'une page : son texte à elle, les mots qui la désignent, et ce qui la classe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from spaser.exports.base import compact
from spaser.model import GENRES, Critere, Exigence, Famille, Fournisseur, Intention
from spaser.relations import Relations
from spaser.rendering.renderer import Fiche
from spaser.rendering.views import View
from spaser.search import Document

KINDS = {kind: genre.singulier.split(" ", 1)[1].capitalize() for kind, genre in GENRES.items()} | {"critere": "Critère"}
#: Les mots que la page de recherche propose quand un mot cherché n'est nulle part.
VOCABULARY = "recherche/mots.json"
#: Ces parties nomment d'autres fiches, qui ont leur page, ou disent d'où vient celle-ci : les lire ferait répondre la voisine.
ELSEWHERE = "alentours|criteres|essentiel|exigences|familles|fondements|fournisseurs|intentions|objectifs|sources|versions"
#: Ce qui est sur toutes les fiches, et ce qui n'est pas du texte.
_NOISE = re.compile(
    r'<dl class="faits">.*?</dl>|<svg\b.*?</svg>|<button\b.*?</button>|<details class="technique">.*?</details>|<p class="(?:signaler|mention)">.*?</p>'
    rf'|<h2\b[^>]*\bid="(?:{ELSEWHERE})".*?(?=<h2\b|\Z)|<h3\b[^>]*\bid="(?:{ELSEWHERE})".*?(?=<h[23]\b|\Z)',
    re.DOTALL,
)
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|em|i|mark|q|span|strong|sub|sup|time)\b[^>]*>")
_ATTRIBUTES = re.compile(r"<(\w+) [^>]*>")
_WORD = re.compile(r"[^\W\d_]{4,}")
_ACRONYM = re.compile(r"\b[A-Z]{2,7}\b")
#: « VAE » se racine en « va » : suivi d'un zéro, un sigle reste lui-même. theme/assets/js/recherche/question.js fait de même.
MARK = "0"
#: La définition d'un sigle dans une page : <dt><abbr title="…">ESAT</abbr>.
_DEFINED = re.compile(r'<abbr title="([^"]*)">([^<]*)</abbr>')
_DEFINITIONS = re.compile(r"<dt>.*?</dt>", re.DOTALL)

Facts = tuple[dict[str, str], dict[str, tuple[str, ...]]]


def page(url: str, title: str, html: str) -> Document:
    """Une page de prose ou de liste ; celle qui définit un sigle répond à ce sigle."""
    defined = _DEFINED.findall(" ".join(_DEFINITIONS.findall(html)))
    meta = {"mots": " ".join(word for _, word in defined), "proches": " ".join(words for words, _ in defined)}
    return Document(url, title, "Page", bare(html), meta)


def fiche(view: View, done: Fiche, relations: Relations) -> Document:
    """Une fiche, avec ses synonymes, ses codes, sa famille, son année, ses enjeux."""
    known = relations.edition.criteres if view["genre"] == "critere" else relations.edition.entrees[view["genre"]]
    said = FACTS.get(view["genre"])
    meta, filters = said(known[view["id"]], relations) if said else ({}, {})
    return Document(done.url, done.title, KINDS[view["genre"]], bare(_NOISE.sub("", done.body)), meta, filters)


def bare(html: str) -> str:
    """Le texte d'une page dans ses seuls blocs : ce que Pagefind lirait de plus ne changerait que le temps qu'il y passe."""
    return _ATTRIBUTES.sub(r"<\1>", _INLINE.sub("", html))


def with_acronyms(documents: Sequence[Document]) -> Iterator[Document]:
    """Les mêmes pages, où chaque sigle que les données connaissent se cherche tel quel."""
    known = {word for document in documents for word in _ACRONYM.findall(document.meta.get("mots", ""))}
    for document in documents:
        said = {**document.meta, "sigles": ""}
        texts = said | {"sigles": f"{document.title} {document.body}"}
        marked = {name: " ".join(f"{word.lower()}{MARK}" for word in sorted(known.intersection(_ACRONYM.findall(text)))) for name, text in texts.items()}
        yield replace(document, meta={name: f"{said[name]} {words}".strip() for name, words in marked.items()})


def vocabulary(documents: Iterable[Document]) -> bytes:
    """Les mots des titres et des synonymes, du plus employé au moins employé."""
    found = Counter(word.lower() for document in documents for text in (document.title, *document.meta.values()) for word in _WORD.findall(text))
    return compact(sorted(found, key=lambda word: (-found[word], word)))


def _intention(entry: Intention, relations: Relations) -> Facts:
    families = [family] if (family := relations.family(entry)) else []
    filters = {"famille": _titles(families), "annee": (str(entry.annee),), "enjeu": _stakes(entry, relations)}
    return {"cpv": f"cpv{entry.cpv}", "proches": _named(families)}, filters


def _famille(entry: Famille, relations: Relations) -> Facts:
    # « cpv3225 » pour 32250000 : les zéros d'un code CPV disent seulement qu'il couvre tout ce qui commence ainsi.
    codes = " ".join(f"cpv{code.rstrip('0')}" for code in entry.cpv)
    return {"mots": " ".join(entry.mots_cles), "cpv": codes}, {"famille": (entry.intitule,), "enjeu": _stakes(entry, relations)}


def _critere(found: tuple[Critere, str], relations: Relations) -> Facts:
    criterion, owner = found
    families = [relations.edition.entrees["famille"][owner]] if owner in relations.edition.entrees["famille"] else []
    stakes = tuple(relations.edition.stakes[code].libelle for code in criterion.enjeux)
    return {"proches": " ".join(_titles(families))}, {"famille": _titles(families), "enjeu": stakes}


def _exigence(entry: Exigence, relations: Relations) -> Facts:
    return {}, {"famille": _titles(relations.families_of_requirement(entry))}


def _fournisseur(entry: Fournisseur, relations: Relations) -> Facts:
    families = [relations.edition.entrees["famille"][name] for name in entry.familles if name in relations.edition.entrees["famille"]]
    types = [*entry.types, *relations.edition.labels("types-structure", entry.types)]
    return {"mots": " ".join(types), "proches": _named(families)}, {"famille": _titles(families)}


FACTS: dict[str, Callable[[Any, Relations], Facts]] = {
    "intention": _intention,
    "famille": _famille,
    "critere": _critere,
    "exigence": _exigence,
    "fournisseur": _fournisseur,
}


def _titles(families: Iterable[Famille]) -> tuple[str, ...]:
    return tuple(family.intitule for family in families)


def _named(families: Iterable[Famille]) -> str:
    return " ".join(word for family in families for word in (family.intitule, *family.mots_cles))


def _stakes(entry: Intention | Famille, relations: Relations) -> tuple[str, ...]:
    return tuple(dict.fromkeys(relations.edition.stakes[item.code].libelle for item in entry.enjeux))
