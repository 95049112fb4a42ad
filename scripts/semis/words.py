"""Le vocabulaire d'un jeu semé : des mots ordinaires de l'achat, puis une longue traîne de noms inventés.

Les mots sont rangés du plus au moins employé : un tirage de Zipf suit ce rang. Aucun ne nomme un lieu, un label
ou une entreprise, pour que les critères tirés d'eux suivent les règles de rédaction.
"""

from __future__ import annotations

from dataclasses import dataclass

VOWELS = "aàâeéèêëiîïoôuùûyœh"

_NOUNS = """
matériel, livraison:f, prestation:f, équipement, pièce:f, entretien, contrôle, fourniture:f, chantier, usage, durée:f, atelier, matière:f,
emballage, produit, machine:f, équipe:f, véhicule, outil, table:f, siège, armoire:f, bâtiment, salle:f, cuisine:f, repas, légume, fruit,
tissu, vêtement, papier, encre:f, écran, clavier, serveur, logiciel, réseau/réseaux, câble, capteur, lampe:f, ampoule:f, chaudière:f,
pompe:f, vanne:f, conduite:f, filtre, fenêtre:f, porte:f, serrure:f, cloison:f, plafond, peinture:f, enduit, colle:f, vernis, bois, panneau/panneaux,
plaque:f, dalle:f, béton, granulat, enrobé, bordure:f, trottoir, chaussée:f, pont, talus, fossé, haie:f, arbre, arbuste, plant, semence:f,
tondeuse:f, broyeur, bâche:f, palette:f, caisse:f, carton, bac, benne:f, collecte:f, tri, déchet, gravat, nettoyage, lavage, lessive:f, savon,
désinfectant, chiffon, seau/seaux, balai, aspirateur, moquette:f, tapis, rideau/rideaux, store, drap, serviette:f, blouse:f, gant, chaussure:f,
casque, harnais, échelle:f, échafaudage, nacelle:f, grue:f, pelle:f, camion, fourgon, remorque:f, batterie:f, pneu, huile:f, carburant, borne:f, vélo,
autocar, trajet, conducteur, accompagnant, élève, usager, agent, formation:f, atelier d’essai/ateliers d’essai, étude:f, mesure:f, relevé, plan,
maquette:f, notice:f, fiche:f, registre, tableau/tableaux, calendrier, planning, réunion:f, visite:f, audit, essai, réglage, réparation:f,
remplacement, démontage, pose:f, reprise:f, réemploi, stockage, inventaire, garantie:f, facture:f, commande:f, catalogue, échantillon, gabarit,
prototype, modèle, teinte:f, texture:f, finition:f, assise:f, plateau/plateaux, tiroir, roulette:f, charnière:f, poignée:f, vis:f, ressort, moteur,
courroie:f, roulement, joint, verre, acier, aluminium, cuivre, laine:f, coton, chanvre, lin, paille:f, ouate:f, liège, argile:f, chaux:f, sable,
gravier, terre:f, compost, paillage, arrosage, cuve:f, gouttière:f, toiture:f, tuile:f, ardoise:f, zinc, charpente:f, poutre:f, poteau/poteaux,
escalier, rampe:f, ascenseur, sonnette:f, alarme:f, extincteur, détecteur, badge, caméra:f, téléphone, imprimante:f, cartouche:f, projecteur,
tablette:f, chargeur, prise:f, disjoncteur, compteur, onduleur, module, cellule:f, ventilateur, gaine:f, bouche:f, thermostat, radiateur,
isolant, membrane:f, linteau/linteaux, seuil, carrelage, faïence:f, évier, robinet, douche:f, lavabo, miroir, étagère:f, casier, banc, jeu/jeux,
ballon, filet, pupitre, livre, reliure:f, affiche:f, dépliant, enveloppe:f, colis, courrier, archive:f, dossier, formulaire, scène:f, décor,
costume, instrument, partition:f, interprète, médiation:f, goûter, pain, farine:f, laitage, volaille:f, poisson, conserve:f, boisson:f, fontaine:f
"""
_ADJECTIVES = """
durable, réparable, solide, neutre/neutre, complet/complète, simple, propre, sobre, réglable, démontable, recyclable, léger/légère, résistant,
accessible, fiable, discret/discrète, robuste, adapté, précis/précise, courant, ancien/ancienne, récent, ordinaire, large, étroit, épais/épaisse,
mince, souple, rigide, lisse, mat/mate, brillant, clair, sombre, coloré, naturel/naturelle, brut, traité, réemployé, rénové, révisé, garanti,
consigné, réutilisable, lavable, pliable, empilable, mobile, fixe, portatif/portative, silencieux/silencieuse, économe, performant, étanche,
perméable, drainant, isolé, ventilé, chauffé, éclairé, automatique, manuel/manuelle, partagé, commun/commune, individuel/individuelle, collectif/collective,
scolaire, sportif/sportive, technique, numérique, électrique, thermique, mécanique, hydraulique, acoustique, végétal/végétale, minéral/minérale,
biologique, frais/fraîche, sec/sèche, surgelé, entier/entière, tranché, emballé, étiqueté, numéroté, daté, vérifié, mesuré, planifié
"""
_VERBS = """
décrire/décrit/décrivent, prévoir/prévoit/prévoient, remettre/remet/remettent, chiffrer, mesurer, garantir/garantit/garantissent,
fournir/fournit/fournissent, limiter, réduire/réduit/réduisent, remplacer, réparer, nettoyer/nettoie/nettoient, contrôler, livrer, poser, démonter,
trier, reprendre/reprend/reprennent, conserver, protéger/protège/protègent, adapter, régler/règle/règlent, former, accompagner, planifier, partager,
consigner, étiqueter/étiquette/étiquettent, dater, compter, peser/pèse/pèsent, comparer, documenter, signaler, éviter, doubler, séparer,
réunir/réunit/réunissent, ouvrir/ouvre/ouvrent, fermer, éclairer, chauffer, ventiler, isoler, arroser, tailler, planter, semer/sème/sèment,
broyer/broie/broient, composter, imprimer, numériser, relier, classer, archiver, transporter, charger, décharger, ranger, assembler,
coudre/coud/cousent, laver, sécher/sèche/sèchent, repasser, cuisiner, servir/sert/servent
"""
_CIRCUMSTANCES = """
dès la première commande, à chaque livraison, chaque trimestre, pendant toute la durée du contrat, avant la mise en service, après la réception,
en moins de dix jours, sans surcoût, à la demande du service, en période scolaire, hors des heures d’ouverture, le matin, deux fois par an,
dans les salles occupées, au magasin central, sur les sites concernés, en fin de contrat, au démarrage, lors de chaque réunion, en présence d’un agent,
avec une fiche datée, sans interruption, par roulement, à la belle saison, en hiver, d’une année sur l’autre, sous quinze jours, à parts égales
"""


