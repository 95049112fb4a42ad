"""La mémoire d'un site ne change rien à ce qui est bâti : elle évite seulement de le refaire."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from outillage import MINIMAL

from spaser import catalogue, memory
from spaser.memory import Memory, digest
from spaser.publication import publish
from spaser.reindexing import indexed
from spaser.relations import Relations
from spaser.rendering.renderer import Renderer
from spaser.search import Document
from spaser.site import Site


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "FOLDER", tmp_path / "cache")
    return tmp_path / "cache"


def _ask(question, answer, name="essai"):
    """Pose une question ; rend la réponse, et si elle a été refaite."""
    made = []
    known = Memory(name)
    found = known.answer(question, lambda: made.append(1) or answer)
    known.save()
    return found, bool(made)


def test_une_reponse_n_est_faite_qu_une_fois(folder):
    assert _ask(("a", [1, "b"]), b"un") == (b"un", True)
    assert _ask(("a", [1, "b"]), b"deux") == (b"un", False)
    assert _ask(("a", [1, "c"]), b"trois") == (b"trois", True)


def test_ce_qui_ne_sert_plus_s_en_va(folder):
    for rank in range(memory.SPARE):
        _ask(rank, b"un")
    assert _ask(0, b"autre") == (b"un", False)
    _ask("une de trop", b"un")
    assert _ask(0, b"autre") == (b"autre", True)


def test_ce_qui_est_fait_est_ecrit_sans_attendre_la_fin(folder, monkeypatch):
    """Une construction de cent mille pages ne les garde pas en mémoire vive ; interrompue, elle n'a pas tout à refaire."""
    monkeypatch.setattr(memory, "BATCH", 3)
    known = Memory("essai")
    for rank in range(7):
        assert known.answer(rank, lambda rank=rank: bytes([rank])) == bytes([rank])
    assert len(known._new) == 1
    assert [_ask(rank, b"autre") for rank in range(6)] == [(bytes([rank]), False) for rank in range(6)]
    assert [known.answer(rank, lambda: b"autre") for rank in range(7)] == [bytes([rank]) for rank in range(7)]


def test_chaque_audience_a_sa_memoire(folder, minimal):
    """Ce que la construction interne a rangé n'est jamais lu par la publique."""
    assert _ask("question", b"interne", "rendus-interne") == (b"interne", True)
    assert _ask("question", b"public", "rendus-publique") == (b"public", True)
    for audience in ("publique", "interne"):
        site = Site(publish(minimal, audience))
        site.renderer.macro("commun", "etiquettes", [])
        site.memory.save()
    assert sorted(path.name for path in folder.iterdir()) == ["rendus-interne.sqlite", "rendus-publique.sqlite"]


def test_une_memoire_abimee_ou_qui_ne_s_ecrit_pas_ne_fait_que_ralentir(folder):
    folder.mkdir()
    (folder / "essai.sqlite").write_bytes(b"rien de bon" * 1000)
    assert _ask("question", b"un") == (b"un", True)
    assert _ask("question", b"un") == (b"un", True)
    (folder / "essai.sqlite").unlink()
    folder.rmdir()
    folder.write_bytes(b"")
    assert _ask("question", b"un") == (b"un", True)


def test_un_code_qui_change_fait_tout_oublier(folder, monkeypatch):
    _ask("question", b"un")
    monkeypatch.setattr(memory, "_code", lambda: b"autre")
    assert _ask("question", b"deux") == (b"deux", True)


def test_deux_valeurs_ont_la_meme_empreinte_si_et_seulement_si_elles_se_rendent_de_meme():
    line = {"titre": "".join(["a", "b"])}
    assert digest([line, line]) == digest([{"titre": "ab"}, {"titre": "".join("ab")}])
    assert len({digest(value) for value in ("<b>", Markup("<b>"), True, 1, "1", 1.0, None, ["<b>"], ("<b>",))}) == 9


def test_les_memes_documents_ne_sont_indexes_qu_une_fois(folder, tmp_path, monkeypatch):
    documents = [Document(f"p{rank}/", f"Page {rank}", "Page", f"<h1>Page {rank}</h1><p>banc</p>") for rank in range(3)]
    trees = []
    for name in ("un", "deux"):
        known = Memory("recherche")
        with indexed(documents, tmp_path / name, known):
            pass
        known.save()
        trees.append({path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()})
        monkeypatch.setattr("spaser.search._program", lambda: "/bin/false")
    assert trees[0] == trees[1] and len(trees[0]) > 3


#: Ce qui peut arriver à un dossier : un passage change, ou revient ; une entrée s'en va, ou revient.
CHANGES = {
    "une intention renommée": ("intentions/2027/2027-001.yml", "intitule: ", "intitule: Nouvel achat, "),
    "une intention reportée": ("intentions/2027/2027-002.yml", "publication_prevue: 2027", "publication_prevue: 2028"),
    "une famille renommée": ("familles/mobilier.yml", "intitule: ", "intitule: Bancs et "),
    "une structure renommée": ("fournisseurs/menuiserie.yml", "nom: ", "nom: Nouvelle "),
    "une structure agrandie": ("fournisseurs/atelier.yml", "effectif: ", "effectif: 1"),
    "une exigence récrite": ("eco/batiment/eau.yml", "intitule: ", "intitule: Toujours "),
    "une structure ôtée": ("fournisseurs/atelier.yml", "", ""),
    "une intention ôtée": ("intentions/2027/2027-002.yml", "", ""),
}


def _change(root, path, old, new):
    """Fait le changement, ou le défait s'il est fait."""
    file, aside = root / path, root.parent / path.replace("/", "-")
    if not old:
        source, target = (file, aside) if file.exists() else (aside, file)
        shutil.move(source, target)
    elif file.exists():
        text = file.read_text(encoding="utf-8")
        assert old in text, f"« {old} » n'est pas dans {path}"
        done = new in text
        file.write_text(text.replace(new if done else old, old if done else new, 1), encoding="utf-8")


def _pages(root, audience, known):
    """Toutes les fiches d'un site, et chaque carte, rendues avec ou sans mémoire."""
    renderer = Renderer(Relations(publish(catalogue.load(root), audience)), known)
    entries = [(kind, entry) for kind, found in renderer.relations.edition.entrees.items() for entry in found.values()]
    views = [*(renderer.view(kind, entry) for kind, entry in entries), *renderer.derived()]
    return {fiche.url: fiche for fiche in map(renderer.fiche, views)}


@pytest.mark.parametrize("audience", ["publique", "interne"])
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.sampled_from(list(CHANGES)), min_size=1, max_size=5))
def test_apres_toute_suite_de_changements_les_fiches_sont_celles_d_un_rendu_a_neuf(audience, changes, tmp_path_factory, folder):
    root = tmp_path_factory.mktemp("suite") / "referentials"
    shutil.copytree(MINIMAL, root)
    for name in changes:
        _change(root, *CHANGES[name])
        known = Memory(f"rendus-{audience}")
        assert _pages(root, audience, known) == _pages(root, audience, None)
        known.save()
