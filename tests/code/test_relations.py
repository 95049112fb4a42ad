"""Les liens entre les entrées se lisent dans les deux sens, et ne mènent jamais à ce que l'audience ne voit pas."""

import pytest

from spaser.publication import publish
from spaser.relations import Relations, essentials, is_ahead, upcoming
from spaser.solidarity import potential

SUPPLIERS, INTENTIONS, FAMILIES = "fournisseur", "intention", "famille"


@pytest.fixture(params=["publique", "interne"])
def relations(request, minimal) -> Relations:
    return Relations(publish(minimal, request.param))


def _all(relations, kind):
    return list(relations.edition.entrees[kind].values())


def _ids(entries):
    return [entry.id for entry in entries]


def test_une_intention_voit_sa_famille_et_la_famille_voit_l_intention(relations):
    for intention in _all(relations, INTENTIONS):
        assert intention in relations.intentions_of_family(relations.family(intention))
    for family in _all(relations, FAMILIES):
        assert all(relations.family(intention) == family for intention in relations.intentions_of_family(family))


def test_un_fournisseur_voit_les_intentions_qui_le_voient(relations):
    seen = {(i.id, s.id) for i in _all(relations, INTENTIONS) if is_ahead(i) for s in relations.suppliers_for(i)}
    back = {(i.id, s.id) for s in _all(relations, SUPPLIERS) for i in relations.intentions_for(s)}
    assert seen == back == {("2027-001", "atelier")}


def test_un_fournisseur_voit_les_familles_qui_le_voient(relations):
    seen = {(f.id, s.id) for f in _all(relations, FAMILIES) for s in relations.solidarity.suppliers(f)}
    back = {(f.id, s.id) for s in _all(relations, SUPPLIERS) for f in relations.solidarity.families_of(s)}
    assert seen == back == {("mobilier", "atelier"), ("mobilier", "menuiserie")}


def test_une_exigence_voit_les_familles_qui_la_voient(relations):
    seen = {(f.id, r.id) for f in _all(relations, FAMILIES) for r in relations.requirements_of(f)}
    back = {(f.id, r.id) for r in _all(relations, "exigence") for f in relations.families_of_requirement(r)}
    assert seen == back == {("mobilier", "bat-eau-sobriete")}


def test_un_objectif_voit_ce_qui_le_sert(relations):
    for goal in _all(relations, "objectif"):
        for family in relations.families_of_goal(goal):
            assert goal.numero in {number for critere in family.criteres for number in critere.objectifs}
        for requirement in relations.requirements_of_goal(goal):
            assert goal in relations.goals(requirement.objectifs)
        for intention in relations.intentions_of_goal(goal):
            assert goal in relations.goals(relations.goals_of_intention(intention))


def test_rien_de_ce_qui_sert_un_objectif_n_est_oublie(internal):
    reuse = internal.edition.entrees["objectif"]["13-reemploi"]
    assert _ids(internal.families_of_goal(reuse)) == ["etudes", "mobilier"]
    assert _ids(internal.requirements_of_goal(reuse)) == ["bat-eau-pluie", "bat-eau-sobriete"]
    assert _ids(internal.intentions_of_goal(reuse)) == ["2027-001", "2027-002"]


def test_un_lien_public_ne_mene_pas_a_l_interne(public):
    reuse = public.edition.entrees["objectif"]["13-reemploi"]
    assert _ids(public.families_of_goal(reuse)) == ["mobilier"]
    assert _ids(public.requirements_of_goal(reuse)) == ["bat-eau-sobriete"]
    assert _ids(public.intentions_of_goal(reuse)) == ["2027-001"]


def test_une_intention_dont_la_famille_manque_n_a_ni_criteres_ni_fournisseurs(public, internal):
    """Le cas d'une intention interne regardée avec les yeux du public : rien ne sort, rien ne casse."""
    hidden = internal.edition.entrees["intention"]["2027-002"]
    assert public.family(hidden) is None
    assert public.likely_criteria(hidden) == []
    assert public.suppliers_for(hidden) == []


def test_les_criteres_probables_repondent_aux_enjeux_de_l_intention(public):
    intention = public.edition.entrees["intention"]["2027-001"]
    assert _ids(public.likely_criteria(intention)) == ["mobilier-reemploi", "mobilier-garantie"]


def test_sans_enjeu_commun_les_criteres_probables_sont_l_essentiel(internal):
    intention = internal.edition.entrees["intention"]["2027-002"]
    assert _ids(internal.likely_criteria(intention)) == ["etudes-carbone", "etudes-egalite", "etudes-deplacements"]


