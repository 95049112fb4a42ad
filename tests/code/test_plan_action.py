"""Le plan d'action : chaque dossier retenu sous le trimestre de son comité, ce qui demande un geste, et ce qui reste à proposer."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from spaser.model.intention import ComiteRevue
from spaser.relations import Relations
from spaser.rendering.blocks import review
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.renderer import Renderer


def kept(on=None, decision=None):
    return ComiteRevue(retenu=True, date=date.fromisoformat(on) if on else None, decision=decision)


@pytest.fixture
def shown(internal):
    """Rend la page d'une campagne faite de ces intentions, en texte."""

    def render(*changes, year=None):
        example = internal.edition.entrees["intention"]["2027-001"]
        own = {"comite_revue": None, "strategie": "Deux lots.", "publication_prevue": "2027-T2"}
        entries = {f"i{rank}": example.model_copy(update=own | {"id": f"i{rank}", "intitule": f"Achat {rank}"} | more) for rank, more in enumerate(changes, 1)}
        edition = replace(internal.edition, entrees=internal.edition.entrees | {"intention": entries})
        html = str(review.plan_action(Page(Renderer(Relations(edition)), [], {}), year))
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))

    return render


def test_un_dossier_est_sous_le_trimestre_de_son_comite_et_non_de_sa_publication(shown):
    text = shown({"comite_revue": kept("2027-01-19")}, {"comite_revue": kept("2026-10-13", "Stratégie validée.")}, {"comite_revue": kept()})
    places = [text.index(said) for said in ("Comité du 4e trimestre 2026", "Achat 2", "Comité du 1er trimestre 2027", "Achat 1", "Comité à fixer", "Achat 3")]
    assert places == sorted(places)
    assert "3 dossiers ciblés pour la campagne 2027. Le schéma en attend de 10 à 20 par an." in text
    assert "1 dossier, comité du 13 octobre 2026" in text
    assert "Stratégie écrite. Stratégie validée." in text


def test_deux_comites_d_un_trimestre_sont_dits_tous_les_deux(shown):
    text = shown({"comite_revue": kept("2026-10-13")}, {"comite_revue": kept("2026-12-01")})
    assert "2 dossiers, comités des 13 octobre 2026, 1er décembre 2026" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"comite_revue": kept("2027-09-14")}, "le comité du 14 septembre 2027 vient après la publication prévue, 2e trimestre 2027."),
        ({"comite_revue": kept("2026-10-13")}, "le comité du 13 octobre 2026 est passé, sa décision n’est pas saisie."),
        ({"comite_revue": kept("2027-01-19"), "strategie": None}, "aucune stratégie d’achat n’est écrite."),
        ({"comite_revue": kept("2027-01-19")}, None),
    ],
    ids=["comité trop tard", "décision absente", "stratégie absente", "tout va bien"],
)
def test_ce_qui_demande_un_geste_est_dit(shown, changes, said):
    text = shown(changes)
    assert (f"Achat 1 : {said}" in text) if said else ("À voir avant le comité" not in text)


def test_un_dossier_se_propose_par_son_montant_et_ses_enjeux(shown, internal):
    """Dix fois le seuil de 40 000 €, et deux enjeux : 400 000 € tout juste ne suffit pas, un dossier déjà retenu ne se propose plus."""
    stake = internal.edition.entrees["intention"]["2027-001"].enjeux[0]
    two = (stake, stake)
    text = shown(
        {"montant_estime": 400_001, "enjeux": two},
        {"montant_estime": 900_000, "enjeux": two},
        {"montant_estime": 400_000, "enjeux": two},
        {"montant_estime": 900_000, "enjeux": (stake,)},
        {"montant_estime": 900_000, "enjeux": two, "comite_revue": kept("2027-01-19", "Vu.")},
    )
    proposed = text[text.index("Dossiers à proposer") :]
    assert re.findall(r"Achat \d", proposed) == ["Achat 2", "Achat 1"], "du plus gros au plus petit"


def test_une_campagne_sans_dossier_le_dit(shown):
    assert "Sans donnée : aucune intention de cette campagne n’est retenue par le comité." in shown({"comite_revue": kept("2026-10-13")}, year=2031)


def test_le_plan_ne_s_emploie_pas_sur_une_page_publique(public):
    with pytest.raises(BlockError, match="plan_action ne s'emploie que dans docs/interne/"):
        review.plan_action(Page(Renderer(public), [], {}))
