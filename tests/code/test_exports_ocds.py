"""L'export OCDS 1.1 : les règles du standard et de ses extensions qui comptent ici, et rien d'inventé."""

import json
from datetime import datetime
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from spaser.exports import ocds
from spaser.exports.changes import last_change
from spaser.publication import publish

#: Les listes de codes du standard et de ses extensions (OCDS 1.1.5 ; « sustainability », « otherRequirements »).
STATUSES = ["planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"]
METHODS = ["open", "selective", "limited", "direct"]
CATEGORIES = ["goods", "works", "services"]
RESERVED = ["shelteredWorkshop", "publicServiceMissionOrganization"]
STRATEGIES = ["awardCriteria", "contractPerformanceConditions", "reservedParticipation", "selectionCriteria", "technicalSpecifications"]
GOALS = {
    "economic": "innovativePurchase marketInnovationPromotion processInnovationPromotion productInnovationPromotion researchDevelopmentActivities",
    "environmental": "biodiversityProtectionRestoration circularEconomy climateChangeAdaptation climateChangeMitigation pollutionPrevention "
    "waterResourcesProtection",
    "social": "accessibility disadvantagedEmploymentOpportunities ethnicEquality genderEquality humanRightsInSupplyChains laborRightsPromotion",
}
GOAL_CODES = [code for family, names in GOALS.items() for code in (family, *(f"{family}.{name}" for name in names.split()))]


def _object(required: str = "", **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False, "minProperties": 1}


def _list(items: Any, **rules: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1, "uniqueItems": True, **rules}


TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
URI: dict[str, Any] = TEXT | {"pattern": "^https?://[!-~]+$"}
MOMENT: dict[str, Any] = TEXT | {"format": "date-time"}
CPV: dict[str, Any] = {"type": "string", "pattern": "^[0-9]{8}$"}
VALUE = _object("amount currency", amount={"type": "number", "minimum": 0}, currency={"enum": ["EUR"]})
ORGANIZATION = {"id": TEXT, "name": TEXT}
REFERENCE = _object("id", **ORGANIZATION)
REQUIREMENTS = _object(reservedParticipation=_list({"enum": RESERVED}))
MILESTONE = _object("id", id=TEXT, title=TEXT, type={"enum": ["preProcurement", "engagement", "delivery"]}, description=TEXT, dueDate=MOMENT)
DOCUMENT = _object(
    "id",
    id=TEXT,
    documentType={"enum": ["plannedProcurementNotice", "tenderNotice"]},
    title=TEXT,
    url=URI,
    dateModified=MOMENT,
    format=TEXT,
    language={"enum": ["fr"]},
)
LOT = _object("id", id=TEXT, title=TEXT, status={"enum": STATUSES}, value=VALUE, minValue=VALUE, otherRequirements=REQUIREMENTS)
FLAG = {"type": "boolean"}
TENDER = _object(
    "id",
    id=TEXT,
    title=TEXT,
    description=TEXT,
    status={"enum": STATUSES},
    procuringEntity=REFERENCE,
    items=_list(_object("id", id=TEXT, description=TEXT, classification=_object("scheme id", scheme={"enum": ["CPV"]}, id=CPV))),
    value=VALUE,
    minValue=VALUE,
    mainProcurementCategory={"enum": CATEGORIES},
    procurementMethod={"enum": METHODS},
    procurementMethodDetails=TEXT,
    techniques=_object(hasFrameworkAgreement=FLAG, hasDynamicPurchasingSystem=FLAG, hasElectronicAuction=FLAG),
    otherRequirements=REQUIREMENTS,
    hasSustainability=FLAG,
    sustainability=_list(_object("goal", goal={"enum": GOAL_CODES}, description=TEXT, strategies=_list({"enum": STRATEGIES}))),
    lots=_list(LOT),
    documents=_list(DOCUMENT),
)
PARTY = _object(
    "id",
    **ORGANIZATION,
    identifier=_object("scheme id", scheme=TEXT, id=TEXT, legalName=TEXT),
    contactPoint=_object(name=TEXT, email=TEXT),
    roles=_list({"enum": ["buyer", "procuringEntity"]}),
)
RELEASE = _object(
    "ocid id date tag initiationType",
    ocid=TEXT,
    id={"type": "string", "pattern": "^[^#]+$"},
    date=MOMENT,
    tag=_list({"enum": ["planning", "tender"]}),
    initiationType={"enum": ["tender"]},
    language={"enum": ["fr"]},
    parties=_list(PARTY),
    buyer=REFERENCE,
    planning=_object(budget=_object(description=TEXT), documents=_list(DOCUMENT), milestones=_list(MILESTONE)),
    tender=TENDER,
)
PACKAGE = _object(
    "uri version publishedDate publisher releases",
    uri=URI,
    version={"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
    extensions=_list(URI),
    publishedDate=MOMENT,
    publisher=_object("name", name=TEXT, scheme=TEXT, uid=TEXT, uri=URI),
    license=URI,
    publicationPolicy=URI,
    releases=_list(RELEASE),
)

FORMATS = FormatChecker([])


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: str) -> bool:
    return datetime.fromisoformat(value).tzinfo is not None


