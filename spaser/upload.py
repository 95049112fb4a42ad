"""Ce qu'il faut envoyer à un hébergement simple : les fichiers changés, ceux à retirer, et l'état à garder pour la fois d'après."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

STATE = "empreintes.json"
#: Cent cinquante signes par fichier : de quoi dire un site de cent mille fichiers.
MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """L'écart entre deux états d'un site."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]
    state: dict[str, str]


def compare(site: Path, before: dict[str, str]) -> Upload:
    """Ce qui sépare un site bâti du dernier état envoyé ; un état vide envoie tout."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    state = {path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    changed = tuple(name for name, digest in state.items() if before.get(name) != digest)
    return Upload(changed, tuple(sorted(set(before) - set(state))), state)


def read_state(path: Path | None) -> dict[str, str]:
    """Le dernier état envoyé ; vide s'il n'y en a pas. Lève `ValueError` si ce n'en est pas un."""
    if path is None or not path.is_file():
        return {}
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(path)
    try:
        found = json.loads(path.read_bytes())
    except RecursionError:
        raise ValueError(path) from None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError(path)
    return found


def files(upload: Upload) -> dict[str, str]:
    """Les fichiers à écrire : deux listes que rsync lit, et l'état."""
    return {
        "changes.txt": "".join(f"{name}\n" for name in upload.changed),
        "retires.txt": "".join(f"{name}\n" for name in upload.removed),
        STATE: json.dumps(upload.state, ensure_ascii=False, indent=1) + "\n",
    }
