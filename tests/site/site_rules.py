"""Les règles d'accessibilité qu'une page bâtie doit tenir, une fonction par règle ; chacune rend les fautes qu'elle voit.

`test_site_pages.py` et `test_site_controles.py` les appliquent à toutes les pages ; `test_site_fautes.py` sème des fautes pour voir
que chacune mord.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from site_html import Node, Page, is_internal

from spaser.rendering.typography import size

FILES = re.compile(r"\.(json|csv|xlsx|ods|docx|odt|pdf|zip|ics|xml)$")
#: Un lien se comprend hors de sa phrase : ces mots n'y suffisent pas.
VAGUE = {
    *("cliquez ici", "ici", "cliquer ici", "lien", "lire", "voir", "plus", "en savoir plus", "lire la suite"),
    *("lire plus", "suite", "détail", "voir plus"),
}
ROLES = {
    "search",
    "status",
    "img",
    "group",
    "region",
    "alert",
    "dialog",
    "list",
    "listitem",
    "table",
    "row",
    "cell",
    "rowheader",
    "columnheader",
    "rowgroup",
    "option",
    "listbox",
    "combobox",
}
ARIA = {
    *("label", "labelledby", "describedby", "controls", "expanded", "hidden", "current", "live", "busy", "pressed", "haspopup"),
    *("autocomplete", "selected", "activedescendant", "modal", "atomic", "invalid", "sort", "checked", "disabled", "owns", "roledescription"),
}
CURRENT = {"page", "true", "step", "location", "date", "time", "false"}
OBSOLETE = ("font", "center", "marquee", "blink", "big", "strike", "tt", "basefont", "frame", "frameset")
LOOKS = ("align", "bgcolor", "border", "cellpadding", "cellspacing", "valign", "color", "face")
FOCUSABLE = ("a", "button", "input", "select", "textarea", "summary")
EMOJI = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]+)?")


@dataclass(frozen=True)
class Sight:
    """Une page telle que les règles la voient : son arbre, son texte, et le site qui la porte."""

    page: Page
    raw: str
    site: Path

    @property
    def root(self) -> Node:
        """Le haut de l'arbre."""
        return self.page.root


Rule = Callable[[Sight], Iterator[str]]


def spoken(node: Node) -> str:
    """Ce qu'un lecteur d'écran dit d'un lien ou d'un bouton."""
    return node.attrs.get("aria-label") or node.words()


def document(sight: Sight) -> Iterator[str]:
    """Type de document, langue, titre d'onglet, zoom permis (RGAA 8.1, 8.3, 8.4, 8.5, 10.4)."""
    if not sight.raw.lstrip().lower().startswith("<!doctype html>"):
        yield "type de document absent"
    if next(sight.root.all("html")).attrs.get("lang") != "fr":
        yield "la page n'est pas dite en français"
    titles = [node.words() for node in sight.root.all("title") if not _inside(sight.root, node, "svg")]
    if len(titles) != 1 or not titles[0]:
        yield "titre d'onglet absent, vide ou double"
    viewport = [node.attrs.get("content", "") for node in sight.root.all("meta") if node.attrs.get("name") == "viewport"]
    yield from (f"zoom empêché : {said}" for said in viewport if re.search(r"user-scalable\s*=\s*(?:no|0)|maximum-scale", said))


def _inside(root: Node, node: Node, tag: str) -> bool:
    return any(node is found for holder in root.all(tag) for found in holder.all())


def headings(sight: Sight) -> Iterator[str]:
    """Un seul titre de niveau 1, aucun niveau sauté, aucun titre vide (RGAA 9.1)."""
    found = sight.page.headings()
    ranks = [rank for rank, _ in found]
    if ranks.count(1) != 1:
        yield f"{ranks.count(1)} titres de niveau 1"
    for (before, _), (rank, text) in itertools.pairwise(found):
        if rank > before + 1:
            yield f"« {text} » passe du niveau {before} au niveau {rank}"
    yield from (f"titre vide de niveau {rank}" for rank, text in found if not text)


