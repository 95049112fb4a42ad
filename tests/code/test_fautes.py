"""Les fautes de la machine : une coupure à n'importe quel moment laisse chaque fichier entier, et la commande suivante répare."""

import ast
import errno
import inspect
import itertools
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from tableurs import ligne, spaser, tout, xlsx

from spaser import problems, rewriting, search
from spaser.commands import french
from spaser.problems import reason
from spaser.search import Document, SearchError
from spaser.staging import Staging, StagingError, write_atomic


def couper(rank, when, *command):
    """Lance la commande dans un processus que rien ne peut sauver : il se tue à la énième écriture, avant ou après qu'elle a pris place."""
    pid = os.fork()
    if pid == 0:
        count, swap = 0, Path.replace

        def cut(self, target):
            nonlocal count
            if Path(target).suffix != ".yml":  # une mémoire que l'on peut perdre
                return swap(self, target)
            count += 1
            if count == rank and when == "avant":
                os.kill(os.getpid(), signal.SIGKILL)
            done = swap(self, target)
            if count == rank:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        Path.replace = cut
        lancer(*command)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


lancer = spaser


def fichiers(root):
    """Les fichiers de données, sans les restes cachés d'une coupure, que la lecture ignore."""
    return {name: content for name, content in tout(root).items() if not name.rpartition("/")[2].startswith(".")}


def _commande(name, folder):
    if name == "formater":
        return ("formater",)
    if name == "importer":
        rows = [ligne(Objet=f"Tables de lecture {rank}") for rank in range(3)]
        return ("importer", "intentions", str(xlsx(folder / "a.xlsx", rows)), "--annee", "2027", "--le", "2026-12-01")
    return ("nouvelle-annee", "2028", "--le", "2026-12-01")


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("name", ["formater", "importer", "nouvelle-annee"])
def test_une_coupure_pendant_une_ecriture_laisse_des_fichiers_entiers_et_la_suite_repare(dossier, tmp_path, monkeypatch, name):
    """À chaque écriture : un fichier est d'avant ou d'après, jamais entre les deux ; relancer la commande donne ce qu'elle aurait donné sans coupure."""
    for entry in ("atelier", "menuiserie"):
        dossier.write(f"fournisseurs/{entry}.yml", dossier.read(f"fournisseurs/{entry}.yml").replace("’", "'"))
    before, command, swap, written = fichiers(dossier), _commande(name, tmp_path), Path.replace, []
    shutil.copytree(dossier.root, tmp_path / "temoin")
    monkeypatch.setattr(Path, "replace", lambda self, target: (written.append(Path(target)), swap(self, target))[1])
    assert lancer(*command).exit_code == 0
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    after, count = fichiers(dossier), sum(path.suffix == ".yml" for path in written)
    assert after != before
    for rank, when in itertools.product(range(1, count + 1), ("avant", "après")):
        shutil.rmtree(dossier.root)
        shutil.copytree(tmp_path / "temoin", dossier.root)
        assert couper(rank, when, *command) == -signal.SIGKILL
        broken = fichiers(dossier)
        assert {path for path, content in broken.items() if content not in (before.get(path), after.get(path))} == set()
        assert lancer("verifier").exit_code == 0, "ce qui reste est un dossier valable"
        if broken != after:
            assert lancer(*command).exit_code == 0
        assert fichiers(dossier) == after


def test_un_fichier_ecrit_est_entier_ou_comme_avant(tmp_path, monkeypatch):
    path = tmp_path / "a.yml"
    path.write_text("avant")

    def full(self, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"apres")
    assert path.read_text() == "avant"
    assert [found.name for found in tmp_path.iterdir()] == ["a.yml"]


def test_le_fichier_de_la_collectivite_s_ecrit_en_dernier(tmp_path, monkeypatch):
    """Une campagne coupée n'est pas dite ouverte avant que ses intentions soient écrites."""
    written = []
    monkeypatch.setattr(rewriting, "write_atomic", lambda path, content: written.append(path.name))
    rewriting.write_all({tmp_path / "collectivite.yml": "a", tmp_path / "2028-001.yml": "b", tmp_path / "2028-002.yml": "c"})
    assert written == ["2028-001.yml", "2028-002.yml", "collectivite.yml"]


