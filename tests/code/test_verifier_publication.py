"""Le dernier contrôle avant l'envoi : ce qui interdit d'envoyer un site est dit, fichier par fichier, sans citer ce qui a fui."""

import base64
import gzip
import html
import io
import json
import struct
import subprocess
import unicodedata
import zipfile
import zlib
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from spaser.cli import main

#: Des valeurs internes du jeu minimal.
PHRASE = "Comparer les tableaux de deux candidats au plus."
PAGE = "<!doctype html><html lang='fr'><head><title>Accueil</title></head><body><p>{}</p></body></html>"


@pytest.fixture
def site(dossier, tmp_path):
    """Un site tout petit et sans faute, à côté d'un jeu où trois valeurs internes ont été écrites."""
    dossier.replace("fournisseurs/atelier.yml", "appreciation: Délais tenus.\n", f"appreciation: {PHRASE}\n")
    dossier.replace("fournisseurs/atelier.yml", "remarques: À rappeler en mars.", "remarques: Voir Zéphyrine Quatrebarbes.")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text(PAGE.format("Bonjour"), encoding="utf-8")
    (folder / "robots.txt").write_text("User-agent: *\n", encoding="utf-8")
    return folder


def verifier(site):
    return CliRunner().invoke(main, ["verifier-publication", str(site)])


def put(site, name, content):
    """Écrit un fichier du site."""
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def refused(site):
    result = verifier(site)
    assert (result.exit_code, result.exception is None or isinstance(result.exception, SystemExit)) == (1, True), result.output
    assert result.output.endswith("Ne pas envoyer ce dossier.\n    aide: docs/interne/publier.md#fuite\n")
    return result.output


def archive(name, content, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
        target.comment = comment
    return buffer.getvalue()


def slug(text):
    return "-".join(unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace(".", "").split())


def test_un_site_sans_faute_peut_partir(site):
    result = verifier(site)
    assert (result.exit_code, result.output) == (0, "2 fichiers contrôlés : rien d'interne, rien de trop, aucun tiers.\n")


FORMES = {
    "tel quel": lambda text: text,
    "majuscules": str.upper,
    "html": lambda text: html.escape(text).replace("é", "&eacute;").replace("x", "&#120;"),
    "html deux fois": lambda text: html.escape("".join(f"&#{ord(sign)};" for sign in text)),
    "html hexadécimal": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text),
    "adresse": quote,
    "adresse entière": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "json": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 décalé d'un": lambda text: base64.b64encode(b"a" + text.encode()).decode(),
    "base64 décalé de deux": lambda text: base64.b64encode(b"ab" + text.encode()).decode(),
    "base64 pour adresse": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "hexadécimal": lambda text: text.encode().hex(),
    "renversé": lambda text: text[::-1],
    "identifiant": slug,
    "utf-16": lambda text: text.encode("utf-16-le").decode("latin-1"),
    "sur plusieurs lignes": lambda text: text.replace(" ", "\n"),
    "espaces insécables": lambda text: text.replace(" ", "\u00a0"),
    "accents en deux signes": lambda text: unicodedata.normalize("NFD", text),
}


@pytest.mark.parametrize("forme", FORMES)
def test_une_valeur_interne_est_vue_sous_chaque_forme(site, forme):
    put(site, "intentions/index.html", PAGE.format(FORMES[forme](PHRASE)))
    output = refused(site)
    assert "intentions/index.html : une valeur interne y est écrite : referentials/fournisseurs/atelier.yml, appreciation\n" in output
    assert "tableaux" not in output, "le message ne cite pas ce qui a fui"


PLACES = {
    "un nom de fichier": (f"intentions/{slug(PHRASE)}/index.html", PAGE.format("rien")),
    "un gzip": ("pagefind/fragment/fr_1.pf_fragment", gzip.compress(PHRASE.encode())),
    "un classeur": ("donnees/a.xlsx", archive("xl/sharedStrings.xml", f"<t>{PHRASE}</t>")),
    "un gzip dans un zip": ("donnees/a.ods", archive("content.xml", gzip.compress(PHRASE.encode()))),
    "un nom de pièce": ("donnees/a.xlsx", archive(f"{slug(PHRASE)}.xml", "")),
    "le commentaire d'une archive": ("donnees/a.xlsx", archive("a.xml", "", PHRASE.encode())),
    "un programme": ("assets/js/a.js", f"const a = '{PHRASE}'"),
    "un tableau JSON": ("donnees/a.json", json.dumps({"a": PHRASE})),
    "un flux": ("abonnements/a.atom", f"<title>{PHRASE}</title>"),
}


