"""Les documents que l'on emporte : ce qui est assemblé se relit, mot pour mot, dans chaque format ; rien n'en sort pour le public."""

import io
import itertools
import json
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from spaser.documents import as_docx, as_odt, assembly, blocks, grid, skeletons, writing
from spaser.exports import archives, composer, dcat, kits
from spaser.exports.base import DEMONSTRATION, header
from spaser.exports.producers import PRODUCERS, produce
from spaser.publication import publish

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
T, TABLE = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}", "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WRITERS = {"docx": as_docx.write, "odt": as_odt.write}
FAMILY = "familles/mobilier.yml"
#: Un bloc de chaque sorte, et des textes qui peuvent casser un fichier.
HARD = 'a < b & c > d, "guillemets" et ]]> {{ x }} @@TITRE@@'
EVERY = blocks.Document(
    HARD,
    (
        ["h", 1, "Un"],
        ["h", 2, HARD],
        ["h", 3, "Trois"],
        ["h", 4, "Quatre"],
        ["p", HARD],
        ["p", "une ligne\nune autre"],
        ["note", "Remarque"],
        ["puces", ["a", HARD]],
        ["numeros", ["un", "deux"]],
        ["p", "entre deux"],
        ["numeros", ["un"]],
        blocks.table("Légende", [("Nom", 70), ("Points", 30)], [[HARD, "12"], ["", "3,5"]], (1,)),
        blocks.table("Autre", [("Seule", 100)], []),
    ),
)


@pytest.fixture(scope="module")
def edition(internal):
    return internal.edition


