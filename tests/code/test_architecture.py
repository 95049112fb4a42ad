"""Les couches du programme, telles que `pyproject.toml` les déclare."""

import os
import subprocess
import sys
import tomllib

import pytest


def _lint(folder, config):
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache", "--config", str(config)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_les_contrats_d_imports_sont_tenus(racine):
    done = _lint(racine, racine / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("contract", [0, 1], ids=["couches", "MkDocs"])
def test_un_contrat_d_imports_peut_etre_enfreint(racine, tmp_path, contract):
    """Un paquet factice, soumis aux mêmes contrats, où la brique du bas importe la commande, et la commande MkDocs."""
    declared = tomllib.loads((racine / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [name for layer in declared["contracts"][0]["layers"] for name in layer.replace("|", ":").split(":")]
    for package in ("spaser", "macros"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for name in layers:
        (tmp_path / "spaser" / f"{name.strip()}.py").touch()
    (tmp_path / "spaser" / "plugin.py").write_text("import mkdocs\n")
    (tmp_path / "spaser" / "commands.py").unlink()
    (tmp_path / "spaser" / "commands").mkdir()
    (tmp_path / "spaser" / "commands" / "__init__.py").touch()
    (tmp_path / "spaser" / "commands" / "construction.py").write_text("import mkdocs\n")
    assert _lint(tmp_path, racine / "pyproject.toml").returncode == 0
    (tmp_path / "spaser" / "problems.py").write_text(["from spaser import cli\n", "import mkdocs\n"][contract])
    done = _lint(tmp_path, racine / "pyproject.toml")
    assert done.returncode == 1
    assert f"{declared['contracts'][contract]['name']} BROKEN" in done.stdout


@pytest.mark.xdist_group("temoin")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="les groupes ne servent qu'entre plusieurs processus")
def test_un_groupe_de_tests_va_au_meme_processus(request):
    """Sans son groupe dans son nom, chaque processus relirait toutes les pages des deux sites."""
    assert request.node.nodeid.endswith("@temoin")
