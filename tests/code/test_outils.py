"""Les outils du schéma : décrits une fois, écrits dans deux traitements de texte, jamais publics."""

import json
from xml.etree import ElementTree

import pytest

from spaser.documents import as_docx, as_odt, skeletons, tools
from spaser.exports import archives
from spaser.exports import tools as exports
from spaser.model import Outil
from spaser.publication import publish

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXPECTED = {"fiche-besoin", "strategie-achat", "grille-sourcage", "auto-evaluation-titulaire", "bilan-fin-marche", "rapport-analyse"}
HEAD = {"visibilite": "interne", "source": {"titre": "Essai"}, "verifie_le": "2026-11-22", "a_revoir_avant": "2027-11-22"}


@pytest.fixture(scope="module")
def edition_interne(livre):
    """Les référentiels livrés, vus par les agents."""
    return publish(livre, "interne")


def tool(*questions, **more):
    part = {"titre": "Une partie", "questions": list(questions)}
    head = HEAD | {"id": "essai", "rang": 1, "intitule": "Essai", "usage": "Toujours.", "remplit": "l’acheteur", "objectifs": [9], "guide": "Remplir."}
    return Outil.model_validate(head | {"parties": [part]} | more)


def table_of(edition, *questions):
    """Les tableaux de l'outil fait de ces questions."""
    return [block[1] for block in tools.write(tool(*questions), edition).blocs if block[0] == "tableau"]


def test_les_six_outils_du_schema_sont_la_dans_leur_ordre(edition_interne):
    found = exports.current(edition_interne)
    assert {item.id for item in found} == EXPECTED
    assert [item.rang for item in found] == list(range(1, 7))


def test_la_fiche_du_besoin_a_ses_trois_volets(edition_interne):
    card = next(item for item in edition_interne.outils if item.id == "fiche-besoin")
    assert {"Environnement", "Biodiversité", "Social"} <= {part.titre for part in card.parties}


def test_chaque_outil_est_ecrit_en_deux_formats_qui_disent_ses_questions(edition_interne):
    written = {export.path: export.content for export in exports.produce(edition_interne)}
    assert set(written) == {f"outils/{name}.{extension}" for name in EXPECTED for extension in ("docx", "odt")}
    for item in edition_interne.outils:
        asked = [question.libelle for part in item.parties for question in part.questions]
        body = ElementTree.fromstring(archives.read(written[f"outils/{item.id}.docx"], "word/document.xml"))
        said = {"".join(node.text or "" for node in run.iter(f"{W}t")) for run in body.iter(f"{W}r")} | {(node.text or "") for node in body.iter(f"{W}t")}
        assert [text for text in asked if text not in said] == [], item.id
        odt = archives.read(written[f"outils/{item.id}.odt"], "content.xml").decode()
        assert [text for text in asked if text.replace("&", "&amp;") not in odt] == [], item.id


def test_deux_ecritures_donnent_les_memes_octets(edition_interne):
    assert [export.content for export in exports.produce(edition_interne)] == [export.content for export in exports.produce(edition_interne)]


def test_une_reponse_a_sa_place(internal):
    """Une case à cocher par option ; oui, non, sans objet ; de la place pour un texte."""
    (table,) = table_of(
        internal.edition,
        {"libelle": "A", "forme": "oui-non"},
        {"libelle": "B", "forme": "choix", "options": ["un", "deux"], "aide": "Une aide."},
        {"libelle": "C", "forme": "texte"},
        {"libelle": "D", "forme": "ligne"},
    )
    assert table["lignes"] == [["A", "☐ Oui\n☐ Non\n☐ Sans objet"], ["B\nUne aide.", "☐ un\n☐ deux"], ["C", "\n\n"], ["D", ""]]


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ({"lignes": ["x", "y"]}, [["x", ""], ["y", ""]]),
        ({"vides": 2}, [["", ""], ["", ""]]),
        ({"lignes": ["x"], "vides": 1}, [["x", ""], ["", ""]]),
        ({}, [["", ""]] * 4),
    ],
    ids=["lignes nommées", "lignes vides", "les deux", "ni l’un ni l’autre"],
)
def test_un_tableau_a_ses_lignes(internal, question, lines):
    (table,) = table_of(internal.edition, {"libelle": "T", "forme": "tableau", "colonnes": ["a", "b"]} | question)
    assert (table["legende"], table["entetes"], table["lignes"]) == ("T", ["a", "b"], lines)


