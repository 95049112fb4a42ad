"""Les règles de rédaction : ce que chacune refuse, mot pour mot, ce qu'elle permet, et la dérogation qui l'écarte."""

import random
import re

import pytest
from outillage import MINIMAL

from spaser import catalogue, corpus
from spaser.checks import likeness
from spaser.checks.wording import RULES, candidate, general_policy, geography, labels

MOBILIER, ETUDES, LIVRAISONS = "familles/mobilier.yml", "familles/etudes.yml", "transverses/livraisons.yml"
REDACTION = "redaction: Le candidat indique la part de mobilier issu du réemploi."
GARANTIE = "redaction: Le titulaire garantit le mobilier dix ans."
SCORED = "    vigilance:\n      - Demander les factures de reprise.\n"

#: La règle, ce qui est remplacé pour l'enfreindre, et le message entier.
FAUTES = {
    "preference-geographique": (
        (REDACTION, "redaction: Le candidat indique la part de meubles de producteurs locaux."),
        "referentials/familles/mobilier.yml:42:16: criteres[1].redaction : « producteurs locaux » juge un lieu et non l'offre, "
        "ce qui écarte des candidats (Code de la commande publique, art. R2152-7)\n"
        "    Conseil : juger ce que le lieu devait apporter : la fraîcheur, le délai, le nombre d'intermédiaires",
    ),
    "label-ou-equivalent": (
        (GARANTIE, "redaction: Le titulaire livre des panneaux FSC."),
        "referentials/familles/mobilier.yml:76:16: criteres[2].redaction : « FSC » est cité sans équivalent, "
        "toute preuve des mêmes qualités doit être admise (Code de la commande publique, art. R2111-15)\n"
        "    Conseil : écrire « ou équivalent » dans la même phrase",
    ),
    "politique-generale": (
        (REDACTION, "redaction: Le candidat décrit sa démarche RSE."),
        "referentials/familles/mobilier.yml:42:16: criteres[1].redaction : « démarche RSE » juge l'entreprise entière "
        "et non ce qu'elle fera pour ce marché (Tribunal administratif de Strasbourg, 14 février 2025, n° 2500382)\n"
        "    Conseil : demander ce que l'offre prévoit pour ce marché : gestes, quantités, matériels, équipe affectée",
    ),
    "selection-attribution": (
        (REDACTION, "redaction: Le candidat donne son chiffre d’affaires."),
        "referentials/familles/mobilier.yml:42:16: criteres[1].redaction : « chiffre d'affaires » juge le candidat et non son offre, "
        "cela se regarde à la candidature (Code de la commande publique, art. R2152-7)\n"
        "    Conseil : en faire une sélection des candidatures, ou juger l'équipe affectée au marché",
    ),
    "critere-sans-preuve": (
        ("    verification:\n      methode: Comparer les tableaux remis.\n      minutes: 20\n", ""),
        "referentials/familles/mobilier.yml:32:5: criteres[1] : ce critère d'attribution n'a pas de méthode d'analyse, "
        "les offres ne peuvent pas être notées (Code de la commande publique, art. R2152-7)\n"
        "    Conseil : ajouter « verification: … »",
    ),
    "somme-des-poids": (
        ("conseillee: 15\n      mini: 10\n      maxi: 20", "conseillee: 100\n      mini: 10\n      maxi: 100"),
        "referentials/familles/mobilier.yml:28:3: essentiel : les poids conseillés de l'essentiel font 100 %, "
        "il ne reste rien pour le prix (Code de la commande publique, art. R2152-7)\n"
        "    Conseil : baisser un poids conseillé, pour laisser sa part au prix ou au coût",
    ),
    "part-environnementale": (
        ("conseillee: 15", "conseillee: 14"),
        "referentials/familles/mobilier.yml:28:3: essentiel : la part environnementale de l'essentiel est de 14 %, au moins 15 % sont attendus\n"
        "    Conseil : relever un poids conseillé ou choisir un autre critère",
    ),
    "critere-unique": (
        ("conseillee: 15\n      mini: 10\n      maxi: 20", "conseillee: 100\n      mini: 10\n      maxi: 100"),
        "referentials/familles/mobilier.yml:28:3: essentiel : « mobilier-reemploi » jugerait seul, "
        "ce que seul un coût complet peut faire (Code de la commande publique, art. L2152-7)\n"
        "    Conseil : choisir un critère d'attribution de plus, lié à l'environnement, ou un coût complet",
    ),
}
#: Ces règles jugent l'essentiel : leur dérogation est celle de la famille.
DE_LA_FAMILLE = ("somme-des-poids", "part-environnementale", "critere-unique")
MOTIF = "Le sourçage de mars 2026 montre que la règle ne s’applique pas ici."


