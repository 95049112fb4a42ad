// Le panneau des filtres : les valeurs d’un filtre ne sont dans la page que s’il est déplié.
import { dire, el, nombre } from "./elements.js";

/** Le panneau : lit et montre les choix, et appelle `changer` quand une case change. */
export class Panneau {
  constructor(formulaire, moteur, changer) {
    this.moteur = moteur;
    this.champ = formulaire.elements.namedItem("q");
    this.blocs = [...formulaire.querySelectorAll("[data-facette]")];
    this.comptes = {};
    this.choix = {};
    this.loin = new Set();
    this.guet = new IntersectionObserver((vus) => { for (const { target, isIntersecting } of vus) this.loin[isIntersecting ? "delete" : "add"](target); });
    for (const bloc of this.blocs) {
      this.guet.observe(bloc);
      bloc.addEventListener("toggle", () => this.#remplir(bloc));
      bloc.addEventListener("change", (e) => {
        const codes = new Set(this.choix[bloc.dataset.facette]);
        codes[e.target.checked ? "add" : "delete"](e.target.value);
        changer(bloc.dataset.facette, codes);
      });
    }
  }

  /** Ce qui était coché et écrit avant que le programme soit prêt. */
  lire() {
    const choix = {};
    for (const bloc of this.blocs) {
      const coches = [...bloc.querySelectorAll("input:checked")].map((case_) => case_.value);
      if (coches.length) choix[bloc.dataset.facette] = new Set(coches);
    }
    return { q: this.champ.value.trim(), choix };
  }

  /** Les filtres à l’écran d’abord ; les autres, une fois la liste peinte. */
  montrer(etat, comptes) {
    this.choix = etat.choix;
    this.comptes = comptes;
    if (this.champ.value.trim() !== etat.q) this.champ.value = etat.q;
    for (const bloc of this.blocs) if (!this.loin.has(bloc)) this.#remplir(bloc);
    clearTimeout(this.reste);
    this.reste = setTimeout(() => { for (const bloc of this.blocs) if (this.loin.has(bloc)) this.#remplir(bloc); });
  }

  #remplir(bloc) {
    const { facette } = bloc.dataset;
    const choisis = this.choix[facette] ?? new Set();
    const titre = this.moteur.facettes.find(({ nom }) => nom === facette).titre;
    dire(bloc.querySelector("summary"), choisis.size ? `${titre} (${choisis.size})` : titre);
    const groupe = bloc.querySelector("[role=group]");
    if (!bloc.open) groupe.replaceChildren();
    else if (this.comptes[facette]) this.#valeurs(groupe, this.moteur.colonnes[facette], choisis, this.comptes[facette]);
  }

  /** Écrit ou met à jour les cases, sans jamais en remplacer une : celle qui a le focus le garde. */
  #valeurs(groupe, { codes, libelles }, choisis, comptes) {
    const connues = new Map([...groupe.children].map((choix) => [choix.firstElementChild.value, choix]));
    codes.forEach((code, rang) => {
      let choix = connues.get(code);
      if (!choix) groupe.append(choix = case_(code, libelles[rang]));
      choix.firstElementChild.checked = choisis.has(code);
      dire(choix.lastElementChild, `(${nombre(comptes[rang])})`);
      choix.hidden = !comptes[rang] && !choisis.has(code) && !choix.contains(document.activeElement);
    });
  }
}

const case_ = (code, libelle) =>
  el("label", { className: "choix" }, el("input", { type: "checkbox", value: code }), `${libelle} `, el("span", { className: "choix__nombre" }));

/** Les filtres actifs, un par puce : { nom, code, texte }. */
export function actifs(etat, moteur) {
  const mots = etat.q ? [{ nom: "q", code: "", texte: `«\u00a0${etat.q}\u00a0»` }] : [];
  return mots.concat(moteur.dire(etat), moteur.facettes.flatMap(({ nom }) => [...(etat.choix[nom] ?? [])].map((code) => {
    const { codes, libelles } = moteur.colonnes[nom];
    return { nom, code, texte: libelles[codes.indexOf(code)] };
  })));
}

/** La ligne des filtres actifs, chacun retirable, puis « Tout effacer ». `retirer` reçoit le filtre et son rang. */
export function puces(zone, filtres, retirer, effacer) {
  if (!filtres.length) {
    zone.replaceChildren(el("p", {}, "Aucun filtre choisi."));
    return;
  }
  const boutons = filtres.map((filtre, rang) => el("li", {},
    el("button", { type: "button", className: "puce", onclick: () => retirer(filtre, rang) },
      el("span", { className: "hors-ecran" }, "Retirer le filtre "), filtre.texte)));
  const tout = el("button", { type: "button", className: "exploration__effacer", onclick: effacer }, "Tout effacer");
  zone.replaceChildren(el("ul", { className: "puces", ariaLabel: "Filtres actifs" }, ...boutons), tout);
}
