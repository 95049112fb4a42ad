"""Les référentiels livrés : sans faute, au format, assez fournis, et bien écrits."""

import re
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from spaser import catalogue
from spaser.cli import main
from spaser.model import GENRES, LIGNES, Attributions, Collectivite, ListeTransverses, ThemeEco
from spaser.model.base import Entree
from spaser.model.codes import modele_liste
from spaser.model.marks import Code, Forme, Renvoi
from spaser.model.walk import champs, visit
from spaser.problems import DataError, report
from spaser.publication import publish
from spaser.relations import Relations, is_ahead
from spaser.rendering.blocks import BLOCKS

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "referentials"


@pytest.fixture(scope="module")
def corpus():
    """Tout ce qui a été lu, et les problèmes."""
    return catalogue.verify(DATA)


@pytest.fixture(scope="module")
def donnees():
    """Le catalogue ; s'il est fautif, un seul test le dit, avec toutes les lignes à réparer."""
    try:
        return catalogue.load(DATA)
    except DataError:
        pytest.skip("des données sont fautives : voir test_les_referentiels_sont_sans_faute")


@pytest.fixture
def demonstration(donnees):
    """Les données livrées avec le produit ; chez une collectivité qui a démarré, ces décomptes ne veulent plus rien dire."""
    if not donnees.collectivite.demonstration:
        pytest.skip("ce dépôt n'est plus la démonstration")
    return donnees


def _spaser(*arguments: str):
    return CliRunner().invoke(main, [*arguments, "--referentiels", str(DATA)])


def test_les_referentiels_sont_sans_faute(corpus):
    errors = [problem for problem in corpus[1] if not problem.warning]
    assert errors == [], f"\n{report(errors)}"


def test_aucune_relecture_n_est_en_retard_au_jour_de_l_edition(corpus):
    late = [str(problem) for problem in corpus[1] if problem.warning]
    assert late == [], "\n".join(late)


def test_les_referentiels_sont_au_format():
    result = _spaser("formater", "--verifier")
    assert result.exit_code == 0, result.output


def test_ce_qui_est_genere_des_modeles_est_a_jour():
    result = _spaser("generer", "--verifier")
    assert result.exit_code == 0, result.output


def test_l_edition_a_les_vingt_objectifs_du_schema(demonstration):
    goals = publish(demonstration, "publique").entrees["objectif"].values()
    assert sorted(goal.numero for goal in goals) == list(range(1, 21))


def test_les_objectifs_couvrent_les_axes_et_tombent_pendant_le_schema(donnees):
    goals = publish(donnees, "publique").entrees["objectif"].values()
    assert {goal.axe for goal in goals} == {line.code for line in donnees.codes["axes"].lignes}
    assert all(donnees.collectivite.schema_achats.debut <= goal.echeance <= donnees.collectivite.schema_achats.fin for goal in goals)


def test_l_edition_a_douze_familles_completes(demonstration):
    complete = [family for family in publish(demonstration, "publique").entrees["famille"].values() if len(family.criteres) >= 6]
    assert len(complete) >= 12


def test_l_edition_a_vingt_quatre_exigences_sur_six_themes(demonstration):
    edition = publish(demonstration, "publique")
    assert len(edition.entrees["exigence"]) >= 24
    assert len({(theme.volet, theme.theme) for theme in edition.themes}) >= 6


def test_l_edition_a_quarante_intentions_de_l_annee(demonstration):
    years = Counter(intention.annee for intention in publish(demonstration, "interne").entrees["intention"].values())
    assert years[demonstration.collectivite.annee_courante] >= 40


def test_l_edition_a_cent_vingt_fournisseurs_marques_demonstration(demonstration):
    suppliers = publish(demonstration, "publique").entrees["fournisseur"].values()
    assert len([supplier for supplier in suppliers if supplier.demonstration and supplier.retire_le is None]) >= 120


COVERED = {
    "types-structure": lambda supplier, communes: supplier.types,
    "secteurs": lambda supplier, communes: supplier.secteurs,
    "familles-ess": lambda supplier, communes: [supplier.famille_ess],
    "epci": lambda supplier, communes: [communes[supplier.commune].epci] if supplier.commune in communes else [],
}


@pytest.mark.parametrize("liste", COVERED)
def test_les_fournisseurs_couvrent_chaque_type_chaque_metier_et_chaque_epci(demonstration, liste):
    communes = {line.code: line for line in demonstration.codes["communes"].lignes}
    suppliers = publish(demonstration, "publique").entrees["fournisseur"].values()
    found = {code for supplier in suppliers if supplier.retire_le is None for code in COVERED[liste](supplier, communes)}
    assert {line.code for line in demonstration.codes[liste].lignes if line.retire_le is None} - found == set()


def test_tant_que_les_donnees_sont_inventees_le_site_le_dit(donnees):
    invented = [entry.id for kind in donnees.entrees.values() for entry in kind.values() if entry.demonstration]
    assert donnees.collectivite.demonstration or not invented


def _models():
    yield from (Collectivite, ThemeEco, ListeTransverses, Attributions, *(genre.modele for genre in GENRES.values()), *map(modele_liste, LIGNES))


