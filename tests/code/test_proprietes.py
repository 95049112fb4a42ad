"""Des propriétés, tenues pour tout texte et pour toute entrée : rien ne s'exécute, rien ne se perd, rien ne s'invente."""

import csv
import io
import re
import zipfile

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from outillage import MINIMAL
from test_corpus_hostile import FIELDS, Lecture, _bare, _form, changed, rendu  # noqa: F401

from spaser.exports import as_csv, as_ods, as_xlsx, cells
from spaser.formatting import canonical, model_of
from spaser.layout import LAYOUT
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import visit
from spaser.places import UnreadableError
from spaser.reading import INVISIBLE, parse
from spaser.rendering.richtext import TAGS
from spaser.validation import build

SIGNS = "ab1zé <>&\"'{}%#@/\\=+-[]()!:;.,|`*_~$\u00a0«»"
#: Un texte que la lecture laisse passer : ni invisible, ni à cheval sur deux lignes.
TEXTS = st.text(SIGNS, min_size=1, max_size=60) | st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), min_size=1, max_size=40)


def _clean(text):
    return not INVISIBLE.search(text) and text == text.strip() and text.isprintable()


@settings(max_examples=300)
@given(field=st.sampled_from(sorted(FIELDS, key=str)), text=TEXTS)
@example(field=("fournisseur", ("prestations",)), text="{{ ''.__class__ }}<img src=x onerror=alert(1)>")
def test_tout_texte_de_tout_champ_se_rend_tel_qu_il_est_ecrit(rendu, field, text):  # noqa: F811
    """Mêmes éléments, mêmes attributs, adresses permises, et le texte lisible au signe près, à la typographie près."""
    assume(_clean(text))
    kind, _ = field
    identifiant, path = FIELDS[field]
    entry = rendu.relations.edition.entrees[kind][identifiant]
    plain = Lecture(rendu.fiche(rendu.view(kind, changed(entry, path, "zqk a zqk"))).body)
    page = Lecture(rendu.fiche(rendu.view(kind, changed(entry, path, f"zqk {text} zqk"))).body)
    assert page.schemes <= {"http", "https", "mailto", "tel"}
    if _form(type(entry), path) == "riche":
        assert {tag for tag, _ in page.shape} - {tag for tag, _ in plain.shape} <= TAGS
    else:
        assert page.shape == plain.shape
        assert (_bare(f"zqk {text} zqk") in page.words) == ("zqkazqk" in plain.words)


FILES = sorted(path.relative_to(MINIMAL).as_posix() for path in MINIMAL.rglob("*.yml"))


def _again(entry, name, model):
    """L'entrée récrite au format canonique, telle que l'écrirait un formulaire qui l'aurait lue."""
    return canonical(yaml.safe_dump(entry.model_dump(mode="json", exclude_unset=True), allow_unicode=True), name, model)


@settings(max_examples=250)
@given(
    data=st.data(),
    name=st.sampled_from(FILES),
    text=TEXTS | st.sampled_from(["non", "1.10", "012", "12:30", "2026-11-22", "~", "null", "0x1F", "1e3", "- a", "a: b", "# a", "'", '"', "|", ">"]),
)
def test_toute_entree_valable_fait_l_aller_retour_octet_pour_octet(data, name, text):
    """Du YAML au modèle, du modèle au formateur, du formateur au YAML : les mêmes octets."""
    assume(_clean(text))
    model = model_of(MINIMAL / name, MINIMAL)
    entry, _ = build(model, parse((MINIMAL / name).read_text(encoding="utf-8"), name)[0])
    free = [path for path, champ, value in visit(entry) if isinstance(value, str) and not champ.mark(Code) and not champ.mark(Renvoi)]
    entry = changed(entry, data.draw(st.sampled_from(free)), text)
    first = _again(entry, name, model)
    try:
        again, problems = build(model, parse(first, name)[0])
    except UnreadableError:
        assume(False)
    assume(not problems)
    assert _again(again, name, model) == first
    assert canonical(first, name, model) == first
    assert parse(first, name)[0].data == parse(_again(again, name, model), name)[0].data


@pytest.mark.parametrize("name", FILES)
def test_chaque_entree_du_jeu_minimal_fait_l_aller_retour(name):
    model = model_of(MINIMAL / name, MINIMAL)
    entry, problems = build(model, parse((MINIMAL / name).read_text(encoding="utf-8"), name)[0])
    assert problems == []
    first = _again(entry, name, model)
    again, _ = build(model, parse(first, name)[0])
    assert _bare(again.model_dump_json()) == _bare(entry.model_dump_json()), "seule la typographie a le droit de changer"
    assert _again(again, name, model) == first


def test_l_aller_retour_couvre_tous_les_genres():
    assert {name.split("/")[0] for name in FILES if "/" in name} >= {folder for folder in LAYOUT if (MINIMAL / folder).is_dir()}
    assert len(FILES) > 20


@given(
    st.from_regex(r"[-+]?[0-9][0-9_.:eExXoO+-]{0,18}", fullmatch=True)
    | st.sampled_from(["non", "oui", "no", "yes", "on", "off", "y", "n", "true", "false", ".inf", ".NaN"])
)
@example("01234567012345")
@example("35238")
@example("02 61 91 00 00")
@example("12:30")
@example("1.10")
@example("0001e5")
def test_tout_scalaire_garde_ses_caracteres(text):
    """Nu, entre guillemets, dans une liste, et après le formateur."""
    try:
        read = parse(f"nom: {text}\nsources:\n  - {text}\n  - '{text}'\n", "f")[0].data
    except UnreadableError:
        assume(False)
    assert read == {"nom": text, "sources": [text, text]}
    written = canonical(f"remarques: {text}\nnom: '{text}'\n", "f", LAYOUT["fournisseurs"][0])
    assert parse(written, "f")[0].data == {"nom": text, "remarques": text}


HEADER = {
    "titre": "Essai", "producteur": "Ville", "siret": "0", "edition": "2027-1", "date": "2026-11-22",
    "licence": "Licence Ouverte 2.0", "licence_url": "https://licence.example/", "demonstration": True,
}  # fmt: skip
FORMULAS = st.builds(
    str.__add__,
    st.sampled_from(["=", "+", "-", "@", "\t=", "\r=", "=cmd|' /C calc'!A0", "=HYPERLINK(", "+SUM(", "@SUM(", "-2+3+", "=1+1"]),
    st.text(SIGNS, max_size=30),
)


@settings(max_examples=100)
@given(st.lists(FORMULAS | TEXTS, min_size=1, max_size=4))
def test_aucun_tableur_exporte_ne_porte_de_formule_vive(texts):
    rows = [{"a": text, "b": [text, text], "c": {"d": text}} for text in texts]
    for content in (as_xlsx.write(HEADER, cells.sheet(rows)), as_ods.write(HEADER, cells.sheet(rows))):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = b"\n".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
        assert not re.search(rb"<f[ >/]|table:formula=|<hyperlink|<definedName name=\"(?!_xlnm)|text:a |xlink:href=\"[a-z]+:", parts)
    read = list(csv.reader(io.StringIO(as_csv.write(HEADER, rows).decode("utf-8-sig"), newline="")))
    assert [cell for line in read for cell in line if cell.startswith(cells.FORMULA) and not cells.is_number(cell)] == []
