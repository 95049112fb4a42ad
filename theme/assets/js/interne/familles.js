// Le choix d’une famille : un champ qui filtre, une liste courte, les flèches pour y circuler.
import { el, dire, nombre, pluriel } from "../elements.js";
import { chercher, contient, indexer } from "../texte.js";

const MONTREES = 12;

export class Familles {
  constructor(zone, donnees, atelier) {
    const trouver = (choix) => zone.querySelector(choix);
    Object.assign(this, { donnees, atelier, racine: zone.closest("[data-racine]").dataset.racine });
    this.recherche = trouver("[data-recherche]");
    this.champ = trouver("input[type=search]");
    this.compte = trouver("[data-compte]");
    this.liste = trouver("[data-familles]");
    this.toutes = trouver("[data-toutes]");
    this.choisie = trouver("[data-choisie]");
    this.mention = trouver("[data-mention]");
    this.objet = trouver("[name=objet]");
    this.champ.addEventListener("input", () => this.#filtrer());
    this.toutes.addEventListener("click", () => { this.#filtrer(Infinity); this.liste.querySelectorAll("button")[MONTREES]?.focus(); });
    this.recherche.addEventListener("keydown", (e) => this.#circuler(e));
    trouver("[data-changer]").addEventListener("click", () => atelier.quitterFamille());
    this.objet.addEventListener("input", () => atelier.ajuster({ objet: this.objet.value.trim() }));
  }

  dire(phrase) {
    this.mention.textContent = phrase;
    this.mention.hidden = !phrase;
  }

  viser() { this.champ.focus(); }

  /** Montre la famille choisie, ou la liste si `famille` est nulle. */
  montrer(famille, { intention, objet }) {
    this.recherche.hidden = Boolean(famille);
    this.choisie.hidden = !famille;
    const lien = this.choisie.querySelector("[data-intention]");
    lien.parentElement.hidden = !intention;
    if (intention) Object.assign(lien, { href: `${this.racine}intentions/${intention}/`, textContent: intention });
    if (!famille) return this.#filtrer();
    this.dire("");
    Object.assign(this.choisie.querySelector("[data-nom]"), { href: `${this.racine}vademecum/${famille.id}/`, textContent: famille.intitule });
    if (this.objet.value.trim() !== objet) this.objet.value = objet;
    return undefined;
  }

  #filtrer(limite = MONTREES) {
    const { familles } = this.donnees.index;
    this.index ??= indexer(familles.map(({ intitule, segment, mots }) => `${intitule} ${segment} ${mots}`.replaceAll("\n", " ")));
    const mots = chercher(this.champ.value);
    const trouvees = familles.filter((_, rang) => mots.every((formes) => contient(this.index[rang], formes)));
    this.liste.replaceChildren(...trouvees.slice(0, limite).map((famille) => this.#ligne(famille)));
    const suite = trouvees.length - Math.min(limite, trouvees.length);
    dire(this.compte, trouvees.length ? `${pluriel(trouvees.length, "famille")}${suite ? `, dont ${MONTREES} montrées` : ""}` : "Aucune famille ne correspond. Essayez un autre mot.");
    this.toutes.hidden = !suite;
    this.toutes.textContent = `Montrer les ${nombre(suite)} autres`;
  }

  #ligne({ id, intitule, segment }) {
    return el("li", {}, el("button", { type: "button", className: "composeur__ligne", onclick: () => this.atelier.choisirFamille(id) }, el("strong", {}, intitule), el("span", {}, segment)));
  }

  /** Flèches bas et haut entre le champ et la liste ; Entrée dans le champ choisit la seule famille trouvée. */
  #circuler(e) {
    const haltes = [this.champ, ...this.liste.querySelectorAll("button")];
    const rang = haltes.indexOf(document.activeElement);
    if (e.key === "Enter" && rang === 0) {
      e.preventDefault();
      if (haltes.length === 2) haltes[1].click();
    }
    const sens = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!sens || rang < 0) return;
    e.preventDefault();
    haltes[rang + sens]?.focus();
  }
}
