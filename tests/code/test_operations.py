"""Une opération et ses exigences : ce qui s'applique, les fichiers tout faits, la matrice, le journal, la cohérence."""

import csv
import io
import json
import random
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from spaser import operations
from spaser.checks.requirements import LEVELS
from spaser.commands import journal
from spaser.exports import operations as exports
from spaser.exports.checklist import CONTROL, STATES
from spaser.journal import Change, restrict
from spaser.operations import Operation
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering import operations as pages
from spaser.rendering.matrix import matrix
from spaser.rendering.renderer import Renderer

EAU = "eco/batiment/eau.yml"
#: La fin des opérations de la première exigence du jeu minimal.
HERE = "    sens: au-moins\n    niveaux:\n      socle:\n        indicateur: Baisse"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
USUAL = """id: operations-usuelles
visibilite: publique
source:
  titre: Jeu minimal des tests
verifie_le: 2026-11-22
a_revoir_avant: 2027-11-22
intitule: Opérations usuelles
singulier: une opération usuelle
lignes:
  - code: college-neuf
    libelle: Construction d’un collège
    volet: batiment
    operation: neuf
    typologie: college
"""


@pytest.fixture(scope="session")
def edition(livre):
    """Les données publiques du dépôt."""
    return publish(livre, "publique")


@pytest.fixture(scope="session")
def files(edition):
    """Les fichiers de « Mon opération », par chemin."""
    return {export.path: export for export in exports.produce(edition)}


@pytest.fixture(scope="session")
def listed(edition, files):
    """La page de chaque opération usuelle, par adresse."""
    return {fiche.url: fiche for fiche in pages.pages(Renderer(Relations(edition)), exports.files_of(files.values()))}


# — Ce qui s'applique —


def entry_of(edition, **changes):
    """Une exigence du jeu minimal, changée."""
    entry = next(iter(edition.themes[0].exigences))
    return entry.model_copy(update=changes)


def bound(surface=None, montant=None):
    from spaser.model.exigence import SeuilApplicabilite

    return SeuilApplicabilite.model_construct(surface_m2=surface, montant_ht=montant)


@pytest.mark.parametrize(
    ("changes", "wanted", "expected"),
    [
        ({}, Operation("batiment", "neuf"), True),
        ({}, Operation("batiment", "demolition"), False),
        ({"typologies": ("college",)}, Operation("batiment", "neuf", "college"), True),
        ({"typologies": ("college",)}, Operation("batiment", "neuf", "bureaux"), False),
        ({"typologies": ("college",)}, Operation("batiment", "neuf"), True),
        ({"seuil_applicabilite": bound(500)}, Operation("batiment", "neuf"), True),
        ({"seuil_applicabilite": bound(500)}, Operation("batiment", "neuf", surface=499), False),
        ({"seuil_applicabilite": bound(500)}, Operation("batiment", "neuf", surface=500), True),
        ({"seuil_applicabilite": bound(500)}, Operation("batiment", "neuf", montant=1), True),
        ({"seuil_applicabilite": bound(montant=100_000)}, Operation("batiment", "neuf", montant=90_000), False),
        ({"seuil_applicabilite": bound(500, 100_000)}, Operation("batiment", "neuf", surface=10, montant=100_000), True),
        ({"seuil_applicabilite": bound(500, 100_000)}, Operation("batiment", "neuf", surface=10, montant=10), False),
        ({"seuil_applicabilite": bound(500, 100_000)}, Operation("batiment", "neuf", surface=10), True),
        ({"retire_le": "2027-01-01"}, Operation("batiment", "neuf"), False),
    ],
)
def test_une_exigence_s_applique_a_son_operation_son_ouvrage_et_sa_taille(public, changes, wanted, expected):
    assert operations.applies(entry_of(public.edition, **changes), wanted) is expected


def test_le_seuil_retenu_est_le_plus_haut_que_l_exigence_definit(public):
    """Le jeu minimal n'a pas de niveau exemplaire."""
    entry = entry_of(public.edition)
    assert [operations.retained(entry, ambition)[0] for ambition in LEVELS] == ["socle", "performant", "performant"]


