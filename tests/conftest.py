"""Ce que tous les tests partagent : rien de l'environnement de la machine, et des exemples tirés toujours pareils."""

from pathlib import Path

import pytest
from hypothesis import settings

from spaser import beside, catalogue

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("projet", deadline=None, derandomize=True, max_examples=150, database=None)
settings.load_profile("projet")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Rend à xdist ses groupes : 3.8 les écrit dans `_nodeid`, que pytest 9.2 ne lit plus (il lit `_id`)."""
    for item in items:
        if grouped := getattr(item, "_nodeid", None):
            item._id = type(item.id).parse(grouped)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Un processus de plus pour deux cœurs : qui attend un navigateur laisse le sien libre."""
    cores = beside.cores()
    return cores + cores // 2


@pytest.fixture(autouse=True)
def sans_reglage_de_la_machine(monkeypatch):
    """Aucun réglage laissé dans l'environnement ne change un résultat."""
    for name in ("SOURCE_DATE_EPOCH", "SPASER_REFERENTIELS", "SPASER_SURCOUCHES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def racine() -> Path:
    """Le dossier du projet."""
    return ROOT


@pytest.fixture(scope="session")
def livre() -> catalogue.Catalogue:
    """Le catalogue des référentiels livrés, lu une fois par processus ; figé, donc partagé sans risque."""
    return catalogue.load(ROOT / "referentials")
