// Le réveil du composeur : l’index des familles, puis l’atelier. Un échec se dit, et se réessaie.
import { annoncer } from "../site.js";
import { Donnees } from "./donnees.js";

const zone = document.querySelector("[data-composeur]");

/** Dit une panne à la place de l’attente ; le bouton refait l’action. */
function echouer(phrase, refaire) {
  const attente = zone.querySelector("[data-attente]");
  const [texte, bouton] = attente.children;
  texte.textContent = phrase;
  bouton.hidden = false;
  bouton.onclick = refaire;
  attente.hidden = false;
  zone.removeAttribute("aria-busy");
  annoncer(phrase);
}

function attendre() {
  const attente = zone.querySelector("[data-attente]");
  const [texte, bouton] = attente.children;
  texte.textContent = "Chargement…";
  bouton.hidden = true;
  attente.hidden = false;
  zone.setAttribute("aria-busy", "true");
}

async function demarrer() {
  attendre();
  const donnees = new Donnees(new URL(zone.dataset.donnees, document.baseURI), zone.dataset.version);
  try {
    const [{ Atelier }] = await Promise.all([import("./atelier.js"), donnees.preparer()]);
    zone.querySelector("[data-attente]").hidden = true;
    zone.removeAttribute("aria-busy");
    await new Atelier(zone, donnees, { attendre, echouer }).commencer();
  } catch (erreur) {
    if (!(erreur instanceof TypeError) && !/^\d+$/.test(erreur.message)) console.error(erreur);
    echouer("Les familles d’achat ne sont pas arrivées. Réessayez dans un instant.", demarrer);
  }
}

if (zone) demarrer();
