"""Une coquille : une page du thème découpée une fois, où chaque fiche vient se poser."""

import pytest

from spaser.rendering.renderer import Fiche
from spaser.shells import TOKENS, ShellError, cut

PAGE = "".join(f"<{token.lower()}>@@{token}@@</{token.lower()}>" for token in TOKENS)


def _fiche(**values) -> Fiche:
    given = {"kind": "famille", "url": "vademecum/mobilier/", "title": "Mobilier", "description": "D", "body": "<p>Corps</p>", "headings": (("un", "Un"),)}
    return Fiche(**(given | values))


def test_une_fiche_remplit_tous_les_jetons():
    html = cut(PAGE, "Vadémécum", "https://a.fr/").stamp(_fiche())
    assert "@@" not in html
    assert "<titre>Mobilier</titre>" in html
    assert "<canonique>https://a.fr/vademecum/mobilier/</canonique>" in html
    assert '<fil><li><a href="../../">Accueil</a></li><li><a href="../">Vadémécum</a></li><li aria-current="page">Mobilier</li></fil>' in html
    assert '<li><a href="#un">Un</a></li>' in html
    assert "<corps><p>Corps</p></corps>" in html


def test_le_titre_et_la_description_sont_echappes():
    html = cut(PAGE, "S", "https://a.fr/").stamp(_fiche(title='<b>"A"</b>', description="x<y"))
    assert "<b>" not in html
    assert "&lt;b&gt;&#34;A&#34;&lt;/b&gt;" in html
    assert "x&lt;y" in html


def test_un_jeton_ecrit_dans_une_donnee_reste_un_texte():
    """Une donnée qui contient « @@CORPS@@ » n'attire pas le corps ailleurs."""
    html = cut(PAGE, "S", "https://a.fr/").stamp(_fiche(title="@@CORPS@@", body="<p>@@TITRE@@</p>"))
    assert html.count("<p>@@TITRE@@</p>") == 1
    assert "<titre>@@CORPS@@</titre>" in html


@pytest.mark.parametrize("token", TOKENS)
def test_un_jeton_oublie_par_le_theme_se_dit(token):
    with pytest.raises(ShellError) as refusal:
        cut(PAGE.replace(f"@@{token}@@", ""), "Vadémécum", "https://a.fr/")
    assert str(refusal.value) == f"Le thème n'écrit pas le jeton @@{token}@@ de la coquille « Vadémécum »."
