"""La mémoire des classeurs : refaire un fichier de tableur coûte cent fois plus que le relire.

Un classeur est rangé sous l'empreinte de tout ce dont il dépend : ses lignes, le code qui l'écrit, les bibliothèques.
Effacer le dossier `.cache/` ne fait que ralentir la construction suivante.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent.parent / ".cache" / "classeurs"
#: Au-delà, les plus anciens s'en vont.
KEPT = 400


def remember(kind: str, data: Any, make: Callable[[], bytes]) -> bytes:
    """Le contenu rangé sous l'empreinte de `data`, ou celui que fait `make`, aussitôt rangé si le dossier s'écrit."""
    key = hashlib.sha256(f"{kind}{_tools()}{json.dumps(data, ensure_ascii=False, default=str)}".encode()).hexdigest()
    path = FOLDER / f"{key}.{kind}"
    try:
        return path.read_bytes()
    except OSError:
        content = make()
    _store(path, content)
    return content


def _store(path: Path, content: bytes) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
        for old in sorted(FOLDER.iterdir(), key=lambda found: found.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        temporary.unlink(missing_ok=True)


@cache
def _tools() -> str:
    """L'empreinte du code des exports et des bibliothèques qui écrivent les classeurs."""
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))).hexdigest()
    return code + version("xlsxwriter") + version("odfdo")
