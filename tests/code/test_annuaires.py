"""Importer un annuaire : rapprocher sans doublon, ne rien défaire de ce qu'une personne a fait, dire ce qui est à trancher."""

import json
from pathlib import Path

import pytest
from annuaires import FICHIERS, JOUR, essayer, fiche, fiches, importer, lire, preparer, tout

from spaser import catalogue
from spaser.checks.identity_numbers import is_valid
from spaser.exports import tables
from spaser.imports.directories import DIRECTORIES, normal
from spaser.imports.directories.kinds import kinds, trades
from spaser.imports.directories.register import COMMON
from spaser.publication import publish
from spaser.relations import Relations
from spaser.rendering.views.fournisseur import full

SOURCES = {
    "marche-inclusion.csv": "marche-inclusion",
    "marche-inclusion.json": "marche-inclusion",
    "emplois.json": "emplois",
    "hosmoz.csv": "hosmoz",
    "carteco.json": "carteco",
    "data-inclusion.json": "data-inclusion",
    "generique.csv": "csv",
}
HAIES = "les-haies-communes"
#: Assez d'établissements pour qu'un nom seulement voisin ne rapproche plus.
NOMS = [
    "ajonc",
    "bouleau",
    "coquelicot",
    "digitale",
    "eglantine",
    "fougere",
    "genet",
    "houblon",
    "iris",
    "jacinthe",
    "lavande",
    "marguerite",
    "nenuphar",
    "ortie",
    "pimprenelle",
    "quinoa",
    "romarin",
    "sureau",
    "tilleul",
    "valeriane",
    "wisteria",
    "yucca",
]


def siret(rang):
    """Un SIRET d'une même entreprise."""
    return next(number for key in range(10) if is_valid(number := f"000000907{rang:04}{key}"))


@pytest.fixture(autouse=True)
def depot(tmp_path, monkeypatch):
    preparer(tmp_path, monkeypatch)


def changer(name, old, new):
    path = Path(f"referentials/fournisseurs/{name}.yml")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, text
    path.write_text(text.replace(old, new), encoding="utf-8")