@pytest.fixture(params=WRITERS)
def extension(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def kit(edition):
    """Les fichiers du kit du mobilier, par extension."""
    return _kit(edition, "mobilier")


def _kit(edition, family):
    return {export.path.rpartition(".")[2]: export.content for export in kits.produce(edition) if export.path.startswith(f"kits/{family}.")}


def _written(edition, extension, document=EVERY):
    return WRITERS[extension](skeletons.build(edition, extension), document)


def _part(content, name) -> str:
    return archives.read(content, name).decode()


# — Relire —


def _text(node, tag, newline) -> str:
    """Le texte d'un paragraphe, retours compris."""
    found = "\n" if node.tag == newline else (node.text or "") if tag in ("", node.tag) else ""
    return found + "".join(_text(child, tag, newline) + ((child.tail or "") if not tag else "") for child in node)


def read(extension, content):
    """Les blocs d'un fichier, tels que l'assemblage les a donnés."""
    return {"docx": _read_docx, "odt": _read_odt}[extension](content)


def _read_docx(content):
    body = ElementTree.fromstring(_part(content, as_docx.DOCUMENT)).find(f"{W}body")
    found, numbers = [], []
    for node in body:
        if node.tag == f"{W}tbl":
            found.append(_docx_table(node, found.pop()[1]))
        elif node.tag == f"{W}p":
            style, number = _docx_style(node), node.find(f"{W}pPr/{W}numPr/{W}numId")
            kind = {"ListBullet": "puces", "ListNumber": "numeros", "Note": "note"}.get(style, "p")
            rank = number.get(f"{W}val") if number is not None else ""
            if kind in ("puces", "numeros") and found[-1][0] == kind and numbers[-1] == rank:
                found[-1][1].append(_docx_text(node))
            elif style.startswith("Heading"):
                found.append(["h", int(style[-1]), _docx_text(node)])
            else:
                found.append([kind, [_docx_text(node)] if kind in ("puces", "numeros") else _docx_text(node)])
            numbers.append(rank)
    return found


def _docx_text(node):
    return _text(node, f"{W}t", f"{W}br")


def _docx_style(node):
    return node.find(f"{W}pPr/{W}pStyle").get(f"{W}val")


def _docx_table(node, caption):
    assert node.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == caption
    rows = node.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, *[False] * (len(rows) - 1)]
    styles = [_docx_style(cell) for cell in rows[0].iter(f"{W}p")]
    widths = [int(column.get(f"{W}w")) // as_docx.PERCENT for column in node.iter(f"{W}gridCol")]
    first, *lines = [[_docx_text(cell) for cell in row.iter(f"{W}p")] for row in rows]
    return blocks.table(caption, list(zip(first, widths, strict=True)), lines, tuple(rank for rank, style in enumerate(styles) if style == "Nombre"))


def _read_odt(content):
    found = []
    for node in ElementTree.fromstring(_part(content, as_odt.CONTENT)).find(".//{*}text"):
        if node.tag == f"{TABLE}table":
            found.append(_odt_table(node, found.pop()[1]))
        elif node.tag == f"{T}h":
            level = node.get(f"{T}outline-level")
            assert node.get(f"{T}style-name") == f"Heading_20_{level}"
            found.append(["h", int(level), _odt_text(node)])
        elif node.tag == f"{T}list":
            found.append([{"Puces": "puces", "Numeros": "numeros"}[node.get(f"{T}style-name")], [_odt_text(item) for item in node]])
        else:
            found.append(["note" if node.get(f"{T}style-name") == "Note" else "p", _odt_text(node)])
    return found


def _odt_text(node):
    return _text(node, "", f"{T}line-break")


def _odt_table(node, caption):
    head, *rows = node.iter(f"{TABLE}table-row")
    assert node.find(f"{TABLE}table-header-rows/{TABLE}table-row") is head
    widths = [int(column.get(f"{TABLE}style-name").removeprefix("Colonne")) for column in node.iter(f"{TABLE}table-column")]
    styles = [cell.find(f"{T}p").get(f"{T}style-name") for cell in head]
    first, *lines = [[_odt_text(cell) for cell in row] for row in (head, *rows)]
    return blocks.table(caption, list(zip(first, widths, strict=True)), lines, tuple(rank for rank, style in enumerate(styles) if style.startswith("Nombre")))


@pytest.mark.parametrize("module", ["documents.skeletons", "documents.grid", "exports.kits"])
def test_les_modules_s_importent_dans_n_importe_quel_ordre(module):
    done = subprocess.run([sys.executable, "-c", f"import spaser.{module}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# — Du texte riche aux blocs —


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une phrase.", [["p", "Une phrase."]]),
        ("Un\n\nDeux", [["p", "Un"], ["p", "Deux"]]),
        ("Une ligne\nqui continue", [["p", "Une ligne qui continue"]]),
        ("Voici\u00a0:\n\n- un\u00a0;\n- deux.", [["p", "Voici\u00a0:"], ["puces", ["un\u00a0;", "deux."]]]),
        ("1. un\n2. deux", [["numeros", ["un", "deux"]]]),
        ("- un\n\n1. deux", [["puces", ["un"]], ["numeros", ["deux"]]]),
        ("- un\n\n    suite\n\n- deux", [["puces", ["un suite", "deux"]]]),
        ("- un\n    - dedans\n- deux", [["puces", ["un", "dedans", "deux"]]]),
        ("Un mot **gras** et *italique*, `code`.", [["p", "Un mot gras et italique, code."]]),
        ("[le guide](https://a.fr/b?c=1&d=2) et [nous](mailto:x@a.fr)", [["p", "le guide (https://a.fr/b?c=1&d=2) et nous (x@a.fr)"]]),
        ("[https://a.fr](https://a.fr)", [["p", "https://a.fr"]]),
        ("Prix < 5 & poids > 3 <b>net</b>", [["p", "Prix < 5 & poids > 3 <b>net</b>"]]),
        ("# Titre", [["p", "Titre"]]),
    ],
)
def test_un_texte_riche_se_decoupe_en_blocs(text, expected):
    assert blocks.paragraphs(text) == expected


# — Écrire et relire —


def test_chaque_sorte_de_bloc_se_relit_mot_pour_mot(edition, extension):
    assert read(extension, _written(edition, extension)) == list(EVERY.blocs)


def test_un_kit_dit_ce_que_l_assemblage_a_donne(edition, kit, extension):
    expected = assembly.assemble(kits.selection(edition.entrees["famille"]["mobilier"], edition))
    assert read(extension, kit[extension]) == list(expected.blocs)
    assert f"<dc:title>{expected.titre}</dc:title>" in _part(kit[extension], {"docx": as_docx.CORE, "odt": as_odt.META}[extension])


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_aucun_texte_ne_casse_un_document(text):
    said = blocks.Document(text, (["h", 1, text], ["p", text], ["puces", [text]], blocks.table(text, [(text, 100)], [[text]]), ["p", "fin"]))
    for name, writer, root in (
        (as_docx.DOCUMENT, as_docx.body, f'<w:body xmlns:w="{W[1:-1]}">%s</w:body>'),
        (as_odt.CONTENT, as_odt.body, f'<o xmlns:text="{T[1:-1]}" xmlns:table="{TABLE[1:-1]}" xmlns:office="o">%s</o>'),
    ):
        tree = ElementTree.fromstring(root % writer(said))
        assert "".join(tree.itertext()).endswith("fin"), name


def test_un_texte_garde_ses_lignes_et_une_seule_espace():
    assert writing.text(" a  b\t<c>\r\nd\re\u00a0:\x00", "<br/>") == "a b &lt;c&gt;<br/>d<br/>e\u00a0:"
    assert writing.attribute('a\n"b"') == "a &quot;b&quot;"


def test_tout_style_employe_est_dans_le_squelette(edition):
    content = _written(edition, "docx")
    declared = {style.get(f"{W}styleId") for style in ElementTree.fromstring(_part(content, "word/styles.xml")).iter(f"{W}style")}
    body = _part(content, as_docx.DOCUMENT)
    assert set(re.findall(r'<w:(?:pStyle|tblStyle) w:val="(\w+)"', body)) - declared == set()
    numbered = {number.get(f"{W}numId") for number in ElementTree.fromstring(_part(content, "word/numbering.xml")).iter(f"{W}num")}
    assert set(re.findall(r'<w:numId w:val="(\d+)"', body)) <= numbered
    content = _written(edition, "odt")
    trees = [ElementTree.fromstring(_part(content, name)) for name in (as_odt.CONTENT, "styles.xml")]
    declared = {node.get(f"{STYLE}name") for tree in trees for node in tree.iter()}
    assert {node.get(f"{space}style-name") for node in trees[0].iter() for space in (T, TABLE)} - {None} - declared == set()


def test_les_largeurs_de_colonne_sont_celles_du_squelette_et_font_la_page(edition):
    for family in ("mobilier", "etudes"):
        document = assembly.assemble(kits.selection(edition.entrees["famille"][family], edition))
        for table in (block[1] for block in document.blocs if block[0] == "tableau"):
            assert set(table["largeurs"]) <= set(blocks.WIDTHS)
            assert sum(table["largeurs"]) == 100, table["legende"]
            assert {len(line) for line in table["lignes"]} == {len(table["entetes"])} == {len(table["largeurs"])}


def test_au_dela_des_listes_prevues_une_liste_numerotee_reste_lisible(edition):
    many = blocks.Document("Listes", tuple(["numeros", [str(rank)]] for rank in range(80)))
    numbers = re.findall(r'<w:numId w:val="(\d+)"', as_docx.body(many))
    assert [int(number) for number in numbers] == [min(skeletons.FIRST_NUMBERED + rank, skeletons.LAST_NUMBERED) for rank in range(80)]


# — Le squelette —


def test_un_squelette_laisse_une_seule_place_au_titre_et_au_corps(edition, extension):
    content = skeletons.build(edition, extension)
    parts = archives.parts(content)
    names = {"docx": (as_docx.CORE, as_docx.DOCUMENT, as_docx.PLACE), "odt": (as_odt.META, as_odt.CONTENT, as_odt.PLACE)}[extension]
    assert [(name, part.count(skeletons.TITLE.encode())) for name, part in parts.items() if skeletons.TITLE.encode() in part] == [(names[0], 1)]
    assert [(name, part.count(names[2].encode())) for name, part in parts.items() if skeletons.BODY.encode() in part] == [(names[1], 1)]
    assert [name for name, part in parts.items() if b"@@" in part.replace(skeletons.TITLE.encode(), b"").replace(skeletons.BODY.encode(), b"")] == []
    for name, part in parts.items():
        if name != "mimetype":
            ElementTree.fromstring(part)


def test_un_squelette_n_est_pas_compresse_et_un_document_l_est(edition, extension):
    with zipfile.ZipFile(io.BytesIO(skeletons.build(edition, extension))) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
    with zipfile.ZipFile(io.BytesIO(_written(edition, extension))) as archive:
        first, *others = archive.infolist()
        assert {info.compress_type for info in others} == {zipfile.ZIP_DEFLATED}
        assert first.filename == {"docx": "[Content_Types].xml", "odt": "mimetype"}[extension]
        assert (first.compress_type == zipfile.ZIP_STORED) is (extension == "odt")


def test_tous_les_gabarits_sont_employes(racine):
    folder = racine / "spaser" / "documents" / "gabarits"
    assert sorted(path.relative_to(folder).as_posix() for extension in skeletons.FILES for path in (folder / extension).rglob("*") if path.is_file()) == sorted(
        f"{extension}/{name}" for extension, names in skeletons.FILES.items() for name in names
    )


def test_un_document_dit_sa_langue_son_auteur_sa_date_et_ses_pages(edition, extension):
    said = "".join(part.decode() for part in archives.parts(_written(edition, extension)).values())
    common = ["<dc:language>fr-FR</dc:language>", "<dc:creator>Ville de Démo</dc:creator>", ">2026-11-22T00:00:00Z<", "Ville de Démo · édition 2027-1 ·"]
    own = {
        "docx": ['<w:lang w:val="fr-FR"', '<w:themeFontLang w:val="fr-FR"/>', 'w:instr=" PAGE "', 'w:instr=" NUMPAGES "'],
        "odt": ['fo:language="fr" fo:country="FR"', "<text:page-number", "<text:page-count>"],
    }
    assert [mark for mark in common + own[extension] if mark not in said] == []


def test_un_document_porte_la_marque_de_demonstration_et_la_perd(dossier, extension):
    def marks(edition):
        content = _kit(edition, "mobilier")
        parts = [name for name, part in archives.parts(content[extension]).items() if DEMONSTRATION.encode() in part]
        return sorted(parts), DEMONSTRATION in str(CalamineWorkbook.from_filelike(io.BytesIO(content["xlsx"])).get_sheet_by_name("À propos").to_python())

    everywhere = {"docx": [as_docx.CORE, as_docx.DOCUMENT, "word/footer1.xml"], "odt": [as_odt.CONTENT, as_odt.META, "styles.xml"]}[extension]
    assert marks(publish(dossier.load(), "interne")) == (everywhere, True)
    dossier.replace("collectivite.yml", "demonstration: true", "demonstration: false")
    assert marks(publish(dossier.load(), "interne")) == ([], False)


def test_le_nom_de_la_collectivite_ne_casse_pas_un_squelette(dossier, extension):
    dossier.replace("collectivite.yml", "nom: Ville de Démo", 'nom: Ville <de> "Démo" & Cie')
    parts = archives.parts(skeletons.build(publish(dossier.load(), "interne"), extension))
    assert sum('Ville <de> "Démo" & Cie' in "".join(ElementTree.fromstring(part).itertext()) for name, part in parts.items() if name != "mimetype") == 2


# — L'assemblage —


def _lines(document, caption):
    return next(block[1]["lignes"] for block in document.blocs if block[0] == "tableau" and block[1]["legende"] == caption)


def _outline(document):
    return [(block[1], block[2]) for block in document.blocs if block[0] == "h"]


def _criterion(name, kind, **more):
    base = {"id": name, "version": 2, "applicable": "2027-03-01", "type": kind, "intitule": name.capitalize(), "texte": [["p", f"Texte {name}."]]}
    empty = {"preuves": [{"texte": "Une fiche.", "petite": None}], "analyse": None, "bareme": [], "suivi": None}
    return base | empty | more


def _selection(*choices, **more):
    said = {"intitule": "Objet", "producteur": "Ville", "edition": "2027-1", "edition_date": "22\u00a0novembre\u00a02026", "demonstration": False}
    chosen = [{"critere": critere, "poids": weight, "parent": parent} for critere, weight, parent in choices]
    return said | {"choix": chosen, "prix": 60, "prix_libelle": "Prix"} | more


FOLLOW = {"controle": "Bon de livraison.", "periodicite": "À chaque livraison", "penalite": "50\u00a0€ par jour."}


def test_l_essentiel_d_une_famille_s_assemble_dans_l_ordre(edition):
    document = assembly.assemble(kits.selection(edition.entrees["famille"]["mobilier"], edition))
    assert document.titre == "Critères d’attribution et clauses\u00a0: Mobilier scolaire"
    assert _outline(document) == [
        (1, document.titre),
        (2, "Règlement de la consultation"),
        (3, "Part de mobilier issu du réemploi"),
        (2, "Grille d’analyse des offres"),
        (2, "Clauses"),
        (3, "À reporter dans le cahier des clauses administratives particulières (CCAP)"),
        (4, "Garantie de dix ans"),
        (4, "Montage par une structure d’insertion"),
        (2, "Critères employés"),
    ]
    assert document.blocs[1] == ["note", "Ville de Démo. Préparé avec le vadémécum, édition 2027-1 du 22\u00a0novembre\u00a02026."]
    assert document.blocs[2] == ["note", DEMONSTRATION]
    assert _lines(document, "Critères de jugement des offres") == [
        ["Part de mobilier issu du réemploi", "15\u00a0%", "Tableau des références", "mobilier-reemploi, version 1"],
        ["Prix", "85\u00a0%", "", ""],
    ]
    assert _lines(document, "Part de mobilier issu du réemploi") == [["La moitié du mobilier", "10"], ["Un quart du mobilier", "5"], ["Rien", "0"]]
    assert ["p", "Analyse, 20\u00a0minutes par offre\u00a0: Comparer les tableaux remis."] in document.blocs
    assert _lines(document, "Version de chaque critère")[0] == ["mobilier-reemploi", "1", "1er\u00a0janvier\u00a02027", "Part de mobilier issu du réemploi"]


def test_un_titre_ne_saute_pas_de_niveau(edition):
    kinds = ["specification-technique", "condition-execution", "clause-reexamen", "selection-candidatures", "critere-attribution"]
    for chosen in ([kind] for kind in kinds), [kinds]:
        for names in chosen:
            document = assembly.assemble(_selection(*((_criterion(name, name, suivi=FOLLOW), 40, None) for name in names)))
            levels = [level for level, _ in _outline(document)]
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), names


