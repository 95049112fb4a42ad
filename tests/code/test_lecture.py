"""La lecture d'un fichier : des bornes étroites, une ligne de français pour chaque piège, et pas un octet de perdu."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outillage import MINIMAL

from spaser.layout import LAYOUT
from spaser.model import Collectivite, Modele
from spaser.model.walk import champs
from spaser.places import UnreadableError
from spaser.problems import Problem
from spaser.reading import parse, read, read_text
from spaser.validation import build

PLACE = "fournisseurs/essai.yml"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
GOOD = (MINIMAL / "fournisseurs/atelier.yml").read_text(encoding="utf-8").replace("id: atelier", "id: essai").replace("00000002600013", "00000004200002")

#: Ce qui est écrit dans le fichier, puis la ligne et la colonne, le message et le conseil.
HOSTILE = {
    "une clé inconnue": (GOOD.replace("effectif:", "efectif:"), "20:1: efectif : champ inconnu", "vouliez-vous écrire « effectif » ?"),
    "un code inconnu": (GOOD.replace("- EI", "- EJ"), "11:5: types[1] : « EJ » n'est pas un type de structure", ""),
    "un renvoi inconnu": (
        GOOD.replace("prestations:", "familles:\n  - mobiler\nprestations:"),
        "15:5: familles[1] : « mobiler » ne mène à rien, une famille d'achat est attendue",
        "vouliez-vous écrire « mobilier » ?",
    ),
    "une clé doublée": (GOOD + "nom: Encore\n", "31:1: nom : champ déjà écrit ligne 8", "supprimer l'une des deux lignes"),
    "une clé doublée dans un groupe": (
        GOOD.replace("  epci:", "  france: true\n  france: false\n  epci:"),
        "17:3: zone_intervention.france : champ déjà écrit ligne 16",
        "supprimer l'une des deux lignes",
    ),
    "une bombe d'alias": (BOMB, "1:4: un renvoi « & » ou « * » n'est pas accepté", "recopier le texte, ou le mettre entre guillemets"),
    "un alias": ("id: *x\n", "1:5: un renvoi « & » ou « * » n'est pas accepté", "recopier le texte, ou le mettre entre guillemets"),
    "une ancre sur un texte": ("id: &x essai\n", "1:5: un renvoi « & » ou « * » n'est pas accepté", "recopier le texte, ou le mettre entre guillemets"),
    "une ancre sur une clé": ("&x id: essai\n", "1:1: un renvoi « & » ou « * » n'est pas accepté", "recopier le texte, ou le mettre entre guillemets"),
    "une étiquette": ("id: !!python/name:os.system essai\n", "1:5: une étiquette « ! » n'est pas acceptée", "mettre le texte entre guillemets"),
    "une étiquette sur un groupe": ("source: !!map\n  titre: x\n", "1:9: une étiquette « ! » n'est pas acceptée", "mettre le texte entre guillemets"),
    "une fusion": ("<<: {id: essai}\n", "1:1: une fusion « << » n'est pas acceptée", "recopier les champs voulus"),
    "une tabulation": ("id: essai\nsource:\n\ttitre: x\n", "3:1: une tabulation n'est pas acceptée", "la remplacer par des espaces"),
    "un fichier vide": ("", "1:1: le fichier est vide", "écrire l'entrée, ou supprimer le fichier"),
    "un fichier de blancs": ("\n \n# rien\n", "1:1: le fichier est vide", "écrire l'entrée, ou supprimer le fichier"),
    "un fichier nul": ("~\n", "1:1: le fichier est vide", "écrire l'entrée, ou supprimer le fichier"),
    "un fichier d'un mégaoctet": ("nom: " + "x" * 1024 * 1024, "1:1: le fichier dépasse 256 Ko", "le partager en plusieurs fichiers"),
    "un fichier qui n'est pas en UTF-8": (
        "id: essai\nnom: L’été".encode("cp1252"),
        "2:1: le fichier n'est pas en UTF-8",
        "l'enregistrer avec l'encodage UTF-8",
    ),
    "un fichier en UTF-16": ("id: essai".encode("utf-16"), "1:1: le fichier n'est pas en UTF-8", "l'enregistrer avec l'encodage UTF-8"),
    "un octet nul": (b"id: es\x00sai\n", "1:7: un caractère invisible (U+0000) n'est pas accepté", "effacer puis retaper ce passage"),
    "un indicateur d'ordre au milieu": (
        "id: essai\nnom: L\ufeffa\n",
        "2:7: un caractère invisible (U+FEFF) n'est pas accepté",
        "effacer puis retaper ce passage",
    ),
    "un texte de droite à gauche": ("id: essai\nnom: a\u202eb\n", "2:7: un caractère invisible (U+202E) n'est pas accepté", "effacer puis retaper ce passage"),
    "une espace de largeur nulle": ("id: essai\nno\u200bm: a\n", "2:3: un caractère invisible (U+200B) n'est pas accepté", "effacer puis retaper ce passage"),
    "un invisible écrit par un échappement": (
        'nom: "a\\u202eb"\n',
        "1:6: un caractère invisible (U+202E) n'est pas accepté",
        "effacer puis retaper ce passage",
    ),
    "une commande de terminal écrite par un échappement": (
        'nom: "\\e[2J"\n',
        "1:6: un caractère invisible (U+001B) n'est pas accepté",
        "effacer puis retaper ce passage",
    ),
    "une clé invisible écrite par un échappement": (
        '"\\u2060id": x\n',
        "1:1: un caractère invisible (U+2060) n'est pas accepté",
        "effacer puis retaper ce passage",
    ),
    "une date impossible": (
        GOOD.replace("a_revoir_avant: 2027-11-22", "a_revoir_avant: 2027-02-29"),
        "7:17: a_revoir_avant : une date est attendue, lu « 2027-02-29 »",
        "écrire AAAA-MM-JJ, par exemple 2026-11-22",
    ),
    "vingt et un niveaux": ("a: " + "[" * 21 + "]" * 21, "1:24: plus de 20 niveaux de retrait", "simplifier l'entrée"),
    "cent mille niveaux": ("a: " + "[" * 100_000, "1:24: plus de 20 niveaux de retrait", "simplifier l'entrée"),
    "vingt mille éléments": ("a: [" + "x," * 20_001 + "]", "1:39999: le fichier a plus de 20000 éléments", "le partager en plusieurs fichiers"),
    "deux documents": ("id: essai\n---\nid: encore\n", "2:1: le fichier contient deux documents", "supprimer la ligne « --- »"),
    "un guillemet non fermé": ('id: essai\nnom: "L’atelier\ncommune: 35238\n', "4:1: un guillemet ouvert n'est pas refermé", "fermer le guillemet"),
    "un deux-points de trop": (
        "nom: Lot 1 : nettoyage\n",
        "1:12: un « : » est mal placé",
        "mettre le texte entre guillemets, ou aligner le champ avec ses voisins",
    ),
    "un deux-points oublié": (
        "id: essai\nnom\ncommune: 35\n",
        "3:1: un « : » manque après le nom du champ",
        "écrire « champ: valeur »",
    ),
    "un retrait de travers": (
        "source:\n    titre: x\n  url: y\n",
        "3:3: le retrait de la ligne ne suit pas celui de ses voisines",
        "aligner le champ avec ceux du même groupe",
    ),
    "un caractère réservé": ("nom: @atelier\n", "1:6: un caractère est mal placé", "mettre le texte entre guillemets"),
    "un groupe en guise de clé": ("{a: b}: c\n", "1:1: un nom de champ est attendu", "écrire « champ: valeur »"),
    "une liste au lieu d'une entrée": (
        "- id: essai\n",
        "1:1: un groupe de champs est attendu, lu une liste de 1 élément",
        "écrire les champs en retrait, sous celui-ci",
    ),
    "une phrase au lieu d'une entrée": ("Bonjour.\n", "1:1: un groupe de champs est attendu, lu « Bonjour. »", "écrire les champs en retrait, sous celui-ci"),
}


#: La rubrique d'aide de chaque piège ; « lecture » pour les autres.
KINDS = {
    "une clé inconnue": "champ-inconnu",
    "un code inconnu": "code",
    "un renvoi inconnu": "renvoi",
    "une clé doublée": "champ-double",
    "une clé doublée dans un groupe": "champ-double",
    "une date impossible": "valeur",
    "une liste au lieu d'une entrée": "valeur",
    "une phrase au lieu d'une entrée": "valeur",
}


def _expected(place: str, message: str, advice: str, kind: str = "lecture") -> str:
    line = f"{place}:{message}\n" + (f"    Conseil : {advice}\n" if advice else "")
    return f"{line}\n1 erreur dans 1 fichier. Rien n'a été publié.\n    aide: docs/interne/messages.md#{kind}\n"


@pytest.mark.parametrize("piege", HOSTILE)
def test_un_piege_donne_sa_ligne_et_rien_d_autre(dossier, piege):
    content, message, advice = HOSTILE[piege]
    dossier.write(PLACE, content)
    result = dossier.verify()
    assert result.output == _expected(f"referentials/{PLACE}", message, advice, KINDS.get(piege, "lecture"))
    assert result.exit_code == 1


def test_un_lien_vers_un_fichier_du_dehors_n_est_pas_suivi(dossier, tmp_path):
    outside = tmp_path / "secret.yml"
    outside.write_text(GOOD, encoding="utf-8")
    (dossier.root / PLACE).symlink_to(outside)
    result = dossier.verify()
    assert result.output == _expected(f"referentials/{PLACE}", "1:1: un lien vers un autre fichier n'est pas accepté", "copier le fichier lui-même")
    assert "secret" not in result.output


def test_un_lien_vers_un_dossier_du_dehors_n_est_pas_suivi(dossier, tmp_path):
    (tmp_path / "dehors").mkdir()
    (tmp_path / "dehors" / "secret.yml").write_text(GOOD, encoding="utf-8")
    (dossier.root / "fournisseurs" / "lien").symlink_to(tmp_path / "dehors")
    assert dossier.verify().output == _expected(
        "referentials/fournisseurs/lien", "1:1: un lien vers un autre fichier n'est pas accepté", "copier le fichier lui-même"
    )


def test_un_lien_qui_tourne_en_rond_ne_bloque_pas(dossier):
    (dossier.root / "fournisseurs" / "boucle.yml").symlink_to("boucle.yml")
    assert dossier.verify().output == _expected(
        "referentials/fournisseurs/boucle.yml", "1:1: un lien vers un autre fichier n'est pas accepté", "copier le fichier lui-même"
    )


def test_un_tube_ne_bloque_pas(dossier):
    os.mkfifo(dossier.root / PLACE)
    assert dossier.verify().output == _expected(f"referentials/{PLACE}", "1:1: un fichier ordinaire est attendu", "l'enlever du dossier")


@pytest.mark.parametrize("name", ["..yml", "a..b.yml", "..-evasion.yml", "é.yml", "Majuscule.yml", "deux mots.yml", "essai.yaml", "essai.txt", "essai"])
def test_un_nom_de_fichier_inattendu_est_refuse(dossier, name):
    dossier.write(f"fournisseurs/{name}", GOOD)
    assert dossier.verify().output == _expected(
        f"referentials/fournisseurs/{name}",
        "1:1: un fichier nommé en minuscules, chiffres et tirets, finissant par .yml, est attendu",
        "renommer le fichier ou le sortir du dossier",
    )


@pytest.mark.parametrize("place", ["essai.yml", "inconnu/essai.yml", "fournisseurs/2027/essai.yml", "intentions/essai.yml", "eco/batiment/eau/essai.yml"])
def test_un_fichier_a_une_place_inconnue_est_refuse(dossier, place):
    dossier.write(place, GOOD)
    assert dossier.verify().output == _expected(
        f"referentials/{place}", "1:1: ce fichier n'est pas à une place connue", "voir le plan des dossiers dans CONTRIBUTING.md"
    )


def test_un_identifiant_qui_remonte_un_dossier_est_refuse(dossier):
    dossier.write(PLACE, GOOD.replace("id: essai", "id: ../essai"))
    assert dossier.verify().output == _expected(
        f"referentials/{PLACE}",
        "1:5: id : un identifiant est attendu, lu « ../essai »",
        "lettres minuscules sans accent, chiffres et tirets : « mobilier-scolaire »",
        "valeur",
    )


def test_un_fichier_cache_est_ignore(dossier):
    dossier.write("fournisseurs/.essai.yml.swp", b"\xff\xfe")
    dossier.write(".git/config", "x")
    assert dossier.problems() == []


def test_le_fichier_de_la_collectivite_ne_peut_pas_manquer(dossier):
    (dossier.root / "collectivite.yml").unlink()
    assert dossier.verify().output == _expected(
        "referentials/collectivite.yml", "1:1: le fichier de la collectivité manque", "copier celui d'un autre dépôt et l'adapter"
    )


def test_un_dossier_vide_ne_dit_que_ce_qui_manque(dossier, tmp_path):
    (tmp_path / "vide").mkdir()
    dossier = type(dossier)(Path("vide"))
    assert dossier.problems() == ["vide/collectivite.yml:1:1: le fichier de la collectivité manque\n    Conseil : copier celui d'un autre dépôt et l'adapter"]


def test_tous_les_pieges_ensemble_sont_dits_dans_peu_de_memoire(dossier):
    """La vraie commande, dans un processus borné à 1 Go d'adresses : une bombe développée n'y tiendrait pas."""
    for rank, (content, _, _) in enumerate(HOSTILE.values()):
        dossier.write(f"fournisseurs/piege-{rank:02}.yml", content)
    done = subprocess.run(
        [sys.executable, "-c", "from spaser.cli import main; main()", "verifier"],
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30)),
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for rank in range(len(HOSTILE)):
        assert f"referentials/fournisseurs/piege-{rank:02}.yml:" in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "01234567012345",
        "03",
        "08",
        "0o17",
        "0x1F",
        "1_000",
        "non",
        "no",
        "oui",
        "Yes",
        "true",
        "12:30",
        "1.10",
        "1e3",
        "2026-11-22",
        ".inf",
        "12.",
        "= 3",
        "+33",
    ],
)
def test_un_scalaire_garde_tous_ses_caracteres(text):
    assert parse(f"a: {text}\n", "f")[0].data == {"a": text}
    assert parse(f"- {text}\n- '{text}'\n", "f")[0].data == [text, text]


@pytest.mark.parametrize("text", ["a:\n", "a: ~\n", "a: null\n", "a: ''\n"])
def test_un_champ_laisse_vide_vaut_un_champ_absent(text):
    assert parse(text, "f")[0].data == {"a": None}


def test_un_mot_entre_guillemets_n_est_jamais_un_vide():
    assert parse("a: 'null'\nb: '~'\n", "f")[0].data == {"a": "null", "b": "~"}


def test_un_fichier_avec_indicateur_d_ordre_se_lit_comme_sans(dossier):
    dossier.write(PLACE, b"\xef\xbb\xbf" + GOOD.encode())
    assert dossier.problems() == []


def test_un_fichier_enregistre_sous_windows_se_lit(dossier):
    dossier.write(PLACE, GOOD.replace("\n", "\r\n"))
    assert dossier.problems() == []


def test_un_accent_en_deux_signes_devient_un_seul(tmp_path):
    path = tmp_path / "a.yml"
    path.write_text('a: e\u0301te\u0301\nb: "e\\u0301"\n', encoding="utf-8")
    assert read(path, "f")[0].data == {"a": "été", "b": "é"}


def test_chaque_champ_sait_sa_ligne_et_sa_colonne():
    tree, problems = parse("a: x\nb:\n  - c: y\n    d: z\n", "f.yml")
    assert problems == []
    assert {path: (place.line, place.column) for path, place in tree.places.items()} == {
        (): (1, 1),
        ("a",): (1, 4),
        ("b",): (3, 3),
        ("b", 0): (3, 5),
        ("b", 0, "c"): (3, 8),
        ("b", 0, "d"): (4, 8),
    }
    assert (tree.keys["b", 0, "d"].line, tree.keys["b", 0, "d"].column) == (4, 5)


def test_exactement_vingt_niveaux_et_vingt_mille_elements_passent():
    parse("[" * 20 + "a" + "]" * 20, "f")
    parse("[" + "x," * 19_999 + "]", "f")


def _attempt(action):
    """Le résultat d'une lecture, ou son refus ; toute autre exception fait échouer le test."""
    try:
        return action()
    except UnreadableError as error:
        assert isinstance(error.problem, Problem)
        assert error.problem.message
        return error.problem


