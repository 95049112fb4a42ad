"""Le territoire : des contours faits des mêmes arcs, donc sans trou entre voisins, et légers ; écrits par le script, jamais à la main."""

import gzip
import json
import struct
import sys
from collections import Counter

import pytest
import yaml
from annuaires import RACINE

from spaser import territory

sys.path.insert(0, str(RACINE / "scripts"))
import itertools

from territoire.healing import healed
from territoire.shapes import area, holds, read_wkb
from territoire.topology import Topology

DOSSIER = RACINE / "referentials" / "territoire"
FICHIERS = ("communes", "epci", "departement", "mairies", "communes-voisines")


def lu(name):
    return json.loads((DOSSIER / f"{name}.geojson").read_text(encoding="utf-8"))


def contours(name):
    return {feature["properties"]["code"]: feature["geometry"]["coordinates"] for feature in lu(name)["features"]}


def cotes(shapes):
    """Chaque côté orienté, et le nombre de contours qui le portent."""
    rings = (ring for shape in shapes for polygon in shape for ring in polygon)
    return Counter((tuple(start), tuple(end)) for ring in rings for start, end in itertools.pairwise(ring))


def aire(shape):
    return sum(area([tuple(point) for point in ring]) for polygon in shape for ring in polygon)


def test_tous_les_fichiers_sont_la_et_pesent_moins_de_250_ko_compresses():
    assert sorted(path.stem for path in DOSSIER.glob("*.geojson")) == sorted(FICHIERS)
    assert sum(len(gzip.compress(path.read_bytes())) for path in DOSSIER.iterdir()) < 250_000


@pytest.mark.parametrize("name", FICHIERS)
def test_chaque_fichier_est_un_geojson_qui_cite_ses_sources(name):
    document = lu(name)
    assert document["type"] == "FeatureCollection"
    assert all(word in document["credits"] for word in ("IGN", "INSEE", "Licence Ouverte 2.0"))
    codes = [feature["properties"]["code"] for feature in document["features"]]
    assert len(codes) == len(set(codes)) >= 1
    for feature in document["features"]:
        assert feature["type"] == "Feature"
        flat = (
            [feature["geometry"]["coordinates"]]
            if feature["geometry"]["type"] == "Point"
            else [p for s in feature["geometry"]["coordinates"] for r in s for p in r]
        )
        assert all(-6 < longitude < 1 and 46 < latitude < 50 for longitude, latitude in flat)


@pytest.mark.parametrize("name", ["communes", "epci", "departement"])
def test_chaque_tour_est_ferme_et_tourne_dans_le_bon_sens(name):
    for code, shape in contours(name).items():
        for polygon in shape:
            for rank, ring in enumerate(polygon):
                assert ring[0] == ring[-1], code
                assert len(ring) >= 4, code
                assert (area([tuple(point) for point in ring]) > 0) == (rank == 0), code


def test_deux_communes_voisines_ont_exactement_la_meme_frontiere():
    edges = cotes(contours("communes").values())
    assert set(edges.values()) == {1}, "un côté est porté deux fois dans le même sens : deux communes se recouvrent"
    border = {edge for edge in edges if edge[::-1] not in edges}
    assert border == set(cotes(contours("departement").values())), "le bord du département est celui des communes, sans trou"


def test_les_epci_et_le_departement_couvrent_ce_que_couvrent_les_communes():
    total = sum(map(aire, contours("communes").values()))
    assert sum(map(aire, contours("epci").values())) == pytest.approx(total, abs=1e-9)
    assert sum(map(aire, contours("departement").values())) == pytest.approx(total, abs=1e-9)
    assert set(cotes(contours("epci").values())) <= set(cotes(contours("communes").values()))


def test_chaque_departement_voisin_est_dans_la_liste_et_a_ses_communes():
    """L'Ille-et-Vilaine en touche six (22, 44, 49, 50, 53, 56) ; le Finistère est de la région : ses structures s'importent aussi."""
    known = {line["code"] for line in lignes("departements")}
    assert known - {"35"} == {feature["properties"]["departement"] for feature in lu("communes-voisines")["features"]}
    assert known == {"35", "22", "29", "44", "49", "50", "53", "56"}


