"""Les éditions de l'éco-référentiel : ce qui est en vigueur à chacune, ce qui change de l'une à l'autre, pour tous et pour une opération."""

import json
import re

import pytest

from spaser import editions, operations
from spaser.exports import editions as exports
from spaser.exports.operations import files_of
from spaser.exports.operations import produce as operation_files
from spaser.journal import compare
from spaser.operations import Operation
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering import editions as pages
from spaser.rendering import operations as operation_pages
from spaser.rendering.redactions import details, facts
from spaser.rendering.renderer import Renderer
from spaser.rendering.views import exigence

EAU, LIST = "eco/batiment/eau.yml", "codes/editions-eco.yml"
EDITIONS = """id: editions-eco
visibilite: publique
source:
  titre: Jeu minimal des tests
verifie_le: 2026-11-22
a_revoir_avant: 2027-11-22
intitule: Éditions de l’éco-référentiel
singulier: une édition de l’éco-référentiel
lignes:
  - code: 2026-1
    libelle: Édition 2026-1
    du: 2026-01-15
  - code: 2026-2
    libelle: Édition 2026-2
    du: 2026-06-15
  - code: 2027-1
    libelle: Édition 2027-1
    du: 2026-11-22
"""
#: La fin de la première exigence du jeu minimal, où s'écrit ce qu'elle demandait avant.
END = "    retour: Deux opérations passées le confirment.\n"
OLD = """    versions_precedentes:
      - intitule: Réduire la consommation d’eau
        resume: Des équipements économes suffisent.
        version: 1
        operations:
          - neuf
        sens: au-moins
        niveaux:
          socle:
            indicateur: Baisse de la consommation
            valeur: 20
            unite: '%'
            methode: Calcul
        phases:
          - phase: PROG
            attendu: Les usages sont relevés.
            preuve: Bilan des consommations
            qui: maitre-ouvrage
        objectifs:
          - 13
        motif: Le socle est relevé.
"""
FIRST = "    resume: Des équipements économes suffisent.\n    version: 1\n"


@pytest.fixture
def tenu(dossier):
    """Le jeu minimal, avec trois éditions, et une exigence dont la deuxième rédaction entre à la troisième."""
    dossier.write(LIST, EDITIONS)
    dossier.replace(EAU, FIRST, FIRST.replace("version: 1", "version: 2\n    edition: 2027-1"))
    dossier.replace(EAU, END, END + OLD)
    return dossier


@pytest.fixture(scope="session")
def edition(livre):
    """Les données publiques du dépôt."""
    return publish(livre, "publique")


def pair(edition):
    found = editions.latest(edition)
    assert found is not None
    return found


# — Ce que contrôle `spaser verifier` —


def test_une_histoire_tenue_ne_se_signale_pas(tenu):
    assert tenu.problems() == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            EAU,
            "version: 2\n",
            "version: 3\n",
            "referentials/eco/batiment/eau.yml:42:7: exigences[1].versions_precedentes : les versions précédentes ne se suivent pas, lu 1\n"
            "    Conseil : écrire, dans cet ordre : 2, 1",
        ),
        (
            EAU,
            "    edition: 2027-1\n",
            "",
            "referentials/eco/batiment/eau.yml:5:5: exigences[1].edition : la version 2 ne dit pas l'édition où elle est entrée\n"
            "    Conseil : ajouter le champ edition",
        ),
        (
            EAU,
            "    edition: 2027-1\n",
            "    edition: 2026-1\n",
            "referentials/eco/batiment/eau.yml:14:14: exigences[1].edition : la version 2 n'entre pas dans une édition plus récente que la version 1\n"
            "    Conseil : corriger l'une des deux éditions",
        ),
        (
            EAU,
            "    edition: 2027-1\n",
            "    edition: 2027-2\n",
            "referentials/eco/batiment/eau.yml:14:14: exigences[1].edition : « 2027-2 » n'est pas une édition de l'éco-référentiel\n"
            "    Conseil : vouliez-vous écrire « 2027-1 » ?",
        ),
        (
            LIST,
            "du: 2026-06-15",
            "du: 2026-01-15",
            "referentials/codes/editions-eco.yml:15:9: lignes[2].du : l'édition 2026-2 n'est pas plus récente que l'édition 2026-1\n"
            "    Conseil : ranger les éditions de la plus ancienne à la plus récente",
        ),
        (
            "collectivite.yml",
            "edition: 2027-1\n",
            "edition: 2027-2\n",
            "referentials/codes/editions-eco.yml:16:11: lignes[3].code : la dernière édition est 2027-1, celle du site est 2027-2\n"
            "    Conseil : ajouter l'édition 2027-2, même si rien n'y change",
        ),
    ],
)
def test_un_trou_dans_l_histoire_se_dit_a_sa_ligne(tenu, path, old, new, said):
    tenu.replace(path, old, new)
    assert tenu.problems() == [said]


