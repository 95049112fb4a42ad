"""Un petit dossier de référentiels sans faute, que chaque test abîme à sa façon."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from spaser import catalogue
from spaser.cli import main

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
MINIMAL = FIXTURES / "minimal"


@dataclass(frozen=True)
class Dossier:
    """Un dossier de référentiels à soi, nommé `referentials` dans le dossier courant."""

    root: Path

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, content: str | bytes) -> Path:
        """Écrit un fichier, octets compris, en créant son dossier."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def replace(self, path: str, old: str, new: str) -> None:
        """Remplace un passage, qui doit être là une fois et une seule."""
        text = self.read(path)
        assert text.count(old) == 1, f"{path} : « {old} » y est {text.count(old)} fois"
        self.write(path, text.replace(old, new))

    def append(self, path: str, text: str) -> None:
        self.write(path, self.read(path) + text)

    def overlay(self, name: str) -> "Dossier":
        """Une surcouche vide, à côté des référentiels."""
        folder = self.root.with_name(name)
        folder.mkdir()
        return Dossier(folder)

    def problems(self, *overlays: "Dossier") -> list[str]:
        """Tous les problèmes, avertissements compris, tels qu'ils se lisent."""
        _, problems = catalogue.verify(self.root, tuple(overlay.root for overlay in overlays))
        return [str(problem) for problem in problems]

    def load(self, *overlays: "Dossier") -> catalogue.Catalogue:
        return catalogue.load(self.root, tuple(overlay.root for overlay in overlays))

    def verify(self) -> Result:
        """La vraie commande `spaser verifier`, lancée depuis le dossier courant."""
        return CliRunner().invoke(main, ["verifier"])