def test_chaque_type_de_critere_va_a_sa_place():
    kinds = ["clause-reexamen", "specification-technique", "selection-candidatures", "condition-execution", "critere-attribution"]
    document = assembly.assemble(_selection(*((_criterion(kind, kind, suivi=FOLLOW), 40, None) for kind in kinds)))
    assert _outline(document)[1:] == [
        (2, "Règlement de la consultation"),
        (3, "Critere-attribution"),
        (3, "Sélection des candidatures"),
        (4, "Selection-candidatures"),
        (2, "Clauses"),
        (3, "À reporter dans le cahier des clauses techniques particulières (CCTP)"),
        (4, "Specification-technique"),
        (3, "À reporter dans le cahier des clauses administratives particulières (CCAP)"),
        (4, "Clause-reexamen"),
        (4, "Condition-execution"),
        (3, "Contrôle pendant le marché"),
        (2, "Critères employés"),
    ]
    assert document.blocs.count(["p", "Contrôle\u00a0: Bon de livraison, à chaque livraison."]) == 2
    assert document.blocs.count(["p", "Pénalité\u00a0: 50\u00a0€ par jour."]) == 2
    assert _lines(document, "Engagements et exigences à contrôler") == [
        ["Specification-technique", *FOLLOW.values()],
        ["Critere-attribution", *FOLLOW.values()],
    ]


