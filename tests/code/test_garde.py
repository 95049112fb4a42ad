"""La garde entre les deux audiences, règle par règle : chacune, ôtée ou relâchée, doit se voir ; et rien d'interne n'influe sur rien de public."""

import dataclasses
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outillage import MINIMAL
from test_publication import every_model, full

from spaser import catalogue, publication, publication_rules
from spaser.exports import produce
from spaser.inspection import paths
from spaser.model import Outil
from spaser.model.base import Code, Renvoi
from spaser.model.walk import champs
from spaser.publication import dump, project, publish
from spaser.publication_rules import public_paths
from spaser.relations import Relations
from spaser.rendering.renderer import Renderer

SECRET = "INTERNE"
PUBLIC = "publique"


def said(edition):
    """Tout ce qu'une édition permet de dire : ses objets, ses fiches, ses fichiers de données."""
    renderer = Renderer(Relations(edition))
    fiches = [renderer.fiche(renderer.view(kind, entry)).body for kind, entries in edition.entrees.items() for entry in entries.values()]
    parts = {field.name: getattr(edition, field.name) for field in dataclasses.fields(edition)}
    objects = repr({name: dict(value) if hasattr(value, "keys") else value for name, value in parts.items() if name != "territoire"})
    files = [(export.path, export.count, export.content) for export in produce(edition)]
    return objects, fiches, files


# — Non-interférence : des données internes tirées au hasard —


def spoiled(entry, draw):
    """La même entrée, dont chaque champ interne libre a été vidé ou changé au hasard."""
    changes = {}
    for champ in champs(type(entry)):
        value = getattr(entry, champ.name)
        if champ.audience == "interne":
            changes[champ.name] = draw(st.sampled_from(_others(champ, value)))
        elif champ.sub is not None and value:
            changes[champ.name] = tuple(spoiled(item, draw) for item in value) if champ.many else spoiled(value, draw)
    return entry.model_copy(update=changes)


def _others(champ, value):
    """Une autre valeur pour un champ interne : rien, la même, ou une qui n'y ressemble pas."""
    empty = () if champ.many else None
    if champ.sub is not None or champ.mark(Code) or champ.mark(Renvoi):
        return [empty, value]
    if isinstance(value, bool):
        return [value, not value]
    if isinstance(value, int | Decimal):
        return [empty, value, type(value)(value + 1), type(value)(999_999)]
    return [empty, value, (SECRET,) if champ.many else f"{SECRET} d’été & <fin>"]


def world(read, draw):
    """Le même catalogue, où tout ce qui est interne est autre : champs changés, entrées internes ôtées ou abîmées, avertissements."""

    def entries(found):
        kept = [entry for entry in found if getattr(entry, "visibilite", PUBLIC) == PUBLIC or draw(st.booleans())]
        return [spoiled(entry, draw) for entry in kept]

    kinds = {kind: {entry.id: entry for entry in entries(found.values())} for kind, found in read.entrees.items()}
    themes = [theme.model_copy(update={"exigences": tuple(entries(theme.exigences))}) for theme in read.themes]
    return dataclasses.replace(
        read,
        collectivite=spoiled(read.collectivite, draw),
        codes={liste.id: liste for liste in entries(read.codes.values())},
        transverses=tuple(entries(read.transverses)),
        themes=tuple(themes),
        attributions=tuple(entries(read.attributions)),
        entrees=kinds,
        warnings=draw(st.sampled_from([(), ("un avertissement",)])),
    )


@pytest.fixture(scope="module")
def witness(minimal):
    return said(publish(minimal, PUBLIC))


@settings(max_examples=12)
@given(data=st.data())
def test_rien_d_interne_n_influe_sur_un_octet_public(minimal, witness, data):
    """Ni les valeurs, ni les nombres, ni l'ordre, ni les identifiants, ni les tailles des fichiers."""
    assert said(publish(world(minimal, data.draw), PUBLIC)) == witness


def test_le_hasard_change_bien_l_interne(minimal):
    """Sans quoi la propriété ne prouverait rien : le même hasard, vu des agents, ne se ressemble pas."""
    seen = []

    @settings(max_examples=10)
    @given(data=st.data())
    def draw(data):
        edition = publish(world(minimal, data.draw), "interne")
        seen.append(repr((edition.collectivite, edition.entrees, edition.warnings)))

    draw()
    assert len(set(seen)) > 3


# — Les règles, une à une —


def leak_in_projection(monkeypatch):
    """Un jeton interne dans l'entrée projetée d'un des modèles."""
    return any(SECRET in repr(project(full(model), PUBLIC).__dict__) for model in every_model())


def leak_in_dump(monkeypatch):
    """Un jeton interne dans l'export d'un des modèles."""
    return any(SECRET in json.dumps(dump(full(model), PUBLIC), default=str) for model in every_model())


def leak_in_edition(monkeypatch):
    """Une entrée, une exigence, un outil, un avertissement ou un champ interne dans l'édition publique."""
    read = catalogue.load(MINIMAL)
    tool = Outil.model_construct(id="outil", visibilite=PUBLIC, intitule=SECRET)
    inside = dataclasses.replace(read, outils=(tool,), warnings=(SECRET,))
    edition = publish(inside, PUBLIC)
    names = {entry.id for kind in edition.entrees.values() for entry in kind.values()}
    names |= {item.id for theme in edition.themes for item in theme.exigences}
    hidden = {entry.id for kind in read.entrees.values() for entry in kind.values() if entry.visibilite != PUBLIC}
    return bool(
        names & hidden
        or edition.outils
        or edition.warnings
        or SECRET in repr(edition.warnings)
        or "montant_estime=60000" in repr(dict(edition.entrees["intention"]))
    )


