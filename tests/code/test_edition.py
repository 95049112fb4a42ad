"""Le formulaire : sa configuration dit tout ce que disent les modèles, et son programme est celui que l'on a relu."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from jsonschema import validators
from pydantic import BaseModel

from spaser.editor import files, page, settings, stock, trimming
from spaser.editor.collections import PLANS
from spaser.editor.fields import TARGETS, Fields
from spaser.layout import LAYOUT
from spaser.model import Collectivite, Modele
from spaser.model.codes import LIGNES, modele_liste
from spaser.model.collectivite import Forge
from spaser.model.labels import label
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import champs
from spaser.publication import publish

ROOT = Path(__file__).resolve().parents[2]
ROOTS = {name: model for name, (model, _, _) in LAYOUT.items() if name != "codes"} | {"collectivite": Collectivite}
ROOTS |= {f"codes-{name}": modele_liste(name) for name in LIGNES}


@pytest.fixture(scope="module")
def edition(livre):
    return publish(livre, "interne")


def _compare(model: type[Modele], fields: list, path: str = "") -> list[str]:
    """Ce qui manque au formulaire, ou qu'il a de trop, à toute profondeur."""
    faults = [] if [field["name"] for field in fields] == list(model.model_fields) else [f"{path} : champs absents ou en désordre"]
    for champ, field in zip(champs(model), fields, strict=False):
        here = f"{path}.{champ.name}"
        if champ.sub is not None:
            faults += _compare(champ.sub, field["fields"], here)
        required = model.model_fields[champ.name].is_required()
        if required != field.get("required", True) and "default" not in field:
            faults.append(f"{here} : obligatoire, dit {field.get('required', True)}")
        if champ.mark(Code) and (field["widget"] != "select" or field.get("multiple", False) != champ.many):
            faults.append(f"{here} : une liste de choix est attendue")
        if champ.mark(Renvoi) and (field["widget"] != "relation" or field["collection"] != TARGETS[champ.mark(Renvoi).genre][0]):
            faults.append(f"{here} : un renvoi est attendu")
        if not field["hint"] or not field["label"] or field["label"] == champ.name:
            faults.append(f"{here} : libellé ou aide absents")
    return faults


@pytest.mark.parametrize("name", ROOTS)
def test_chaque_champ_de_chaque_modele_est_au_formulaire(edition, name):
    assert _compare(ROOTS[name], Fields(edition).of(ROOTS[name]), name) == []


def test_une_collection_par_dossier_et_un_fichier_par_liste(edition):
    found = settings.settings(edition)
    assert [item["name"] for item in found["collections"]] == [*PLANS, "codes"]
    assert set(PLANS) == set(LAYOUT) - {"codes"}
    assert {item["name"] for item in found["collections"][-1]["files"]} == set(edition.codes)
    for item in found["collections"][:-1]:
        depth = LAYOUT[item["name"]][2]
        assert item["folder"] == f"referentials/{item['name']}" and item["path"].count("/") == depth and item["delete"] is False


def test_les_motifs_acceptent_les_donnees_du_depot_et_leurs_messages_sont_en_francais(edition):
    """Chaque motif du formulaire est celui du modèle : aucune valeur publiée n'y est refusée."""
    faults = []
    for kind, folder in (("intention", "intentions"), ("famille", "familles"), ("fournisseur", "fournisseurs"), ("objectif", "objectifs")):
        fields = Fields(edition).of(LAYOUT[folder][0])
        for entry in edition.entrees[kind].values():
            faults += _refused(entry.model_dump(mode="json"), fields, entry.id)
    assert faults == []


def _refused(value, fields, path):
    for field in fields:
        found = value.get(field["name"])
        for item in found if isinstance(found, list) else [found]:
            inner = field.get("field", field)
            if isinstance(item, dict):
                yield from _refused(item, field["fields"], f"{path}.{field['name']}")
            elif isinstance(item, str) and "pattern" in inner and not re.search(inner["pattern"][0], item):
                yield f"{path}.{field['name']} : {item}"
            elif item is not None and "options" in inner and item not in [option["value"] for option in inner["options"]]:
                yield f"{path}.{field['name']} : {item} hors des choix"
    yield from ()


def test_le_message_d_un_motif_dit_ce_qui_est_attendu_et_comment_l_ecrire(edition):
    fields = {field["name"]: field for field in Fields(edition).of(LAYOUT["intentions"][0])}
    assert fields["cpv"]["pattern"] == [
        r"^(?:\d{2,8})$",
        "Un code CPV est attendu\u00a0: de 2 à 8 chiffres, sans la clé\u00a0: 39160000 ou 3916.",
    ]
    assert fields["montant_estime"]["hint"].endswith("Interne\u00a0: jamais publié.")
    assert fields["visibilite"]["default"] == "interne"
    assert fields["duree_mois"] | {"min": 1, "max": 600} == fields["duree_mois"]