def identifiers(sight: Sight) -> Iterator[str]:
    """Une ancre mène à une seule place (RGAA 8.2)."""
    yield from (f"identifiant double : {name}" for name, number in Counter(sight.page.ids).items() if number > 1)


def references(sight: Sight) -> Iterator[str]:
    """`for`, `aria-labelledby`, `aria-describedby` et `aria-controls` nomment un identifiant de la page (RGAA 7.1, 11.1)."""
    known = set(sight.page.ids)
    for node in sight.root.all():
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            yield from (f"{name} ne mène à rien : {target}" for target in node.attrs.get(name, "").split() if target not in known)


def tables(sight: Sight) -> Iterator[str]:
    """Un titre non vide et unique, des en-têtes, `scope`, aucune case fusionnée (RGAA 5.4, 5.6, 5.7)."""
    captions: list[str] = []
    for table in sight.root.all("table"):
        yield from table_faults(table)
        captions += [caption.words() for caption in table.all("caption")]
    yield from (f"deux tableaux de même titre : {text}" for text, number in Counter(captions).items() if number > 1)


def table_faults(table: Node) -> Iterator[str]:
    """Ce qui manque à un tableau."""
    first = " ".join(th.words() for th in list(table.all("th"))[:3])
    captions = [caption.words() for caption in table.all("caption")]
    if len(captions) != 1 or not captions[0]:
        yield f"tableau « {first} » sans titre"
    if not any(True for _ in table.all("th")):
        yield f"tableau « {captions} » sans en-tête"
    for th in table.all("th"):
        if th.attrs.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            yield f"en-tête « {th.words()} » sans scope"
    if table.attrs.get("role") in ("presentation", "none"):
        yield f"tableau « {captions} » de mise en forme"
    yield from ("case fusionnée" for cell in table.all("th", "td") if {"colspan", "rowspan"} & cell.attrs.keys())


def images(sight: Sight) -> Iterator[str]:
    """`alt` sur les images ; un dessin est nommé, ou caché des technologies d'assistance (RGAA 1.1, 1.2)."""
    yield from (f"image sans alt : {node.attrs.get('src', '')}" for node in sight.root.all("img") if "alt" not in node.attrs)
    for svg in sight.root.all("svg"):
        named = svg.attrs.get("role") == "img" and ("aria-label" in svg.attrs or "aria-labelledby" in svg.attrs)
        if svg.attrs.get("aria-hidden") != "true" and not named:
            yield f"dessin ni nommé ni caché : {svg.attrs.get('class', '')}"


def fields(sight: Sight) -> Iterator[str]:
    """Une étiquette visible ou lue, liée à chaque champ ; une légende à chaque regroupement (RGAA 11.1, 11.6)."""
    labelled = {node.attrs.get("for") for node in sight.root.all("label") if node.words()}
    wrapped = {id(item) for label in sight.root.all("label") if label.words() for item in label.all("input", "select", "textarea")}
    for node in sight.root.all("input", "select", "textarea"):
        named = node.attrs.get("aria-label") or node.attrs.get("id") in labelled or id(node) in wrapped
        if node.attrs.get("type") != "hidden" and not named:
            yield f"champ sans étiquette : {node.attrs}"
    for group in sight.root.all("fieldset"):
        legends = [item for item in group.inside if isinstance(item, Node) and item.tag == "legend" and item.words()]
        if len(legends) != 1:
            yield "regroupement de champs sans légende"
    choices = [node for node in sight.root.all("input") if node.attrs.get("type") == "radio"]
    grouped = {id(node) for holder in sight.root.all() if holder.tag == "fieldset" or holder.attrs.get("role") == "group" for node in holder.all("input")}
    yield from (f"choix hors d'un regroupement : {node.attrs}" for node in choices if id(node) not in grouped)


def names(sight: Sight) -> Iterator[str]:
    """Chaque lien et chaque bouton a un nom, qui contient ce que l'on voit (RGAA 6.2, 11.9)."""
    for node in sight.root.all("a", "button"):
        seen = node.words()
        if not spoken(node).strip():
            yield f"{node.tag} sans nom : {node.attrs}"
        elif seen and re.sub(r"\s+", " ", seen).lower() not in re.sub(r"\s+", " ", spoken(node)).lower():
            yield f"le nom lu « {spoken(node)} » ne dit pas « {seen} »"
        if node.tag == "a" and "href" not in node.attrs:
            yield f"lien sans adresse : {seen}"


