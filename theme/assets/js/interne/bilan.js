// Les totaux toujours visibles, et les avertissements ; la région d’état ne parle qu’une fois la saisie finie.
import { annoncer } from "../site.js";
import { dire, el, pluriel } from "../elements.js";
import { remplacer } from "./composition.js";

const POUR100 = (n) => `${String(n).replace(".", ",")}\u00a0%`;
const RETARD = 1200;

export class Bilan {
  constructor(zone, atelier) {
    this.atelier = atelier;
    this.zone = zone.querySelector("[data-totaux]");
    this.mesures = Object.fromEntries([...this.zone.querySelectorAll("[data-mesure]")].map((mesure) => [mesure.dataset.mesure, mesure]));
    this.alertes = zone.querySelector("[data-alertes]");
    this.liste = this.alertes.querySelector("ul");
    this.titre = this.alertes.querySelector("h2");
    this.bouton = this.zone.querySelector("[data-voir]");
    this.prix = zone.querySelector("[data-prix]");
    this.bouton.addEventListener("click", () => this.titre.focus());
    for (const radio of this.prix.querySelectorAll("input")) radio.addEventListener("change", () => atelier.ajuster({ coutComplet: radio.value === "cout" && radio.checked }));
  }

  cacher() { this.zone.hidden = this.alertes.hidden = true; }

  montrer(bilan, alertes, seuil) {
    this.zone.hidden = false;
    const nom = this.atelier.etat.coutComplet ? "coût complet" : "prix";
    this.#mesurer("total", `${POUR100(bilan.total)}`, `critères ${POUR100(bilan.somme)}, ${nom} ${POUR100(bilan.prix)}`, bilan.somme, bilan.somme > 100);
    this.#mesurer("environnement", POUR100(bilan.environnement), `au moins ${POUR100(seuil)}`, bilan.environnement, bilan.environnement < seuil, seuil);
    this.#mesurer("social", POUR100(bilan.social), "de la note", bilan.social, false);
    this.prix.querySelector(`[value=${this.atelier.etat.coutComplet ? "cout" : "prix"}]`).checked = true;
    dire(this.prix.querySelector("[data-reste]"), `${POUR100(bilan.prix)} de la note, ce que les critères laissent.`);
    this.#alerter(alertes);
    this.phrase = `Critères ${POUR100(bilan.somme)}, ${nom} ${POUR100(bilan.prix)}, environnement ${POUR100(bilan.environnement)}, social ${POUR100(bilan.social)}. ${compte(alertes)}.`;
  }

  /** Annonce le bilan, après un temps sans frappe, et seulement s’il a changé. */
  annoncer() {
    clearTimeout(this.minuterie);
    this.minuterie = setTimeout(() => {
      if (this.dite !== this.phrase) annoncer(this.dite = this.phrase);
    }, RETARD);
  }

  #mesurer(nom, valeur, detail, part, alerte, repere) {
    const mesure = this.mesures[nom];
    dire(mesure.querySelector("strong"), valeur);
    dire(mesure.querySelector("small"), detail);
    mesure.classList.toggle("composeur__mesure--alerte", alerte);
    mesure.querySelector(".barre__part").setAttribute("width", String(Math.min(100, part)));
    const trait = mesure.querySelector(".barre__repere");
    for (const bout of ["x1", "x2"]) trait?.setAttribute(bout, String(repere));
  }

  #alerter(alertes) {
    this.alertes.hidden = !alertes.length;
    this.bouton.hidden = !alertes.length;
    dire(this.bouton, compte(alertes));
    const signature = JSON.stringify(alertes);
    if (this.signature === signature) return;
    this.signature = signature;
    this.liste.replaceChildren(...alertes.map((alerte) => el("li", { "data-code": alerte.code },
      el("strong", {}, alerte.titre), el("p", {}, alerte.phrase),
      ...(alerte.reference ? [el("p", { className: "doux" }, "Fondement\u00a0: ", alerte.url ? el("a", { href: alerte.url }, alerte.reference) : alerte.reference)] : []),
      ...this.#geste(alerte))));
  }

  #geste({ id, geste, par, code }) {
    if (!geste) return [];
    const { atelier } = this;
    const nom = atelier.critere(id)?.intitule ?? id;
    const agir = () => {
      if (geste === "retirer") atelier.retenus.retirer(id);
      else atelier.composer(remplacer(atelier.etat.choix, id, atelier.critere(par)), { dire: `«\u00a0${nom}\u00a0» remplacé.`, viser: `retirer:${par}` });
    };
    const texte = geste === "retirer" ? `Retirer «\u00a0${nom}\u00a0»` : `Prendre «\u00a0${atelier.critere(par).intitule}\u00a0»`;
    return [el("button", { type: "button", className: "bouton bouton--secondaire", "data-cle": `alerte:${code}:${id}`, onclick: agir }, texte)];
  }
}

const compte = (alertes) => (alertes.length ? `${pluriel(alertes.length, "point")} à revoir` : "Rien à revoir");