def suivant(name, old, new):
    """Le même fichier d'annuaire, un passage changé."""
    text = (FICHIERS / name).read_text(encoding="utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), encoding="utf-8")
    return Path(name)


def test_chaque_annuaire_a_son_fichier_d_exemple():
    assert {*SOURCES.values(), "esus"} == set(DIRECTORIES)


@pytest.mark.parametrize("name", SOURCES)
def test_importer_deux_fois_le_meme_fichier_ne_change_rien_la_seconde(name):
    first = importer(FICHIERS / name, SOURCES[name])
    assert first.exit_code == 0, first.output
    assert len(fiches()) >= 1
    before = tout()
    second = importer(FICHIERS / name, SOURCES[name], jour="2027-03-01")
    assert second.exit_code == 0
    assert second.output.endswith("Rien à écrire.\n")
    assert tout() == before


@pytest.mark.parametrize("name", SOURCES)
def test_ce_qui_est_ecrit_passe_le_controle(name):
    importer(FICHIERS / name, SOURCES[name])
    assert len(catalogue.load(Path("referentials")).entrees["fournisseur"]) == len(fiches())


def test_sans_accord_rien_n_est_ecrit():
    before = tout()
    result = essayer(FICHIERS / "emplois.json", "emplois")
    assert result.exit_code == 0
    assert "2 créées, 0 modifiée, 0 inchangée." in result.output
    assert result.output.endswith("Rien n'a été écrit. Pour écrire : ajouter --oui.\n")
    assert tout() == before


def test_plusieurs_annuaires_qui_decrivent_les_memes_structures_ne_font_pas_de_doublon():
    for name, source in SOURCES.items():
        assert importer(FICHIERS / name, source).exit_code == 0
    names = [fiche(name)["nom"] for name in fiches()]
    assert len(names) == len(set(names)) == 11
    merged = fiche(HAIES)
    assert merged["types"] == ["ACI", "EI", "association"]
    assert merged["siret"] == "00000090100017"
    assert [source["nom"] for source in merged["sources"]] == ["Le marché de l’inclusion", "Les emplois de l’inclusion", "CARTECO", "data·inclusion"]
    assert merged["sources"][0]["identifiants"] == ["9001", "9002"]
    assert (merged["telephone"], merged["courriel"]) == ("02 99 00 00 10", "contact@haies-communes.example")


def test_l_ordre_des_annuaires_ne_change_pas_les_structures():
    for name in reversed(SOURCES):
        importer(FICHIERS / name, SOURCES[name])
    assert len(fiches()) == 11
    assert set(fiche(HAIES)["types"]) == {"ACI", "EI", "association"}


def test_le_tableau_dit_par_quoi_et_avec_quelle_confiance():
    importer(FICHIERS / "marche-inclusion.csv", "marche-inclusion")
    lines = essayer(FICHIERS / "marche-inclusion.json", "marche-inclusion").output.splitlines()
    rows = {line.split("  ")[0]: line for line in lines if line.startswith("élément")}
    assert "nom et commune" in rows["élément 1, ligne 6"]
    assert "SIRET" in rows["élément 2, ligne 17"]
    assert "certaine" in rows["élément 2, ligne 17"]
    assert "nouvelle fiche" in rows["élément 3, ligne 22"]
    assert any(line.startswith("  les-haies-communes, Les Haies Communes : modifiée") for line in lines)
    assert "    SIRET de l'établissement : « rien » devient « 00000090100017 »" in lines


def test_le_rapport_donne_tout_en_csv():
    essayer(FICHIERS / "hosmoz.csv", "hosmoz", "--rapport", "rapport.csv")
    rows = Path("rapport.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Place;Structure lue;Fiche;Rapprochée par;Confiance")
    assert len([row for row in rows if "nouvelle fiche" in row]) == 4
    assert any("sous un autre nom : deux établissements, ou un seul ?" in row for row in rows)


def test_deux_etablissements_d_une_association_dans_la_meme_ville_restent_deux():
    result = importer(FICHIERS / "hosmoz.csv", "hosmoz")
    assert {fiche(name)["siret"] for name in ("esat-des-landes-claires", "landes-claires-services")} == {"00000097600019", "00000097600027"}
    assert "même SIREN et même code postal que esat-des-landes-claires" in result.output


def test_parmi_beaucoup_d_etablissements_seul_le_meme_nom_rapproche():
    """Vingt mille lignes d'un même SIREN se compareraient sinon deux à deux."""
    head = "Nom;SIRET;Type;Commune;Code postal\n"
    rows = [f"{name};{siret(rank)};EI;Dinan;22100\n" for rank, name in enumerate(NOMS)]
    Path("a.csv").write_text(head + "".join(rows), encoding="utf-8")
    importer("a.csv", "csv")
    assert len(fiches()) == len(NOMS) > COMMON
    other = siret(len(NOMS))
    Path("b.csv").write_text(f"{head}{rows[3].replace(siret(3), other)}{NOMS[14]}z;{siret(90)};EI;Dinan;22100\n", encoding="utf-8")
    said = importer("b.csv", "csv").output
    assert f"l'annuaire donne un autre SIRET, {other}" in said and "même SIREN et même code postal que" in said
    assert len(fiches()) == len(NOMS) + 1


def test_un_siren_et_un_code_postal_rapprochent_avec_une_confiance_forte():
    importer(FICHIERS / "hosmoz.csv", "hosmoz")
    Path("a.csv").write_text("Nom;SIREN;Type;Commune;Code postal\nESAT 7 chênes;000 000 950;ESAT;Dinan;22100\n", encoding="utf-8")
    line = next(line for line in importer("a.csv", "csv").output.splitlines() if line.startswith("ligne 2"))
    assert "esat-des-sept-chenes" in line
    assert "SIREN et code postal" in line
    assert "forte" in line


def test_un_homonyme_d_un_autre_siren_n_est_pas_fusionne():
    importer(FICHIERS / "emplois.json", "emplois")
    Path("a.csv").write_text("Nom;SIRET;Type;Commune;Code postal\nAtelier du Quai d'en Face;00000095000014;EA;Saint-Malo;35400\n", encoding="utf-8")
    result = importer("a.csv", "csv")
    assert "même nom et même commune que atelier-du-quai-d-en-face, mais un autre SIRET" in result.output
    assert fiche("atelier-du-quai-d-en-face-saint-malo")["siret"] == "00000095000014"
    assert fiche("atelier-du-quai-d-en-face")["siret"] == "00000092700012"


def test_un_nom_voisin_dans_la_meme_commune_est_signale():
    importer(FICHIERS / "emplois.json", "emplois")
    Path("a.csv").write_text("Nom;Type;Commune;Code postal\nLes Haies Communales;EI;Bruz;35170\n", encoding="utf-8")
    assert "ressemble à les-haies-communes, dans la même commune" in importer("a.csv", "csv").output


def test_plusieurs_fiches_possibles_attendent_une_personne():
    rows = "Nom;SIRET;Type;Commune;Code postal\nLe Relais;00000095000014;EA;Rennes;35000\nLe Relais;00000096800016;EI;Rennes;35000\n"
    Path("a.csv").write_text(rows, encoding="utf-8")
    importer("a.csv", "csv")
    Path("b.csv").write_text("Nom;Type;Commune;Code postal\nLe Relais;EI;Rennes;35000\n", encoding="utf-8")
    before = fiches()
    result = importer("b.csv", "csv")
    assert "plusieurs fiches ont ce nom dans cette commune : le-relais, le-relais-rennes" in result.output
    assert fiches() == before


def test_une_fiche_retiree_ne_revient_pas():
    importer(FICHIERS / "emplois.json", "emplois")
    changer(HAIES, "verifie_le: 2026-12-01\n", "verifie_le: 2026-12-01\nretire_le: 2026-12-02\n")
    before = fiches()
    assert "la fiche les-haies-communes a été retirée" in importer(FICHIERS / "data-inclusion.json", "data-inclusion").output
    assert fiches() == before


def test_une_fiche_remplacee_mene_a_sa_remplacante():
    importer(FICHIERS / "emplois.json", "emplois")
    changer(HAIES, "verifie_le: 2026-12-01\n", "verifie_le: 2026-12-01\nretire_le: 2026-12-02\nremplace_par: atelier-du-quai-d-en-face\n")
    importer(FICHIERS / "data-inclusion.json", "data-inclusion")
    assert fiche("atelier-du-quai-d-en-face")["sources"][1]["nom"] == "data·inclusion"


def test_l_annuaire_met_a_jour_ce_qu_il_a_ecrit_et_que_personne_n_a_change():
    importer(FICHIERS / "emplois.json", "emplois")
    result = importer(suivant("emplois.json", "0299000010", "0299000011"), "emplois")
    assert fiche(HAIES)["telephone"] == "02 99 00 00 11"
    assert "« 02 99 00 00 10 » devient « 02 99 00 00 11 »" in result.output


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("telephone: 02 99 00 00 10", "telephone: 02 99 88 88 88"),  # une personne a corrigé le champ
        ("telephone: 02 99 00 00 10\n", ""),  # une personne l'a vidé
        ("relue: false", "relue: true"),  # une personne a relu toute la fiche
        ("relue: false\n", "relue: false\nchamps_verifies:\n  - telephone\n"),  # une personne a vérifié ce champ
    ],
)
def test_aucun_import_ne_remplace_ce_qu_une_personne_a_verifie(old, new):
    importer(FICHIERS / "emplois.json", "emplois")
    changer(HAIES, old, new)
    before = fiche(HAIES)
    result = importer(suivant("emplois.json", "0299000010", "0299000011"), "emplois")
    assert fiche(HAIES).get("telephone") == before.get("telephone")
    line = next(line for line in result.output.splitlines() if "les-haies-communes" in line)
    assert line.rstrip().endswith("telephone")


