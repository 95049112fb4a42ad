"""La charpente d'un site : ce que MkDocs a fait ne se refait pas tant que rien de ce qui le décide n'a changé."""

import pickle
from pathlib import Path

import pytest

from spaser.building import Order
from spaser.frame import Call, Frame, Prose, ranks
from spaser.shells import Shell


def _page(html="", content=""):
    calls = {rank: Call("bloc", (rank,), {}) for rank in ranks(content)}
    return Prose("aide.md", "aide/", "aide/index.html", "Aide", html, content, calls, indexed=True)


def test_chaque_bloc_est_rendu_une_fois_et_pose_dans_la_page_et_dans_son_corps():
    content, made = "<p>@@BLOC4@@</p>\n<p>Il y en a @@BLOC12@@.</p>", []

    def block(call):
        made.append(call.arguments)
        return f"<ul>{call.arguments[0]}</ul>"

    page = _page(f"<main>{content}</main>", content)
    assert page.complete(block) == ("<main><ul>4</ul>\n<p>Il y en a <ul>12</ul>.</p></main>", "<ul>4</ul>\n<p>Il y en a <ul>12</ul>.</p>")
    assert made == [(4,), (12,)]


def test_une_charpente_se_garde_et_se_relit():
    frame = Frame({"intention": Shell(("a", "CORPS", "b"), "Intentions", "https://a.example/")}, [_page("<p>@@BLOC1@@</p>", "@@BLOC1@@")], {"aide/": "Aide"})
    frame.files["assets/js/site.js"] = b"//"
    assert pickle.loads(pickle.dumps(frame)) == frame


@pytest.fixture
def project(tmp_path):
    for path in ("docs/aide.md", "theme/main.html", "macros/pages.html", "spaser/site.py", "mkdocs.yml", "mkdocs.interne.yml", "donnees/a.yml"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("avant", encoding="utf-8")
    return tmp_path


def _engine(project: Path) -> str:
    return Order("publique", project, project / "donnees", (), project / "build").engine


@pytest.mark.parametrize(
    "path", ["docs/aide.md", "docs/neuve.md", "theme/main.html", "macros/pages.html", "spaser/site.py", "mkdocs.yml", "mkdocs.interne.yml"]
)
def test_ce_qui_decide_de_la_charpente_la_fait_refaire(project, path):
    before = _engine(project)
    (project / path).write_text("après", encoding="utf-8")
    assert _engine(project) != before


def test_une_donnee_changee_ne_fait_pas_refaire_la_charpente(project):
    before = _engine(project)
    (project / "donnees" / "a.yml").write_text("après", encoding="utf-8")
    (project / "donnees" / "b.yml").write_text("neuve", encoding="utf-8")
    assert _engine(project) == before


def test_la_charpente_d_une_audience_n_est_pas_celle_de_l_autre(project):
    orders = [Order(audience, project, project / "donnees", (), project / "build") for audience in ("publique", "interne")]
    assert orders[0].engine != orders[1].engine