def test_une_partie_sans_rien_a_dire_n_a_pas_de_titre():
    alone = assembly.assemble(_selection((_criterion("seul", "critere-attribution"), 40, None)))
    assert [title for _, title in _outline(alone)[1:]] == ["Règlement de la consultation", "Seul", "Critères employés"]


def test_un_sous_critere_prend_une_part_du_sien_et_le_prix_nul_ne_s_ecrit_pas():
    whole, part = _criterion("tout", "critere-attribution"), _criterion("part", "critere-attribution")
    document = assembly.assemble(_selection((whole, 100, None), (part, 40, "tout"), prix=0))
    assert [line[:2] for line in _lines(document, "Critères de jugement des offres")] == [["Tout", "100\u00a0%"], ["–\u00a0Part", "40\u00a0% de 100\u00a0%"]]


def test_une_preuve_dit_ce_que_peut_remettre_une_petite_entreprise():
    assert assembly.proof({"texte": "Une fiche.", "petite": None}) == "Une fiche."
    said = assembly.proof({"texte": "Une fiche.", "petite": "Une photographie"})
    assert said == "Une fiche, ou à la place, pour une petite entreprise\u00a0: Une photographie"


def test_des_poids_qui_manquent_se_disent_a_fixer(dossier):
    dossier.replace(FAMILY, "    ponderation:\n      conseillee: 15\n      mini: 10\n      maxi: 20\n", "")
    family = (edition := publish(catalogue_of(dossier), "interne")).entrees["famille"]["mobilier"]
    document = assembly.assemble(kits.selection(family, edition))
    assert [line[1] for line in _lines(document, "Critères de jugement des offres")] == ["à fixer", "à fixer"]
    page = _kit(edition, "mobilier")["xlsx"]
    assert _cells(page)["B2"] == ""
    assert _formulas(page)["B4"] == 'IF(COUNT(B2:B2)=1,100-SUM(B2:B2),"")'