def test_un_type_ote_par_une_personne_ne_revient_pas_et_se_tranche():
    importer(FICHIERS / "marche-inclusion.json", "marche-inclusion")
    changer(HAIES, "  - ACI\n  - EI\n", "  - ACI\n")
    result = importer(FICHIERS / "marche-inclusion.json", "marche-inclusion")
    assert fiche(HAIES)["types"] == ["ACI"]
    assert "l'annuaire dit type EI, la fiche les-haies-communes garde ACI" in result.output


def test_une_fiche_ecrite_a_la_main_ne_recoit_que_ce_qui_lui_manque():
    importer(FICHIERS / "emplois.json", "emplois")
    changer(HAIES, "relue: false\n", "")
    text = Path(f"referentials/fournisseurs/{HAIES}.yml").read_text(encoding="utf-8")
    Path(f"referentials/fournisseurs/{HAIES}.yml").write_text(text[: text.index("empreintes:")], encoding="utf-8")
    changer(HAIES, "nom: Les Haies Communes", "nom: Les Haies")
    importer(FICHIERS / "marche-inclusion.json", "marche-inclusion")
    assert fiche(HAIES)["nom"] == "Les Haies"
    assert fiche(HAIES)["types"] == ["ACI"]
    assert fiche(HAIES)["labels"] == ["rsei"]


