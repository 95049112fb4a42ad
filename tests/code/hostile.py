"""Le corpus hostile : ce que des mains maladroites ou mauvaises peuvent écrire dans un dépôt, et qui doit être refusé ou rester un texte.

Les classeurs et les annuaires ont leurs propres tables, dans test_import_bornes et test_annuaires_bornes ; la lecture a la sienne
dans test_lecture, où chaque mot des messages est tenu. Ici : ce qui s'y ajoute, par famille.
"""

import json

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

#: Ce qui est écrit dans un fichier d'entrée, à la place de tout : refusé à la lecture, avec sa ligne.
FICHIERS = {
    "une bombe d'alias en flux": "{a: &a [x,x], b: &b [*a,*a], c: [*b,*b]}",
    "un alias récursif": "a: &a [*a]",
    "un alias en clé": "a: &a x\n*a : b",
    "une fusion d'ancre": "a: &a {b: c}\nd:\n  <<: *a",
    "une fusion en liste": "d:\n  <<: [{a: b}, {c: d}]",
    "une étiquette d'objet": "a: !!python/object/apply:os.system ['id']",
    "une étiquette d'appel": "a: !!python/object/new:subprocess.Popen [['id']]",
    "une étiquette de module": "!!python/module:os {}",
    "une étiquette locale": "a: !secret b",
    "une étiquette de binaire": "a: !!binary aGVsbG8=",
    "une étiquette de date": "a: !!timestamp 2026-11-22",
    "une étiquette d'ensemble": "a: !!set {x, y}",
    "une étiquette d'ordre": "a: !!omap [x: y]",
    "une étiquette déclarée": "%TAG ! tag:tiers.example,2026:\n---\na: !b c",
    "une version inconnue": "%YAML 3.0\n---\na: b",
    "un document de fin": "a: b\n...\nc: d",
    "trois documents": "---\na: b\n---\nc: d\n---\ne: f",
    "un flux non fermé": "a: [b, c",
    "un groupe non fermé": "a: {b: c",
    "un guillemet simple non fermé": "a: 'b\n",
    "une accolade de gabarit nue": "id: {{ config }}",
    "une balise de gabarit nue": "id: {% include 'x' %}",
    "un pour cent nu": "id: %x",
    "un accent grave nu": "id: `id`",
    "un bloc mal retiré": "a: |\n  b\n c",
    "deux points sans champ": ": b",
    "une clé de groupe": "? {a: b}\n: c",
    "une clé de liste": "? [a]\n: c",
    "une clé vide": "'': b",
    "une clé de trente mille signes": f"{'a' * 30_000}: b",
    "des clés doublées": "id: a\nid: b\nid: c",
    "une clé doublée par un accent en deux signes": "é: a\ne\u0301: b",
    "cinq cents niveaux de blocs": "\n".join(" " * level + "a:" for level in range(500)),
    "cinquante mille niveaux de tirets": "- " * 50_000 + "a",
    "des crochets croisés": "a: [[[}]]]",
    "trente mille clés": "\n".join(f"c{rank}: x" for rank in range(20_001)),
    "un commentaire d'un mégaoctet": "#" * 1_100_000,
    "un blanc d'un mégaoctet": " " * 1_100_000,
    "un octet nul": b"id: a\0b",
    "un retour arrière": b"id: a\x08b",
    "une cloche": b"id: a\x07",
    "un échappement de terminal": b"id: \x1b[31ma",
    "un effacement": b"id: a\x7fb",
    "une fin de ligne de 1970": b"id: a\x85b\xc2\x84",
    "un trait d'union invisible": "id: a\u00adb",
    "une espace de largeur nulle": "id: a\u200bb",
    "un liant sans chasse": "id: a\u200db",
    "une marque de droite à gauche": "id: a\u200fb",
    "un enchâssement bidirectionnel": "id: a\u202ab",
    "un forçage bidirectionnel": "id: a\u202eb",
    "un isolat bidirectionnel": "id: a\u2066b",
    "un lieur invisible": "id: a\u2060b",
    "un séparateur mongol": "id: a\u180eb",
    "une annotation interlinéaire": "id: a\ufff9b",
    "un demi-caractère": b"id: \xed\xa0\x80",
    "un UTF-8 trop long": b"id: \xc0\xaf",
    "un UTF-8 coupé": b"id: \xc3",
    "du Latin-1": b"id: \xe9t\xe9",
    "du CP1252": b"id: l\x92ete",
    "de l'UTF-16 petit-boutiste": "id: a".encode("utf-16-le"),
    "de l'UTF-16 gros-boutiste": "id: a".encode("utf-16-be"),
    "de l'UTF-32": "id: a".encode("utf-32"),
    "de l'UTF-7": b"+ADw-script+AD4-",
    "un fichier zip": b"PK\x03\x04" + bytes(100),
    "une image": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "du JSON à tabulations": b'{\n\t"id": "a"\n}',
    "une liste": "- a\n- b",
    "un nombre": "12",
    "un texte": "bonjour",
    "une entrée vide": "{}",
    "neuf mille champs inconnus": "\n".join(f"champ{rank}: x" for rank in range(9_000)),
    "une ligne de deux cent mille signes": "prestations: " + "mot " * 50_000,
    "des clés qui sont des nombres": "1: a\n2.5: b\ntrue: c",
}  # fmt: skip

