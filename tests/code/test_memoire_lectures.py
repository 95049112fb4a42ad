"""La mémoire des lectures : elle ne change rien à ce qui est lu, aux places ni aux refus ; elle évite seulement d'analyser deux fois."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spaser import memory, reading, readings
from spaser.places import Place, UnreadableError
from spaser.readings import Readings
from spaser.skimming import DoubtError, skim


@pytest.fixture
def analyses(monkeypatch):
    """Ce que l'analyseur YAML a vraiment lu : « survol » sans les places, « places » avec."""
    seen = []

    def watch(module, name, label):
        true = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *arguments: (seen.append(label), true(*arguments))[1])

    watch(readings, "skim", "survol")
    watch(reading, "parse", "places")
    return seen


@pytest.fixture
def memoire(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "FOLDER", tmp_path / "cache")
    return tmp_path / "cache" / "lectures.sqlite"


def lire(path, memoire):
    known = Readings()
    found = known.read(path, path.name)
    known.save()
    return found


def test_un_fichier_inchange_n_est_analyse_qu_une_fois(tmp_path, memoire, analyses):
    path = tmp_path / "a.yml"
    path.write_text("id: a\nnotes:\n  - un\n  - ''\n", encoding="utf-8")
    first, second = (lire(path, memoire)[0].data for _ in range(2))
    assert first == second == {"id": "a", "notes": ["un", None]}
    assert analyses == ["survol"]


def test_une_place_demandee_plus_tard_est_exacte(tmp_path, memoire, analyses):
    path = tmp_path / "a.yml"
    path.write_text("id: a\nnotes:\n  - un\n", encoding="utf-8")
    lire(path, memoire)
    tree, _ = lire(path, memoire)
    assert (tree.place(("notes", 0)), tree.keys[("notes",)]) == (Place("a.yml", 3, 5), Place("a.yml", 2, 1))
    assert analyses == ["survol", "places"]


def test_un_octet_change_et_le_fichier_est_analyse_de_nouveau(tmp_path, memoire, analyses):
    path = tmp_path / "a.yml"
    for text in ("id: a\n", "id: b\n"):
        path.write_text(text, encoding="utf-8")
        assert lire(path, memoire)[0].data == {"id": text[4]}
    assert analyses == ["survol", "survol"]


def test_un_refus_et_une_cle_doublee_ne_sont_pas_retenus(tmp_path, memoire):
    double, bomb = tmp_path / "a.yml", tmp_path / "b.yml"
    double.write_text("id: a\nid: b\n", encoding="utf-8")
    bomb.write_text("id: &a [*a]\n", encoding="utf-8")
    for _ in range(2):
        assert [problem.kind for problem in lire(double, memoire)[1]] == ["champ-double"]
        with pytest.raises(UnreadableError):
            lire(bomb, memoire)


@pytest.mark.parametrize("content", [b"", b"ceci n'est pas une base", b"SQLite format 3\x00" + b"\xff" * 4096], ids=["vide", "texte", "tronquée"])
def test_une_memoire_abimee_ne_fait_que_ralentir(tmp_path, memoire, content):
    path = tmp_path / "a.yml"
    path.write_text("id: a\n", encoding="utf-8")
    memoire.parent.mkdir()
    memoire.write_bytes(content)
    assert lire(path, memoire)[0].data == {"id": "a"}


def test_un_autre_lecteur_ne_croit_pas_l_ancienne_memoire(tmp_path, memoire, analyses, monkeypatch):
    """Ce que le lecteur refuse peut changer avec lui : sa mémoire porte son empreinte."""
    path = tmp_path / "a.yml"
    path.write_text("id: a\n", encoding="utf-8")
    lire(path, memoire)
    monkeypatch.setattr(readings, "_code", lambda: b"un autre lecteur")
    lire(path, memoire)
    assert analyses == ["survol", "survol"]


#: De quoi écrire, au hasard, du YAML juste, faux ou piégé.
MORCEAUX = st.sampled_from([*"ab:-,[]{}&*!|>'\"\n #~", ": ", "- ", "\n  ", "<<", "null", "é", "e\u0301", "\\u202e", "\\u0301", "--- ", "%YAML 1.1\n", "? "])


@settings(max_examples=600)
@given(st.lists(MORCEAUX, max_size=25).map("".join))
@example('a: "e\\u0301"\n')
@example("a: 1\na: 2\n")
@example("? [a]\n: b\n")
@example("--- a\n--- b\n")
@example("a: " + "[" * 20 + "]" * 20)
@example("a: " + "[" * 21 + "]" * 21)
@example("a: [" + "x," * 20_001 + "]")
def test_le_survol_dit_la_meme_chose_que_la_lecture_avec_places(text):
    """Ou bien il doute, et la lecture entière tranche ; tout ce qu'elle refuse le fait douter."""
    text = unicodedata.normalize("NFC", text)  # comme `read_text` le rend
    try:
        tree, doubles = reading.parse(text, "a.yml")
        refused = bool(doubles)
    except UnreadableError:
        refused = True
    try:
        skimmed = skim(text)
    except DoubtError:
        return
    assert not refused
    assert skimmed == tree.data