def _faults(document) -> list[str]:
    return [f"{list(error.absolute_path)} : {error.message}" for error in Draft4Validator(PACKAGE, format_checker=FORMATS).iter_errors(document)]


def _package(edition):
    (export,) = ocds.produce(edition)
    return json.loads(export.content)


def _tender(edition, rank=0):
    return _package(edition)["releases"][rank]["tender"]


#: Les équivalents officiels, absents du jeu minimal.
OFFICIAL = {
    "natures": {"fournitures": "goods"},
    "statuts-intention": {"a-l-etude": "planning", "abandonnee": "cancelled", "lancee": "active"},
    "enjeux-environnementaux": {"circ-econ": "environmental.circularEconomy"},
    "leviers": {"critere": "awardCriteria"},
    "reservations": {"L2113-13": "shelteredWorkshop"},
    "considerations-sociales": {"marche-reserve": "reservedParticipation"},
    "considerations-environnementales": {"critere-environnemental": "awardCriteria"},
    "innovation": {"prod-innov": "economic.productInnovationPromotion"},
    "procedures": {"appel-offres-ouvert": "open"},
}
INTENTION = "intentions/2027/2027-001.yml"


@pytest.fixture
def mapped(dossier):
    """Le jeu minimal, ses codes pourvus d'équivalents officiels."""
    for liste, codes in OFFICIAL.items():
        for code, official in codes.items():
            line = f"  - code: {code}\n"
            dossier.replace(f"codes/{liste}.yml", line, f"{line}    officiel:\n      ocds: {official}\n")
    return dossier


def _load(dossier):
    return publish(dossier.load(), "publique")


@pytest.mark.parametrize("audience", ["publique", "interne"])
def test_le_paquet_du_projet_suit_le_standard(livre, audience):
    package = _package(publish(livre, audience))
    assert _faults(package) == []
    for key in ("id", "ocid"):
        found = [release[key] for release in package["releases"]]
        assert len(set(found)) == len(found)
    assert all(release["date"] <= package["publishedDate"] for release in package["releases"])


def test_le_paquet_du_jeu_minimal_suit_le_standard_avec_ou_sans_equivalents(public, mapped):
    assert _faults(_package(public.edition)) == []
    assert _faults(_package(_load(mapped))) == []


def test_une_faute_contre_le_standard_est_vue(public):
    package = _package(public.edition)
    package["releases"][0]["tender"] |= {"status": "prevu", "otherRequirements": {}, "inconnu": 1}
    assert len(_faults(package)) == 3


def test_chaque_equivalent_ocds_des_codes_du_projet_est_dans_la_liste_officielle(livre):
    allowed = {
        "natures": CATEGORIES,
        "procedures": METHODS,
        "statuts-intention": STATUSES,
        "enjeux-environnementaux": GOAL_CODES,
        "enjeux-sociaux": GOAL_CODES,
        "innovation": GOAL_CODES,
        "leviers": STRATEGIES,
        "considerations-sociales": STRATEGIES,
        "considerations-environnementales": STRATEGIES,
        "reservations": RESERVED,
    }
    codes = livre.codes
    wrong = [
        (liste, line.code, line.officiel.ocds)
        for liste, known in allowed.items()
        for line in codes[liste].lignes
        if line.officiel and line.officiel.ocds and line.officiel.ocds not in known
    ]
    assert wrong == []