def test_les_tranches_sont_les_bornes_des_exigences(edition):
    bounds = [entry.seuil_applicabilite for theme in edition.themes for entry in theme.exigences if entry.seuil_applicabilite]
    assert operations.sizes(edition)["surface"] == sorted({item.surface_m2 for item in bounds} - {None})
    assert operations.sizes(edition)["montant"] == sorted({item.montant_ht for item in bounds} - {None})


def test_sans_liste_d_operations_usuelles_rien_n_est_tout_fait(public):
    assert operations.usual(public.edition) == []
    assert {export.groupe for export in exports.produce(public.edition)} == {"page"}


# — Les fichiers tout faits —


def chosen():
    """Trois opérations usuelles tirées au sort d'une graine fixe, toujours les mêmes pour une même liste."""
    import yaml
    from outillage import FIXTURES

    path = FIXTURES.parents[1] / "referentials" / "codes" / "operations-usuelles.yml"
    codes = [line["code"] for line in yaml.safe_load(path.read_text(encoding="utf-8"))["lignes"]]
    return random.Random(6).sample(codes, 3)


def references(texts):
    """Les identifiants d'exigences cités « identifiant, version n », dans l'ordre, sans doublon."""
    found = [item for text in texts for item in re.findall(r"\b((?:bat|inf)-[a-z0-9-]+), version \d+", text)]
    return list(dict.fromkeys(found))


def word(content):
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    return ["".join(node.itertext()) for node in root.iter(f"{WORD}p")]


def open_document(content):
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("content.xml"))
    return ["".join(node.itertext()) for node in root.iter() if node.tag in (f"{TEXT}p", f"{TEXT}h")]


@pytest.mark.parametrize("code", chosen())
def test_la_page_et_chaque_fichier_ont_les_memes_exigences(edition, files, listed, code):
    """Relus un à un : la page, le classeur, les quatre annexes, le CSV, le JSON."""
    line = next(line for line in operations.usual(edition) if line.code == code)
    expected = [entry.id for _, entry in operations.requirements(edition, operations.of_line(line))]
    assert len(expected) >= 10
    content = {name: files[f"operations/{code}-{name}"].content for name in exports.FILES}
    page = listed[f"eco-referentiel/operation-{code}/"].body.split('<h2 id="editions">')[0]
    assert re.findall(r'<li><a href="\.\./\.\./eco-referentiel/([^/"]+)/">', page) == expected
    book = CalamineWorkbook.from_filelike(io.BytesIO(content["controle.xlsx"]))
    assert [row[0] for row in book.get_sheet_by_name("Exigences").to_python()[1:]] == expected
    control = book.get_sheet_by_name("Contrôle").to_python()
    assert control[0] == list(CONTROL)
    assert set(references(row[-1] for row in control[1:])) == set(expected)
    for name in ("programme.docx", "dce.docx"):
        assert references(word(content[name])) == expected, name
        assert word(content[name]) == open_document(content[name.replace("docx", "odt")]), name
    assert [row["id"] for row in csv.DictReader(io.StringIO(content["exigences.csv"].decode("utf-8-sig")))] == expected
    assert [row["id"] for row in json.loads(content["exigences.json"])["entrees"]] == expected


def test_la_liste_de_controle_a_chaque_preuve_phase_par_phase(edition, files):
    """Autant de lignes que de preuves attendues, dans l'ordre des phases, avec de quoi viser."""
    line = operations.usual(edition)[0]
    found = [entry for _, entry in operations.requirements(edition, operations.of_line(line))]
    content = files[f"operations/{line.code}-controle.xlsx"].content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Contrôle").to_python()[1:]
    assert len(rows) == sum(len(entry.phases) for entry in found)
    order = [phase.libelle for phase in edition.codes["phases"].lignes]
    assert [order.index(row[0]) for row in rows] == sorted(order.index(row[0]) for row in rows)
    proofs = {(entry.intitule, step.preuve) for entry in found for step in entry.phases}
    assert {(row[2], row[5]) for row in rows} == proofs
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert f'<formula1>"{",".join(STATES)}"</formula1>' in sheet.replace("&quot;", '"')
    assert sheet.count("<dataValidation ") == 2