def test_deux_annuaires_en_desaccord_ne_se_chassent_pas_l_un_l_autre():
    importer(FICHIERS / "emplois.json", "emplois")
    importer(suivant("data-inclusion.json", "+33299000010", "+33299777777"), "data-inclusion")
    assert fiche(HAIES)["telephone"] == "02 99 00 00 10"


def test_la_fiche_dit_qu_elle_n_est_pas_relue_et_d_ou_vient_chaque_champ():
    importer(FICHIERS / "carteco.json", "carteco")
    entry = fiche("recyclerie-du-grand-cedre")
    assert (entry["relue"], entry["verifie_le"], entry["demonstration"]) == ("false", JOUR, "true")
    assert entry["sources"] == [
        {
            "nom": "CARTECO", "date": JOUR, "licence": "ODbL 1.0", "identifiants": ["aBc"],
            "champs": ["nom", "siret", "types", "famille_ess", "secteurs", "prestations", "commune", "adresse", "position", "site", "telephone"],
        }
    ]  # fmt: skip
    assert entry["secteurs"] == ["collecte-dechets", "reemploi-recyclage"]
    assert entry["prestations"] == "Collecte, tri et vente d’objets. alert(1)"


def test_la_date_suit_ce_qui_change_ou_l_extraction_donnee():
    importer(FICHIERS / "emplois.json", "emplois", "--extrait-le", "2026-11-30")
    assert fiche(HAIES)["sources"][0]["date"] == "2026-11-30"
    importer(FICHIERS / "emplois.json", "emplois", jour="2027-01-01")
    assert fiche(HAIES)["sources"][0]["date"] == "2026-11-30"
    importer(FICHIERS / "emplois.json", "emplois", "--extrait-le", "2026-12-15")
    assert fiche(HAIES)["sources"][0]["date"] == "2026-12-15"


def test_une_licence_que_personne_n_a_lue_garde_la_fiche_interne():
    result = importer(FICHIERS / "emplois.json", "emplois")
    assert "La licence de cet annuaire n'est pas connue" in result.output
    assert fiche(HAIES)["visibilite"] == "interne"
    importer(FICHIERS / "emplois.json", "emplois", "--licence", "Licence Ouverte 2.0")
    assert fiche(HAIES)["visibilite"] == "publique"
    assert fiche(HAIES)["sources"][0]["licence"] == "Licence Ouverte 2.0"


def test_une_fiche_qu_une_personne_a_rendue_interne_le_reste():
    importer(FICHIERS / "carteco.json", "carteco")
    changer("recyclerie-du-grand-cedre", "visibilite: publique", "visibilite: interne")
    importer(FICHIERS / "carteco.json", "carteco")
    assert fiche("recyclerie-du-grand-cedre")["visibilite"] == "interne"


def test_dans_une_surcouche_une_fiche_neuve_et_interne_y_est_ecrite():
    Path("prive").mkdir()
    importer(FICHIERS / "emplois.json", "emplois", "--surcouche", "prive")
    assert fiches() == {}
    assert Path(f"prive/fournisseurs/{HAIES}.yml").is_file()


def test_esus_complete_les_fiches_de_l_entreprise_et_n_en_cree_pas():
    importer(FICHIERS / "carteco.json", "carteco")
    before = set(fiches())
    result = importer(FICHIERS / "esus.csv", "esus")
    assert set(fiches()) == before
    assert [fiche(name)["labels"] for name in ("bricotheque-de-la-rance", "recyclerie-du-grand-cedre")] == [["esus"], ["esus"]]
    assert "1 structure laissée : qu'aucune fiche ne connaît" in result.output


def test_les_contacts_de_personnes_ne_sont_nulle_part():
    for name, source in SOURCES.items():
        importer(FICHIERS / name, source)
    written = b"".join(fiches().values()).decode()
    for secret in ("Camille", "Lemaître", "lemaitre", "dupont", "06 12", "0612"):
        assert secret not in written


def test_le_departement_et_ses_voisins_et_rien_d_autre():
    result = importer(FICHIERS / "marche-inclusion.csv", "marche-inclusion")
    assert "1 structure laissée : hors du département et de ses voisins" in result.output
    assert fiche("esat-des-sept-chenes")["commune"] == "22050"
    towns = Path("referentials/codes/communes-voisines.yml").read_text(encoding="utf-8")
    assert "  - code: '22050'\n    libelle: Dinan\n    departement: '22'\n    code_postal: '22100'\n" in towns


