"""La lisibilité des textes publics : des nombres que l'on peut refaire à la main."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from spaser.relations import Relations
from spaser.rendering import quality, readability
from spaser.rendering.readability import Measure, measure, syllables


@pytest.mark.parametrize(
    ("word", "number"),
    [("le", 1), ("eau", 1), ("livre", 1), ("routes", 1), ("achat", 2), ("oiseau", 2), ("achètent", 2), ("intention", 3), ("logement", 3), ("écoconception", 5)],
)
def test_les_syllabes_se_comptent_comme_on_les_dit(word, number):
    assert syllables(word) == number


def test_un_texte_se_mesure_a_la_main():
    """Deux phrases, sept mots, neuf syllabes : 207 − 1,015 × 3,5 − 73,6 × 9 / 7 = 108,8, ramené à 100."""
    assert measure("Le chat dort. Il aime son logement.") == Measure(2, 7, 9)
    assert measure("Le chat dort. Il aime son logement.").score == 100


def test_des_mots_longs_dans_une_longue_phrase_se_lisent_mal():
    """Une phrase, neuf mots, trente et une syllabes : sous zéro, ramené à zéro."""
    found = measure(
        "Considérations environnementales, administratives, organisationnelles : démultiplication, internationalisation, institutionnalisation, dématérialisation, réglementation"
    )
    assert (found.sentences, found.words, found.score) == (1, 9, 0)


def test_le_meme_texte_coupe_en_phrases_courtes_se_lit_mieux():
    long = "Le Département prévoit ses achats plusieurs années à l’avance pour avoir le temps de chercher de meilleures solutions avec les entreprises du territoire"
    short = long.replace(" pour avoir", ". Il a").replace(" avec les", ". Il parle aux")
    assert measure(short).score > measure(long).score


def test_un_texte_vide_n_a_pas_d_indice():
    assert (measure("").score, Measure().length) == (0, 0)


def test_seuls_les_textes_publics_et_longs_sont_mesures(internal):
    """Ni code, ni titre court, ni champ interne."""
    for entries in internal.edition.entrees.values():
        for entry in entries.values():
            found = list(readability.texts(entry))
            assert all(len(text.split()) > 5 for text in found)
            assert not set(found) & set(getattr(entry, "realisations", ()))


def test_la_page_qualite_dit_l_indice_et_la_methode(internal):
    part = quality.report(internal)[-1]
    assert "Kandel et Moles" in part["texte"] and "mots par phrase" in part["texte"]
    assert all(line["url"] for line in part["lignes"])


def test_une_famille_se_complete_de_ses_criteres_en_vigueur(internal):
    """Une famille dont un critère retiré fait le compte reste à compléter."""
    known = dict(internal.edition.entrees["famille"])
    family = known["mobilier"]
    full = family.model_copy(update={"criteres": family.criteres[:1] * quality.MINIMUM_CRITERIA})
    short = full.model_copy(update={"criteres": (*full.criteres[1:], full.criteres[0].model_copy(update={"retire_le": date(2026, 1, 1)}))})
    for entry, missing in ((full, False), (short, True)):
        entries = internal.edition.entrees | {"famille": MappingProxyType(known | {"mobilier": entry})}
        parts = {part["titre"]: part["lignes"] for part in quality.report(Relations(replace(internal.edition, entrees=entries)))}
        assert (family.intitule in {line["texte"] for line in parts["Familles à compléter"]}) == missing
