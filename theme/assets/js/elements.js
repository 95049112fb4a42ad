// Ce que les îlots partagent pour écrire dans la page et dans son adresse, et pour lire ou donner un fichier.
import { annoncer } from "./site.js";

/** Crée un élément : el("p", { className: "x", "data-y": "z" }, "texte", enfant…). */
export function el(nom, proprietes = {}, ...enfants) {
  const element = document.createElement(nom);
  for (const [cle, valeur] of Object.entries(proprietes)) {
    if (cle in element) element[cle] = valeur;
    else element.setAttribute(cle, valeur);
  }
  element.append(...enfants);
  return element;
}

/** Change un texte seulement s’il diffère : le navigateur ne remet rien en page pour rien. */
export function dire(element, texte) {
  if (element.textContent !== texte) element.textContent = texte;
}

/** Fait un fichier ; s’il ne vient pas, `panne` le dit. */
export async function tenter(panne, faire) {
  panne.hidden = true;
  try {
    await faire();
  } catch {
    panne.hidden = false;
    dire(panne, "Le fichier n’a pas pu être fait. Réessayez dans un instant.");
    annoncer(panne.textContent);
  }
}

/** Garde l’état dans l’adresse, qui se partage et se rouvre. Safari refuse plus de cent écritures en trente secondes : la suivante le dira. */
export function retenir(adresse, etat = null) {
  try {
    history.replaceState(etat, "", adresse || location.pathname);
  } catch {}
}

/** La réponse du site à une adresse ; lève une erreur si le fichier ne vient pas. */
export async function demander(adresse) {
  const reponse = await fetch(new URL(adresse, document.baseURI));
  if (!reponse.ok) throw new Error(String(reponse.status));
  return reponse;
}
export const lireJson = async (adresse) => (await demander(adresse)).json();

const FRANCAIS = new Intl.NumberFormat("fr-FR");
export const nombre = (n) => FRANCAIS.format(n);

/** « 1 intention », « 12 intentions ». */
export const pluriel = (n, un, des = `${un}s`) => `${nombre(n)}\u00a0${n > 1 ? des : un}`;

/** « l’ insertion » redevient « l’insertion » : l’index de recherche sépare un mot de son article. */
export const recoller = (texte) => texte.replace(/(['’])\s(?=\p{L}|$)/gu, "$1");