def catalogue_of(dossier):
    """Le catalogue, sans ses règles : un poids peut manquer quand il est dans une surcouche que l'on n'a pas."""
    from spaser import catalogue

    return catalogue.snapshot(dossier.root)


# — La grille —


def _sheet(content, rank=1):
    return ElementTree.fromstring(_part(content, f"xl/worksheets/sheet{rank}.xml"))


def _formulas(content):
    return {cell.get("r"): cell.find(f"{SHEET}f").text for cell in _sheet(content).iter(f"{SHEET}c") if cell.find(f"{SHEET}f") is not None}


def _cells(content):
    return {cell.get("r"): "".join(cell.itertext()) for cell in _sheet(content).iter(f"{SHEET}c")}


def _rows(content, name):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def test_la_grille_a_une_ligne_par_critere_le_prix_le_total_et_le_rang(kit):
    rows = _rows(kit["xlsx"], "Notation")
    assert rows[0] == ["Critère", "Poids", *(f"Offre {rank}" for rank in range(1, 6))]
    assert [row[0] for row in rows[1:]] == [
        "Part de mobilier issu du réemploi",
        "Prix de l’offre (€ HT)",
        "Prix, note sur 10",
        "Notes pondérées",
        "Part de mobilier issu du réemploi",
        "Prix",
        "Total (sur 100)",
        "Rang",
    ]
    assert [rows[1][1], rows[3][1]] == [15, 85]