#: Ce qui est écrit dans un champ d'une bonne entrée : refusé par le modèle, à sa ligne.
CHAMPS = {
    ("id", value): f"id: {json.dumps(value)}"
    for value in ("../essai", "..", "/etc/passwd", "a/b", "a\\b", "C:essai", "essai.yml", "Essai", "été", "essai_1", "-essai", "essai-", "e--e", "e e", "a" * 81, "аtelier", "ﬁche", "essai%2e%2e", "essai?x=1", "essai#a", "con\n")
} | {
    ("site", value): f"site: {json.dumps(value)}"
    for value in ("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>1</script>", "vbscript:x", "file:///etc/passwd", "//tiers.example", "ftp://a.example", "blob:x", "https://a b", "https://a.example/\"onclick=x", "https://a.example/<x>", "https://a.example/'x", "https://a.example/{{x}}", "https://a.example/`x", "https://a.example/\\x", "https://", "a.example", "mailto:a@b.example", "https://" + "a" * 500, "https://agent:secret@a.example/", "https://a@b.example", "https://\u0430\u0440\u0440\u04cf\u0435.example/", "http://127.0.0.1/", "https://localhost/", "https://a.example:99999999/", " https://a.example\nx")
} | {
    ("courriel", value): f"courriel: {json.dumps(value)}"
    for value in ("prenom.nom@a.example", "a@b", "a b@c.example", "<a@c.example>", "contact@a.example?bcc=x@b.example", "contact@a.example,b@c.example", "contact@a.example\nBcc: x@b.example", "CONTACT@A.EXAMPLE", "contact@-", "javascript:contact@a.example", "contact@a..example", "\"contact\"@a.example")
} | {
    ("siret", value): f"siret: {json.dumps(value)}"
    for value in ("1", "00000004200003", "0000000420000", "000000042000022", "0000000420000a", "000 000 042 00002", "٠٠٠٠٠٠٠٤٢٠٠٠٠٢", "0x0000004200002", "1e13", "=1+1")
} | {
    ("effectif", value): f"effectif: {json.dumps(value)}" for value in ("douze", "1.5", "-1", "1e3", "0x10", "NaN", "Infinity", "1_000", "9" * 400, "=12", "١٢", "12 000")
} | {
    ("verifie_le", value): f"verifie_le: {json.dumps(value)}" for value in ("hier", "2026-13-01", "2026-02-30", "22/11/2026", "20261122", "2026-W47-7", "2026-11-22T00:00:00", "9999-99-99", "0000-01-01", "-2026-11-22")
} | {
    ("telephone", value): f"telephone: {json.dumps(value)}" for value in ("0261910000", "+33261910000", "02 61 91 00", "02 61 91 00 00;ext=1", "tel:0261910000", "12 34 56 78 90")
}  # fmt: skip

#: Des textes qu'un gabarit, Markdown, un navigateur ou un tableur pourraient prendre pour autre chose.
TEXTES = (
    "{{ 7 * 7 }}",
    "{{ config.items() }}",
    "{{ ''.__class__.__mro__ }}",
    "{% include 'mkdocs.yml' %}",
    "{% raw %}x{% endraw %}",
    "{# caché #}",
    "{{ carte_intention('2027-014') }}",
    "@@BLOC0@@ @@CORPS@@ @@TITRE@@",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title></main><h1>Autre</h1>",
    "<!-- caché --> et <![CDATA[x]]>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "<b>gras</b><style>*{display:none}</style>",
    "[x](javascript:alert(1)) <javascript:alert(1)>",
    "![x](https://tiers.example/p.png)",
    "${x} #{x} <%= x %> [[x]]",
    "\\x3cscript\\x3e \\u003cscript\\u003e",
)

#: Une page de prose : ses réglages de tête et son texte, refusés.
PAGES = {
    "un calcul": ({}, "{{ 7 * 7 }}"),
    "un attribut": ({}, "{{ config.docs_dir }}"),
    "la classe d'un texte": ({}, "{{ ''.__class__ }}"),
    "la classe par un filtre": ({}, "{{ ''|attr('__class__') }}"),
    "la classe par un indice": ({}, "{{ exemples['__class__'] }}"),
    "un attribut caché": ({}, "{{ exemples.__class__ }}"),
    "un appel d'attribut": ({}, "{{ exemples.get('a') }}"),
    "un appel d'appel": ({}, "{{ lien('a')('b') }}"),
    "des arguments déployés": ({}, "{{ lien(*exemples) }}"),
    "une boucle": ({}, "{% for a in exemples %}{{ a }}{% endfor %}"),
    "une condition": ({}, "{% if exemples %}a{% endif %}"),
    "une inclusion": ({}, "{% include '/etc/passwd' %}"),
    "un import": ({}, "{% import 'a' as b %}"),
    "un héritage": ({}, "{% extends 'main.html' %}"),
    "une macro": ({}, "{% macro a() %}{% endmacro %}"),
    "un filtre": ({}, "{{ 'a' | safe }}"),
    "une concaténation": ({}, "{{ 'a' ~ 'b' }}"),
    "un gabarit choisi": ({"template": "../../etc/passwd"}, "a"),
    "un réglage inconnu": ({"hooks": "a.py"}, "a"),
    "un titre qui porte du HTML": ({"title": "<script>1</script>"}, "a"),
    "une description qui ferme sa balise": ({"description": '"><script>'}, "a"),
    "un titre qui n'est pas un texte": ({"title": {"a": "b"}}, "a"),
    "une liste de titres": ({"title": ["a"]}, "a"),
}  # fmt: skip

