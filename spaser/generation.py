"""Ce qui se tire des modèles : schémas JSON, réglages d'éditeur, table des champs ; écrit, gardé dans git, tenu à jour."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic.fields import FieldInfo

from spaser.formatting import typeset
from spaser.model import (
    GENRES,
    LIGNES,
    Attributions,
    Collectivite,
    Critere,
    DeclarationAgec,
    Grille,
    LigneCode,
    ListeCodes,
    ListeTransverses,
    Modele,
    Outil,
    ThemeEco,
)
from spaser.model.codes import modele_liste
from spaser.model.walk import Champ, champs
from spaser.publication import Edition

#: Le schéma de chaque sorte de fichier, et les fichiers auxquels il s'applique.
FILES: dict[str, tuple[type[Modele], str]] = {
    "collectivite": (Collectivite, "referentials/collectivite.yml"),
    "intention": (GENRES["intention"].modele, "referentials/intentions/*/*.yml"),
    "famille": (GENRES["famille"].modele, "referentials/familles/*.yml"),
    "transverses": (ListeTransverses, "referentials/transverses/*.yml"),
    "eco": (ThemeEco, "referentials/eco/*/*.yml"),
    "fournisseur": (GENRES["fournisseur"].modele, "referentials/fournisseurs/*.yml"),
    "objectif": (GENRES["objectif"].modele, "referentials/objectifs/*.yml"),
    "attributions": (Attributions, "referentials/attributions/*.yml"),
    "agec": (DeclarationAgec, "referentials/agec/*.yml"),
    "outils": (Outil, "referentials/outils/*.yml"),
    "grilles": (Grille, "referentials/grilles/*.yml"),
}

#: Un commentaire de gabarit : il avertit qui ouvre le fichier, et ne sort jamais dans la page.
WARNING = "{# Page générée par « spaser generer » : ne pas la modifier à la main. #}"
#: Ce que les sites livrent sans l’avoir écrit.
VENDOR = Path(__file__).resolve().parent.parent / "theme" / "vendor.yml"
#: Les groupes de champs que plusieurs fichiers partagent, et qui ont leur page.
APART: dict[str, tuple[type[Modele], str]] = {"critere": (Critere, "referentials/familles/*.yml` et `referentials/transverses/*.yml")}
FIELD_PAGES = {
    "collectivite": "Collectivité",
    "intention": "Intentions d’achat",
    "famille": "Familles",
    "critere": "Critères",
    "transverses": "Critères transverses",
    "eco": "Éco-référentiel",
    "fournisseur": "Fournisseurs solidaires",
    "objectif": "Objectifs et indicateurs",
    "attributions": "Marchés attribués",
    "agec": "Déclaration AGEC",
    "outils": "Outils du schéma",
    "grilles": "Grilles de contrôle",
    "codes": "Listes de codes",
}


def generated(edition: Edition) -> Iterator[tuple[str, str]]:
    """Tous les fichiers générés : leur chemin depuis la racine du dépôt, leur texte."""
    codes = {name: [line.code for line in liste.lignes] for name, liste in edition.codes.items()}
    settings = {}
    for name, (model, pattern) in FILES.items():
        yield f"schemas/{name}.schema.json", _schema(model, codes)
        settings[f"schemas/{name}.schema.json"] = pattern
    for name in ("liste", *LIGNES):
        yield f"schemas/codes-{name}.schema.json", _schema(ListeCodes if name == "liste" else modele_liste(name), codes)
        settings[f"schemas/codes-{name}.schema.json"] = f"referentials/codes/{name}.yml"
    settings["schemas/codes-liste.schema.json"] = [f"referentials/codes/{name}.yml" for name in sorted(codes) if name not in LIGNES]  # type: ignore[assignment]
    yield ".vscode/settings.json", _json({"yaml.schemas": settings, "files.encoding": "utf8", "editor.tabSize": 2})
    described: dict[str, tuple[type[Modele], str]] = {**FILES, **APART, "codes": (LigneCode, "referentials/codes/*.yml")}
    for name, (model, place) in described.items():
        yield f"docs/interne/champs/{name}.md", _fields_page(name, model, place)
    yield "docs/licences.md", _licences_page([item for item in yaml.safe_load(VENDOR.read_text(encoding="utf-8")) if item["dossier"] != "edition"])


def _schema(model: type[Modele], codes: dict[str, list[str]]) -> str:
    schema = model.model_json_schema()
    for node in _nodes(schema):
        if "x-codes" in node:
            node["enum"] = [code for liste in node["x-codes"] for code in codes.get(liste, ())]
        node.pop("title", None)
    return _json({"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema)


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("title", ""), str):
            yield node
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _fields_page(name: str, model: type[Modele], place: str) -> str:
    title, groups = FIELD_PAGES[name], _groups(model)
    apart = "".join(f"Voir aussi [{FIELD_PAGES[found]}]({found}.md). " for found, (other, _) in APART.items() if other in groups)
    parts = [
        f"---\ntitle: Champs, {title[0].lower()}{title[1:]}\n---\n\n{WARNING}\n",
        f"# Les champs\u00a0: {title[0].lower()}{title[1:]}\n\nFichiers\u00a0: `{place}`. {apart}Un champ «\u00a0interne\u00a0» n’est jamais publié.\n",
        f"## {_first_line(model)}\n\n{_fields(model)}",
        *(f"## {_first_line(sub)}\n\n{_fields(sub)}" for sub in groups if sub not in _apart()),
    ]
    return "\n".join(parts)


def _first_line(model: type[Modele]) -> str:
    """La première phrase de la notice d'un modèle, en typographie de page, sans son point ni ses codes."""
    line = (model.__doc__ or "").splitlines()[0].rstrip(".").replace("`", "").replace("<", "&lt;")
    return typeset(line.split(" : ")[0])