def test_les_formules_de_la_grille_sont_celles_qui_sont_annoncees(kit):
    formulas = _formulas(kit["xlsx"])
    assert formulas["B4"] == 'IF(COUNT(B2:B2)=1,100-SUM(B2:B2),"")'
    assert {place: formula for place, formula in formulas.items() if place.startswith("D")} == {
        "D4": 'IF(N(D3)>0,10*MIN($C$3:$G$3)/D3,"")',
        "D6": "IF(AND(ISNUMBER(D2),ISNUMBER($B2)),D2/'Barèmes'!$C$2*$B2,\"\")",
        "D7": 'IF(AND(ISNUMBER(D4),ISNUMBER($B4)),D4/10*$B4,"")',
        "D8": 'IF(COUNT(D6:D7)=2,SUM(D6:D7),"")',
        "D9": 'IF(ISNUMBER(D8),RANK(D8,$C$8:$G$8),"")',
    }
    assert {place[0] for place in formulas} == set("BCDEFG")


def test_la_grille_controle_les_saisies_et_fige_son_en_tete(kit):
    said = _part(kit["xlsx"], "xl/worksheets/sheet1.xml")
    assert 'sqref="C2:G2"' in said
    assert "<formula1>0</formula1><formula2>'Barèmes'!$C$2</formula2>" in said
    assert 'operator="greaterThan"' in said
    assert '<pane xSplit="2" ySplit="1" topLeftCell="C2"' in said


def test_la_grille_donne_les_baremes_et_dit_d_ou_elle_vient(kit):
    assert _rows(kit["xlsx"], "Barèmes")[:2] == [["Critère", "Palier", "Points"], ["Part de mobilier issu du réemploi", "La moitié du mobilier", 10]]
    about = _rows(kit["xlsx"], "À propos")
    assert ["Édition", "2027-1"] in about
    assert ["Licence", "Licence Ouverte 2.0"] in about
    assert [value.split(",")[0] for name, value in about if name == "Critère employé"] == ["mobilier-reemploi", "mobilier-garantie", "mobilier-insertion"]
    core = _part(kit["xlsx"], "docProps/core.xml")
    assert "<dc:title>Grille d’analyse des offres\u00a0: Mobilier scolaire</dc:title>" in core
    assert "<dc:language>fr-FR</dc:language>" in core


