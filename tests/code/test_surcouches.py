"""Une surcouche, dossier privé : elle ajoute de l'interne, et ne touche à rien de public."""

import pytest

from spaser.places import Place
from spaser.problems import DataError
from spaser.publication import publish

SUPPLIER = """\
id: cordonnerie
source:
  titre: Carnet privé
verifie_le: 2026-11-22
a_revoir_avant: 2027-11-22
nom: La Cordonnerie
siret: '35600000000048'
types:
  - EI
secteurs:
  - textile
prestations: Réparation de chaussures.
zone_intervention:
  france: true
commune: '35238'
sources:
  - nom: Carnet
    date: 2026-11-22
    licence: Aucune
"""


def test_une_surcouche_ajoute_une_entree_interne(dossier):
    private = dossier.overlay("prive")
    private.write("fournisseurs/cordonnerie.yml", SUPPLIER)
    catalogue = dossier.load(private)
    assert catalogue.entrees["fournisseur"]["cordonnerie"].visibilite == "interne"
    assert "cordonnerie" not in publish(catalogue, "publique").entrees["fournisseur"]
    assert "cordonnerie" in publish(catalogue, "interne").entrees["fournisseur"]


def test_une_surcouche_ajoute_des_champs_internes_a_une_entree(dossier):
    private = dossier.overlay("prive")
    private.write("fournisseurs/menuiserie.yml", "appreciation: Très bon travail.\nmarches:\n  - annee: 2024\n    objet: Portes\n")
    supplier = dossier.load(private).entrees["fournisseur"]["menuiserie"]
    assert supplier.appreciation == "Très bon travail."
    assert supplier.marches[0].objet == "Portes"
    assert supplier.nom == "La Menuiserie"


def test_une_surcouche_peut_repeter_un_champ_public_tel_quel(dossier):
    private = dossier.overlay("prive")
    private.write("fournisseurs/menuiserie.yml", "id: menuiserie\nnom: La Menuiserie\ncontact: Chef d’atelier\n")
    assert dossier.load(private).entrees["fournisseur"]["menuiserie"].contact == "Chef d’atelier"


def test_une_surcouche_complete_un_critere_reconnu_par_son_identifiant(dossier):
    private = dossier.overlay("prive")
    private.write("familles/mobilier.yml", "criteres:\n  - id: mobilier-garantie\n    vigilance:\n      - Lire les exclusions.\n")
    family = dossier.load(private).entrees["famille"]["mobilier"]
    assert [critere.vigilance for critere in family.criteres] == [("Demander les factures de reprise.",), ("Lire les exclusions.",), ()]


def test_une_surcouche_complete_une_ligne_de_code_reconnue_par_son_code(dossier):
    private = dossier.overlay("prive")
    private.write("codes/services.yml", "lignes:\n  - code: commande-publique\n    responsable: Cheffe du service\n")
    catalogue = dossier.load(private)
    assert [line.responsable for line in catalogue.codes["services"].lignes] == ["Cheffe du service", None]
    assert [line.responsable for line in dossier.load().codes["services"].lignes] == [None, None]


def test_deux_surcouches_s_ajoutent(dossier):
    first, second = dossier.overlay("un"), dossier.overlay("deux")
    first.write("fournisseurs/cordonnerie.yml", SUPPLIER)
    second.write("fournisseurs/cordonnerie.yml", "remarques: À rappeler.\n")
    assert dossier.load(first, second).entrees["fournisseur"]["cordonnerie"].remarques == "À rappeler."


def test_un_champ_ajoute_garde_la_place_de_sa_surcouche(dossier):
    private = dossier.overlay("prive")
    private.write("fournisseurs/menuiserie.yml", "marches:\n  - annee: mille\n    objet: Portes\n")
    assert dossier.problems(private) == [
        "prive/fournisseurs/menuiserie.yml:2:12: marches[1].annee : un nombre entier est attendu, lu « mille »\n"
        "    Conseil : écrire des chiffres, sans espace ni unité"
    ]