def test_un_seuil_desordonne_se_voit_aussi_dans_une_ancienne_redaction(tenu):
    less = "            methode: Calcul\n          performant:\n            indicateur: Baisse\n            valeur: 10\n            unite: '%'\n            methode: Calcul\n"
    tenu.replace(EAU, "            methode: Calcul\n        phases", f"{less}        phases")
    assert tenu.problems() == [
        "referentials/eco/batiment/eau.yml:56:21: exigences[1].versions_precedentes[1].niveaux.performant.valeur : "
        "le niveau performant (10) est moins exigeant que le niveau socle (20)\n    Conseil : revoir les valeurs, ou le champ « sens »"
    ]


# — Ce qui est en vigueur à une édition —


def at(tenu, rank):
    """La rédaction de la première exigence à une édition, par son rang."""
    found = publish(tenu.load(), "publique")
    said = editions.at(found.themes[0].exigences[0], editions.listed(found)[rank], found)
    return said.version if said else None


def test_chaque_edition_a_sa_redaction(tenu):
    assert [at(tenu, rank) for rank in range(3)] == [1, 1, 2]


def test_une_exigence_nouvelle_n_est_pas_dans_les_editions_d_avant(dossier):
    dossier.write(LIST, EDITIONS)
    dossier.replace(EAU, FIRST, FIRST + "    edition: 2026-2\n")
    assert dossier.problems() == []
    assert [at(dossier, rank) for rank in range(3)] == [None, 1, 1]


def test_une_exigence_retiree_n_est_plus_dans_l_edition_de_ce_jour(tenu):
    tenu.replace(
        EAU, "    intitule: Réduire la consommation d’eau\n    resume", "    retire_le: 2026-11-22\n    intitule: Réduire la consommation d’eau\n    resume"
    )
    assert [at(tenu, rank) for rank in range(3)] == [1, 1, None]


def test_sans_liste_il_n_y_a_ni_edition_ni_comparaison(public):
    assert editions.listed(public.edition) == []
    assert editions.latest(public.edition) is None
    assert list(exports.produce(public.edition)) == [] and list(pages.pages(Renderer(public))) == []
    entry = public.edition.themes[0].exigences[0]
    assert exigence.full(entry, public)["entree"] is None


# — Ce qui change, pour tous et pour une opération —


def test_le_depot_montre_une_douzaine_de_changements(edition):
    """De l'édition de démonstration à celle en vigueur : des ajouts, des retraits remplacés, des changements motivés."""
    old, new = pair(edition)
    assert (old.demonstration, new.demonstration, new.code) == (True, False, edition.collectivite.edition)
    found = list(editions.differences(edition, old, new))
    events = [item.event for item in found]
    assert len(found) >= 12 and set(events) == {editions.ADDED, editions.CHANGED, editions.REMOVED}
    for item in found:
        if item.event == editions.CHANGED:
            assert item.reasons and details(facts(item.before, edition), facts(item.after, edition)), item.entry.id
        if item.event == editions.REMOVED:
            assert item.entry.demonstration and item.entry.remplace_par in edition.entrees["exigence"], item.entry.id


