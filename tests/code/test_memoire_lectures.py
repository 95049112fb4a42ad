"""La mémoire des lectures : elle ne change rien à ce qui est lu, aux places ni aux refus ; elle évite seulement d'analyser deux fois."""

import pytest

from spaser import reading, readings
from spaser.reading import Place, UnreadableError
from spaser.readings import Readings


@pytest.fixture
def analyses(monkeypatch):
    """Les noms des fichiers que l'analyseur a vraiment lus."""
    seen, parse = [], reading.parse

    def watched(text, name):
        seen.append(name)
        return parse(text, name)

    monkeypatch.setattr(reading, "parse", watched)
    return seen


@pytest.fixture
def memoire(tmp_path):
    return tmp_path / "cache" / "lectures.sqlite"


def lire(path, memoire):
    with Readings(memoire) as known:
        return known.read(path, path.name)


def test_un_fichier_inchange_n_est_analyse_qu_une_fois(tmp_path, memoire, analyses):
    path = tmp_path / "a.yml"
    path.write_text("id: a\nnotes:\n  - un\n  - ''\n", encoding="utf-8")
    first, second = (lire(path, memoire)[0].data for _ in range(2))
    assert first == second == {"id": "a", "notes": ["un", None]}
    assert analyses == ["a.yml"]


def test_une_place_demandee_plus_tard_est_exacte(tmp_path, memoire, analyses):
    path = tmp_path / "a.yml"
    path.write_text("id: a\nnotes:\n  - un\n", encoding="utf-8")
    lire(path, memoire)
    tree, _ = lire(path, memoire)
    assert (tree.place(("notes", 0)), tree.keys[("notes",)]) == (Place("a.yml", 3, 5), Place("a.yml", 2, 1))
    assert analyses == ["a.yml", "a.yml"]


def test_un_octet_change_et_le_fichier_est_analyse_de_nouveau(tmp_path, memoire, analyses):
    path = tmp_path / "a.yml"
    for text in ("id: a\n", "id: b\n"):
        path.write_text(text, encoding="utf-8")
        assert lire(path, memoire)[0].data == {"id": text[4]}
    assert len(analyses) == 2


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
    monkeypatch.setattr(readings, "_code", lambda: "un autre lecteur")
    lire(path, memoire)
    assert len(analyses) == 2
