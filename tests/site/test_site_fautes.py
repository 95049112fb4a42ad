"""Des fautes d'accessibilité semées une à une dans de vraies pages bâties : chaque règle doit voir la sienne.

Une règle qui ne peut pas échouer ne tient rien. Chaque ligne dit la faute, la page, le passage remplacé, et la règle qui la tue.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import site_html
import site_rules
from site_build import Sites
from site_rules import Sight

HOME, INTENTION, OPEN_DATA, MAP, LIST, HELP = (
    "index.html",
    "intentions/2027-014/index.html",
    "donnees-ouvertes/index.html",
    "fournisseurs/index.html",
    "intentions/annee-2027/index.html",
    "aide/index.html",
)


@dataclass(frozen=True)
class Fault:
    """Une faute : ce qu'elle fait, où, en remplaçant quoi par quoi ; la règle qui la voit, et le critère du RGAA."""

    name: str
    path: str
    old: str
    new: str
    rule: str
    criterion: str


FAULTS = [
    Fault("type de document ôté", HOME, "<!doctype html>", "", "document", "8.1"),
    Fault("langue fausse", HOME, '<html lang="fr"', '<html lang="en"', "document", "8.4"),
    Fault("langue ôtée", HELP, '<html lang="fr"', "<html", "document", "8.3"),
    Fault("titre d’onglet vide", HELP, "<title>Aide - Achats responsables</title>", "<title></title>", "document", "8.5"),
    Fault("zoom empêché", HOME, "width=device-width, initial-scale=1", "width=device-width, user-scalable=no", "document", "10.4"),
    Fault("zoom borné", MAP, "width=device-width, initial-scale=1", "width=device-width, maximum-scale=1", "document", "10.4"),
    Fault("second titre de niveau 1", HELP, "</main>", "<h1>Encore</h1></main>", "headings", "9.1"),
    Fault("niveau de titre sauté", HELP, "</main>", "<h2>Un</h2><h4>Quatre</h4></main>", "headings", "9.1"),
    Fault("titre vide", HELP, "</main>", "<h2></h2></main>", "headings", "9.1"),
    Fault("titre principal ôté", OPEN_DATA, "<h1", "<h2", "headings", "9.1"),
    Fault("identifiant doublé", HOME, "</main>", '<p id="menu">Encore</p></main>', "identifiers", "8.2"),
    Fault("étiquette qui ne mène à rien", HOME, 'for="recherche-accueil"', 'for="ailleurs"', "references", "11.1"),
    Fault("description qui ne mène à rien", HOME, 'aria-labelledby="frise-titre frise-desc"', 'aria-labelledby="perdu"', "references", "1.1"),
    Fault("bouton qui commande un absent", HOME, 'aria-controls="menu"', 'aria-controls="absent"', "references", "7.1"),
    Fault("titre de tableau ôté", LIST, "<caption>", "<caption></caption><caption hidden>", "tables", "5.4"),
    Fault("titre de tableau vide", OPEN_DATA, "<caption>Fichiers à télécharger</caption>", "<caption></caption>", "tables", "5.5"),
    Fault("portée d’en-tête ôtée", LIST, '<th scope="col">Objet</th>', "<th>Objet</th>", "tables", "5.6"),
    Fault("portée d’en-tête fausse", LIST, '<th scope="col">Objet</th>', '<th scope="colonne">Objet</th>', "tables", "5.6"),
    Fault("cases fusionnées", LIST, '<td data-label="Lieu">', '<td data-label="Lieu" colspan="2">', "tables", "5.7"),
    Fault("tableau sans en-tête", HELP, "</main>", "<table><caption>Un</caption><tbody><tr><td>1</td></tr></tbody></table></main>", "tables", "5.6"),
    Fault("tableau de mise en forme", LIST, '<table class="tableau">', '<table class="tableau" role="presentation">', "tables", "5.8"),
    Fault("image sans alternative", HOME, "</main>", '<img src="assets/images/marque.svg"></main>', "images", "1.1"),
    Fault("dessin sans nom", HOME, ' role="img" aria-labelledby="frise-titre frise-desc"', "", "images", "1.1"),
    Fault("dessin de décoration exposé", HELP, "</main>", '<svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg></main>', "images", "1.2"),
    Fault("champ sans étiquette", HOME, "</main>", '<input type="text"></main>', "fields", "11.1"),
    Fault("étiquette vidée", HOME, "Que cherchez-vous\u00a0?</label>", "</label>", "fields", "11.2"),
    Fault("regroupement sans légende", HELP, "</main>", '<fieldset><label for="x">X</label><input id="x"></fieldset></main>', "fields", "11.6"),
    Fault("choix sans regroupement", HELP, "</main>", '<label for="y">Y</label><input type="radio" name="z" id="y"></main>', "fields", "11.5"),
    Fault("bouton sans nom", HOME, '<button type="submit">Rechercher</button>', '<button type="submit"></button>', "names", "11.9"),
    Fault("lien vide", HELP, "</main>", '<p><a href="../"></a></p></main>', "names", "6.2"),
    Fault("nom lu qui ne dit pas ce que l’on voit", HELP, "</main>", '<p><a href="../" aria-label="Accueil">Revenir</a></p></main>', "names", "6.1"),
    Fault("lien sans adresse", HELP, "</main>", "<p><a>Nulle part</a></p></main>", "names", "6.2"),
    Fault("« cliquez ici »", HELP, "</main>", '<p><a href="../">Cliquez ici</a></p></main>', "vague_links", "6.1"),
    Fault("« en savoir plus »", HOME, "Lire toutes les nouveautés</a>", "En savoir plus</a>", "vague_links", "6.1"),
    Fault("même lien, deux pages", HELP, "</main>", '<p><a href="../aide/">Aide</a> <a href="../schema/">Aide</a></p></main>', "same_links", "6.1"),
    Fault("poids d’un autre fichier", OPEN_DATA, "donnees/intentions.csv", "donnees/objectifs.csv", "file_links", "6.1"),
    Fault("format de fichier faux", OPEN_DATA, ">CSV, ", ">ODS, ", "file_links", "6.1"),
    Fault("fenêtre ouverte", HELP, "</main>", '<p><a href="../" target="_blank">Une page</a></p></main>', "windows", "13.2"),
    Fault("page qui se rafraîchit", HOME, '<meta charset="utf-8">', '<meta charset="utf-8"><meta http-equiv="refresh" content="30">', "windows", "13.1"),
    Fault("lien d’évitement ôté", HOME, '<a class="evitement" href="#contenu-principal">Aller au contenu</a>', "", "landmarks", "12.7"),
    Fault("évitement qui ne mène nulle part", HOME, 'id="contenu-principal"', 'id="contenu"', "landmarks", "12.7"),
    Fault("évitement qui ne déplace pas le focus", HOME, ' tabindex="-1"', "", "landmarks", "12.7"),
    Fault("navigation sans nom", HOME, '<nav class="onglets" id="menu" aria-label="Menu principal">', '<nav class="onglets" id="menu">', "landmarks", "12.6"),
    Fault("deux navigations de même nom", HOME, 'aria-label="Informations sur le site"', 'aria-label="Menu principal"', "landmarks", "12.6"),
    Fault("zone d’annonce ôtée", HELP, ' id="annonces" role="status"', ' id="annonces"', "landmarks", "7.5"),
    Fault("second pied de page", HELP, '<footer class="pied">', '<footer></footer><footer class="pied">', "landmarks", "9.2"),
    Fault("lien dans un contenu caché", HELP, "</main>", '<div aria-hidden="true"><a href="../">Caché</a></div></main>', "hidden", "10.8"),
    Fault("ordre de tabulation forcé", HOME, 'id="recherche-accueil" type="search"', 'id="recherche-accueil" tabindex="3" type="search"', "hidden", "12.8"),
    Fault("raccourci d’une touche", HOME, 'id="recherche-accueil" type="search"', 'id="recherche-accueil" accesskey="s" type="search"', "hidden", "12.10"),
    Fault("paragraphe dans une liste", HELP, "</main>", "<ul><p>Un</p></ul></main>", "lists", "9.3"),
    Fault("élément de liste orphelin", HELP, "</main>", "<div><li>Un</li></div></main>", "lists", "9.3"),
    Fault("texte nu dans une liste", HELP, "</main>", "<ul>Un<li>Deux</li></ul></main>", "lists", "9.3"),
    Fault("balise de présentation", HELP, "</main>", "<center>Au milieu</center></main>", "presentation", "8.9"),
    Fault("attribut de présentation", LIST, '<td data-label="Lieu">', '<td data-label="Lieu" align="right">', "presentation", "10.1"),
    Fault("style en ligne", HELP, "</main>", '<p style="color:#ccc">Pâle</p></main>', "presentation", "10.1"),
    Fault("cadre", MAP, "</main>", '<iframe src="../"></iframe></main>', "presentation", "2.1"),
    Fault("contenu qui clignote", HELP, "</main>", "<marquee>Vite</marquee></main>", "presentation", "13.8"),
    Fault("script en ligne", HELP, "</main>", "<script>alert(1)</script></main>", "presentation", "7.1"),
    Fault("vidéo qui part seule", HOME, "</main>", "<video autoplay></video></main>", "media", "4.10"),
    Fault("son sans transcription", HELP, "</main>", "<audio controls></audio></main>", "media", "4.1"),
    Fault("rôle inventé", HELP, "</main>", '<div role="bouton">Un</div></main>', "aria", "7.1"),
    Fault("attribut inventé", HELP, "</main>", '<p aria-titre="Un">Un</p></main>', "aria", "8.2"),
    Fault("état mal écrit", HOME, 'aria-expanded="false"', 'aria-expanded="non"', "aria", "7.1"),
    Fault("page courante mal dite", HELP, 'aria-current="page"', 'aria-current="oui"', "aria", "7.1"),
    Fault("code de langue invalide", HELP, "</main>", '<p lang="anglais">Hello</p></main>', "languages", "8.8"),
    Fault("sens de lecture forcé", HELP, "</main>", '<p dir="rtl">Un</p></main>', "languages", "8.10"),
    Fault("émoticône sans texte", HELP, "</main>", "<p>Bravo \U0001f600</p></main>", "cryptic", "13.5"),
    Fault("abréviation nue", HELP, "</main>", "<p><abbr>ESAT</abbr></p></main>", "cryptic", "13.5"),
    Fault("mention d’accessibilité embellie", HOME, "Accessibilité\u00a0: non conforme", "Accessibilité\u00a0: totalement conforme", "footer", "loi"),
    Fault("plan du site ôté du pied", INTENTION, "Plan du site</a>", "Carte</a>", "footer", "12.4"),
]


def sight_of(sites: Sites, path: str, raw: str) -> Sight:
    """Une page, telle que les règles la voient."""
    return Sight(site_html.read(path, raw), raw, sites.publique)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.criterion} {fault.name}")
def test_chaque_faute_semee_est_vue_par_sa_regle(fault: Fault, sites: Sites) -> None:
    """La page saine passe ; la même, abîmée d'une seule façon, est refusée par la règle nommée."""
    raw = (sites.publique / fault.path).read_text(encoding="utf-8")
    assert site_rules.found(sight_of(sites, fault.path, raw)) == {}
    assert fault.old in raw, f"le passage à abîmer n'est plus dans {fault.path}"
    assert fault.rule in site_rules.found(sight_of(sites, fault.path, raw.replace(fault.old, fault.new, 1)))


def test_chaque_regle_a_sa_faute() -> None:
    """Aucune règle n'est crue sur parole ; au moins soixante fautes en tout."""
    assert {fault.rule for fault in FAULTS} == set(site_rules.RULES)
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 60