def test_chaque_fichier_dit_l_edition_et_la_version(edition, files):
    number = edition.collectivite.edition
    for path, export in files.items():
        if path.endswith(".docx") and "squelette" not in path:
            assert any(f"édition {number}" in text for text in word(export.content)), path
        if path.endswith((".csv", ".json")) and path.startswith("operations/"):
            assert number in export.content.decode(), path
            assert "version" in export.content.decode()[:2000], path


def test_les_fichiers_ne_changent_pas_d_une_fois_a_l_autre(edition, files):
    assert {export.path: export.content for export in exports.produce(edition)} == {path: export.content for path, export in files.items()}


def test_aucun_champ_interne_n_est_dans_les_fichiers(public):
    """Le surcoût et le retour du jeu minimal sont internes."""
    written = b"".join(export.content for export in exports.produce(public.edition))
    assert b"bat-eau-sobriete" in written
    assert b"Estimation de programmation" not in written
    assert b"bat-eau-pluie" not in written


def test_l_annexe_au_dossier_de_consultation_a_chaque_clause_et_chaque_penalite(edition, files):
    line = operations.usual(edition)[2]
    found = [entry for _, entry in operations.requirements(edition, operations.of_line(line))]
    texts = word(files[f"operations/{line.code}-dce.docx"].content)
    assert all(f"Pénalité\u00a0: {entry.penalite}" in texts for entry in found if entry.penalite)
    assert sum(entry.penalite is not None for entry in found) > 3
    said = [text for text in texts if text in {entry.intitule for entry in found if entry.clause}]
    assert {entry.intitule for entry in found if entry.clause} == set(said)


# — La matrice —


@pytest.mark.parametrize("volet", ["batiment", "infrastructure"])
def test_la_matrice_compte_les_exigences_a_prouver(edition, volet):
    """Le dessin, le tableau et les données disent les mêmes nombres."""
    drawn = matrix(edition, volet)
    phases = [line.code for line in edition.codes["phases"].lignes]
    for band, row, theme in zip(drawn["bandes"], drawn["themes"], operations.themes(edition, volet), strict=True):
        counts = [sum(phase in {step.phase for step in entry.phases} for entry in operations.in_force(theme)) for phase in phases]
        assert row["phases"] == ", ".join(f"{phase}\u00a0{number}" for phase, number in zip(phases, counts, strict=True) if number)
        assert band["nombres"] == "".join(str(number) for number in counts if number)
        assert len(band["x"].split()) == len(band["nombres"])
    cells = sum(tint["trait"].count("M") for tint in drawn["teintes"])
    assert cells == sum(row["phases"].count("\u00a0") for row in drawn["themes"])


# — Le journal d'une opération —


def test_le_journal_se_restreint_a_une_operation(edition):
    """Une exigence qui entre dans l'opération, une qui en sort, une autre qui ne la concerne pas."""
    line = next(line for line in operations.usual(edition) if line.code == "pont-neuf")
    inside = [entry for _, entry in operations.requirements(edition, operations.of_line(line))]
    away = next(entry for theme in edition.themes for entry in theme.exigences if entry.id not in {item.id for item in inside})
    changed = [inside[0].model_copy(update={"operations": ("demolition",)}), *inside[1:]]
    swap = {entry.id: entry for entry in changed}
    before = replace(
        edition, themes=tuple(theme.model_copy(update={"exigences": tuple(swap.get(e.id, e) for e in theme.exigences)}) for theme in edition.themes)
    )
    changes = [Change("exigence", item.id, item.intitule, "modifiée") for item in (inside[0], inside[1], away)]
    said = [(change.entry, change.event, change.title) for change in restrict(changes, before, edition, "pont-neuf")]
    assert sorted(said) == sorted(
        [
            (inside[0].id, "s’applique désormais", f"{inside[0].intitule}, version {inside[0].version}"),
            (inside[1].id, "modifiée", f"{inside[1].intitule}, version {inside[1].version}"),
        ]
    )
    back = [change.event for change in restrict(changes, edition, before, "pont-neuf") if change.entry == inside[0].id]
    assert back == ["ne s’applique plus"]


