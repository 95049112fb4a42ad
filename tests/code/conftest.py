"""Les fixtures des tests du code : le jeu minimal, à soi ou partagé."""

import shutil
from pathlib import Path

import pytest
from outillage import MINIMAL, Dossier

from spaser import catalogue
from spaser.publication import publish
from spaser.relations import Relations


@pytest.fixture
def dossier(tmp_path, monkeypatch) -> Dossier:
    """Une copie du jeu minimal, dans un dossier courant neuf."""
    shutil.copytree(MINIMAL, tmp_path / "referentials")
    monkeypatch.chdir(tmp_path)
    return Dossier(Path("referentials"))


@pytest.fixture(scope="session")
def minimal() -> catalogue.Catalogue:
    """Le jeu minimal, lu une fois."""
    return catalogue.load(MINIMAL)


@pytest.fixture(scope="session")
def public(minimal) -> Relations:
    """Le jeu minimal tel que tout le monde le voit, et ses liens."""
    return Relations(publish(minimal, "publique"))


@pytest.fixture(scope="session")
def internal(minimal) -> Relations:
    """Le jeu minimal tel que les agents le voient, et ses liens."""
    return Relations(publish(minimal, "interne"))