def test_chaque_refus_du_systeme_a_sa_phrase():
    for code in problems._REASONS:
        said = reason(OSError(code, os.strerror(code)))
        assert said and said != os.strerror(code)
    assert reason(OSError(9999, "x")) == "erreur 9999 du système"


@pytest.mark.parametrize(
    ("code", "said"), [(errno.ENOSPC, "le disque est plein"), (errno.EROFS, "le dossier est en lecture seule"), (errno.EACCES, "les droits manquent")]
)
def test_un_dossier_de_sortie_qui_refuse_est_dit(tmp_path, monkeypatch, code, said):
    def refuse(*arguments, **options):
        raise OSError(code, "x")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StagingError, match=f"ne peut pas être écrit : {said}\\.$"):
        Staging(tmp_path / "sortie" / "site").open()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="monter un disque demande d'être administrateur")
@pytest.mark.parametrize(("options", "said"), [("size=4k", "le disque est plein"), ("size=1m,ro", "le dossier est en lecture seule")])
def test_un_vrai_disque_plein_ou_ferme_est_dit_en_francais(dossier, tmp_path, options, said):
    """Un petit disque monté pour de bon : l'écriture échoue, le fichier visé n'existe pas, le message est en français."""
    disk = tmp_path / "disque"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("monter un disque n'est pas permis ici")
    try:
        done = lancer("exporter", "intentions", str(disk / "a.xlsx"))
        assert (done.exit_code, type(done.exception), said in done.output) == (1, SystemExit, True), done.output
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="monter un disque demande d'être administrateur")
@pytest.mark.parametrize("name", ["formater", "importer", "nouvelle-annee"])
def test_des_referentiels_en_lecture_seule_sont_dits_et_rien_ne_change(dossier, tmp_path, monkeypatch, name):
    """Le dossier est monté en lecture seule pour de bon."""
    dossier.replace("fournisseurs/atelier.yml", "nom: L’Atelier", "nom: L'Atelier")
    before, root = fichiers(dossier), str(dossier.root.resolve())
    command = _commande(name, tmp_path)
    if subprocess.run(["mount", "--bind", root, root], check=False, capture_output=True).returncode:
        pytest.skip("monter un disque n'est pas permis ici")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", root], check=True)
        done = lancer(*command)
        assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
        assert "le dossier est en lecture seule" in done.output
        assert fichiers(dossier) == before
    finally:
        subprocess.run(["umount", root], check=True)


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="monter un disque demande d'être administrateur")
def test_un_disque_temporaire_plein_est_dit(dossier, tmp_path, monkeypatch):
    """L'import s'essaie d'abord sur une copie : elle n'y tient pas, rien n'est écrit."""
    disk, before = tmp_path / "disque", fichiers(dossier)
    disk.mkdir()
    command = _commande("importer", tmp_path)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("monter un disque n'est pas permis ici")
    try:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        done = lancer(*command)
        assert (done.exit_code, type(done.exception), "le disque est plein" in done.output) == (1, SystemExit, True), done.output
        assert fichiers(dossier) == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("program", ["/nulle/part/pagefind", "/bin/false"])
def test_sans_pagefind_l_index_le_dit(tmp_path, monkeypatch, program):
    monkeypatch.setattr(search, "_program", lambda: program)
    with pytest.raises(SearchError, match=r"^L'index de recherche n'a pas pu être fait"):
        search.index([Document("a/", "A", "Page", "<p>a</p>")], tmp_path / "pagefind")


def test_sans_police_du_projet_chaque_texte_a_une_police_de_la_machine(racine):
    """Aucune police n'est livrée : chaque liste finit par une famille que tout navigateur a."""
    styles = [path.read_text(encoding="utf-8") for path in sorted((racine / "theme/assets").rglob("*.css"))]
    assert not any("@font-face" in style for style in styles)
    lists = [found for style in styles for found in re.findall(r"(?:font-family|--police[\w-]*):\s*([^;}]+)", style) if not found.startswith("var(--police")]
    assert lists
    assert [found for found in lists if found.rpartition(",")[2].strip() not in ("sans-serif", "serif", "monospace")] == []


