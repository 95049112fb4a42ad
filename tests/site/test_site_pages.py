"""Chaque page des deux sites, lue telle qu'elle est publiée : structure, liens, français, bandeaux, plan."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import site_html
import site_rules
import yaml
from site_build import Sites
from site_html import CODE, FOREIGN, UNREAD, Page
from site_rules import FILES, Rule, Sight

NBSP, NARROW = "\u00a0", "\u202f"
#: Les pages publiées qui ne sont ni au plan ni dans sitemap.xml : on n'y va pas chercher un contenu.
HORS_PLAN = {"404.html", "recherche/index.html"}
#: Les exports dont un standard fixe l'en-tête : tests/code les contrôle.
STANDARDS = ("intentions-ocds.json", "intentions.schema.json")


@pytest.fixture(params=["publique", "interne"])
def audience(request: pytest.FixtureRequest) -> str:
    """L'un puis l'autre site."""
    return str(request.param)


@pytest.fixture
def site(audience: str, sites: Sites) -> Path:
    """Le dossier du site."""
    return sites[audience]


@pytest.fixture
def pages(site: Path) -> dict[str, Page]:
    """Toutes les pages du site."""
    return site_html.pages(site)


def faults(rule: Rule, pages: dict[str, Page], site: Path = Path()) -> dict[str, list[str]]:
    """Les premières fautes d'une règle de `site_rules.py`, par page."""
    return {path: found[:3] for path, page in pages.items() if (found := list(rule(Sight(page, "", site))))}


# — Structure —


def test_le_balisage_est_bien_forme(pages: dict[str, Page]) -> None:
    """Tout ce qui est ouvert est fermé, dans l'ordre ; aucun bloc dans un paragraphe."""
    assert {path: page.faults[:3] for path, page in pages.items() if page.faults} == {}


def test_aucun_commentaire_ne_reste_dans_une_page(pages: dict[str, Page]) -> None:
    """Un commentaire HTML est publié comme le reste."""
    assert {path: page.comments for path, page in pages.items() if page.comments} == {}


def test_chaque_page_est_en_francais_et_se_decrit(pages: dict[str, Page]) -> None:
    """`lang="fr"` sur la page, et une description."""
    for path, page in pages.items():
        assert next(page.root.all("html")).attrs.get("lang") == "fr", path
        described = [node.attrs.get("content", "") for node in page.root.all("meta") if node.attrs.get("name") == "description"]
        assert len(described) == 1 and described[0], path


def test_chaque_page_a_un_seul_h1_et_des_titres_sans_saut(pages: dict[str, Page]) -> None:
    """Un titre de niveau 3 suit un titre de niveau 2, jamais un titre de niveau 1."""
    assert faults(site_rules.headings, pages) == {}


def test_les_titres_d_onglet_sont_uniques(pages: dict[str, Page]) -> None:
    """Deux onglets ne portent pas le même titre."""
    counts = Counter(page.title for page in pages.values())
    assert [title for title, number in counts.items() if number > 1] == []


def test_aucun_identifiant_n_est_double(pages: dict[str, Page]) -> None:
    """Une ancre mène à une seule place."""
    assert faults(site_rules.identifiers, pages) == {}


def test_chaque_reference_interne_a_la_page_mene_a_un_element(pages: dict[str, Page]) -> None:
    """`for`, `aria-labelledby`, `aria-describedby` et `aria-controls` nomment un identifiant de la page."""
    assert faults(site_rules.references, pages) == {}


def test_chaque_tableau_a_un_titre_et_des_en_tetes(pages: dict[str, Page]) -> None:
    """`caption` non vide et unique, `scope` sur chaque en-tête, aucune case fusionnée."""
    assert faults(site_rules.tables, pages) == {}


def test_chaque_image_et_chaque_trace_a_un_texte_ou_est_cache(pages: dict[str, Page]) -> None:
    """`alt` sur les images ; un dessin est nommé, ou caché des technologies d'assistance."""
    assert faults(site_rules.images, pages) == {}


def test_chaque_champ_de_saisie_a_une_etiquette(pages: dict[str, Page]) -> None:
    """Une étiquette visible ou lue, liée au champ."""
    assert faults(site_rules.fields, pages) == {}


