"""Les colonnes de l'explorateur : chaque valeur y est une fois, chaque intention y garde les siennes, rien d'interne n'y entre."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaser.exports import columnar
from spaser.exports.columnar import ZERO, Column, ordered, produce
from spaser.exports.facets import FACETS
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.blocks import explorer
from spaser.rendering.views import intention

RETIRED = ("verifie_le: 2026-11-22", "verifie_le: 2026-11-22\nretire_le: 2026-11-22")


def _document(relations) -> dict:
    return json.loads(next(produce(relations.edition)).content)


def _ranks(lignes: str) -> list[int]:
    return [ord(sign) - ZERO for sign in lignes]


def _groups(document: dict, name: str) -> list[int]:
    """Le rang du groupe de chaque ligne d'une colonne, comme le navigateur le lit."""
    ranks = _ranks(document["colonnes"][name]["lignes"])
    parent = document["parents"].get(name)
    return [ranks[group] for group in _groups(document, parent)] if parent else ranks


def _read(document: dict, name: str, key: str = "codes") -> list[list[str]]:
    """Les valeurs de chaque ligne d'une colonne, comme le navigateur les lit."""
    column = document["colonnes"][name]
    groups = column.get("groupes") or [[rank] for rank in range(len(column["codes"]))]
    return [[column[key][rank] for rank in groups[group]] for group in _groups(document, name)]


def _with(dossier, name: str, *changes: tuple[str, str]) -> None:
    """Ajoute une copie publique de l'intention 2027-001, changée."""
    text = dossier.read("intentions/2027/2027-001.yml").replace("2027-001", name)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    dossier.write(f"intentions/2027/{name}.yml", text)


def _relations(dossier, audience="publique") -> Relations:
    return Relations(publish(dossier.load(), audience))


def test_le_fichier_dit_d_ou_il_vient_et_sous_quelle_licence(public):
    document = _document(public)
    assert (document["edition"], document["date"], document["licence"], document["demonstration"]) == ("2027-1", "2026-11-22", "Licence Ouverte 2.0", True)
    assert dict(document["apropos"])["Démonstration"].startswith("oui")


def test_chaque_filtre_demande_a_sa_colonne(public):
    document = _document(public)
    assert list(document["facettes"]) == [facet.name for facet in FACETS]
    assert {
        "famille",
        "segment",
        "nature",
        "environnement",
        "social",
        "consideration",
        "reservation",
        "innovation",
        "montant",
        "trimestre",
        "lieu",
        "procedure",
        "statut",
        "sourcage",
        "renouvellement",
        "annee",
    } == set(document["facettes"])
    for name in document["facettes"]:
        assert len(_read(document, name)) == len(document["id"]), name


def test_une_intention_garde_ses_valeurs(public):
    document = _document(public)
    expected = {
        "famille": ["mobilier"],
        "trimestre": ["2027-T2"],
        "montant": ["de-40k-a-90k"],
        "environnement": ["circ-econ"],
        "social": [],
        "consideration": ["critere-environnemental", "marche-reserve"],
        "reservation": ["L2113-13"],
        "innovation": [],
        "statut": ["a-l-etude"],
        "annee": ["2027"],
    }
    assert {name: _read(document, name)[0] for name in expected} == expected


def test_les_mots_d_une_famille_sont_ecrits_une_fois(public, dossier):
    _with(dossier, "2027-003")
    document = _document(_relations(dossier))
    assert len(document["id"]) == 2
    assert len(document["synonymes"]) == len(document["colonnes"]["famille"]["codes"]) == 1
    assert document["synonymes"][0] == " ".join(public.edition.entrees["famille"]["mobilier"].mots_cles)


def test_une_ligne_montre_ce_que_montre_la_vue_courte(public):
    document = _document(public)
    view = intention.short(next(iter(public.edition.entrees["intention"].values())), public)
    assert _read(document, "publication", "libelles")[0] == [view["quand"]]
    assert _read(document, "montant", "libelles")[0] == [view["combien"]]
    assert ", ".join(_read(document, "lieux", "libelles")[0]) == view["ou"]
    assert _read(document, "statut", "libelles")[0] == [view["statut"]["texte"]]
    assert _tags(document, 0) == [(tag["genre"], tag["texte"]) for tag in view["etiquettes"]]
    assert _read(document, "marques")[0] == [tag["texte"] for tag in view["marques"]]


