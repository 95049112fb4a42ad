"""Le corpus hostile : refusé en français avec sa ligne, ou rendu au caractère près ; jamais exécuté, jamais écrit."""

import os
import re
import socket
from functools import cache
from html.parser import HTMLParser
from typing import Annotated

import hostile
import pytest
import test_annuaires_bornes
import test_import_bornes
import test_lecture
import test_verifier_publication
from outillage import MINIMAL
from pydantic import TypeAdapter, ValidationError
from tableurs import tout
from test_lecture import GOOD, PLACE
from test_messages import JARGON

from spaser import catalogue
from spaser.model import GENRES
from spaser.model.marks import Code, Forme, Renvoi
from spaser.model.walk import champs, visit
from spaser.problems import printable
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering import expressions
from spaser.rendering.renderer import Renderer
from spaser.rendering.richtext import TAGS

#: Un message : un fichier, une ligne, une colonne, une phrase.
LIGNE = re.compile(r"^referentials/[^\n]+?:\d+:\d+: [^\n]+$", re.MULTILINE)


def _refused(dossier, name):
    """La commande refuse, dit le fichier et la ligne en français, et n'écrit rien."""
    before = tout(dossier)
    result = dossier.verify()
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert [line for line in LIGNE.findall(result.output) if line.startswith(f"referentials/{name}:")], result.output
    assert "Rien n'a été publié.\n" in result.output
    assert not JARGON.search(re.sub(r"« [^»]* »|\S+ :", "", result.output)), result.output
    assert len(result.output) < 20_000, "un message ne recopie pas ce qu'il refuse"
    assert tout(dossier) == before
    return result.output


@pytest.mark.parametrize("cas", hostile.FICHIERS)
def test_un_fichier_hostile_est_refuse_avec_sa_ligne(dossier, cas):
    dossier.write(PLACE, hostile.FICHIERS[cas])
    _refused(dossier, PLACE)


@pytest.mark.parametrize("cas", hostile.CHAMPS, ids=lambda cas: f"{cas[0]} {cas[1][:24]!r}")
def test_une_valeur_hostile_est_refusee_avec_sa_ligne(dossier, cas):
    field, line = cas[0], hostile.CHAMPS[cas]
    text = re.sub(rf"^{field}: .*\n", "", GOOD, flags=re.MULTILINE)
    dossier.write(PLACE, f"{text}{line}\n")
    _refused(dossier, PLACE)


@pytest.mark.parametrize("cas", hostile.CONTOURS)
def test_des_contours_hostiles_sont_refuses(dossier, cas):
    dossier.write("territoire/essai.geojson", hostile.CONTOURS[cas])
    _refused(dossier, "territoire/essai.geojson")


@pytest.mark.parametrize("cas", hostile.NOMS)
def test_un_nom_de_fichier_hostile_est_refuse_et_se_lit_sur_une_ligne(dossier, cas):
    dossier.write(f"fournisseurs/{hostile.NOMS[cas]}", GOOD)
    output = _refused(dossier, f"fournisseurs/{printable(hostile.NOMS[cas])}")
    assert output.replace("\n", "").isprintable()


#: Ce qui a le nom d'une entrée sans être un fichier.
SPECIAUX = {
    "un lien": lambda path: path.symlink_to("/etc/passwd"),
    "un lien sans fin": lambda path: path.symlink_to("/dev/zero"),
    "un lien mort": lambda path: path.symlink_to("/nulle/part"),
    "un lien vers soi": lambda path: path.symlink_to(path.name),
    "un lien vers les référentiels": lambda path: path.symlink_to(path.parent.parent.resolve()),
    "un tuyau": os.mkfifo,
    "une prise": lambda path: socket.socket(socket.AF_UNIX).bind(str(path)),
    "un dossier": lambda path: (path.mkdir(), (path / "a.yml").write_text(GOOD)),
}


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize("cas", SPECIAUX)
@pytest.mark.parametrize("place", ["fournisseurs/essai.yml", "territoire/essai.geojson"])
def test_ce_qui_n_est_pas_un_fichier_est_refuse(dossier, monkeypatch, place, cas):
    (dossier.root / place).parent.mkdir(exist_ok=True)
    SPECIAUX[cas](dossier.root / place)
    result = dossier.verify()
    assert (result.exit_code, type(result.exception)) == (1, SystemExit), result.output
    assert f"referentials/{place}" in result.output


@pytest.mark.parametrize("cas", hostile.PAGES)
def test_une_page_hostile_est_refusee(cas):
    meta, text = hostile.PAGES[cas]
    refused = expressions.refusal(f"Un texte.\n\n{text}\n", meta)
    assert refused
    assert refused.endswith(".")
    assert meta or refused.startswith("ligne 3, ")


@pytest.mark.parametrize("html", hostile.HTML)
def test_du_html_actif_dans_une_page_est_refuse(html):
    assert expressions.active(f"<p>Un texte</p>{html}")


@pytest.mark.parametrize(
    "text",
    ["{{ lien('a', b=1, c=['d', -2]) }}", "{% raw %}{{ 7 * 7 }}{% endraw %}", "{{ exemples.intention }}", "{% set a = exemples.famille %}", "{# note #}"],
)
def test_un_appel_de_macro_reste_permis(text):
    assert expressions.refusal(text, {"title": "Un titre", "gabarit": "prose"}) == ""


@pytest.mark.parametrize(
    "html", ["<p>javascript: le langage</p>", "<code>&lt;script&gt;</code>", "<form class='a'><input></form>", "<a href='https://a.example'>on click</a>"]
)
def test_du_html_sans_danger_reste_permis(html):
    assert expressions.active(html) == ""