def test_chaque_bouton_et_chaque_lien_a_un_nom(pages: dict[str, Page]) -> None:
    """Un texte, ou un nom pour les technologies d'assistance."""
    assert faults(site_rules.names, pages) == {}


def test_ni_style_ni_script_en_ligne(pages: dict[str, Page]) -> None:
    """Une politique de sécurité stricte doit pouvoir s'appliquer."""
    assert faults(site_rules.presentation, pages) == {}


def test_rien_n_est_charge_d_un_autre_site(pages: dict[str, Page]) -> None:
    """Styles, scripts, images et formulaires viennent du site lui-même."""
    canonical = re.compile(r"^https://[^/]+/")
    for path, page in pages.items():
        away = [href for href in page.resources() if not site_html.is_internal(href)]
        own = [node.attrs["href"] for node in page.root.all("link") if node.attrs.get("rel") == "canonical"]
        assert [href for href in away if href not in own] == [], path
        assert all(canonical.match(href) for href in own), path


# — Liens —


def test_chaque_lien_et_chaque_ressource_interne_existe(site: Path, pages: dict[str, Page]) -> None:
    """Aucun lien rompu, aucune ancre perdue, aucun fichier manquant, sur toutes les pages."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken = {(page.path, href) for page in pages.values() for href in page.resources() if site_html.is_internal(href) and page.resolve(href)[0] not in files}
    for page in pages.values():
        for _, href in page.links():
            if site_html.is_internal(href):
                target, anchor = page.resolve(href)
                if target not in files or (anchor and "=" not in anchor and anchor not in pages[target].ids):  # « #f=… » est un état, pas une ancre
                    broken.add((page.path, href))
    assert sorted(broken) == []


def test_les_liens_sortants_sont_des_adresses_connues(pages: dict[str, Page]) -> None:
    """Une page web, un courriel, un téléphone ; jamais un script ni un fichier de machine."""
    for path, page in pages.items():
        away = [href for _, href in page.links() if not site_html.is_internal(href)]
        assert [href for href in away if not re.match(r"https?://[^/]+|mailto:[^@]+@[^@]+\.|tel:\+?\d+$", href)] == [], path


def test_aucun_lien_ne_dit_cliquez_ici(pages: dict[str, Page]) -> None:
    """Un lien se comprend hors de sa phrase."""
    assert faults(site_rules.vague_links, pages) == {}


def test_le_meme_texte_de_lien_mene_au_meme_endroit(pages: dict[str, Page]) -> None:
    """Dans une page, deux liens de même texte mènent à la même page."""
    assert faults(site_rules.same_links, pages) == {}


def test_chaque_lien_de_fichier_dit_son_format_et_son_vrai_poids(site: Path, pages: dict[str, Page]) -> None:
    """« (CSV, 12 Ko) » : le format est celui du fichier, le poids celui du disque."""
    assert faults(site_rules.file_links, pages, site) == {}
    seen = sum(1 for page in pages.values() for _, href in page.links() if FILES.search(href) and site_html.is_internal(href))
    assert seen >= 14, "la page des données ouvertes ne mène plus aux exports"


# — Français —


def visible_texts(page: Page) -> Iterator[str]:
    """Ce qu'une personne lit ou entend en français : le texte hors code, les attributs lus, le titre et la description."""
    body = next(page.root.all("body"))
    yield from body.text(UNREAD | CODE | FOREIGN).split("\n")
    yield page.title
    yield from (node.attrs["content"] for node in page.root.all("meta") if node.attrs.get("name") == "description")
    for node in body.all():
        yield from (node.attrs[name] for name in site_html.READ if node.attrs.get(name))


@cache
def said(site: Path) -> dict[str, str]:
    """Chaque texte d'un site, une seule fois, et une page qui le dit."""
    return {text: path for path, page in site_html.pages(site).items() for text in visible_texts(page)}