def _tags(document: dict, row: int) -> list[tuple[str, str]]:
    """Les étiquettes d'une ligne, comme le navigateur les déduit des colonnes."""
    kinds = ["environnement", "social"]
    if _read(document, "socialdabord")[row]:
        kinds.reverse()
    stakes = [(kind, document["courts"][code]) for kind in kinds for code in _read(document, kind)[row]]
    return stakes + [(kind, text) for kind in ("reserve", "innovation") for text in _read(document, kind, "libelles")[row]]


def test_une_etiquette_sociale_ecrite_d_abord_reste_d_abord(dossier):
    enjeux = "enjeux:\n  - code: opp\n    levier: clause\n    certitude: acquis\n"
    _with(dossier, "2027-003", ("enjeux:\n", enjeux))
    tags = _tags(_document(_relations(dossier)), 1)
    assert [kind for kind, _ in tags][:2] == ["social", "environnement"]


def test_une_commune_compte_pour_son_intercommunalite(public):
    epci = public.edition.line("communes", "35238").epci
    assert _read(_document(public), "lieu")[0] == [epci]


def test_le_departement_compte_pour_toutes_les_intercommunalites(dossier):
    _with(dossier, "2027-003", ("'35238'", "'35'"))
    relations = _relations(dossier)
    assert set(_read(_document(relations), "lieu")[1]) == {line.code for line in relations.edition.codes["epci"].lignes}


def test_une_intention_sans_reservation_se_filtre_aussi(dossier):
    _with(dossier, "2027-003", ("    reservation: L2113-13\n", ""), ("reservation:\n  article: L2113-13\n  portee: lots\n", ""))
    assert _read(_document(_relations(dossier)), "reservation") == [["L2113-13"], ["aucune"]]


def test_les_achats_a_venir_sont_d_abord_puis_par_date(dossier):
    _with(dossier, "2027-003", ("publication_prevue: 2027-T2", "publication_prevue: 2027-02"))
    _with(dossier, "2027-004", ("publication_prevue: 2027-T2", "publication_prevue: 2027-T1"))
    _with(dossier, "2027-005", ("publication_prevue: 2027-T2", "publication_prevue: 2026-T4"), RETIRED)
    document = _document(_relations(dossier))
    assert document["id"] == ["2027-004", "2027-003", "2027-001", "2027-005"]
    assert document["avenir"] == 3


def test_rien_d_interne_n_y_est(public, internal):
    said = b"".join(export.content for export in produce(public.edition)).decode()
    assert all(secret not in said for secret in ("2027-002", "Étude en préparation", "60000", "Acheteuse", "Interne"))
    assert "2027-002" in next(produce(internal.edition)).content.decode()


def test_deux_productions_ont_les_memes_octets(dossier):
    first, second = (list(produce(publish(dossier.load(), "publique"))) for _ in range(2))
    assert first == second


def test_au_dela_des_premiers_les_intitules_sont_dans_un_second_fichier(dossier, monkeypatch):
    for rank in range(3, 6):
        _with(dossier, f"2027-00{rank}", ("intitule: Mobilier des collèges", f"intitule: Achat {rank}"))
    monkeypatch.setattr(columnar, "FIRST_TITLES", 2)
    first, second = produce(_relations(dossier).edition)
    document, following = json.loads(first.content), json.loads(second.content)
    assert (first.path, second.path) == ("intentions/explorateur.json", "intentions/explorateur-suite.json")
    assert document["suite"] == "explorateur-suite.json"
    assert [*document["id"], *following["id"]] == ["2027-001", "2027-003", "2027-004", "2027-005"]
    assert [*document["intitule"], *following["intitule"]] == ["Mobilier des collèges", "Achat 3", "Achat 4", "Achat 5"]
    assert len(_read(document, "famille")) == 4


def test_sans_second_fichier_rien_ne_l_annonce(public):
    assert [export.path for export in produce(public.edition)] == ["intentions/explorateur.json"]
    assert _document(public)["suite"] is None


LABELS = {letter: letter.upper() for letter in "abcdef"}


@given(st.lists(st.lists(st.sampled_from(sorted(LABELS)), unique=True).map(tuple), min_size=1, max_size=60))
def test_toute_colonne_se_relit(rows):
    column = Column.of(rows, LABELS)
    written = column.dump()
    groups = written.get("groupes") or [[rank] for rank in range(len(written["codes"]))]
    assert [tuple(written["codes"][rank] for rank in groups[group]) for group in _ranks(written["lignes"])] == rows
    assert column.counts() == {code: total for code in LABELS if (total := sum(code in row for row in rows))}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers()), min_size=1, max_size=40))
