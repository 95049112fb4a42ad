"""Les textes affichés : un Markdown réduit et sans danger, et la typographie française."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spaser.rendering import richtext
from spaser.rendering.richtext import rich
from spaser.rendering.typography import count, day, euros, french, number, period, size

NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Une phrase.", "<p>Une phrase.</p>"),
        ("Un paragraphe.\n\nUn autre.", "<p>Un paragraphe.</p><p>Un autre.</p>"),
        ("Un mot **gras** et *italique*.", "<p>Un mot <strong>gras</strong> et <em>italique</em>.</p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("1. un\n2. deux", "<ol>\n<li>un</li>\n<li>deux</li>\n</ol>"),
        ("[texte](https://a.fr/b?c=1&d=2)", '<p><a href="https://a.fr/b?c=1&amp;d=2">texte</a></p>'),
        ("[texte](mailto:achats@a.fr)", '<p><a href="mailto:achats@a.fr">texte</a></p>'),
        ("Prix < 5 & poids > 3", "<p>Prix &lt; 5 &amp; poids &gt; 3</p>"),
        ("`a < b & c`", "<p><code>a &lt; b &amp; c</code></p>"),
    ],
)
def test_un_texte_riche_se_rend(text, html):
    assert rich(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b>gras</b>", "<p>&lt;b&gt;gras&lt;/b&gt;</p>"),
        ("<div onclick=x>\n\n*a*\n\n</div>", "<p>&lt;div onclick=x&gt;</p>\n<p><em>a</em></p>\n<p>&lt;/div&gt;</p>"),
        ("<!-- secret -->", "<p>&lt;!-- secret --&gt;</p>"),
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](JaVaScRiPt:alert(1))", "<p><a>x</a></p>"),
        ("[x](data:text/html,<script>)", "<p><a>x</a></p>"),
        ("[x](vbscript:x)", "<p><a>x</a></p>"),
        ("[x][r]\n\n[r]: javascript:alert(1)", "<p><a>x</a></p>"),
        ("![image](https://a.fr/pixel.png)", "<p></p>"),
        ("# Titre", "Titre"),
        ("{{ 7 * 7 }} {% raw %}", "<p>{{ 7 * 7 }} {% raw %}</p>"),
    ],
)
def test_un_texte_riche_ne_peut_rien_faire_d_autre(text, html):
    assert rich(text) == html


SCHEMES = (
    "javascript",
    "JAVASCRIPT",
    "data",
    "vbscript",
    "file",
    "ftp",
    "blob",
    "java\nscript",
    "java\tscript",
    "\x01javascript",
    "&#106;avascript",
    "javascript&colon;",
)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_une_adresse_qui_n_est_ni_du_web_ni_un_courriel_n_est_jamais_un_lien(scheme):
    """Lue comme un navigateur la lit : sans tabulation ni fin de ligne, entités comprises."""
    addresses = [re.sub(r"[\t\r\n]", "", unescape(found)).strip() for found in re.findall(r'href="([^"]*)"', rich(f"[x]({scheme}:alert(1))"))]
    assert [address for address in addresses if re.match(r"[\x00-\x20]*[a-z]+:", address, re.IGNORECASE)] == []


ALLOWED = re.compile(rf"</?(?:{'|'.join(richtext.TAGS)})>|<a(?: (?:href|title)=\"[^\"<>]*\")*>")


@given(st.text(st.sampled_from("ab<>/\"'`*_[]()!&#;:=\\ \n-1.") | st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
@example("<scr<script>ipt>")
@example('[a](http://x"onmouseover=alert(1))')
@example("`</code><script>`")
def test_seuls_les_elements_permis_sortent(text):
    html = rich(text)
    assert "<" not in ALLOWED.sub("", html)
    assert not re.search(r'href="(?!https?:|mailto:|[^:"]*")', html)


@pytest.mark.parametrize(("value", "text"), [(date(2026, 11, 22), "22 novembre 2026"), (date(2027, 3, 1), "1er mars 2027"), (date(2027, 8, 9), "9 août 2027")])
def test_une_date_se_lit_en_toutes_lettres(value, text):
    assert day(value).replace(NBSP, " ") == text
    assert NBSP in day(value)


@pytest.mark.parametrize(
    ("value", "text"), [("2027-T1", "1er trimestre 2027"), ("2027-T4", "4e trimestre 2027"), ("2027-08", "août 2027"), ("2027-12", "décembre 2027")]
)
def test_une_periode_se_lit_en_toutes_lettres(value, text):
    assert period(value).replace(NBSP, " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1234, f"1{NARROW}234"),
        (1234567, f"1{NARROW}234{NARROW}567"),
        (Decimal("1234.50"), f"1{NARROW}234,5"),
        (Decimal("0.25"), "0,25"),
        (2.0, "2"),
    ],
)
def test_un_nombre_s_ecrit_a_la_francaise(value, text):
    assert number(value) == text


def test_un_montant_garde_son_signe_a_cote_de_lui():
    assert euros(90000) == f"90{NARROW}000{NBSP}€"


@pytest.mark.parametrize(("value", "text"), [(0, "0 intention"), (1, "1 intention"), (2, "2 intentions"), (1000, f"1{NARROW}000 intentions")])
def test_un_nom_s_accorde_avec_son_nombre(value, text):
    assert count(value, "intention").replace(NBSP, " ") == text


def test_un_pluriel_irregulier_s_ecrit():
    assert count(3, "appel à projets", "appels à projets") == f"3{NBSP}appels à projets"


@pytest.mark.parametrize(("octets", "text"), [(0, "1 Ko"), (1024, "1 Ko"), (12_300, "12 Ko"), (1024 * 1023, f"1{NARROW}023 Ko"), (1_468_006, "1,4 Mo")])
def test_un_poids_se_dit_en_ko_puis_en_mo(octets, text):
    assert size(octets).replace(NBSP, " ") == text


@pytest.mark.parametrize(
    ("text", "typeset"),
    [
        ("l'achat", "l’achat"),
        ("Pourquoi ? Parce que !", f"Pourquoi{NBSP}? Parce que{NBSP}!"),
        ("lu « x » : rien", f"lu «{NBSP}x{NBSP}»{NBSP}: rien"),
        ("https://a.fr", "https://a.fr"),
        ("12:30", "12:30"),
    ],
)
def test_une_phrase_composee_prend_ses_espaces_et_ses_apostrophes(text, typeset):
    assert french(text) == typeset


@given(st.text())
def test_composer_deux_fois_ne_change_rien_de_plus(text):
    assert french(french(text)) == french(text)