def _models(model: type[BaseModel]):
    yield model
    for champ in champs(model):
        if champ.sub is not None:
            yield from _models(champ.sub)


def test_deux_champs_d_un_groupe_n_ont_jamais_le_meme_libelle():
    for model in {found for root in ROOTS.values() for found in _models(root)}:
        names = [label(name) for name in model.model_fields]
        assert len(set(names)) == len(names), (model.__name__, names)


FORGES = {
    "gitlab": (
        Forge(genre="gitlab", depot="achats/donnees", adresse="https://forge.exemple.fr/", application="abc"),
        {"api_root": "https://forge.exemple.fr/api/v4", "base_url": "https://forge.exemple.fr", "app_id": "abc", "auth_type": "pkce"},
        ("https://forge.exemple.fr",),
    ),
    "github": (Forge(genre="github", depot="achats/donnees", branche="main"), {"branch": "main", "auth_methods": ["token"]}, ("https://api.github.com",)),
    "gitea": (
        Forge(genre="gitea", depot="achats/donnees", adresse="https://git.exemple.fr"),
        {"api_root": "https://git.exemple.fr/api/v1", "base_url": "https://git.exemple.fr", "auth_methods": ["token"]},
        ("https://git.exemple.fr",),
    ),
}


@pytest.mark.parametrize(("forge", "wanted", "origins"), FORGES.values(), ids=FORGES)
def test_la_forge_se_regle_dans_la_collectivite(forge, wanted, origins):
    backend = settings._backend(forge)
    assert backend.items() >= {"name": forge.genre, "repo": "achats/donnees", **wanted}.items()
    assert settings.origins(forge) == origins


def test_la_politique_n_ouvre_que_la_forge():
    rules = dict(rule.split(" ", 1) for rule in page.policy(("https://forge.exemple.fr",)).split("; "))
    assert rules["default-src"] == "'none'" and rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self' blob: data: https://forge.exemple.fr"
    assert "http" not in " ".join(value for name, value in rules.items() if name != "connect-src")
    assert "https:" not in page.policy(())


def test_une_substitution_qui_ne_s_applique_plus_arrete_tout():
    cut = trimming.Cut("essai", "avant", "après", 2)
    assert trimming.trim("avant, avant", [cut]) == "après, après"
    with pytest.raises(trimming.TrimmingError, match=r"« essai » devait être trouvé 2 fois, l'est 1"):
        trimming.trim("avant", [cut])


def test_une_archive_dont_l_empreinte_n_est_pas_la_bonne_est_refusee(tmp_path, monkeypatch, caplog):
    (tmp_path / stock.ARCHIVE).write_bytes(b"autre chose")
    monkeypatch.setattr(stock, "FOLDER", tmp_path)
    monkeypatch.setattr(stock, "_fetch", lambda: None)
    stock.archive.cache_clear()
    try:
        assert stock.archive() is None and not (tmp_path / stock.ARCHIVE).exists()
    finally:
        stock.archive.cache_clear()
    assert "n'a pas l'empreinte attendue" in caplog.text and "n'est pas dans .cache/editeur/" in caplog.text


def test_le_site_public_n_a_jamais_le_formulaire(livre, edition):
    assert list(files.files(publish(livre, "publique"))) == []


@pytest.fixture(scope="module")
def archive():
    """L'archive déjà dans le cache ; ces tests ne vont pas la chercher."""
    kept = stock.FOLDER / stock.ARCHIVE
    if not kept.is_file():
        pytest.skip("le programme n'est pas dans le cache")
    content = kept.read_bytes()
    assert hashlib.sha256(content).hexdigest() == stock.SHA256
    return content


def test_la_configuration_suit_le_schema_du_programme(edition, archive):
    schema = json.loads(stock.members(archive, ("schema/sveltia-cms.json",))["schema/sveltia-cms.json"])
    errors = validators.validator_for(schema)(schema).iter_errors(settings.settings(edition))
    assert [f"{list(error.absolute_path)} : {error.message[:200]}" for error in errors] == []


def test_le_programme_publie_n_a_plus_d_adresse_appelee_sans_geste(archive):
    """Les substitutions s'appliquent toutes, et ce qu'elles visaient n'y est plus."""
    script = trimming.trim(stock.members(archive, (files.SCRIPT,))[files.SCRIPT].decode())
    left = [cut.why for cut in trimming.CUTS if cut.before in script]
    assert left == []
    assert "unpkg.com" not in script and "cdn.jsdelivr.net" not in script


def test_toutes_les_pieces_du_formulaire_sont_dans_l_archive(edition, archive):
    found = dict(files.files(edition))
    assert set(found) == {f"edition/{place}" for place in (*files.KEPT.values(), "sveltia-cms.js", "config.yml", "index.html")}
    assert all(found.values()) and found == dict(files.files(edition))
