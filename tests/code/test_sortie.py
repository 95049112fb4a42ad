"""Le dossier de sortie : le site précédent reste entier jusqu'à la dernière seconde, et après une coupure."""

import ctypes
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaser import staging
from spaser.staging import Staging, StagingError, write_atomic


@pytest.fixture
def site(tmp_path):
    return tmp_path / "public" / "site"


@pytest.fixture
def chantier():
    """Ouvre des constructions, et rend leurs verrous à la fin du test."""
    opened = []

    def start(site):
        opened.append(Staging(site))
        opened[-1].open()
        return opened[-1]

    yield start
    for work in opened:
        work.close()


@pytest.fixture
def build(chantier):
    """Une construction entière."""

    def run(site, content):
        work = chantier(site)
        work.write("a/index.html", content)
        work.commit()

    return run


def _left(site):
    """Ce qui traîne à côté du site, hors le verrou."""
    return sorted(path.name for path in site.parent.iterdir() if path.name not in ("site", ".site-verrou"))


def test_une_premiere_construction_donne_le_site(site, build):
    build(site, b"un")
    assert (site / "a/index.html").read_bytes() == b"un"
    assert _left(site) == []


def test_une_construction_remplace_tout_le_site_precedent(site, build):
    build(site, b"un")
    (site / "perime.html").write_bytes(b"vieux")
    build(site, b"deux")
    assert (site / "a/index.html").read_bytes() == b"deux"
    assert not (site / "perime.html").exists()
    assert _left(site) == []


def test_une_construction_abandonnee_laisse_le_site_comme_il_etait(site, chantier, build):
    build(site, b"un")
    work = chantier(site)
    work.write("a/index.html", b"deux")
    assert (site / "a/index.html").read_bytes() == b"un"
    work.close()
    assert (site / "a/index.html").read_bytes() == b"un"
    assert _left(site) == []


def test_une_construction_tuee_laisse_le_site_et_la_suivante_nettoie(site, chantier, build):
    build(site, b"un")
    killed = chantier(site)
    killed.write("a/index.html", b"deux")
    killed._lock.close()  # ce que fait le système quand un processus meurt
    assert (site / "a/index.html").read_bytes() == b"un"
    build(site, b"trois")
    assert (site / "a/index.html").read_bytes() == b"trois"
    assert _left(site) == []


def test_une_coupure_entre_les_deux_renommages_se_repare(site, chantier, build):
    """Sans échange d'un seul geste, le site précédent est écarté un instant : une coupure là ne le perd pas."""
    build(site, b"un")
    site.rename(Staging(site).old)
    assert not site.exists()
    work = chantier(site)
    assert (site / "a/index.html").read_bytes() == b"un"
    work.close()
    assert (site / "a/index.html").read_bytes() == b"un"


def test_sans_echange_d_un_seul_geste_le_site_est_remplace_quand_meme(site, build, monkeypatch):
    build(site, b"un")
    monkeypatch.setattr(staging.ctypes, "CDLL", lambda *_args, **_options: object())
    build(site, b"deux")
    assert (site / "a/index.html").read_bytes() == b"deux"
    assert _left(site) == []


def test_quand_le_systeme_refuse_l_echange_le_site_est_remplace_quand_meme(site, build, monkeypatch):
    class Refusing:
        renameat2 = staticmethod(lambda *_args: -1)

    build(site, b"un")
    monkeypatch.setattr(staging.ctypes, "CDLL", lambda *_args, **_options: Refusing())
    build(site, b"deux")
    assert (site / "a/index.html").read_bytes() == b"deux"


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "renameat2"), reason="ce système n'échange pas deux dossiers d'un seul geste")
def test_l_echange_ne_laisse_pas_un_instant_sans_site(site, build, monkeypatch):
    build(site, b"un")
    monkeypatch.setattr(staging.Path, "rename", lambda *_args: pytest.fail("le site a été écarté un instant"))
    build(site, b"deux")
    assert (site / "a/index.html").read_bytes() == b"deux"


