// Les sorties : fichiers faits dans le navigateur, à la demande, et copies. Rien ne part sur le réseau.
import { annoncer } from "../site.js";
import { dire, el } from "../elements.js";
import { borner } from "./etat.js";

const SECONDES = 4000;

export class Sorties {
  constructor(zone, atelier) {
    Object.assign(this, { zone, atelier });
    this.offres = zone.querySelector("[name=offres]");
    this.panne = zone.querySelector("[data-panne]");
    this.offres.addEventListener("change", () => { this.offres.value = String(this.#nombre()); });
    zone.addEventListener("click", (e) => {
      const bouton = e.target.closest("[data-sortie]");
      if (bouton) this.#sortir(bouton);
    });
  }

  #nombre() { return Math.min(20, Math.max(5, borner(this.offres.value))); }

  async #sortir(bouton) {
    const { sortie } = bouton.dataset;
    this.panne.hidden = true;
    try {
      if (sortie === "adresse") this.#direCopie(bouton, await this.#copier(location.href));
      else if (sortie === "texte") this.#direCopie(bouton, await this.#copier((await import("./markdown.js")).texte(this.atelier.document)));
      else await this.#telecharger(sortie);
    } catch {
      this.panne.hidden = false;
      dire(this.panne, "Le fichier n’a pas pu être fait. Réessayez dans un instant.");
      annoncer(this.panne.textContent);
    }
  }

  async #telecharger(format) {
    const { donnees, etat, document: contenu } = this.atelier;
    const { produire } = await import("./fichiers.js");
    const fichier = await produire(format, { donnees, etat, contenu, offres: this.#nombre() });
    const nom = `${format === "xlsx" ? "grille" : "criteres"}-${etat.famille}-${donnees.index.edition}.${format}`;
    const lien = el("a", { href: URL.createObjectURL(fichier), download: nom });
    lien.click();
    setTimeout(() => URL.revokeObjectURL(lien.href), 60_000);
    annoncer(`Fichier ${nom} prêt.`);
  }

  async #copier(texte) {
    try {
      await navigator.clipboard.writeText(texte);
      return true;
    } catch {
      // Hors HTTPS (partage de fichiers, intranet), l’ancienne méthode reste la seule.
      const champ = el("textarea", { value: texte, className: "hors-ecran", ariaHidden: "true" });
      const avant = document.activeElement;
      document.body.append(champ);
      champ.select();
      const fait = document.execCommand("copy");
      champ.remove();
      avant?.focus();
      return fait;
    }
  }

  #direCopie(bouton, fait) {
    bouton.dataset.avant ??= bouton.textContent;
    dire(bouton, fait ? "Copié" : "Copie impossible");
    annoncer(fait ? "Copié dans le presse-papiers." : "La copie n’a pas abouti.");
    clearTimeout(bouton.minuterie);
    bouton.minuterie = setTimeout(() => dire(bouton, bouton.dataset.avant), SECONDES);
  }
}