# — Rendu au caractère près —


class Lecture(HTMLParser):
    """Une page lue comme un navigateur : ses balises, leurs attributs, et tout son texte."""

    def __init__(self, html):
        super().__init__()
        self.shape, self.text, self.schemes = [], [], set()
        self.feed(html)
        self.close()
        self.words = _bare("\n".join(self.text))

    def handle_starttag(self, tag, attrs):
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.text += [value or "" for _, value in attrs]
        for name, value in attrs:
            if name in ("href", "src", "action", "formaction"):
                self.schemes |= {(found[1] or "").lower() for found in [re.match(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", value or "", re.IGNORECASE)] if found}

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.shape.append(("commentaire", ()))


def _bare(text):
    """Sans ce que la typographie a le droit de changer."""
    return re.sub(r"[\s\u00a0\u202f]+|['’]", "", text).lower()


@pytest.fixture(scope="session")
def rendu():
    """De quoi rendre les fiches du dépôt telles que les agents les voient."""
    edition = publish(catalogue.snapshot(MINIMAL.parents[2] / "referentials"), "interne")
    return Renderer(Relations(edition))


def _fields():
    """Chaque champ de texte de chaque genre qui a une page : le genre, et son chemin sans les rangs."""
    read = catalogue.snapshot(MINIMAL.parents[2] / "referentials")
    found = {}
    for kind in GENRES:
        for entry in read.entrees[kind].values():
            for path, champ, value in visit(entry):
                if isinstance(value, str) and not champ.mark(Code) and not champ.mark(Renvoi) and _is_text(type(entry), names := _names(path)):
                    found.setdefault((kind, names), (entry.id, path))
    return found


def _names(path):
    """Un chemin sans ses rangs."""
    return tuple(step for step in path if isinstance(step, str))


@cache
def _is_text(model, names):
    """Vrai si le champ accepte n'importe quel texte."""
    for name in names[:-1]:
        model = next(champ.sub for champ in champs(model) if champ.name == name)
    champ = next(champ for champ in champs(model) if champ.name == names[-1])
    return _accepts(model, champ, "<b>{{ x }}</b>")


def _accepts(model, champ, value):
    info = model.model_fields[champ.name]
    try:
        TypeAdapter(Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation).validate_python([value] if champ.many else value)
    except ValidationError:
        return False
    return True


def changed(entry, path, text):
    """La même entrée, avec un texte de plus à un endroit."""
    name, rest = path[0], path[1:]
    value = getattr(entry, name)
    if rest and isinstance(rest[0], int):
        rank, inner = rest[0], rest[1:]
        item = changed(value[rank], inner, text) if inner else text
        return entry.model_copy(update={name: (*value[:rank], item, *value[rank + 1 :])})
    return entry.model_copy(update={name: changed(value, rest, text) if rest else text})


FIELDS = _fields()


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: f"{field[0]}.{'.'.join(field[1])}")
def test_tout_texte_de_tout_champ_se_rend_litteralement(rendu, field):
    """La page a les mêmes éléments et les mêmes attributs qu'avec un texte anodin, et le texte s'y lit tel qu'il est écrit."""
    kind, _ = field
    identifiant, path = FIELDS[field]
    entry = rendu.relations.edition.entrees[kind][identifiant]
    plain = Lecture(rendu.fiche(rendu.view(kind, changed(entry, path, "zqk anodin zqk"))).body)
    rich = _form(type(entry), path) == "riche"
    for text in hostile.TEXTES:
        page = Lecture(rendu.fiche(rendu.view(kind, changed(entry, path, f"zqk {text} zqk"))).body)
        assert page.schemes <= {"http", "https", "mailto", "tel"}, text
        if rich:
            extra = {tag for tag, _ in page.shape} - {tag for tag, _ in plain.shape}
            assert extra <= TAGS, text
            continue
        assert page.shape == plain.shape, text
        assert (_bare(f"zqk {text} zqk") in page.words) == ("zqkanodinzqk" in plain.words), text


def _form(model, path):
    names = _names(path)
    for name in names[:-1]:
        model = next(champ.sub for champ in champs(model) if champ.name == name)
    mark = next(champ for champ in champs(model) if champ.name == names[-1]).mark(Forme)
    return mark.nom if mark else ""


def test_le_corpus_a_au_moins_deux_cents_cas_et_aucun_genre_n_y_manque():
    """Un cas ôté de l'une des tables se verrait ici."""
    tables = {
        "lecture": test_lecture.HOSTILE,
        "fichiers": hostile.FICHIERS,
        "champs": hostile.CHAMPS,
        "pages": hostile.PAGES,
        "html": hostile.HTML,
        "contours": hostile.CONTOURS,
        "noms": hostile.NOMS,
        "spéciaux": SPECIAUX,
        "classeurs": test_import_bornes.HOSTILES,
        "annuaires": test_annuaires_bornes.HOSTILES,
        "site": test_verifier_publication.DEFAUTS,
    }
    counts = {name: len(table) for name, table in tables.items()}
    floors = {
        "lecture": 39,
        "fichiers": 72,
        "champs": 96,
        "pages": 23,
        "html": 19,
        "contours": 22,
        "noms": 15,
        "spéciaux": 8,
        "classeurs": 33,
        "annuaires": 23,
        "site": 58,
    }
    assert {name: count for name, count in counts.items() if count < floors[name]} == {}
    assert sum(counts.values()) >= 380
    assert {kind for kind, _ in FIELDS} == set(GENRES)
    assert len(FIELDS) * len(hostile.TEXTES) >= 1_000
