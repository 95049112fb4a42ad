"""La carte des structures solidaires : colonnes, communes servies, dessins, potentiel, offre manquante ; rien d'interne n'y entre."""

import hashlib
import json
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spaser.catalogue import Catalogue
from spaser.exports import coverage, map_data, potential_data
from spaser.exports.columnar import ZERO
from spaser.exports.supplier_facets import FACETS
from spaser.model.fournisseur import Zone
from spaser.problems import DataError
from spaser.publication import publish
from spaser.reach import Point, distance
from spaser.relations import Relations
from spaser.rendering import gaps
from spaser.rendering.drawing import Drawing, circle, radius
from spaser.rendering.renderer import Renderer
from spaser.rendering.supplier_lists import groups, numbers
from spaser.rendering.views import fournisseur, outline, verdict
from spaser.solidarity import POTENTIAL
from spaser.territory import Territory

ROOT = Path(__file__).resolve().parents[2]
NBSP = "\u00a0"


@pytest.fixture(scope="module")
def real(livre: Catalogue) -> Relations:
    """Les données publiques du dépôt."""
    return Relations(publish(livre, "publique"))


def _document(relations, path: str = map_data.PATH) -> dict:
    return next(json.loads(export.content) for export in map_data.produce(relations.edition) if export.path == path)


def _served(relations) -> list[set[str]]:
    """Les communes servies par chaque structure, comme le navigateur les lit."""
    codes, places = _document(relations)["communes"]["codes"], _document(relations, map_data.PLACES)
    groups = [b64decode(group) for group in places["groupes"]]
    sets = [{code for rank, code in enumerate(codes) if rank >> 3 < len(bits) and bits[rank >> 3] >> (7 - (rank & 7)) & 1} for bits in groups]
    return [sets[ord(sign) - ZERO] for sign in places["lignes"]]


# — Les données —


def test_la_carte_et_la_liste_ont_les_memes_structures(real):
    document = _document(real)
    assert document["id"] == [entry.id for entry in map_data.ordered(real)]
    assert set(document["id"]) == {entry.id for entry in real.edition.entrees["fournisseur"].values() if entry.retire_le is None}
    for name, column in document["colonnes"].items():
        assert len(column["lignes"]) == len(document["id"]), name


def test_chaque_commune_servie_l_est_dans_le_fichier(real):
    document, solidarity = _document(real), real.solidarity
    places = [line.code for line in real.edition.codes["communes"].lignes]
    for identifiant, served in zip(document["id"], _served(real), strict=True):
        entry = real.edition.entrees["fournisseur"][identifiant]
        assert served == {code for code in places if solidarity.reaches.serves(entry, code)}, identifiant


def test_un_siege_hors_du_territoire_a_sa_commune(real):
    away = real.edition.codes["communes-voisines"].lignes[0]
    first, *others = real.solidarity.active
    moved = {entry.id: entry for entry in (first.model_copy(update={"commune": away.code}), *others)}
    edition = replace(real.edition, entrees=MappingProxyType({**real.edition.entrees, "fournisseur": MappingProxyType(moved)}))
    document = _document(Relations(edition))
    assert away.code in document["communes"]["codes"]
    assert away.libelle in document["colonnes"]["siege"]["libelles"]


def test_le_rayon_part_du_siege_meme_dans_un_departement_voisin(real):
    """Une commune voisine a son point, comme les nôtres : la jointure, le potentiel, le fichier de la carte et la fiche le suivent."""
    redon, rennes = "35236", "35238"
    vannes = next(line for line in real.edition.codes["communes-voisines"].lignes if line.libelle == "Vannes")
    first = next(entry for entry in real.solidarity.active if real.solidarity.families_of(entry))
    moved = first.model_copy(update={"commune": vannes.code, "position": None, "zone_intervention": Zone(rayon_km=70)})
    entries = MappingProxyType({**real.edition.entrees, "fournisseur": MappingProxyType({moved.id: moved})})
    relations = Relations(replace(real.edition, entrees=entries))
    solidarity = relations.solidarity
    seat, halls = solidarity.reaches.point(moved), solidarity.reaches.town_halls
    assert seat and distance(seat, halls[redon]) < 70 < distance(seat, halls[rennes])
    assert solidarity.reaches.serves(moved, redon) and not solidarity.reaches.serves(moved, rennes)
    family = solidarity.families_of(moved)[0]
    assert solidarity.suppliers(family, (redon,)) == [moved] and solidarity.suppliers(family, (rennes,)) == []
    assert redon in _served(relations)[0] and rennes not in _served(relations)[0]
    assert fournisseur.zone(moved, relations) == f"70{NBSP}km autour de Vannes"
    assert outline.zone(moved, relations, "ici")["rayon"]