@pytest.mark.parametrize("place", PLACES)
def test_une_valeur_interne_est_vue_a_chaque_place(site, place):
    name, content = PLACES[place]
    put(site, name, content)
    assert f"{name} : une valeur interne y est écrite : referentials/fournisseurs/atelier.yml, appreciation" in refused(site)


def test_un_nom_de_personne_un_montant_et_une_entree_interne_sont_vus(site):
    put(site, "intentions/index.html", PAGE.format("Voir Zéphyrine Quatrebarbes, 61 237 €"))
    assert "atelier.yml, remarques" in refused(site)


@pytest.mark.parametrize("written", ["61237", "61 237", "61\u202f237", "61\u00a0237"])
def test_un_montant_interne_est_vu_quelle_que_soit_son_ecriture(dossier, site, written):
    dossier.replace("intentions/2027/2027-001.yml", "montant_estime: 60000", "montant_estime: 61237")
    put(site, "intentions/index.html", PAGE.format(f"Environ {written} €"))
    assert "2027-001.yml, montant_estime" in refused(site)


def test_une_entree_interne_est_vue_par_son_seul_intitule(dossier, site):
    intitule = next(line for line in dossier.read("intentions/2027/2027-002.yml").splitlines() if line.startswith("intitule:")).removeprefix("intitule: ")
    put(site, "intentions/index.html", PAGE.format(intitule))
    assert "2027-002.yml" in refused(site)


def test_une_surcouche_est_cherchee_aussi(dossier, site):
    overlay = dossier.overlay("surcouche")
    overlay.write("fournisseurs/menuiserie.yml", "remarques: Une visite d’atelier imprévue et concluante.\n")
    put(site, "index.html", PAGE.format("Une visite d’atelier imprévue et concluante."))
    assert verifier(site).exit_code == 0
    result = CliRunner().invoke(main, ["verifier-publication", str(site), "--surcouche", "surcouche"])
    assert result.exit_code == 1


def test_un_texte_public_n_est_pas_une_fuite(dossier, site):
    name = next(line for line in dossier.read("intentions/2027/2027-001.yml").splitlines() if line.startswith("description:"))
    put(site, "intentions/2027-001/index.html", PAGE.format(name))
    assert verifier(site).exit_code == 0


SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"
PLACE = "aucun site public n'a de fichier de ce type à cette place"
TIERS = "la page appelle un tiers"
ADRESSE = "une adresse n'est ni du web, ni un courriel, ni un téléphone"
IMAGE = "l'image contient un programme ou appelle un autre fichier. La refaire avec de simples tracés."
META = "l'image porte des métadonnées (auteur, lieu ou appareil). Les enlever avant de la publier."
HISTORIQUE = "un site s'envoie sans son historique. Si ce dossier est une branche à publier, ajouter --historique"
CORE = "<cp:coreProperties><dc:creator>{}</dc:creator></cp:coreProperties>"


def png(kind, content):
    """Une image PNG d'un point, qui porte un bloc de plus."""
    blocks = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (kind, content), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(raw)) + name + raw + struct.pack(">I", zlib.crc32(name + raw)) for name, raw in blocks)


def jpg(code, content):
    """Une image JPEG qui porte un segment de plus ; ses données contiennent l'octet qui annonce un segment."""
    segments = ((code, content), (b"\xdb", bytes(65)), (b"\xc0", b"\x08\0\x01\0\x01\x01\x01\x11\0"), (b"\xda", b"\x01\x01\0\0?\0"))
    return b"\xff\xd8" + b"".join(b"\xff" + name + struct.pack(">H", len(raw) + 2) + raw for name, raw in segments) + b"\x12\xff\0\xff\xd0\x34\xff\xd9"


def webp(kind, content):
    """Une image WebP qui porte un bloc de plus."""
    blocks = b"".join(name + struct.pack("<I", len(raw)) + raw + b"\0" * (len(raw) % 2) for name, raw in ((b"VP8L", b"\x2f\0\0\0\0"), (kind, content)))
    return b"RIFF" + struct.pack("<I", len(blocks) + 4) + b"WEBP" + blocks


