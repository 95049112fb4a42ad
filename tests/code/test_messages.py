"""Ce que lit une personne qui s'est trompée : chaque mot des messages est un contrat."""

import ast
import re
import shutil
from pathlib import Path

import pytest
from outillage import FIXTURES

from spaser import reading, validation
from spaser.problems import APART, GUIDE, DataError, Problem, did_you_mean, help_of

AFFREUX = sorted(path.name for path in (FIXTURES / "affreux").iterdir())
SOURCES = Path(validation.__file__).parent
JARGON = re.compile(
    r"\b(mapping|schema|null|none|type(?! d[e'])|string|enum|boolean|integer|dict|tuple|traceback|exception|parse|token|scalar)\b", re.IGNORECASE
)
GENRES = ("codes", "collectivite", "famille", "critere", "exigence", "fournisseur", "intention", "objectif", "transverse", "attributions")


@pytest.mark.parametrize("genre", AFFREUX)
def test_un_referentiel_affreux_donne_tous_ses_messages_mot_pour_mot(dossier, genre):
    """Le texte attendu est dans `tests/fixtures/affreux/<genre>/attendu.txt`, tel que l'écran l'affiche."""
    folder = FIXTURES / "affreux" / genre
    shutil.copytree(folder / "referentials", dossier.root, dirs_exist_ok=True)
    result = dossier.verify()
    assert result.output == (folder / "attendu.txt").read_text(encoding="utf-8")
    assert result.exit_code == 1


@pytest.mark.parametrize("genre", GENRES)
def test_chaque_referentiel_a_son_exemple_affreux(genre):
    assert genre in AFFREUX


def test_un_dossier_sans_faute_le_dit_et_finit_bien(dossier):
    result = dossier.verify()
    assert result.output == "56 entrées vérifiées, aucune erreur, 0 avertissement.\n"
    assert result.exit_code == 0


def test_un_avertissement_se_lit_mais_ne_bloque_pas(dossier):
    dossier.replace("fournisseurs/atelier.yml", "verifie_le: 2026-11-22\na_revoir_avant: 2027-11-22", "verifie_le: 2025-11-22\na_revoir_avant: 2026-10-31")
    result = dossier.verify()
    assert result.output == (
        "Avertissement : referentials/fournisseurs/atelier.yml:7:17: a_revoir_avant : relecture en retard depuis le 2026-10-31\n"
        "    Conseil : relire l'entrée et avancer les deux dates\n"
        "56 entrées vérifiées, aucune erreur, 1 avertissement.\n"
    )
    assert result.exit_code == 0


def test_une_seule_erreur_se_compte_au_singulier(dossier):
    dossier.replace("fournisseurs/atelier.yml", "effectif: 12", "effectifs: 12")
    assert dossier.verify().output == (
        "referentials/fournisseurs/atelier.yml:20:1: effectifs : champ inconnu\n"
        "    Conseil : vouliez-vous écrire « effectif » ?\n"
        "\n1 erreur dans 1 fichier. Rien n'a été publié.\n"
        "    aide: docs/interne/messages.md#champ-inconnu\n"
    )


def test_un_fichier_fautif_ne_fait_pas_accuser_ceux_qui_le_citent(dossier):
    """La famille abîmée est citée par une intention et deux critères : une seule erreur, la sienne."""
    dossier.replace("familles/mobilier.yml", "nature: fournitures\n", "")
    dossier.append("codes/services.yml", "    couriel: x\n")
    assert dossier.problems() == [
        "referentials/codes/services.yml:16:5: lignes[2].couriel : champ inconnu\n    Conseil : vouliez-vous écrire « courriel » ?",
        "referentials/familles/mobilier.yml:1:1: nature : champ obligatoire absent\n    Conseil : ajouter « nature: … »",
    ]


def test_une_liste_dont_tous_les_elements_sont_fautifs_ne_passe_pas_pour_vide(dossier):
    dossier.replace("familles/mobilier.yml", "  - '3916'", "  - mobilier")
    assert dossier.problems() == [
        "referentials/familles/mobilier.yml:11:5: cpv[1] : un code CPV est attendu, lu « mobilier »\n"
        "    Conseil : de 2 à 8 chiffres, sans la clé : 39160000 ou 3916"
    ]