def test_l_essentiel_suit_l_ordre_choisi_par_la_famille(dossier):
    dossier.replace(
        "familles/mobilier.yml", "essentiel:\n  - mobilier-reemploi\n  - mobilier-garantie\n", "essentiel:\n  - mobilier-garantie\n  - mobilier-reemploi\n"
    )
    relations = Relations(publish(dossier.load(), "publique"))
    family = relations.edition.entrees["famille"]["mobilier"]
    assert _ids(essentials(family)) == ["mobilier-garantie", "mobilier-reemploi", "mobilier-insertion"]


def test_une_reservation_ne_laisse_que_les_structures_qu_elle_admet(public):
    family = public.edition.entrees["famille"]["mobilier"]
    assert _ids(public.solidarity.suppliers(family)) == ["atelier", "menuiserie"]
    assert _ids(public.solidarity.suppliers(family, reservation="L2113-13")) == ["atelier"]
    assert _ids(public.solidarity.suppliers(family, reservation="L2113-12")) == ["menuiserie"]


def test_une_structure_retiree_n_est_plus_proposee(dossier):
    dossier.replace("fournisseurs/atelier.yml", "visibilite: publique", "visibilite: publique\nretire_le: 2026-01-01")
    relations = Relations(publish(dossier.load(), "publique"))
    assert _ids(relations.solidarity.suppliers(relations.edition.entrees["famille"]["mobilier"])) == ["menuiserie"]


@pytest.mark.parametrize(
    ("zone", "place", "served"),
    [
        ("communes:\n    - '35047'", "35047", True),
        ("communes:\n    - '35047'", "35288", True),  # la commune de son siège
        ("communes:\n    - '35047'", "35238", False),
        ("communes:\n    - '35047'", "243500139", True),
        ("epci:\n    - '243500139'", "35238", True),
        ("epci:\n    - '243500139'", "243500139", True),
        ("epci:\n    - '243500139'", "35", True),
        ("epci:\n    - '243500139'", "22", False),
        ("departements:\n    - '35'", "35238", True),
        ("departements:\n    - '35'", "243500139", True),
        ("departements:\n    - '35'", "22", False),
        ("departements:\n    - '22'", "22", True),
        ("departements:\n    - '22'", "35238", False),
        ("rayon_km: 80", "35238", True),  # Rennes est à 65 km de Saint-Malo
        ("rayon_km: 80", "243500139", True),
        ("rayon_km: 50", "35238", False),
        ("rayon_km: 50", "243500139", False),
        ("region: true", "22", True),
        ("france: true", "35238", True),
    ],
)
def test_une_structure_sert_les_lieux_de_sa_zone(dossier, zone, place, served):
    """La menuiserie a son siège à Saint-Malo (35288) ; Rennes (35238) et Bruz (35047) sont dans la même intercommunalité."""
    dossier.replace("fournisseurs/menuiserie.yml", "communes:\n    - '35288'", zone)
    relations = Relations(publish(dossier.load(), "publique"))
    assert relations.solidarity.reaches.serves(relations.edition.entrees["fournisseur"]["menuiserie"], place) is served


@pytest.mark.parametrize(("count", "verdict"), [(0, "critere"), (1, "clause"), (9, "clause"), (10, "lot"), (29, "lot"), (30, "reserver"), (300, "reserver")])
def test_le_potentiel_solidaire_depend_du_nombre_de_structures(public, count, verdict):
    assert potential(count) == verdict


@pytest.mark.parametrize(("status", "ahead"), [("a-l-etude", True), ("publiee", True), ("reportee\n  motif: x", True), ("abandonnee\n  motif: x", False)])
def test_une_intention_est_a_venir_selon_son_statut(dossier, status, ahead):
    dossier.replace("intentions/2027/2027-001.yml", "code: a-l-etude", f"code: {status}")
    relations = Relations(publish(dossier.load(), "publique"))
    assert _ids(upcoming(_all(relations, INTENTIONS))) == (["2027-001"] if ahead else [])
    supplier = relations.edition.entrees["fournisseur"]["atelier"]
    assert bool(relations.intentions_for(supplier)) is ahead


def test_les_intentions_a_venir_vont_de_la_plus_proche_a_la_plus_lointaine(internal):
    assert _ids(upcoming(reversed(_all(internal, INTENTIONS)))) == ["2027-001", "2027-002"]
