// Les critères retenus, rangés par type : poids, rattachement, ordre, version.
import { dire, el } from "../elements.js";
import { borner } from "./etat.js";
import { NOTE, changer, choisir, deplacer, peutBouger, rattacher, retirer } from "./composition.js";
import { etiquettes, TYPES } from "./etiquettes.js";
import { changement } from "./versions.js";

const bouton = (cle, texte, nom, onclick, suite = {}) =>
  el("button", { type: "button", className: "composeur__outil", "data-cle": cle, onclick, ...suite }, texte, el("span", { className: "hors-ecran" }, ` ${nom}`));

export class Retenus {
  constructor(zone, donnees, atelier) {
    Object.assign(this, { zone, donnees, atelier });
  }

  montrer(etat) {
    this.etat = etat;
    const groupes = TYPES.map((type) => etat.choix.filter(({ id }) => this.atelier.typeDe(id) === type)).filter(({ length }) => length);
    const parties = groupes.flatMap((groupe) => [
      el("h3", {}, this.atelier.critere(groupe[0].id).type_libelle),
      el("ol", { className: "composeur__liste" }, ...groupe.map((choix) => this.#ligne(choix))),
    ]);
    this.zone.replaceChildren(...(parties.length ? parties : [el("p", {}, "Aucun critère retenu. Ajoutez-en ci-dessous.")]));
  }

  /** Met à jour les nombres, sans rien réécrire : le champ qui a le focus le garde. */
  ajuster(etat) {
    this.etat = etat;
    for (const { id, poids } of etat.choix) {
      const champ = this.zone.querySelector(`[data-cle="poids:${id}"]`);
      if (champ && champ !== document.activeElement && Number(champ.value) !== poids) champ.value = poids;
      const aide = this.zone.querySelector(`[id="aide-${id}"]`);
      if (aide) dire(aide, this.#aide(etat.choix.find((choix) => choix.id === id)));
    }
  }

  #ligne(choix) {
    const critere = this.donnees.rediger(choix);
    const { id } = choix;
    return el("li", { className: choix.parent ? "composeur__critere composeur__critere--sous" : "composeur__critere", "data-critere": id },
      el("fieldset", {},
        el("legend", {}, choix.parent ? el("span", { className: "hors-ecran" }, "Sous-critère : ") : "", critere.intitule),
        etiquettes(critere),
        ...changement(choix, this.atelier.critere(id), () => this.#prendreVersion(id)),
        ...(critere.type === NOTE ? [this.#poids(choix, critere)] : []),
        this.#outils(choix, critere)));
  }

  #poids(choix, critere) {
    const { id, parent, poids } = choix;
    const champ = el("input", {
      type: "number", id: `poids-${id}`, min: "0", max: "100", step: "1", inputMode: "numeric", value: String(poids ?? 0), "data-cle": `poids:${id}`, "aria-describedby": `aide-${id}`,
      oninput: () => this.atelier.ajuster({ choix: changer(this.etat.choix, id, { poids: borner(champ.value) }) }),
      onchange: () => { champ.value = String(borner(champ.value)); },
    });
    const nom = parent ? "Part du critère, en\u00a0%" : "Poids, en\u00a0%";
    return el("div", { className: "composeur__reglages" },
      el("div", { className: "champ composeur__poids" }, el("label", { htmlFor: champ.id }, nom), champ, el("p", { className: "champ__aide", id: `aide-${id}` }, this.#aide(choix))),
      this.#rattachement(choix, critere));
  }

  #aide({ id, parent, poids }) {
    if (parent) {
      const porteur = this.etat.choix.find((autre) => autre.id === parent);
      return `Soit ${String(Math.round((poids ?? 0) * (porteur?.poids ?? 0)) / 100).replace(".", ",")}\u00a0% de la note.`;
    }
    const conseil = this.atelier.critere(id).poids;
    const prise = this.etat.choix.reduce((somme, autre) => somme + (autre.parent === id ? autre.poids ?? 0 : 0), 0);
    const suite = prise ? ` Ses sous-critères prennent ${prise}\u00a0% de ce poids.` : "";
    return (conseil ? `Conseillé\u00a0: ${conseil.conseillee}\u00a0%, de ${conseil.mini} à ${conseil.maxi}\u00a0%.` : "Aucun poids n’est conseillé.") + suite;
  }

  /** Un critère qui a des sous-critères ne peut pas en devenir un. */
  #rattachement(choix, critere) {
    const { id } = choix;
    const porteurs = this.etat.choix.filter((autre) => autre.id !== id && !autre.parent && this.atelier.typeDe(autre.id) === NOTE);
    if (!porteurs.length || this.etat.choix.some(({ parent }) => parent === id)) return "";
    const options = [el("option", { value: "" }, "Critère à part entière"), ...porteurs.map((autre) => el("option", { value: autre.id }, `Sous-critère de «\u00a0${this.donnees.rediger(autre).intitule}\u00a0»`))];
    const liste = el("select", {
      id: `place-${id}`, "data-cle": `place:${id}`,
      onchange: () => this.atelier.composer(rattacher(this.etat.choix, id, liste.value || null, critere), { dire: `«\u00a0${critere.intitule}\u00a0»\u00a0: ${liste.selectedOptions[0].textContent}.` }),
    }, ...options);
    liste.value = choix.parent ?? "";
    return el("div", { className: "champ" }, el("label", { htmlFor: liste.id }, "Place dans la notation"), liste);
  }

  #outils(choix, critere) {
    const { id } = choix;
    const { atelier, etat } = this;
    const bouger = (cle, sens, mot) => bouton(`${cle}:${id}`, mot, critere.intitule, () => atelier.composer(deplacer(etat.choix, id, sens, atelier.typeDe), {
      dire: `«\u00a0${critere.intitule}\u00a0» ${sens < 0 ? "monté" : "descendu"}.`, viser: `${sens < 0 ? "descendre" : "monter"}:${id}`,
    }), { disabled: !peutBouger(etat.choix, id, sens, atelier.typeDe) });
    const seul = [-1, 1].every((sens) => !peutBouger(etat.choix, id, sens, atelier.typeDe));
    return el("p", { className: "composeur__outils" },
      ...(seul ? [] : [bouger("monter", -1, "Monter"), bouger("descendre", 1, "Descendre")]),
      bouton(`retirer:${id}`, "Retirer", critere.intitule, () => this.retirer(id)));
  }

  /** Retire un critère ; le focus va au bouton du suivant, sinon du précédent, sinon au titre. */
  retirer(id) {
    const { choix } = this.etat;
    const rang = choix.findIndex((un) => un.id === id);
    const voisin = choix[rang + 1] ?? choix[rang - 1];
    const nom = this.atelier.critere(id)?.intitule ?? id;
    this.atelier.composer(retirer(choix, id, this.atelier.critere), { dire: `«\u00a0${nom}\u00a0» retiré.`, viser: voisin ? `retirer:${voisin.id}` : "" });
  }

  #prendreVersion(id) {
    const { version } = choisir(this.atelier.critere(id));
    this.atelier.composer(changer(this.etat.choix, id, { version }), { dire: `Version ${version} prise.`, viser: `retirer:${id}` });
  }
}