def test_un_code_sans_equivalent_officiel_n_est_pas_invente(public):
    tender = _tender(public.edition)
    assert not {"status", "mainProcurementCategory", "procurementMethod", "otherRequirements", "sustainability"} & set(tender)


def test_les_equivalents_officiels_sont_repris(mapped):
    mapped.replace(INTENTION, "montant_tranche: de-40k-a-90k\n", "montant_tranche: de-40k-a-90k\nprocedure: appel-offres-ouvert\n")
    tender = _tender(_load(mapped))
    assert tender["status"] == "planning"
    assert tender["mainProcurementCategory"] == "goods"
    assert (tender["procurementMethod"], tender["procurementMethodDetails"]) == ("open", "Appel d’offres ouvert")
    assert tender["items"][0]["classification"] == {"scheme": "CPV", "id": "39160000"}


def test_une_nature_sans_equivalent_prend_celle_de_son_code_cpv(mapped):
    mapped.replace(INTENTION, "nature: fournitures", "nature: travaux")
    assert _tender(_load(mapped))["mainProcurementCategory"] == "goods"


def test_une_tranche_donne_ses_deux_bornes_et_la_derniere_une_seule(mapped):
    tender = _tender(_load(mapped))
    assert (tender["minValue"], tender["value"]) == ({"amount": 40000, "currency": "EUR"}, {"amount": 90000, "currency": "EUR"})
    mapped.replace("codes/tranches-montant.yml", "    maxi: '90000'\n", "")
    tender = _tender(_load(mapped))
    assert "value" not in tender
    assert tender["minValue"]["amount"] == 40000


def test_la_reservation_d_un_lot_n_est_pas_celle_du_marche(mapped):
    tender = _tender(_load(mapped))
    assert "otherRequirements" not in tender
    assert [lot.get("otherRequirements") for lot in tender["lots"]] == [None, {"reservedParticipation": ["shelteredWorkshop"]}]


def test_la_reservation_du_marche_vaut_pour_tous_ses_lots(mapped):
    mapped.replace(INTENTION, "portee: lots", "portee: marche")
    tender = _tender(_load(mapped))
    assert tender["otherRequirements"] == {"reservedParticipation": ["shelteredWorkshop"]}
    assert all(lot["otherRequirements"] == tender["otherRequirements"] for lot in tender["lots"])


def test_un_enjeu_dit_son_but_son_moyen_et_sa_certitude_et_une_consideration_sans_enjeu_un_but_general(mapped):
    assert _tender(_load(mapped))["sustainability"] == [
        {"goal": "environmental.circularEconomy", "description": "Acquis", "strategies": ["awardCriteria"]},
        {"goal": "social", "description": "Marché réservé", "strategies": ["reservedParticipation"]},
    ]


def test_un_achat_ouvert_a_l_innovation_le_dit(mapped):
    mapped.append(INTENTION, "innovation:\n  ouverte: true\n")
    assert {"goal": "economic.innovativePurchase"} in _tender(_load(mapped))["sustainability"]
    mapped.replace(INTENTION, "  ouverte: true\n", "  ouverte: true\n  formes:\n    - prod-innov\n  attendu: Un vernis sans solvant\n")
    assert {"goal": "economic.productInnovationPromotion", "description": "Un vernis sans solvant"} in _tender(_load(mapped))["sustainability"]


def test_une_intention_sans_enjeu_ni_consideration_ne_dit_rien_et_aucune_partout_dit_non(mapped):
    mapped.replace(INTENTION, "enjeux:\n  - code: circ-econ\n    levier: critere\n    certitude: acquis\n", "")
    mapped.replace(INTENTION, "considerations_sociales:\n  - marche-reserve\nconsiderations_environnementales:\n  - critere-environnemental\n", "")
    mapped.replace(INTENTION, "reservation:\n  article: L2113-13\n  portee: lots\n", "")
    mapped.replace(INTENTION, "    reservation: L2113-13\n", "")
    assert "hasSustainability" not in _tender(_load(mapped))
    mapped.append(INTENTION, "considerations_sociales:\n  - aucune\nconsiderations_environnementales:\n  - aucune\n")
    assert _tender(_load(mapped))["hasSustainability"] is False


