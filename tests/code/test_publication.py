"""Ce que le site public a en main : ce que les modèles déclarent public, et rien d'autre."""

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from spaser import model as models
from spaser.model import GENRES, LIGNES, Attributions, Collectivite, Grille, ListeCodes, ListeTransverses, Modele, ThemeEco
from spaser.model.base import interne, publique
from spaser.model.codes import modele_liste
from spaser.model.walk import champs, visit
from spaser.publication import Edition, dump, project, publish
from spaser.publication_rules import public_paths

ROOTS: tuple[type[Modele], ...] = (
    Collectivite,
    ListeTransverses,
    ThemeEco,
    Attributions,
    Grille,
    *(genre.modele for genre in GENRES.values()),
    *map(modele_liste, ("natures", *LIGNES)),
)


def every_model() -> list[type[Modele]]:
    """Tous les modèles du produit, et ceux de leurs groupes de champs."""
    found: dict[type[Modele], None] = {}

    def explore(model: type[Modele]) -> None:
        if model not in found:
            found[model] = None
            for champ in champs(model):
                if champ.sub:
                    explore(champ.sub)

    for root in ROOTS:
        explore(root)
    return list(found)


def full(model: type[Modele], trail: str = "PUBLIC") -> Modele:
    """Une entrée dont chaque champ, jusqu'au plus profond, porte un jeton qui dit s'il est public ou interne."""
    values: dict[str, Any] = {}
    for champ in champs(model):
        here = "INTERNE" if champ.audience == "interne" else trail
        item: Any = full(champ.sub, here) if champ.sub else f"{here}:{model.__name__}.{champ.name}"
        values[champ.name] = (item, item) if champ.many else item
    return model.model_construct(**values)


def tokens(entry: Modele) -> Iterator[str]:
    yield from (value for _, _, value in visit(entry))


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model.__name__)
def test_aucune_valeur_interne_n_est_dans_une_entree_projetee(model):
    """Ni par un champ, ni par un attribut en plus, ni par l'écriture de l'objet, ni dans son export."""
    entry = full(model)
    seen = project(entry, "publique")
    expected = [token for token in tokens(entry) if token.startswith("PUBLIC")]
    assert list(tokens(seen)) == expected
    assert "INTERNE" not in repr(seen) + str(seen) + repr(seen.__dict__) + repr(seen.model_extra) + str(seen.model_dump(warnings=False))
    assert "INTERNE" not in json.dumps(dump(seen, "publique"))
    assert "INTERNE" not in json.dumps(dump(entry, "publique"))


@pytest.mark.parametrize("model", every_model(), ids=lambda model: model.__name__)
def test_l_audience_interne_voit_tout(model):
    entry = full(model)
    assert list(tokens(project(entry, "interne"))) == list(tokens(entry))


def test_les_modeles_ont_des_champs_internes_a_tous_les_etages():
    """Sans quoi les tests qui précèdent ne prouveraient rien."""
    assert len([model for model in every_model() if any(champ.audience == "interne" for champ in champs(model))]) >= 12


class _Neuf(Modele):
    """Un modèle dont l'auteur a oublié de dire l'audience d'un champ."""

    dit: str = publique("Un champ public", defaut="a")
    tu: str = interne("Un champ interne", defaut="b")
    oublie: str = "c"


def test_un_champ_sans_audience_est_interne():
    assert {champ.name: champ.audience for champ in champs(_Neuf)} == {"dit": "publique", "tu": "interne", "oublie": "interne"}
    assert dump(_Neuf(), "publique") == {"dit": "a"}


def test_un_champ_oublie_ne_sort_pas_meme_par_sa_valeur():
    seen = project(_Neuf(oublie="INTERNE", tu="INTERNE"), "publique")
    assert "INTERNE" not in repr(seen) + repr(seen.__dict__)


def test_toute_audience_est_declaree_dans_les_modeles():
    silent = [
        f"{model.__name__}.{name}"
        for model in every_model()
        for name, field in model.model_fields.items()
        if not isinstance(field.json_schema_extra, dict) or "x-visibilite" not in field.json_schema_extra
    ]
    assert silent == []


def test_tout_champ_est_decrit_dans_les_modeles():
    assert [f"{model.__name__}.{name}" for model in every_model() for name, field in model.model_fields.items() if not field.description] == []


def _reached_publicly() -> set[type[Modele]]:
    """Les modèles que l'on atteint sans traverser de champ interne."""
    found: set[type[Modele]] = set()

    def explore(model: type[Modele]) -> None:
        if model not in found:
            found.add(model)
            for champ in champs(model):
                if champ.sub and champ.audience == "publique":
                    explore(champ.sub)

    for root in ROOTS:
        explore(root)
    return found


def test_un_champ_interne_n_est_obligatoire_que_dans_un_groupe_interne():
    """Sans quoi une entrée publique sans ses champs internes ne serait plus une entrée valable."""
    faulty = [
        f"{model.__name__}.{champ.name}"
        for model in _reached_publicly()
        for champ in champs(model)
        if champ.audience == "interne" and model.model_fields[champ.name].is_required()
    ]
    assert faulty == []


def test_un_chemin_n_est_public_que_si_tous_ses_groupes_le_sont():
    supplier, family = models.Fournisseur, models.Famille
    assert public_paths(supplier, ("courriel",))
    assert not public_paths(supplier, ("contact",))
    assert not public_paths(supplier, ("marches", 0, "objet"))
    assert public_paths(family, ("criteres", 2, "preuves", 0, "texte"))
    assert not public_paths(family, ("criteres", 2, "maturite_marche", "source", "titre"))


