"""L'édition hors ligne : le site public tel qu'il se lit depuis un dossier, sans serveur, en une archive que l'on peut citer.

Un navigateur refuse, depuis un dossier, les modules de script et la lecture d'autres fichiers : les pages vont donc sans
script, comme pour un lecteur qui l'a coupé, et la recherche est remplacée par une liste de toutes les pages, que l'on filtre.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path

from spaser.exports import archives
from spaser.publication import Edition
from spaser.rendering.typography import NBSP, day

#: Ce qui ne sert qu'à un serveur, ou qu'à un script qu'aucun dossier ne laisse charger.
LEFT_OUT = re.compile(r"(?:pagefind|assets/js)/|(?:404\.html|robots\.txt|sitemap\.xml)$")
LINK = re.compile(r'(?P<name>\s(?:href|action|src))="(?P<address>[^"]*)"')
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>\s*", re.DOTALL)
NOSCRIPT = re.compile(r"</?noscript>")
SEARCH_PAGE, SEARCH_FILE = "recherche/index.html", "assets/recherche-hors-ligne.js"
RESULTS = re.compile(r'<form class="recherche si-js".*?</form>|<section class="resultats".*?</section>', re.DOTALL)
HIDDEN = "\n.si-js { display: none !important; }\n"
SCRIPT_TEXT = """(function () {
  var simple = function (texte) { return texte.normalize("NFD").replace(/[\\u0300-\\u036f]/g, "").toLowerCase(); };
  var champ = document.getElementById("hors-ligne-q"), liste = document.getElementById("hors-ligne-liste");
  var compte = document.getElementById("hors-ligne-compte");
  var pages = PAGES.map(function (page) { return { page: page, texte: simple(page[1] + " " + page[2]) }; });
  function chercher() {
    var mots = simple(champ.value).split(/[^a-z0-9]+/).filter(Boolean);
    var vues = mots.length ? pages.filter(function (p) { return mots.every(function (mot) { return p.texte.indexOf(mot) >= 0; }); }) : [];
    liste.replaceChildren.apply(liste, vues.slice(0, 100).map(function (p) {
      var li = document.createElement("li"), a = document.createElement("a"), texte = document.createElement("p");
      a.href = "../" + p.page[0]; a.textContent = p.page[1]; texte.textContent = p.page[2]; li.append(a, texte);
      return li;
    }));
    compte.textContent = mots.length ? vues.length + (vues.length > 1 ? " pages" : " page") : "";
  }
  champ.value = new URLSearchParams(location.search).get("q") || "";
  champ.addEventListener("input", chercher);
  chercher();
})();
"""
SEARCH_BODY = (
    '<p><label for="hors-ligne-q">Que cherchez-vous ?</label> <input id="hors-ligne-q" type="search" autocomplete="off"></p>'
    '<p id="hors-ligne-compte" role="status"></p><ul id="hors-ligne-liste"></ul>'
    '<p>La recherche porte sur le titre et la description des pages. Le <a href="../plan-du-site/index.html">plan du site</a> les donne toutes.</p>'
)


def pack(site: Path, edition: Edition, year: int) -> tuple[str, bytes, str]:
    """L'archive : son nom, ses octets, et la ligne qui donne sa somme de contrôle. Les mêmes octets pour le même site."""
    name = f"achats-responsables-{year}"
    parts = {f"{name}/{path}": content for path, content in sorted(_parts(site))}
    content = archives.pack({f"{name}/LISEZ-MOI.txt": _notice(edition, year).encode()} | parts, compressed=True)
    return f"{name}.zip", content, f"{hashlib.sha256(content).hexdigest()}  {name}.zip\n"


def _parts(site: Path) -> Iterator[tuple[str, bytes]]:
    pages: list[tuple[str, str, str]] = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if not path.is_file() or LEFT_OUT.match(name):
            continue
        content = path.read_bytes()
        if name.endswith(".html"):
            text = page(content.decode(), path, site)
            pages.append((name, *_about(text)))
            content = text.encode()
        elif name == "assets/css/site.css":
            content += HIDDEN.encode()
        yield name, content
    yield SEARCH_FILE, f"var PAGES = {json.dumps(pages, ensure_ascii=False)};\n{SCRIPT_TEXT}".encode()


def page(text: str, path: Path, site: Path) -> str:
    """Une page qui se lit depuis un dossier : sans script, ses liens menant aux fichiers eux-mêmes."""
    text = NOSCRIPT.sub("", SCRIPT.sub("", text)) if path != site / SEARCH_PAGE else SCRIPT.sub("", text)
    if path == site / SEARCH_PAGE:
        found = iter([SEARCH_BODY])
        text = RESULTS.sub(lambda _: next(found, ""), text)
        text = text.replace("</body>", f'<script src="../{SEARCH_FILE}"></script>\n</body>')
    return LINK.sub(lambda link: f'{link["name"]}="{escape(address(unescape(link["address"]), path, site))}"', text)


def address(link: str, path: Path, site: Path) -> str:
    """Le lien vers le fichier d'index, quand il mène à un dossier du site."""
    if not link or OUTSIDE.match(link):
        return link
    found = re.fullmatch(r"([^?#]*)(.*)", link, re.DOTALL)
    assert found is not None
    where, rest = found.groups()
    target = (path.parent / where).resolve() if where else None
    if target is None or not target.is_dir() or not target.is_relative_to(site.resolve()):
        return link
    return f"{where.rstrip('/')}/index.html{rest}"


def _about(text: str) -> tuple[str, str]:
    """Le titre et la description d'une page."""
    title = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL) or re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    description = re.search(r'<meta name="description" content="([^"]*)"', text)
    bare = unescape(re.sub(r"<[^>]+>", "", title[1])) if title else ""
    return " ".join(bare.split()), unescape(description[1]) if description else ""


def _notice(edition: Edition, year: int) -> str:
    """Le mode d'emploi de l'archive, et comment la citer."""
    buyer = edition.collectivite
    lines = [
        f"Achats responsables, édition {buyer.edition} du {day(buyer.edition_du)}",
        buyer.nom,
        "",
        "Ouvrir index.html dans un navigateur. Rien à installer, aucune connexion.",
        "Cette copie est figée. Le site à jour est à l’adresse " + buyer.url_public,
        "",
        f"Pour citer{NBSP}: {buyer.nom}, Achats responsables, édition {buyer.edition}, {day(buyer.edition_du)}, archive {year}.",
        f"Licence{NBSP}: Licence Ouverte 2.0 (etalab-2.0), hors logo et nom.",
    ]
    if buyer.demonstration:
        lines.insert(2, "Données de démonstration, inventées.")
    return "\n".join(lines) + "\n"
