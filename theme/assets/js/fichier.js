// Donner à enregistrer un fichier fait dans le navigateur.
import { el } from "./elements.js";
import { annoncer } from "./site.js";

export function enregistrer(contenu, nom) {
  const lien = el("a", { href: URL.createObjectURL(contenu), download: nom });
  lien.click();
  setTimeout(() => URL.revokeObjectURL(lien.href), 60_000);
}

/** Donne un fichier à enregistrer, et dit qu’il est prêt. */
export function donner(contenu, nom) {
  enregistrer(contenu, nom);
  annoncer(`Fichier ${nom} prêt.`);
}
