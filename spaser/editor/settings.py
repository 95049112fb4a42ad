"""Les réglages du formulaire : la forge, les noms, l'écriture des fichiers, et les collections tirées des modèles."""

from __future__ import annotations

from typing import Any

import yaml

from spaser.editor.collections import collections, singletons
from spaser.editor.fields import Fields
from spaser.model.collectivite import Forge
from spaser.publication import Edition

Settings = dict[str, Any]

#: Le service en ligne de chaque forge, et où répond son interface quand la forge est ailleurs.
ONLINE = {"gitlab": "https://gitlab.com", "github": "https://api.github.com", "gitea": "https://gitea.com"}
API = {"gitlab": "/api/v4", "github": "/api/v3", "gitea": "/api/v1"}
MESSAGES = {
    "create": "Créer {{collection}} « {{slug}} » par formulaire",
    "update": "Modifier {{collection}} « {{slug}} » par formulaire",
    "delete": "Supprimer {{collection}} « {{slug}} » par formulaire",
}


def settings(edition: Edition) -> Settings:
    """La configuration entière, telle que Sveltia CMS la lit."""
    forge = edition.collectivite.forge
    fields = Fields(edition)
    return {
        "backend": _backend(forge),
        "publish_mode": "editorial_workflow" if forge and not forge.directe and forge.genre != "gitea" else "simple",
        "app_title": f"Référentiels d’achats, {edition.collectivite.nom}",
        "show_preview_links": False,
        # Un fichier déposé ici serait publié : il n'y a pas de photothèque.
        "media_folder": "docs/assets",
        "public_folder": "/assets",
        "media_libraries": {"stock_assets": {"providers": []}},
        "editor": {"preview": False},
        "slug": {"encoding": "ascii", "clean_accents": True},
        "output": {"omit_empty_optional_fields": True},
        "collections": collections(fields),
        "singletons": singletons(fields),
    }


def _backend(forge: Forge | None) -> Settings:
    if forge is None:  # la page ne montre alors que le dépôt local
        return {"name": "github", "repo": "local/referentiels", "auth_methods": ["token"]}
    backend: Settings = {"name": forge.genre, "repo": forge.depot, "commit_messages": MESSAGES}
    if forge.branche:
        backend["branch"] = forge.branche
    if forge.adresse:
        address = forge.adresse.rstrip("/")
        backend |= {"api_root": address + API[forge.genre], "base_url": address}
    if forge.relais:
        backend["base_url"] = forge.relais.rstrip("/")
    if forge.application:
        backend |= {"app_id": forge.application} | ({"auth_type": "pkce"} if forge.genre == "gitlab" else {})
    return backend if forge.application or forge.relais else backend | {"auth_methods": ["token"]}


def origins(forge: Forge | None) -> tuple[str, ...]:
    """Les adresses que le formulaire peut appeler : celles de la forge réglée, aucune autre."""
    if forge is None:
        return ()
    address = forge.adresse.rstrip("/") if forge.adresse else ONLINE[forge.genre]
    return tuple("/".join(found.split("/")[:3]) for found in (address, forge.relais) if found)


def as_yaml(found: Settings) -> bytes:
    """La configuration en YAML ; une liste de choix employée plusieurs fois n'y est écrite qu'une."""
    text: str = yaml.dump(found, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=160)
    return text.encode()
