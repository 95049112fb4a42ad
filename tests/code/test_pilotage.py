"""Le pilotage du schéma : des états donnés par la règle écrite, et des dessins qui disent les mêmes nombres que leur tableau."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from spaser import awards, indicators, tallies
from spaser.indicators import Point, judge
from spaser.model import Intention
from spaser.model.famille import ApprocheCarbone
from spaser.model.objectif import Indicateur
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering import chart, dashboard, panels
from spaser.rendering.renderer import Renderer

SVG = "{http://www.w3.org/2000/svg}"


def indicator(*targets, sens="hausse", unite="%", calcul="saisie", **more):
    return Indicateur.model_validate(
        {
            "id": "essai",
            "libelle": "Part d’essai",
            "formule": "Un nombre sur un autre.",
            "unite": unite,
            "sens": sens,
            "cibles": [{"annee": year, "valeur": value} for year, value in targets],
            "calcul": calcul,
            "fournisseur_valeur": "commande-publique",
        }
        | more
    )


def values(*pairs, partial=()):
    return tuple(Point(year, Decimal(str(value)), "saisie", "Relevé", partial=year in partial) for year, value in pairs)


CASES = {
    "sans cible": ((), ((2024, 50),), "sans-cible", ""),
    "sans cible ni valeur": ((), (), "sans-cible", ""),
    "sans valeur": (((2028, 70),), (), "sans-donnee", "aucune-valeur"),
    "sans valeur, échéance passée": (((2024, 70),), (), "sans-donnee", "aucune-valeur"),
    "dernière cible atteinte": (((2024, 50), (2028, 70)), ((2025, 70),), "atteint", "derniere-cible"),
    "cible de son année atteinte": (((2025, 50), (2028, 70)), ((2025, 50),), "en-bonne-voie", "cible-tenue"),
    "cible de son année manquée d’un rien": (((2025, 50), (2028, 70)), ((2025, "49.9"),), "en-retard", "cible-manquee"),
    "cible due, valeur d’avant": (((2025, 50), (2028, 70)), ((2024, 40),), "en-retard", "cible-manquee"),
    "cible due tenue par une valeur d’avant": (((2025, 50), (2028, 70)), ((2024, 55),), "en-bonne-voie", "cible-tenue"),
    "cible de l’année en cours pas encore due": (((2026, 50),), ((2024, 10), (2025, 40)), "en-bonne-voie", "sur-le-chemin"),
    "une seule valeur avant l’échéance": (((2028, 70),), ((2025, 10),), "sans-donnee", "une-seule-valeur"),
    "sur le chemin, tout juste": (((2028, 70),), ((2024, 30), (2026, 50)), "en-bonne-voie", "sur-le-chemin"),
    "sous le chemin": (((2028, 70),), ((2024, 30), (2026, 49)), "en-retard", "sous-le-chemin"),
    "une année manque au milieu": (((2028, 70),), ((2024, 30), (2027, 60)), "en-bonne-voie", "sur-le-chemin"),
}


@pytest.mark.parametrize(("targets", "found", "state", "why"), CASES.values(), ids=CASES)
def test_l_etat_suit_la_regle(targets, found, state, why):
    standing = judge(values(*found), indicator(*targets), 2026)
    assert (standing.state, standing.why) == (state, why)


@pytest.mark.parametrize(("value", "state"), [(39, "atteint"), (40, "atteint"), (41, "en-retard")])
def test_un_progres_peut_etre_une_baisse(value, state):
    assert judge(values((2024, 60), (2025, value)), indicator((2025, 40), sens="baisse"), 2026).state == state


def test_une_annee_en_cours_se_montre_et_ne_decide_de_rien():
    alone = judge(values((2026, 90), partial={2026}), indicator((2024, 70)), 2026)
    assert (alone.state, alone.last, len(alone.points)) == ("sans-donnee", None, 1)
    after = judge(values((2025, 60), (2026, 90), partial={2026}), indicator((2024, 70)), 2026)
    assert (after.state, after.last.value, after.gap) == ("en-retard", 60, -10)


def test_l_ecart_se_mesure_a_la_cible_due_sinon_a_la_prochaine():
    assert judge(values((2025, 60)), indicator((2024, 70), (2028, 90)), 2026).gap == -10
    assert judge(values((2025, 75), (2026, 76)), indicator((2024, 70), (2028, 90)), 2026).gap == -14


def test_un_objectif_prend_le_moins_bon_etat_de_ses_indicateurs_a_cible():
    assert indicators.overall(["atteint", "sans-cible"]) == "atteint"
    assert indicators.overall(["atteint", "sans-donnee", "en-bonne-voie"]) == "sans-donnee"
    assert indicators.overall(["sans-donnee", "en-retard"]) == "en-retard"
    assert indicators.overall([]) == "sans-cible"


def test_chaque_issue_de_la_regle_est_ecrite_sur_la_page(internal):
    """Chaque état que la règle peut donner a sa ligne, dans l'ordre où elle s'applique."""
    written = [line["code"] for line in dashboard.rule(internal.edition)]
    assert written == ["sans-cible", "sans-donnee", "atteint", "en-retard", "en-bonne-voie", "sans-donnee", "en-bonne-voie", "en-retard"]
    assert {state for _, _, state, _ in CASES.values()} == set(written)


# — La moitié des valeurs absentes —


TARGETS = ((2024, 50), (2026, 60), (2028, 70))
HALF = [
    {"annee": 2024, "valeur": 52.5, "source": {"titre": "Bilan 2024"}, "date": "2025-02-03"},
    {"annee": 2026, "valeur": 58, "source": {"titre": "Bilan 2026"}},
]


@pytest.fixture
def half(minimal):
    """Le jeu minimal, où un indicateur a la moitié de ses valeurs et un autre aucune."""
    goal = next(iter(minimal.entrees["objectif"].values()))
    shown = indicator(*TARGETS, valeurs=HALF, id="a-moitie")
    empty = indicator((2025, 3), unite="plans", id="vide")
    bare = indicator(id="nu")
    changed = goal.model_copy(update={"indicateurs": (shown, empty, bare)})
    entries = minimal.entrees | {"objectif": {changed.id: changed}}
    return publish(replace(minimal, entrees=entries), "publique"), changed


def _panel(half, rank):
    edition, goal = half
    return panels.of_goal(goal, edition)[rank]


def _svg(half, rank):
    edition, _ = half
    return ElementTree.fromstring(
        str(Renderer(Relations(edition)).macro("pilotage", "dessin", _panel(half, rank))).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )


def test_ce_qui_manque_est_dit_avec_qui_doit_le_fournir(half):
    seen = _panel(half, 0)
    assert seen["etat"]["code"] == "en-retard"
    assert seen["phrase"] == (
        "58\u00a0% en 2026, soit 2\u00a0points de moins que la cible de 60\u00a0% (2026). Sans donnée pour 2025\u00a0: à fournir par le service Commande publique."
    )
    assert [(line["annee"], line["cible"], line["valeur"], line["source"]) for line in seen["lignes"]] == [
        (2024, "50", "52,5", "Bilan 2024, 3\u00a0février\u00a02025"),
        (2025, "", "", "À fournir"),
        (2026, "60", "58", "Bilan 2026, sans date de relevé"),
        (2028, "70", "", "À venir"),
    ]


def test_sans_aucune_valeur_la_cible_se_montre_seule(half):
    seen = _panel(half, 1)
    assert seen["etat"]["code"] == "sans-donnee"
    assert seen["phrase"].startswith("Cible\u00a0: 3\u00a0plans en 2025, échéance passée. Sans donnée pour 2024, 2025")
    assert (seen["dessin"]["serie"], seen["dessin"]["points"], seen["dessin"]["valeur"]) == ("", "", None)
    assert seen["dessin"]["but"]["texte"] == "cible 3"


def test_sans_valeur_ni_cible_il_n_y_a_ni_dessin_ni_tableau(half):
    seen = _panel(half, 2)
    assert (seen["dessin"], seen["lignes"]) == ({}, [])
    assert seen["phrase"].startswith("Ni valeur, ni cible chiffrée.")


def test_le_dessin_et_le_tableau_disent_les_memes_nombres(half):
    """Chaque point du dessin, relu à l'échelle de l'axe, est une valeur du tableau ; la ligne de cible aussi."""
    seen, svg = _panel(half, 0), _svg(half, 0)
    top = Decimal(seen["dessin"]["haut"].split("\u00a0")[0])
    unit = (chart.BOTTOM - chart.TOP) / float(top)
    table = {line["annee"]: line for line in seen["lignes"]}
    drawn = [(float(x) + chart.RADIUS, float(y)) for x, y in re.findall(r"M([\d.]+) (\d+)a", svg.find(f"{SVG}path[@class='mesure__points']").get("d"))]
    read = [Decimal(round((chart.BOTTOM - y) / unit, 1)).quantize(Decimal("0.1")) for _, y in drawn]
    said = [Decimal(line["valeur"].replace(",", ".")) for line in table.values() if line["valeur"]]
    assert len(drawn) == 2
    assert all(abs(a - b) < 1 for a, b in zip(read, said, strict=True))
    marks = [float(y) + 5 for y in re.findall(r"M[\d.]+ (\d+)v10", svg.find(f"{SVG}path[@class='mesure__echeance']").get("d"))]
    goals = [float(line["cible"]) for line in table.values() if line["cible"]]
    assert [round((chart.BOTTOM - y) / unit) for y in marks] == pytest.approx(goals, abs=1)
    assert svg.find(f"{SVG}text[@class='mesure__valeur']").text == "58\u00a0%"
    assert svg.find(f"{SVG}desc").text == "2024\u00a0: 52,5, cible 50. 2025\u00a0: sans donnée. 2026\u00a0: 58, cible 60. 2028\u00a0: sans donnée, cible 70."


def test_le_trait_s_arrete_ou_une_annee_manque(half):
    assert _svg(half, 0).find(f"{SVG}path[@class='mesure__serie']") is None, "2025 manque : rien ne relie 2024 à 2026"
    following = chart.draw(values((2024, 10), (2025, 20)), (), "%", 2024, 2028)
    assert following["serie"].count("L") == 1


@pytest.mark.parametrize("amounts", [(0,), (-25, 10), (100000,), (0.04,)])
def test_tout_point_reste_dans_le_dessin(amounts):
    drawn = chart.draw(values(*enumerate(amounts, 2024)), (), "%", 2024, 2028)
    heights = [int(y) for y in re.findall(r"M[\d.]+ (\d+)a", drawn["points"])]
    assert len(heights) == len(amounts)
    assert all(chart.TOP <= y <= chart.BOTTOM for y in heights)
    assert 0 < drawn["valeur"]["y"] < chart.BOTTOM


# — Publié, interne, calculé —


def test_une_valeur_interne_ne_sort_pas_du_site_interne(minimal):
    goal = next(iter(minimal.entrees["objectif"].values()))
    hidden = indicator((2028, 70), valeurs_internes=[{"annee": 2025, "valeur": 43.21, "source": {"titre": "Brouillon de bilan"}}])
    changed = goal.model_copy(update={"indicateurs": (hidden,)})
    catalogue = replace(minimal, entrees=minimal.entrees | {"objectif": {changed.id: changed}})
    seen = {
        audience: panels.of_goal(publish(catalogue, audience).entrees["objectif"][changed.id], publish(catalogue, audience))
        for audience in ("publique", "interne")
    }
    assert "43,21" not in repr(seen["publique"])
    assert "Brouillon" not in repr(seen["publique"])
    assert [line["source"] for line in seen["interne"][0]["lignes"] if line["valeur"] == "43,21"] == [
        "Brouillon de bilan, valeur non publiée, sans date de relevé"
    ]


def test_une_valeur_saisie_l_emporte_sur_un_calcul(internal):
    year = internal.edition.collectivite.edition_du.year
    own = indicator(calcul="familles-completes", valeurs=[{"annee": year, "valeur": 3, "source": {"titre": "Relevé"}}])
    assert [point.origin for point in indicators.points(internal.edition, own)] == ["saisie"]
    assert [point.origin for point in indicators.points(internal.edition, indicator(calcul="familles-completes"))] == ["referentiels"]


def test_les_comptes_des_intentions_se_verifient_a_la_main(internal):
    """Trois intentions de 2027, dont une interne qui ne compte pas."""
    entry = next(iter(internal.edition.entrees["intention"].values()))
    plain = {"enjeux": (), "innovation": None, "sourcage": None, "reservation": None, "lots": (), "annee": 2027, "visibilite": "publique"}
    green = {
        "enjeux": [{"code": "circ-econ", "levier": "critere", "certitude": "acquis"}],
        "innovation": {"ouverte": True},
        "reservation": {"article": "L2113-12", "portee": "marche"},
    }
    open_ = Intention.model_validate(entry.model_dump() | plain | green | {"id": "a"})
    other = entry.model_copy(update=plain | {"id": "b"})
    hidden = open_.model_copy(update={"id": "c", "visibilite": "interne"})
    edition = replace(internal.edition, entrees=internal.edition.entrees | {"intention": {e.id: e for e in (open_, other, hidden)}})
    found = {code: [(item.year, item.value) for item in tallies.series(edition, code)] for code in tallies.CAMPAIGNS}
    assert found == {
        "intentions-enjeux-environnementaux": [(2027, Decimal(50))],
        "intentions-enjeux-sociaux": [(2027, Decimal(0))],
        "intentions-innovation": [(2027, Decimal(50))],
        "intentions-sourcage": [(2027, Decimal(0))],
        "intentions-reservees": [(2027, Decimal(1))],
    }


def test_un_compte_est_le_meme_sur_les_deux_sites(public, internal):
    for code in (*tallies.CAMPAIGNS, *tallies.TODAY):
        assert [item.value for item in tallies.series(public.edition, code)] == [item.value for item in tallies.series(internal.edition, code)], code


# — Les pages —


def test_chaque_objectif_est_sur_une_page_de_dessins_et_une_seule(internal):
    shown = [goal.id for _, _, goals in dashboard.groups(internal.edition) for goal in goals]
    assert sorted(shown) == sorted(internal.edition.entrees["objectif"])


def test_une_page_trop_longue_est_coupee(internal):
    goal = next(iter(internal.edition.entrees["objectif"].values()))
    many = [
        goal.model_copy(update={"id": f"o{n}", "numero": n, "indicateurs": tuple(indicator((2028, 5), id=f"i{n}-{k}") for k in range(2))}) for n in range(1, 8)
    ]
    edition = replace(internal.edition, entrees=internal.edition.entrees | {"objectif": {e.id: e for e in many}})
    found = list(dashboard.groups(edition))
    assert [len(goals) for _, _, goals in found] == [2, 2, 2, 1]
    assert found[1][0].endswith("-page-2")
    pages = list(dashboard.pages(Renderer(Relations(edition))))
    assert all(len(re.findall(r"<[a-z]", page.body)) <= 280 for page in pages), "le reste de la page en prend 120"


# — Comptes de l'édition, et qui doit fournir quoi —


def test_les_comptes_du_jour_se_verifient_a_la_main(internal):
    """Trois structures, dont une vérifiée il y a douze mois et un jour, et une interne ; trois familles, dont une sans approche carbone et une trop courte."""
    edition = internal.edition
    today = edition.collectivite.edition_du
    supplier = next(iter(edition.entrees["fournisseur"].values())).model_copy(update={"visibilite": "publique", "retire_le": None})
    dated = {"frais": today, "limite": awards.later(today, -12) + timedelta(days=1), "ancien": awards.later(today, -12)}
    suppliers = {name: supplier.model_copy(update={"id": name, "verifie_le": on}) for name, on in dated.items()}
    suppliers["interne"] = suppliers["frais"].model_copy(update={"id": "interne", "visibilite": "interne"})
    family = next(iter(edition.entrees["famille"].values()))
    own = {"visibilite": "publique", "retire_le": None, "approche_carbone": ApprocheCarbone(methode="plan-progres", postes=("Transport",))}
    full = family.model_copy(update=own | {"criteres": family.criteres[:1] * tallies.COMPLETE})
    families = {"entiere": full, "courte": full.model_copy(update={"criteres": full.criteres[1:]}), "sans": full.model_copy(update={"approche_carbone": None})}
    changed = replace(edition, entrees=edition.entrees | {"fournisseur": suppliers, "famille": families})
    assert {code: len(found(changed)) for code, found in tallies.TODAY.items()} == {
        "familles-completes": 1,
        "fournisseurs-verifies": 2,
        "exigences-par-volet": len([entry for entry in edition.entrees["exigence"].values() if entry.visibilite == "publique" and not entry.retire_le]),
    }


def test_une_mesure_sans_valeur_dit_ce_qui_lui_manque_et_a_qui_le_demander(livre):
    """En 2024 les contrats ne sont pas chargés ; en 2025 ils le sont, et ce sont les intentions qui manquent."""
    edition = publish(livre, "publique")
    goal = next(goal for goal in edition.entrees["objectif"].values() if goal.numero == 1)
    phrase = panels.of_goal(goal, edition)[0]["phrase"]
    who = "par le service Commande publique."
    assert f"Sans donnée pour 2024\u00a0: données essentielles des marchés à charger {who}" in phrase
    assert f"Sans donnée pour 2025\u00a0: intentions d’achat de l’année à publier {who}" in phrase


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_chaque_indicateur_sans_valeur_dit_qui_doit_la_fournir(livre, audience):
    """Partout où on le lit : sur sa page, et en une ligne au tableau de bord."""
    edition = publish(livre, audience)
    empty = 0
    for goal in edition.entrees["objectif"].values():
        for item, standing in zip(goal.indicateurs, indicators.goal(edition, goal)[1], strict=True):
            if not standing.points:
                service = edition.label("services", item.fournisseur_valeur)
                wanted = f"par le service {service}" if service else "service à désigner"
                assert wanted in panels.panel(item, standing, goal.axe, edition)["phrase"], item.id
                assert wanted in panels.short(item, standing, edition)["texte"], item.id
                empty += 1
    assert empty >= 10


def test_une_annee_en_cours_se_dit_au_tableau_de_bord(livre):
    edition = publish(livre, "publique")
    goal = next(goal for goal in edition.entrees["objectif"].values() if goal.numero == 1)
    short = panels.short(goal.indicateurs[0], indicators.goal(edition, goal)[1][0], edition)
    assert short["texte"].startswith("75,4\u00a0% en 2026, année en cours, cible")