def _derogation(rule, indent, motive=MOTIF):
    pad = " " * indent
    return f"{pad}derogations:\n{pad}  - regle: {rule}\n{pad}    motif: {motive}\n{pad}    date: 2026-11-22\n"


def _derogate(dossier, rule, *, to_family=False, motive=MOTIF):
    """Écarte une règle, pour la famille ou pour le critère que l'exemple fautif abîme."""
    if to_family or rule in DE_LA_FAMILLE:
        dossier.replace(MOBILIER, "retours_experience:\n", _derogation(rule, 0, motive) + "retours_experience:\n")
    elif rule == "label-ou-equivalent":
        dossier.replace(MOBILIER, "      - texte: Certificat de garantie\n", "      - texte: Certificat de garantie\n" + _derogation(rule, 4, motive))
    else:
        dossier.replace(MOBILIER, SCORED, SCORED + _derogation(rule, 4, motive))


def _said(dossier, rule):
    """Les problèmes d'une règle, avec leur message."""
    return [str(problem) for problem in _verify(dossier) if problem.kind == rule]


def _verify(dossier):
    return catalogue.verify(dossier.root)[1]


@pytest.mark.parametrize("rule", RULES)
def test_la_regle_refuse_son_mauvais_exemple(dossier, rule):
    change, message = FAUTES[rule]
    dossier.replace(MOBILIER, *change)
    assert _said(dossier, rule) == [message]


@pytest.mark.parametrize("rule", RULES)
def test_une_derogation_fait_taire_sa_regle_et_elle_seule(dossier, rule):
    dossier.replace(MOBILIER, *FAUTES[rule][0])
    before = {problem.kind for problem in _verify(dossier)}
    _derogate(dossier, rule)
    assert {problem.kind for problem in _verify(dossier)} == before - {rule}


@pytest.mark.parametrize("rule", RULES)
def test_la_derogation_de_la_famille_vaut_pour_ses_criteres(dossier, rule):
    dossier.replace(MOBILIER, *FAUTES[rule][0])
    _derogate(dossier, rule, to_family=True)
    assert not {rule, "derogation-inutile"} & {problem.kind for problem in _verify(dossier)}


@pytest.mark.parametrize("rule", RULES)
def test_une_derogation_qui_n_ecarte_rien_est_refusee(dossier, rule):
    _derogate(dossier, rule, to_family=True)
    assert dossier.problems() == [
        f"referentials/familles/mobilier.yml:103:5: derogations[1] : cette dérogation à « {rule} » n'écarte rien, la règle est respectée ici\n"
        "    Conseil : enlever la dérogation"
    ]


def test_une_regle_de_l_essentiel_ne_s_ecarte_pas_sur_un_critere(dossier):
    dossier.replace(MOBILIER, "conseillee: 15", "conseillee: 14")
    dossier.replace(MOBILIER, SCORED, SCORED + _derogation("part-environnementale", 4))
    assert [problem.kind for problem in _verify(dossier)] == ["part-environnementale", "derogation-inutile"]


def test_deux_derogations_de_la_meme_regle_sont_refusees(dossier):
    dossier.replace(MOBILIER, *FAUTES["preference-geographique"][0])
    one = _derogation("preference-geographique", 4)
    dossier.replace(MOBILIER, SCORED, SCORED + one + one.removeprefix("    derogations:\n"))
    assert dossier.problems() == [
        "referentials/familles/mobilier.yml:70:9: criteres[1].derogations[2] : deux dérogations écartent « preference-geographique »\n"
        "    Conseil : n'en garder qu'une, avec sa raison"
    ]