def test_une_entree_interne_n_est_pas_dans_l_edition_publique(minimal):
    edition = publish(minimal, "publique")
    assert set(edition.entrees["intention"]) == {"2027-001"}
    assert set(edition.entrees["famille"]) == {"mobilier"}
    assert set(edition.entrees["exigence"]) == {"bat-eau-sobriete"}
    assert [item.id for theme in edition.themes for item in theme.exigences] == ["bat-eau-sobriete"]
    assert "etudes-carbone" not in edition.criteres


def test_l_edition_interne_a_toutes_les_entrees(minimal):
    edition = publish(minimal, "interne")
    assert set(edition.entrees["intention"]) == {"2027-001", "2027-002"}
    assert [item.id for theme in edition.themes for item in theme.exigences] == ["bat-eau-sobriete", "bat-eau-pluie"]
    assert edition.criteres["etudes-carbone"][1] == "etudes"


def test_un_theme_sans_exigence_publique_n_est_pas_public(dossier):
    dossier.replace("eco/batiment/eau.yml", "id: bat-eau-sobriete\n    visibilite: publique", "id: bat-eau-sobriete\n    visibilite: interne")
    dossier.replace("familles/mobilier.yml", "exigences:\n  - bat-eau-sobriete\n", "")
    catalogue = dossier.load()
    assert publish(catalogue, "publique").themes == ()
    assert len(publish(catalogue, "interne").themes) == 1


def test_une_liste_de_codes_interne_n_est_pas_publique(dossier):
    dossier.replace("codes/labels.yml", "visibilite: publique", "visibilite: interne")
    assert "labels" not in publish(dossier.load(), "publique").codes
    assert "labels" in publish(dossier.load(), "interne").codes


def test_sans_visibilite_une_entree_est_interne(dossier):
    dossier.replace("fournisseurs/atelier.yml", "visibilite: publique\n", "")
    assert set(publish(dossier.load(), "publique").entrees["fournisseur"]) == {"menuiserie"}


def test_les_avertissements_ne_sont_pas_publics(dossier):
    dossier.replace("fournisseurs/atelier.yml", "verifie_le: 2026-11-22\na_revoir_avant: 2027-11-22", "verifie_le: 2025-11-22\na_revoir_avant: 2026-10-31")
    catalogue = dossier.load()
    assert publish(catalogue, "publique").warnings == ()
    assert len(publish(catalogue, "interne").warnings) == 1


def _everything(edition: Edition) -> str:
    """Tout ce que l'édition tient, écrit."""
    parts = {field.name: getattr(edition, field.name) for field in fields(edition)}
    return repr({name: dict(value) if hasattr(value, "keys") else value for name, value in parts.items()})


SECRETS = [
    "montant_estime=60000",
    "Acheteuse du mobilier",
    "Deux lots pour ouvrir",
    "Délais tenus",
    "Cheffe d’atelier",
    "Comparer les tableaux",
    "Deux opérations passées",
    "conseillee=15",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_l_edition_publique_ne_contient_pas_un_texte_interne(minimal, secret):
    assert secret not in _everything(publish(minimal, "publique"))
    assert secret in _everything(publish(minimal, "interne"))


def test_l_edition_publique_ne_change_pas_quand_l_interne_change(dossier):
    """Non-interférence : ni les textes, ni les nombres, ni l'ordre ne disent quoi que ce soit de l'interne."""
    before = _everything(publish(dossier.load(), "publique"))
    dossier.replace("intentions/2027/2027-001.yml", "montant_estime: 60000", "montant_estime: 60001")
    dossier.replace("fournisseurs/atelier.yml", "appreciation: Délais tenus.\n", "")
    (dossier.root / "intentions/2027/2027-002.yml").unlink()
    (dossier.root / "familles/etudes.yml").unlink()
    assert _everything(publish(dossier.load(), "publique")) == before


def test_un_champ_vide_n_est_pas_exporte_et_l_ordre_est_celui_du_modele(public):
    row = dump(public.edition.entrees["fournisseur"]["atelier"], "publique")
    assert list(row) == [
        "id", "visibilite", "demonstration", "source", "verifie_le", "a_revoir_avant", "nom", "siret", "types", "secteurs", "prestations",
        "zone_intervention", "commune", "courriel", "effectif", "sources", "relue",
    ]  # fmt: skip
    assert row["source"] == {"titre": "Jeu minimal des tests"}
    assert row["verifie_le"] == "2026-11-22"
    assert row["types"] == ["EI"]
    assert row["effectif"] == 12


def test_un_nombre_s_exporte_en_nombre(internal):
    row = dump(internal.edition.entrees["exigence"]["bat-eau-sobriete"], "interne")
    assert row["niveaux"]["socle"]["valeur"] == 30
    assert row["surcout"] == {"mini": 0, "maxi": 4, "constat": "Estimation de programmation"}


def test_une_liste_de_codes_s_exporte_avec_ses_champs_propres(public):
    line = public.edition.line("types-structure", "EA")
    assert dump(line, "publique") == {
        "code": "EA",
        "libelle": "Entreprise adaptée",
        "famille": "handicap",
        "reservations": ["L2113-12"],
        "clause_sociale": True,
    }


def test_la_projection_d_une_liste_garde_le_modele_de_ses_lignes(public):
    assert type(public.edition.line("services", "batiments")).__name__ == "LigneService"
    assert isinstance(public.edition.codes["services"], ListeCodes)