def test_le_journal_refuse_une_operation_inconnue(edition, capsys):
    with pytest.raises(SystemExit) as refused:
        journal._restricted(iter(()), edition, edition, "pont-neufs")
    assert refused.value.code == 2
    assert capsys.readouterr().err == "« pont-neufs » n'est pas une opération usuelle.\n    Conseil : vouliez-vous écrire « pont-neuf » ?\n"


# — La cohérence —


def test_une_demolition_ne_se_prouve_pas_en_exploitation_seule(dossier):
    dossier.append("codes/operations.yml", "  - code: demolition\n    libelle: Démolition\n")
    dossier.replace(EAU, HERE, "      - demolition\n" + HERE)
    assert dossier.problems() == []
    dossier.replace(EAU, "phase: PROG\n        attendu: Les usages sont relevés.", "phase: EXP\n        attendu: Les usages sont relevés.")
    assert dossier.problems() == [
        "referentials/eco/batiment/eau.yml:16:9: exigences[1].operations[2] : une démolition n'a pas d'exploitation, la seule phase décrite\n"
        "    Conseil : enlever cette opération, ou décrire une autre phase"
    ]


def test_une_operation_n_est_dite_qu_une_fois(dossier):
    dossier.replace(EAU, HERE, "      - neuf\n" + HERE)
    assert dossier.problems() == [
        "referentials/eco/batiment/eau.yml:16:9: exigences[1].operations[2] : « neuf » est déjà dans la liste\n    Conseil : supprimer l'une des deux lignes"
    ]


def test_un_ouvrage_est_du_volet_de_l_exigence(dossier):
    dossier.replace(
        "codes/typologies.yml", "  - code: college\n    libelle: Collège\n", "  - code: college\n    libelle: Collège\n    volets:\n      - infrastructure\n"
    )
    dossier.replace(EAU, HERE, "    typologies:\n      - college\n" + HERE)
    assert dossier.problems() == [
        "referentials/eco/batiment/eau.yml:17:9: exigences[1].typologies[1] : « college » n'est pas un ouvrage du volet batiment\n"
        "    Conseil : enlever la ligne, ou ajouter le volet à ce code dans sa liste"
    ]


def test_un_theme_est_de_son_volet(dossier):
    dossier.replace(
        "codes/themes.yml",
        "  - code: eau\n    libelle: Eau\n    volets:\n      - batiment\n      - infrastructure",
        "  - code: eau\n    libelle: Eau\n    volets:\n      - infrastructure",
    )
    assert dossier.problems() == [
        "referentials/eco/batiment/eau.yml:2:8: theme : « eau » n'est pas un thème du volet batiment\n    Conseil : ajouter le volet à ce thème dans la liste themes"
    ]


def test_une_taille_minimale_ouverte_est_dite(dossier):
    dossier.replace(EAU, HERE, "    seuil_applicabilite:\n      montant_ht: 0\n" + HERE)
    assert dossier.problems() == [
        "referentials/eco/batiment/eau.yml:17:7: exigences[1].seuil_applicabilite : une surface ou un montant est attendu\n    Conseil : donner l'un des deux, ou supprimer le champ"
    ]


def test_l_ouvrage_d_une_operation_usuelle_est_de_son_volet(dossier):
    dossier.write("codes/operations-usuelles.yml", USUAL)
    assert dossier.problems() == []
    dossier.replace(
        "codes/typologies.yml", "  - code: college\n    libelle: Collège\n", "  - code: college\n    libelle: Collège\n    volets:\n      - infrastructure\n"
    )
    assert dossier.problems() == [
        "referentials/codes/operations-usuelles.yml:14:16: lignes[1].typologie : « college » n'est pas un ouvrage du volet batiment\n"
        "    Conseil : enlever la ligne, ou ajouter le volet à ce code dans sa liste"
    ]


def test_un_code_d_operation_usuelle_est_dans_sa_liste(dossier):
    dossier.write("codes/operations-usuelles.yml", USUAL.replace("operation: neuf", "operation: neuff"))
    assert dossier.problems() == [
        "referentials/codes/operations-usuelles.yml:13:16: lignes[1].operation : « neuff » n'est pas un type d'opération\n    Conseil : vouliez-vous écrire « neuf » ?"
    ]
