// Donner à enregistrer un fichier fait dans le navigateur.
import { el } from "./elements.js";

export function enregistrer(contenu, nom) {
  const lien = el("a", { href: URL.createObjectURL(contenu), download: nom });
  lien.click();
  setTimeout(() => URL.revokeObjectURL(lien.href), 60_000);
}