def test_un_message_tient_sur_une_ligne_meme_s_il_cite_un_texte_qui_en_a_plusieurs(dossier):
    dossier.replace("intentions/2027/2027-001.yml", "cpv: '39160000'", "cpv: |-\n  39\n  16")
    assert dossier.problems() == [
        "referentials/intentions/2027/2027-001.yml:12:6: cpv : un code CPV est attendu, lu « 39 16 »\n"
        "    Conseil : de 2 à 8 chiffres, sans la clé : 39160000 ou 3916"
    ]


def test_un_texte_trop_long_est_cite_en_partie(dossier):
    dossier.replace("fournisseurs/atelier.yml", "nom: L’Atelier", f"nom: {'x' * 401}")
    assert dossier.problems() == [
        f"referentials/fournisseurs/atelier.yml:8:6: nom : un texte de 400 caractères au plus est attendu, lu « {'x' * 57}… »\n"
        "    Conseil : raccourcir le texte"
    ]


def test_les_problemes_sont_tries_et_dits_une_fois():
    late, early = Problem("b.yml", 1, 1, "x", "non"), Problem("a.yml", 10, 1, "x", "non")
    assert DataError([late, early, late]).problems == [early, late]


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("foutnitures", "vouliez-vous écrire « fournitures » ?"),
        ("serices", "vouliez-vous écrire « services » ?"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_on_propose_le_mot_le_plus_proche_ou_rien(word, advice):
    assert did_you_mean(word, ["fournitures", "services", "travaux"]) == advice


def _sentences(path: Path):
    """Les phrases écrites dans un module, notices exclues."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notices = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value and id(node) not in notices:
            yield node.value


SPEAKING = [*(SOURCES / "checks").glob("*.py"), SOURCES / "overlay.py", SOURCES / "corpus.py", SOURCES / "catalogue.py", SOURCES / "cli.py"]


def test_aucun_message_ne_parle_la_langue_des_programmes():
    said = [sentence for path in SPEAKING for sentence in _sentences(path)]
    said += [text for pair in validation._SHAPES.values() for text in pair] + [text for row in reading._SYNTAX for text in row[1:]]
    assert len(said) > 100
    assert [sentence for sentence in said if JARGON.search(sentence)] == []


@pytest.mark.parametrize("genre", AFFREUX)
def test_aucun_message_affiche_ne_parle_la_langue_des_programmes(genre):
    """Les noms de champs, écrits avant le message, ne comptent pas : `type` est un champ."""
    lines = (FIXTURES / "affreux" / genre / "attendu.txt").read_text(encoding="utf-8").splitlines()
    said = [re.sub(r"^(Avertissement : )?\S+:\d+:\d+: (\S+ : )?", "", line) for line in lines]
    said = [re.sub(r"« [^»]* »", "", line) for line in said]
    assert [line for line in said if JARGON.search(line)] == []


def _kinds() -> set[str]:
    """Toutes les rubriques qu'un problème peut nommer."""
    found = {validation._help_section(name) for name in ("missing", "extra_forbidden", "string_type")}
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "kind" and isinstance(node.value, ast.Constant):
                found.add(node.value.value)
    return found


def test_chaque_probleme_a_sa_rubrique_d_aide_et_chaque_rubrique_son_probleme(racine):
    """L'ancre de la rubrique est le `kind` du problème, dans la page que son aide nomme."""
    written = {f"{page}#{anchor}" for page in (GUIDE, *APART) for anchor in re.findall(r"\{ ?#([a-z-]+) ?\}", (racine / page).read_text(encoding="utf-8"))}
    assert written == set(map(help_of, _kinds()))


def test_tout_probleme_nomme_sa_rubrique():
    """Un problème posé sans `kind` n'aurait pas d'aide."""
    silent = []
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "problem"):
                named = {keyword.arg for keyword in node.keywords}
                if "kind" not in named and len(node.args) < 8:
                    silent.append(f"{path.name}:{node.lineno}")
    assert silent == []