@pytest.mark.parametrize(("asked", "given"), [(1, 5), (5, 5), (12, 12), (99, 20)])
def test_la_grille_a_de_cinq_a_vingt_offres(edition, asked, given):
    content = grid.write(header(edition, "Grille"), kits.selection(edition.entrees["famille"]["mobilier"], edition), asked)
    assert sum(name.startswith("Offre") for name in _rows(content, "Notation")[0]) == given


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_un_texte_de_la_grille_n_est_jamais_une_formule(edition, text):
    award = _criterion("seul", "critere-attribution", intitule=text, bareme=[{"points": 4, "attendu": text}])
    content = grid.write(header(edition, "Grille"), _selection((award, 40, None)))
    assert _rows(content, "Notation")[1][0] == _rows(content, "Barèmes")[1][1] == f"'{text}"
    assert not any(text.lstrip("=+-@") in formula for formula in _formulas(content).values())


def test_une_grille_sans_critere_note_donne_tout_au_prix(edition):
    content = grid.write(header(edition, "Grille"), _selection((_criterion("clause", "condition-execution"), None, None), prix=100))
    assert _formulas(content)["B3"] == "100"
    assert _formulas(content)["C6"] == 'IF(COUNT(C5:C5)=1,SUM(C5:C5),"")'


# — Les exports —


def test_le_site_public_n_a_ni_kit_ni_composeur(public, internal):
    assert [export.path for export in produce(public.edition) if export.path.startswith((kits.FOLDER, composer.FOLDER))] == []
    assert {composer.produce, kits.produce} <= set(PRODUCERS)
    found = {export.path: export.groupe for export in produce(internal.edition) if export.path.startswith((kits.FOLDER, composer.FOLDER))}
    assert found == {f"kits/{family}.{extension}": "kits" for family in ("mobilier", "etudes") for extension in ("docx", "odt", "xlsx")} | {
        f"composeur/{name}": "page" for name in ("index.json", "mobilier.json", "etudes.json", "squelette.docx", "squelette.odt")
    }


def test_le_catalogue_ne_propose_pas_les_kits(internal):
    text = next(export.content for export in produce(internal.edition) if export.path == dcat.PATH).decode()
    assert kits.FOLDER not in text
    assert composer.FOLDER not in text


def test_les_kits_et_le_composeur_ont_toujours_les_memes_octets(dossier, monkeypatch):
    def made():
        edition = publish(dossier.load(), "interne")
        return [*kits.produce(edition), *composer.produce(edition)]

    first = made()
    monkeypatch.setattr("time.time", lambda: 2_200_000_000.0)
    assert made() == first
    for export in first:
        if not export.path.endswith(".json"):
            with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
                assert {info.date_time for info in archive.infolist()} == {archives.EPOCH}, export.path


def test_les_fichiers_d_un_kit_se_trouvent_par_famille(internal):
    found = kits.files_of(produce(internal.edition))
    assert set(found) == {"mobilier", "etudes"}
    assert [(item["format"], item["url"]) for item in found["mobilier"]] == [(name.upper(), f"kits/mobilier.{name}") for name in ("docx", "odt", "xlsx")]
    assert all(re.fullmatch(r"\d+\u00a0Ko", item["poids"]) for item in found["mobilier"])


def test_une_famille_retiree_n_a_plus_de_kit(dossier):
    dossier.replace(FAMILY, "intitule: Mobilier scolaire", "retire_le: 2026-11-01\nintitule: Mobilier scolaire")
    edition = publish(catalogue_of(dossier), "interne")
    assert set(kits.files_of(kits.produce(edition))) == {"etudes"}
    assert [export.path for export in composer.produce(edition) if "mobilier" in export.path] == []


# — Les données du composeur —


def _json(edition, name):
    return json.loads(next(export.content for export in composer.produce(edition) if export.path == f"composeur/{name}.json"))


