"""La mémoire des lectures : elle ne change rien à ce qui est lu, aux places ni aux refus ; elle évite seulement d'analyser deux fois."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spaser import memory, overlay, reading, readings
from spaser.model.base import Modele, Source, publique
from spaser.places import Place, UnreadableError
from spaser.readings import Readings
from spaser.skimming import DoubtError, skim


class Fiche(Modele):
    """De quoi lire un fichier."""

    id: str = publique("Identifiant")
    notes: tuple[str | None, ...] = publique("Notes", defaut=())


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


def lire(path):
    """L'arbre d'un fichier, l'entrée qu'on en tire, et ce qui ne va pas."""
    known = Readings()
    tree, doubles = known.read(path, path.name, Fiche)
    entry, problems = known.entry(Fiche, tree)
    known.save()
    return tree, entry, [*doubles, *problems]


def ecrit(tmp_path, text, name="a.yml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_un_fichier_inchange_n_est_analyse_qu_une_fois(tmp_path, memoire, analyses):
    path = ecrit(tmp_path, "id: a\nnotes:\n  - un\n  - ''\n")
    first, second = (lire(path)[1] for _ in range(2))
    assert first == second == Fiche(id="a", notes=("un", None))
    assert analyses == ["survol"]


def test_une_place_ou_une_donnee_demandee_plus_tard_est_exacte(tmp_path, memoire, analyses):
    path = ecrit(tmp_path, "id: a\nnotes:\n  - un\n")
    lire(path)
    tree, _, _ = lire(path)
    assert (tree.place(("notes", 0)), tree.keys[("notes",)]) == (Place("a.yml", 3, 5), Place("a.yml", 2, 1))
    assert tree.data == {"id": "a", "notes": ["un"]}
    assert analyses == ["survol", "places", "survol"]


def test_un_octet_change_et_le_fichier_est_analyse_de_nouveau(tmp_path, memoire, analyses):
    for name in "ab":
        assert lire(ecrit(tmp_path, f"id: {name}\n"))[1].id == name
    assert analyses == ["survol", "survol"]


def test_un_autre_modele_ne_croit_pas_l_entree_du_premier(tmp_path, memoire):
    path = ecrit(tmp_path, "id: a\n")
    lire(path)
    assert Readings().read(path, path.name, Source)[0].entry is None


def test_un_refus_une_faute_et_une_cle_doublee_ne_sont_pas_retenus(tmp_path, memoire):
    double, faulty = ecrit(tmp_path, "id: a\nid: b\n"), ecrit(tmp_path, "autre: a\n", "c.yml")
    bomb = ecrit(tmp_path, "id: &a [*a]\n", "b.yml")
    for _ in range(2):
        assert [problem.kind for problem in lire(double)[2]] == ["champ-double"]
        assert {problem.kind for problem in lire(faulty)[2]} == {"champ-inconnu", "champ-absent"}
        with pytest.raises(UnreadableError):
            lire(bomb)


def test_un_arbre_fondu_avec_une_surcouche_est_converti_de_nouveau(tmp_path, memoire):
    """L'entrée gardée est celle du seul fichier : ce que la surcouche y ajoute n'y est pas, et n'y entre pas."""
    path, known = ecrit(tmp_path, "id: a\n"), Readings()
    lire(path)
    base, _ = known.read(path, path.name, Fiche)
    added, _ = known.read(ecrit(tmp_path, "id: a\n", "b.yml"), "b.yml", Fiche)
    assert base.entry == Fiche(id="a")
    assert overlay.merge(base, added, Fiche) == []
    assert (base.entry, known.entry(Fiche, base)[0]) == (None, Fiche(id="a"))


@pytest.mark.parametrize("content", [b"", b"ceci n'est pas une base", b"SQLite format 3\x00" + b"\xff" * 4096], ids=["vide", "texte", "tronquée"])
def test_une_memoire_abimee_ne_fait_que_ralentir(tmp_path, memoire, content):
    memoire.parent.mkdir()
    memoire.write_bytes(content)
    assert lire(ecrit(tmp_path, "id: a\n"))[1] == Fiche(id="a")


def test_un_autre_lecteur_ne_croit_pas_l_ancienne_memoire(tmp_path, memoire, analyses, monkeypatch):
    """Ce que le lecteur ou le modèle refuse peut changer avec lui : la mémoire porte l'empreinte du code."""
    path = ecrit(tmp_path, "id: a\n")
    lire(path)
    monkeypatch.setattr(memory, "_code", lambda: b"un autre lecteur")
    lire(path)
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
