"""La vie d'une campagne : ouvrir une année, reprendre ce qui continue, figer la précédente ; fusions et scissions."""

import pytest
from tableurs import JOUR, fiches, spaser, tout

from spaser.catalogue import load
from spaser.checks.closed_years import fingerprint
from spaser.publication import publish
from spaser.relations import Relations, is_ahead

ANCIENNE = "intentions/2027/2027-001.yml"
NOUVELLE = "intentions/2028/2028-001.yml"
STATUT = "statut:\n  code: a-l-etude\n  depuis: 2026-11-22\n"
REPORTEE = "statut:\n  code: reportee\n  depuis: 2027-09-01\n  motif: Besoin à préciser.\n"


def ouvrir(annee=2028, *options):
    return spaser("nouvelle-annee", annee, "--le", JOUR, *options)


@pytest.fixture
def reportee(dossier):
    """Le jeu minimal, au format, où 2027-001 est reportée."""
    dossier.replace(ANCIENNE, STATUT, REPORTEE)
    spaser("formater")
    return dossier


def copier(dossier, identifier, titre, *changes):
    """Une intention de plus, tirée de l'interne 2027-002."""
    text = dossier.read("intentions/2027/2027-002.yml").replace("id: 2027-002", f"id: {identifier}").replace("Étude en préparation", titre)
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    dossier.write(f"intentions/{identifier[:4]}/{identifier}.yml", text.replace("annee: 2027", f"annee: {identifier[:4]}"))


def suites(dossier, identifier, *targets):
    lines = "".join(f"  - {target}\n" for target in targets)
    dossier.append(f"intentions/{identifier[:4]}/{identifier}.yml", f"suites:\n{lines}")


# Ouvrir


def test_une_annee_s_ouvre_et_la_precedente_se_fige(reportee):
    result = ouvrir()
    assert result.exit_code == 0, result.output
    assert result.output == (
        "Campagne 2028 ouverte. Campagne 2027 close et figée.\n"
        "1 intention à poursuivre :\n"
        "  2027-001 devient 2028-001, Mobilier des collèges (2e trimestre 2027)\n"
        "1 intention sans suite, restée à l'étude ou publiée :\n"
        "  2027-002, Étude en préparation (4e trimestre 2027)\n"
        "À faire ensuite : relire les intentions reprises, puis changer « edition » et « edition_du » dans collectivite.yml.\n"
    )
    settings = load(reportee.root).collectivite
    assert settings.annee_courante == 2028
    assert [(closed.annee, closed.empreinte) for closed in settings.annees_closes] == [(2027, fingerprint(reportee.root, 2027))]
    assert reportee.problems() == []
    assert spaser("formater", "--verifier").output == ""


def test_l_intention_reprise_dit_d_ou_elle_vient_et_l_ancienne_ou_elle_va(reportee):
    before = reportee.read(ANCIENNE)
    ouvrir()
    fait = "  - date: 2026-11-22\n    ce_qui_change: Intention inscrite\n"
    assert reportee.read(ANCIENNE) == before.replace(fait, f"{fait}suites:\n  - 2028-001\n")
    reprise = f"  - date: {JOUR}\n    ce_qui_change: Reprise de l’intention 2027-001, de la campagne 2027\n"
    renamed = before.replace("id: 2027-001", "id: 2028-001").replace("annee: 2027", "annee: 2028")
    assert reportee.read(NOUVELLE) == renamed.replace(fait, fait + reprise)


def test_une_annee_figee_ne_change_plus(reportee):
    ouvrir()
    reportee.replace(ANCIENNE, "Mobilier des collèges", "Mobilier des lycées")
    said = [problem for problem in reportee.problems() if "année close" in problem]
    assert len(said) == 1


def test_les_fiches_de_l_annee_figee_gardent_leur_adresse(reportee):
    ouvrir()
    published = Relations(publish(load(reportee.root), "publique"))
    assert set(published.edition.entrees["intention"]) == {"2027-001", "2028-001"}
    old, new = (published.edition.entrees["intention"][name] for name in ("2027-001", "2028-001"))
    assert published.suites_of(old) == [new]
    assert published.origins_of(new) == [old]
    assert not is_ahead(old)
    assert is_ahead(new)