def test_l_index_du_composeur_dit_l_edition_les_familles_et_les_regles(edition):
    index = _json(edition, "index")
    assert {name: index[name] for name in ("producteur", "edition", "date", "edition_date", "demonstration", "seuil_environnement")} == {
        "producteur": "Ville de Démo",
        "edition": "2027-1",
        "date": "2026-11-22",
        "edition_date": "22\u00a0novembre\u00a02026",
        "demonstration": True,
        "seuil_environnement": 15,
    }
    assert next(family for family in index["familles"] if family["id"] == "mobilier") == {
        "id": "mobilier",
        "intitule": "Mobilier scolaire",
        "segment": "Mobilier et équipement",
        "mots": "table",
        "essentiel": ["mobilier-reemploi", "mobilier-garantie", "mobilier-insertion"],
        "transverses": ["transverse-emballages"],
    }
    assert [critere["id"] for critere in index["transverses"]] == ["transverse-emballages"]
    lines = {line.code: line for line in edition.codes["regles-redaction"].lignes}
    assert set(index["regles"]) == set(lines)
    for code, said in index["regles"].items():
        law = edition.line("references-juridiques", lines[code].reference)
        assert (said["libelle"], said["reference"], said["url"]) == (lines[code].libelle, law.libelle, law.url or "")


def test_l_index_se_passe_de_la_liste_des_regles(dossier):
    (dossier.root / "codes/regles-redaction.yml").unlink()
    assert _json(publish(catalogue_of(dossier), "interne"), "index")["regles"] == {}


def test_un_critere_du_composeur_dit_tout_ce_qu_il_faut_pour_composer(edition):
    criteria = {critere["id"]: critere for critere in _json(edition, "mobilier")["criteres"]}
    assert criteria["mobilier-reemploi"] == {
        "id": "mobilier-reemploi",
        "version": 1,
        "applicable": "2027-01-01",
        "type": "critere-attribution",
        "type_libelle": "Critère d’attribution",
        "niveau": "base",
        "niveau_libelle": "Base",
        "remplace": None,
        "tient_lieu_de_prix": False,
        "considerations": ["environnementale"],
        "enjeux": [edition.line("enjeux-environnementaux", "circ-econ").court],
        "intitule": "Part de mobilier issu du réemploi",
        "texte": [["p", "Le candidat indique la part de mobilier issu du réemploi."]],
        "pourquoi": "Le réemploi évite de fabriquer.",
        "preuves": [{"texte": "Tableau des références", "petite": None}],
        "analyse": {"methode": "Comparer les tableaux remis.", "minutes": 20},
        "bareme": [{"points": 10, "attendu": "La moitié du mobilier"}, {"points": 5, "attendu": "Un quart du mobilier"}, {"points": 0, "attendu": "Rien"}],
        "poids": {"conseillee": 15, "mini": 10, "maxi": 20},
        "suivi": None,
        "vigilance": ["Demander les factures de reprise."],
        "precedentes": [],
        "retire": False,
        "remplace_par": None,
    }


def test_un_critere_du_composeur_garde_ses_redactions_precedentes_son_retrait_et_son_suivi(dossier):
    old = "\n    - version: 1\n      applicable_a_partir_du: 2026-01-01\n      intitule: Garantie\n      redaction: |-\n        Avant\u00a0:\n\n        - cinq ans.\n      motif: Plus long."
    follow = "\n    suivi_execution:\n      controle: Bon\n      periodicite: Chaque année\n"
    dossier.replace(FAMILY, "  - id: mobilier-garantie\n    version: 1\n", "  - id: mobilier-garantie\n    version: 2\n")
    proof = "      - texte: Certificat de garantie\n    objectifs:\n      - 13\n"
    life = f"    versions_precedentes:{old.replace(chr(10) + '    ', chr(10) + '      ')}\n    retire_le: 2026-11-01\n    remplace_par: mobilier-reemploi\n"
    dossier.replace(FAMILY, proof, proof.rstrip("\n") + follow + life)
    said = {critere["id"]: critere for critere in _json(publish(catalogue_of(dossier), "interne"), "mobilier")["criteres"]}["mobilier-garantie"]
    assert said["precedentes"] == [
        {"version": 1, "applicable": "2026-01-01", "intitule": "Garantie", "texte": [["p", "Avant\u00a0:"], ["puces", ["cinq ans."]]], "motif": "Plus long."}
    ]
    assert (said["retire"], said["remplace_par"]) == (True, "mobilier-reemploi")
    assert said["suivi"] == {"controle": "Bon", "periodicite": "Chaque année", "penalite": None}
