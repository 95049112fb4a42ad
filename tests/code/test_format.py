"""Le format canonique : les mêmes octets d'où que vienne le fichier, sans rien perdre."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outillage import MINIMAL

from spaser import emitting, formatting
from spaser.cli import main
from spaser.formatting import canonical, model_of, typeset
from spaser.model import Fournisseur
from spaser.places import UnreadableError
from spaser.reading import parse

FILES = sorted(path.relative_to(MINIMAL).as_posix() for path in MINIMAL.rglob("*.yml"))


def _format(*options: str):
    return CliRunner().invoke(main, ["formater", *options])


@pytest.mark.parametrize("path", FILES)
def test_le_format_est_stable(path):
    model = model_of(MINIMAL / path, MINIMAL)
    once = canonical((MINIMAL / path).read_text(encoding="utf-8"), path, model)
    assert canonical(once, path, model) == once


def test_les_champs_prennent_l_ordre_du_modele_et_la_typographie(dossier):
    dossier.write(
        "fournisseurs/atelier.yml",
        "nom: L'Atelier\nsources: []\nid: 'atelier'\neffectif: '12'\nsiret: '00000002600013'\nsite:\nprestations: \"Tables ; chaises\"\n",
    )
    assert canonical(dossier.read("fournisseurs/atelier.yml"), "f", Fournisseur) == (
        "id: atelier\nnom: L’Atelier\nsiret: '00000002600013'\nprestations: Tables\u00a0; chaises\neffectif: 12\nsources: []\n"
    )


def test_verifier_ne_change_rien_et_dit_la_commande_a_lancer(dossier):
    assert _format().exit_code == 0
    dossier.replace("fournisseurs/atelier.yml", "nom: L’Atelier", "nom: L'Atelier")
    before = dossier.read("fournisseurs/atelier.yml")
    result = _format("--verifier")
    assert result.exit_code == 1
    assert result.output == "referentials/fournisseurs/atelier.yml : pas au format\n\n1 fichier à mettre au format. Lancer : spaser formater\n"
    assert dossier.read("fournisseurs/atelier.yml") == before


def test_formater_ecrit_puis_n_a_plus_rien_a_dire(dossier):
    _format()
    assert _format("--verifier").output == ""
    assert _format("--verifier").exit_code == 0
    assert dossier.problems() == []


def test_formater_ne_touche_pas_a_un_fichier_qu_il_ne_comprend_pas(dossier):
    dossier.write("fournisseurs/essai.yml", "id: essai\nid: double\n")
    _format()
    assert dossier.read("fournisseurs/essai.yml") == "id: essai\nid: double\n"


def test_formater_un_fichier_illisible_dit_sa_ligne(dossier):
    _format()
    dossier.write("fournisseurs/essai.yml", "a: *b\n")
    result = _format()
    assert result.exit_code == 1
    assert result.output == (
        "referentials/fournisseurs/essai.yml:1:4: un renvoi « & » ou « * » n'est pas accepté\n"
        "    Conseil : recopier le texte, ou le mettre entre guillemets\n\n1 erreur dans 1 fichier. Rien n'a été publié.\n"
        "    aide: docs/interne/messages.md#lecture\n"
    )


SIGNS = "ab1 :-#'\"[]{},&*!|>%@`?~\n=é\u00a0\\"


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(["nom", "prestations", "remarques", "references", "inconnu"]),
        st.text(SIGNS, min_size=1, max_size=120) | st.lists(st.text(SIGNS, min_size=1)),
        min_size=1,
    )
)
def test_formater_ne_perd_rien_d_un_texte_quelconque(data):
    """À la typographie près, ce qui est écrit se relit tel quel."""
    import yaml

    text = yaml.safe_dump(data, allow_unicode=True)
    try:
        before = parse(text, "f")[0].data
    except UnreadableError:
        return
    after = parse(canonical(text, "f", Fournisseur), "f")[0].data
    assert _plain(after) == _plain(before)


def _plain(data):
    """Les textes, sans ce que la typographie a le droit de changer."""
    if isinstance(data, dict):
        return {name: _plain(value) for name, value in data.items() if value is not None}
    if isinstance(data, list):
        return [_plain(item) for item in data if item is not None]
    return None if data is None else typeset(data).replace("\u00a0", " ").replace(" ", "")


CORPUS = sorted((MINIMAL.parents[2] / "referentials").rglob("*.yml"))
TREES = st.recursive(
    st.text(SIGNS + "0123456789.é’«», ", max_size=130)
    | st.text(max_size=12)
    | st.sampled_from(["no", "null", "~", "1e3", "2026-11-22", "0x1F", "", "- a", "a:", "<<"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["nom", "on", "zone_intervention", "à part", "x" * 40]), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=400)
@given(TREES)
@example({"nom": " ".join(["mot"] * 40)})
@example({"nom": "a" * 109, "x" * 40: "b " * 40 + "b"})
@example({"nom": [{"nom": "mot " * 20 + "a" * n} for n in range(10)], "x" * 40: ["un " * 29 + "un", "un  deux " * 9]})
@example({"nom": ["un\n\ndeux", "un\n deux", "un\n", "\nun", {"nom": "un\n- deux"}]})
def test_ecrire_d_une_traite_donne_les_octets_de_pyyaml(tree):
    assert emitting.write(tree) == emitting.dump(tree)


def test_une_fiche_de_structure_s_ecrit_d_une_traite():
    """Sans quoi dix mille fiches demanderaient une demi-minute à PyYAML."""
    paths = [path for path in CORPUS if path.parent.name == "fournisseurs"]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert emitting.emit(formatting._order(formatting._read(text, path.name), Fournisseur)) == text, path.name


def test_le_format_ne_depend_pas_de_ce_que_les_donnees_sont_deja_lues():
    data = {"id": "essai", "nom": "L'Essai", "effectif": 12, "demonstration": False, "relue": True, "site": "", "references": [], "adresse": "non"}
    assert formatting.canonical_of(data, "f", Fournisseur) == canonical(json.dumps(data), "f", Fournisseur)


@given(st.text())
def test_composer_un_texte_deux_fois_ne_change_rien_de_plus(text):
    assert typeset(typeset(text)) == typeset(text)