@pytest.mark.parametrize("count", range(2, 7))
def test_les_largeurs_d_un_tableau_font_cent(internal, count):
    (table,) = table_of(internal.edition, {"libelle": "T", "forme": "tableau", "colonnes": [str(n) for n in range(count)]})
    assert sum(table["largeurs"]) == 100
    assert all(width % 5 == 0 for width in table["largeurs"])


def test_un_tableau_coupe_la_suite_des_questions(internal):
    found = table_of(internal.edition, {"libelle": "A"}, {"libelle": "T", "forme": "tableau", "colonnes": ["a", "b"]}, {"libelle": "B"})
    assert [table["legende"] for table in found] == ["Une partie", "T", "Une partie"]


def test_un_texte_hostile_ne_casse_aucun_fichier(internal):
    document = tools.write(tool({"libelle": 'a < b & "c" ]]> @@CORPS@@ {{ x }}'}), internal.edition)
    docx = as_docx.write(skeletons.build(internal.edition, "docx"), document)
    odt = as_odt.write(skeletons.build(internal.edition, "odt"), document)
    for content, name in ((docx, "word/document.xml"), (odt, "content.xml")):
        assert 'a < b & "c" ]]> @@CORPS@@ {{ x }}' in "".join(ElementTree.fromstring(archives.read(content, name)).itertext())


# — Interne, quoi que dise une entrée —


def test_un_outil_ne_sort_jamais_du_site_interne(dossier):
    dossier.write("outils/essai.yml", json.dumps(tool({"libelle": "A"}).model_dump(mode="json", exclude_none=True)))
    loaded = dossier.load()
    assert len(publish(loaded, "interne").outils) == 1
    assert publish(loaded, "publique").outils == ()
    assert list(exports.produce(publish(loaded, "publique"))) == []


# — Le contrôle d'un outil —


WRITTEN = """\
id: bilan
visibilite: interne
source:
  titre: Jeu minimal des tests
verifie_le: 2026-11-22
a_revoir_avant: 2027-11-22
rang: 1
intitule: Bilan de fin de marché
usage: À la fin de chaque marché.
remplit: L’acheteur
objectifs:
  - 13
guide: Une heure suffit.
parties:
  - titre: Le marché
    questions:
      - libelle: Le marché est-il à refaire ?
        forme: oui-non
"""
PLACE = "referentials/outils/bilan.yml"


def _rewrite(dossier, *changes):
    text = WRITTEN
    for old, new in changes:
        text = text.replace(old, new)
    dossier.write("outils/bilan.yml", text)
    return dossier


def test_un_outil_complet_est_admis(dossier):
    assert _rewrite(dossier).problems() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "visibilite: interne",
            "visibilite: publique",
            f"{PLACE}:2:13: visibilite : un outil du schéma est un document de travail, il reste interne\n    Conseil : écrire visibilite: interne",
        ),
        (
            "forme: oui-non",
            "forme: choix",
            f"{PLACE}:17:9: parties[1].questions[1].options : un choix a au moins deux réponses\n    Conseil : ajouter des options, ou écrire forme: texte",
        ),
        (
            "forme: oui-non",
            "forme: tableau",
            f"{PLACE}:17:9: parties[1].questions[1].colonnes : un tableau a au moins deux colonnes\n    Conseil : ajouter des colonnes, ou écrire forme: texte",
        ),
        (
            "forme: oui-non",
            "forme: texte\n        options:\n          - Oui\n          - Non",
            f"{PLACE}:20:11: parties[1].questions[1].options : seul un choix a des options\n    Conseil : écrire forme: choix, ou ôter les options",
        ),
    ],
    ids=["public", "choix sans réponse", "tableau sans colonne", "options sans choix"],
)
def test_un_outil_mal_ecrit_est_refuse(dossier, old, new, said):
    _rewrite(dossier, (old, new))
    assert dossier.problems() == [said]