def test_un_changement_se_dit_fait_par_fait(edition):
    """Le seuil de chaque niveau, la phrase de la clause qui change et elle seule, la pénalité."""
    old, new = pair(edition)
    item = next(item for item in editions.differences(edition, old, new) if item.entry.id == "inf-carbone-enrobes-tiedes")
    said = {one["fait"]: (one["avant"], one["apres"]) for one in details(facts(item.before, edition), facts(item.after, edition))}
    assert said["Seuil socle"] == ("≥\u00a030\u00a0% du tonnage d’enrobés posé", "≥\u00a050\u00a0% du tonnage d’enrobés posé")
    assert said["Pénalité"][0] == "" and "3\u00a0€ par tonne" in said["Pénalité"][1]
    assert "30" in said["Clause"][0] and "Le titulaire remet pour chaque formule" not in "".join(said["Clause"])
    assert "Ouvrages" not in said and "Seuil exemplaire" not in said


def test_les_changements_d_une_operation_sont_ceux_qui_la_touchent(edition):
    """Une exigence étendue à l'entretien s'y applique désormais ; ailleurs elle est modifiée ; une autre opération l'ignore."""
    old, new = pair(edition)

    def event(wanted):
        found = {item.entry.id: item.event for item in editions.differences(edition, old, new, wanted)}
        return found.get("inf-mobilite-chantier-velo-pieton"), found

    assert event(Operation("infrastructure", "entretien", "route"))[0] == editions.ENTERS
    assert event(Operation("infrastructure", "neuf", "route"))[0] == editions.CHANGED
    assert event(Operation("batiment", "neuf"))[0] is None
    assert event(Operation("batiment", "entretien", "bureaux"))[1]
    back = {item.entry.id: item.event for item in editions.differences(edition, new, old, Operation("infrastructure", "entretien", "route"))}
    assert back["inf-mobilite-chantier-velo-pieton"] == editions.LEAVES and back["inf-energie-eclairage-minuit"] == editions.ADDED


def test_une_edition_et_elle_meme_ne_different_pas(edition):
    for line in editions.listed(edition):
        assert list(editions.differences(edition, line, line)) == []


def test_les_exigences_d_une_operation_sont_celles_de_l_edition_en_vigueur(edition):
    """Deux chemins, une même liste : ce qui n'est pas retiré, et ce qui est en vigueur à la dernière édition."""
    last = editions.listed(edition)[-1]
    for line in operations.usual(edition):
        wanted = operations.of_line(line)
        kept = [entry.id for _, entry in operations.requirements(edition, wanted)]
        themes = operations.themes(edition, wanted.volet)
        dated = [entry.id for theme in themes for entry in theme.exigences if (said := editions.at(entry, last, edition)) and operations.concerns(said, wanted)]
        assert kept == dated, line.code


def test_le_journal_dit_ce_qui_change_et_non_ce_qui_est_archive(dossier):
    """Une nouvelle rédaction : son rang, son édition, son seuil ; l'ancienne, gardée dans l'histoire, n'est pas une nouveauté."""
    dossier.write(LIST, EDITIONS)
    before = publish(dossier.load(), "publique")
    dossier.replace(EAU, FIRST, FIRST.replace("version: 1", "version: 2\n    edition: 2027-1"))
    dossier.replace(EAU, END, END + OLD)
    dossier.replace(
        EAU,
        "        valeur: 30\n        unite: '%'\n        methode: Calcul\n      performant",
        "        valeur: 35\n        unite: '%'\n        methode: Calcul\n      performant",
    )
    [change] = compare(before, publish(dossier.load(), "publique"))
    assert (change.entry, change.event) == ("bat-eau-sobriete", "modifiée")
    assert change.details == (
        ("Rang de la rédaction", "1", "2"),
        ("Édition où cette rédaction est entrée", "rien", "Édition 2027-1"),
        ("Seuils par niveau d’ambition, Minimum de toute opération, Valeur à atteindre", "30", "35"),
    )


# — Les pages et le fichier —


@pytest.fixture(scope="session")
def rendered(edition):
    """Les pages des éditions et des opérations usuelles, par adresse."""
    renderer = Renderer(Relations(edition))
    own = operation_pages.pages(renderer, files_of(operation_files(edition)))
    return {fiche.url: fiche for fiche in (*pages.pages(renderer), *own)}


