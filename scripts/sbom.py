"""Écrit la nomenclature logicielle du produit (CycloneDX 1.6), tirée de requirements.lock et de theme/vendor.yml.

Ne lit ni le réseau ni l'horloge : les mêmes verrous donnent les mêmes octets.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = "spaser (pyproject.toml)"
_PACKAGE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\n[ #].*)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"#\s+(?:via\s+)?([A-Za-z0-9._-]+(?: \([^)]*\))?)\s*$", re.MULTILINE)


def locked(text: str) -> dict[str, dict[str, Any]]:
    """Chaque paquet du verrou : sa version, ses empreintes, et ce qui le demande."""
    found = {}
    for row in _PACKAGE.finditer(text):
        found[row["name"]] = {
            "version": row["version"],
            "hashes": _HASH.findall(row["rest"]),
            "via": [name for name in _VIA.findall(row["rest"]) if name != "via"],
        }
    return found


def shipped(packages: dict[str, dict[str, Any]], direct: set[str]) -> set[str]:
    """Les paquets dont une construction a besoin : ceux que le produit demande, et les leurs ; les autres ne servent qu'aux tests."""
    kept = set(direct)
    while True:
        more = {name for name, row in packages.items() if name not in kept and any(via in kept for via in row["via"])}
        if not more:
            return kept
        kept |= more


def licence(name: str) -> str:
    """La licence d'un paquet installé, dite par lui ; vide s'il ne la dit pas ou n'est pas installé."""
    try:
        read = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [text.rpartition(" :: ")[2] for text in read.get_all("Classifier", []) if text.startswith("License ::")]
    said = (read.get("License-Expression") or read.get("License") or "").strip()
    return said if said and "\n" not in said and len(said) < 80 else " AND ".join(classifiers)


def components(lock: str, vendor: str, direct: set[str]) -> Iterator[dict[str, Any]]:
    """Les composants, par nom : les paquets Python, puis ce que le site livre tel quel."""
    packages = locked(lock)
    needed = shipped(packages, direct)
    for name, row in sorted(packages.items()):
        yield {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{row['version']}",
            "name": name,
            "version": row["version"],
            "scope": "required" if name in needed else "excluded",
            "purl": f"pkg:pypi/{name}@{row['version']}",
            **({"licenses": [{"license": {"name": said}}]} if (said := licence(name)) else {}),
            "externalReferences": [{"type": "distribution", "url": f"https://pypi.org/project/{name}/{row['version']}/", "hashes": _hashes(row["hashes"])}],
        }
    for item in sorted(yaml.safe_load(vendor), key=lambda item: str(item["nom"])):
        yield {
            "type": "library",
            "bom-ref": f"{item['nom']}@{item['version']}",
            "name": item["nom"],
            "version": item["version"],
            "scope": "required",
            "licenses": [{"license": {"id": item["licence"], "text": {"content": item["texte"]}}}],
            "externalReferences": [
                {"type": "distribution", "url": item["paquet"], "hashes": _hashes([item["paquet_sha256"]] if "paquet_sha256" in item else [])}
            ],
            "components": [
                {"type": "file", "bom-ref": f"{item['nom']}/{name}", "name": f"{item['dossier']}/{name}", "hashes": _hashes([digest])}
                for name, digest in sorted(item["fichiers"].items())
            ],
        }


def _hashes(digests: list[str]) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": digest} for digest in digests]


def bom(root: Path) -> dict[str, Any]:
    """La nomenclature d'un dépôt."""
    import tomllib

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {re.split(r"[=\[<>]", requirement)[0] for requirement in project["dependencies"]}
    found = list(components((root / "requirements.lock").read_text(encoding="utf-8"), (root / "theme/vendor.yml").read_text(encoding="utf-8"), direct))
    name = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(found, sort_keys=True))
    product = {
        "type": "application",
        "bom-ref": "spaser",
        "name": "spaser",
        "version": project["version"],
        "licenses": [{"license": {"id": project["license"]}}],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{name}",
        "version": 1,
        "metadata": {"component": product},
        "components": found,
    }


def main() -> None:
    """Écrit la nomenclature dans le fichier nommé."""
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/sbom.cdx.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    found = bom(ROOT)
    target.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(f"{len(found['components'])} composants : {target}")


if __name__ == "__main__":
    main()
