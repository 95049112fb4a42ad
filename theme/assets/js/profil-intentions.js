// L’explorateur des intentions d’achat : ce que dit une ligne, et ce que la page en dit.
import { nombre, pluriel } from "./elements.js";
import { demarrer as lancer } from "./exploration.js";
import { Panneau } from "./facettes.js";
import { MoteurIntentions } from "./intentions.js";
import { ligne } from "./lignes.js";

const PROFIL = {
  nom: "intention",
  titre: "Intentions d’achat",
  resumer: (moteur) => `${pluriel(moteur.total, "intention")} d’achat, dont ${nombre(moteur.entete.avenir)}\u00a0à venir`,
  Moteur: MoteurIntentions,
  Panneau,
  ligne,
  fichiers: () => import("./telechargement.js"),
  suivre() {},
};

export const demarrer = (zone, donnees) => lancer(zone, donnees, PROFIL);
