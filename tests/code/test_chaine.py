"""La chaîne d'approvisionnement : tout ce qui entre est verrouillé par empreinte, nommé, sous licence connue."""

import hashlib
import html
import json
import re
import runpy

import pytest
import yaml

from spaser.editor import stock


@pytest.fixture
def sbom(racine):
    return runpy.run_path(str(racine / "scripts/sbom.py"))


def _inventory(racine):
    return yaml.safe_load((racine / "theme/vendor.yml").read_text(encoding="utf-8"))


def test_chaque_paquet_du_verrou_a_ses_empreintes(racine, sbom):
    packages = sbom["locked"]((racine / "requirements.lock").read_text(encoding="utf-8"))
    assert len(packages) > 50
    assert [name for name, row in packages.items() if not row["hashes"] or not row["via"]] == []


def test_l_installation_refuse_ce_qui_n_a_pas_l_empreinte_du_verrou(racine):
    script = (racine / "scripts/preparer.sh").read_text(encoding="utf-8")
    assert "--require-hashes --no-deps -r requirements.lock" in script


def test_la_nomenclature_dit_chaque_paquet_et_chaque_fichier_livre(racine, sbom):
    found = sbom["bom"](racine)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    names = {item["name"] for item in found["components"]}
    packages = sbom["locked"]((racine / "requirements.lock").read_text(encoding="utf-8"))
    assert names == set(packages) | {item["nom"] for item in _inventory(racine)}
    refs = [item["bom-ref"] for item in found["components"]] + [part["bom-ref"] for item in found["components"] for part in item.get("components", [])]
    assert len(set(refs)) == len(refs)
    scopes = {item["name"]: item["scope"] for item in found["components"]}
    assert (scopes["mkdocs"], scopes["nh3"], scopes["pytest"], scopes["playwright"]) == ("required", "required", "excluded", "excluded")


def test_la_nomenclature_est_toujours_la_meme(racine, sbom):
    assert json.dumps(sbom["bom"](racine)) == json.dumps(sbom["bom"](racine))
    assert not re.search(r"\d{4}-\d\d-\d\dT", json.dumps(sbom["bom"](racine))), "ni heure ni date"


def test_chaque_composant_livre_dit_sa_version_sa_licence_et_son_texte(racine):
    for item in _inventory(racine):
        assert item["licence"] in ("BSD-2-Clause", "MIT"), item["nom"]
        assert "Copyright" in item["texte"] and item["dossier"] in ("theme/assets/vendor", "pagefind", "edition")
        assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in item["fichiers"].values())


def test_les_versions_declarees_sont_celles_qui_servent(racine, sbom):
    """Un paquet mis à jour sans son inventaire se voit."""
    versions = {item["nom"]: item for item in _inventory(racine)}
    packages = sbom["locked"]((racine / "requirements.lock").read_text(encoding="utf-8"))
    assert versions["Pagefind"]["version"] == packages["pagefind"]["version"] == packages["pagefind-bin"]["version"]
    assert (versions["Sveltia CMS"]["version"], versions["Sveltia CMS"]["paquet_sha256"]) == (stock.VERSION, stock.SHA256)


def test_les_fichiers_de_pagefind_sont_ceux_de_l_inventaire(racine, tmp_path):
    """Ceux que la construction copie dans le site, au bit près."""
    from spaser import search

    search.index([search.Document("a/", "A", "Page", "<p>Bonjour</p>")], tmp_path / "pagefind")
    declared = next(item for item in _inventory(racine) if item["nom"] == "Pagefind")["fichiers"]
    copied = {path.name: path for path in (tmp_path / "pagefind").iterdir() if path.suffix in (".js", ".pagefind", ".css")}
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in copied.items()} == declared


def test_les_licences_sont_dites_sur_le_site(racine):
    """Leur nom, leur version et leur texte entier, que la page tient de l'inventaire ; les mentions légales y mènent."""
    page = (racine / "docs/licences.md").read_text(encoding="utf-8")
    read = " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())
    for item in _inventory(racine):
        if item["dossier"] != "edition":
            assert re.search(rf"\[{item['nom']}\]\({item['site']}\), version {item['version']}\u00a0: .*\. Licence {item['licence']}\.", page), item["nom"]
            assert " ".join(item["texte"].split()) in read, item["nom"]
    assert "(licences.md)" in (racine / "docs/mentions-legales.md").read_text(encoding="utf-8")