@pytest.mark.parametrize(
    ("changes", "suit"),
    [
        ([], False),
        ([("publication_prevue: 2027-T4", "publication_prevue: 2028-T1")], True),
        ([("publication_prevue: 2027-T4", "publication_prevue: 2028-02")], True),
        ([("publication_prevue: 2027-T4", "publication_prevue: 2029-T1")], False),
        ([(STATUT, REPORTEE)], True),
        ([("publication_prevue: 2027-T4", "publication_prevue: 2028-T1"), ("code: a-l-etude", "code: abandonnee\n  motif: Plus de besoin.")], False),
        ([("publication_prevue: 2027-T4", "publication_prevue: 2028-T1"), ("code: a-l-etude", "code: attribuee\n  reference_decp: 2027-1")], False),
        ([(STATUT, f"retire_le: 2027-10-01\n{REPORTEE}")], False),
    ],
)
def test_seul_ce_qui_continue_est_repris(dossier, changes, suit):
    copier(dossier, "2027-003", "Bancs", *changes)
    assert ouvrir().exit_code == 0
    assert ("2028-001.yml" in fiches(dossier, 2028)) is suit


def test_ce_qui_est_deja_repris_ne_l_est_pas_deux_fois(reportee):
    copier(reportee, "2027-003", "Bancs")
    suites(reportee, "2027-001", "2027-003")
    ouvrir()
    assert fiches(reportee, 2028) == {}


def test_une_intention_deja_inscrite_dans_la_nouvelle_annee_n_est_pas_doublee(reportee):
    """Les services ont déjà rendu leur tableur de 2028 : l'ancienne désigne la fiche qui y est."""
    text = reportee.read(ANCIENNE).replace("id: 2027-001", "id: 2028-007").replace("annee: 2027", "annee: 2028")
    reportee.write("intentions/2028/2028-007.yml", text)
    before = fiches(reportee, 2028)
    assert ouvrir().exit_code == 0
    assert fiches(reportee, 2028) == before
    assert "suites:\n  - 2028-007\n" in reportee.read(ANCIENNE)


def test_les_numeros_suivent_ceux_de_la_nouvelle_annee(reportee):
    copier(reportee, "2028-004", "Bancs")
    ouvrir()
    assert set(fiches(reportee, 2028)) == {"2028-004.yml", "2028-005.yml"}


def test_les_annees_oubliees_se_closent_aussi(dossier):
    copier(dossier, "2026-001", "Bancs", (STATUT, REPORTEE))
    result = ouvrir()
    assert result.output.startswith("Campagne 2028 ouverte. Campagnes 2026 et 2027 closes et figées.\n")
    assert "  2026-001 devient 2028-001, Bancs (4e trimestre 2027)\n" in result.output


def test_ce_qui_est_dans_une_surcouche_y_reste(reportee):
    """Le montant interne de l'ancienne est dans un dépôt privé : celui de la nouvelle aussi."""
    private = reportee.overlay("prive")
    reportee.replace(ANCIENNE, "agent: Acheteuse du mobilier\n", "")
    private.write(ANCIENNE, "agent: Acheteuse du mobilier\n")
    result = ouvrir(2028, "--surcouche", private.root)
    assert result.exit_code == 0, result.output
    assert private.read(ANCIENNE) == private.read(NOUVELLE) == "agent: Acheteuse du mobilier\n"
    assert "agent" not in reportee.read(NOUVELLE)
    assert reportee.problems(private) == []


# Refuser


def test_une_annee_deja_ouverte_est_refusee(reportee):
    ouvrir()
    before = tout(reportee)
    result = ouvrir()
    assert result.exit_code == 1
    assert result.output == "La campagne 2028 est déjà ouverte, ou passée : la campagne en cours est 2028.\nRien n'a été écrit.\n"
    assert tout(reportee) == before


def test_on_ne_saute_pas_une_annee(dossier):
    result = ouvrir(2082)
    assert result.exit_code == 1
    assert result.output == "La campagne qui suit 2027 est 2028.\n    Conseil : ouvrir les années une à une\nRien n'a été écrit.\n"


