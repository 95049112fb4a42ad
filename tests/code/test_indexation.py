"""Ce que la recherche retient d'une page : son texte à elle, ses synonymes, ses codes, ses filtres ; jamais celui des fiches voisines."""

import gzip
import json

import pytest

from spaser import indexing, search
from spaser.rendering.renderer import Renderer
from spaser.search import Document


def _documents(relations) -> dict[str, Document]:
    renderer = Renderer(relations)
    views = [renderer.view(kind, entry) for kind, entries in relations.edition.entrees.items() for entry in entries.values()]
    found = [indexing.fiche(view, renderer.fiche(view), relations) for view in (*views, *renderer.derived()) if view.get("indexe", True)]
    return {document.url: document for document in found}


@pytest.fixture(scope="module")
def documents(internal) -> dict[str, Document]:
    return _documents(internal)


def test_une_fiche_ne_s_indexe_qu_avec_son_texte(documents):
    """Ni les critères probables, ni les structures du métier, ni ce qui est sur toutes les fiches."""
    text = documents["intentions/2027-001/"].body
    assert "<h1>" in text
    assert not any(
        f">{title}<" in text for title in ("Critères probables et preuves à préparer", "Structures solidaires du métier", "Objectifs du schéma servis")
    )
    assert not any(words in text for words in ("Signaler une erreur", "Données techniques et source", "class=", "href="))


def test_une_famille_porte_ses_synonymes_et_ses_codes_cpv_sans_leurs_zeros(documents, internal):
    family = internal.edition.entrees["famille"]["mobilier"]
    found = documents["vademecum/mobilier/"]
    assert found.meta["mots"] == " ".join(family.mots_cles)
    assert found.meta["cpv"] == " ".join(f"cpv{code.rstrip('0')}" for code in family.cpv)
    assert found.filters["famille"] == (family.intitule,)


def test_une_intention_porte_les_mots_de_sa_famille_son_annee_et_ses_enjeux(documents, internal):
    entry = internal.edition.entrees["intention"]["2027-001"]
    found = documents["intentions/2027-001/"]
    family = internal.family(entry)
    assert found.meta["cpv"] == f"cpv{entry.cpv}"
    assert all(word in found.meta["proches"] for word in (family.intitule, *family.mots_cles))
    assert found.filters["annee"] == (str(entry.annee),)
    assert found.filters["enjeu"] == tuple(dict.fromkeys(internal.edition.stakes[item.code].libelle for item in entry.enjeux))


def test_un_critere_et_une_exigence_se_filtrent_par_famille(documents, internal):
    criterion, owner = next((c, o) for c, o in internal.edition.criteres.values() if o in internal.edition.entrees["famille"])
    assert documents[f"vademecum/{criterion.id}/"].filters["famille"] == (internal.edition.entrees["famille"][owner].intitule,)
    assert all(documents[f"eco-referentiel/{entry.id}/"].kind == "Exigence" for entry in internal.edition.entrees["exigence"].values())


def test_le_public_ne_porte_que_les_familles_publiees(documents, public):
    """Une famille interne ne prête ses mots à aucune page du site public."""
    names = {family.intitule for family in public.edition.entrees["famille"].values()}
    found = _documents(public)
    assert {name for document in found.values() for name in document.filters.get("famille", ())} <= names
    assert len(found) < len(documents)


def test_un_sigle_connu_se_cherche_tel_quel():
    """« VAE » perdrait son e ; un mot en capitales que les données ne connaissent pas reste un mot."""
    family = Document("a/", "Vélos", "Famille d’achat", "<p>Un VAE. À LA FIN.</p>", {"mots": "vélo VAE"})
    entry = Document("b/", "Achat", "Intention d’achat", "<p>Prime pour un VAE.</p>", {"proches": "Vélos VAE"})
    other = Document("c/", "Rien", "Page", "<p>Où va le déchet.</p>")
    found = list(indexing.with_acronyms([family, entry, other]))
    assert [document.meta for document in found] == [
        {"mots": "vélo VAE vae0", "sigles": "vae0"},
        {"proches": "Vélos VAE vae0", "sigles": "vae0"},
        {"sigles": ""},
    ]


def test_une_page_qui_definit_un_sigle_repond_a_ce_sigle():
    page = indexing.page("aide/", "Aide", '<dt><abbr title="dossier de consultation">DCE</abbr></dt><dd>Tout lire.</dd><p><abbr title="x">HT</abbr></p>')
    assert page.meta == {"mots": "DCE", "proches": "dossier de consultation"}
    assert page.body == "<dt>DCE</dt><dd>Tout lire.</dd><p>HT</p>"


def test_le_vocabulaire_dit_les_mots_des_titres_et_des_synonymes_du_plus_au_moins_employe():
    documents = [
        Document("a/", "Mobilier urbain", "Page", "<p>jamais</p>", {"mots": "banc abribus"}),
        Document("b/", "Mobilier", "Page", "", {"cpv": "cpv3911"}),
    ]
    assert json.loads(indexing.vocabulary(documents)) == ["mobilier", "abribus", "banc", "urbain"]


def test_les_mots_d_un_champ_et_les_filtres_sont_dans_l_index_et_hors_du_texte(tmp_path):
    """Trois index des mêmes pages ont les mêmes octets."""
    filters = {"enjeu": ("Eau", "Air"), "annee": ("2027",), "famille": ("Mobilier",)}
    documents = [Document(f"p{rank}/", f"Page {rank}", "Page", f"<h1>Page {rank}</h1><p>L’eau.</p>", {"mots": "banc"}, filters) for rank in range(9)]
    for name in ("un", "deux", "trois"):
        search.index(documents, tmp_path / name)
    trees = [
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()} for name in ("un", "deux", "trois")
    ]
    assert trees[0] == trees[1] == trees[2]
    fragment = json.loads(gzip.decompress(next((tmp_path / "un/fragment").iterdir()).read_bytes()).removeprefix(b"pagefind_dcd"))
    assert fragment["meta"] == {"title": fragment["meta"]["title"], "mots": "banc"}
    assert {name: sorted(values) for name, values in fragment["filters"].items()} == {name: sorted(values) for name, values in filters.items()} | {
        "genre": ["Page"]
    }
    assert "banc" not in fragment["content"]