def test_rien_d_interne_n_y_est(dossier):
    secret = "Zqkxvw Interlocutrice"
    text = re.sub(r"^contact: .*\n", "", dossier.read("fournisseurs/atelier.yml"), flags=re.MULTILINE)
    dossier.write("fournisseurs/atelier.yml", f"{text}contact: {secret}\n")
    produced = {}
    for audience in ("publique", "interne"):
        edition = publish(dossier.load(), audience)
        assert audience == "publique" or edition.entrees["fournisseur"]["atelier"].contact == secret
        produced[audience] = b"".join(export.content for export in (*map_data.produce(edition), *potential_data.produce(edition)))
    assert secret.encode() not in produced["publique"] + produced["interne"]


def test_deux_productions_ont_les_memes_octets(dossier):
    first, second = ([*map_data.produce(publish(dossier.load(), "publique"))] for _ in range(2))
    assert first == second


def test_au_dela_des_premiers_les_noms_sont_dans_un_second_fichier(public, monkeypatch):
    monkeypatch.setattr(map_data, "FIRST_TITLES", 1)
    exports = {export.path: json.loads(export.content) for export in map_data.produce(public.edition)}
    document = exports[map_data.PATH]
    assert document["suite"] == "carte-suite.json"
    assert [*document["intitule"], *exports[map_data.NEXT]] == [entry.nom for entry in map_data.ordered(public)]
    assert len(exports[map_data.WORDS]) == len(exports[map_data.CONTACTS]) == len(exports[map_data.PLACES]["lignes"]) == len(document["id"])
    assert {document[name] for name in ("textes", "lieux", "coordonnees", "contours")} < {path.removeprefix(map_data.FOLDER) for path in exports}


def test_chaque_filtre_de_l_enonce_est_la():
    assert [facet.name for facet in FACETS] == ["secteur", "famille", "reservation", "type", "lieu", "label", "siege"]


def test_une_reservation_dit_son_article(real):
    labels = next(facet for facet in FACETS if facet.name == "reservation").labels(real)
    assert labels["L2113-12-13"] == f"Handicap et insertion (art.{NBSP}L2113-14)"


# — Le dessin —

SQUARE = ((-2.0, 48.0), (-1.0, 48.0), (-1.0, 49.0), (-2.0, 49.0), (-2.0, 48.0))


def test_un_contour_se_ferme_et_reste_dans_le_cadre():
    made = Drawing(Territory({"1": (SQUARE,)}), (), 200)
    found = [int(number) for number in re.findall(r"-?\d+", made.path("1"))]
    x, y = found[:2]
    corners = [(x, y)]
    for dx, dy in zip(found[2::2], found[3::2], strict=True):
        x, y = x + dx, y + dy
        corners.append((x, y))
    assert made.path("1").endswith("z") and len(corners) == 4
    assert all(0 <= a <= made.width and 0 <= b <= made.height for a, b in corners)
    assert made.path("inconnu") == ""


def test_deux_voisins_gardent_leur_frontiere_une_fois_arrondis():
    """Deux carrés qui se touchent ont, au pixel près, le même côté commun : ni trou, ni chevauchement."""
    right = tuple((x + 1, y) for x, y in SQUARE)
    made = Drawing(Territory({"1": (SQUARE,), "2": (right,)}), (), 203)
    assert made.pixel(*SQUARE[1]) == made.pixel(*right[0]) and made.pixel(*SQUARE[2]) == made.pixel(*right[3])
    assert made.largest["1"][0] < made.pixel(*SQUARE[1])[0] < made.largest["2"][0]


def test_l_aire_d_un_cercle_dit_le_nombre():
    assert radius(16, 16) ** 2 == pytest.approx(16 * radius(1, 16) ** 2)
    assert radius(4, 10_000) ** 2 < radius(4, 4) ** 2 and radius(10_000, 10_000) == 34
    assert circle(10, 10, 4).count("a4 4") == 2