def test_un_motif_trop_court_est_refuse_et_un_motif_de_vingt_caracteres_suffit(dossier):
    dossier.replace(MOBILIER, *FAUTES["preference-geographique"][0])
    _derogate(dossier, "preference-geographique", motive="Marché très étroit.")
    assert dossier.problems() == [
        "referentials/familles/mobilier.yml:68:16: criteres[1].derogations[1].motif : un motif d'au moins 20 caractères est attendu, "
        "lu « Marché très étroit. »\n"
        "    Conseil : dire en une phrase pourquoi la règle ne s'applique pas ici"
    ]
    dossier.replace(MOBILIER, "Marché très étroit.", "Marché trop étroit !")
    assert dossier.problems() == []


def test_un_critere_retire_n_est_plus_juge(dossier):
    dossier.replace(LIVRAISONS, "redaction: Le titulaire reprend ses emballages.", "redaction: Les cartons sont FSC.\n    retire_le: 2026-12-01")
    assert [problem.kind for problem in _verify(dossier) if problem.kind in RULES] == []


def test_sans_les_champs_internes_la_regle_avertit_et_ne_refuse_pas(dossier):
    """Une dérogation est peut-être dans la surcouche privée, que cette lecture n'a pas."""
    _without_weights(dossier)
    dossier.replace(MOBILIER, *FAUTES["preference-geographique"][0])
    assert [(problem.kind, problem.warning) for problem in _verify(dossier)] == [("preference-geographique", True)]


def _without_weights(dossier):
    """Le jeu minimal sans barème, sans poids, sans méthode d'analyse."""
    for path in (MOBILIER, ETUDES):
        text = re.sub(r"    ponderation:\n(?:      .*\n)+", "", dossier.read(path))
        text = re.sub(r"    (?:verification|bareme):\n(?:      .*\n)+", "", text)
        dossier.write(path, text)


@pytest.mark.parametrize("rule", RULES)
def test_chaque_regle_est_declaree_dans_la_liste_de_codes_du_projet(racine, rule):
    text = (racine / "referentials/codes/regles-redaction.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"- code: (\S+)", text)) == set(RULES)
    assert rule in FAUTES


# Préférence géographique


@pytest.fixture(scope="module")
def known():
    return geography.places(corpus.load(MINIMAL))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le candidat favorise l’emploi local.", "emploi local"),
        ("La note dépend de l’ancrage local de l’offre.", "ancrage local"),
        ("Les denrées viennent d’une filière locale.", "filière locale"),
        ("Les légumes sont achetés à des maraîchers locaux.", "maraîchers locaux"),
        ("Le candidat s’approvisionne en circuits courts.", "circuits courts"),
        ("Le candidat privilégie les commerces de proximité.", "de proximité"),
        ("La proximité du fournisseur est notée.", "La proximité"),
        ("L’entreprise est implantée à proximité du chantier.", "entreprise est implantée à proximité"),
        ("L’atelier se trouve dans un rayon de 50 km.", "rayon de 50 km"),
        ("Le dépôt est à moins de 30 kilomètres du siège du Département.", "kilomètres du siège"),
        ("Le candidat est situé à 40 km au plus.", "situé à 40 km"),
        ("La distance entre l’agence et le collège est notée.", "distance entre l'agence"),
        ("Les pièces sont fabriquées en France.", "fabriquées en France"),
        ("Le mobilier est made in France.", "made in France"),
        ("La viande française rapporte dix points.", "viande française"),
        ("Les produits régionaux rapportent cinq points.", "produits régionaux"),
        ("Le lait breton est préféré.", "lait breton"),
        ("Les tables sont produites en Bretagne.", "produites en Bretagne"),
        ("Le candidat achète à des producteurs du département.", "producteurs du département"),
        ("Le candidat a une agence à Rennes.", "Rennes"),
        ("Le candidat dispose d’un dépôt à moins d’une heure de Rennes.", "dépôt à moins d'une heure"),
        ("Les légumes font moins de 100 kilomètres entre la ferme et la cuisine.", "kilomètres entre la ferme"),
        ("L’atelier est implanté à Saint-Malo ou à Bruz.", "Saint-Malo"),
        ("Les légumes sont cultivés en Ille-et-Vilaine.", "Ille-et-Vilaine"),
        ("La distance n’est pas notée ; les produits locaux le sont.", "produits locaux"),
    ],
)
def test_une_preference_de_lieu_se_voit(known, text, said):
    assert geography.preferred(text, known) == said