def test_deux_constructions_ne_se_melent_pas(site, chantier, build):
    build(site, b"un")
    first, second = chantier(site), Staging(site)
    first.write("a/index.html", b"deux")
    with pytest.raises(StagingError) as refusal:
        second.open()
    assert str(refusal.value) == f"Une autre construction écrit déjà dans {site}. Attendre qu'elle finisse."
    second.close()
    first.commit()
    assert (site / "a/index.html").read_bytes() == b"deux"


def test_le_verrou_se_rend_apres_un_echec_comme_apres_un_succes(site, chantier):
    chantier(site).commit()
    chantier(site).close()
    chantier(site)


def test_un_dossier_de_sortie_qu_on_ne_peut_pas_creer_se_dit(tmp_path):
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(StagingError, match="ne peut pas être écrit"):
        Staging(tmp_path / "fichier" / "site").open()


def test_une_fiche_inchangee_se_reprend_du_site_precedent_avec_sa_date(site, chantier, build):
    build(site, b"un")
    os.utime(site / "a/index.html", (1, 1))
    build(site, b"un")
    assert ((site / "a/index.html").read_bytes(), (site / "a/index.html").stat().st_mtime) == (b"un", 1)
    build(site, b"de")
    assert (site / "a/index.html").read_bytes() == b"de"
    assert (site / "a/index.html").stat().st_mtime > 1


#: Un site : ce que contient chaque fichier ; peu de noms et de contenus, pour que les mêmes reviennent.
TREES = st.dictionaries(st.sampled_from(["a.html", "b/index.html", "b/c/index.html", "d.css"]), st.sampled_from([b"", b"un", b"deux"]))


@given(st.lists(st.tuples(TREES, st.booleans()), min_size=1, max_size=5))
def test_toute_suite_de_constructions_rend_le_site_d_une_construction_a_neuf(tmp_path_factory, builds):
    """Chaque fichier du dernier arbre et rien d'autre, qu'il soit écrit par nous (`write`) ou par MkDocs, et quoi qu'il y ait eu avant."""
    site = tmp_path_factory.mktemp("suite") / "site"
    for tree, ours in builds:
        work = Staging(site)
        work.open()
        for path, content in tree.items():
            if ours:
                work.write(path, content)
            else:
                (work.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (work.folder / path).write_bytes(content)
        work.commit()
        assert {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()} == tree


def test_un_lien_pose_dans_le_site_n_est_jamais_repris(site, build):
    build(site, b"un")
    (site / "ailleurs").write_bytes(b"un")
    (site / "a/index.html").unlink()
    (site / "a/index.html").symlink_to(site / "ailleurs")
    build(site, b"un")
    assert not (site / "a/index.html").is_symlink()
    assert (site / "a/index.html").read_bytes() == b"un"


def test_reecrire_une_fiche_ne_change_pas_le_site_en_place(site, chantier, build):
    build(site, b"un")
    work = chantier(site)
    work.write("a/index.html", b"deux")
    assert (site / "a/index.html").read_bytes() == b"un"
    work.close()


def test_les_fichiers_du_site_a_venir_se_comptent_liens_compris(site, chantier):
    work = chantier(site)
    work.write("a/index.html", b"un")
    (work.folder / "lien.html").symlink_to("ailleurs.html")
    (work.folder / "dossier").symlink_to("a")
    assert sorted(work.files()) == ["a/index.html", "dossier", "lien.html"]
    work.close()


def test_un_fichier_s_ecrit_d_un_coup_ou_pas_du_tout(tmp_path, monkeypatch):
    path = tmp_path / "f.json"
    write_atomic(path, b"un")

    def fail(*_args):
        raise OSError("plein")

    monkeypatch.setattr(staging.Path, "replace", fail)
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="plein"):
        write_atomic(path, json.dumps({"a": 1}).encode())
    assert path.read_bytes() == b"un"
    assert [entry.name for entry in tmp_path.iterdir()] == ["f.json"]
