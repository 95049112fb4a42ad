"""Les aides du site interne, telles que la page les dit sans JavaScript : approches carbone et catégories AGEC, comptées à la main."""

import re
from collections import Counter
from html import unescape

import pytest

from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.blocks import agec, helpers
from spaser.rendering.blocks.base import BlockError, Page
from spaser.rendering.renderer import Renderer


def page(data, audience="interne"):
    return Page(Renderer(Relations(publish(data, audience))), [], {})


def cells(html):
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in re.findall(r"<tr>(.*?)</tr>", html)][
        1:
    ]


def test_chaque_approche_carbone_dit_combien_de_familles_l_emploient(livre):
    used = Counter(entry.approche_carbone.methode for entry in livre.entrees["famille"].values() if entry.approche_carbone and not entry.retire_le)
    rows = cells(str(helpers.approches_carbone(page(livre))))
    assert [(name, int(number)) for name, _, number in rows] == [(line.libelle, used[line.code]) for line in livre.codes["methodes-carbone"].lignes]
    assert used.total() >= 100


def test_une_famille_sans_approche_est_dite(minimal):
    """Aucune des familles du jeu minimal n'a d'approche carbone."""
    total = len([entry for entry in minimal.entrees["famille"].values() if not entry.approche_carbone])
    assert total
    assert f"Sans donnée pour {total}\u00a0famille" in str(helpers.approches_carbone(page(minimal)))


def test_le_rappel_a_la_main_donne_chaque_categorie_et_ses_codes(livre, monkeypatch):
    monkeypatch.setattr(Page, "address", lambda _, path: path)
    html = unescape(str(agec.rappel_agec(page(livre))))
    lines = livre.codes["categories-agec"].lignes
    assert len(lines) == 17
    for line in lines:
        assert f"<strong>{line.libelle}</strong>, {', '.join(line.cpv)}." in html


@pytest.mark.parametrize("block", [helpers.cout_complet, helpers.approche_carbone, helpers.approches_carbone, agec.rappel_agec])
def test_une_aide_ne_s_emploie_pas_sur_une_page_publique(livre, block):
    with pytest.raises(BlockError, match="ne s'emploie que dans docs/interne/"):
        block(page(livre, "publique"))