def test_sans_navigateur_la_preparation_des_tests_le_dit(racine, tmp_path):
    """Sans droit d'installer, elle dit quoi installer ; les sites, eux, se bâtissent sans navigateur."""
    for name in ("bash", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))
    (tmp_path / "id").write_text("#!/bin/sh\necho 1000\n")
    (tmp_path / "id").chmod(0o755)
    script = [str(tmp_path / "bash"), str(racine / "scripts/preparer.sh"), "navigateur"]
    done = subprocess.run(script, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Il manque : chromium. Les installer (par exemple : sudo apt-get install chromium), puis recommencer.\n")


def test_l_heure_n_est_lue_que_pour_dater_une_saisie(racine):
    """Une horloge fausse ne change rien à une publication : une seule ligne du programme la lit."""
    clock = re.compile(r"\.(?:today|now|utcnow|time_ns)\(|\btime\.time\(|\{\{[^}]*\bnow\(")
    paths = [path for folder in ("spaser", "macros", "theme") for path in sorted((racine / folder).rglob("*")) if path.suffix in (".py", ".html")]
    read = {path.relative_to(racine).as_posix(): clock.findall(path.read_text(encoding="utf-8")) for path in paths}
    assert {path: len(found) for path, found in read.items() if found} == {"spaser/commands/common.py": 1}


def test_hors_d_un_depot_git_le_journal_le_dit(dossier):
    done = lancer("journal", "--depuis", "HEAD~1")
    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert "« HEAD~1 » n'est pas un état connu du dépôt." in done.output


@pytest.mark.parametrize("command", [("importer", "intentions", "a", "--annee", "2027"), ("importer", "decp", "a"), ("importer", "agec", "a")])
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: Path(path).symlink_to("/dev/zero")], ids=["tuyau", "sans fin"])
def test_un_fichier_qui_ne_finirait_jamais_est_refuse(dossier, command, make):
    make("a")
    done = lancer(*command)
    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert "« a » n'est pas un fichier ordinaire." in done.output


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("verifer",), "Erreur : la commande 'verifer' n'existe pas."),
        (("verifier", "--referentiels", "nulle"), "Erreur : '--referentiels' : 'nulle' n'existe pas."),
        (("nouvelle-annee",), "Erreur : il manque 'ANNEE'."),
        (("purger", "--le", "2026-02-31"), "Erreur : '--le' : '2026-02-31' n'est pas une date, écrite AAAA-MM-JJ."),
    ],
)
def test_une_ligne_de_commande_fautive_est_dite_en_francais(dossier, command, said):
    done = lancer(*command)
    assert (done.exit_code, said in done.output) == (2, True), done.output


def test_chaque_phrase_des_lignes_de_commande_a_son_francais():
    """Lues dans la bibliothèque : une phrase de plus, à une mise à jour, se voit."""
    unused = {"DeprecationWarning: The command {name!r} is deprecated.", "Value must be an iterable.", "(dynamic)", "env var: {var}", "unknown error"}
    unused |= {
        "%(prog)s, version %(version)s",
        "Show the version and exit.",
        "Could not open file {filename!r}: {message}",
        "Argument {name!r} takes {nargs} values.",
    }
    unused |= {"Press any key to continue...", "Repeat for confirmation", "Error: The two entered values do not match.", "file", "directory", "path"}
    unused |= {"{value!r} is not a valid boolean.", "{value!r} is not a valid UUID.", "{name} {filename!r} is not executable."}
    said = set()
    for module in french.MODULES:
        calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        said |= {node.args[0].value for node in calls if node.func.id == "_" and isinstance(node.args[0], ast.Constant)}
    assert said - unused - set(french.PHRASES) == set()
    assert len(said & set(french.PHRASES)) > 20
