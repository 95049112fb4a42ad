"""Les abonnements : un fil Atom et un agenda par sélection, qui disent ce qui a changé et que rien ne casse."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from spaser.exports import atom, ics
from spaser.exports.changes import facts, first_day
from spaser.exports.selections import selections
from spaser.exports.subscriptions import subscriptions
from spaser.publication import publish
from spaser.rendering import blocks
from spaser.rendering.listings import listings
from spaser.rendering.renderer import Renderer

INTENTION = "intentions/2027/2027-001.yml"
HISTORY = "historique:\n  - date: 2026-11-22\n    ce_qui_change: Intention inscrite\n"
NS = {"a": "http://www.w3.org/2005/Atom"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
HOSTILE = "<script>alert(1)</script> & ]]> ; , \\n BEGIN:VEVENT"


def _load(dossier, audience="publique"):
    return publish(dossier.load(), audience)


def _feeds(edition) -> dict[str, ElementTree.Element]:
    return {export.path: ElementTree.fromstring(export.content) for export in atom.produce(edition)}


def _feed(edition, name="intentions") -> ElementTree.Element:
    return _feeds(edition)[f"abonnements/{name}.atom"]


def _calendars(edition) -> dict[str, Calendar]:
    return {export.path: Calendar.from_ical(export.content) for export in ics.produce(edition)}


def _events(edition, name="intentions") -> dict[str, object]:
    return {str(event["uid"]): event for event in _calendars(edition)[f"abonnements/{name}.ics"].events}


def _texts(feed, path) -> list[str]:
    return [node.text for node in feed.findall(path, NS)]


# — Sélections —


def test_il_y_a_un_abonnement_pour_tout_puis_par_famille_par_enjeu_et_par_reservation(public):
    names = {selection.name: len(selection.entries) for selection in selections(public.edition)}
    assert names["intentions"] == 1
    assert {name: count for name, count in names.items() if count} == {
        "intentions": 1,
        "famille-mobilier": 1,
        "enjeu-circ-econ": 1,
        "reservation-L2113-13": 1,
    }
    for produced in (atom.produce(public.edition), ics.produce(public.edition)):
        assert [export.path.split("/")[1].rsplit(".", 1)[0] for export in produced] == list(names)


def test_une_selection_encore_vide_a_deja_son_fil_et_son_agenda(public):
    feed = _feed(public.edition, "enjeu-opp")
    assert feed.findall("a:entry", NS) == []
    assert feed.find("a:updated", NS).text.startswith("2026-11-22")
    assert list(_calendars(public.edition)["abonnements/enjeu-opp.ics"].events) == []


def test_la_reservation_d_un_lot_compte(dossier):
    dossier.replace(INTENTION, "  - intitule: Tables\n", "  - intitule: Tables\n    reservation: L2113-12\n")
    found = {selection.name for selection in selections(_load(dossier)) if selection.entries and selection.kind == "reservation"}
    assert found == {"reservation-L2113-12", "reservation-L2113-13"}


# — Faits —


def test_les_faits_sont_l_historique_puis_le_statut_qu_il_ne_dit_pas(dossier):
    dossier.replace(INTENTION, "  code: a-l-etude\n  depuis: 2026-11-22\n", "  code: reportee\n  depuis: 2026-12-01\n  motif: Travaux décalés\n")
    (entry,) = (edition := _load(dossier)).entrees["intention"].values()
    found = facts(entry, edition)
    assert [(fact.day.isoformat(), fact.text, fact.created) for fact in found] == [
        ("2026-11-22", "Intention inscrite", True),
        ("2026-12-01", "Statut\u00a0: Reportée. Travaux décalés", False),
    ]


def test_une_intention_sans_historique_a_le_fait_de_son_statut(dossier):
    dossier.replace(INTENTION, HISTORY, "")
    (entry,) = (edition := _load(dossier)).entrees["intention"].values()
    assert [(fact.text, fact.created) for fact in facts(entry, edition)] == [("Statut\u00a0: À l’étude", True)]


def test_deux_faits_du_meme_jour_ont_chacun_leur_rang(dossier):
    dossier.replace(INTENTION, HISTORY, f"{HISTORY}  - date: 2026-11-22\n    ce_qui_change: Deux lots\n")
    ids = _texts(_feed(_load(dossier)), "a:entry/a:id")
    assert ids == [f"tag:achats.demo.example,2026:intention/2027-001/2026-11-22{rank}" for rank in ("/2", "")]


@pytest.mark.parametrize(("period", "day"), [("2027-T1", "2027-01-01"), ("2027-T4", "2027-10-01"), ("2027-09", "2027-09-01")])
def test_une_periode_commence_a_son_premier_jour(period, day):
    assert first_day(period) == date.fromisoformat(day)


# — Atom —


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_chaque_fil_a_ce_que_la_rfc_4287_exige(dossier, audience):
    edition = _load(dossier, audience)
    for path, feed in _feeds(edition).items():
        assert feed.tag == f"{{{NS['a']}}}feed"
        assert feed.get(XML_LANG) == "fr"
        for node in (feed, *feed.findall("a:entry", NS)):
            for name in ("id", "title", "updated"):
                (found,) = node.findall(f"a:{name}", NS)
                assert found.text
            assert datetime.fromisoformat(node.find("a:updated", NS).text).tzinfo is not None
            assert node.find("a:id", NS).text.startswith("tag:achats.demo.example,2026:")
        assert _texts(feed, "a:author/a:name") == ["Ville de Démo"]
        links = {link.get("rel"): link for link in feed.findall("a:link", NS)}
        assert links["self"].get("href").endswith(f"/{path}")
        assert links["self"].get("type") == "application/atom+xml"
        assert links["alternate"].get("href").startswith("https://")
        ids = _texts(feed, "a:entry/a:id")
        assert len(set(ids)) == len(ids)
        assert feed.find("a:updated", NS).text == max(_texts(feed, "a:entry/a:updated"), default="2026-11-22T12:00:00+00:00")


def test_les_elements_d_un_fil_sont_connus_d_atom_et_leur_texte_de_la_bonne_sorte(public):
    known = ["feed", "id", "title", "subtitle", "updated", "rights", "author", "name", "link", "entry", "category", "summary", "content"]
    feed = _feed(public.edition)
    assert {node.tag.removeprefix(f"{{{NS['a']}}}") for node in feed.iter()} <= set(known)
    assert {node.get("type") for node in feed.iterfind(".//a:content", NS)} == {"html"}


def test_un_article_annonce_la_creation_puis_chaque_changement(dossier):
    dossier.replace(INTENTION, HISTORY, f"{HISTORY}  - date: 2026-12-05\n    ce_qui_change: Report au 3e trimestre 2027\n")
    feed = _feed(_load(dossier))
    assert _texts(feed, "a:entry/a:title") == [
        "Mobilier des collèges – Report au 3e trimestre 2027",
        "Nouvelle intention\u00a0: Mobilier des collèges – Intention inscrite",
    ]
    assert _texts(feed, "a:entry/a:summary") == ["Report au 3e trimestre 2027", "Intention inscrite"]
    assert _texts(feed, "a:entry/a:updated") == ["2026-12-05T12:00:00+00:00", "2026-11-22T12:00:00+00:00"]


def test_un_article_dit_ou_en_est_l_intention_et_mene_a_sa_fiche(public):
    entry = _feed(public.edition).find("a:entry", NS)
    assert entry.find("a:link", NS).get("href") == "https://achats.demo.example/intentions/2027-001/"
    for said in ("Statut\u00a0: À l’étude", "2e\u00a0trimestre 2027", "Économie circulaire", "achats@demo.example"):
        assert said in entry.find("a:content", NS).text


def test_un_changement_n_ajoute_qu_un_article_et_ne_touche_pas_aux_autres(dossier):
    before = _texts(_feed(_load(dossier)), "a:entry/a:id")
    dossier.replace(INTENTION, HISTORY, f"{HISTORY}  - date: 2026-12-05\n    ce_qui_change: Nouvel enjeu\n")
    after = _texts(_feed(_load(dossier)), "a:entry/a:id")
    assert [identifiant for identifiant in after if identifiant not in before] == ["tag:achats.demo.example,2026:intention/2027-001/2026-12-05"]
    assert set(before) < set(after)


def test_un_article_est_le_meme_dans_tous_les_fils_et_d_une_audience_a_l_autre(dossier):
    public, internal = (_feeds(_load(dossier, audience)) for audience in ("publique", "interne"))
    ids = _texts(public["abonnements/intentions.atom"], "a:entry/a:id")
    assert _texts(public["abonnements/famille-mobilier.atom"], "a:entry/a:id") == ids
    assert set(ids) < set(_texts(internal["abonnements/intentions.atom"], "a:entry/a:id"))


def test_un_fil_garde_les_articles_les_plus_recents(dossier, monkeypatch):
    monkeypatch.setattr(atom, "LIMIT", 1)
    dossier.replace(INTENTION, HISTORY, f"{HISTORY}  - date: 2026-12-05\n    ce_qui_change: Nouveau lot\n")
    assert _texts(_feed(_load(dossier)), "a:entry/a:summary") == ["Nouveau lot"]


def test_un_texte_hostile_reste_un_texte_dans_un_fil(dossier):
    dossier.replace(INTENTION, "intitule: Mobilier des collèges", f"intitule: '{HOSTILE}'")
    dossier.replace(INTENTION, "ce_qui_change: Intention inscrite", f"ce_qui_change: '{HOSTILE}'")
    entry = _feed(_load(dossier)).find("a:entry", NS)
    assert HOSTILE in entry.find("a:title", NS).text
    assert entry.find("a:summary", NS).text == HOSTILE
    assert "<script" not in entry.find("a:content", NS).text
    assert "&lt;script&gt;" in entry.find("a:content", NS).text


# — ICS —


def test_chaque_agenda_se_relit_et_dit_ce_qu_il_est(public):
    for path, calendar in _calendars(public.edition).items():
        assert calendar["version"] == "2.0", path
        assert calendar["prodid"].startswith("-//Ville de Démo//")
        assert calendar["x-wr-calname"].startswith("Intentions d’achat")
        assert "Licence Ouverte 2.0" in calendar["x-wr-caldesc"]
        assert "démonstration" in calendar["x-wr-caldesc"]


def test_un_evenement_est_d_un_jour_au_debut_de_sa_periode_et_le_dit(public):
    event = _events(public.edition)["2027-001-publication@achats.demo.example"]
    assert event["dtstart"].dt == date(2027, 4, 1)
    assert "dtend" not in event
    assert "2e\u00a0trimestre 2027" in event["summary"]
    assert "premier jour" in event["description"]
    assert event["transp"] == "TRANSPARENT"
    assert event["url"] == "https://achats.demo.example/intentions/2027-001/"


def test_le_sourcage_date_a_son_evenement_et_le_sourcage_sans_date_n_en_a_pas(dossier):
    dossier.append(INTENTION, "sourcage:\n  prevu: true\n  modalites: Réunion, sur inscription\n")
    assert len(_events(_load(dossier))) == 1
    dossier.replace(INTENTION, "  prevu: true\n", "  prevu: true\n  quand: 2027-02\n")
    event = _events(_load(dossier))["2027-001-sourcage@achats.demo.example"]
    assert event["dtstart"].dt == date(2027, 2, 1)
    assert "Réunion, sur inscription" in event["description"]


def test_la_date_d_un_evenement_est_celle_du_dernier_fait_et_son_rang_croit(dossier):
    before = _events(_load(dossier))["2027-001-publication@achats.demo.example"]
    assert before["dtstamp"].dt == datetime(2026, 11, 22, 12, tzinfo=UTC)
    dossier.replace(INTENTION, HISTORY, f"{HISTORY}  - date: 2026-12-05\n    ce_qui_change: Report\n")
    dossier.replace(INTENTION, "publication_prevue: 2027-T2", "publication_prevue: 2027-T3")
    dossier.replace(INTENTION, "remise_prevue: 2027-06", "remise_prevue: 2027-T3")
    after = _events(_load(dossier))["2027-001-publication@achats.demo.example"]
    assert after["dtstamp"].dt == datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert after["sequence"] == before["sequence"] + 1
    assert after["dtstart"].dt == date(2027, 7, 1)


@pytest.mark.parametrize(
    ("status", "extra", "said"),
    [
        ("a-l-etude", "", "TENTATIVE"),
        ("publiee", "", "CONFIRMED"),
        ("abandonnee", "  motif: Besoin disparu\n", "CANCELLED"),
        ("publiee", "retire_le: 2026-11-22\n", "CANCELLED"),
    ],
)
def test_un_evenement_annule_reste_dans_l_agenda(dossier, status, extra, said):
    dossier.replace(INTENTION, "  code: a-l-etude\n  depuis: 2026-11-22\n", f"  code: {status}\n  depuis: 2026-11-22\n{extra if extra.startswith(' ') else ''}")
    if not extra.startswith(" "):
        dossier.append(INTENTION, extra)
    assert _events(_load(dossier))["2027-001-publication@achats.demo.example"]["status"] == said


def test_un_texte_hostile_n_ouvre_pas_d_evenement(dossier):
    dossier.replace(INTENTION, "intitule: Mobilier des collèges", f"intitule: '{HOSTILE}'")
    edition = _load(dossier)
    (event,) = _events(edition).values()
    assert event["summary"].endswith(f"\u00a0: {HOSTILE}")
    raw = next(ics.produce(edition)).content
    assert raw.count(b"\r\nBEGIN:VEVENT") == 1


def test_un_agenda_suit_les_regles_d_ecriture_de_la_rfc_5545(public):
    for export in ics.produce(public.edition):
        lines = export.content.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert lines[-2:] == [b"END:VCALENDAR", b""]
        assert max(map(len, lines)) <= 75
        assert b"\n" not in b"".join(lines)


# — Toujours —


def test_deux_productions_ont_les_memes_octets_quelle_que_soit_l_heure(dossier, monkeypatch):
    first = [*atom.produce(_load(dossier)), *ics.produce(_load(dossier))]
    monkeypatch.setattr("time.time", lambda: 2_200_000_000.0)
    assert [*atom.produce(_load(dossier)), *ics.produce(_load(dossier))] == first


def test_un_abonnement_public_ne_dit_rien_d_une_intention_interne(public, internal):
    said = b"".join(export.content for export in (*atom.produce(public.edition), *ics.produce(public.edition)))
    known = b"".join(export.content for export in (*atom.produce(internal.edition), *ics.produce(internal.edition)))
    for secret in (b"2027-002", "Étude en préparation".encode()):
        assert secret not in said
        assert secret in known


def test_un_abonnement_cesse_de_se_dire_demonstration(dossier):
    dossier.replace("collectivite.yml", "demonstration: true", "demonstration: false")
    dossier.replace(INTENTION, "demonstration: true\n", "")
    edition = _load(dossier)
    assert b"monstration" not in b"".join(export.content for export in (*atom.produce(edition), *ics.produce(edition)))


# — La page —


@pytest.fixture
def page(public) -> blocks.Page:
    exports = [*atom.produce(public.edition), *ics.produce(public.edition)]
    return blocks.Page(renderer=Renderer(public), exports=exports, titles={}, root="../")


def test_la_page_mene_a_chaque_abonnement(page):
    """La page des abonnements, ou pour une famille la liste de ses intentions."""
    html = str(blocks.call("abonnements", page)) + "".join(fiche.body for fiche in listings(page.renderer, subscriptions(page.edition, page.exports)))
    empty = {"abonnements/famille-etudes"}
    for export in page.exports:
        assert f'{export.path}"' in html or export.path.rpartition(".")[0] in empty


def test_le_dictionnaire_dit_chaque_colonne_et_comment_elle_s_ecrit(page):
    html = blocks.call("dictionnaire", page)
    assert "<code>publication_prevue</code>" in html
    assert "code\u00a0: natures" in html
    assert "montant_estime" not in html