YAML = st.text(alphabet="ab: -\n'\"[]{},&*!|>#%@`?~<\\\t0=.\u00e9\u00a0\x85\u2028", max_size=60)


@given(YAML | st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example("? a\n? b")
@example("%YAML 9.9\n---\na")
@example("a: 'b\n---\n")
@example("- \n  ? - a")
def test_tout_texte_donne_un_arbre_ou_un_refus(text):
    """Jamais une exception d'une autre sorte, jamais autre chose que des groupes, des listes et des textes."""
    result = _attempt(lambda: parse(text, "f"))
    if not isinstance(result, Problem):
        _check_tree(result[0].data)
        for model in (Collectivite, LAYOUT["fournisseurs"][0]):
            entry, problems = build(model, result[0])
            assert (entry is None) == bool(problems)


def _check_tree(data):
    if isinstance(data, dict):
        assert all(isinstance(key, str) for key in data)
        data = list(data.values())
    for item in data if isinstance(data, list) else ():
        assert item is None or isinstance(item, str | dict | list)
        _check_tree(item)


@given(st.binary(max_size=300))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\x00")
def test_tous_les_octets_donnent_un_texte_ou_un_refus(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "octets.yml"
    path.write_bytes(raw)
    result = _attempt(lambda: read_text(path, "f"))
    assert isinstance(result, str | Problem)


def _trees(model: type[Modele]) -> st.SearchStrategy:
    """Des arbres qui ressemblent de loin à une entrée : les bons noms, des valeurs quelconques."""
    names = [champ.name for champ in champs(model)] + ["inconnu"]
    scalars = st.none() | st.sampled_from(["x", "2027", "2027-T1", "2026-11-22", "true", "-1", "1e999", "NaN", "é" * 500]) | st.text(max_size=5)
    values = st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*names, "code", "url"]), inner, max_size=3), max_leaves=8
    )
    return st.dictionaries(st.sampled_from(names), values, max_size=8)


@pytest.mark.parametrize("model", [Collectivite, *(row[0] for row in LAYOUT.values())], ids=lambda model: model.__name__)
@settings(max_examples=40)
@given(data=st.data())
def test_tout_arbre_donne_une_entree_ou_des_problemes_en_francais(model, data):
    import yaml

    text = yaml.safe_dump(data.draw(_trees(model)), allow_unicode=True)
    result = _attempt(lambda: parse(text, "f"))
    if isinstance(result, Problem):
        return
    entry, problems = build(model, result[0])
    assert (entry is None) == bool(problems)
    assert all("\n" not in str(problem).replace("\n    Conseil : ", "") for problem in problems)