REFUSALS = {
    "un champ public changé": (
        "fournisseurs/menuiserie.yml",
        "nom: Autre nom\n",
        "1:6: nom : une surcouche ne change pas un champ public\n    Conseil : le changer dans les référentiels",
    ),
    "un champ public ajouté": (
        "fournisseurs/menuiserie.yml",
        "effectif: 3\n",
        "1:11: effectif : une surcouche ne change pas un champ public\n    Conseil : le changer dans les référentiels",
    ),
    "un groupe public changé": (
        "fournisseurs/menuiserie.yml",
        "zone_intervention:\n  france: true\n",
        "2:3: zone_intervention : une surcouche ne change pas un champ public\n    Conseil : le changer dans les référentiels",
    ),
    "la visibilité changée": (
        "fournisseurs/menuiserie.yml",
        "visibilite: interne\n",
        "1:13: visibilite : une surcouche ne change pas un champ public\n    Conseil : le changer dans les référentiels",
    ),
    "un champ public d'un critère": (
        "familles/mobilier.yml",
        "criteres:\n  - id: mobilier-garantie\n    intitule: Autre titre\n",
        "3:15: criteres[1].intitule : une surcouche ne change pas un champ public\n    Conseil : le changer dans les référentiels",
    ),
    "un critère de plus": (
        "familles/mobilier.yml",
        "criteres:\n  - id: mobilier-prive\n    vigilance:\n      - Rien.\n",
        "2:5: criteres[1] : cet élément n'existe pas dans les référentiels\n    Conseil : reprendre l'id ou le code d'un élément existant",
    ),
    "un critère sans identifiant": (
        "familles/mobilier.yml",
        "criteres:\n  - vigilance:\n      - Rien.\n",
        "2:5: criteres[1] : cet élément n'existe pas dans les référentiels\n    Conseil : reprendre l'id ou le code d'un élément existant",
    ),
    "un élément d'une liste sans identifiants": (
        "intentions/2027/2027-001.yml",
        "lots:\n  - remarque: Un secret\n",
        "2:5: lots[1] : cet élément n'existe pas dans les référentiels\n    Conseil : reprendre l'id ou le code d'un élément existant",
    ),
    "un champ interne déjà écrit": (
        "fournisseurs/atelier.yml",
        "contact: Autre contact\n",
        "1:10: contact : ce champ est déjà écrit dans les référentiels\n    Conseil : l'enlever de l'un des deux fichiers",
    ),
    "un champ inconnu": ("fournisseurs/menuiserie.yml", "contacts: x\n", "1:1: contacts : champ inconnu\n    Conseil : vouliez-vous écrire « contact » ?"),
    "une liste au lieu de champs": ("fournisseurs/menuiserie.yml", "- contact\n", "1:1: un groupe de champs est attendu"),
    "une entrée publique": (
        "fournisseurs/cordonnerie.yml",
        SUPPLIER.replace("source:", "visibilite: publique\nsource:", 1),
        "2:13: visibilite : une surcouche n'ajoute que des entrées internes\n    Conseil : écrire visibilite: interne",
    ),
    "une nouvelle liste au lieu d'une entrée": (
        "fournisseurs/cordonnerie.yml",
        "- a\n",
        "1:1: visibilite : une surcouche n'ajoute que des entrées internes\n    Conseil : écrire visibilite: interne",
    ),
    "un thème entier": (
        "eco/batiment/materiaux-reemploi.yml",
        "volet: batiment\n",
        "1:1: visibilite : une surcouche n'ajoute que des entrées internes\n    Conseil : écrire visibilite: interne",
    ),
    "un réglage de la collectivité": (
        "collectivite.yml",
        "nom: Autre ville\n",
        "1:6: nom : une surcouche ne change pas un champ public\n    Conseil : le changer dans les référentiels",
    ),
}


@pytest.mark.parametrize("cas", REFUSALS)
def test_une_surcouche_ne_touche_a_rien_de_public(dossier, cas):
    path, content, message = REFUSALS[cas]
    private = dossier.overlay("prive")
    private.write(path, content)
    assert dossier.problems(private) == [f"prive/{path}:{message}"]
    with pytest.raises(DataError):
        dossier.load(private)


@pytest.mark.parametrize(("path", "content"), [("fournisseurs/menuiserie.yml", "contact: x\n"), ("fournisseurs/cordonnerie.yml", SUPPLIER)])
def test_une_surcouche_ne_change_rien_a_l_edition_publique(dossier, path, content):
    private = dossier.overlay("prive")
    private.write(path, content)
    with_overlay, without = publish(dossier.load(private), "publique"), publish(dossier.load(), "publique")
    assert with_overlay.entrees == without.entrees
    assert with_overlay.codes == without.codes
    assert with_overlay.warnings == without.warnings == ()


def test_une_surcouche_ne_rouvre_pas_une_annee_close(dossier):
    """L'empreinte d'une année close ne porte que sur les référentiels : une surcouche ne la fausse pas."""
    from spaser.checks.closed_years import fingerprint

    dossier.append("collectivite.yml", f"annees_closes:\n  - annee: 2027\n    empreinte: {fingerprint(dossier.root, 2027)}\n")
    private = dossier.overlay("prive")
    private.write("intentions/2027/2027-002.yml", "agent: Acheteuse\n")
    assert dossier.problems(private) == []


def test_la_place_d_une_entree_de_surcouche_est_dans_la_surcouche(dossier):
    private = dossier.overlay("prive")
    private.write("fournisseurs/cordonnerie.yml", SUPPLIER.replace("- textile", "- textil"))
    from spaser import catalogue

    _, problems = catalogue.verify(dossier.root, (private.root,))
    assert [Place(p.file, p.line, p.column) for p in problems] == [Place("prive/fournisseurs/cordonnerie.yml", 11, 5)]
