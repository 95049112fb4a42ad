// La fiche de sourçage : les structures d’une sélection, avec leurs coordonnées et la place de noter leur réponse.
// L’adresse est celle de la liste filtrée : elle s’envoie ; la page s’imprime.
import { lire as lireEtat, dire as adresse, estVide } from "./adresse.js";
import { el, lireJson, pluriel } from "./elements.js";
import { actifs } from "./facettes.js";
import { fiche } from "./structure.js";
import { MoteurLieux } from "./territoire.js";

const zone = document.querySelector("[data-sourcage-fiche]");
const MAXI = 200;
const cellule = (nom, ...contenu) => el("td", { "data-label": nom }, ...contenu);

function coordonnees(f) {
  const parts = [
    [f.adresse, `${f.codePostal} ${f.commune}`].filter(Boolean).join(", "), f.telephone,
    f.courriel && el("a", { href: `mailto:${f.courriel}` }, f.courriel), f.site && el("a", { href: f.site }, f.site)].filter(Boolean);
  return parts.flatMap((part, rang) => (rang ? [el("br"), part] : [part]));
}

const ligne = (f) => el("tr", {},
  el("th", { scope: "row" }, el("a", { href: `../${f.id}/` }, f.nom)),
  cellule("Type et réservation", `${f.types.join(", ")}. ${f.reservations.join(", ")}.`),
  cellule("Prestations", f.prestations || f.secteurs.join(", ")),
  cellule("Coordonnées", ...coordonnees(f)),
  el("td", { className: "a-remplir", "data-label": "Contact et réponse" }));

function tableau(fiches) {
  const entetes = ["Structure", "Type et réservation", "Prestations", "Coordonnées", "Contact et réponse"].map((nom) => el("th", { scope: "col" }, nom));
  return el("div", { className: "tableau-defile" }, el("table", { className: "tableau tableau--fixe" },
    el("caption", {}, "Structures à contacter"), el("thead", {}, el("tr", {}, ...entetes)), el("tbody", {}, ...fiches.map(ligne))));
}

async function ecrire() {
  const moteur = new MoteurLieux(await lireJson(zone.dataset.donnees));
  const etat = lireEtat(moteur);
  await Promise.all([moteur.completer(), moteur.preparer(etat)]);
  const { lignes } = moteur.filtrer(etat);
  const carnet = await moteur.coordonnees();
  const filtres = actifs(etat, moteur).map(({ texte }) => texte);
  const retour = el("a", { href: `../${adresse(etat, moteur.tris[0])}` }, "Changer la sélection");
  zone.querySelector("[data-sourcage-dit]").replaceChildren(
    `${pluriel(lignes.length, "structure")}${lignes.length > MAXI ? `, dont les ${MAXI} premières` : ""}. Sélection\u00a0: ${estVide(etat) ? "toutes" : filtres.join(", ")}. Édition ${moteur.entete.edition}. `, retour);
  zone.querySelector("[data-sourcage-liste]").replaceChildren(tableau(lignes.slice(0, MAXI).map((rang) => fiche(moteur, carnet, rang))));
}

if (zone) {
  zone.querySelector("[data-imprimer]").addEventListener("click", () => print());
  ecrire().catch(() => { zone.querySelector("[data-sourcage-dit]").textContent = "La fiche ne répond pas. Réessayez dans un instant, ou téléchargez la liste depuis la carte."; });
}
