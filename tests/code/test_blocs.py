"""Les blocs des pages : un argument qui ne convient pas se dit en une phrase, qui nomme la macro ; jamais par une trace d'exécution."""

import inspect

import pytest

from spaser.rendering.blocks import BLOCKS, BlockError, Page, call
from spaser.rendering.renderer import Renderer

WRONG = [None, "abc", 2027, 1.5, ["a"], {"a": 1}, object()]


@pytest.fixture
def page(internal):
    return Page(Renderer(internal), [], {})


def _arguments():
    for name, block in BLOCKS.items():
        for argument in list(inspect.signature(block).parameters)[1:]:
            yield name, argument


@pytest.mark.parametrize(("name", "argument"), [*_arguments()])
@pytest.mark.parametrize("value", WRONG, ids=lambda value: type(value).__name__)
def test_un_argument_qui_ne_convient_pas_se_dit_en_une_phrase(page, name, argument, value):
    try:
        call(name, page, **{argument: value})
    except BlockError as error:
        assert str(error).startswith(f"{name} : ")


@pytest.mark.parametrize(
    ("name", "options", "sentence"),
    [
        ("tableau_intentions", {"annee": "abc"}, "tableau_intentions : annee : un nombre entier est attendu, lu « abc »"),
        ("tableau_intentions", {"reserve": "oui"}, "tableau_intentions : reserve : true ou false est attendu, lu « oui »"),
        ("nouveautes", {"nombre": None}, "nouveautes : nombre : un nombre entier est attendu, lu « None »"),
        ("lien", {"identifiant": ["a"]}, "lien : identifiant : un texte entre guillemets est attendu, lu « ['a'] »"),
        ("carte_objectif", {"identifiant": None}, "carte_objectif : identifiant : un texte entre guillemets ou un nombre entier est attendu, lu « None »"),
        ("tableau_exigences", {"theme": "rien"}, "tableau_exigences : « rien » n'est pas un code de la liste themes"),
        ("tableau_objectifs", {"axe": "rien"}, "tableau_objectifs : « rien » n'est pas un code de la liste axes"),
    ],
)
def test_la_phrase_dit_ce_qui_est_attendu_et_ce_qui_a_ete_lu(page, name, options, sentence):
    with pytest.raises(BlockError) as refused:
        call(name, page, **options)
    assert str(refused.value) == sentence