def leak_in_paths(monkeypatch):
    """Un chemin interne tenu pour public."""
    from spaser.model import Famille, Fournisseur

    return any(
        public_paths(model, path)
        for model, path in (
            (Fournisseur, ("contact",)),
            (Fournisseur, ("marches", 0, "objet")),
            (Famille, ("criteres", 0, "maturite_marche", "source", "titre")),
        )
    )


def leak_in_site(monkeypatch):
    """Un fichier interne ou inconnu tenu pour publiable."""
    pages = paths.PAGES | {"index", "aide"}
    names = (
        "interne/index.html",
        "kits/a.docx",
        "edition/index.html",
        "decisions/a/index.html",
        "a.pdf",
        "notes/index.html",
        "assets/js/interne/a.js",
        "donnees/a.html",
        ".env",
        "assets/../a.css",
        "assets/css/.cache.css",
    )
    return any(paths.is_declared(name, pages) for name in names)


def all_public(model):
    """Les champs d'un modèle, tous dits publics."""
    return tuple(dataclasses.replace(champ, audience=PUBLIC) for champ in champs(model))


def unset_public(model):
    """Les champs d'un modèle, où ce qui ne dit rien est public."""
    return tuple(dataclasses.replace(champ, audience="interne" if champ.name in ("contact", "strategie") else PUBLIC) for champ in champs(model))


def shallow(value, audience):
    """Une projection qui ne descend pas dans les groupes."""
    return value


def shallow_lists(value, audience):
    """Une projection qui ne descend pas dans les listes."""
    return value if isinstance(value, tuple) else project(value, audience) if hasattr(value, "model_fields_set") else value


#: Chaque règle de la garde : ce qu'on lui fait, et ce qui doit alors se voir.
MUTATIONS = {
    "la projection rend l'entrée même": (publication, "project", lambda entry, audience: entry, leak_in_edition),
    "la projection croit tous les champs publics": (publication, "champs", all_public, leak_in_projection),
    "la projection ne garde que deux champs internes": (publication, "champs", unset_public, leak_in_projection),
    "la projection ne descend pas dans les groupes": (publication, "_value", shallow, leak_in_projection),
    "la projection ne descend pas dans les listes": (publication, "_value", shallow_lists, leak_in_projection),
    "l'export croit tous les champs publics": (publication, "champs", all_public, leak_in_dump),
    "l'export ne descend pas": (publication, "_plain", lambda value, audience: repr(value), leak_in_dump),
    "les entrées internes sont gardées": (publication, "_visible", lambda entries, audience: tuple(project(entry, audience) for entry in entries), leak_in_edition),
    "les entrées visibles ne sont pas projetées": (publication, "_visible", lambda entries, audience: tuple(entry for entry in entries if entry.visibilite == PUBLIC), leak_in_edition),
    "les thèmes ne sont pas filtrés": (publication, "_theme", lambda theme, audience: theme, leak_in_edition),
    "un chemin est public s'il commence par un champ public": (publication_rules, "champs", all_public, leak_in_paths),
    "le site accepte tout dossier": (paths, "HIDDEN", frozenset(), leak_in_site),
    "le site accepte tout nom": (paths, "NAME", __import__("re").compile(".*"), leak_in_site),
    "le site accepte tout type dans les données": (paths, "TYPES", paths.TYPES | {"donnees": paths.TYPES["donnees"] | {"html"}}, leak_in_site),
    "le site accepte tout type à sa racine": (paths, "ROOT_FILES", paths.ROOT_FILES | {"a.pdf"}, leak_in_site),
    "le site accepte une page de plus": (paths, "PAGES", paths.PAGES | {"notes"}, leak_in_site),
    "le site accepte les kits": (paths, "TYPES", paths.TYPES | {"kits": frozenset({"docx"})}, None),
}  # fmt: skip


@pytest.mark.parametrize("mutation", [name for name, row in MUTATIONS.items() if row[3]])
def test_chaque_regle_otee_ou_relachee_se_voit(monkeypatch, mutation):
    """Saine, la garde ne laisse rien voir ; mutée, elle trahit : un test qui ne verrait pas la différence ne garderait rien."""
    module, name, mutant, seen = MUTATIONS[mutation]
    assert not seen(monkeypatch)
    monkeypatch.setattr(module, name, mutant)
    assert seen(monkeypatch)


def test_deux_regles_gardent_les_kits(monkeypatch):
    """Le dossier est refusé par son nom et par son type : il en faut deux pour qu'il sorte."""
    module, name, mutant, _ = MUTATIONS["le site accepte les kits"]
    monkeypatch.setattr(module, name, mutant)
    assert not paths.is_declared("kits/a.docx", paths.PAGES)
    monkeypatch.setattr(paths, "HIDDEN", frozenset())
    assert paths.is_declared("kits/a.docx", paths.PAGES)


@pytest.mark.parametrize("rule", ["outils", "warnings"])
def test_les_outils_et_les_avertissements_sont_gardes(minimal, rule):
    """Deux règles écrites dans `publish` même : l'édition publique les laisse vides, l'interne non."""
    tool = Outil.model_construct(id="outil", visibilite=PUBLIC, intitule=SECRET)
    inside = dataclasses.replace(minimal, outils=(tool,), warnings=(SECRET,))
    assert (getattr(publish(inside, PUBLIC), rule), len(getattr(publish(inside, "interne"), rule))) == ((), 1)