@pytest.mark.parametrize(
    "text",
    [
        "Les véhicules parcourent 12 000 km par an, dont 8 000 km de tournée.",
        "La note dépend des kilomètres de tournée par tonne livrée.",
        "Le candidat compte les kilomètres à vide entre deux courses.",
        "Le véhicule consomme au plus 16 kWh aux 100 km.",
        "La batterie est garantie huit ans ou 160 000 km.",
        "Le dossier fixe un circuit témoin de trente kilomètres.",
        "Les locaux sont ventilés pendant la pose.",
        "Le travail se fait dans les locaux du Département.",
        "Le matériel est rangé dans un local fermé.",
        "Le local technique reste accessible.",
        "Chaque local reçoit un bac de tri.",
        "La sauvegarde locale est chiffrée.",
        "Une reprise locale de peinture est admise.",
        "Le titulaire plante des espèces locales, par semis.",
        "Le titulaire travaille avec la mission locale.",
        "Le mobilier est livré à Rennes.",
        "Le produit est déposé au collège de Bruz.",
        "L’entreprise intervient sur les sites de Rennes et de Saint-Malo.",
        "Les caisses sont reprises au 12, rue de Redon, 35000 Rennes.",
        "Les résultats du réemploi sont remis au Département d’Ille-et-Vilaine.",
        "La notice est en français.",
        "Une personne qui parle mal le français comprend le message.",
        "L’interprète traduit en langue des signes française.",
        "Le produit suit une norme française ou équivalente.",
        "La séance a lieu à distance, l’établissement prête un poste.",
        "Le capteur de proximité coupe l’éclairage.",
        "Les engins sont lavés loin des fossés situés à proximité.",
        "La distance entre le dépôt et le premier élève n’est pas notée.",
        "La distance depuis le dépôt du candidat n’est ni demandée ni notée.",
        "L’origine géographique n’est pas jugée, même pour un produit local.",
        "Aucune distance d’implantation du candidat n’est notée.",
        "Le délai compte, quel que soit le siège de l’entreprise à Rennes.",
        "Un rayonnage mobile est fourni.",
        "Les rayons de la roue se changent un par un.",
        "L’étiquette européenne donne la classe.",
        "Le court-circuit est protégé.",
        "Les conditions locales de sol sont décrites au dossier.",
        "La production locale d’eau chaude est isolée.",
        "L’entreprise pose un filtre à proximité des avaloirs.",
        "Le titulaire intervient à moins de deux heures d’un appel.",
        "Les fougères et les mousses du talus sont conservées.",
    ],
)
def test_ce_qui_n_est_pas_une_preference_de_lieu_passe(known, text):
    assert geography.preferred(text, known) == ""


def test_le_nom_de_l_acheteur_n_est_pas_une_origine():
    """« Du Département d'Ille-et-Vilaine » nomme l'acheteur, même dans une phrase qui parle d'entreprise."""
    places = geography.Places({"Ille-et-Vilaine": ["Ille-et-Vilaine"]}, "Département d'Ille-et-Vilaine")
    assert geography.preferred("L’entreprise remet son relevé au Département d’Ille-et-Vilaine.", places) == ""
    assert geography.preferred("L’entreprise est en Ille-et-Vilaine.", places) == "Ille-et-Vilaine"


def test_un_lieu_se_lit_aussi_dans_l_intitule_les_preuves_et_les_paliers_qui_rapportent(dossier):
    dossier.replace(MOBILIER, "intitule: Part de mobilier issu du réemploi", "intitule: Part de meubles d’ateliers locaux")
    dossier.replace(MOBILIER, "texte: Tableau des références", "texte: Adresses des ateliers locaux")
    dossier.replace(MOBILIER, "attendu: La moitié du mobilier", "attendu: Deux ateliers locaux")
    dossier.replace(MOBILIER, "attendu: Rien", "attendu: Une liste d’ateliers locaux sans quantité")
    fields = [re.search(r": (criteres\S+) : ", line).group(1) for line in _said(dossier, "preference-geographique")]
    assert fields == ["criteres[1].intitule", "criteres[1].preuves[1].texte", "criteres[1].bareme[1].attendu"]


def test_une_condition_d_execution_n_est_pas_un_critere_de_choix(dossier):
    dossier.replace(MOBILIER, GARANTIE, "redaction: Le titulaire dessert les ateliers locaux du Département.")
    assert dossier.problems() == []