@given(st.floats(-2.3, -1.0), st.floats(47.6, 48.7))
def test_un_point_du_territoire_est_dans_le_dessin(longitude, latitude):
    made = Drawing(Territory({"1": (((-2.3, 47.6), (-1.0, 47.6), (-1.0, 48.7), (-2.3, 48.7), (-2.3, 47.6)),)}), (), 240)
    x, y = made.at(Point(latitude, longitude))
    assert 0 <= x <= made.width and 0 <= y <= made.height


def test_sans_contours_le_dessin_se_fait_sur_les_mairies(public):
    made = outline.base(public, 240)
    assert made.height > 0 and made.path("35") == ""
    entry = public.edition.entrees["fournisseur"]["atelier"]
    assert outline.zone(entry, public, "ici") is None


def test_la_petite_carte_montre_la_zone_et_le_siege(real):
    solidarity = real.solidarity
    for entry in solidarity.active:
        view = outline.zone(entry, real, fournisseur.zone(entry, real))
        assert view and (view["zone"] or view["rayon"]), entry.id
        assert entry.nom in view["titre"]


# — Les fichiers du territoire —

REFUSALS = {
    "pas du JSON": (b"{", "le fichier n'est pas un GeoJSON"),
    "une autre liste": (b'{"type": "Topology"}', "une liste de contours GeoJSON est attendue"),
    "un contour sans code": (
        b'{"type": "FeatureCollection", "features": [{"properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}]}',
        "un contour n'est pas écrit comme un GeoJSON",
    ),
    "un point hors du monde": (
        b'{"type": "FeatureCollection", "features": [{"properties": {"code": "1"}, "geometry": {"type": "Polygon", "coordinates": [[[400, 0]]]}}]}',
        "un contour n'est pas écrit comme un GeoJSON",
    ),
    "trop profond": (b'{"type":' * 100_000, "le fichier n'est pas un GeoJSON"),
}


@pytest.mark.parametrize(("content", "message"), REFUSALS.values(), ids=REFUSALS.keys())
def test_un_contour_abime_est_refuse(dossier, content, message):
    dossier.write("territoire/epci.geojson", content)
    with pytest.raises(DataError) as error:
        dossier.load()
    assert f"referentials/territoire/epci.geojson:1:1: {message}" in str(error.value)
    assert "refaire les contours avec scripts/deriver_territoire.py" in str(error.value)