TYPOGRAPHY = {
    "espace ordinaire avant un signe double": re.compile(r"[^\s] [:;?!»](?=\s|$|[).,])"),
    "aucune espace avant un signe double": re.compile(r"(?<=[a-zà-öø-ÿœ)])[;?!](?=\s|$)|(?<=[a-zà-öø-ÿœ)]):(?=\s|$)"),
    "espace ordinaire après un guillemet": re.compile(r"« "),
    "guillemet sans espace": re.compile(r"«(?=[^\s\u00a0\u202f])|(?<=[^\s\u00a0\u202f])»"),
    "apostrophe droite": re.compile(r"(?<=\w)'(?=\w)"),
    "guillemets droits": re.compile(r'"'),
    "trois points": re.compile(r"\.\.\."),
    "point d’exclamation": re.compile(r"!(?!=)"),
    "deux espaces insécables": re.compile(r"[\u00a0\u202f]{2}"),
    "espace ordinaire avant une unité": re.compile(r"\d (?:%|€|Ko|Mo)(?=\W|$)"),
}


@pytest.mark.parametrize("rule", TYPOGRAPHY)
def test_la_typographie_est_francaise_sur_toutes_les_pages(rule: str, site: Path) -> None:
    """Espaces insécables, apostrophes et guillemets typographiques, dans tout texte visible ou lu, hors code."""
    pattern = TYPOGRAPHY[rule]
    faults = {f"{path} : {excerpt(text, found)}" for text, path in said(site).items() if (found := pattern.search(text)) is not None}
    assert sorted(faults)[:20] == [], f"{len(faults)} fautes"


def excerpt(text: str, found: re.Match[str]) -> str:
    """Le passage fautif, dans son contexte."""
    return re.sub(r"\s+", " ", text[max(0, found.start() - 25) : found.end() + 15]).strip()


def test_aucun_emoji_ni_mot_anglais_du_theme(site: Path) -> None:
    """Les mots du thème sont tous traduits."""
    english = re.compile(
        r"\b(Skip to|Search|Permanent link|Table of contents|Back to top|Loading|Home|Next|Previous|Copy to clipboard|Made with|Footer|Header)\b"
    )
    emoji = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
    faults = {(path, found[0]) for text, path in said(site).items() if (found := english.search(text) or emoji.search(text))}
    assert faults == set()


# — Bandeaux, pied, plan —


def settings(site: Path) -> dict[str, object]:
    """La collectivité du dépôt."""
    return dict(yaml.safe_load((Path(__file__).parents[2] / "referentials" / "collectivite.yml").read_text(encoding="utf-8")))


def test_chaque_page_dit_sur_quel_site_on_est(audience: str, pages: dict[str, Page]) -> None:
    """Le bandeau public sur le site public, le bandeau interne sur le site interne, jamais l'autre."""
    right, wrong = ("public", "interne") if audience == "publique" else ("interne", "public")
    for path, page in pages.items():
        found = [node.words() for node in page.root.by_class(f"bandeau--{right}")]
        assert len(found) == 1 and found[0].startswith(f"Site {right}"), path
        assert list(page.root.by_class(f"bandeau--{wrong}")) == [], path


def test_chaque_page_dit_que_les_donnees_sont_une_demonstration(site: Path, pages: dict[str, Page]) -> None:
    """Tant que `collectivite.yml` le dit, un bandeau le dit partout ; ensuite, aucun."""
    expected = ["Démonstration"] if settings(site)["demonstration"] else []
    for path, page in pages.items():
        assert [next(node.all("strong")).words() for node in page.root.by_class("bandeau--demonstration")] == expected, path


def test_chaque_pied_de_page_porte_la_mention_d_accessibilite(pages: dict[str, Page]) -> None:
    """La mention exacte, insécable avant le deux-points, et un lien vers la déclaration."""
    for path, page in pages.items():
        footer = list(page.root.all("footer"))[-1]
        links = {node.words(): page.resolve(href)[0] for node, href in ((a, a.attrs["href"]) for a in footer.all("a"))}
        assert links.get(f"Accessibilité{NBSP}: non conforme") == "accessibilite/index.html", path
        for words in ("Mentions légales", "Plan du site", "Données ouvertes", "Aide"):
            assert words in links, path