def vague_links(sight: Sight) -> Iterator[str]:
    """Aucun lien ne dit « cliquez ici » (RGAA 6.1)."""
    yield from (f"lien vague : {node.words()}" for node, _ in sight.page.links() if node.words().lower().strip(" .…›»→") in VAGUE)
    if re.search(r"\bcliquez (?:ici|là)\b", sight.root.words(), re.IGNORECASE):
        yield "« cliquez ici » dans le texte"


def same_links(sight: Sight) -> Iterator[str]:
    """Dans une page, deux liens de même nom mènent à la même page (RGAA 6.1)."""
    targets: dict[str, set[str]] = {}
    for node, href in sight.page.links():
        targets.setdefault(spoken(node), set()).add(sight.page.resolve(href)[0] if is_internal(href) else href)
    yield from (f"« {text} » mène à {len(found)} pages" for text, found in sorted(targets.items()) if len(found) > 1)


def file_links(sight: Sight) -> Iterator[str]:
    """« (CSV, 12 Ko) » : le format est celui du fichier, le poids celui du disque (RGAA 13.3, 6.1)."""
    for node, href in sight.page.links():
        extension = FILES.search(href)
        if extension and is_internal(href):
            weight = size((sight.site / sight.page.resolve(href)[0]).stat().st_size)
            if extension[1].upper() not in node.words() or weight not in node.words():
                yield f"{href} dit « {node.words()} », pas {extension[1].upper()}, {weight}"


def windows(sight: Sight) -> Iterator[str]:
    """Ni cible nouvelle, ni rafraîchissement, ni renvoi (RGAA 13.1, 13.2)."""
    yield from (f"ouvre une fenêtre : {node.attrs}" for node in sight.root.all() if node.attrs.get("target", "_self") != "_self")
    yield from ("page qui se rafraîchit" for node in sight.root.all("meta") if node.attrs.get("http-equiv", "").lower() == "refresh")


def landmarks(sight: Sight) -> Iterator[str]:
    """Un lien d'évitement en premier, un contenu principal, un en-tête, un pied, des navigations nommées (RGAA 9.2, 12.6, 12.7)."""
    first = next(sight.root.all("a"))
    if (first.words(), first.attrs.get("href")) != ("Aller au contenu", "#contenu-principal"):
        yield "le premier lien n'est pas l'évitement"
    mains = list(sight.root.all("main"))
    if [node.attrs.get("id") for node in mains] != ["contenu-principal"] or mains[0].attrs.get("tabindex") != "-1":
        yield "le contenu principal n'est pas là où mène l'évitement"
    yield from (
        f"{tag} : un seul est attendu" for tag in ("header", "footer") if len([n for n in sight.root.all(tag) if not _inside(sight.root, n, "main")]) != 1
    )
    said = [node.attrs.get("aria-label") or node.attrs.get("aria-labelledby") for node in sight.root.all("nav")]
    if None in said or len(set(said)) != len(said):
        yield f"navigations sans nom, ou de même nom : {said}"
    if not any(node.attrs.get("role") == "status" and "id" in node.attrs for node in sight.root.all()):
        yield "aucune zone d'annonce"


def hidden(sight: Sight) -> Iterator[str]:
    """Rien d'actif dans ce qui est caché, aucun ordre de tabulation forcé, aucun raccourci (RGAA 10.8, 12.8, 12.10)."""
    for node in sight.root.all():
        if node.attrs.get("aria-hidden") == "true":
            inner = [item for item in (node, *node.all()) if item.tag in FOCUSABLE or item.attrs.get("tabindex", "-1") != "-1"]
            yield from (f"{item.tag} actif dans un contenu caché" for item in inner)
        if node.attrs.get("tabindex", "0") not in ("0", "-1"):
            yield f"ordre de tabulation forcé : {node.attrs}"
        if "accesskey" in node.attrs:
            yield f"raccourci clavier : {node.attrs['accesskey']}"