@pytest.mark.parametrize(
    ("technique", "found"),
    [("accord-cadre", {"hasFrameworkAgreement": True}), ("systeme-acquisition-dynamique", {"hasDynamicPurchasingSystem": True}), ("concours", None)],
)
def test_une_technique_d_achat_est_dite_si_l_extension_la_connait(mapped, technique, found):
    mapped.append(INTENTION, f"technique: {technique}\n")
    assert _tender(_load(mapped)).get("techniques") == found


def test_un_trimestre_devient_une_etape_datee_de_son_premier_jour_qui_le_dit(mapped):
    milestones = {item["id"]: item for item in _package(_load(mapped))["releases"][0]["planning"]["milestones"]}
    assert milestones["publication"]["dueDate"].startswith("2027-04-01T")
    assert "2e\u00a0trimestre 2027" in milestones["publication"]["description"]
    assert milestones["remise"]["dueDate"].startswith("2027-06-01T")


def test_une_intention_abandonnee_est_annulee_une_intention_retiree_n_a_pas_de_suite(mapped):
    mapped.replace(INTENTION, "  code: a-l-etude\n", "  code: abandonnee\n  motif: Besoin disparu\n")
    assert _tender(_load(mapped))["status"] == "cancelled"
    mapped.append(INTENTION, "retire_le: 2026-11-22\n")
    assert _tender(_load(mapped))["status"] == "cancelled"
    mapped.replace(INTENTION, "  code: abandonnee\n  motif: Besoin disparu\n", "  code: a-l-etude\n")
    assert _tender(_load(mapped))["status"] == "withdrawn"


def test_une_consultation_lancee_est_aussi_un_appel_d_offres_et_mene_a_son_avis(mapped):
    mapped.replace(INTENTION, "  code: a-l-etude\n", "  code: lancee\n  lien: https://marches.example/1\n")
    release = _package(_load(mapped))["releases"][0]
    assert release["tag"] == ["planning", "tender"]
    assert release["tender"]["documents"][0]["url"] == "https://marches.example/1"


def test_un_identifiant_sans_prefixe_attribue_le_dit(mapped):
    assert _package(_load(mapped))["releases"][0]["ocid"] == "ocds-a-enregistrer-000000018-2027-001"
    mapped.replace("collectivite.yml", "edition: 2027-1\n", "prefixe_ocds: ocds-213czf\nedition: 2027-1\n")
    assert _package(_load(mapped))["releases"][0]["ocid"] == "ocds-213czf-000000018-2027-001"


def test_un_prefixe_mal_ecrit_est_refuse(dossier):
    dossier.replace("collectivite.yml", "edition: 2027-1\n", "prefixe_ocds: 213czf\nedition: 2027-1\n")
    assert any("un préfixe OCDS est attendu, lu « 213czf »" in problem for problem in dossier.problems())


def test_la_date_d_une_publication_est_celle_du_dernier_fait(mapped):
    edition = _load(mapped)
    (entry,) = edition.entrees["intention"].values()
    assert _package(edition)["releases"][0]["date"].startswith(last_change(entry, edition).isoformat())


def test_le_paquet_dit_la_licence_et_la_demonstration_puis_cesse(mapped):
    package = _package(_load(mapped))
    assert package["license"].startswith("https://www.etalab.gouv.fr/")
    assert package["publisher"]["name"] == "Ville de Démo (données de démonstration)"
    assert "démonstration" in package["releases"][0]["tender"]["description"]
    mapped.replace("collectivite.yml", "demonstration: true", "demonstration: false")
    mapped.replace(INTENTION, "demonstration: true\n", "")
    package = _package(_load(mapped))
    assert package["publisher"]["name"] == "Ville de Démo"
    assert "démonstration" not in json.dumps(package, ensure_ascii=False)


def test_sans_intention_il_n_y_a_pas_de_paquet(dossier):
    dossier.replace(INTENTION, "visibilite: publique", "visibilite: interne")
    assert list(ocds.produce(_load(dossier))) == []