def test_une_commune_se_reconnait_par_ses_facons_de_s_ecrire():
    rows = [("Bruz", "35170", "35047"), ("ST MALO", "35400", "35288"), ("Saint-Malo Cedex 2", "35418", "35288"), ("RENNES CEDEX 7", "35207", "35238")]
    rows += [("L'Hermitage", "35590", "35131"), ("Dol de Bretagne", "35120", "35095"), ("Saint-Brieuc", "22000", "22278"), ("Ombrée d'Anjou", "49420", "49248")]
    text = "".join(f"Structure {rank};EI;{name};{postcode}\n" for rank, (name, postcode, _) in enumerate(rows))
    Path("a.csv").write_text(f"Nom;Type;Commune;Code postal\n{text}Ailleurs;EI;Trifouillis;35000\n", encoding="utf-8")
    result = importer("a.csv", "csv")
    assert [fiche(f"structure-{rank}")["commune"] for rank in range(len(rows))] == [code for _, _, code in rows]
    assert "commune inconnue, lu « 35000 Trifouillis »" in result.output


def test_ce_qui_manque_se_dit_et_ne_bloque_pas_le_reste():
    result = importer(FICHIERS / "generique.csv", "csv")
    assert "ligne 3, « Sans Commune » : la commune manque" in result.output
    assert "la clé de contrôle du SIRET est fausse, lu « 00000091900028 »" in result.output
    assert sorted(fiches()) == ["faux-numero", "le-fil-retrouve"]
    assert fiche("le-fil-retrouve")["zone_intervention"] == {"rayon_km": "30"}


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_un_csv_se_lit_dans_les_encodages_et_les_separateurs_des_tableurs(encodage, separateur):
    Path("a.csv").write_bytes(
        f"Nom{separateur}Type{separateur}Commune{separateur}Code postal\nL'Étape{separateur}EI{separateur}Bruz{separateur}35170\n".encode(encodage)
    )
    assert [record.nom for record in lire(Path("a.csv"), "csv")] == ["L’Étape"]


def test_un_titre_au_dessus_de_l_en_tete_ne_gene_pas():
    Path("a.csv").write_text("Annuaire 2026;;;\n;;;\nNom;Type;Commune;Code postal\nL'Étape;EI;Bruz;35170\n", encoding="utf-8")
    assert [record.place for record in lire(Path("a.csv"), "csv")] == ["ligne 4"]


@pytest.mark.parametrize(
    ("lu", "siret"),
    [
        ("411 555 139 00012", "41155513900012"),
        ("00000090100017", "00000090100017"),
        ("90100017", "00000090100017"),  # un tableur a ôté les zéros de tête
        ("356.000.000.00001", "35600000000001"),  # La Poste a sa règle
        ("35600000000002", ""),
        ("41155513900013", ""),
        ("4,1155513900012E+13", ""),
        ("abc", ""),
        ("٤١١٥٥٥١٣٩٠٠٠١٢", ""),  # des chiffres qui ne sont pas les nôtres
    ],
)
def test_un_siret_se_normalise_ou_se_dit_faux(lu, siret):
    found, doubt = normal.siret(lu)
    assert found == siret
    assert bool(doubt) != bool(siret)


@pytest.mark.parametrize(
    ("lu", "rendu"),
    [
        ("+33 2 99 00 00 01", ("02 99 00 00 01", False)),
        ("0033299000001", ("02 99 00 00 01", False)),
        ("02.99.00.00.01 / 02.99.00.00.02", ("02 99 00 00 01", False)),
        ("+33 (0)2 99 00 00 01", ("02 99 00 00 01", False)),
        ("299000001", ("02 99 00 00 01", False)),
        ("06 12 34 56 78", ("", True)),
        ("3949", ("", False)),
    ],
)
def test_un_telephone_se_normalise_et_un_mobile_n_est_pas_repris(lu, rendu):
    assert normal.phone(lu) == rendu


@pytest.mark.parametrize(
    ("lu", "rendu"),
    [
        ("LES JARDINS DE L'ESTRAN", "Les Jardins de l’Estran"),
        ("ESAT DU PRÉ-CLOS", "ESAT du Pré-Clos"),
        ("L'ATELIER", "L’Atelier"),
        ("APF Entreprises 35", "APF Entreprises 35"),
        ("Déjà bien écrit", "Déjà bien écrit"),
        ("a\u202eb\x00c<b>d</b> &amp; e", "abc d & e"),
    ],
)
def test_un_nom_perd_ses_capitales_et_ce_qui_se_cache(lu, rendu):
    assert normal.name(lu) == rendu