# Labels


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le papier porte l’Écolabel européen.", "Écolabel"),
        ("Le papier porte un écolabel.", "écolabel"),
        ("Le bois est FSC ou PEFC.", "FSC"),
        ("L’entreprise est qualifiée RGE.", "RGE"),
        ("L’usine est ISO 14001.", "ISO 14001"),
        ("Le bois est certifié.", "certifié"),
        ("Le service dispose d’une certification.", "certification"),
        ("Le papier est labellisé.", "labellisé"),
        ("Le produit porte le label « Origine sûre ».", "label « Origine sûre »"),
        ("Le produit est Ange Bleu. Un matériau équivalent est admis pour le plateau.", "Ange Bleu"),
    ],
)
def test_un_label_sans_equivalent_se_voit(text, said):
    assert labels.cited(text, labels.pattern(corpus.load(MINIMAL))) == said


@pytest.mark.parametrize(
    "text",
    [
        "Le papier porte l’Écolabel européen ou équivalent.",
        "Le papier porte l’Écolabel européen, l’Ange bleu ou un label équivalent.",
        "Le bois entre dans l’un de ces cas :\n\n- bois FSC ou PEFC, ou preuve équivalente ;\n- bois de réemploi.",
        "Trois preuves sont admises :\n- FSC ;\n- PEFC ;\n- toute preuve équivalente.",
        "Le candidat certifie les quantités.",
        "Il remet le certificat de conformité et une copie certifiée conforme.",
        "La valeur est certifiée par un tiers.",
        "La farine est issue de l’agriculture biologique.",
        "La farine est certifiée biologique au sens du règlement (UE) 2018/848.",
        "Le retrait est fait par une entreprise certifiée au titre de l’article R4412-129 du code du travail.",
        "Aucun écolabel n’est exigé.",
        "La charge, la largeur et l’émargement sont notés.",
        "Un label peut prouver une caractéristique, s’il la contient.",
        "Chaque bac porte une étiquette.",
    ],
)
def test_un_label_avec_equivalent_ou_ce_qui_n_en_est_pas_un_passe(text):
    assert labels.cited(text, labels.pattern(corpus.load(MINIMAL))) == ""


def test_les_labels_viennent_de_la_liste_de_codes(dossier):
    dossier.replace("codes/labels.yml", "libelle: RGE, reconnu garant de l’environnement", "libelle: Fleur d’or")
    dossier.replace(MOBILIER, GARANTIE, "redaction: Le vernis porte Fleur d’or.")
    assert "« Fleur d'or » est cité sans équivalent" in _said(dossier, "label-ou-equivalent")[0]


# Politique générale


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le candidat présente sa politique RSE.", "politique RSE"),
        ("La politique générale de développement durable est notée.", "politique générale"),
        ("Le candidat décrit la politique d’achat de l’entreprise.", "politique d'achat de l'entreprise"),
        ("Il joint le bilan carbone de l’entreprise.", "bilan carbone de l'entreprise"),
        ("Il joint la certification ISO 14001 de l’entreprise, ou équivalent.", "certification ISO 14001 de l'entreprise"),
        ("Un candidat certifié ISO 14001 ou équivalent a dix points.", "candidat certifié ISO"),
        ("L’engagement global de l’entreprise est noté.", "engagement global"),
        ("Il remet la charte éthique de l’entreprise.", "charte éthique"),
        ("La démarche de développement durable du candidat est jugée.", "démarche de développement durable du candidat"),
    ],
)
def test_une_politique_generale_se_voit(text, said):
    assert general_policy.judged(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Le candidat estime le bilan carbone de l’étude.",
        "Il calcule les émissions de la prestation.",
        "Aucune politique générale du cabinet n’est attendue.",
        "La politique RSE de l’entreprise n’est pas notée.",
        "Sans tenir compte de la démarche RSE du candidat, la note porte sur l’offre.",
        "La démarche qualité du chantier est décrite en deux pages.",
        "Le candidat décrit la démarche de tri prévue pour ce marché.",
        "L’engagement global de performance porte sur les quatre bâtiments.",
        "L’engagement de l’entreprise sur le délai est contractuel.",
        "Le titulaire signe la charte éthique du Département.",
        "L’usager fait sa démarche seul, sur un téléphone.",
        "Le candidat joint la charte graphique.",
    ],
)
def test_ce_qui_est_fait_pour_le_marche_passe(text):
    assert general_policy.judged(text) == ""