#: Du HTML écrit dans une page, refusé.
HTML = (
    "<script>1</script>",
    "<SCRIPT src='a.js'>",
    "<iframe src='a'>",
    "<object data='a'>",
    "<embed src='a'>",
    "<form action='https://tiers.example'>",
    "<style>*{}</style>",
    "<link rel=stylesheet href=a>",
    "<meta http-equiv=refresh content='0;url=//tiers.example'>",
    "<base href='//tiers.example'>",
    "<p onclick='a()'>",
    "<svg\nonload = a()>",
    "<img src=x onerror=a()>",
    "<a href='javascript:a()'>",
    '<a href="JAVASCRIPT:a()">',
    "<a href=data:text/html,a>",
    "<a href=' vbscript:a'>",
    "<img src='file:///etc/passwd'>",
    "<template><b></template>",
)

GEO = {"type": "FeatureCollection", "features": []}
#: Un fichier de contours, refusé.
CONTOURS = {
    "profond": b'{"type": ' + b"[" * 200_000,
    "coupé": b'{"type": "FeatureCollection", "features": [',
    "un texte": b'"bonjour"',
    "une liste": b"[]",
    "vide": b"",
    "sans contours": b'{"type": "FeatureCollection"}',
    "d'un autre type": b'{"type": "Feature"}',
    "un nombre énorme": json.dumps({**GEO, "features": [{"geometry": {"type": "Polygon", "coordinates": [[[1e300, 0]]]}, "properties": {"code": "35"}}]}).encode(),
    "un nombre de quatre cents chiffres": b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[[1' + b"0" * 400 + b', 0]]]}, "properties": {"code": "35"}}]}',
    "un nombre infini": b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[[Infinity, 0]]]}, "properties": {"code": "35"}}]}',
    "un nombre qui n'en est pas un": b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": [[[NaN, 0]]]}, "properties": {"code": "35"}}]}',
    "un texte pour un point": json.dumps({**GEO, "features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}, "properties": {"code": "35"}}]}).encode(),
    "un point d'un seul nombre": json.dumps({**GEO, "features": [{"geometry": {"type": "Polygon", "coordinates": [[[1]]]}, "properties": {"code": "35"}}]}).encode(),
    "sans code": json.dumps({**GEO, "features": [{"geometry": {"type": "Polygon", "coordinates": []}, "properties": {}}]}).encode(),
    "une entité nulle": json.dumps({**GEO, "features": [None]}).encode(),
    "un chiffre de dix mille signes": b'{"type": "FeatureCollection", "features": [' + b"9" * 10_000 + b"]}",
    "cinq mégaoctets": b" " * 5_000_000,
    "de l'UTF-16": json.dumps("a").encode("utf-16"),
    "une mention qui n'en est pas une": json.dumps({**GEO, "credits": ["IGN"]}).encode(),
    "une mention sur deux lignes": json.dumps({**GEO, "credits": "IGN\n<script>"}).encode(),
    "une mention d'un demi-caractère": b'{"type": "FeatureCollection", "features": [], "credits": "\\ud800"}',
    "un code d'un demi-caractère": b'{"type": "FeatureCollection", "features": [{"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"code": "\\ud800"}}]}',
    "un code qui porte du HTML": json.dumps({**GEO, "features": [{"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"code": "<b>"}}]}).encode(),
}  # fmt: skip

#: Le nom d'un fichier d'entrée : refusé, et dit sans que le message change de ligne, de couleur ou d'encodage.
NOMS = {
    "une fin de ligne": "a\n::error::b.yml",
    "un échappement de terminal": "\x1b[31mrouge.yml",
    "un titre de fenêtre": "\x1b]0;a\x07.yml",
    "un forçage bidirectionnel": "a\u202eb.yml",
    "des octets sans encodage": "\udcff\udcfe.yml",
    "un nom de Windows": "con.yml",
    "un port de Windows": "lpt1.yml",
    "une majuscule": "Atelier.yml",
    "un accent": "été.yml",
    "une espace": "a b.yml",
    "deux extensions": "atelier.yml.yml",
    "une autre extension": "atelier.yaml",
    "un point final": "atelier.yml.",
    "une sauvegarde": "atelier.yml~",
    "rien": "-.yml",
}  # fmt: skip