def _apart() -> set[type[Modele]]:
    """Les groupes qui ont leur page, et que les autres pages ne redisent pas."""
    return {model for model, _ in APART.values()}


def _groups(model: type[Modele]) -> list[type[Modele]]:
    """Les groupes de champs d'un modèle, et les leurs, chacun une fois, dans l'ordre ; ceux d'un groupe à part sont sur sa page."""
    found: dict[type[Modele], None] = {}
    for champ in champs(model):
        if champ.sub is not None:
            found.setdefault(champ.sub)
            for inner in _groups(champ.sub) if champ.sub not in _apart() else ():
                found.setdefault(inner)
    return list(found)


def _fields(model: type[Modele]) -> str:
    """Une définition par champ : trois éléments, là où une ligne de tableau en compte huit."""
    return "\n".join(_field(champ, model.model_fields[champ.name]) for champ in champs(model))


def _field(champ: Champ, field: FieldInfo) -> str:
    example = f" Exemple\u00a0: {html.escape(str(field.examples[0]), quote=False)}." if field.examples else ""
    said = f"{'Obligatoire' if field.is_required() else 'Facultatif'}, {champ.audience.replace('que', 'c')}."
    return f"`{champ.name}`\n:   {field.description}. {said}{example}\n"


def _licences_page(shipped: list[dict[str, Any]]) -> str:
    """La page publique des logiciels que le site livre ; le formulaire d'édition, interne, porte sa licence dans son propre fichier."""
    rows = [f"- [{item['nom']}]({item['site']}), version {item['version']}\u00a0: {item['usage'].lower()}. Licence {item['licence']}." for item in shipped]
    about = "Les logiciels libres que ce site livre, leur version, et le texte de leurs licences."
    parts = [
        f"---\ntitle: Licences\ndescription: {about}\n---\n\n{WARNING}\n",
        f"# Les licences des logiciels livrés\n\nCe site sert {len(shipped)} logiciels libres, tels que leurs auteurs les publient.\n",
        "\n".join([*rows, ""]),
        "Leurs licences demandent d’en reproduire le texte. Le voici, en anglais, seule langue où il fait foi.\n",
        *(f"## Licence de {item['nom']}\n\n{_english(item['texte'])}\n" for item in shipped),
    ]
    return "\n".join(parts)


def _english(text: str) -> str:
    """Un texte anglais en paragraphes, dans un bloc que Markdown laisse tel quel."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return "\n".join(['<div lang="en">', *(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs), "</div>"])


def stale(edition: Edition, root: Path) -> list[str]:
    """Les fichiers générés qui ne sont plus ce que donnent les modèles."""
    return [path for path, text in generated(edition) if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text]