def test_une_colonne_qu_une_autre_suffit_a_connaitre_se_relit_par_elle(rows):
    parent = Column.of([(letter,) for letter, _ in rows], LABELS)
    child = Column.of([("d",) if letter == "a" else ("e", "f") for letter, _ in rows], LABELS)
    written, ranks = child.dump(parent), _ranks(child.dump(parent)["lignes"])
    groups = written.get("groupes") or [[rank] for rank in range(len(written["codes"]))]
    found = [tuple(written["codes"][rank] for rank in groups[ranks[group]]) for group in parent.rows]
    assert found == [("d",) if letter == "a" else ("e", "f") for letter, _ in rows]
    assert len(written["lignes"]) == len(parent.groups)


@pytest.mark.parametrize(("label", "short"), [("Communauté de communes du Pays de Dol", "Pays de Dol"), ("Rennes Métropole", "Rennes Métropole")])
def test_une_intercommunalite_se_nomme_par_son_nom_propre(dossier, label, short):
    text = dossier.read("codes/epci.yml")
    first = next(line for line in text.splitlines() if "libelle:" in line)
    dossier.write("codes/epci.yml", text.replace(first, f"    libelle: {label}"))
    lieu = next(facet for facet in FACETS if facet.name == "lieu")
    assert short in lieu.labels(_relations(dossier)).values()


def test_le_jeu_de_demonstration_a_une_intention_pour_chaque_valeur_de_chaque_filtre(livre):
    """Les familles sont plus nombreuses que les intentions : leurs segments suffisent."""
    relations = Relations(publish(livre, "publique"))
    if not relations.edition.collectivite.demonstration:
        pytest.skip("ces données ne sont plus la démonstration")
    found = columnar.columns(ordered(relations), relations)
    assert {facet.name: sorted(set(facet.labels(relations)) - set(found[facet.name].labels)) for facet in FACETS if facet.name != "famille"} == {
        facet.name: [] for facet in FACETS if facet.name != "famille"
    }


def test_la_frise_compte_chaque_trimestre_vides_compris(dossier):
    _with(dossier, "2027-003", ("publication_prevue: 2027-T2\nremise_prevue: 2027-06\ndemarrage_prevu: 2027-T3", "publication_prevue: 2027-11"), RETIRED)
    quarters = explorer._quarters(ordered(_relations(dossier)))
    assert [(quarter["court"], quarter["nombre"], quarter["avenir"]) for quarter in quarters] == [("T2", "1", "1"), ("T3", "0", "0"), ("T4", "1", "0")]
    assert [quarter["url"] for quarter in quarters] == ["intentions/trimestre-2027-t2/", "", "intentions/trimestre-2027-t4/"]


def _page(dossier):
    from spaser.exports.producers import produce as every
    from spaser.rendering.blocks import Page
    from spaser.rendering.renderer import Renderer

    relations = _relations(dossier)
    return Page(Renderer(relations), every(relations.edition), {}, root="../")


def test_l_adresse_des_donnees_change_avec_elles(dossier):
    before = _page(dossier).address(columnar.PATH)
    assert before.startswith("../intentions/explorateur.json?v=")
    assert _page(dossier).address(columnar.PATH) == before
    dossier.replace("intentions/2027/2027-001.yml", "intitule: Mobilier des collèges", "intitule: Mobilier des lycées")
    assert _page(dossier).address(columnar.PATH) != before


def test_les_listes_toutes_faites_sont_rangees_par_groupe(dossier):
    html = str(explorer.listes_intentions(_page(dossier)))
    for title in ("Par campagne", "Par trimestre de publication", "Par enjeu", "Par famille d’achat"):
        assert f">{title}</h2>" in html
    assert 'href="../intentions/trimestre-2027-t2/"' in html


def test_sans_intention_la_page_le_dit(dossier):
    dossier.replace("intentions/2027/2027-001.yml", "visibilite: publique", "visibilite: interne")
    page = _page(dossier)
    assert "Aucune intention ne correspond." in str(explorer.explorateur(page))
    assert str(explorer.frise_intentions(page)) == ""
