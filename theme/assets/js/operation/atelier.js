// L’atelier : relie l’adresse, le formulaire, la liste et les sorties.
import { annoncer } from "../site.js";
import { dire, nombre, pluriel } from "../elements.js";
import { applicables, retenu } from "./choix.js";
import { CHAMPS, PAIRE, ecrire, lire } from "./etat.js";
import { Sorties } from "./sorties.js";
import { Vue } from "./vue.js";

export class Atelier {
  constructor(formulaire, donnees) {
    Object.assign(this, { formulaire, donnees });
    this.resultat = document.querySelector("[data-resultat]");
    this.usuelles = document.querySelector("[data-usuelles]");
    const trouver = (choix) => this.resultat.querySelector(choix);
    this.compte = trouver("[data-compte]");
    this.bilan = trouver("[data-bilan]");
    this.paire = trouver("[data-editions]");
    this.vue = new Vue(trouver("[data-liste]"), donnees, formulaire.dataset.racine);
    this.sorties = new Sorties(trouver(".operation__sorties"), this);
  }

  commencer() {
    // Un geste a pu précéder les données : le formulaire dit alors plus que l’adresse.
    const saisi = CHAMPS.some((nom) => nom !== "ambition" && this.#champ(nom).value);
    this.etat = saisi ? { ...lire(this.formulaire), ...this.#saisie() } : lire(this.formulaire);
    this.#ecouter();
    this.#appliquer();
  }

  #champ(nom) { return this.formulaire.elements.namedItem(nom); }

  #saisie(noms = CHAMPS) { return Object.fromEntries(noms.map((nom) => [nom, this.#champ(nom).value])); }

  #ecouter() {
    this.formulaire.addEventListener("change", () => this.changer(this.#saisie()));
    this.formulaire.addEventListener("reset", () => setTimeout(() => this.changer({ ...this.#saisie([...CHAMPS, ...PAIRE]), vue: "theme" })));
    this.resultat.addEventListener("change", (e) => ["vue", ...PAIRE].includes(e.target.name) && this.changer({ [e.target.name]: e.target.value }));
    addEventListener("popstate", () => { this.etat = lire(this.formulaire); this.#appliquer(); });
  }

  changer(changement) {
    this.etat = { ...this.etat, ...changement };
    this.#appliquer();
  }

  #appliquer() {
    const { etat, donnees } = this;
    this.#ajuster();
    this.exigences = etat.volet && etat.operation ? applicables(donnees.index.exigences, etat) : [];
    const pret = Boolean(etat.volet && etat.operation);
    this.resultat.hidden = !pret;
    // Ôtées, et non cachées : la page garde un nombre d’éléments léger.
    if (pret) this.usuelles.remove();
    else this.resultat.after(this.usuelles);
    ecrire(etat);
    if (!pret) return;
    this.vue.montrer(this.exigences, etat);
    this.#direTout();
  }

  /** Le formulaire suit l’état ; un ouvrage ou une taille que le volet n’emploie pas n’est pas proposé. */
  #ajuster() {
    const { etat, donnees } = this;
    for (const option of this.#champ("typologie").options) {
      const volets = option.dataset.volets?.split(" ").filter(Boolean) ?? [];
      option.hidden = option.disabled = Boolean(etat.volet && volets.length && !volets.includes(etat.volet));
      if (option.disabled && etat.typologie === option.value) etat.typologie = "";
    }
    for (const nom of ["surface", "montant"]) {
      const employee = !etat.volet || donnees.index.exigences.some((exigence) => exigence.volet === etat.volet && exigence[nom] !== null);
      this.formulaire.querySelector(`[data-champ=${nom}]`).hidden = !employee;
      if (!employee) etat[nom] = "";
    }
    for (const nom of [...CHAMPS, ...PAIRE]) this.#champ(nom).value = etat[nom];
    if (this.paire) this.paire.hidden = etat.vue !== "editions";
    this.resultat.querySelector(`[name=vue][value=${etat.vue}]`).checked = true;
  }

  #direTout() {
    const { exigences, etat, donnees } = this;
    const combien = (cle) => Object.entries(exigences.reduce((comptes, exigence) => ({ ...comptes, [cle(exigence)]: (comptes[cle(exigence)] ?? 0) + 1 }), {}));
    const phrase = exigences.length ? `${pluriel(exigences.length, "exigence")} ${exigences.length > 1 ? "s’appliquent" : "s’applique"}` : "Aucune exigence ne s’applique";
    const niveaux = combien((exigence) => retenu(exigence, etat.ambition)[0]).map(([niveau, n]) => `${nombre(n)} au niveau ${niveau}`).join(", ");
    const themes = combien(({ theme }) => theme).map(([theme, n]) => `${donnees.libelles.themes[theme].toLowerCase()} ${nombre(n)}`).join(", ");
    dire(this.compte, phrase);
    dire(this.bilan, exigences.length ? `Seuils retenus\u00a0: ${niveaux}. Par thème\u00a0: ${themes}. Édition ${donnees.index.edition}.` : "Essayez un autre type d’opération ou d’ouvrage.");
    this.sorties.permettre(exigences.length > 0);
    clearTimeout(this.annonce);
    // Ce qui change d’une édition à l’autre s’annonce à son arrivée.
    if (etat.vue !== "editions") this.annonce = setTimeout(() => annoncer(`${phrase}. ${this.bilan.textContent}`), 500);
  }
}