def lists(sight: Sight) -> Iterator[str]:
    """Une liste ne contient que des éléments de liste, et eux seuls y sont (RGAA 9.3)."""
    expected = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd", "div"), "menu": ("li",)}
    for node in sight.root.all():
        inner = [item for item in node.inside if isinstance(item, Node)]
        if node.tag in expected:
            yield from (f"<{item.tag}> dans <{node.tag}>" for item in inner if item.tag not in expected[node.tag])
            yield from (f"texte nu dans <{node.tag}>" for item in node.inside if isinstance(item, str) and item.strip())
        else:
            yield from (f"<li> dans <{node.tag}>" for item in inner if item.tag == "li")


def presentation(sight: Sight) -> Iterator[str]:
    """Ni balise ni attribut de présentation, ni style ni script en ligne, ni cadre (RGAA 2.1, 8.9, 10.1)."""
    yield from (f"<{node.tag}>" for node in sight.root.all(*OBSOLETE, "style", "iframe", "object", "embed"))
    for node in sight.root.all():
        yield from (f"{name} sur <{node.tag}>" for name in node.attrs if name in (*LOOKS, "style") and node.tag not in ("link", "meta"))
        yield from (f"{name} sur <{node.tag}>" for name in node.attrs if name.startswith("on"))
    yield from ("script en ligne" for node in sight.root.all("script") if "src" not in node.attrs)


def media(sight: Sight) -> Iterator[str]:
    """Ni son ni vidéo : le site n'en publie pas, et sa grille le dit (RGAA 4)."""
    yield from (f"<{node.tag}>" for node in sight.root.all("audio", "video", "track"))


def aria(sight: Sight) -> Iterator[str]:
    """Des rôles et des attributs qui existent, avec des valeurs permises (RGAA 7.1, 8.2)."""
    for node in sight.root.all():
        if "role" in node.attrs and node.attrs["role"] not in ROLES:
            yield f"rôle inconnu : {node.attrs['role']}"
        yield from (f"attribut inconnu : {name}" for name in node.attrs if name.startswith("aria-") and name[5:] not in ARIA)
        if node.attrs.get("aria-current", "page") not in CURRENT:
            yield f"aria-current inconnu : {node.attrs['aria-current']}"
        yield from (f"{name} vaut « {node.attrs[name]} »" for name in ("aria-hidden", "aria-expanded") if node.attrs.get(name, "true") not in ("true", "false"))


def languages(sight: Sight) -> Iterator[str]:
    """Chaque changement de langue porte un code valide ; aucun sens de lecture forcé (RGAA 8.8, 8.10)."""
    for node in sight.root.all():
        yield from (f"{name} inconnu : {node.attrs[name]}" for name in ("lang", "hreflang") if name in node.attrs and not LANGUAGE.fullmatch(node.attrs[name]))
        if "dir" in node.attrs:
            yield "sens de lecture forcé"


def cryptic(sight: Sight) -> Iterator[str]:
    """Ni émoticône, ni abréviation sans son développé (RGAA 13.5)."""
    found = EMOJI.search(sight.root.words())
    if found:
        yield f"émoticône : {found[0]}"
    yield from (f"abréviation sans développé : {node.words()}" for node in sight.root.all("abbr") if not node.attrs.get("title"))


def footer(sight: Sight) -> Iterator[str]:
    """La mention exacte, et le plan du site, au pied de chaque page (RGAA 12.4 ; décret n° 2019-768, art. 4)."""
    last = list(sight.root.all("footer"))[-1:]
    links = {node.words() for node in (last[0].all("a") if last else ())}
    yield from (f"« {words} » manque au pied" for words in ("Accessibilité\u00a0: non conforme", "Plan du site") if words not in links)


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        *(document, headings, identifiers, references, tables, images, fields, names, vague_links, same_links, file_links),
        *(windows, landmarks, hidden, lists, presentation, media, aria, languages, cryptic, footer),
    )
}


def found(sight: Sight) -> dict[str, list[str]]:
    """Les fautes d'une page, par règle ; vide si toutes sont tenues."""
    return {name: faults for name, rule in RULES.items() if (faults := list(rule(sight)))}