# Candidature et offre


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le candidat cite trois références de chantiers.", "références de chantiers"),
        ("Les références du candidat sont notées.", "références du candidat"),
        ("Il joint la liste de ses références.", "liste de ses références"),
        ("L’expérience de l’entreprise est jugée.", "expérience de l'entreprise"),
        ("Le candidat a dix ans d’expérience.", "ans d'expérience"),
        ("Il donne son chiffre d’affaires.", "chiffre d'affaires"),
        ("L’ancienneté de la société est notée.", "ancienneté de la société"),
        ("L’effectif de l’entreprise dépasse vingt.", "effectif de l'entreprise"),
        ("Les moyens humains du candidat sont notés.", "moyens humains du candidat"),
    ],
)
def test_un_critere_d_attribution_qui_juge_le_candidat_se_voit(text, said):
    assert candidate.judged(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Le candidat remplit le tableau des références du bordereau.",
        "La moitié des références est proposée en version rechargeable.",
        "La liste des références du catalogue est triable.",
        "Le total est comparé à la consommation de référence.",
        "Le prix de référence du lot est celui du bordereau.",
        "La cheffe de projet affectée au marché a cinq ans d’expérience.",
        "Le candidat décrit l’équipe, son organisation et son expérience.",
        "Un retour d’expérience est tenu sous trente jours.",
        "L’expérience des visiteurs est évaluée par dix personnes.",
        "La part du chiffre d’affaires du marché confiée à une entreprise adaptée est notée.",
        "L’ancienneté du véhicule est limitée à cinq ans.",
        "L’effectif du collège change chaque année.",
        "L’expérience du candidat n’est pas notée.",
        "Les effectifs d’un restaurant changent jusqu’à la veille.",
    ],
)
def test_un_critere_qui_juge_l_offre_ou_l_equipe_affectee_passe(text):
    assert candidate.judged(text) == ""


def test_les_references_se_demandent_a_la_candidature(dossier):
    dossier.replace(MOBILIER, "redaction: Le montage est confié à une structure d’insertion.", "redaction: Le candidat cite trois références de chantiers.")
    text = dossier.read(MOBILIER)
    dossier.write(MOBILIER, text.replace("type: condition-execution\n    niveau: significatif", "type: selection-candidatures\n    niveau: significatif"))
    assert dossier.problems() == []


# Poids de l'essentiel


def test_un_cout_complet_peut_prendre_toute_la_note(dossier):
    dossier.replace(MOBILIER, "conseillee: 15\n      mini: 10\n      maxi: 20", "conseillee: 100\n      mini: 10\n      maxi: 100")
    dossier.replace(MOBILIER, "      maxi: 100\n", "      maxi: 100\n    tient_lieu_de_prix: true\n")
    assert dossier.problems() == []


def test_un_critere_et_le_prix_suffisent(dossier):
    dossier.replace(MOBILIER, "conseillee: 15\n      mini: 10\n      maxi: 20", "conseillee: 99\n      mini: 10\n      maxi: 99")
    assert dossier.problems() == []


def test_le_prix_ne_juge_pas_seul(dossier):
    dossier.replace(MOBILIER, "essentiel:\n  - mobilier-reemploi\n  - mobilier-garantie\n", "essentiel:\n  - mobilier-montage\n  - mobilier-garantie\n")
    text = dossier.read(MOBILIER)
    start, end = text.index("  - id: mobilier-garantie"), text.index("  - id: mobilier-insertion")
    clause = text[start:end].replace("id: mobilier-garantie", "id: mobilier-montage")
    dossier.write(MOBILIER, text.replace("transverses:\n", clause + "transverses:\n"))
    assert _said(dossier, "critere-unique") == [
        "referentials/familles/mobilier.yml:28:3: essentiel : le prix jugerait seul, ce que seul un coût complet peut faire "
        "(Code de la commande publique, art. L2152-7)\n"
        "    Conseil : choisir un critère d'attribution de plus, lié à l'environnement, ou un coût complet"
    ]