@dataclass(frozen=True)
class Noun:
    """Un nom commun : ses deux nombres et son genre."""

    one: str
    many: str
    feminine: bool


@dataclass(frozen=True)
class Adjective:
    """Un adjectif au masculin et au féminin."""

    masculine: str
    feminine: str

    def agree(self, feminine: bool, plural: bool = False) -> str:
        """L'adjectif accordé."""
        form = self.feminine if feminine else self.masculine
        return plural_of(form) if plural else form


@dataclass(frozen=True)
class Verb:
    """Un verbe : l'infinitif et la troisième personne du présent, aux deux nombres."""

    infinitive: str
    one: str
    many: str


def plural_of(word: str) -> str:
    """Le pluriel régulier."""
    return word if word[-1] in "sxz" else f"{word[:-1]}ux" if word.endswith("al") else f"{word}s"


def starts_with_vowel(word: str) -> bool:
    """Vrai si l'article s'élide devant ce mot ; « haie » et « harnais » ont un h aspiré."""
    return word[0].lower() in VOWELS and not word.startswith(("haie", "harnais"))


def _noun(text: str) -> Noun:
    word, _, gender = text.partition(":")
    one, _, many = word.partition("/")
    return Noun(one, many or plural_of(one), gender == "f")


def _adjective(text: str) -> Adjective:
    masculine, _, feminine = text.partition("/")
    return Adjective(masculine, feminine or (masculine if masculine.endswith("e") else f"{masculine}e"))


def _verb(text: str) -> Verb:
    infinitive, *forms = text.split("/")
    one, many = forms or (infinitive[:-1], f"{infinitive[:-1]}nt")
    return Verb(infinitive, one, many)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", " ").split(",") if part.strip()]


_SYLLABLES = _split(
    "ba, bra, cal, cor, dal, dra, fa, flo, gar, gri, jal, kel, lam, lo, mar, mé, nor, ol, pra, qué, ra, rel, sal, sé, tal, tri, ul, val, vi, zo"
)
_ENDINGS = _split("ane, bel, dor, ex, fil, gam, ial, jor, lic, mer, nis, ova, pel, qor, rin, sol, tex, uva, vel, xis")
#: Des codes CPV de toutes les natures d'achat.
CPV = _split(
    "03220000, 09310000, 15811000, 18110000, 22000000, 30192000, 30213000, 34110000, 35110000, 39160000, 39830000, 44113000, 45210000, 45233000, "
    "45310000, 48000000, 50110000, 55520000, 60130000, 71200000, 72000000, 77310000, 79341000, 80500000, 85310000, 90500000, 90911000, 98310000"
)
NOUNS = tuple(_noun(part) for part in _split(_NOUNS))
ADJECTIVES = tuple(_adjective(part) for part in _split(_ADJECTIVES))
VERBS = tuple(_verb(part) for part in _split(_VERBS))
CIRCUMSTANCES = tuple(_split(_CIRCUMSTANCES))
#: Combien de noms de produits inventés la traîne peut donner.
BRANDS = len(_SYLLABLES) ** 2 * len(_ENDINGS)


def brand(rank: int) -> str:
    """Le nom inventé d'un rang, toujours le même : « Calgarvel »."""
    rest, ending = divmod(rank % BRANDS, len(_ENDINGS))
    first, second = divmod(rest, len(_SYLLABLES))
    return (_SYLLABLES[first] + _SYLLABLES[second] + _ENDINGS[ending]).capitalize()