def linked(body):
    return re.findall(r'<li><a href="\.\./\.\./eco-referentiel/([^/"]+)/">', body)


def test_chaque_edition_a_sa_page_et_dit_tout_ce_qu_elle_change(edition, rendered):
    old, new = pair(edition)
    expected = [item.entry.id for item in editions.differences(edition, old, new)]
    page = rendered[f"eco-referentiel/edition-{new.code}/"]
    assert sorted(linked(page.body)) == sorted(expected)
    for item in editions.differences(edition, old, new):
        assert all(reason in page.body for reason in item.reasons)
    first = rendered[f"eco-referentiel/edition-{old.code}/"]
    assert linked(first.body) == [] and "Édition de démonstration" in first.body


def test_une_edition_qui_change_tout_reste_une_page_legere(edition, rendered, monkeypatch):
    """Au-delà d'un certain nombre, la page nomme ce qui change ; l'avant et l'après restent sur les fiches."""
    url = f"eco-referentiel/edition-{edition.collectivite.edition}/"
    assert "avant-apres" in rendered[url].body
    monkeypatch.setattr(pages, "DETAILED", 3)
    short = next(fiche for fiche in pages.pages(Renderer(Relations(edition))) if fiche.url == url)
    assert "avant-apres" not in short.body and "seuil socle" in short.body
    assert linked(short.body) == linked(rendered[url].body)


def test_la_page_de_chaque_operation_usuelle_dit_ce_qui_y_change(edition, rendered):
    old, new = pair(edition)
    for line in operations.usual(edition):
        body = rendered[f"eco-referentiel/operation-{line.code}/"].body.split('<h2 id="editions">')[1]
        expected = {item.entry.id for item in editions.differences(edition, old, new, operations.of_line(line))}
        assert set(linked(body)) == expected, line.code


def test_le_fichier_de_la_page_n_a_que_ce_qui_a_change(edition):
    [export] = exports.produce(edition)
    said = json.loads(export.content)
    old, new = pair(edition)
    assert [one["code"] for one in said["editions"]] == [line.code for line in editions.listed(edition)]
    assert {one["id"] for one in said["exigences"]} == {item.entry.id for item in editions.differences(edition, old, new)}
    assert export.groupe == "page"


def test_la_fiche_garde_les_redactions_precedentes(edition):
    relations = Relations(edition)
    view = exigence.full(edition.entrees["exigence"]["bat-dechets-valorisation"], relations)
    assert [item["version"] for item in view["precedentes"]] == [1]
    assert view["precedentes"][0]["entree"]["demonstration"] and view["precedentes"][0]["faits"]
    assert view["entree"]["url"] == f"eco-referentiel/edition-{edition.collectivite.edition}/"
    kept = exigence.full(edition.entrees["exigence"]["bat-dechets-tri-flux"], relations)
    assert [item["titre"] for item in kept["remplacees"]] == ["Séparer les bennes du chantier"]


def test_une_exigence_retiree_n_est_plus_proposee(edition, rendered):
    """Elle garde sa fiche, et n'est plus dans les matrices, les opérations, les familles ni les objectifs."""
    retired = [entry for entry in edition.entrees["exigence"].values() if entry.retire_le]
    assert len(retired) >= 2
    relations = Relations(edition)
    for entry in retired:
        assert all(entry not in relations.requirements_of_goal(goal) for goal in edition.entrees["objectif"].values())
        assert all(f"/{entry.id}/" not in page.body.split('id="editions"')[0] for url, page in rendered.items() if "/operation-" in url)


# — La recherche —


def test_une_operation_usuelle_se_cherche_par_ses_mots(edition, rendered):
    """L'index lit ce qu'est l'opération, et non chaque exigence, qui a sa page."""
    found = rendered["eco-referentiel/operation-college-rehabilitation/"].indexed
    assert all(word in found.lower() for word in ("éco-référentiel", "réhabilitation", "collège"))
    assert all(rendered[f"eco-referentiel/operation-{line.code}/"].indexed for line in operations.usual(edition))
    assert len(found) < 1500
