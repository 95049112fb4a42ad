// Fabriquer un fichier : chaque format a son module, chargé avec celui-ci au premier téléchargement.
import { grille } from "./grille.js";
import { markdown } from "./markdown.js";
import { ecrireDocument } from "../documents/squelette.js";

/** Le fichier d’un format, prêt à enregistrer. */
export async function produire(format, { donnees, etat, contenu, offres }) {
  if (format === "md") return new Blob([markdown(contenu)], { type: "text/markdown;charset=utf-8" });
  if (format === "xlsx") return grille(etat, donnees, offres);
  return ecrireDocument(format, contenu, await donnees.squelette(format));
}