def test_des_poids_qui_depassent_cent_se_voient(dossier):
    dossier.replace(MOBILIER, "conseillee: 15\n      mini: 10\n      maxi: 20", "conseillee: 60\n      mini: 10\n      maxi: 60")
    text = dossier.read(MOBILIER)
    start, end = text.index("    verification:"), text.index("    vigilance:")
    text = text.replace("type: condition-execution\n    niveau: base", "type: critere-attribution\n    niveau: base")
    dossier.write(MOBILIER, text.replace("  - id: mobilier-insertion", text[start:end] + "  - id: mobilier-insertion"))
    assert dossier.problems() == [
        "referentials/familles/mobilier.yml:28:3: essentiel : les poids conseillés de l'essentiel font 120 %, une note n'en compte que 100 "
        "(Code de la commande publique, art. R2152-7)\n"
        "    Conseil : baisser un poids conseillé, pour laisser sa part au prix ou au coût"
    ]


# Ressemblance

BACS = (
    "Le titulaire livre les denrées dans des bacs rigides, empilables et lavables. Il reprend les bacs vides à la livraison suivante, les lave "
    "dans son atelier et les remet en service. Chaque bac porte un numéro gravé, suivi dans un registre partagé avec la cuisine. Un bac perdu "
    "ou cassé est remplacé sous huit jours. Le nombre de bacs en circulation est relevé chaque trimestre, avec le taux de retour par site."
)
BACS_A_NEUF = (
    "Aucun carton n’entre en réserve : fruits, légumes et épicerie arrivent en caisses consignées. La consigne se règle par compensation, facture "
    "après facture. Le livreur repart avec les contenants propres et vides du passage précédent. La cuisine signale les manquants sur le bon. Au-delà "
    "de trois caisses absentes par mois, les deux parties recherchent la cause ensemble."
)


def _rewrite(text, share):
    """La copie d'un texte, où une part des mots est changée au hasard, toujours le même."""
    words, draw = text.split(), random.Random(20)
    for rank in draw.sample(range(len(words)), round(len(words) * share)):
        words[rank] = f"mot{rank}"
    return " ".join(words)


def _plant(dossier, first, second):
    dossier.replace(MOBILIER, GARANTIE, f"redaction: >-\n      {first}")
    dossier.replace(LIVRAISONS, "redaction: Le titulaire reprend ses emballages.", f"redaction: >-\n      {second}")
    return [str(problem) for problem in _verify(dossier) if problem.kind == "ressemblance"]


def test_une_copie_se_voit_avec_ses_deux_identifiants_et_son_passage_commun(dossier):
    assert _plant(dossier, BACS, "Avant la première commande. " + BACS) == [
        "referentials/transverses/livraisons.yml:20:16: criteres[1].redaction : « transverse-emballages » a 100 % de sa rédaction en commun avec "
        f"« mobilier-garantie », dont « {BACS.removesuffix('.')} »\n"
        "    Conseil : partager ce texte par un critère transverse, ou l'écrire à neuf pour ce métier"
    ]


def test_une_copie_dont_un_mot_sur_cinq_a_change_se_voit(dossier):
    assert len(_plant(dossier, BACS, _rewrite(BACS, 0.2))) == 1


def test_une_copie_en_majuscules_et_sans_accents_se_voit(dossier):
    assert len(_plant(dossier, BACS, BACS.upper().replace("É", "E").replace("À", "A"))) == 1


def test_deux_textes_ecrits_a_neuf_sur_le_meme_sujet_passent(dossier):
    assert _plant(dossier, BACS, BACS_A_NEUF) == []


def test_une_phrase_commune_dans_deux_textes_differents_passe(dossier):
    common = " La note croît avec la part."
    assert _plant(dossier, BACS + common, BACS_A_NEUF + common) == []


def test_une_copie_d_un_critere_retire_passe(dossier):
    dossier.replace(LIVRAISONS, "    objectifs:\n      - 13", "    objectifs:\n      - 13\n    retire_le: 2026-12-01")
    assert _plant(dossier, BACS, BACS) == []


def test_deux_criteres_de_la_meme_famille_se_comparent_aussi(dossier):
    dossier.replace(MOBILIER, GARANTIE, f"redaction: >-\n      {BACS}")
    dossier.replace(MOBILIER, "redaction: Le montage est confié à une structure d’insertion.", f"redaction: >-\n      {BACS}")
    assert [problem.kind for problem in _verify(dossier)] == ["ressemblance"]


def test_le_plus_long_passage_commun_s_ecrit_comme_dans_le_second():
    assert likeness.longest("un petit bac à poissons", "Ce PETIT BAC, À poissons !") == "PETIT BAC, À poissons"
    assert likeness.longest("un", "deux") == ""