@pytest.mark.parametrize(
    ("lu", "rendu"), [("www.a.example", "https://www.a.example"), ("HTTP://a.example/b", "http://a.example/b"), ("javascript:alert(1)", ""), ("néant", "")]
)
def test_une_adresse_de_site_est_une_adresse_ou_rien(lu, rendu):
    assert normal.url(lu) == rendu


@pytest.mark.parametrize(
    ("lu", "rendu"),
    [
        ("Entreprise adaptée", ["EA"]),
        ("ESAT (Établissement et service d'aide par le travail)", ["ESAT"]),
        ("ACI, EI", ["ACI", "EI"]),
        ("Atelier et chantier d'insertion (ACI)", ["ACI"]),
        ("SCIC", ["cooperative"]),
        ("association | ESAT", ["association", "ESAT"]),
        ("SAVS", []),
    ],
)
def test_un_type_se_reconnait_dans_les_mots_des_annuaires(lu, rendu):
    assert kinds([lu])[0] == rendu


def test_chaque_groupe_de_secteurs_du_marche_de_l_inclusion_a_un_secteur_ici():
    known = catalogue.load(Path("referentials")).codes["secteurs"]
    groups = [
        "Espaces verts & extérieurs", "Médico-social", "Réparations & Dépannages", "Entretien du linge", "Agro-Alimentaire", "Hygiène et Propreté",
        "Bâtiments et Travaux publics", "Assistance générale et administrative", "Prestations informatiques", "Ameublement, déco, textile & Artisanat",
        "Communication, Impressions", "Sous-traitance industrielle", "Déménagements, Livraisons & Transports", "Collecte & Traitement des déchets",
        "Recyclage, économie circulaire", "Culture, Divertissement et Tourisme", "Services à la personne", "Restauration",
    ]  # fmt: skip
    found = {group: trades([group]) for group in groups}
    assert [group for group, codes in found.items() if not codes] == []
    assert {code for codes in found.values() for code in codes} <= {line.code for line in known.lignes}


def test_une_fiche_qui_doit_un_champ_a_carteco_a_son_fichier_sous_odbl():
    importer(FICHIERS / "carteco.json", "carteco")
    importer(FICHIERS / "data-inclusion.json", "data-inclusion")
    Path("a.csv").write_text("Nom;Type;Commune;Code postal\nLe Fil;EI;Bruz;35170\n", encoding="utf-8")
    importer("a.csv", "csv", "--licence", "Licence Ouverte 2.0")
    edition = publish(catalogue.load(Path("referentials")), "publique")
    found = {table.name: table for table in tables.tables(edition) if table.name.startswith("fournisseurs")}
    assert [row["id"] for row in found["fournisseurs"].rows] == ["le-fil"]
    assert len(found["fournisseurs-odbl"].rows) == 3
    files = {export.path: export for export in tables.produce(edition)}
    assert json.loads(files["donnees/fournisseurs-odbl.json"].content)["licence"] == "ODbL 1.0"
    assert b"ODbL 1.0" in files["donnees/fournisseurs-odbl.csv"].content
    assert files["donnees/fournisseurs-odbl.xlsx"].licence_url == "https://opendatacommons.org/licenses/odbl/1-0/"
    assert b"ODbL" not in files["donnees/fournisseurs.json"].content


def test_une_fiche_seulement_rapprochee_de_carteco_garde_sa_licence():
    row = {"sources": [{"licence": "Licence Ouverte 2.0", "champs": ["nom"]}, {"licence": "ODbL 1.0"}]}
    assert not tables.is_odbl(row)
    assert tables.is_odbl({"sources": [{"licence": "ODbL 1.0"}]})


def test_une_fiche_sans_siret_ni_secteur_dans_un_departement_voisin_se_montre():
    importer(FICHIERS / "marche-inclusion.csv", "marche-inclusion")
    relations = Relations(publish(catalogue.load(Path("referentials")), "interne"))
    view = full(relations.edition.entrees["fournisseur"]["esat-des-sept-chenes"], relations)
    assert (view["resume"]["commune"], view["code_postal"], view["siret"]) == ("Dinan", "22100", "")
    assert view["a_relire"]
    assert view["verifie_le"].startswith("pas encore")
