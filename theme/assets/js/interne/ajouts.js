// Ce qu’on peut ajouter : les critères de la famille et les transverses, par type ; jamais deux niveaux du même.
import { el, pluriel } from "../elements.js";
import { ajouter, remplacer } from "./composition.js";
import { etiquettes, TYPES } from "./etiquettes.js";

export class Ajouts {
  constructor(zone, donnees, atelier) {
    Object.assign(this, { zone, donnees, atelier, ouverts: new Set([TYPES[0]]) });
  }

  montrer(etat) {
    this.etat = etat;
    const pris = new Set(etat.choix.map(({ id }) => id));
    const restants = this.donnees.proposes.filter(({ id }) => !pris.has(id));
    const groupes = TYPES.map((type) => restants.filter((critere) => critere.type === type)).filter(({ length }) => length);
    this.zone.replaceChildren(...(groupes.length ? groupes.map((groupe) => this.#groupe(groupe)) : [el("p", {}, "Tous les critères de cette famille sont retenus.")]));
  }

  #groupe(groupe) {
    const [{ type, type_libelle }] = groupe;
    const bloc = el("details", { className: "composeur__groupe", open: this.ouverts.has(type), ontoggle: () => this.ouverts[bloc.open ? "add" : "delete"](type) },
      el("summary", { "data-cle": `groupe:${type}` }, `${type_libelle} (${groupe.length})`),
      el("ul", { className: "composeur__liste" }, ...groupe.map((critere) => this.#ligne(critere))));
    return bloc;
  }

  #ligne(critere) {
    const niveaux = this.donnees.niveaux(critere.id);
    const occupant = this.etat.choix.find(({ id }) => niveaux.has(id));
    const autre = occupant && this.atelier.critere(occupant.id);
    const texte = autre ? `Prendre à la place de «\u00a0${autre.intitule}\u00a0»` : "Ajouter";
    return el("li", { className: "composeur__critere" },
      el("h3", {}, critere.intitule), etiquettes(critere),
      el("details", { className: "composeur__pourquoi" }, el("summary", {}, "Pourquoi ce critère"), el("p", {}, critere.pourquoi), ...(critere.vigilance.length ? [el("ul", {}, ...critere.vigilance.map((point) => el("li", {}, point)))] : [])),
      ...(autre ? [el("p", { className: "doux" }, "Ces deux critères sont deux niveaux du même engagement.")] : []),
      el("button", { type: "button", className: "bouton bouton--secondaire", "data-cle": `ajouter:${critere.id}`, onclick: () => this.#prendre(critere, autre) },
        texte, el("span", { className: "hors-ecran" }, ` ${autre ? "le critère " : ""}${critere.intitule}`)));
  }

  /** Le focus suit le bouton « Ajouter » du critère voisin, sinon le critère ajouté. */
  #prendre(critere, autre) {
    const { choix } = this.etat;
    const voisins = [...this.zone.querySelectorAll("[data-cle^='ajouter:']")].map(({ dataset }) => dataset.cle);
    const rang = voisins.indexOf(`ajouter:${critere.id}`);
    const neuve = autre ? remplacer(choix, autre.id, critere) : ajouter(choix, critere);
    const dire = autre ? `«\u00a0${critere.intitule}\u00a0» remplace «\u00a0${autre.intitule}\u00a0».` : `«\u00a0${critere.intitule}\u00a0» ajouté, ${pluriel(neuve.length, "critère")} en tout.`;
    this.atelier.composer(neuve, { dire, viser: autre ? `retirer:${critere.id}` : voisins[rang + 1] ?? voisins[rang - 1] ?? `retirer:${critere.id}` });
  }
}
