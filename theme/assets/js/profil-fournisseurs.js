// La carte des structures solidaires : la même liste que l’explorateur des intentions, des lieux en plus, une carte à côté.
import { dire as adresse } from "./adresse.js";
import { el, pluriel } from "./elements.js";
import { demarrer as lancer } from "./exploration.js";
import { PanneauLieux } from "./lieux.js";
import { MoteurLieux } from "./territoire.js";

const SIGNES = { demonstration: "demonstration", interne: "interne", alerte: "alerte" };
const cellule = (nom, texte) => el("td", { "data-label": nom, role: "cell" }, texte);
const etiquette = (genre, texte) => el("span", { className: `etiquette etiquette--${genre}` }, texte);

/** Une ligne, telle que macros/carte.html l’écrit ; tests/site vérifie qu’elles sont les mêmes. */
function ligne(moteur, rang) {
  const { siege, secteur, zone, type, marques } = moteur.colonnes;
  const lien = el("a", { href: `../fournisseurs/${moteur.ids[rang]}/` }, moteur.intitules[rang]);
  const dites = marques.codesDe(rang).map((marque) => marque.split(":")).filter(([genre]) => genre in SIGNES);
  return el("tr", { role: "row" },
    el("th", { scope: "row", role: "rowheader" }, lien),
    cellule("Siège", siege.de(rang)[0]),
    cellule("Métiers", secteur.de(rang).join(", ")),
    cellule("Intervient dans", zone.de(rang)[0]),
    el("td", { className: "tableau__bloc", role: "cell" },
      etiquette("reserve", type.de(rang).join(", ")), ...dites.flatMap(([genre, texte]) => [" ", etiquette(genre, texte)])));
}

const zone = document.querySelector("[data-explorateur]");
const feuille = zone.querySelector("[data-sourcage]");
let carte;
let suite;

/**
 * Après chaque changement : la fiche de sourçage porte les mêmes filtres, la carte montre les mêmes structures. Elle suit d’une
 * image, pour que ni la liste ni elle ne retiennent le navigateur plus d’un instant.
 */
function suivre(explorateur) {
  feuille.href = `sourcage/${adresse(explorateur.etat, explorateur.depart)}`;
  if (!carte) return dessiner(explorateur);
  clearTimeout(suite);
  suite = setTimeout(() => carte.montrer(explorateur));
}

/** La carte vient après la liste ; si elle ne vient pas, le dessin reste et la liste répond. */
async function dessiner(explorateur) {
  if (dessiner.demande) return;
  dessiner.demande = true;
  try {
    const { Carte } = await import("./carte.js");
    carte = await Carte.ouvrir(zone.querySelector("[data-carte]"), explorateur);
    suite = setTimeout(() => carte.montrer(explorateur));
  } catch {
    zone.querySelector("[data-carte-etat]").textContent = "La carte ne répond pas. La liste, elle, suit vos filtres.";
  }
}

const PROFIL = {
  nom: "structure",
  titre: "Structures solidaires",
  resumer: (moteur) => pluriel(moteur.total, "structure solidaire", "structures solidaires"),
  Moteur: MoteurLieux,
  Panneau: PanneauLieux,
  ligne,
  fichiers: () => import("./telechargement-fournisseurs.js"),
  suivre,
};

export const demarrer = (page, donnees) => lancer(page, donnees, PROFIL);