def test_les_codes_sont_ceux_des_listes(codes_des_listes):
    communes, epci = codes_des_listes
    assert set(contours("communes")) == {feature["properties"]["code"] for feature in lu("mairies")["features"]} == communes
    assert set(contours("epci")) == epci
    assert not communes & {feature["properties"]["code"] for feature in lu("communes-voisines")["features"]}


def lignes(name):
    """Les lignes d'une liste de codes, en textes."""
    return yaml.load((RACINE / f"referentials/codes/{name}.yml").read_text(encoding="utf-8"), yaml.CBaseLoader)["lignes"]


@pytest.fixture
def codes_des_listes():
    return tuple({line["code"] for line in lignes(name)} for name in ("communes", "epci"))


def test_chaque_mairie_est_dans_sa_commune():
    """La source en a de fausses : le signe de la longitude, ou une autre commune."""
    shapes = contours("communes")
    halls = {feature["properties"]["code"]: tuple(feature["geometry"]["coordinates"]) for feature in lu("mairies")["features"]}
    tuples = {code: [[[tuple(point) for point in ring] for ring in polygon] for polygon in shape] for code, shape in shapes.items()}
    assert [code for code, point in halls.items() if not holds(tuples[code], point, 0.006)] == []


def test_le_programme_lit_ces_contours():
    found = territory.load(RACINE / "referentials", "referentials")
    assert {"35", "35238", "243500139"} <= set(found.shapes)
    assert found.credits.count("IGN") == 1


def carre(x, y, size=1.0):
    return [[[(x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y)]]]


def hexadecimal(shape):
    """Un multipolygone WKB, comme la source les écrit."""
    data = struct.pack("<BII", 1, 6, len(shape))
    for polygon in shape:
        data += struct.pack("<BII", 1, 3, len(polygon))
        for ring in polygon:
            data += struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
    return data.hex().upper()


def test_un_contour_wkb_se_lit_et_se_remet_dans_le_sens_de_geojson():
    assert read_wkb(hexadecimal([[carre(0, 0)[0][0][::-1]]])) == [[[(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)][::-1]]]
    assert read_wkb("\\N") == []


def test_l_union_de_deux_voisins_n_a_plus_leur_frontiere_et_garde_un_trou():
    ring = [[[(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)], [(1, 1), (1, 2), (2, 2), (2, 1), (1, 1)]]]
    topology = Topology({"a": ring, "b": carre(3, 0, 3), "c": carre(1, 1)})
    assert [len(polygon) for polygon in topology.union("ab")] == [2]
    assert [aire([polygon]) for polygon in topology.union("ac")] == [18]
    assert sum(map(aire, [topology.union("abc")])) == 2 * 18


def test_deux_voisins_s_allegent_de_la_meme_facon():
    zigzag = [(1, rank / 10) for rank in range(11)]
    zigzag = [(x + (0.01 if rank % 2 else 0), y) for rank, (x, y) in enumerate(zigzag)]
    left = [[[(0, 0), *zigzag, (0, 1), (0, 0)]]]
    right = [[[*zigzag[::-1], (2, 0), (2, 1), zigzag[-1]]]]
    topology = Topology({"a": left, "b": right})
    topology.simplify(0.05)
    assert [len(ring) for ring in topology.shape("a")[0]] == [5]
    edges = cotes([topology.shape("a"), topology.shape("b")])
    assert sum(edge[::-1] in edges for edge in edges) == 2


def test_un_eclat_de_terrain_sans_commune_va_a_sa_voisine():
    left = [[[(0, 0), (1, 0), (1, 0.5), (0.999, 0.5), (1, 0.501), (1, 1), (0, 1), (0, 0)]]]
    fixed = healed({"a": left, "b": carre(1, 0)})
    assert all(len(polygon) == 1 for polygon in Topology(fixed).union(fixed))
    assert aire(Topology(fixed).union(fixed)) == pytest.approx(4)
