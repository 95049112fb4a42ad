"""Réduit un dépôt à quelques entrées de chaque genre, pour les tests qui bâtissent beaucoup."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

#: Les dossiers dont un fichier tient plusieurs entrées, et le champ qui les tient.
LISTS = {"familles": "criteres", "eco": "exigences", "transverses": "criteres"}


def thin(project: Path) -> None:
    """Ne garde d'un projet que quelques entrées de chaque genre, et tout ce que ses pages et ces entrées citent."""
    root = project / "referentials"
    cited = "".join(path.read_text(encoding="utf-8") for path in sorted((project / "docs").rglob("*.md")))
    intentions = sorted((root / "intentions").rglob("*.yml"))
    hidden = [path for path in intentions if "visibilite: interne" in path.read_text(encoding="utf-8")]
    kept = [*[path for path in intentions if path.stem in cited], *hidden[-1:], *intentions[-3:]]
    suppliers = sorted((root / "fournisseurs").glob("*.yml"))
    kept += [*[path for path in suppliers if path.stem in cited], *suppliers[:3]]
    needs = "".join(path.read_text(encoding="utf-8") for path in kept) + cited
    kept += [path for path in (root / "familles").glob("*.yml") if path.stem in needs]
    for path in [*intentions, *suppliers, *(root / "familles").glob("*.yml")]:
        if path not in kept:
            path.unlink()
    for path in (root / "attributions").glob("*.yml"):
        if any(intention.stem in path.read_text(encoding="utf-8") for intention in intentions):
            path.unlink()  # ses liens mènent à des intentions enlevées
    _shorten(root, needs)


def _shorten(root: Path, needs: str) -> None:
    """Ne garde que deux éléments par fichier et ceux qui sont cités, puis ôte des fiches ce qui menait aux autres."""
    found = {path: _read(path) for folder in LISTS for path in sorted((root / folder).rglob("*.yml"))}
    gone: set[str] = set()
    for path, data in found.items():
        items = LISTS[path.relative_to(root).parts[0]]
        text = path.read_text(encoding="utf-8")
        kept = [item for rank, item in enumerate(data[items]) if rank < 2 or item["id"] in needs or text.count(item["id"]) > 1]
        gone |= {item["id"] for item in data[items]} - {item["id"] for item in kept}
        data[items] = kept
    for path, data in found.items():
        path.write_text(yaml.dump(_without(data, gone), allow_unicode=True, sort_keys=False), encoding="utf-8")


def _without(data: Any, gone: Iterable[str]) -> Any:
    """Les mêmes données, sans aucun renvoi vers ce qui n'y est plus."""
    if isinstance(data, dict):
        return {key: _without(value, gone) for key, value in data.items()}
    return [_without(item, gone) for item in data if not (isinstance(item, str) and item in gone)] if isinstance(data, list) else data


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(path.read_bytes(), yaml.CBaseLoader)
    return data