def test_des_donnees_fautives_ne_s_ouvrent_pas(reportee):
    reportee.replace("fournisseurs/atelier.yml", "effectif: 12", "effectifs: 12")
    before = tout(reportee)
    result = ouvrir()
    assert result.exit_code == 1
    assert result.output.startswith("referentials/fournisseurs/atelier.yml:20:1: effectifs : champ inconnu\n")
    assert tout(reportee) == before


def test_un_essai_n_ecrit_rien(reportee):
    before = tout(reportee)
    result = ouvrir(2028, "--essai")
    assert result.output.startswith("Campagne 2028 ouverte. Campagne 2027 close et figée. (essai : rien n'a été écrit)\n")
    assert tout(reportee) == before


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_une_ecriture_interrompue_laisse_tout_comme_avant(reportee, monkeypatch, moment):
    from spaser.staging import write_atomic

    before, written = tout(reportee), []

    def refuse(path, content):
        written.append(path)
        if len(written) == moment:
            raise KeyboardInterrupt
        write_atomic(path, content)

    monkeypatch.setattr("spaser.rewriting.write_atomic", refuse)
    assert ouvrir().exit_code == 1
    assert tout(reportee) == before
    assert not (reportee.root / "intentions/2028").exists()


# Fusions et scissions


@pytest.fixture
def trois(dossier):
    """Trois intentions internes : 2027-002, 2027-003 et 2027-004."""
    copier(dossier, "2027-003", "Bancs")
    copier(dossier, "2027-004", "Chaises")
    return dossier


def test_une_scission_mene_a_ses_suites_et_chaque_suite_a_son_origine(trois):
    suites(trois, "2027-002", "2027-003", "2027-004")
    relations = Relations(publish(load(trois.root), "interne"))
    split, one, two = (relations.edition.entrees["intention"][f"2027-00{rank}"] for rank in (2, 3, 4))
    assert relations.suites_of(split) == [one, two]
    assert relations.origins_of(one) == relations.origins_of(two) == [split]
    assert relations.origins_of(split) == relations.suites_of(one) == []


def test_une_fusion_a_plusieurs_origines(trois):
    suites(trois, "2027-002", "2027-004")
    suites(trois, "2027-003", "2027-004")
    relations = Relations(publish(load(trois.root), "interne"))
    merged = relations.edition.entrees["intention"]["2027-004"]
    assert [entry.id for entry in relations.origins_of(merged)] == ["2027-002", "2027-003"]


def test_une_suite_qui_n_existe_pas_est_une_faute(trois):
    suites(trois, "2027-002", "2027-044")
    assert trois.problems() == [
        "referentials/intentions/2027/2027-002.yml:23:5: suites[1] : « 2027-044 » ne mène à rien, une intention d'achat est attendue\n"
        "    Conseil : vouliez-vous écrire « 2027-004 » ?"
    ]


def test_une_boucle_est_dite_une_fois_avec_son_chemin(trois):
    suites(trois, "2027-002", "2027-004")
    suites(trois, "2027-004", "2027-003")
    suites(trois, "2027-003", "2027-002")
    assert trois.problems() == [
        "referentials/intentions/2027/2027-002.yml:23:3: suites : les suites reviennent à leur départ : 2027-002, puis 2027-004, puis 2027-003, puis 2027-002\n"
        "    Conseil : enlever l'une de ces suites"
    ]


def test_une_intention_ne_se_suit_pas_elle_meme(trois):
    suites(trois, "2027-002", "2027-002")
    assert [problem.splitlines()[0] for problem in trois.problems()] == [
        "referentials/intentions/2027/2027-002.yml:23:3: suites : les suites reviennent à leur départ : 2027-002, puis 2027-002"
    ]


def test_une_suite_ecrite_deux_fois_est_une_faute(trois):
    suites(trois, "2027-002", "2027-003", "2027-003")
    assert trois.problems() == [
        "referentials/intentions/2027/2027-002.yml:24:5: suites[2] : « 2027-003 » est écrit deux fois\n    Conseil : supprimer l'une des deux lignes"
    ]


def test_une_intention_publique_ne_mene_pas_a_une_suite_interne(dossier):
    suites(dossier, "2027-001", "2027-002")
    assert any("suites[1] : « 2027-002 » est une entrée interne" in problem for problem in dossier.problems())
