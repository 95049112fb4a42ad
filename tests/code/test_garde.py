"""La garde entre les deux audiences, règle par règle : chacune, ôtée ou relâchée, doit se voir ; et rien d'interne n'influe sur rien de public."""

import ast
import dataclasses
import functools
import inspect
import json
import sys
import types
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outillage import MINIMAL
from test_publication import every_model, full

from spaser import catalogue, generation, publication, publication_rules
from spaser.exports.producers import produce
from spaser.inspection import paths
from spaser.model import LIGNES, Outil
from spaser.model.codes import modele_liste
from spaser.model.marks import Code, Renvoi
from spaser.model.walk import champs
from spaser.publication import dump, project, publish
from spaser.publication_rules import public_paths
from spaser.relations import Relations
from spaser.rendering.renderer import Renderer

SECRET = "INTERNE"
SCHEMAS = MINIMAL.parents[2] / "schemas"
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


# — La liste blanche elle-même : chaque champ interne, dit public, se voit —


@functools.cache
def audiences_of_the_schemas():
    """L'audience de chaque champ de chaque modèle, d'après les schémas du dépôt, que chacun relit dans une proposition."""
    roots = {name: model for name, (model, _) in generation.FILES.items()} | {f"codes-{name}": modele_liste(name) for name in LIGNES}
    found = {}
    for name, root in roots.items():
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
        for model, place in [(root.__name__, schema), *schema["$defs"].items()]:
            found |= {(model, field): said["x-visibilite"] for field, said in place.get("properties", {}).items()}
    return found


def audience_of(model, name):
    """L'audience que le modèle donne à un champ."""
    return next(champ.audience for champ in champs(model) if champ.name == name)


def leaks(model, name):
    """Vrai si la valeur de ce champ sort d'une entrée projetée."""
    token = "jeton du champ"
    return token in repr(project(full(model).model_copy(update={name: token}), PUBLIC).__dict__)


INTERNAL = [(model, champ.name) for model in every_model() for champ in champs(model) if champ.audience == "interne"]


@pytest.mark.parametrize(("model", "name"), INTERNAL, ids=[f"{model.__name__}.{name}" for model, name in INTERNAL])
def test_chaque_champ_interne_dit_public_sortirait_et_se_voit(monkeypatch, model, name):
    """Le changer dans le modèle sans récrire le schéma arrête les tests ; le récrire le montre à qui relit."""
    said = audiences_of_the_schemas()[model.__name__, name]
    assert (leaks(model, name), audience_of(model, name)) == (False, said)
    with monkeypatch.context() as patch:
        patch.setitem(model.model_fields[name].json_schema_extra, "x-visibilite", PUBLIC)
        champs.cache_clear()
        seen = (leaks(model, name), audience_of(model, name))
    champs.cache_clear()
    assert seen == (True, PUBLIC)
    assert seen[1] != said


# — Chaque ligne de `publish` et de ce qu'elle appelle : une condition ôtée ou retournée se voit —


class Mutate(ast.NodeTransformer):
    """Change la énième condition d'un module : vraie, fausse, ou l'une des deux audiences pour l'autre."""

    def __init__(self, rank, way):
        self.rank, self.way, self.count = rank, way, -1

    def _change(self, node):
        self.count += 1
        if self.count != self.rank:
            return self.generic_visit(node)
        return ast.copy_location(ast.Constant(self.way), node)

    visit_Compare = visit_BoolOp = _change


def mutants(module):
    """Le nom de chaque mutant d'un module : sa condition, sa ligne, et ce qu'elle devient."""
    tree = ast.parse(inspect.getsource(module))
    found = [node for node in walk_in_order(tree) if isinstance(node, ast.Compare | ast.BoolOp)]
    return [(rank, way, f"{ast.unparse(node)} → {way}, ligne {node.lineno}") for rank, node in enumerate(found) for way in (True, False)]


def walk_in_order(node):
    """Les nœuds, parents d'abord, dans l'ordre du texte."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walk_in_order(child)


def load_mutant(module, rank, way):
    """Le module, muté, dans un espace de noms neuf."""
    tree = ast.fix_missing_locations(Mutate(rank, way).visit(ast.parse(inspect.getsource(module))))
    changed = types.ModuleType(module.__name__)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, module.__name__, changed)
        exec(compile(tree, module.__name__, "exec"), changed.__dict__)
    return changed


def behaviour(module, read):
    """Ce que la garde rend, pour les deux audiences : l'édition, chaque modèle projeté, chaque export ; ou qu'elle se casse."""
    seen = []
    try:
        for audience in (PUBLIC, "interne"):
            edition = module.publish(read, audience)
            seen.append(repr({field.name: getattr(edition, field.name) for field in dataclasses.fields(edition) if field.name != "territoire"}))
            seen += [repr(module.project(full(model), audience).__dict__) + repr(module.dump(full(model), audience)) for model in every_model()]
            seen += [edition.commune(line.code).libelle for line in edition.codes["communes"].lignes]
            with pytest.raises(KeyError, match="communes-voisines"):
                edition.commune("00000")
            seen += [repr(module.dump(entry, audience)) for entries in read.entrees.values() for entry in entries.values()]
    except (Exception, pytest.fail.Exception) as error:
        return f"cassé : {type(error).__name__}"
    return [*seen, module.plain_scalar(Decimal("1.5")), module.plain_scalar(Decimal("2.0"))]


#: Les conditions qu'aucune donnée ne peut faire mentir, et pourquoi.
EQUIVALENT = {"champ.sub is not None → True": "une valeur simple n'a rien à projeter : elle est rendue telle quelle"}


@pytest.mark.parametrize(("rank", "way", "name"), mutants(publication), ids=[name for _, _, name in mutants(publication)])
def test_chaque_condition_de_la_garde_otee_ou_retournee_se_voit(minimal, rank, way, name):
    """Les mutants sont tirés du texte du programme : une condition ajoutée demain a les siens."""
    inside = dataclasses.replace(minimal, outils=(Outil.model_construct(id="outil", visibilite=PUBLIC, intitule=SECRET),), warnings=(SECRET,))
    assert (behaviour(load_mutant(publication, rank, way), inside) == behaviour(publication, inside)) == (name.rpartition(",")[0] in EQUIVALENT)
