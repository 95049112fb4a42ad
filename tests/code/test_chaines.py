"""Les chaînes de publication à copier : lisibles, et chaque commande qu'elles lancent existe avec ses options."""

import json
import re
import subprocess
from datetime import date
from pathlib import Path

import click
import pytest
import yaml
from annuaires import RACINE
from click.testing import CliRunner
from test_grilles import GRILLE

from spaser import servers, upkeep, upload
from spaser.cli import COMMANDS, main
from spaser.problems import Problem
from spaser.publication import publish

MODELES = sorted((RACINE / "modeles/publication").glob("*.yml"))
ETAPES = ("verifier", "formater --verifier", "generer --verifier", "journal", "construire", "verifier-publication", "envoi")


def lu(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def textes(node):
    """Chaque texte d'un document YAML."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from textes(item)
    elif isinstance(node, str):
        yield node


def commandes(path):
    return [found for text in textes(lu(path)) for found in re.findall(r"\.venv/bin/spaser ([^\n|>&;]+)", text)]


def test_il_y_a_une_chaine_pour_chaque_forge():
    assert [path.stem for path in MODELES] == ["github-mensuel", "github-publier", "gitlab-ci"]


@pytest.mark.parametrize("path", MODELES, ids=lambda path: path.stem)
def test_chaque_commande_de_la_chaine_existe_avec_ses_options(path):
    found = commandes(path)
    assert found
    for line in found:
        name, *words = line.split()
        assert name in COMMANDS, line
        command = main.get_command(click.Context(main), name)
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known, line
    for text in textes(lu(path)):
        for script in re.findall(r"(?<![\w/.-])scripts/[\w.-]+", text):
            assert (RACINE / script).is_file()


@pytest.mark.parametrize("name", ["gitlab-ci", "github-publier"])
def test_la_chaine_controle_avant_de_publier(name):
    said = "\n".join(commandes(RACINE / f"modeles/publication/{name}.yml"))
    assert [step for step in ETAPES if step not in said] == []
    assert said.index("construire") < said.index("verifier-publication") < said.index("envoi")


def test_gitlab_ne_publie_rien_sans_le_controle_de_fuite_et_n_expose_jamais_le_site_interne():
    jobs = lu(RACINE / "modeles/publication/gitlab-ci.yml")
    for name in ("pages", ".envoyer"):
        assert {"fuites", "verifier"} <= set(jobs[name]["needs"])
    assert jobs["batir"]["artifacts"]["access"] == "developer"
    assert jobs["entretien"]["allow_failure"] is True
    assert "interne" not in json.dumps([jobs["pages"], jobs["apercu"]])


def test_github_ne_met_jamais_le_site_interne_dans_un_artefact():
    jobs = lu(RACINE / "modeles/publication/github-publier.yml")["jobs"]
    assert [step["with"]["path"] for job in jobs.values() for step in job["steps"] if "artifact" in step.get("uses", "")] == ["build/public/site"] * 2
    assert jobs["publier"]["needs"] == "batir"
    assert jobs["batir"]["needs"] == "verifier"


def test_les_scripts_des_chaines_sont_du_bon_shell():
    lines = [line for job in lu(RACINE / "modeles/publication/gitlab-ci.yml").values() if isinstance(job, dict) for line in job.get("script", [])]
    lines += [step["run"] for job in lu(RACINE / "modeles/publication/github-publier.yml")["jobs"].values() for step in job["steps"] if "run" in step]
    for line in lines:
        done = subprocess.run(["bash", "-n"], input=line.encode(), capture_output=True, check=False)
        assert done.returncode == 0, line


def verifie(dossier, form):
    dossier.replace("fournisseurs/atelier.yml", "effectif: 12", "effectif: beaucoup: trop")
    dossier.replace("fournisseurs/menuiserie.yml", "\ncommune: '35288'", "\ncommune: '99999'")
    done = CliRunner().invoke(main, ["verifier", "--format", form])
    assert done.exit_code == 1
    return done.output


def test_les_annotations_de_gitlab(dossier):
    found = json.loads(verifie(dossier, "gitlab"))
    assert {item["location"]["path"] for item in found} == {"referentials/fournisseurs/atelier.yml", "referentials/fournisseurs/menuiserie.yml"}
    code = next(item for item in found if item["check_name"] == "code")
    assert code["severity"] == "blocker"
    assert code["location"]["lines"]["begin"] > 1
    assert "commune : « 99999 »" in code["description"]
    assert "Aide : docs/interne/messages.md#code" in code["description"]
    assert len({item["fingerprint"] for item in found}) == len(found)


def test_les_annotations_de_github_et_de_sarif(dossier):
    lines = verifie(dossier, "github").splitlines()
    assert all(re.match(r"::error file=referentials/[^,:]+,line=\d+,col=\d+,title=[a-z-]+::", line) for line in lines)
    document = json.loads(CliRunner().invoke(main, ["verifier", "--format", "sarif"]).output)
    assert document["version"] == "2.1.0"
    results = document["runs"][0]["results"]
    assert len(results) == len(lines)
    assert {result["ruleId"] for result in results} == {rule["id"] for rule in document["runs"][0]["tool"]["driver"]["rules"]}
    assert all(result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1 for result in results)


def test_une_annotation_de_github_ne_peut_pas_en_ouvrir_une_autre():
    from spaser.annotations import github

    said = github([Problem("a,b:c.yml", 1, 2, "champ", "lu « 100% »\n::error::faux", kind="valeur")])
    assert said.startswith("::error file=a%2Cb%3Ac.yml,line=1,col=2,title=valeur::champ : lu « 100%25 » ::error")
    assert "\n" not in said


def test_sans_faute_les_annotations_sont_vides(dossier):
    done = CliRunner().invoke(main, ["verifier", "--format", "gitlab"])
    assert (done.exit_code, json.loads(done.output)) == (0, [])


def test_l_envoi_ne_dit_que_ce_qui_change(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    for name, text in (("index.html", "un"), ("a/index.html", "deux"), ("vieux.html", "trois")):
        (site / name).write_text(text)
    first = CliRunner().invoke(main, ["envoi", "site", "--avant", "absent.json", "--sortie", "envoi"])
    assert "3 fichiers à envoyer, 0 à retirer." in first.output
    (site / "vieux.html").unlink()
    (site / "index.html").write_text("changé")
    CliRunner().invoke(main, ["envoi", "site", "--avant", "envoi/empreintes.json", "--sortie", "envoi2"])
    assert Path("envoi2/changes.txt").read_text() == "index.html\n"
    assert Path("envoi2/retires.txt").read_text() == "vieux.html\n"
    for faux in (b"[1]", b"{", b"\xff", b"[" * 200_000, b" " * (upload.MAX_BYTES + 1)):
        Path("faux.json").write_bytes(faux)
        done = CliRunner().invoke(main, ["envoi", "site", "--avant", "faux.json", "--sortie", "envoi3"])
        assert done.exit_code == 2
        assert "faux.json : ce n'est pas l'état d'un envoi." in done.output
    assert not Path("envoi3").exists()


@pytest.mark.parametrize("genre", servers.WRITERS)
def test_les_reglages_d_un_serveur_sont_complets_et_bien_fermes(dossier, genre):
    done = CliRunner().invoke(main, ["serveur", genre])
    assert done.exit_code == 0
    text = done.output
    assert text.count("{") == text.count("}")
    for tag in re.findall(r"<(\w+)[ >]", text):
        assert text.count(f"<{tag}") == text.count(f"</{tag}>"), tag
    for wanted in (servers.POLICY, "nosniff", "Strict-Transport-Security", servers.INDEX_CACHE, "/404.html"):
        assert wanted in text
    assert servers.NO_INDEX not in text
    assert "unsafe-inline" not in text
    assert servers.NO_INDEX in CliRunner().invoke(main, ["serveur", genre, "--audience", "interne"]).output


@pytest.mark.parametrize("genre", servers.WRITERS)
def test_une_fiche_retiree_mene_a_celle_qui_la_remplace(dossier, genre):
    dossier.append("fournisseurs/atelier.yml", "retire_le: 2026-11-22\nremplace_par: menuiserie\n")
    text = CliRunner().invoke(main, ["serveur", genre]).output
    assert re.search(r"/fournisseurs/atelier/\S* \S*/fournisseurs/menuiserie/", text)


def test_l_entretien_liste_ce_qui_est_en_retard_et_ne_bloque_jamais(dossier):
    done = CliRunner().invoke(main, ["entretien", "--le", "2030-01-01"])
    assert done.exit_code == 0
    assert "- [ ] L’Atelier (`atelier`), à relire avant le 22\u00a0novembre\u00a02027" in done.output
    done = CliRunner().invoke(main, ["entretien", "--le", "2026-11-23"])
    assert "Relectures en retard\u00a0: aucune" in done.output


def test_l_entretien_relit_tout_ce_que_le_controle_date(dossier):
    """Les entrées sans page aussi : une grille de conformité a une date, et cite un rapport."""
    grid = GRILLE.replace("technologies:", "plan_annuel: https://plan.fr/\n  technologies:")
    dossier.write("grilles/rgaa.yml", grid)
    edition = publish(dossier.load(), "interne")
    assert "rgaa" in {name for name, _, _ in upkeep.late(edition, date(2030, 1, 1))}
    assert upkeep.links(edition)["https://plan.fr/"] == ["rgaa"]


def test_les_liens_morts_sont_dits_avec_ceux_qui_les_citent(internal):
    found = upkeep.links(internal.edition)
    assert all(address.startswith("http") for address in found)
    broken = list(upkeep.dead(internal.edition, lambda _: "réponse 404"))
    assert len(broken) == len(found)
    text = upkeep.markdown(date(2026, 11, 23), [], [("https://a.fr/", "réponse 404", ["x", "y"])])
    assert "- [ ] <https://a.fr/>\u00a0: réponse 404 (x, y)" in text
    assert upkeep.answer("http://127.0.0.1:9/") == "pas de réponse"


@pytest.mark.parametrize("name", ["github-mensuel", "gitlab-ci"])
def test_les_failles_connues_des_logiciels_sont_dites_chaque_mois(name):
    """L'examen porte sur le verrou, avec ses empreintes ; il rend compte dans le ticket, et n'arrête rien."""
    text = next(path for path in MODELES if path.stem == name).read_text(encoding="utf-8")
    assert "pip-audit --require-hashes --disable-pip --format markdown -r requirements.lock >> entretien.md 2>&1 || true" in text
