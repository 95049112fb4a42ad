"""L'aperçu (`make servir`) : il montre chaque changement, dit une faute, et reprend dès qu'elle est corrigée."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import site_build

#: Une construction de la petite copie prend quelques secondes ; au-delà, l'aperçu est perdu.
PATIENCE = 120


class Preview:
    """Un aperçu en marche : ce qu'il dit, et l'adresse qu'il donne."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            place = f"127.0.0.1:{free.getsockname()[1]}"
        command = [sys.executable, "-m", "mkdocs", "serve", "-f", str(project / "mkdocs.yml"), "-a", place]
        self._said = project.with_name("dit.txt")
        with self._said.open("w") as said:
            env = site_build.environment(None, (), {"TMPDIR": str(project.parent)})  # tué, il laisse là son site
            self.process = subprocess.Popen(command, cwd=project, env=env, stdout=said, stderr=subprocess.STDOUT)

    @property
    def lines(self) -> list[str]:
        """Ce qu'il a dit jusqu'ici."""
        return self._said.read_text(encoding="utf-8").splitlines()

    def wait(self, words: str, since: int = 0) -> int:
        """Attend ces mots, après les `since` premières lignes ; rend combien il y en a alors."""
        end = time.monotonic() + PATIENCE
        while not (heard := next((rank for rank, line in enumerate(self.lines, 1) if rank > since and words in line), 0)):
            assert self.process.poll() is None and time.monotonic() < end, "\n".join(self.lines)
            time.sleep(0.1)
        return heard

    def read(self, page: str) -> str:
        """Le texte d'une page."""
        address = re.findall(r"http://\S+", "\n".join(self.lines))[0]
        with urllib.request.urlopen(address + page, timeout=PATIENCE) as answer:
            text: str = answer.read().decode()
        return text


@pytest.fixture
def preview(project: Path) -> Iterator[Preview]:
    """Un aperçu de la petite copie, prêt à répondre."""
    found = Preview(project)
    try:
        found.wait("Le site est à l'adresse http://")
        yield found
    finally:
        found.process.kill()
        found.process.wait()


def test_l_apercu_montre_les_changements_et_dit_les_fautes(preview: Preview, project: Path) -> None:
    """Un intitulé changé se lit aussitôt ; une faute se dit avec son fichier et sa ligne, et rien d'autre n'est à faire que la corriger."""
    path = sorted((project / "referentials" / "intentions").rglob("*.yml"))[-1]
    page, text = f"intentions/{path.stem}/", path.read_text(encoding="utf-8")
    assert "Un intitulé tout neuf" not in preview.read(page)
    mended = re.sub(r"(?m)^intitule: .*(\n  .*)*$", "intitule: Un intitulé tout neuf", text, count=1)
    path.write_text(mended, encoding="utf-8")
    heard = preview.wait("Les pages ouvertes se rechargent.")
    assert "Un intitulé tout neuf" in preview.read(page)

    path.write_text(mended.replace("intitule: ", "intitulé: "), encoding="utf-8")
    fault = preview.wait(f"referentials/intentions/{path.parent.name}/{path.name}:", heard)
    heard = preview.wait("Les pages attendent que ce soit corrigé, puis se rechargent.", fault - 1)
    path.write_text(text, encoding="utf-8")
    preview.wait("Les pages ouvertes se rechargent.", heard)
    assert "Un intitulé tout neuf" not in preview.read(page)
    assert [line for line in preview.lines if "[macros]" in line or "documentation" in line or "Traceback" in line] == []