#: Un fichier posé dans le site, et ce que la commande en dit.
DEFAUTS = {
    "une page interne": ("interne/index.html", PAGE, PLACE),
    "un kit interne": ("kits/a.docx", archive("a.xml", ""), PLACE),
    "le formulaire": ("edition/index.html", PAGE, PLACE),
    "une décision": ("decisions/a/index.html", PAGE, PLACE),
    "un style interne": ("assets/css/interne/a.css", "a{}", PLACE),
    "une page d'un dossier inconnu": ("notes/index.html", PAGE, PLACE),
    "un fichier YAML": ("referentials/a.yml", "a: b", PLACE),
    "un document égaré": ("note.pdf", b"%PDF", PLACE),
    "un fichier caché": (".env", "A=1", PLACE),
    "un dossier caché": (".cache/config", "x", PLACE),
    "un historique": (".git", "gitdir: ailleurs", HISTORIQUE),
    "une sauvegarde": ("intentions/index.html~", PAGE, PLACE),
    "un carte de sources": ("assets/js/a.js.map", "{}", PLACE),
    "une police": ("assets/a.woff2", b"wOF2", PLACE),
    "un script ailleurs": ("intentions/a.js", "1", PLACE),
    "un nom qui remonte": ("intentions/a..b/index.html", PAGE, PLACE),
    "un carte de sources annoncée": ("assets/js/a.js", "1\n//# sourceMappingURL=a.js.map", "un fichier de développement y est annoncé (source map)"),
    "un script tiers": ("index.html", "<script src='https://tiers.example/a.js'></script>", TIERS),
    "un script tiers sans protocole": ("index.html", "<script src=//tiers.example/a.js></script>", TIERS),
    "une image tierce": ("index.html", "<img alt='' src=\"http://tiers.example/p.gif\">", TIERS),
    "un cadre tiers": ("index.html", "<iframe title='a' src='https://tiers.example'></iframe>", TIERS),
    "un style tiers": ("index.html", "<link rel=stylesheet href='https://tiers.example/a.css'>", TIERS),
    "une connexion anticipée": ("index.html", "<link href='https://tiers.example' rel='preconnect'>", TIERS),
    "un formulaire tiers": ("index.html", "<form method=post action='https://tiers.example'></form>", TIERS),
    "une base tierce": ("index.html", "<base href='https://tiers.example/'>", TIERS),
    "une police tierce": ("assets/css/a.css", "@font-face{src:url(https://tiers.example/a.woff2)}", "un style appelle un tiers"),
    "un style importé": ("assets/css/a.css", "@import '//tiers.example/a.css';", "un style appelle un tiers"),
    "un style tiers en ligne": ("index.html", "<p style='background:url(//tiers.example/a)'>", "un style appelle un tiers"),
    "un appel d'un programme": ("assets/js/a.js", "fetch('https://tiers.example/')", "un programme appelle un tiers"),
    "un module tiers": ("assets/js/a.js", 'import a from "https://tiers.example/a.js"', "un programme appelle un tiers"),
    "une prise réseau": ("assets/js/a.js", "new WebSocket(`wss://tiers.example`)", "un programme appelle un tiers"),
    "une adresse javascript": ("index.html", "<a href='javascript:alert(1)'>a</a>", ADRESSE),
    "une adresse de données": ("index.html", "<a href=\"data:text/html,x\">a</a>", ADRESSE),
    "un fichier local": ("index.html", "<a href='file:///etc/passwd'>a</a>", ADRESSE),
    "un gestionnaire d'évènement": ("index.html", "<p onclick='a()'>a</p>", "un élément de la page porte un programme"),
    "un commentaire": ("index.html", "<p><!-- à revoir --></p>", "un commentaire y est resté"),
    "un chemin de machine": ("donnees/a.json", '{"a": "/home/agent/secret.yml"}', "le chemin d'une machine ou une clé y est écrit"),
    "une clé privée": ("assets/js/a.js", "-----BEGIN RSA PRIVATE KEY-----", "le chemin d'une machine ou une clé y est écrit"),
    "un jeton de forge": ("donnees/a.json", '"glpat-abcdefghij0123456789"', "le chemin d'une machine ou une clé y est écrit"),
    "une image avec Exif": ("assets/a.jpg", jpg(b"\xe1", b"Exif\0\0"), META),
    "une image avec XMP": ("assets/a.jpg", jpg(b"\xe1", b"http://ns.adobe.com/xap/1.0/"), META),
    "une image avec IPTC": ("assets/a.jpg", jpg(b"\xed", b"Photoshop 3.0"), META),
    "une image commentée": ("assets/a.jpg", jpg(b"\xfe", b"fait par une agente"), META),
    "une image suivie d'un texte": ("assets/a.jpg", jpg(b"\xe0", b"JFIF\0") + b"fait par une agente", META),
    "une image PNG signée": ("assets/a.png", png(b"tEXt", b"Author\0Une agente"), META),
    "une image PNG avec Exif": ("assets/a.png", png(b"eXIf", b"MM"), META),
    "une image PNG datée": ("assets/a.png", png(b"tIME", bytes(7)), META),
    "une image PNG à bloc inconnu": ("assets/a.png", png(b"prVt", b"Une agente"), META),
    "une image PNG suivie d'un texte": ("assets/a.png", png(b"gAMA", bytes(4)) + b"Une agente", META),
    "une image WebP avec Exif": ("assets/a.webp", webp(b"EXIF", b"MM"), META),
    "une image WebP avec XMP": ("assets/a.webp", webp(b"XMP ", b"<x:xmpmeta/>"), META),
    "une image SVG commentée": ("assets/a.svg", SVG.format("<!-- Une agente -->"), META),
    "une image SVG décrite": ("assets/a.svg", SVG.format("<metadata>Une agente</metadata>"), META),
    "une image SVG d'un logiciel": ("assets/a.svg", SVG.replace("xmlns=", "xmlns:inkscape='http://www.inkscape.org/' xmlns="), META),
    "une fausse image": ("assets/a.png", "<html>", "le fichier n'est pas une image .png. L'enregistrer à nouveau dans ce format."),
    "une image à script": ("assets/a.svg", SVG.format("<script>1</script>"), IMAGE),
    "une image à évènement": ("assets/a.svg", SVG.format("<g onload='a()'/>"), IMAGE),
    "une image à lien": ("assets/a.svg", SVG.format("<a href='https://tiers.example'/>"), IMAGE),
    "une image à entité": ("assets/a.svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG, IMAGE),
    "une image à cadre": ("assets/a.svg", SVG.format("<foreignObject/>"), IMAGE),
    "une image en UTF-16": ("assets/a.svg", SVG.encode("utf-16"), IMAGE),
    "un auteur": ("donnees/a.xlsx", archive("docProps/core.xml", CORE.format("Une agente")), "un document nomme un auteur qui n'est pas le producteur des données (dans !docProps/core.xml)"),
    "un auteur OpenDocument": ("donnees/a.ods", archive("meta.xml", "<meta:initial-creator>Une agente</meta:initial-creator>"), "un document nomme un auteur qui n'est pas le producteur des données (dans !meta.xml)"),
    "une note de relecture": ("donnees/a.xlsx", archive("xl/comments1.xml", "<a/>"), "un document porte des notes, un lien vers un autre fichier ou un programme (dans !xl/comments1.xml)"),
    "une macro": ("donnees/a.xlsx", archive("xl/vbaProject.bin", "x"), "un document porte des notes, un lien vers un autre fichier ou un programme (dans !xl/vbaProject.bin)"),
    "un lien vers un classeur": ("donnees/a.xlsx", archive("xl/externalLinks/externalLink1.xml", "x"), "un document porte des notes, un lien vers un autre fichier ou un programme (dans !xl/externalLinks/externalLink1.xml)"),
    "une archive commentée": ("donnees/a.xlsx", archive("a.xml", "", b"fait par une agente"), "une archive porte un commentaire (dans !a.xml (commentaire))"),
    "une archive abîmée": ("donnees/a.xlsx", b"PK\x03\x04abc", "une archive ne s'ouvre pas, son contenu ne peut pas être contrôlé"),
    "un gzip abîmé": ("pagefind/a.pf_index", b"\x1f\x8babc", "une archive ne s'ouvre pas, son contenu ne peut pas être contrôlé"),
    "une boîte personnelle": ("index.html", PAGE.format("prenom.nom@departement.example"), "une adresse de courriel nomme une personne"),
    "un mobile": ("index.html", PAGE.format("06 39 98 12 34"), "un numéro de téléphone mobile y est écrit"),
    "un mobile insécable": ("index.html", PAGE.format("06\u00a039\u00a098\u00a012\u00a034"), "un numéro de téléphone mobile y est écrit"),
    "un mobile international": ("index.html", PAGE.format("+33 6 39 98 12 34"), "un numéro de téléphone mobile y est écrit"),
    "un agenda plié": ("abonnements/a.ics", "DESCRIPTION:prenom.\r\n nom@departement.example", "une adresse de courriel nomme une personne"),
}  # fmt: skip


@pytest.mark.parametrize("defaut", DEFAUTS)
def test_chaque_defaut_est_dit_avec_son_fichier(site, defaut):
    name, content, message = DEFAUTS[defaut]
    put(site, name, content)
    assert f"{name} : {message}\n" in refused(site)


PERMIS = {
    "un lien vers un autre site": ("index.html", "<a href='https://www.legifrance.gouv.fr/'>Le code</a>"),
    "une boîte générique": ("index.html", "<a href='mailto:marches@departement.example'>Écrire</a>"),
    "un téléphone fixe": ("index.html", "<a href='tel:+33261910000'>02 61 91 00 00</a>"),
    "un SIRET": ("index.html", PAGE.format("06399812345678")),
    "un identifiant d'évènement": ("abonnements/a.ics", "UID:2027-001@achats.example\r\n"),
    "une image simple": ("assets/a.svg", SVG.format("<use href='#a'/><path d='M0 0'/>")),
    "une image PNG": ("assets/a.png", png(b"gAMA", bytes(4))),
    "une image JPEG": ("assets/a.jpg", jpg(b"\xe0", b"JFIF\0")),
    "une image WebP": ("assets/a.webp", webp(b"ALPH", b"\0\0\0")),
    "le producteur pour auteur": ("donnees/a.xlsx", archive("docProps/core.xml", CORE.format("Département d’essai"))),
}


@pytest.mark.parametrize("cas", PERMIS)
def test_ce_qui_est_permis_n_est_pas_signale(dossier, site, cas):
    name, content = PERMIS[cas]
    producer = next(line for line in dossier.read("collectivite.yml").splitlines() if line.startswith("nom:")).removeprefix("nom: ")
    put(
        site,
        name,
        content if "coreProperties" not in str(content) and cas != "le producteur pour auteur" else archive("docProps/core.xml", CORE.format(producer)),
    )
    result = verifier(site)
    assert result.exit_code == 0, result.output


def test_un_lien_symbolique_est_refuse(site, tmp_path):
    (tmp_path / "secret.html").write_text("x")
    (site / "aide").mkdir()
    (site / "aide" / "index.html").symlink_to(tmp_path / "secret.html")
    (site / "intentions").symlink_to(tmp_path)
    output = refused(site)
    assert "aide/index.html : un lien ou un fichier spécial n'est pas publiable" in output
    assert "intentions : un lien ou un fichier spécial n'est pas publiable" in output


def test_un_dossier_qui_n_est_pas_un_site_est_refuse(site):
    (site / "index.html").unlink()
    assert "index.html : ce dossier n'est pas un site : il n'a pas de page d'accueil" in refused(site)


def test_ce_qui_s_ecarte_du_manifeste_est_dit(site):
    sizes = {path.name: path.stat().st_size for path in site.iterdir()}
    mark = site.with_name(".site-empreinte.json")
    mark.write_text(json.dumps({"fichiers": sizes | {"sitemap.xml": 3}}))
    put(site, "404.html", PAGE)
    put(site, "robots.txt", "User-agent: *\nDisallow:\n")
    output = refused(site)
    assert "sitemap.xml : la construction a écrit ce fichier, il n'est plus là" in output
    assert "404.html : la construction n'a pas écrit ce fichier" in output
    assert "robots.txt : ce fichier a changé depuis la construction" in output


@pytest.mark.parametrize("text", [b"", b"{", b"[" * 100_000, b"[]", b"{}", b'{"fichiers": null}', b'{"fichiers": [1]}', b"\xff"], ids=range(8))
def test_un_manifeste_illisible_est_un_defaut(site, text):
    mark = site.with_name(".site-empreinte.json")
    mark.write_bytes(text)
    assert ".site-empreinte.json : ce compte des fichiers, fait par la construction, ne se lit pas." in refused(site)


def test_des_referentiels_fautifs_arretent_le_controle(dossier, site):
    dossier.replace("fournisseurs/atelier.yml", "effectif: 12", "effectifs: 12")
    result = verifier(site)
    assert result.exit_code == 1
    assert "effectifs : champ inconnu" in result.output


# — Une branche publiée —


@pytest.fixture
def branche(site):
    """Un dépôt fait du seul site, comme celui d'un hébergement par branche."""
    (site / "CNAME").write_text("achats.example\n")
    _git(site, "init", "-q")
    _save(site)
    return site


def _git(site, *arguments):
    own = ("user.name=Forge", "user.email=forge@achats.example", "commit.gpgsign=false", "gc.auto=0")
    return subprocess.run(
        ["git", "-C", str(site), *(part for one in own for part in ("-c", one)), *arguments], check=True, capture_output=True, text=True
    ).stdout


def _save(site, message="Publication"):
    _git(site, "add", "-A", "-f")
    _git(site, "commit", "-q", "--allow-empty", "-m", message)


def historique(site):
    return CliRunner().invoke(main, ["verifier-publication", str(site), "--historique"])


def test_une_branche_faite_du_seul_site_peut_partir(branche):
    put(branche, "index.html", PAGE.format("Bonsoir"))
    _save(branche)
    result = historique(branche)
    assert (result.exit_code, result.output) == (0, "3 fichiers contrôlés : rien d'interne, rien de trop, aucun tiers.\n")
    assert f".git : {HISTORIQUE}" in refused(branche)


def _page_retiree(site):
    put(site, "aide/index.html", PAGE.format(PHRASE))
    _save(site)
    (site / "aide/index.html").unlink()
    _save(site)
    return "fichier"


def _classeur_retire(site):
    put(site, "a.xlsx", archive("xl/sharedStrings.xml", f"<t>{PHRASE}</t>"))
    _save(site)
    (site / "a.xlsx").unlink()
    _save(site)
    return "fichier"


def _nom_retire(site):
    put(site, f"{slug(PHRASE)}.html", PAGE.format("rien"))
    _save(site)
    (site / f"{slug(PHRASE)}.html").unlink()
    _save(site)
    return "noms de fichiers"


def _message(site):
    _save(site, PHRASE)
    return "message"


def _message_oublie(site):
    """Aucune branche n'y mène plus, l'objet est encore dans le dépôt."""
    _save(site, PHRASE)
    _git(site, "reset", "-q", "--hard", "HEAD~1")
    return "message"


def _autre_branche(site):
    _git(site, "checkout", "-q", "-b", "essai")
    put(site, "aide/index.html", PAGE.format(PHRASE))
    _save(site)
    _git(site, "checkout", "-q", "-")
    return "fichier"


def _etiquette(site):
    _git(site, "tag", "-a", "v1", "-m", PHRASE)
    return "étiquette"


def _objets_ranges(site):
    _page_retiree(site)
    _git(site, "repack", "-a", "-d", "-q")
    return "fichier"


@pytest.mark.parametrize("laisser", [_page_retiree, _classeur_retire, _nom_retire, _message, _message_oublie, _autre_branche, _etiquette, _objets_ranges])
def test_une_valeur_interne_gardee_par_l_historique_est_vue(branche, laisser):
    kind = laisser(branche)
    result = historique(branche)
    assert result.exit_code == 1
    assert f".git ({kind} " in result.output
    assert "une valeur interne y est écrite : referentials/fournisseurs/atelier.yml, appreciation" in result.output
    assert "tableaux" not in result.output


def test_un_historique_coupe_ou_illisible_est_refuse(branche, tmp_path):
    """Ce qu'on ne peut pas lire, on ne sait pas ce que cela publie."""
    _save(branche, "Une autre")
    _git(branche, "clone", "-q", "--depth", "1", branche.resolve().as_uri(), str(tmp_path / "coupe"))
    assert ".git : l'historique est coupé ou ne s'ouvre pas. Le reprendre en entier : git fetch --unshallow" in historique(tmp_path / "coupe").output
    for path in (branche / ".git" / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(b"abime")
    result = historique(branche)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True), result.output
    assert ".git : " in result.output


def test_l_historique_ne_se_demande_que_pour_une_branche(site):
    result = historique(site)
    assert result.exit_code == 2
    assert "n'a pas d'historique git : l'option --historique n'a rien à y lire." in result.output