def test_chaque_page_a_ses_reperes(pages: dict[str, Page]) -> None:
    """Un lien d'évitement en premier, un en-tête, un contenu principal, un pied, des navigations nommées."""
    for path, page in pages.items():
        first = next(page.root.all("a"))
        assert (first.words(), first.attrs["href"]) == ("Aller au contenu", "#contenu-principal"), path
        assert [len(list(page.root.all(tag))) for tag in ("main", "footer")] == [1, 1], path
        names = [node.attrs.get("aria-label") or node.attrs.get("aria-labelledby") for node in page.root.all("nav")]
        assert None not in names and len(set(names)) == len(names), path


def test_le_plan_du_site_mene_a_toutes_les_pages_publiees(pages: dict[str, Page]) -> None:
    """Une page écrite en un lien, une fiche ou une liste en deux, et en trois ce qui dépend d'une fiche : un critère, une feuille « se préparer »."""
    near = _reached(pages["plan-du-site/index.html"])
    parts = {path for path in near if re.search(r"/plan(?:-page-\d+)?/", path)}
    listed = {target for path in parts for target in _reached(pages[path])}
    families = {path for path in listed if path.startswith("vademecum/")} | {"vademecum/transverses/index.html"}
    far = {target for path in families for target in _reached(pages[path])}
    assert len(parts) >= 5 and near | listed <= pages.keys()
    assert pages.keys() - HORS_PLAN - near - listed - far == set()


def _reached(page: Page) -> set[str]:
    """Les pages du site où mène le corps d'une page."""
    links = [node.attrs["href"] for article in page.root.all("article") for node in article.all("a") if site_html.is_internal(node.attrs.get("href", ""))]
    return {target for target in (page.resolve(href)[0] for href in links) if target.endswith(".html")}


def test_sitemap_xml_liste_toutes_les_pages_publiees(site: Path, pages: dict[str, Page]) -> None:
    """Le fichier pour les moteurs égale les pages publiées, et chaque page dit la même adresse."""
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = [node.text or "" for node in ElementTree.fromstring((site / "sitemap.xml").read_bytes()).iter(f"{space}loc")]
    canonical = {
        path: next(n.attrs["href"] for n in page.root.all("link") if n.attrs.get("rel") == "canonical") for path, page in pages.items() if path not in HORS_PLAN
    }
    assert sorted(urls) == sorted(canonical.values())


def test_les_exports_sont_lisibles_et_disent_leur_edition(site: Path) -> None:
    """Chaque export JSON à nos champs porte son titre, son édition, sa licence et la marque de démonstration."""
    for path in sorted(set((site / "donnees").glob("*.json")) - {site / "donnees" / name for name in STANDARDS}):
        header = json.loads(path.read_text(encoding="utf-8"))
        assert {"titre", "edition", "date", "licence", "demonstration", "entrees"} <= header.keys(), path.name
        assert header["entrees"], path.name


def test_chaque_export_est_propose_au_telechargement(site: Path, pages: dict[str, Page]) -> None:
    """La page des données ouvertes mène à chaque fichier de donnees/, une fois."""
    page = pages["donnees-ouvertes/index.html"]
    linked = [page.resolve(href)[0] for _, href in page.links() if site_html.is_internal(href) and "/donnees/" in href]
    assert sorted(linked) == sorted(path.relative_to(site).as_posix() for path in (site / "donnees").iterdir())


def test_le_site_public_ne_nomme_ni_menu_ni_page_interne(sites: Sites) -> None:
    """Aucun lien, aucune classe, aucun mot du site interne."""
    pages = site_html.pages(sites.publique)
    assert [path for path in pages if path.startswith("interne/")] == []
    faults = {(path, href) for path, page in pages.items() for _, href in page.links() if site_html.is_internal(href) and "interne/" in page.resolve(href)[0]}
    assert faults == set()
    assert [path for path, page in pages.items() if list(page.root.by_class("interne"))] == []


def test_le_site_interne_demande_a_ne_pas_etre_indexe(audience: str, pages: dict[str, Page]) -> None:
    """`noindex` sur chaque page interne, sur aucune page publique."""
    expected = ["noindex, nofollow"] if audience == "interne" else []
    for path, page in pages.items():
        assert [node.attrs["content"] for node in page.root.all("meta") if node.attrs.get("name") == "robots"] == expected, path
