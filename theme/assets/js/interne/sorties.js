// Les sorties : fichiers faits dans le navigateur, à la demande, et copies. Rien ne part sur le réseau.
import { copier, direCopie } from "../site.js";
import { tenter } from "../elements.js";
import { borner } from "./etat.js";
import { texte } from "./markdown.js"; // déjà là au moment du geste, sans quoi Safari refuse la copie

export class Sorties {
  constructor(zone, atelier) {
    Object.assign(this, { zone, atelier });
    this.offres = zone.querySelector("[name=offres]");
    const panne = zone.querySelector("[data-panne]");
    this.offres.addEventListener("change", () => { this.offres.value = String(this.#nombre()); });
    zone.addEventListener("click", (e) => {
      const bouton = e.target.closest("[data-sortie]");
      if (bouton) tenter(panne, () => this.#sortir(bouton));
    });
  }

  #nombre() { return Math.min(20, Math.max(5, borner(this.offres.value))); }

  async #sortir(bouton) {
    const { sortie } = bouton.dataset;
    if (sortie === "adresse") direCopie(bouton, await copier(location.href));
    else if (sortie === "texte") direCopie(bouton, await copier(texte(this.atelier.document)));
    else await this.#telecharger(sortie);
  }

  async #telecharger(format) {
    const { donnees, etat, document: contenu } = this.atelier;
    const [{ produire }, { donner }] = await Promise.all([import("./fichiers.js"), import("../fichier.js")]);
    const fichier = await produire(format, { donnees, etat, contenu, offres: this.#nombre() });
    donner(fichier, `${format === "xlsx" ? "grille" : "criteres"}-${etat.famille}-${donnees.index.edition}.${format}`);
  }
}