def _marks(model, kind):
    for champ in champs(model):
        if champ.mark(kind):
            yield champ.mark(kind)
        if champ.sub:
            yield from _marks(champ.sub, kind)


def test_chaque_liste_de_codes_qu_un_modele_cite_existe(donnees):
    cited = {liste for model in _models() for mark in _marks(model, Code) for liste in mark.listes}
    assert sorted(cited - set(donnees.codes)) == []
    assert len(cited) > 25


def test_chaque_liste_de_codes_est_publique(donnees):
    """Une liste interne ne pourrait servir à aucune entrée publique."""
    assert [liste.id for liste in donnees.codes.values() if liste.visibilite != "publique"] == []


def test_chaque_liste_aux_lignes_particulieres_existe(donnees):
    assert sorted(set(LIGNES) - set(donnees.codes)) == []


def test_tout_renvoi_vise_un_genre_connu():
    assert {mark.genre for model in _models() for mark in _marks(model, Renvoi)} <= {*GENRES, "critere", "transverse"}


def _prose(data):
    """Chaque texte écrit pour être lu : sa place, et lui."""
    holders = [*data.codes.values(), *data.transverses, *data.themes, *data.attributions]
    holders += [entry for kind, entries in data.entrees.items() if kind != "exigence" for entry in entries.values()]
    for holder in [data.collectivite, *holders]:
        name = getattr(holder, "id", None) or getattr(holder, "theme", "collectivite")
        for path, champ, value in visit(holder):
            forme = champ.mark(Forme)
            technical = (
                champ.mark(Code) or champ.mark(Renvoi) or (forme and forme.nom != "riche") or champ.name in ("id", "code", "decp", "eforms", "ocds", "approch")
            )
            if isinstance(value, str) and not technical:
                yield f"{name} {'.'.join(map(str, path))}", value


TYPOGRAPHY = {
    "une apostrophe droite entre deux lettres": r"(?<=[^\W\d_])'(?=[^\W\d_])",
    "une espace ordinaire devant ; ! ? ou »": r"[ \u202f](?=[;!?»])",
    "aucune espace devant ; ! ou ?": r"(?<=[\w)»])[;!?](?=\s|$)",
    "une espace ordinaire devant deux-points": r"[ \u202f]:(?=\s|$)",
    "une espace ordinaire après «": r"«[ \u202f]",
    "aucune espace dans les guillemets": r"«[^\s\u00a0]|[^\s\u00a0]»",
    "des guillemets droits": r'"',
    "deux espaces de suite": r"[^\S\n]{2,}",
    "trois points au lieu de points de suspension": r"\.\.\.",
}


@pytest.mark.parametrize("faute", TYPOGRAPHY)
def test_aucun_texte_n_a(donnees, faute):
    """La typographie française : espaces insécables et apostrophes courbes."""
    pattern = re.compile(TYPOGRAPHY[faute])
    found = [f"{place} : {text[max(0, match.start() - 20) : match.end() + 20]!r}" for place, text in _prose(donnees) if (match := pattern.search(text))]
    assert found == [], "\n".join(found[:20])


def test_chaque_entree_dit_sa_source_et_la_date_de_sa_verification(donnees):
    edition_day = donnees.collectivite.edition_du
    entries = [entry for kind in donnees.entrees.values() for entry in kind.values()]
    assert all(isinstance(entry, Entree) and entry.source.titre for entry in entries)
    assert [entry.id for entry in entries if entry.verifie_le > edition_day] == []


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_les_liens_vont_dans_les_deux_sens(donnees, audience):
    relations = Relations(publish(donnees, audience))
    every = {kind: list(entries.values()) for kind, entries in relations.edition.entrees.items()}
    offers = {(i.id, s.id) for i in every["intention"] if is_ahead(i) for s in relations.suppliers_for(i)}
    assert offers == {(i.id, s.id) for s in every["fournisseur"] for i in relations.intentions_for(s)}
    trades = {(f.id, s.id) for f in every["famille"] for s in relations.solidarity.suppliers(f)}
    assert trades == {(f.id, s.id) for s in every["fournisseur"] if not s.retire_le for f in relations.solidarity.families_of(s)}
    duties = {(f.id, r.id) for f in every["famille"] for r in relations.requirements_of(f)}
    assert duties == {(f.id, r.id) for r in every["exigence"] for f in relations.families_of_requirement(r)}
    assert duties
    assert not donnees.collectivite.demonstration or (offers and trades)


def test_toute_intention_a_une_famille_et_des_criteres_probables(donnees):
    relations = Relations(publish(donnees, "publique"))
    intentions = relations.edition.entrees["intention"].values()
    assert [i.id for i in intentions if relations.family(i) is None or not relations.likely_criteria(i)] == []


def test_chaque_macro_est_expliquee_sur_la_page_des_macros(racine: Path) -> None:
    """Une macro que les pages internes « Macros » ne nomment pas n'existe pour aucun rédacteur."""
    pages = "".join(path.read_text(encoding="utf-8") for path in (racine / "docs/interne").glob("macros*.md"))
    assert [name for name in BLOCKS if f"{name}(" not in pages] == []
