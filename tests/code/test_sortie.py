"""Le dossier de sortie : le site précédent reste entier jusqu'à la dernière seconde, et après une coupure."""

import ctypes
import json
import os

import pytest

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

    def run(site, content, memory=None):
        work = chantier(site)
        work.write("a/index.html", content)
        work.commit(memory or {})

    return run


def _left(site):
    """Ce qui traîne à côté du site, hors le verrou et la mémoire des fiches."""
    return sorted(path.name for path in site.parent.iterdir() if path.name not in ("site", ".site-verrou", ".site-fiches.json"))


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
    first.commit({})
    assert (site / "a/index.html").read_bytes() == b"deux"


def test_le_verrou_se_rend_apres_un_echec_comme_apres_un_succes(site, chantier):
    chantier(site).commit({})
    chantier(site).close()
    chantier(site)


def test_un_dossier_de_sortie_qu_on_ne_peut_pas_creer_se_dit(tmp_path):
    (tmp_path / "fichier").write_text("x")
    with pytest.raises(StagingError, match="ne peut pas être écrit"):
        Staging(tmp_path / "fichier" / "site").open()


def test_une_fiche_inchangee_se_reprend_du_site_precedent(site, chantier, build):
    build(site, b"un", {"a/index.html": "empreinte"})
    work = chantier(site)
    assert work.recall() == {"a/index.html": "empreinte"}
    assert work.reuse("a/index.html")
    assert not work.reuse("b/index.html")
    work.commit({"a/index.html": "empreinte"})
    assert (site / "a/index.html").read_bytes() == b"un"


def test_reecrire_une_fiche_ne_change_pas_le_site_en_place(site, chantier, build):
    build(site, b"un")
    work = chantier(site)
    work.write("a/index.html", b"deux")
    assert (site / "a/index.html").read_bytes() == b"un"
    work.close()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff"], ids=["vide", "coupée", "liste", "rien", "illisible"])
def test_une_memoire_abimee_vaut_une_memoire_vide(site, build, content):
    build(site, b"un", {"a/index.html": "empreinte"})
    work = Staging(site)
    work.memory.write_bytes(content)
    assert work.recall() == {}


def test_une_coupure_avant_la_memoire_fait_tout_reecrire(site, build, monkeypatch):
    """La mémoire de l'ancien site n'est jamais celle du nouveau."""
    build(site, b"un", {"a/index.html": "ancienne"})

    def cut(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(staging, "write_atomic", cut)
    with pytest.raises(KeyboardInterrupt):
        build(site, b"deux", {"a/index.html": "nouvelle"})
    assert Staging(site).recall() == {}
    assert (site / "a/index.html").read_bytes() == b"deux"


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