def test_un_contour_trop_lourd_est_refuse(dossier):
    dossier.write("territoire/epci.geojson", b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(DataError, match="le fichier dépasse 4 Mo"):
        dossier.load()


# — Le potentiel —


@pytest.mark.parametrize(("total", "title"), [(0, "critere"), (1, "clause"), (9, "clause"), (10, "lot"), (29, "lot"), (30, "reserver"), (300, "reserver")])
def test_la_regle_ecrite_est_celle_qui_s_applique(public, total, title):
    rules = verdict.rules(public.edition)
    assert next(rule["code"] for rule in rules if total >= rule["mini"]) == title
    assert [rule["mini"] for rule in rules] == [minimum for minimum, _ in POTENTIAL]
    assert [rule["nombre"] for rule in rules] == ["30 structures ou plus", "de 10 à 29 structures", "de 1 à 9 structures", "aucune structure"]


def test_chaque_verdict_a_son_fondement(real):
    for rule in verdict.rules(real.edition):
        assert rule["lois"] and all("Code de la commande publique" in law["libelle"] for law in rule["lois"])


def test_seules_comptent_celles_a_qui_l_on_peut_reserver(real):
    for family in real.edition.entrees["famille"].values():
        block = verdict.block(family, real)
        expected = [s for s in real.solidarity.suppliers(family) if "L2113-12-13" in real.solidarity.reservations_of(s)]
        assert block["comptees"] == len(expected), family.id
        assert block["mini"] <= len(expected)


def test_un_contrat_trop_lourd_ecarte_une_structure(real):
    entry = next(s for s in real.solidarity.active if s.effectif)
    limit = entry.effectif * 40000 * 0.30
    assert verdict.independent([entry], limit, real) == [entry]
    assert verdict.independent([entry], limit + 1, real) == []
    assert verdict.independent([entry], None, real) == [entry]


def test_sans_effectif_une_structure_est_gardee(real):
    entry = next(iter(real.solidarity.active)).model_copy(update={"effectif": None})
    assert verdict.independent([entry], 10**9, real) == [entry]


def test_sans_la_liste_d_hypotheses_personne_n_est_ecarte(public):
    assert "hypotheses-insertion" not in public.edition.codes
    entry = public.edition.entrees["fournisseur"]["atelier"]
    assert verdict.independent([entry], 10**9, public) == [entry]
    assert potential_data.hypotheses(public.edition) == []


# — L'offre à développer —


@pytest.mark.parametrize(("total", "rank"), [(0, 0), (1, 1), (2, 1), (3, 2), (9, 2), (10, 3), (99, 3)])
def test_les_classes_se_suivent(total, rank):
    assert gaps.rank(total) == rank


def test_le_tableau_compte_les_memes_structures_que_la_jointure(real):
    epcis = [line.code for line in real.edition.codes["epci"].lignes]
    for family in real.edition.entrees["famille"].values():
        for code in epcis:
            assert real.solidarity.coverage[family.id][code] == len(real.solidarity.suppliers(family, (code,))), (family.id, code)


def test_chaque_famille_est_dans_une_classe_et_une_seule(real):
    families = len(real.edition.entrees["famille"])
    assert {sum(totals) for totals in gaps.by_place(real).values()} == {families}
    assert sorted(family.id for _, _, found in gaps.segments(real) for family in found) == sorted(real.edition.entrees["famille"])


def test_le_fichier_de_l_offre_a_une_ligne_par_famille(real):
    rows = coverage.rows(real)
    assert [row["famille"] for row in rows] == list(real.edition.entrees["famille"])
    assert all(len(row) == 3 + len(real.edition.codes["epci"].lignes) for row in rows)


def test_les_listes_disent_toutes_les_structures(real):
    found = {prefix: set() for prefix in ("secteur", "intervient")}
    for slug, _, entries in groups(Renderer(real)):
        found[slug.partition("-")[0]] |= {entry.id for entry in entries}
    active = {entry.id for entry in real.solidarity.active}
    assert found["secteur"] == {entry.id for entry in real.solidarity.active if entry.secteurs}
    assert found["intervient"] <= active and len(found["intervient"]) > len(active) / 2


def test_une_longue_liste_se_parcourt_sans_relier_toutes_ses_pages():
    """La première, la dernière, les voisines et les dizaines ; une courte liste les relie toutes."""
    assert numbers(3, 5) == [1, 2, 3, 4, 5]
    assert numbers(17, 41) == [1, 10, 15, 16, 17, 18, 19, 20, 30, 40, 41]
    reached, last = {1}, 399
    for _ in range(3):  # deux pas mènent à la dizaine, le troisième à la page
        reached |= {rank for here in reached for rank in numbers(here, last)}
    assert len(reached) > last / 2 and max(len(numbers(here, last)) for here in range(1, last + 1)) <= 46


# — La fiche —


@pytest.mark.parametrize(
    ("checked", "words"),
    [
        ("2026-11-22", "il y a moins d’un mois"),
        ("2026-10-23", "il y a moins d’un mois"),
        ("2026-10-22", f"il y a 1{NBSP}mois"),
        ("2025-05-01", f"il y a 18{NBSP}mois"),
        ("2023-11-22", f"il y a 3{NBSP}ans"),
    ],
)
def test_l_age_d_une_verification_se_dit_en_mots(dossier, checked, words):
    text = dossier.read("fournisseurs/atelier.yml")
    dossier.write("fournisseurs/atelier.yml", re.sub(r"verifie_le: \S+", f"verifie_le: {checked}", text, count=1))
    relations = Relations(publish(dossier.load(), "publique"))
    assert fournisseur.full(relations.edition.entrees["fournisseur"]["atelier"], relations)["age"] == words


def test_le_message_de_correction_est_deja_rempli(public):
    from urllib.parse import parse_qs, urlsplit

    entry = public.edition.entrees["fournisseur"]["atelier"]
    link = urlsplit(fournisseur.full(entry, public)["correction"])
    said = parse_qs(link.query)
    assert said["subject"] == [f"Correction de la fiche {entry.id}"]
    assert entry.nom in said["body"][0] and fournisseur.zone(entry, public) in said["body"][0]


# — Ce que le thème livre sans l'avoir écrit —


def test_chaque_fichier_livre_est_celui_qui_a_ete_publie():
    folder, inventory = ROOT / "theme/assets/vendor", yaml.safe_load((ROOT / "theme/vendor.yml").read_text(encoding="utf-8"))
    declared = {name: digest for item in inventory if item["dossier"] == "theme/assets/vendor" for name, digest in item["fichiers"].items()}
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()} == declared
    for item in inventory:
        assert item["version"] and item["licence"] and "Copyright" in item["texte"], item["nom"]
